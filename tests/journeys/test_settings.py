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
    running.wait(lambda: view.rules.minutes["booked"].value() == 20)
    return program, view


def test_sections_are_reached_by_keyboard(running: Running, qtbot: QtBot) -> None:
    _, view = begun(running)
    running.wait(lambda: running.shell.window.focusWidget() is view.sections)
    for _ in range(5):
        QTest.keyClick(view.sections, Qt.Key.Key_Down)
    assert view.backup.isVisible()
    QTest.keyClick(view.sections, Qt.Key.Key_Tab)
    assert running.shell.window.focusWidget() is view.backup.path.line


def test_backup_and_restore_from_the_screen(running: Running, qtbot: QtBot) -> None:
    program, view = begun(running)
    view.show_section("data")
    assert program.opened is not None
    desk = program.opened.desk
    backup = running.folder / "kept.db"
    view.backup.path.line.setText(str(backup))
    QTest.keyClick(view.backup.path.line, Qt.Key.Key_Return)
    assert view.backup.outcome.running
    running.wait(lambda: not view.backup.outcome.running)
    assert str(backup) in view.backup.outcome.text
    assert backup.exists()
    assert view.restore.path.line.text() == str(backup)

    issued = desk.do(r.IssueTicket(windows=("CF",)))
    assert isinstance(issued, IssueAnswer)
    view.restore.button.setFocus()
    QTest.keyClick(view.restore.button, Qt.Key.Key_Space)
    assert "Esc" in view.restore.outcome.text
    QTest.keyClick(view.restore.button, Qt.Key.Key_Escape)
    assert view.restore.outcome.text == ""
    renewed: list[bool] = []
    running.shell.live.replaced.connect(lambda: renewed.append(True))
    for _ in range(2):
        QTest.keyClick(view.restore.button, Qt.Key.Key_Space)
    running.wait(lambda: not view.restore.outcome.running)
    assert str(backup) in view.restore.outcome.text
    running.wait(lambda: bool(renewed))
    found = desk.ask(r.FindTickets("F001"))
    assert isinstance(found, TicketsAnswer)
    assert found.tickets == ()
    assert list(running.folder.glob("desk-before-restore-*"))
    desk.do(r.IssueTicket(windows=("CF",)))
    assert desk.verify().sound


def test_a_backup_into_a_missing_folder_is_a_sentence(running: Running, qtbot: QtBot) -> None:
    _, view = begun(running)
    view.backup.path.line.setText(str(running.folder / "nowhere" / "kept.db"))
    view.backup.button.click()
    running.wait(lambda: not view.backup.outcome.running)
    assert "nowhere" in view.backup.outcome.text
    assert view.backup.button.isEnabled()


def test_the_first_backup_needs_no_folder_made_by_hand(running: Running) -> None:
    _, view = begun(running)
    path = view.backup.path.path
    assert path is not None
    assert path.parent == running.folder / "backups"
    view.backup.button.click()
    running.wait(lambda: not view.backup.outcome.running)
    assert path.exists()


def test_the_journal_is_proved(running: Running) -> None:
    _, view = begun(running)
    view.proof.button.click()
    running.wait(lambda: not view.proof.outcome.running and view.proof.outcome.text != "")
    assert "日志完好" in view.proof.outcome.text


def test_rules_are_saved_when_they_differ(running: Running) -> None:
    program, view = begun(running)
    view.show_section("rules")
    assert not view.rules.button.isEnabled()
    view.rules.minutes["booked"].setValue(25)
    view.rules.numbers["calls_before_no_show"].setValue(2)
    view.rules.gap.setChecked(True)
    view.rules.button.click()
    running.wait(lambda: view.rules.outcome.text != "")
    assert not view.rules.button.isEnabled()
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
    for name, value in (("language", "en"), ("scheme", "dark"), ("text_size", "125")):
        combo = view.this_pc.combos[name]
        combo.setCurrentIndex(combo.findData(value))
        combo.activated.emit(combo.currentIndex())
    assert running.shell.window.windowTitle() == "Settings · Yimen"
    assert running.shell.window.rail.button("settings").text() == "Settings"
    kept = [running.settings.get(name) for name in ("language", "scheme", "text_size")]
    assert kept == ["en", "dark", "125"]
    assert view.this_pc.combos["scheme"].currentData() == "dark"


def test_who_works_here_is_shown_in_the_bar(running: Running, qtbot: QtBot) -> None:
    _, view = begun(running)
    assert "王敏" in running.shell.window.bar.person.text()
    line = view.this_pc.line("staff")
    line.clear()
    QTest.keyClicks(line, "b02")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "B02" in running.shell.window.bar.person.text()
    assert running.settings.get("staff") == "B02"


def test_the_printer_is_chosen_and_a_lost_one_is_told(running: Running) -> None:
    running.machine.names = ("Front desk", "Back office")
    _, view = begun(running)
    view.show_section("printer")
    running.wait(lambda: view.printer.names.count() == 3)
    view.printer.names.setCurrentIndex(2)
    view.printer.names.activated.emit(2)
    assert running.settings.get("printer") == "Back office"
    running.machine.names = ("Front desk",)
    running.shell.window.show_screen("reception")
    running.shell.window.show_screen("settings")
    running.wait(lambda: "Back office" in view.printer.state.text)
    view.printer.try_out.click()
    running.wait(lambda: running.machine.jobs == ["打印测试"])


def test_a_faulty_catalogue_names_its_line_and_a_calendar_its_moved_cases(
    running: Running,
) -> None:
    program, view = begun(running)
    faulty = running.folder / "faulty.yaml"
    faulty.write_text("windows:\n- code: DQ\n  name_zh: 党群\n", encoding="utf-8")
    view.catalogue.path.line.setText(str(faulty))
    view.catalogue.button.click()
    running.wait(lambda: not view.catalogue.outcome.running)
    assert "第" in view.catalogue.outcome.text
    assert "行" in view.catalogue.outcome.text

    assert program.opened is not None
    desk = program.opened.desk
    issued = desk.do(r.IssueTicket(items=("CF-02",), door="phone"))
    assert isinstance(issued, IssueAnswer)
    accepted = desk.do(r.AcceptCase(issued.cases[0].id))
    due = getattr(accepted, "case").due_on  # noqa: B009  (an answer with a case)
    days = running.folder / "days.csv"
    days.write_text(f"day,working\n{due},no\n", encoding="utf-8")
    view.calendar.path.line.setText(str(days))
    view.calendar.button.click()
    running.wait(lambda: not view.calendar.outcome.running)
    assert issued.cases[0].number in view.calendar._list.toPlainText()
