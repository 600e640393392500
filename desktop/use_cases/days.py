"""The day: opened by its first command, closed when every ticket has a true end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from desktop.domain.errors import DeskError
from desktop.domain.events import TicketCarriedOver, TicketEnded
from desktop.domain.site_events import DayClosed, DayOpened
from desktop.domain.stops import by_step, changed, settle
from desktop.domain.tickets import PLACE_OPEN, Place, Ticket
from desktop.journal.work import Work
from desktop.requests import CloseDay, DayOutcome, OpenDay
from desktop.snapshots import DayCloseAnswer, Nothing
from desktop.use_cases import references
from desktop.use_cases.casework import lapse_gaps
from desktop.use_cases.reception import end_ticket
from desktop.use_cases.shapes import Shapes

ENDS = ("left", "cancelled", "void", "carried_over", "served_on_paper")
ANSWERS_KEPT = timedelta(days=30)
"""A command's answer is remembered so long; a repeated one is never that late."""


def begin_day(work: Work, day: date) -> None:
    """Record that a new day has begun: gaps lapse, carried tickets stand in line again."""
    before = work.site.day
    work.record(DayOpened(day))
    lapse_gaps(work, day - timedelta(days=1))
    for ticket in work.tx.open_tickets(day):
        if ticket.state == "waiting" and _missed_its_day(work, ticket, before, day):
            _carry(work, ticket, day, None)


def _missed_its_day(work: Work, ticket: Ticket, before: date, day: date) -> bool:
    """Say whether a carried ticket's own day never came, or only as days off.

    A board that is left on over a weekend begins its days too, with nobody there to call.
    """
    if not ticket.day < ticket.line_day < day:
        return False
    eve = timedelta(days=1)
    return before < ticket.line_day or not work.calendar.working_days_between(
        ticket.line_day - eve, day - eve
    )


def open_day(work: Work, request: OpenDay) -> Nothing:
    """Answer `day.open`: the runner has begun the day already if it had come."""
    return Nothing()


def close(work: Work, request: CloseDay) -> DayCloseAnswer:
    """Apply the ends given; list what is still open, or close the day."""
    day = request.day or work.day
    if day > work.day:
        raise DeskError("invalid_value", field="day", value=day.isoformat())
    for outcome in request.outcomes:
        _end(work, outcome, day)
    shapes = Shapes(work.tx, work.catalogue, work.calendar, work.day)
    still_open = [ticket for ticket in work.tx.open_tickets(day) if ticket.line_day <= day]
    if still_open:
        return DayCloseAnswer(tuple(shapes.ticket(ticket) for ticket in still_open), False)
    lapse_gaps(work, day)
    closed = work.site.closed_day
    if closed is None or closed < day:
        last, voided = work.tx.label_counts(day)
        work.record(DayClosed(day, last, voided))
        work.tx.forget_answers(work.at - ANSWERS_KEPT)
    return DayCloseAnswer((), True)


def _end(work: Work, outcome: DayOutcome, day: date) -> None:
    if outcome.end not in ENDS:
        raise DeskError("invalid_value", field="end", value=outcome.end[:100])
    ticket = _meant(work, outcome.ticket, day)
    if ticket.ended_at is not None or ticket.line_day > day:
        raise DeskError("wrong_state", what="ticket", label=ticket.label, state=ticket.state)
    text = work.reason(outcome.reason, ticket.ticket_id)
    match outcome.end:
        case "carried_over":
            _carry(work, ticket, max(day + timedelta(days=1), work.day), text)
        case "served_on_paper":
            _served_on_paper(work, ticket, text)
        case "void":
            end_ticket(work, ticket, "void", "void", text)
        case end:
            end_ticket(work, ticket, "cancelled", end, text)


def _meant(work: Work, reference: str, day: date) -> Ticket:
    """Return the ticket that is meant; a label may also name one left open on a day before."""
    try:
        return references.ticket(work.tx, reference, day)
    except DeskError:
        left = [one for one in work.tx.open_tickets(day) if one.label == reference.upper()]
        if not left:
            raise
        return left[-1]


def _served_on_paper(work: Work, ticket: Ticket, text: str) -> None:
    """The visit was served while nobody could write it down; its cases stay as they are."""
    before = work.tx.places(ticket.ticket_id)
    after = by_step(before)
    for step, place in after.items():
        if place.state in PLACE_OPEN:
            after[step] = replace(place, state="done", end="served_on_paper", ended_at=work.at)
    moved = changed(before, after)
    work.record(TicketEnded(ticket.ticket_id, moved, "done", "served_on_paper", text))


def _carry(work: Work, ticket: Ticket, line_day: date, text: str | None) -> None:
    before = work.tx.places(ticket.ticket_id)
    places = {step: _on_day(place, line_day) for step, place in by_step(before).items()}
    settle(places, {}, {}, work.at)
    moved = changed(before, places)
    work.record(TicketCarriedOver(ticket.ticket_id, moved, line_day, text))


def _on_day(place: Place, line_day: date) -> Place:
    return replace(place, line_day=line_day) if place.state in PLACE_OPEN else place
