"""Counters that have stopped: what they had called goes back, what they served is taken over."""

from __future__ import annotations

from datetime import timedelta

from desktop.domain.errors import DeskError
from desktop.domain.events import TicketReturned, TicketTakenOver
from desktop.domain.site import Counter
from desktop.domain.state import need
from desktop.domain.stops import by_step, changed, settle
from desktop.domain.tickets import Place, Ticket
from desktop.journal.looking import Look
from desktop.journal.work import Work
from desktop.requests import ReturnLost, TakeOver
from desktop.snapshots import ReturnedAnswer, TicketAnswer
from desktop.use_cases import references
from desktop.use_cases.counter import calling_counter, windows_of
from desktop.use_cases.reception import ticket_answer, wrong_state


def take_over(work: Work, request: TakeOver) -> TicketAnswer:
    """Go on with a called or served ticket of a counter whose desk is not there any more.

    Raises `counter_alive` while it is: then its own person hands the ticket on.
    """
    counter = calling_counter(work, request.counter, paused_too=True)
    ticket = references.ticket(work.tx, request.ticket, work.day)
    if ticket.counter is None or ticket.step_no is None:
        raise wrong_state(ticket)
    place = need(work.tx, Place, ticket.ticket_id, ticket.step_no)
    if place.window not in windows_of(work, counter):
        raise DeskError("counter_does_not_serve", counter=counter.number, window=place.window)
    if lives(work, ticket.counter):
        raise DeskError("counter_alive", counter=ticket.counter, label=ticket.label)
    work.record(
        TicketTakenOver(
            ticket.ticket_id, (), counter.number, ticket.counter, counter.staff, ticket.fence + 1
        )
    )
    return ticket_answer(work, ticket.ticket_id)


def return_lost(work: Work, request: ReturnLost) -> ReturnedAnswer:
    """Let the called tickets of lost counters go back in line, as the site's rule says."""
    labels = []
    for ticket in lost_calls(work):
        before = work.tx.places(ticket.ticket_id)
        places = by_step(before)
        settle(places, {}, {}, work.at)
        assert ticket.counter is not None
        work.record(TicketReturned(ticket.ticket_id, changed(before, places), ticket.counter))
        labels.append(ticket.label)
    return ReturnedAnswer(tuple(labels))


def lost_calls(view: Work | Look) -> list[Ticket]:
    """Return the called tickets that the rule gives back: called long ago, the counter lost.

    A ticket of an earlier day would be in nobody's line; a person takes it over, or ends it.
    """
    after = timedelta(seconds=view.rules.number("return_called_after_s"))
    if not after:
        return []
    rows = view.tx if isinstance(view, Work) else view.reads
    now = view.now or view.at
    found = []
    for number, lease in sorted(rows.leases().items()):
        counter = None if lease.is_alive(now) else rows.get(Counter, number)
        ticket = None if counter is None else rows.ticket_at(number)
        if (
            ticket is not None
            and ticket.state == "called"
            and ticket.line_day == view.day
            and ticket.called_at is not None
            and view.at - ticket.called_at >= after
        ):
            found.append(ticket)
    return found


def lives(view: Work | Look, number: int) -> bool:
    """Say whether a desk works at the counter and is still there."""
    rows = view.tx if isinstance(view, Work) else view.reads
    lease = rows.leases().get(number)
    return lease is not None and lease.is_alive(view.now or view.at)
