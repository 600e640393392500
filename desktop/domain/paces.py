"""What the last weeks tell of a hall: how long visitors took, and who works through midday.

A counter is occupied by a visitor from the call to the end of service; somebody who was called
and did not come occupies it too.  Stops that go on after a hold come from no line and are left
out.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import pairwise
from statistics import fmean, median
from zoneinfo import ZoneInfo

from desktop.domain.tickets import Interval, Ticket
from desktop.domain.waiting import Overtaking, Pace, table
from desktop.domain.working_time import Span

DAYS = 10
"""So many days with visitors tell the usual pace."""

_TODAY_SHRINK = 20
_LONGEST_GAP_S = 120.0
_USUAL_GAP_S = 20.0


@dataclass(frozen=True, slots=True)
class Stop:
    """A counter occupied by one visitor of a window, from the call to the end."""

    window: str
    counter: int
    began: datetime
    ended: datetime

    @property
    def seconds(self) -> float:
        """How long it took."""
        return (self.ended - self.began).total_seconds()


@dataclass(frozen=True, slots=True)
class Early:
    """A place of somebody with a head start of so many seconds, who came at `came`."""

    window: str
    came: datetime
    head_s: float


@dataclass(frozen=True, slots=True)
class Past:
    """The stops of the last days by day, the newest last, and who had a head start on them."""

    days: Mapping[date, Sequence[Stop]] = field(default_factory=dict)
    early: Mapping[date, Sequence[Early]] = field(default_factory=dict)

    @property
    def stops(self) -> list[Stop]:
        """All of them."""
        return [stop for day in self.days.values() for stop in day]


def stops(intervals: Iterable[Interval]) -> list[Stop]:
    """Return the ended stops of some intervals, in the order they began."""
    by_ticket: dict[str, list[Interval]] = {}
    for one in intervals:
        if one.kind in ("walking", "serving"):
            by_ticket.setdefault(one.ticket_id, []).append(one)
    found = []
    for mine in by_ticket.values():
        mine.sort(key=lambda one: one.n)
        for n, one in enumerate(mine):
            if one.kind != "walking" or one.window is None or one.counter is None:
                continue
            ended = one.ended_at
            for after in mine[n + 1 :]:
                if after.kind == "walking" or after.started_at != ended:
                    break
                ended = after.ended_at
            if ended is not None:
                found.append(Stop(one.window, one.counter, one.started_at, ended))
    return sorted(found, key=lambda stop: stop.began)


def early(tickets: Iterable[Ticket], intervals: Iterable[Interval]) -> list[Early]:
    """Return the places of a day at which somebody stood before others who had come earlier."""
    ahead = {one.ticket_id: one for one in tickets if one.rank_at < one.issued_at}
    found = []
    for one in intervals:
        ticket = ahead.get(one.ticket_id)
        if ticket and one.window and one.kind == "ready" and one.started_at == ticket.issued_at:
            head = (ticket.issued_at - ticket.rank_at).total_seconds()
            found.append(Early(one.window, ticket.issued_at, head))
    return found


def pace(
    past: Past, today: Sequence[Stop], usual_s: Mapping[str, float], at: datetime, zone: ZoneInfo
) -> Pace:
    """Return how long visitors of each window take at a moment, and who is still to come.

    `usual_s` is what the catalogue says, in seconds, for every window that may be asked for.
    """
    before = _by_window(past.stops)
    everybody = _by_window([*past.stops, *today])
    site = [seconds for times in everybody.values() for seconds in times]
    factor = _today(before, today)
    return Pace(
        {code: table(everybody.get(code, ()), site, usual_s[code], factor) for code in usual_s},
        _gap([*past.stops, *today]),
        [_overtaking(some, _of_day(at, zone), zone, usual_s) for some in past.early.values()],
    )


def _overtaking(
    some: Iterable[Early], now_s: float, zone: ZoneInfo, windows: Container[str]
) -> list[Overtaking]:
    """Return who of a day overtook those who came at a time of day, in seconds since midnight."""
    found = []
    for one in some:
        after = _of_day(one.came, zone) - now_s
        if 0 < after < one.head_s and one.window in windows:
            found.append(Overtaking(one.window, after))
    return found


def _of_day(at: datetime, zone: ZoneInfo) -> float:
    local = at.astimezone(zone)
    return local.hour * 3600.0 + local.minute * 60 + local.second


def through(
    past: Past, spans: Sequence[Span], zone: ZoneInfo
) -> dict[tuple[time, time], frozenset[int]]:
    """Return for each pause between opening hours the counters that usually call in it."""
    found = {}
    for (_, begin), (end, _) in pairwise(spans):
        counts: dict[int, int] = {}
        for day in past.days.values():
            working = {
                stop.counter
                for stop in day
                if _inside(stop.began.astimezone(zone).time(), begin, end)
            }
            for number in working:
                counts[number] = counts.get(number, 0) + 1
        often = len(past.days) / 2
        found[begin, end] = frozenset(n for n, times in counts.items() if times >= often)
    return found


def _inside(at: time, begin: time, end: time) -> bool:
    """Say whether a time lies well inside a pause: those late to begin it are not in it."""
    first, last, now = (one.hour * 60 + one.minute for one in (begin, end, at))
    quarter = (last - first) / 4
    return first + quarter <= now <= last - quarter


def _by_window(given: Iterable[Stop]) -> dict[str, list[float]]:
    found: dict[str, list[float]] = {}
    for stop in given:
        found.setdefault(stop.window, []).append(stop.seconds)
    return found


def _today(before: Mapping[str, Sequence[float]], today: Sequence[Stop]) -> float:
    """Return today's pace against the usual, held back while few have been served."""
    means = {code: fmean(times) for code, times in before.items()}
    ratios = [stop.seconds / means[stop.window] for stop in today if means.get(stop.window)]
    return (sum(ratios) + _TODAY_SHRINK) / (len(ratios) + _TODAY_SHRINK)


def _gap(given: Iterable[Stop]) -> float:
    last: dict[int, datetime] = {}
    gaps = []
    for stop in sorted(given, key=lambda one: one.began):
        if stop.counter in last:
            gap = (stop.began - last[stop.counter]).total_seconds()
            if 0 <= gap <= _LONGEST_GAP_S:
                gaps.append(gap)
        last[stop.counter] = stop.ended
    return median(gaps) if gaps else _USUAL_GAP_S
