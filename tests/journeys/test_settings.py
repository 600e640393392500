"""Settings through the whole program: looks, printer, rules, files, backup, restore, proof."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop import requests as r
from desktop.snapshots import IssueAnswer, SettingsAnswer, TicketsAnswer
from tests.journeys.whole_program import Running, make_site
from ui.program import Program
from ui.screens.settings.appearance import AppearancePart
from ui.screens.settings.backup import BackupPart
from ui.screens.settings.calendar import CalendarPart
from ui.screens.settings.catalogue import CataloguePart
from ui.screens.settings.printers import PrintersPart
from ui.screens.settings.rules import RulesPart
from ui.screens.settings.view import SettingsView


@pytest.fixture
def running(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Running]:
    """A program with a site."""
    made = Running(qapp, qtbot, tmp_path)
    make_site(tmp_path / "desk.db")
    yield made
    made.close()


def begun(running: Running) -> tuple[Program, SettingsView]:
    """Return the program with its settings in front."""
    program = running.start(running.folder / "desk.db", screen="settings")
    running.at_work()
    view = running.page(SettingsView)
    assert isinstance(view, SettingsView)
    return program, view


def backup_of(view: SettingsView) -> BackupPart:
    """Return the page of backups, in front."""
    view.show_category("backup")
    part = view.part("backup")
    assert isinstance(part, BackupPart)
    return part


def test_sections_are_reached_by_keyboard(running: Running, qtbot: QtBot) -> None:
    _, view = begun(running)
    running.wait(lambda: running.shell.window.focusWidget() is view.sections)
    assert view.made("backup") is None
    QTest.keyClick(view.sections, Qt.Key.Key_End)
    part = view.made("backup")
    assert isinstance(part, BackupPart)
    assert part.backup.isVisible()
    QTest.keyClick(view.sections, Qt.Key.Key_Tab)
    assert running.shell.window.focusWidget() is part.backup.path.line


def test_a_setting_is_found_by_its_words_or_their_pinyin(running: Running) -> None:
    _, view = begun(running)
    running.wait(lambda: running.shell.window.focusWidget() is view.sections)
    QTest.keyClick(view.sections, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert running.shell.window.focusWidget() is view.search
    QTest.keyClicks(view.search, "guohao")
    assert view.category == "rules"
    assert [r for r in range(view.sections.count()) if not view.sections.isRowHidden(r)] == [
        view.sections.currentRow()
    ]
    QTest.keyClick(view.search, Qt.Key.Key_Return)
    assert running.shell.window.focusWidget() is view.sections
    QTest.keyClick(view.search, Qt.Key.Key_Escape)
    assert view.search.text() == ""
    QTest.keyClicks(view.search, "xyz")
    assert view.nothing.isVisible()


def test_without_the_right_a_category_is_read_only_or_not_there(running: Running) -> None:
    _, view = begun(running)
    view.show_category("rules")
    rules = view.part("rules")
    assert isinstance(rules, RulesPart)
    running.shell.window.set_roles(frozenset({"guide"}))
    assert not rules.rules.minutes["booked"].isEnabled()
    assert "管理员" in view.banner.words
    hidden = [r for r in range(view.sections.count()) if view.sections.isRowHidden(r)]
    assert len(hidden) >= 2  # the database and its backups
    view.show_category("appearance")
    assert view.banner.words == ""
    running.shell.window.set_roles(None)
    view.show_category("rules")
    assert rules.rules.minutes["booked"].isEnabled()


def test_backup_and_restore_from_the_screen(running: Running, qtbot: QtBot) -> None:
    program, view = begun(running)
    part = backup_of(view)
    assert program.opened is not None
    desk = program.opened.desk
    backup = running.folder / "kept.db"
    part.backup.path.line.setText(str(backup))
    QTest.keyClick(part.backup.path.line, Qt.Key.Key_Return)
    assert part.backup.outcome.running
    running.wait(lambda: not part.backup.outcome.running)
    assert str(backup) in part.backup.outcome.text
    assert backup.exists()
    assert part.restore.path.line.text() == str(backup)

    issued = desk.do(r.IssueTicket(windows=("CF",)))
    assert isinstance(issued, IssueAnswer)
    part.restore.button.setFocus()
    QTest.keyClick(part.restore.button, Qt.Key.Key_Space)
    assert "Esc" in part.restore.outcome.text
    QTest.keyClick(part.restore.button, Qt.Key.Key_Escape)
    assert part.restore.outcome.text == ""
    renewed: list[bool] = []
    running.shell.live.replaced.connect(lambda: renewed.append(True))
    for _ in range(2):
        QTest.keyClick(part.restore.button, Qt.Key.Key_Space)
    running.wait(lambda: not part.restore.outcome.running)
    assert str(backup) in part.restore.outcome.text
    running.wait(lambda: bool(renewed))
    found = desk.ask(r.FindTickets("F001"))
    assert isinstance(found, TicketsAnswer)
    assert found.tickets == ()
    assert list(running.folder.glob("desk-before-restore-*"))
    desk.do(r.IssueTicket(windows=("CF",)))
    assert desk.verify().sound


def test_a_backup_into_a_missing_folder_is_a_sentence(running: Running, qtbot: QtBot) -> None:
    _, view = begun(running)
    part = backup_of(view)
    part.backup.path.line.setText(str(running.folder / "nowhere" / "kept.db"))
    part.backup.button.click()
    running.wait(lambda: not part.backup.outcome.running)
    assert "nowhere" in part.backup.outcome.text
    assert part.backup.button.isEnabled()


def test_the_first_backup_needs_no_folder_made_by_hand(running: Running) -> None:
    _, view = begun(running)
    part = backup_of(view)
    path = part.backup.path.path
    assert path is not None
    assert path.parent == running.folder / "backups"
    part.backup.button.click()
    running.wait(lambda: not part.backup.outcome.running)
    assert path.exists()


def test_the_journal_is_proved(running: Running) -> None:
    _, view = begun(running)
    part = backup_of(view)
    part.proof.button.click()
    running.wait(lambda: not part.proof.outcome.running and part.proof.outcome.text != "")
    assert "日志完好" in part.proof.outcome.text


def test_rules_are_saved_when_they_differ(running: Running) -> None:
    program, view = begun(running)
    view.show_category("rules")
    part = view.part("rules")
    assert isinstance(part, RulesPart)
    running.wait(lambda: part.rules.minutes["booked"].value() == 20)
    assert not part.rules.bar.button.isEnabled()
    part.rules.minutes["booked"].setValue(25)
    part.rules.numbers["calls_before_no_show"].setValue(2)
    part.rules.gap.setChecked(True)
    assert "▲" in view.sections.currentItem().text()
    part.rules.bar.button.click()
    running.wait(lambda: part.rules.bar.outcome.text != "")
    assert not part.rules.bar.button.isEnabled()
    assert "▲" not in view.sections.currentItem().text()
    assert program.opened is not None
    answer = program.opened.desk.ask(r.GetSettings())
    assert isinstance(answer, SettingsAnswer)
    assert answer.settings["calls_before_no_show"] == 2
    assert answer.settings["gap_stops_clock"] is True
    minutes = answer.settings["priority_minutes"]
    assert isinstance(minutes, dict)
    assert (minutes["booked"], minutes["elderly"]) == (25, 15)


def test_looks_change_at_once_and_are_remembered(running: Running) -> None:
    _, view = begun(running)
    view.show_category("appearance")
    part = view.part("appearance")
    assert isinstance(part, AppearancePart)
    for name, value in (("language", "en"), ("scheme", "dark"), ("text_size", "125")):
        combo = part.this_pc.combos[name]
        combo.setCurrentIndex(combo.findData(value))
        combo.activated.emit(combo.currentIndex())
    assert running.shell.window.windowTitle() == "Settings · Yimen"
    assert running.shell.window.rail.button("settings").text() == "Settings"
    kept = [running.settings.get(name) for name in ("language", "scheme", "text_size")]
    assert kept == ["en", "dark", "125"]
    assert part.this_pc.combos["scheme"].currentData() == "dark"


def test_who_works_here_is_shown_in_the_bar(running: Running, qtbot: QtBot) -> None:
    _, view = begun(running)
    assert "王敏" in running.shell.window.bar.person.text()
    view.show_category("appearance")
    part = view.part("appearance")
    assert isinstance(part, AppearancePart)
    line = part.this_pc.line("staff")
    line.clear()
    QTest.keyClicks(line, "b02")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "B02" in running.shell.window.bar.person.text()
    assert running.settings.get("staff") == "B02"


def test_the_printer_is_chosen_and_a_lost_one_is_told(running: Running) -> None:
    running.machine.names = ("Front desk", "Back office")
    _, view = begun(running)
    view.show_category("printers")
    part = view.part("printers")
    assert isinstance(part, PrintersPart)
    running.wait(lambda: part.printer.names.count() == 3)
    part.printer.names.setCurrentIndex(2)
    part.printer.names.activated.emit(2)
    assert running.settings.get("printer") == "Back office"
    running.machine.names = ("Front desk",)
    running.shell.window.show_screen("cases")
    running.shell.window.show_screen("settings")
    running.wait(lambda: part.printer.state.text == "找不到这台打印机")
    running.wait(lambda: running.shell.window.bar.printer.text == "打印机不可用")
    part.printer.names.setCurrentIndex(part.printer.names.findData("Front desk"))
    part.printer.names.activated.emit(part.printer.names.currentIndex())
    part.printer.try_out.click()
    running.wait(lambda: running.machine.jobs == ["打印测试"])


def test_a_faulty_catalogue_names_its_line_and_a_calendar_its_moved_cases(
    running: Running,
) -> None:
    program, view = begun(running)
    faulty = running.folder / "faulty.yaml"
    faulty.write_text("windows:\n- code: DQ\n  name_zh: 党群\n", encoding="utf-8")
    view.show_category("catalogue")
    part = view.part("catalogue")
    assert isinstance(part, CataloguePart)
    part.view.catalogue.path.line.setText(str(faulty))
    part.view.catalogue.button.click()
    running.wait(lambda: not part.view.catalogue.outcome.running)
    assert "第" in part.view.catalogue.outcome.text
    assert "行" in part.view.catalogue.outcome.text

    assert program.opened is not None
    desk = program.opened.desk
    issued = desk.do(r.IssueTicket(items=("CF-02",), door="phone"))
    assert isinstance(issued, IssueAnswer)
    accepted = desk.do(r.AcceptCase(issued.cases[0].id))
    due = getattr(accepted, "case").due_on  # noqa: B009  (an answer with a case)
    days = running.folder / "days.csv"
    days.write_text(f"day,working\n{due},no\n", encoding="utf-8")
    view.show_category("calendar")
    days_part = view.part("calendar")
    assert isinstance(days_part, CalendarPart)
    days_part.calendar.path.line.setText(str(days))
    days_part.calendar.button.click()
    running.wait(lambda: not days_part.calendar.outcome.running)
    assert due.isoformat() in days_part.calendar.list.toPlainText()
    days_part.calendar.button.click()
    running.wait(lambda: "已导入" in days_part.calendar.outcome.text)
    assert issued.cases[0].number in days_part.calendar.list.toPlainText()
