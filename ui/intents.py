"""What somebody wants of the desk, under one id until it is answered: tried again, it is the same.

command = self._intent.command(request)   # the id of this very request
…
self._intent.answered()                   # the next one is another wish, even if it says the same
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from desktop.desk import Desk, new_command
from desktop.domain.errors import DeskError
from desktop.requests import Request
from ui.background import Lanes
from ui.connection import held_back

A = TypeVar("A")


class Intent:
    """The last request that was not answered yet, and its id.

    A double press, or a try after a lost answer, has the same content and so the same id; the
    desk then does it once.  A request with other content is another wish.
    """

    def __init__(self) -> None:
        self._request: Request | None = None
        self._command = ""

    def command(self, request: Request) -> str:
        """Return the id under which this request is given."""
        if request != self._request:
            self._request, self._command = request, new_command()
        return self._command

    def answered(self) -> None:
        """Forget it: it was done."""
        self._request = None


class OneWrite(QObject):
    """Hands one piece of writing at a time to the database lane.

    `busy(bool)` follows it; `refused(DeskError)` says why something was not done, also where it was
    not even tried because the database does not answer.
    """

    busy = Signal(bool)
    refused = Signal(object)

    def __init__(self, desk: Desk, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._lanes = desk, lanes
        self.running = False

    def run(self, work: Callable[[], A], done: Callable[[A], None]) -> None:
        """Do it, unless something else is being done; `done` is a method of a QObject."""
        if self.running:
            return
        why = held_back(self._desk)
        if why is not None:
            self.refused.emit(why)
            return
        self.running = True
        self.busy.emit(True)
        self._lanes.database.submit(work, done, self._refuse, ended=self._ended)

    @Slot(object)
    def _refuse(self, error: DeskError) -> None:
        self.refused.emit(error)

    @Slot()
    def _ended(self) -> None:
        self.running = False
        self.busy.emit(False)
