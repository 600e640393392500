"""A need in words, asked about while one types: never on the GUI thread, only the newest counts."""

from __future__ import annotations

from functools import partial
from typing import Final, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.requests import SuggestWindows
from desktop.snapshots import SuggestAnswer
from ui.background import Lanes

DEBOUNCE_MS: Final = 60
"""Typing faster than this is asked about once."""


class Suggesting(QObject):
    """Asks which window a need is for; `suggested(text, SuggestAnswer)` follows.

    `hurried(text, SuggestAnswer)` follows instead where Enter or F2 came before the answer.
    `refused(text, DeskError)`: nobody can say now.
    """

    suggested = Signal(str, object)
    hurried = Signal(str, object)
    refused = Signal(str, object)

    def __init__(self, desk: Desk, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self._text = ""
        self._pending = False
        self._hurry = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._ask)

    @property
    def pending(self) -> bool:
        """Say whether the answer to what was typed has not come yet."""
        return self._pending

    def look_for(self, text: str) -> None:
        """Ask about what is typed now; an answer to anything older is dropped."""
        self._text, self._pending, self._hurry = text, True, False
        self._timer.start()

    def forget(self) -> None:
        """Want no answer any more."""
        self._timer.stop()
        self._text, self._pending, self._hurry = "", False, False

    def hurry(self) -> None:
        """Ask at once: somebody pressed Enter."""
        if self._pending:
            self._hurry = True
            self._ask()

    @Slot()
    def _ask(self) -> None:
        self._timer.stop()
        self._lanes.database.submit(
            partial(_suggest, self._desk, self._text),
            self._arrived,
            self._refused,
            key="reception.suggest",
        )

    @Slot(object)
    def _arrived(self, result: tuple[str, SuggestAnswer]) -> None:
        if result[0] != self._text or not self._pending:
            return
        hurry, self._pending, self._hurry = self._hurry, False, False
        (self.hurried if hurry else self.suggested).emit(*result)

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        if self._pending:
            self._pending = self._hurry = False
            self.refused.emit(self._text, error)


def _suggest(desk: Desk, text: str) -> tuple[str, SuggestAnswer]:
    return text, cast(SuggestAnswer, desk.ask(SuggestWindows(text)))
