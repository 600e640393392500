"""The centre, its counters, catalogue, rules, calendar and whole set-up, set by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop import requests as r
from desktop.desk import Desk
from desktop.domain.errors import DeskError
from tests.ui.settings.stand import Stand
from ui.screens.settings import presenter as presenting

Key = Qt.Key
NOTICE = (
    "2027年：元旦1月1日（周五）至3日（周日）放假。国庆节10月1日至7日放假。9月26日（周日）上班。"
)


@pytest.fixture
def stand(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Stand]:
    """A centre with its settings in front."""
    made = Stand(qapp, tmp_path, qtbot)
    yield made
    made.close()


def typed(line: QLineEdit, text: str) -> None:
    """Replace what stands in a line."""
    line.setFocus()
    line.clear()
    QTest.keyClicks(line, text) if text.isascii() else line.insert(text)


def unsaved(stand: Stand) -> bool:
    """Say whether the list marks the category in front."""
    return "▲" in stand.view.sections.currentItem().text()


def test_hours_and_name_are_set_with_the_keyboard(stand: Stand) -> None:
    card = stand.part("centre").card
    stand.wait(lambda: card.name_line.text() == "仓前梦创社区")
    assert not card.touched
    typed(card.name_line, "梦创中心")
    typed(card.day("mon"), "9-12 13:30-17:30")
    card.same.setFocus()
    QTest.keyClick(card.same, Key.Key_Space)
    typed(card.day("sat"), "soon")
    assert "重叠" in card.days["sat"].problem
    assert unsaved(stand)
    QTest.keyClick(card.name_line, Key.Key_Return)
    assert card.day("sat").hasFocus()
    typed(card.day("sat"), "9:00-12:00")
    card.rollover.setValue(5)
    QTest.keyClick(card.day("sat"), Key.Key_Return)
    stand.wait(lambda: card.bar.outcome.text == "已保存。")
    assert not unsaved(stand)
    site = stand.centre.ask(r.ShowSite())
    assert (site.site.name, site.site.rollover_hour) == ("梦创中心", 5)
    week = {day: [list(span) for span in spans] for day, spans in site.site.hours.items()}
    assert week["fri"] == [["09:00", "12:00"], ["13:30", "17:30"]]
    assert week["sat"] == [["09:00", "12:00"]]
    assert len(site.counters) == 4
    typed(card.zone, "Mars/Olympus")
    QTest.keyClick(card.zone, Key.Key_Return)
    stand.wait(lambda: card._zone.problem != "")
    QTest.keyClick(card.bar.discard, Key.Key_Space)
    assert card.zone.text() == "Asia/Shanghai"
    assert not card.touched


def test_what_is_typed_stays_when_others_save(stand: Stand) -> None:
    card = stand.part("centre").card
    stand.wait(lambda: card.name_line.text() != "")
    typed(card.name_line, "我的名字")
    site = stand.centre.ask(r.ShowSite())
    counters = tuple(r.CounterFields(one.number, one.windows) for one in site.counters)
    stand.centre.do(r.SetUpSite("CQ", "别人的名字", counters))
    stand.wait(lambda: stand.part("centre")._site.site.name == "别人的名字")
    assert card.name_line.text() == "我的名字"
    card.bar.discard.click()
    assert card.name_line.text() == "仓前梦创社区"


def test_counters_come_go_and_are_renumbered(stand: Stand) -> None:
    stand.centre.open(3, "CL")
    card = stand.part("counters").card
    stand.wait(lambda: len(card.rows) == 4 and "陈立" in card.rows[2].state.text())
    assert not card.touched
    QTest.keyClick(card.add, Key.Key_Space)
    new = card.rows[4]
    assert (new.number.value(), new.number.hasFocus()) == (5, True)
    new.number.setValue(12)
    QTest.keyClick(card.bar.button, Key.Key_Return)
    assert "12 号柜台还没有窗口" in card.bar.outcome.text
    QTest.keyClick(new.boxes["JR"], Key.Key_Space)
    card.rows[0].number.setValue(9)
    QTest.keyClick(card.rows[1].away, Key.Key_Space)
    assert not card.rows[1].number.isEnabled()
    assert card.rows[1].away.text() == "撤销"
    assert unsaved(stand)
    QTest.keyClick(card.bar.button, Key.Key_Return)
    stand.wait(lambda: card.bar.outcome.text == "柜台已保存。")
    site = stand.centre.ask(r.ShowSite())
    assert {one.number: one.windows for one in site.counters} == {
        9: ("DQ", "CY"),
        3: ("CF", "RC"),
        4: ("SZ", "PP", "JR"),
        12: ("JR",),
    }
    busy = next(row for row in card.rows if row.number.value() == 3)
    busy.away.click()
    card.bar.button.click()
    stand.wait(lambda: "还开着" in card.bar.outcome.text)
    busy.away.click()
    assert not card.touched


def test_an_item_is_found_changed_and_its_history_read(stand: Stand) -> None:
    part = stand.part("catalogue")
    view, form = part.view, part.view.item_form
    stand.wait(lambda: view.model.rowCount() > 50)
    QTest.keyClicks(view.search, "qysldj")
    stand.wait(lambda: view.model.rowCount() == 1)
    view.table.setFocus()
    view.table.selectRow(0)
    assert form.isVisible()
    assert (form.code.text(), form.code.isReadOnly()) == ("CF-01", True)
    QTest.keyClick(view.table, Key.Key_Return)
    assert form.name_zh.hasFocus()
    typed(form.name_en, "")
    form.minutes.setValue(44)
    QTest.keyClick(form.name_en, Key.Key_Return)
    stand.wait(lambda: "不能为空" in form.fields["name_en"].problem)
    typed(form.name_en, "Founding a company")
    form.materials.rows[0].later.click()
    assert unsaved(stand)
    QTest.keyClick(form.name_en, Key.Key_Return)
    stand.wait(lambda: "已保存" in form.bar.outcome.text)
    assert not unsaved(stand)
    form.past.click()
    stand.wait(form.changes.isVisible)
    assert "→ 44" in form.changes.toPlainText()
    assert "08:30" in form.changes.toPlainText()


def test_what_an_item_rests_on_and_what_else_it_needs_is_set(stand: Stand) -> None:
    part = stand.part("catalogue")
    view, form = part.view, part.view.item_form
    assert "一件事" in view.empty.accessibleDescription(), "where a bundle is changed is said"
    stand.wait(lambda: view.model.rowCount() > 50)
    for row in range(view.model.rowCount()):
        view.table.selectRow(row)
        assert not form.touched, f"{form.code.text()}: nobody has changed anything"
    view.table.selectRow(0)
    code = form.code.text()
    before = form.also.chosen()
    box = next(one for key, one in form.also.boxes.items() if key not in before)
    words = {"basis": "条例第三条", "source": "省办事指南", "note": "先问经营范围"}
    for name, text in words.items():
        typed(form.fields[name].control, text)
    box.click()
    assert unsaved(stand)
    QTest.keyClick(form.fields["note"].control, Key.Key_Return)
    stand.wait(lambda: "已保存" in form.bar.outcome.text)
    items = stand.centre.ask(r.ShowCatalogue()).items
    item = next(one for one in items if one["code"] == code)
    assert {name: item[name] for name in words} == words
    assert item["also_needs"] == [*before, box.property("window")]


def test_what_is_not_saved_is_not_lost_by_choosing_another(stand: Stand) -> None:
    part = stand.part("catalogue")
    view, form = part.view, part.view.item_form
    stand.wait(lambda: view.model.rowCount() > 50)
    view.table.selectRow(0)
    form.minutes.setValue(44)
    view.table.selectRow(1)
    assert form.code.text() == "DQ-01"
    assert "先保存" in form.bar.outcome.text
    form.bar.discard.click()
    view.table.selectRow(2)
    assert form.code.text() == "DQ-03"
    view.window_filter.setCurrentIndex(view.window_filter.findData("CF"))
    view.buttons["edit"].click()
    assert view.window_form.isVisible()
    assert view.window_form.fields["letter"].control.text() == "F"
    view.buttons["item"].click()
    assert form.isVisible()
    assert form.window_of.currentData() == "CF"
    for line, text in ((form.code, "cf-88"), (form.name_zh, "新事"), (form.name_en, "New")):
        typed(line, text)
    QTest.keyClick(form.name_en, Key.Key_Return)
    stand.wait(lambda: "已保存" in form.bar.outcome.text)
    issued = stand.centre.issue("CF-88")
    assert issued.cases[0].item_name == "新事"


def test_minutes_are_tried_on_the_line_before_they_are_saved(stand: Stand) -> None:
    stand.centre.issue("CF-01")
    stand.centre.issue("CF-01", priority=r.Priority("elderly", "x"))
    part = stand.part("rules")
    stand.wait(lambda: part.preview.model.rowCount() == 2)
    assert "按现行规则" in part.preview.outcome.text
    part.rules.minutes["elderly"].setValue(0)
    stand.wait(lambda: "2 个会换位置" in part.preview.outcome.text)
    shown = [part.preview.model.row_at(at) for at in (0, 1)]
    assert [(row.label, row.before, row.after) for row in shown] == [("F002", 1, 2), ("F001", 2, 1)]
    assert stand.centre.ask(r.GetSettings()).settings["priority_minutes"]["elderly"] == 15


def test_a_notice_is_tried_then_imported(stand: Stand) -> None:
    card = stand.part("calendar").notice
    QTest.keyClick(card.button, Key.Key_Space)
    assert "粘贴" in card.field.problem
    card.content.setPlainText(NOTICE.replace("周五", "周四"))
    QTest.keyClick(card.button, Key.Key_Space)
    stand.wait(lambda: "星期不对" in card.outcome.text)
    card.content.setPlainText(NOTICE)
    QTest.keyClick(card.button, Key.Key_Space)
    stand.wait(lambda: "确定导入" in card.outcome.text)
    assert "2027 9月26日 周日　上班" in card.list.toPlainText()
    assert card.button.hasFocus()
    QTest.keyClick(card.button, Key.Key_Escape)
    assert card.outcome.text == ""
    for _ in range(2):
        QTest.keyClick(card.button, Key.Key_Space)
        stand.wait(lambda: not card.outcome.running)
    assert "已导入 11 天" in card.outcome.text
    due = stand.centre.ask(r.ComputeDue(date(2026, 12, 31), 1, "working"))
    assert not due.provisional


def test_the_whole_setup_goes_out_and_comes_back(stand: Stand, tmp_path: Path) -> None:
    whole = stand.part("backup").whole
    stand.work.settings.put("board_notice", "请按号就座")
    file = tmp_path / "setup.json"
    whole.writing.path.line.setText(str(file))
    QTest.keyClick(whole.writing.path.line, Key.Key_Return)
    stand.wait(file.exists)
    stand.wait(lambda: whole.reading.path.path == file)
    stand.work.settings.put("board_notice", "")
    stand.centre.do(r.SetSetting("positions_behind", 8))
    for _ in range(2):
        QTest.keyClick(whole.reading.button, Key.Key_Space)
        stand.wait(lambda: not whole.reading.outcome.running)
    assert "改了 2 处" in whole.reading.outcome.text
    assert "过号恢复" in whole.reading.list.toPlainText()
    stand.work.shell.language.choose("en")
    assert "2 things were changed" in whole.reading.outcome.text, "it follows the language"
    assert "过号恢复" not in whole.reading.list.toPlainText()
    stand.work.shell.language.choose("zh")
    assert "改了 2 处" in whole.reading.outcome.text
    assert stand.work.settings.get("board_notice") == "请按号就座"
    assert stand.centre.ask(r.GetSettings()).settings["positions_behind"] == 3
    plain = json.loads(file.read_text("utf-8"))
    plain["yimen_settings"] = 99
    file.write_text(json.dumps(plain), "utf-8")
    QTest.keyClick(whole.reading.button, Key.Key_Space)
    stand.wait(lambda: "更新版本" in whole.reading.outcome.text)


def test_nothing_is_written_while_nobody_answers(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = stand.part("centre").card
    stand.wait(lambda: card.name_line.text() != "")
    away = DeskError("database_away")

    def held(_: Desk) -> DeskError:
        return away

    monkeypatch.setattr(presenting, "held_back", held)
    typed(card.name_line, "别名")
    QTest.keyClick(card.name_line, Key.Key_Return)
    assert card.bar.outcome.text == stand.work.shell.language.sentence(away)
    assert card.touched
    assert stand.centre.ask(r.ShowSite()).site.name == "仓前梦创社区"


def test_who_may_not_change_reads(stand: Stand) -> None:
    catalogue: Any = stand.part("catalogue")
    centre: Any = stand.part("centre")
    stand.work.shell.window.set_roles(frozenset({"guide"}))
    assert not centre.card.name_line.isEnabled()
    assert "管理员" in stand.view.banner.words
    stand.view.show_category("catalogue")
    stand.wait(lambda: catalogue.view.model.rowCount() > 50)
    catalogue.view.table.selectRow(0)
    form = catalogue.view.item_form
    assert form.isVisible()
    assert not form.name_zh.isEnabled()
    assert not catalogue.view.buttons["file"].isVisible()
    assert form.past.isEnabled()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_control_has_a_name(stand: Stand, language: str) -> None:
    stand.work.shell.language.choose(language)
    catalogue = stand.part("catalogue")
    stand.wait(lambda: catalogue.view.model.rowCount() > 50)
    catalogue.view.table.selectRow(0)
    stand.wait(lambda: len(stand.part("counters").card.rows) == 4)
    for category in ("centre", "counters", "catalogue", "rules", "calendar", "backup"):
        page = stand.part(category).widget
        controls = [
            one
            for one in page.findChildren(QWidget)
            if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        assert controls
        nameless = [
            one for one in controls if not one.accessibleName() and not one.property("text")
        ]
        assert nameless == [], category
