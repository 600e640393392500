"""What was done here while the database was away: kept on this PC, sent once when it is back.

    sending.keep(request, command, staff, label)   # a moment later it is on the disk
    sending.changed(waiting), sending.told(Told)

Nothing is printed before the desk has answered.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.outbox import Kept, Sent, Settled
from desktop.requests import Request, ShowTicket
from desktop.snapshots import Answer, TicketFile, TicketShape
from ui.background import Lanes


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one kept command, and the ticket it was about as it is now, if it is known."""

    sent: Sent
    ticket: TicketShape | None = None


@dataclass(frozen=True, slots=True)
class Left:
    """What a former run left behind: a command nobody heard the answer of.

    `label` and `papers` (ids) are those of its answer; "" and none where it was not done.
    """

    verb: str
    done: bool
    label: str = ""
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Round:
    """One sending: what came of it, and what still waits."""

    told: tuple[Told, ...]
    waiting: tuple[Kept, ...]


class Sending(QObject):
    """The screens' hand in the desk's outbox.  Lives in the GUI thread, works in the lanes.

    `changed(int)`: so many wait; `told(Told)`: one was sent or refused; `settled(Left)`: what
    became of a command whose answer nobody heard; `not_kept(DeskError)`: the disk's fault.
    """

    changed = Signal(int)
    told = Signal(object)
    settled = Signal(object)
    not_kept = Signal(object)

    def __init__(self, desk: Desk, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._lanes = desk, lanes
        self._waiting: frozenset[str] = frozenset()
        self._mine: dict[str, Kept] = {}
        self._over: set[str] = set()
        self._sending = False
        self._unsettled = False

    @property
    def waiting(self) -> int:
        """Return how many wait to be sent."""
        return len(self._waiting)

    def begin(self) -> None:
        """Ask what became of what a former run left, and send what it kept."""
        self._settle()
        self._send()

    def keep(self, request: Request, command: str, staff: str, label: str) -> None:
        """Keep a command under the id it may have been tried with already."""
        now = self._desk.now()
        self._mine[command] = Kept(command, request.verb, staff or None, now, label, request)
        self._wait_for(self._waiting | {command})
        work = partial(_keep, self._desk, request, command, staff or None, label)
        self._lanes.io.submit(work, self._kept, self._unkept)

    @Slot(str, object)
    def answered(self, command: str, answer: Answer) -> None:
        """Hear the answer of one that was being tried when it was kept: it is not sent again."""
        kept = self._mine.get(command)
        if kept is not None:
            self._wait_for(self._waiting - {command})
            self._tell(Told(Sent(kept, answer, None)))

    @Slot()
    def send(self) -> None:
        """Send what waits, unless that is under way; what cannot be sent waits on."""
        if self._unsettled:
            self._settle()
        if self._waiting:
            self._send()

    def _settle(self) -> None:
        self._unsettled = False
        work = self._desk.settle_flights
        self._lanes.database.submit(work, self._settled, self._not_settled)

    def _send(self) -> None:
        if not self._sending:
            self._sending = True
            work = partial(_send, self._desk)
            self._lanes.database.submit(work, self._sent, self._wait, ended=self._ended)

    def _wait_for(self, commands: frozenset[str]) -> None:
        if commands != self._waiting:
            self._waiting = commands
            self.changed.emit(self.waiting)

    @Slot(object)
    def _kept(self, waiting: tuple[Kept, ...]) -> None:
        self._wait_for(self._waiting | {one.command for one in waiting})
        if self._desk.store.link.state().value in ("local", "online"):
            self._send()  # it was back before this was on the disk

    @Slot(object)
    def _unkept(self, error: DeskError) -> None:
        self._wait_for(frozenset(one.command for one in self._desk.kept()))
        self.not_kept.emit(error)

    @Slot(object)
    def _sent(self, round_: _Round) -> None:
        done = {told.sent.kept.command for told in round_.told}
        self._wait_for((self._waiting - done) | {one.command for one in round_.waiting})
        for told in round_.told:
            self._tell(told)

    def _tell(self, told: Told) -> None:
        """Tell what came of a command, once: its papers are printed once."""
        command = told.sent.kept.command
        self._mine.pop(command, None)
        if command not in self._over:
            self._over.add(command)
            self.told.emit(told)

    @Slot(object)
    def _settled(self, settled: tuple[Settled, ...]) -> None:
        for one in settled:
            self.settled.emit(left_behind(one))

    @Slot(object)
    def _not_settled(self, _: DeskError) -> None:
        self._unsettled = True

    @Slot(object)
    def _wait(self, _: DeskError) -> None:
        """It is tried again when the database is back, or by the next start."""

    @Slot()
    def _ended(self) -> None:
        self._sending = False


def left_behind(settled: Settled) -> Left:
    """Return what is told of a command that was settled, from what was remembered of it."""
    answer = json.loads(settled.answer) if settled.answer else {}
    answer = answer if isinstance(answer, dict) else {}
    ticket, papers = answer.get("ticket") or {}, answer.get("papers") or ()
    ids = tuple(str(paper["id"]) for paper in papers)
    return Left(settled.kept.verb, settled.done, str(ticket.get("label") or ""), ids)


def _keep(
    desk: Desk, request: Request, command: str, staff: str | None, label: str
) -> tuple[Kept, ...]:
    desk.keep(request, command, staff, label)
    return desk.kept()


def _send(desk: Desk) -> _Round:
    """Send, and look at the tickets of what was refused; in the database lane."""
    told = tuple(Told(one, _ticket(desk, one)) for one in desk.send_kept())
    return _Round(told, desk.kept())


def _ticket(desk: Desk, sent: Sent) -> TicketShape | None:
    ticket = getattr(sent.kept.request, "ticket", None)
    if sent.error is None or not ticket:
        return None
    try:
        answer = desk.ask(ShowTicket(ticket))
    except DeskError:
        return None
    return answer.ticket if isinstance(answer, TicketFile) else None
