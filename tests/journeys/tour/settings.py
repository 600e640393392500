"""The settings, category by category."""

from __future__ import annotations

from typing import Final, TypeVar

from PySide6.QtWidgets import QLineEdit

from tests.journeys.tour.driver import CTRL, Driver, Key, StepFailed
from ui.screens.settings.backup import BackupPart
from ui.screens.settings.calendar import CalendarPart
from ui.screens.settings.catalogue import CataloguePart
from ui.screens.settings.categories import CATEGORIES
from ui.screens.settings.centre import CentrePart
from ui.screens.settings.counters import CountersPart
from ui.screens.settings.rules import RulesPart
from ui.screens.settings.view import SettingsView
from ui.widgets.page import reveal

P = TypeVar("P")
NOTICE: Final = """关于2027年部分节假日安排的通知
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
"""


def settings(tour: Driver) -> None:
    """Show every category, then what is done in those of the centre."""
    tour.go("settings")
    view = tour.find(SettingsView)
    with tour.worn("dark", "en", "150"):
        for category in CATEGORIES:
            view.show_category(category.id)
            tour.picture(f"settings-{category.id}", f"设置：{category.id}")
    tour.press(Key.Key_F, held=CTRL)
    tour.write("guohao")
    tour.picture("settings-find", "设置：按拼音找一项设置")
    _hours(tour, view)
    _counters(tour, view)
    _catalogue(tour, view)
    _rules(tour, view)
    _calendar(tour, view)
    _whole_setup(tour, view)
    _backup(tour, view)


def _part(view: SettingsView, category: str, kind: type[P]) -> P:
    view.show_category(category)
    part = view.part(category)
    if not isinstance(part, kind):
        raise StepFailed(f"{category} is something else")
    return part


def _again(tour: Driver, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.clear()
    tour.write(text)


def _hours(tour: Driver, view: SettingsView) -> None:
    card = _part(view, "centre", CentrePart).card
    _again(tour, card.day("sat"), "9-12 11-15")
    tour.picture("settings-hours", "设置：周六的时间写错了，保存前就说")
    _again(tour, card.day("sat"), "9:00-12:00")
    tour.press(Key.Key_Return)
    tour.until(lambda: not card.touched, "the hours are saved")
    tour.picture("settings-hours-saved", "设置：已保存")


def _counters(tour: Driver, view: SettingsView) -> None:
    card = _part(view, "counters", CountersPart).card
    card.add.setFocus()
    tour.press(Key.Key_Space)
    card.rows[0].away.setFocus()
    tour.press(Key.Key_Space)
    tour.picture("settings-counters-changed", "设置：加一个柜台、去掉一个，保存前都能撤销")
    card.bar.discard.setFocus()
    tour.press(Key.Key_Space)


def _catalogue(tour: Driver, view: SettingsView) -> None:
    part = _part(view, "catalogue", CataloguePart)
    form = part.view.item_form
    part.view.search.setFocus()
    tour.write("qybgdj")
    part.view.table.setFocus()
    part.view.table.selectRow(0)
    tour.press(Key.Key_Return)
    form.minutes.setValue(form.minutes.value() + 5)
    with tour.worn("dark-en", "150"):
        tour.picture("settings-item", "设置：改一个事项")
    form.name_zh.setFocus()
    tour.press(Key.Key_Return)
    tour.until(lambda: not form.touched, "the item is saved")
    form.past.click()
    tour.until(form.changes.isVisible, "the history")
    reveal(form.changes)
    tour.picture("settings-item-history", "设置：修改记录，谁在什么时候改了什么")
    form.past.click()
    part.view.search.clear()


def _rules(tour: Driver, view: SettingsView) -> None:
    part = _part(view, "rules", RulesPart)
    part.rules.minutes["disabled"].setValue(0)
    tour.until(lambda: part.preview.outcome.text != "", "the preview")
    reveal(part.preview)
    with tour.worn("dark-en", "150"):
        tour.picture("settings-rules-preview", "设置：优先分钟数先在今天的队伍上试")
    part.rules.bar.discard.click()


def _calendar(tour: Driver, view: SettingsView) -> None:
    card = _part(view, "calendar", CalendarPart).notice
    card.content.setPlainText(NOTICE)
    card.button.setFocus()
    tour.press(Key.Key_Space)
    tour.until(lambda: not card.outcome.running, "what the notice changes")
    tour.picture("settings-notice", "设置：放假通知先看变化，再导入")
    tour.press(Key.Key_Return)
    tour.until(lambda: not card.outcome.running, "the calendar")
    tour.picture("settings-notice-done", "设置：已导入")


def _whole_setup(tour: Driver, view: SettingsView) -> None:
    whole = _part(view, "backup", BackupPart).whole
    file = tour.work / "setup.json"
    whole.writing.path.line.setText(str(file))
    whole.writing.path.line.setFocus()
    tour.press(Key.Key_Return)
    tour.until(lambda: whole.reading.path.path == file, "the set-up is exported")
    whole.reading.button.click()
    tour.until(lambda: not whole.reading.outcome.running, "the comparison")
    reveal(whole.reading)
    tour.picture("settings-import", "设置：导出的文件再比一次，没有不同")


def _backup(tour: Driver, view: SettingsView) -> None:
    part = _part(view, "backup", BackupPart)
    backup = tour.work / "backup.db"
    part.backup.path.line.setText(str(backup))
    part.backup.path.line.setFocus()
    reveal(part.backup)
    tour.press(Key.Key_Return)
    tour.until(lambda: not part.backup.outcome.running and backup.exists(), "the backup")
    tour.picture("settings-backup-done", "设置：备份，核对过才算数")
