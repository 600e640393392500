"""The hall's section of the settings: what is chosen is kept at once and the board hears it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from desktop.requests import CallNext, IssueTicket, OpenCounter
from tests.desktop.voice.stand import Hall, Written
from tests.journeys.whole_program import Running, make_site
from ui.program import Program
from ui.screens.board.board import Board
from ui.screens.settings.hall import HallPart
from ui.screens.settings.view import SettingsView


@pytest.fixture
def running(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Running]:
    """A program with a site."""
    made = Running(qapp, qtbot, tmp_path)
    make_site(tmp_path / "desk.db")
    yield made
    made.close()


def begun(running: Running) -> tuple[Program, Board, HallPart]:
    """Return the program with the hall's section in front; nothing is really played."""
    running.player = Hall()
    program = running.start(running.folder / "desk.db", screen="settings")
    running.at_work()
    view = running.page(SettingsView)
    assert isinstance(view, SettingsView)
    view.show_category("hall")
    part = view.part("hall")
    assert isinstance(part, HallPart)
    assert program.board is not None
    program.board.make_engines = lambda clips: (Written("clips" if clips else "espeak"),)
    return program, program.board, part


def choose(combo: QComboBox, value: str) -> None:
    """Choose as a person does."""
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def test_the_board_opens_from_here_and_ends_with_the_program(running: Running) -> None:
    program, board, part = begun(running)
    QTest.keyClick(part.board.button, Qt.Key.Key_Space)
    assert board.window is not None
    assert board.window.isVisible()
    assert "关闭大屏" in part.board.button.text()
    running.wait(lambda: board.presenter.facts.ready)
    running.wait(lambda: "eSpeak" in part.voice.state.text)
    running.stop()
    assert program.board is not None
    assert program.board.window is None
    assert running.settings.get("board_open") == "on"


def test_what_is_chosen_is_kept_and_seen_at_once(running: Running) -> None:
    _, board, part = begun(running)
    part.board.button.click()
    assert board.window is not None
    choose(part.board.scheme, "light")
    choose(part.board.monitor, "window")
    QTest.keyClicks(part.board.notice, "12:00")
    QTest.keyClick(part.board.notice, Qt.Key.Key_Return)
    assert board.window.view.notice.text() == "12:00"
    choose(part.voice.one, "yi")
    part.voice.english.click()
    part.voice.volume.setValue(70)
    first = part.voice.spans[0]
    first.used.click()
    first.percent.setValue(30)
    part.voice.clips.setText("/clips")
    part.voice.clips.editingFinished.emit()
    kept = {key: running.settings.get(key) for key in ("board_scheme", "board_monitor")}
    assert kept == {"board_scheme": "light", "board_monitor": "window"}
    voice = {key: running.settings.get(key) for key in part.voice.values()}
    assert voice == {
        "voice": "on",
        "voice_english": "on",
        "voice_one": "yi",
        "voice_clips": "/clips",
        "voice_volume": "70",
        "voice_hours": "12-14:30",
    }
    running.wait(lambda: "录音" in part.voice.state.text)


def test_a_sample_is_heard(running: Running) -> None:
    _, board, part = begun(running)
    board.apply()
    part.voice.button.click()
    player = running.player
    assert isinstance(player, Hall)
    running.wait(lambda: len(player.played) == 1)
    running.wait(lambda: "可以播报" in part.voice.state.text)


def test_a_call_at_another_pc_is_shown(running: Running) -> None:
    program, board, part = begun(running)
    part.board.button.click()
    running.wait(lambda: board.presenter.facts.ready)
    assert program.opened is not None
    desk = program.opened.desk
    desk.do(OpenCounter(6, "A01"))
    desk.do(IssueTicket(windows=("CF",)))
    desk.do(CallNext(6))
    player = running.player
    assert isinstance(player, Hall)
    running.wait(lambda: len(player.played) == 1)
    assert board.window is not None
    rows = board.window.view.calls.rows
    assert [(row.label, row.counter) for row in rows] == [("F001", "6号窗口")]


def test_every_control_has_a_name(running: Running) -> None:
    _, _, part = begun(running)
    controls = [
        one
        for card in (part.board, part.voice)
        for one in card.findChildren(QWidget)
        if one.isVisible() and one.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(controls) > 12
    assert [one for one in controls if not one.accessibleName() and not _words(one)] == []


def _words(widget: QWidget) -> str:
    return str(widget.property("text") or "")
