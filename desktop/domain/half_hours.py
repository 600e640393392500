"""A day in half-hours: how long people had waited who were called to their turn, and how many
counters were open meanwhile.

Half-hours are those of the clock; every zone's offset that halls use is a multiple of 30 minutes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from desktop.domain.day_figures import StopSum

HALF_HOUR = timedelta(minutes=30)
_MS = timedelta(milliseconds=1)
_MOST = 96


@dataclass(slots=True)
class HalfHour:
    """What happened from `start` (UTC) on; times in milliseconds.

    `waits` are those of the stops started then, `windows` the same by window; `most_open` counts
    counters open at once, `open_ms` the time of all of them.
    """

    start: datetime
    issued: int = 0
    waits: list[int] = field(default_factory=list)
    windows: dict[str, list[int]] = field(default_factory=dict)
    most_open: int = 0
    open_ms: int = 0


def half_hours(
    stops: Iterable[StopSum],
    changes: Sequence[tuple[datetime, int, bool]],
    day: date,
    until: datetime | None,
    begins: datetime,
) -> list[HalfHour]:
    """Return the half-hours from the first that anything happened in to the last.

    What was issued before the day `begins` (carried over) counts in the first of them.
    `changes`: when a counter (number) began to be open, or ceased.  `until`: the day is not over
    and has come so far; else counters that were left open count to the last thing that happened.
    """
    found: dict[datetime, HalfHour] = {}

    def of(at: datetime) -> HalfHour:
        start = floor(at)
        return found.setdefault(start, HalfHour(start))

    seen: set[str] = set()
    carried = 0
    for stop in stops:
        if stop.ticket_day == day and stop.ticket_id not in seen:
            seen.add(stop.ticket_id)
            if stop.issued_at < begins:
                carried += 1
            else:
                of(stop.issued_at).issued += 1
        if stop.first_day == day and stop.started_at is not None:
            half = of(stop.started_at)
            half.waits.append(stop.ready_ms)
            half.windows.setdefault(stop.window, []).append(stop.ready_ms)
    moments = [at for at, _, _ in changes if not found or at >= min(found) - HALF_HOUR]
    if not found and not moments and not carried:
        return []
    if carried:
        begun = (floor(at) for at in moments if at >= begins)
        of(min((*found, *begun), default=begins)).issued += carried
    starts = sorted({*found, *(floor(at) for at in moments)})
    end = max(until or starts[-1], starts[-1] + HALF_HOUR if until is None else starts[-1])
    halves = _filled(found, starts[0], end)
    _count_open(halves, changes, end)
    while halves and not (halves[-1].issued or halves[-1].waits or halves[-1].most_open):
        halves.pop()
    return halves


def floor(at: datetime) -> datetime:
    """Return the beginning of a moment's half-hour."""
    return at.astimezone(UTC).replace(minute=at.minute // 30 * 30, second=0, microsecond=0)


def _filled(found: dict[datetime, HalfHour], first: datetime, end: datetime) -> list[HalfHour]:
    halves: list[HalfHour] = []
    at = first
    while at < end and len(halves) < _MOST:
        halves.append(found.get(at) or HalfHour(at))
        at += HALF_HOUR
    return halves or [found.get(first) or HalfHour(first)]


def _count_open(
    halves: list[HalfHour], changes: Sequence[tuple[datetime, int, bool]], end: datetime
) -> None:
    spans = _spans(changes, end)
    for half in halves:
        stop = min(half.start + HALF_HOUR, max(end, half.start))
        edges: list[tuple[datetime, int]] = []
        for begin, over in spans:
            inside = min(over, stop) - max(begin, half.start)
            if inside > timedelta():
                half.open_ms += inside // _MS
                edges += [(max(begin, half.start), 1), (min(over, stop), -1)]
        at_once = 0
        for _, step in sorted(edges):  # who leaves at a moment makes room for who comes
            at_once += step
            half.most_open = max(half.most_open, at_once)


def _spans(
    changes: Sequence[tuple[datetime, int, bool]], end: datetime
) -> list[tuple[datetime, datetime]]:
    """Return from when to when each counter was open."""
    since: dict[int, datetime] = {}
    spans = []
    for at, number, opened in sorted(changes):
        if opened:
            since.setdefault(number, at)
        elif number in since:
            spans.append((since.pop(number), at))
    return [*spans, *((at, max(at, end)) for at in since.values())]
