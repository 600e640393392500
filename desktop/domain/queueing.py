"""Who is next, and why: one order in which everybody ages alike (`architecture.md` §3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from desktop.domain.tickets import Place, Ticket
from desktop.domain.times import to_iso

PRIORITY_CLASSES = ("booked", "disabled", "ill", "elderly", "infant", "military")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is as it is: a code with plain values, turned into words elsewhere."""

    code: str
    values: dict[str, str | int]


def rank_at(arrival: datetime, priority: str | None, minutes: Mapping[str, int]) -> datetime:
    """Return the moment that stands for a ticket in line: arrival less its class's head start."""
    if priority is None:
        return arrival
    return arrival - timedelta(minutes=minutes[priority])


def next_place(heads: Sequence[Place]) -> Place | None:
    """Return the place to be called among the first ones of each window, None if there is none."""
    return min(heads, key=lambda place: place.order, default=None)


def why_next(ticket: Ticket, rival: Ticket | None, head_start: int) -> Reason:
    """Return why `ticket` is called before `rival` (the next in the same order, if any).

    Values: label, arrived (UTC ISO, shown in the site's zone), minutes (between the two
    ranks), other, priority and head_start in minutes.
    """
    values: dict[str, str | int] = {
        "label": ticket.label,
        "arrived": to_iso(ticket.issued_at),
    }
    if rival is None:
        return Reason("only_one", values)
    values["other"] = rival.label
    if rival.rank_at < ticket.rank_at:  # its own rank would have come first
        return Reason("put_back", values)
    values["minutes"] = int((rival.rank_at - ticket.rank_at).total_seconds() // 60)
    if ticket.priority and head_start and ticket.issued_at > rival.issued_at:
        values |= {"priority": ticket.priority, "head_start": head_start}
        return Reason("head_start", values)
    if ticket.issued_at == rival.issued_at:
        return Reason("same_moment", values)
    if ticket.issued_at > rival.issued_at:
        return Reason("put_back", values)
    return Reason("first_come", values)


def why_in_row(ticket: Ticket, place: Place, head_start: int) -> Reason:
    """Return why a row stands where it stands in the queue, in itself."""
    values: dict[str, str | int] = {
        "label": ticket.label,
        "arrived": to_iso(ticket.issued_at),
    }
    if place.rank_at > ticket.rank_at:
        return Reason("reinstated", values)
    if ticket.priority and head_start:
        values |= {"priority": ticket.priority, "head_start": head_start}
        return Reason("row_head_start", values)
    return Reason("row_arrival", values)


def behind(place: Place, others: Sequence[Place], positions: int) -> datetime:
    """Return the rank of a reinstated place: behind the `positions`-th other ready row.

    The later of its own and that row's (the last one's if there are fewer, its own if none);
    `others` are in calling order.  Source: `domain.md` §3.7 (missed numbers).
    """
    if not others or positions <= 0:
        return place.rank_at
    return max(place.rank_at, others[min(positions, len(others)) - 1].rank_at)


def may_come_back(ticket: Ticket, day: date) -> bool:
    """Say whether a missed ticket can go back in line on `day`; an earlier day's has no line."""
    return ticket.state == "missed" and ticket.ended_at is None and ticket.line_day == day


def reinstated(
    places: Iterable[Place], line: Callable[[str], Sequence[Place]], positions: int
) -> tuple[Place, ...]:
    """Return the places that are away as they stand in line again, behind `positions` others.

    `line` gives the ready places of a window in calling order, at least `positions` of them
    where there are so many.  Source: `domain.md` §3.7 (missed numbers).
    """
    return tuple(
        replace(place, state="ready", rank_at=behind(place, line(place.window), positions))
        for place in places
        if place.state == "away"
    )


def called_enough(ticket: Ticket, needed: int) -> bool:
    """Say whether a called ticket has been called so often that it may be missed."""
    return ticket.calls >= needed
