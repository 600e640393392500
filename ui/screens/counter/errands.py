"""Commands of a screen to the desk: one at a time, each with an id that is kept for a retry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot

from desktop.desk import Desk, new_command
from desktop.domain.errors import DeskError
from desktop.link import LinkState
from desktop.requests import FinishStop, NoShow, Request
from desktop.snapshots import Answer
from ui.background import Lanes
from ui.connection import held_back

KEEPABLE: Final = (FinishStop, NoShow)
"""What may be noted here while the database is away: the visitor is at this counter and nobody
else's."""
NOT_ANSWERED: Final = frozenset({"database_away", "outcome_unknown"})


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


class _Try(QObject):
    """One errand in the lane, until its outcome is known; `over(Errand, outcome)`."""

    over = Signal(object, object)

    def __init__(self, errand: Errand, parent: QObject) -> None:
        super().__init__(parent)
        self._errand = errand
        self._outcome: Answer | DeskError | None = None

    @Slot(object)
    def done(self, answer: Answer) -> None:
        self._outcome = answer

    @Slot(object)
    def failed(self, error: DeskError) -> None:
        self._outcome = error

    @Slot()
    def ended(self) -> None:
        self.over.emit(self._errand, self._outcome)
        self.deleteLater()


class Errands(QObject):
    """Hands commands to the database lane; while one runs, others are passed over.

    While the database is away nothing is handed over: `refused(Refusal)` says why, and
    `kept(Errand)` carries what is to be kept on this PC instead, under its id; if the answer of
    such a one comes after all, `answered(Errand, Answer)`.
    """

    changed = Signal()
    refused = Signal(object)
    kept = Signal(object)
    answered = Signal(object, object)

    def __init__(self, desk: Desk, lanes: Lanes, initiator: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self._initiator = initiator
        self._running: Errand | None = None

    @property
    def busy(self) -> bool:
        """Say whether a command is running."""
        return self._running is not None

    def run(self, request: Request, staff: str, done: Callable[[Any], None]) -> None:
        """Run a new intention, unless another one is still running."""
        self._submit(Errand(request, new_command(), staff, done))

    def let_go(self) -> None:
        """Wait no longer for what can be kept: the database is away, and may be for long.

        It may have been done; under its id it is not done twice.
        """
        errand = self._running
        if errand is not None and isinstance(errand.request, KEEPABLE):
            self._running = None
            self.kept.emit(errand)
            self.changed.emit()

    def _submit(self, errand: Errand) -> None:
        if self._running is not None:
            return
        why = held_back(self._desk)
        if why is not None:
            self._not_done(errand, why)
            return
        self._running = errand
        self.changed.emit()
        one = _Try(errand, self)
        one.over.connect(self._over)
        work = partial(self._do, errand)
        self._lanes.database.submit(work, one.done, one.failed, ended=one.ended)

    def _do(self, errand: Errand) -> Answer:
        return self._desk.do(
            errand.request,
            command=errand.command,
            staff=errand.staff or None,
            initiator=self._initiator,
        )

    @Slot(object, object)
    def _over(self, errand: Errand, outcome: Answer | DeskError | None) -> None:
        """Tell the outcome once the way is free, so that hearing it may begin the next errand."""
        if errand is not self._running:  # it was let go: a refusal is heard when it is sent
            if isinstance(outcome, Answer):
                self.answered.emit(errand, outcome)
            return
        self._running = None
        match outcome:
            case Answer():
                errand.done(outcome)
            case DeskError() if outcome.code in NOT_ANSWERED:
                self._not_done(errand, outcome)
            case DeskError():
                self._refuse(errand, outcome)
        self.changed.emit()

    def _not_done(self, errand: Errand, why: DeskError) -> None:
        local = self._desk.store.link.state() is LinkState.LOCAL
        if isinstance(errand.request, KEEPABLE) and not local:
            self.kept.emit(errand)
        else:
            self._refuse(errand, why)

    def _refuse(self, errand: Errand, why: DeskError) -> None:
        self.refused.emit(Refusal(why, errand.request, partial(self._submit, errand)))
