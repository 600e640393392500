"""Faults of ours in the middle of work: people are told calmly, nothing typed is lost."""

from __future__ import annotations

import stat
import sys
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.requests import ListCases, Request
from tests.journeys.whole_program import Running, make_site
from ui.drafts import FILE
from ui.program import Program
from ui.screens.cases.view import CasesView

SECRET = "李娜 13805711234"


def begun(running: Running) -> tuple[Program, CasesView, QLineEdit]:
    """Begin at the cases, with something typed into the line that finds them."""
    site = running.folder / "desk.db"
    if not site.exists():
        make_site(site)
    program = running.start(site)
    running.at_work()
    running.shell.window.show_screen("cases")
    view = running.shell.window.findChild(CasesView)
    assert view is not None
    running.wait(lambda: bool(view.findChildren(QLineEdit)))
    line = next(one for one in view.findChildren(QLineEdit) if one.accessibleName())
    return program, view, line


def break_cases(program: Program) -> None:
    """Let the job that reads the list of cases fall over once, with somebody's name in its hand."""
    assert program.opened is not None
    desk: Any = program.opened.desk
    ask = desk.ask

    def stumble(request: Request, *rest: Any) -> Any:
        if isinstance(request, ListCases):
            desk.ask = ask
            raise KeyError(SECRET)
        return ask(request, *rest)

    desk.ask = stumble


def test_a_fault_in_a_screens_job_is_told_and_the_screen_goes_on(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    program, _, line = begun(running)
    panel = running.shell.messages.trouble
    break_cases(program)
    line.setFocus()
    QTest.keyClicks(line, "dahe")
    running.wait(panel.isVisible)
    assert not panel.isAncestorOf(QApplication.focusWidget() or running.shell.window)
    assert SECRET[:2] not in caplog.text + panel.details.toPlainText()
    assert "KeyError" in panel.details.toPlainText()
    assert line.text() == "dahe"
    panel.copy.click()
    assert "KeyError" in QGuiApplication.clipboard().text()
    panel.save.click()
    running.wait(lambda: bool([*running.folder.glob("yimen-report-*.txt")]))
    running.wait(lambda: "yimen-report" in panel.said.text())
    (report,) = running.folder.glob("yimen-report-*.txt")
    assert SECRET[:2] not in report.read_text(encoding="utf-8")
    panel.close_button.setFocus()
    QTest.keyClick(panel.close_button, Qt.Key.Key_Escape)
    assert panel.isHidden()
    assert running.shell.window.isVisible()


def test_a_fault_in_a_slot_is_told_and_what_was_typed_is_put_aside(
    running: Running, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    _, view, line = begun(running)

    def stumble(_: str) -> None:
        raise ValueError(SECRET)

    line.textEdited.connect(stumble)
    with qtbot.capture_exceptions() as raised:
        QTest.keyClicks(line, "d")
    line.textEdited.disconnect(stumble)
    (found,) = raised
    running.shell._excepthook(*found)  # what `run` puts in Python's place
    assert running.shell.messages.trouble.isVisible()
    running.wait((running.folder / FILE).exists)
    if sys.platform != "win32":
        assert stat.S_IMODE((running.folder / FILE).stat().st_mode) == 0o600
    assert view.isVisible()
    assert SECRET[:2] not in caplog.text


def test_what_was_typed_when_the_program_died_is_offered_at_the_next_start(
    running: Running,
) -> None:
    program, _, line = begun(running)
    QTest.keyClicks(line, "dahe")
    program.drafts.keep()
    running.wait((running.folder / FILE).exists)
    left = (running.folder / FILE).read_bytes()
    running.stop()
    assert not (running.folder / FILE).exists()  # it ended well: nothing is left behind
    (running.folder / FILE).write_bytes(left)  # it did not
    program, _, line = begun(running)
    running.wait(lambda: bool(running.notes))
    (toast,) = running.shell.messages.toasts.shown
    assert toast.buttons[0].text() == "放回去"
    toast.buttons[0].click()
    assert line.text() == "dahe"
    assert not (running.folder / FILE).exists()


def test_what_one_person_left_is_offered_to_nobody_else(running: Running) -> None:
    program, _, line = begun(running)
    QTest.keyClicks(line, "dahe")
    program.drafts.keep()
    running.wait((running.folder / FILE).exists)
    left = (running.folder / FILE).read_bytes()
    running.stop()
    (running.folder / FILE).write_bytes(left)
    running.settings.put("staff", "B02")
    program, _, _ = begun(running)
    running.wait(lambda: program.drafts._timer.isActive())
    assert running.notes == []
