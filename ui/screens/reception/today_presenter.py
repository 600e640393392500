"""Today's numbers: found again, printed again, given up, brought back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Final, cast

from PySide6.QtCore import QObject, Signal, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.requests import (
    CancelTicket,
    FindTickets,
    ListOpenTickets,
    ReinstateTicket,
    ReleasePlace,
    Request,
    ShowTicket,
    VoidTicket,
)
from desktop.snapshots import TicketAnswer, TicketFile, TicketsAnswer, TicketShape
from ui.background import Lanes
from ui.connection import held_back
from ui.intents import Intent
from ui.screens.reception.company_finder import INITIATOR

SLIP: Final = "ticket_slip"


class Action(StrEnum):
    """What can be done with one of today's numbers."""

    REPRINT = "reprint"
    CANCEL = "cancel"
    VOID = "void"
    REINSTATE = "reinstate"
    RELEASE = "release"


NEEDS_REASON: Final = frozenset({Action.CANCEL, Action.VOID, Action.RELEASE})
"""These ask why, in a bar below the list."""


@dataclass(frozen=True, slots=True)
class Done:
    """What was done with which number."""

    action: Action
    label: str


def possible(ticket: TicketShape | None) -> frozenset[Action]:
    """Return what the rules let one do with a ticket in its state (`docs/console.md`)."""
    if ticket is None:
        return frozenset()
    can: set[Action] = set()
    if ticket.state != "void":
        can.add(Action.REPRINT)
    given_up = ticket.state in ("cancelled", "void") or bool(ticket.end)
    if ticket.state in ("waiting", "called", "held", "missed") and not given_up:
        can |= {Action.CANCEL, Action.VOID}
    if ticket.state == "missed" and not given_up:
        can.add(Action.REINSTATE)
    lost = ticket.state in ("cancelled", "void") or (ticket.state == "missed" and given_up)
    if dropped_steps(ticket) and not lost:
        can.add(Action.RELEASE)
    return frozenset(can)


def dropped_steps(ticket: TicketShape) -> tuple[int, ...]:
    """Return the numbers of the stops that were dropped."""
    return tuple(place.step_no for place in ticket.places if place.state == "dropped")


class TodayPresenter(QObject):
    """Lists today's open numbers, or those that a text finds, and acts on one.

    `listed(text, tuple[TicketShape])`; `done(Done)` and `refused(DeskError)` end an action,
    `print_again(paper id)` asks for a copy of the slip.
    """

    listed = Signal(str, object)
    done = Signal(object)
    refused = Signal(object)
    read_refused = Signal(object)
    print_again = Signal(str)
    busy = Signal(bool)

    def __init__(self, desk: Desk, lanes: Lanes, staff: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._staff = staff
        self._lanes = lanes
        self._text = ""
        self._intent = Intent()
        self._busy = False

    def look_for(self, text: str) -> None:
        """Find by label, the phone's last four digits, or the enterprise; "" lists open ones."""
        self._text = text.strip()
        self.read()

    def read(self) -> None:
        """Read the list again; only the newest answer counts."""
        self._lanes.database.submit(
            partial(_read, self._desk, self._text, self._staff()),
            self._arrived,
            self._read_refused,
            key="reception.today",
        )

    def reprint(self, ticket: str) -> None:
        """Look for the number's slip; `print_again` follows."""
        self._lanes.database.submit(
            partial(_slip, self._desk, ticket), self._slip_found, self._refused
        )

    def act(
        self, action: Action, ticket: TicketShape, reason: str, staff: str, step: int = 0
    ) -> None:
        """Do it; the same thing asked twice is done once."""
        request = _request(action, ticket.id, reason.strip(), step)
        if self._busy or request is None:
            return
        why = held_back(self._desk)
        if why is not None:
            self.refused.emit(why)
            return
        command, made = self._intent.command(request), Done(action, ticket.label)
        self._busy = True
        self.busy.emit(True)
        self._lanes.database.submit(
            partial(_act, self._desk, request, command, staff, made),
            self._acted,
            self._refused,
            ended=self._ended,
        )

    @Slot(object)
    def _arrived(self, result: tuple[str, tuple[TicketShape, ...]]) -> None:
        if result[0] == self._text:
            self.listed.emit(*result)

    @Slot(object)
    def _acted(self, done: Done) -> None:
        self._intent.answered()
        self.done.emit(done)
        self.read()

    @Slot(object)
    def _slip_found(self, paper: str) -> None:
        self.print_again.emit(paper)

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self.refused.emit(error)

    @Slot(object)
    def _read_refused(self, error: DeskError) -> None:
        self.read_refused.emit(error)

    @Slot()
    def _ended(self) -> None:
        self._busy = False
        self.busy.emit(False)


def _request(action: Action, ticket: str, reason: str, step: int) -> Request | None:
    match action:
        case Action.CANCEL:
            return CancelTicket(ticket, reason)
        case Action.VOID:
            return VoidTicket(ticket, reason)
        case Action.REINSTATE:
            return ReinstateTicket(ticket)
        case Action.RELEASE:
            return ReleasePlace(ticket, step, reason)
        case Action.REPRINT:
            return None


def _read(desk: Desk, text: str, staff: str) -> tuple[str, tuple[TicketShape, ...]]:
    request = FindTickets(text) if text else ListOpenTickets()
    return text, cast(TicketsAnswer, desk.ask(request, staff or None)).tickets


def _slip(desk: Desk, ticket: str) -> str:
    papers = cast(TicketFile, desk.ask(ShowTicket(ticket))).papers
    slip = next((paper.id for paper in papers if paper.kind == SLIP), None)
    if slip is None:
        raise DeskError("unknown_paper")
    return slip


def _act(desk: Desk, request: Request, command: str, staff: str, done: Done) -> Done:
    cast(TicketAnswer, desk.do(request, command, staff or None, INITIATOR))
    return done
