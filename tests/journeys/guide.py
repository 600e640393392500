"""A person at the guide desk who has only a keyboard."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.centre import Workplace
from ui.main_window import ScreenSpec
from ui.screens.reception.screen import ReceptionScreen, create

Key = Qt.Key


def seated(qtbot: QtBot, place: Workplace) -> Guide:
    """Open the guide desk and wait until it has read what it needs."""
    made: list[ReceptionScreen] = []

    def build() -> ReceptionScreen:
        made.append(create(place.context))
        return made[0]

    window = place.shell.window
    window.add_screen(ScreenSpec("reception", "reception.title", "", build))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.begin()
    someone = Guide(qtbot, place, made[0])
    someone.wait(lambda: made[0].presenter.entries and made[0].line.line.served)
    return someone


class Guide:
    """A person at the guide desk who has only a keyboard."""

    def __init__(self, qtbot: QtBot, place: Workplace, screen: ReceptionScreen) -> None:
        self._qtbot = qtbot
        self.place = place
        self.screen = screen
        self.strokes = 0

    @property
    def focus(self) -> QWidget:
        """Return what has the keyboard."""
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def is_at(self, widget: QWidget) -> bool:
        """Say whether a widget has the keyboard."""
        return QApplication.focusWidget() is widget

    def press(self, *keys: Qt.Key | str) -> None:
        """Press keys, one after the other; a text is its letters."""
        for key in keys:
            if isinstance(key, str):
                QTest.keyClicks(self.focus, key)
                self.strokes += len(key)
            else:
                QTest.keyClick(self.focus, key)
                self.strokes += 1

    def say(self, text: str) -> None:
        """Write Chinese through the input method."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.focus, event)

    def wait(self, condition: Any) -> None:
        """Wait until something is so."""
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=5000)

    def takes(self, typed: str, name: str) -> None:
        """Find a company and take it."""
        self.press(typed)
        box = self.screen.view.who.box
        self.wait(lambda: (current := box.current()) is not None and current.title == name)
        self.press(Key.Key_Return)
        self.wait(lambda: self.screen.presenter.form.companies[-1:] != ())
        self.wait(lambda: self.screen.presenter.form.companies[-1].name == name)

    def issues(self) -> str:
        """Press F2 and return the label of what was handed over."""
        before = len(self.place.papers.printed)
        self.press(Key.Key_F2)
        self.wait(lambda: len(self.place.papers.printed) == before + 1)
        return self.screen.view.number.label.label

    def tabs_to(self, wanted: type[QWidget], words: str = "") -> QWidget:
        """Press Tab until a control of a class, with these words, has the focus."""
        QApplication.processEvents()  # what has just come is shown before a hand can move
        for _ in range(120):
            self.press(Key.Key_Tab)
            if isinstance(self.focus, wanted) and words in words_of(self.focus):
                return self.focus
        raise AssertionError(f"Tab never reaches {wanted.__name__} {words}")


def words_of(widget: QWidget) -> str:
    """Return what a control says: its own words and those for a screen reader."""
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return f"{text} {widget.accessibleName()}"
