"""The counter screen in the program's window, driven by keys: what the tests sit down at."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.requests import ShowCase, ShowCounter
from desktop.snapshots import CaseFile, CounterFile
from tests.journeys.centre import Centre, Workplace
from ui.main_window import ScreenSpec
from ui.screens.counter import create
from ui.screens.counter.facts import Phase, Shown
from ui.screens.counter.screen import CounterScreen
from ui.screens.counter.view import CounterView

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Stand:
    """One PC whose screen is the counter."""

    def __init__(self, qtbot: QtBot, centre: Centre, place: Workplace) -> None:
        self.qtbot = qtbot
        self.centre = centre
        self.place = place
        self.made: list[CounterScreen] = []
        spec = ScreenSpec("counter", "counter.phase.free", "mdi6.account-voice", self._create)
        place.shell.window.add_screen(spec)
        with qtbot.waitExposed(place.shell.window):
            place.shell.show()
        place.shell.window.activateWindow()

    def _create(self) -> CounterScreen:
        self.made.append(create(self.place.context))
        return self.made[-1]

    @property
    def screen(self) -> CounterScreen:
        """Return the screen."""
        return self.made[-1]

    @property
    def view(self) -> CounterView:
        """Return its widgets."""
        return self.screen.view

    @property
    def shown(self) -> Shown:
        """Return what it shows."""
        return self.screen.presenter.state

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier | None = None) -> None:
        """Press a key where the focus is."""
        held = modifier or Qt.KeyboardModifier.NoModifier
        QTest.keyClick(QApplication.focusWidget() or self.place.shell.window, key, held)

    def type(self, text: str) -> None:
        """Type where the focus is; Chinese comes from an input method."""
        focus = QApplication.focusWidget()
        assert focus is not None
        if text.isascii():
            QTest.keyClicks(focus, text)
            return
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(focus, event)

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds and no command runs."""
        self.qtbot.waitUntil(lambda: not self.shown.busy and holds(), timeout=5000)

    def until_phase(self, phase: Phase) -> None:
        """Wait for a phase."""
        self.until(lambda: self.shown.phase is phase)

    def until_waiting(self, count: int) -> None:
        """Wait for so many rows in the queue."""
        self.until(lambda: self.shown.moment is not None and len(self.shown.moment.queue) == count)

    def until_said(self, words: str) -> None:
        """Wait for a sentence at the counter."""
        self.until(lambda: words in self.said())

    def said(self) -> str:
        """Return the sentence at the counter."""
        return self.view.at_counter.saying.text()

    def call_and_start(self) -> None:
        """Call whoever is next, and begin."""
        self.press(Key.Key_F5)
        self.until_phase(Phase.CALLED)
        self.press(Key.Key_F7)
        self.until_phase(Phase.SERVING)

    def case(self, reference: str) -> CaseFile:
        """Return a case's file as the desk has it."""
        answer = self.centre.ask(ShowCase(reference))
        assert isinstance(answer, CaseFile)
        return answer

    def counter(self, number: int = 3) -> CounterFile:
        """Return what is at a counter as the desk has it."""
        answer = self.centre.ask(ShowCounter(number))
        assert isinstance(answer, CounterFile)
        return answer


Sit = Callable[..., Stand]


def sitting(qtbot: QtBot, centre: Centre, make: Callable[..., Workplace]) -> Sit:
    """Return what makes a stand; its arguments are the person and the settings."""
    return partial(_sit, qtbot, centre, make)


def _sit(
    qtbot: QtBot, centre: Centre, make: Callable[..., Workplace], staff: str = "WM", **kept: str
) -> Stand:
    return Stand(qtbot, centre, make(staff, **kept))
