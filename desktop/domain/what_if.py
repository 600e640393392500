"""How today's line would stand under other rules; nothing is changed by asking."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.domain.queueing import Reason, called_enough, rank_at, reinstated, why_in_row
from desktop.domain.tickets import Place, Ticket


@dataclass(frozen=True, slots=True)
class PlaceMove:
    """Where a row of a window's line stands and would stand (from 1), and why it would."""

    label: str
    ticket_id: str
    window: str
    priority: str | None
    before: int
    after: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class ComeBack:
    """Where a missed ticket would stand at a window (from 1), were it reinstated now."""

    label: str
    ticket_id: str
    window: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class CallsSoFar:
    """How often a called ticket has been called, and whether it may be missed by each rule."""

    label: str
    ticket_id: str
    counter: int | None
    calls: int
    before: bool
    after: bool


def with_head_starts(
    rows: Sequence[tuple[Ticket, Place]], minutes: Mapping[str, int]
) -> tuple[PlaceMove, ...]:
    """Return today's ready rows as they would stand if `minutes` had counted since the morning.

    Rows come window by window in the order of `before`'s line.  A row that was put back behind
    others (a missed number that is here again) goes no further forward than it was put.
    """
    lines: dict[str, list[tuple[Ticket, Place]]] = {}
    for row in rows:
        lines.setdefault(row[1].window, []).append(row)
    return tuple(move for line in lines.values() for move in _moves(line, minutes))


def _moves(line: list[tuple[Ticket, Place]], minutes: Mapping[str, int]) -> list[PlaceMove]:
    before = sorted(line, key=lambda row: row[1].order)
    moved = [_moved(ticket, place, minutes) for ticket, place in before]
    ranked = sorted(moved, key=lambda row: row[1].order)
    after = {place.ticket_id: at for at, (_, place) in enumerate(ranked, start=1)}
    return [
        PlaceMove(
            ticket.label,
            ticket.ticket_id,
            place.window,
            ticket.priority,
            at,
            after[place.ticket_id],
            why_in_row(ticket, place, minutes.get(ticket.priority or "", 0)),
        )
        for at, (ticket, place) in enumerate(moved, start=1)
    ]


def _moved(ticket: Ticket, place: Place, minutes: Mapping[str, int]) -> tuple[Ticket, Place]:
    rank = rank_at(ticket.issued_at, ticket.priority, minutes)
    stands: datetime = max(rank, place.rank_at) if place.rank_at > ticket.rank_at else rank
    return replace(ticket, rank_at=rank), replace(place, rank_at=stands)


def with_positions(
    missed: Iterable[tuple[Ticket, Sequence[Place]]],
    ready: Iterable[Place],
    positions: tuple[int, int],
) -> tuple[ComeBack, ...]:
    """Return where each missed ticket would come back, by the rule as it is and as it is tried.

    `missed`: those that can come back, with their places; `ready`: today's whole line as it
    stands, in any order; `positions`: behind how many others, now and then.  Each is looked at
    as if it alone came back.
    """
    lines: dict[str, list[Place]] = {}
    for place in sorted(ready, key=lambda place: place.order):
        lines.setdefault(place.window, []).append(place)
    found = []
    for ticket, places in missed:
        stands = [_stands(places, lines, number) for number in positions]
        found += [
            ComeBack(ticket.label, ticket.ticket_id, window, before, stands[1][window])
            for window, before in stands[0].items()
        ]
    return tuple(found)


def with_calls(called: Iterable[Ticket], needed: tuple[int, int]) -> tuple[CallsSoFar, ...]:
    """Return which of the called tickets may be missed after `needed` calls, now and then."""
    now, then = needed
    return tuple(
        CallsSoFar(
            ticket.label,
            ticket.ticket_id,
            ticket.counter,
            ticket.calls,
            called_enough(ticket, now),
            called_enough(ticket, then),
        )
        for ticket in called
    )


def _stands(
    places: Sequence[Place], lines: Mapping[str, Sequence[Place]], positions: int
) -> dict[str, int]:
    """Return the place from 1 at each window; of the same rank, who comes back stands last."""
    back = reinstated(places, lambda window: lines.get(window, ()), positions)
    return {
        place.window: 1 + sum(one.rank_at <= place.rank_at for one in lines.get(place.window, ()))
        for place in back
    }
