"""Commands of a screen to the desk: one at a time, each with an id that is kept for a retry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from desktop.desk import Desk, new_command
from desktop.domain.errors import DeskError
from desktop.requests import Request
from desktop.snapshots import Answer
from ui.background import Lanes


@dataclass(frozen=True, slots=True)
class Errand:
    """One intention: what is asked, under which id, by whom, and who hears the answer."""

    request: Request
    command: str
    staff: str
    done: Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A refused errand and the way to try the same one again."""

    error: DeskError
    request: Request
    again: Callable[[], None]


class Errands(QObject):
    """Hands commands to the database lane; while one runs, others are passed over."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, lanes: Lanes, initiator: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self._initiator = initiator
        self._running: Errand | None = None
        self._outcome: Answer | DeskError | None = None

    @property
    def busy(self) -> bool:
        """Say whether a command is running."""
        return self._running is not None

    def run(self, request: Request, staff: str, done: Callable[[Any], None]) -> None:
        """Run a new intention, unless another one is still running."""
        self._submit(Errand(request, new_command(), staff, done))

    def _submit(self, errand: Errand) -> None:
        if self._running is not None:
            return
        self._running = errand
        self.changed.emit()
        self._lanes.database.submit(
            partial(self._do, errand), self._done, self._failed, ended=self._ended
        )

    def _do(self, errand: Errand) -> Answer:
        return self._desk.do(
            errand.request,
            command=errand.command,
            staff=errand.staff or None,
            initiator=self._initiator,
        )

    def _done(self, answer: Answer) -> None:
        self._outcome = answer

    def _failed(self, error: DeskError) -> None:
        self._outcome = error

    def _ended(self) -> None:
        """Tell the outcome once the way is free, so that hearing it may begin the next errand."""
        errand, self._running = self._running, None
        outcome, self._outcome = self._outcome, None
        if errand is not None and isinstance(outcome, Answer):
            errand.done(outcome)
        elif errand is not None and isinstance(outcome, DeskError):
            self.refused.emit(Refusal(outcome, errand.request, partial(self._submit, errand)))
        self.changed.emit()
