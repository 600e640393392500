"""How today's line would stand under other rules; nothing is changed by asking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.domain.queueing import Reason, rank_at, why_in_row
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
