"""The list of cases: one line a case."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.snapshots import CaseShape
from ui.screens.cases.wording import Wording
from ui.widgets.live_model import Column, LiveModel
from ui.widgets.live_table import LiveTable

ITEM, OWNER, STATE, LIGHT, DUE = 2, 3, 4, 5, 6
_CLOCK: Final = (LIGHT, DUE)
_CLOCK_ROOM: Final = 9
_ROOM: Final = {OWNER: 46, ITEM: 39, STATE: 30}
"""A column is left out in fewer line heights of width: what it says stands in the drawer too."""


def columns(say: Wording) -> list[Column[CaseShape]]:
    """Return the columns in the words of `say`."""
    text = say.language.text
    return [
        Column(
            text("cases.column.number"),
            lambda row: row.number,
            letter=lambda row: say.names.letters.get(row.window, ""),
            tip=lambda row: say.window(row.window),
        ),
        Column(text("cases.column.company"), say.company, tip=say.company, stretch=True),
        Column(text("cases.column.item"), say.item, tip=say.item, stretch=True),
        Column(text("cases.column.owner"), say.owner),
        Column(text("cases.column.state"), say.state),
        Column(text("cases.column.light"), say.light, tone=say.light_tone),
        Column(text("cases.column.due"), say.due, tip=say.due_sentence),
    ]


def make_model(say: Wording, parent: QObject) -> LiveModel:
    """Return the rows by their ids."""
    return LiveModel(columns(say), key=lambda row: row.id, parent=parent)


class CaseTable(LiveTable):
    """The list; in little room it leaves out item, owner and state, which the drawer shows."""

    def __init__(self, model: LiveModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, name, parent)
        self.setMinimumWidth(0)
        self._ended = False

    def show_ended(self, ended: bool) -> None:
        """Leave out light and days left where no clock runs any more."""
        if ended != self._ended:
            self._ended = ended
            self._leave_out(self.viewport().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out columns before anything is cut off."""
        self._leave_out(event.size().width())
        super().resizeEvent(event)

    def _leave_out(self, width: int) -> None:
        room = width / max(1, self.fontMetrics().height())
        for column in _CLOCK:
            self.setColumnHidden(column, self._ended)
        if self._ended:
            room += _CLOCK_ROOM
        for column, needed in _ROOM.items():
            self.setColumnHidden(column, room < needed)
