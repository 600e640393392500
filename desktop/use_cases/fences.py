"""Fences: a command on a ticket counts only while the counter's hold on it is the one meant."""

from __future__ import annotations

from typing import Protocol

from desktop.domain.errors import DeskError
from desktop.domain.events import CommandLate
from desktop.domain.site import Counter
from desktop.domain.tickets import Ticket
from desktop.journal.work import Work
from desktop.requests import RecordLate
from desktop.snapshots import Nothing
from desktop.use_cases import references


class OnTicket(Protocol):
    """A request about the ticket at a counter; it may name it, and the hold that is meant."""

    @property
    def counter(self) -> int:
        """The counter's number."""
        ...

    @property
    def ticket(self) -> str | None:
        """The ticket, where it is named."""
        ...

    @property
    def fence(self) -> int | None:
        """The ticket's fence as the giver saw it."""
        ...


def at_counter(work: Work, request: OnTicket) -> tuple[Counter, Ticket | None]:
    """Return the counter and the ticket at it.

    Raises `late_command` where the request names another ticket, or a hold that has ended: the
    ticket was taken over, handed over, returned or finished meanwhile.
    """
    counter = references.counter(work.tx, request.counter)
    ticket = work.tx.ticket_at(counter.number)
    if request.ticket is None:
        if request.fence is not None:
            raise DeskError("missing_field", field="ticket")
        return counter, ticket
    if request.fence is not None and not 0 <= request.fence < 2**31:
        raise DeskError("invalid_value", field="fence", value=str(request.fence)[:100])
    meant = references.ticket(work.tx, request.ticket, work.day)
    here = ticket is not None and ticket.ticket_id == meant.ticket_id
    if not here or request.fence not in (None, meant.fence):
        raise DeskError("late_command", label=meant.label, counter=counter.number)
    return counter, ticket


def serving_at(work: Work, request: OnTicket) -> tuple[Counter, Ticket]:
    """Return the counter and the ticket it serves; `not_serving` where none is served."""
    counter, ticket = at_counter(work, request)
    if ticket is None or ticket.state != "serving":
        raise DeskError("not_serving", counter=counter.number)
    return counter, ticket


def record_late(work: Work, request: RecordLate) -> Nothing:
    """Write down that a counter gave a command on a ticket that was no longer its own."""
    ticket = references.ticket(work.tx, request.ticket, work.day)
    meant = work.text(request.meant, ticket.ticket_id)
    late = (request.counter, request.command, request.fence, meant)
    work.record(CommandLate(ticket.ticket_id, (), *late))
    return Nothing()
