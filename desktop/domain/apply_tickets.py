"""What follows from each event of a ticket."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from desktop.domain.events import (
    AboutTicket,
    PlaceReleased,
    ServiceStarted,
    StopEnded,
    StopsAdded,
    TicketCalled,
    TicketCarriedOver,
    TicketEnded,
    TicketHandedOver,
    TicketHeld,
    TicketIssued,
    TicketMissed,
    TicketRecalled,
    TicketReinstated,
    TicketResumed,
    TicketReturned,
    TicketTakenOver,
)
from desktop.domain.numbering import label_series
from desktop.domain.site import Series
from desktop.domain.spans import go_on_elsewhere, track
from desktop.domain.state import Rows, Stamp, need
from desktop.domain.tickets import Place, Ticket

AWAY_FROM_COUNTER: dict[str, Any] = {
    "step_no": None,
    "counter": None,
    "held_counter": None,
    "hold_until": None,
    "hold_text": None,
    "started_at": None,
}
"""The fields of a ticket that is no longer at any counter."""

NOT_CALLED: dict[str, Any] = {
    "calls": 0,
    "called_at": None,
    "call_counter": None,
    "call_window": None,
}
"""The fields of a ticket whose call counts no more: no board shows it."""


def _save(
    rows: Rows,
    before: Ticket,
    after: Ticket,
    event: AboutTicket,
    stamp: Stamp,
    staff: str | None = None,
    new_position: bool = False,
) -> None:
    changed = []
    for place in event.places:
        old = rows.get(Place, place.ticket_id, place.step_no)
        new = replace(place, last_pos=stamp.pos)
        if new_position and new.state == "ready":
            new = replace(new, queue_pos=stamp.pos)
        rows.put(new)
        changed.append((old, new))
    rows.put(replace(track(rows, before, after, changed, stamp, staff), last_pos=stamp.pos))


def _issued(rows: Rows, event: TicketIssued, stamp: Stamp, site: str) -> None:
    ticket = replace(event.ticket, queue_pos=stamp.pos)
    changed: list[tuple[Place | None, Place]] = []
    for place in event.places:
        place = replace(place, queue_pos=stamp.pos, last_pos=stamp.pos)
        rows.put(place)
        changed.append((None, place))
    rows.put(replace(track(rows, None, ticket, changed, stamp), last_pos=stamp.pos))
    scope, code = label_series(ticket.day, ticket.code)
    series = rows.get(Series, scope, code) or Series(scope, code)
    rows.put(replace(series, next_no=ticket.no + 1, last_pos=stamp.pos))


def _called(rows: Rows, event: TicketCalled, stamp: Stamp, site: str) -> None:
    ticket = need(rows, Ticket, event.ticket_id)
    after = replace(
        ticket,
        state="called",
        counter=event.counter,
        step_no=event.step_no,
        calls=1,
        called_at=stamp.at,
        call_counter=event.counter,
        call_window=event.window,
        fence=ticket.fence + 1,
    )
    _save(rows, ticket, after, event, stamp, event.staff)


def _recalled(rows: Rows, event: TicketRecalled, stamp: Stamp, site: str) -> None:
    ticket = need(rows, Ticket, event.ticket_id)
    _save(rows, ticket, replace(ticket, calls=event.calls, called_at=stamp.at), event, stamp)


def _started(rows: Rows, event: ServiceStarted, stamp: Stamp, site: str) -> None:
    ticket = need(rows, Ticket, event.ticket_id)
    first = ticket.first_started_at or stamp.at
    after = replace(ticket, state="serving", started_at=stamp.at, first_started_at=first)
    _save(rows, ticket, after, event, stamp, event.staff)


def _stop_ended(rows: Rows, event: StopEnded, stamp: Stamp, site: str) -> None:
    ticket = need(rows, Ticket, event.ticket_id)
    after = replace(ticket, state=event.state, **AWAY_FROM_COUNTER)
    if event.state == "done":
        after = replace(after, ended_at=stamp.at, end="served")
    _save(rows, ticket, after, event, stamp)


def _stops_added(rows: Rows, event: StopsAdded, stamp: Stamp, site: str) -> None:
    ticket = need(rows, Ticket, event.ticket_id)
    _save(rows, ticket, ticket, event, stamp)


def _missed(rows: Rows, event: TicketMissed, stamp: Stamp, site: str) -> None:
    ticket = need(rows, Ticket, event.ticket_id)
    after = replace(ticket, state="missed", misses=event.misses, **AWAY_FROM_COUNTER)
    if event.misses > 1:
        after = replace(after, ended_at=stamp.at, end="missed")
    _save(rows, ticket, after, event, stamp)


def _reinstated(rows: Rows, event: TicketReinstated, stamp: Stamp, site: str) -> None:
    ticket = need(rows, Ticket, event.ticket_id)
    _save(rows, ticket, replace(ticket, state="waiting"), event, stamp, new_position=True)


def _held(rows: Rows, event: TicketHeld, stamp: Stamp, site: str) -> None:
    ticket = need(rows, Ticket, event.ticket_id)
    after = replace(
        ticket,
        state="held",
        counter=None,
        held_counter=event.counter,
        hold_until=event.until,
        hold_text=event.text,
    )
    _save(rows, ticket, after, event, stamp)


def _resumed(rows: Rows, event: TicketResumed, stamp: Stamp, site: str) -> None:
    ticket = need(rows, Ticket, event.ticket_id)
    after = replace(
        ticket,
        state="serving",
        counter=event.counter,
        held_counter=None,
        hold_until=None,
        hold_text=None,
        started_at=stamp.at,
        fence=ticket.fence + 1,
    )
    _save(rows, ticket, after, event, stamp, event.staff)


def _ended(rows: Rows, event: TicketEnded, stamp: Stamp, site: str) -> None:
    ticket = need(rows, Ticket, event.ticket_id)
    ending: dict[str, Any] = {
        "state": event.state,
        "end": event.end,
        "end_text": event.text,
        "ended_at": stamp.at,
    }
    _save(rows, ticket, replace(ticket, **ending, **AWAY_FROM_COUNTER), event, stamp)


def _released(rows: Rows, event: PlaceReleased, stamp: Stamp, site: str) -> None:
    ticket = need(rows, Ticket, event.ticket_id)
    after = ticket
    if ticket.state == "done" and event.state == "waiting":
        after = replace(ticket, state="waiting", ended_at=None, end=None)
    _save(rows, ticket, after, event, stamp)


def _carried_over(rows: Rows, event: TicketCarriedOver, stamp: Stamp, site: str) -> None:
    ticket = need(rows, Ticket, event.ticket_id)
    after = replace(ticket, state="waiting", line_day=event.line_day, **AWAY_FROM_COUNTER)
    _save(rows, ticket, replace(after, **NOT_CALLED), event, stamp)


def _handed_over(rows: Rows, event: TicketHandedOver, stamp: Stamp, site: str) -> None:
    ticket = need(rows, Ticket, event.ticket_id)
    _save(rows, ticket, replace(ticket, fence=event.fence), event, stamp)


def _taken_over(rows: Rows, event: TicketTakenOver, stamp: Stamp, site: str) -> None:
    ticket = need(rows, Ticket, event.ticket_id)
    after = replace(ticket, counter=event.counter, fence=event.fence)
    if ticket.state == "called":  # the visitor is called anew, to another counter
        after = replace(after, calls=1, called_at=stamp.at, call_counter=event.counter)
    _save(rows, ticket, after, event, stamp)
    go_on_elsewhere(rows, event.ticket_id, event.counter, event.staff, stamp)


def _returned(rows: Rows, event: TicketReturned, stamp: Stamp, site: str) -> None:
    ticket = need(rows, Ticket, event.ticket_id)
    after = replace(ticket, state="waiting", **AWAY_FROM_COUNTER)
    _save(rows, ticket, replace(after, **NOT_CALLED), event, stamp)


TICKET_RULES: dict[type, Callable[[Rows, Any, Stamp, str], None]] = {
    TicketIssued: _issued,
    TicketCalled: _called,
    TicketRecalled: _recalled,
    ServiceStarted: _started,
    StopEnded: _stop_ended,
    StopsAdded: _stops_added,
    TicketMissed: _missed,
    TicketReinstated: _reinstated,
    TicketHeld: _held,
    TicketResumed: _resumed,
    TicketEnded: _ended,
    PlaceReleased: _released,
    TicketCarriedOver: _carried_over,
    TicketHandedOver: _handed_over,
    TicketTakenOver: _taken_over,
    TicketReturned: _returned,
}
