"""Contacts shown in clear for a minute: who looked is written down, then they are masked again."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.desk import Desk, new_command
from desktop.domain.errors import DeskError
from desktop.requests import RevealContact
from desktop.snapshots import ContactAnswer, ContactShape
from ui.background import Lanes
from ui.connection import held_back

FOR_MS: Final = 60_000


class Unmasking(QObject):
    """`changed()` when other contacts are in clear; `shown` holds them by id."""

    changed = Signal()
    refused = Signal(object)

    def __init__(
        self,
        desk: Desk,
        lanes: Lanes,
        staff: Callable[[], str],
        parent: QObject | None = None,
        for_ms: int = FOR_MS,
    ) -> None:
        super().__init__(parent)
        self._desk, self._lanes, self._staff = desk, lanes, staff
        self.shown: dict[str, ContactShape] = {}
        self._asked = ""
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.setInterval(for_ms)
        self._over.timeout.connect(self.mask)

    def ask(self, contact: str) -> None:
        """Show a person's particulars; pressed once more, mask them."""
        if contact in self.shown:
            self.mask()
            return
        why = held_back(self._desk)
        if why is not None:
            self.refused.emit(why)
        elif self._asked != contact:
            self._asked = contact
            work = partial(_revealed, self._desk, contact, new_command(), self._staff())
            self._lanes.database.submit(work, self._revealed, self._refuse, ended=self._ended)

    @Slot()
    def mask(self) -> None:
        """Show nobody in clear any more, nor whoever was asked for."""
        self._over.stop()
        self._asked = ""
        if self.shown:
            self.shown = {}
            self.changed.emit()

    def over(self, contacts: tuple[ContactShape, ...]) -> list[ContactShape]:
        """Return contacts with those in clear in place of the masked ones."""
        return [self.shown.get(one.id, one) for one in contacts]

    @Slot(object)
    def _revealed(self, contact: ContactShape) -> None:
        if contact.id == self._asked:  # else the person looked away meanwhile
            self.shown = {**self.shown, contact.id: contact}
            self._over.start()
            self.changed.emit()

    @Slot()
    def _ended(self) -> None:
        self._asked = ""

    @Slot(object)
    def _refuse(self, error: DeskError) -> None:
        self.refused.emit(error)


def _revealed(desk: Desk, contact: str, command: str, staff: str) -> ContactShape:
    answer = desk.do(RevealContact(contact), command, staff or None, "enterprises")
    return cast("ContactAnswer", answer).contact
