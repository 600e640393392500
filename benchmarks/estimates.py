"""`wait.estimate` against what really happened: every hall of the demo's history, asked again.

    python -m benchmarks.estimates [--database FILE] [--days 10] [--every 3]

For visitors who came for one window, without a head start, the hall is put together as it was when
they got their number (who stood in line, which counters were open and whom they had), told from
the days before and that day so far, and the estimate compared with the wait that followed until
their call.
Those who were never called are left out.  Stops that were added later are seen too early, because
only the last state of a place is kept; they are few.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import fmean, median
from zoneinfo import ZoneInfo

from benchmarks import history
from benchmarks.measure import Spread
from db.store import SqlStore
from desktop.domain.catalogue import Catalogue
from desktop.domain.paces import DAYS, Early, Past, Stop, early, pace, stops, through
from desktop.domain.site import Site
from desktop.domain.tickets import Interval, Place, Ticket
from desktop.domain.waiting import Pace, Range, Server, Waiting, estimate
from desktop.domain.working_time import Span
from desktop.journal.knowledge import read_knowledge
from desktop.ports import Reads
from desktop.use_cases.waiting import SHORT_PAUSE_S, pauses, usual_seconds, waiting

COUNTERS = ("counter.opened", "counter.paused", "counter.resumed", "counter.closed")
STATES = dict(zip(COUNTERS, ("open", "paused", "open", "closed"), strict=True))


@dataclass(frozen=True, slots=True)
class Day:
    """A day of history, with what may be looked up in it."""

    day: date
    tickets: Mapping[str, Ticket]
    places: Mapping[tuple[str, int], Place]
    intervals: Sequence[Interval]
    counters: Sequence[tuple[datetime, int, str]]
    stops: Sequence[Stop]


@dataclass(frozen=True, slots=True)
class _Centre:
    """What holds for a day's halls; `naive`: the mean waits of the days before, in minutes."""

    windows: Mapping[int, frozenset[str]]
    zone: ZoneInfo
    spans: Sequence[Span]
    catalogue: Catalogue
    past: Past
    naive: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Case:
    """One visitor: minutes really waited, the estimate, the naive one, and who stood before."""

    window: str
    real: float
    told: Range
    naive: float
    ahead: int

    @property
    def inside(self) -> bool:
        """Whether the wait lay in the range that was told."""
        return self.told.p10 <= self.real <= self.told.p90


def cases(reads: Reads, site: Site, days: int, every: int, times: list[float]) -> Iterator[Case]:
    """Yield the visitors of the last days, every so many."""
    known = read_knowledge(reads, site, None)
    numbers = {one.number: frozenset(one.windows) for one in reads.counters()}
    past: dict[date, Sequence[Stop]] = {}
    ahead: dict[date, Sequence[Early]] = {}
    found = [day for day in _days(reads, site.day) if reads.tickets_of_day(day)]
    for n, day in enumerate(found):
        rows = _read(reads, day)
        if n >= len(found) - days:
            last = list(past)[-DAYS:]
            earlier = Past({one: past[one] for one in last}, {one: ahead[one] for one in last})
            naive = _naive(reads, last)
            spans = known.hours.of(day)
            centre = _Centre(numbers, known.zone, spans, known.catalogue, earlier, naive)
            yield from _of_day(rows, centre, every, times)
        past[day] = rows.stops
        ahead[day] = early(rows.tickets.values(), rows.intervals)


def _days(reads: Reads, last: date) -> list[date]:
    return [last - timedelta(days=back) for back in range(60, -1, -1)]


def _read(reads: Reads, day: date) -> Day:
    tickets = {one.ticket_id: one for one in reads.tickets_of_day(day)}
    places = {(one.ticket_id, one.step_no): one for one in reads.places_of_day(day)}
    intervals = sorted(reads.intervals_of_day(day), key=lambda one: one.started_at)
    counters = [
        (row.at, int(row.subject.split("/")[1]), STATES[row.kind])
        for row in reads.events_of_day(day, COUNTERS)
    ]
    return Day(day, tickets, places, intervals, counters, stops(intervals))


def _of_day(rows: Day, centre: _Centre, every: int, times: list[float]) -> Iterator[Case]:
    steps: dict[str, int] = {}
    for ticket_id, _ in rows.places:
        steps[ticket_id] = steps.get(ticket_id, 0) + 1
    single = [one for one in rows.tickets.values() if steps.get(one.ticket_id) == 1]
    single.sort(key=lambda one: one.issued_at)
    usual = {code: usual_seconds(centre.catalogue, code) for code in centre.catalogue.windows}
    for one in single[::every]:
        called = [i for i in rows.intervals if i.ticket_id == one.ticket_id and i.kind == "walking"]
        if not called or one.priority is not None or one.day != rows.day:
            continue
        (place,) = (p for p in rows.places.values() if p.ticket_id == one.ticket_id)
        at = one.issued_at
        before = [stop for stop in rows.stops if stop.ended < at]
        began = time.perf_counter()
        told_from: Pace = pace(centre.past, before, usual, at, centre.zone)
        servers, ahead = _hall(rows, centre, at, one.ticket_id)
        window = called[0].window or place.window
        told = estimate(window, ahead, servers, told_from)
        times.append((time.perf_counter() - began) * 1000)
        if told is not None:
            real = (called[0].started_at - at).total_seconds() / 60
            mine = sum(1 for one in ahead if one.window == window and one.is_ready)
            yield Case(window, real, told, centre.naive.get(window, 0.0), mine)


def _hall(
    rows: Day, centre: _Centre, at: datetime, newcomer: str
) -> tuple[list[Server], tuple[Waiting, ...]]:
    """Return the counters that worked at a moment, and the windows of the line."""
    states: dict[int, str] = {}
    for when, number, state in rows.counters:
        if when <= at:
            states[number] = state
    now = [i for i in rows.intervals if i.started_at <= at and (i.ended_at or at) > at]
    busy = {i.counter: i for i in now if i.kind in ("walking", "serving")}
    local = at.astimezone(centre.zone).time()
    working = through(centre.past, centre.spans, centre.zone)
    servers = []
    for number, state in states.items():
        if state == "closed":
            continue
        resting = pauses(local, working, number)
        away = 0.0
        if state == "paused":
            away = next((end for begin, end in resting if begin <= 0 < end), SHORT_PAUSE_S)
        else:
            resting = tuple(span for span in resting if span[0] > 0)
        mine = busy.get(number)
        if mine is None:
            servers.append(Server(number, centre.windows[number], away_s=away, pauses=resting))
            continue
        servers.append(
            Server(
                number,
                centre.windows[number],
                mine.window,
                (at - _called(rows, mine)).total_seconds(),
                mine.ticket_id,
                mine.step_no or 0,
                away,
                resting,
            )
        )
    return servers, _line_at(rows, at, newcomer, {i.ticket_id for i in busy.values()}, servers)


def _line_at(
    rows: Day, at: datetime, newcomer: str, occupied: set[str], servers: Sequence[Server]
) -> tuple[Waiting, ...]:
    """Return the places of a moment; what was away or blocked then is seen by what followed."""
    ready, begun, ended = set(), set(), set()
    for i in rows.intervals:
        key = (i.ticket_id, i.step_no)
        if i.kind == "ready" and i.started_at <= at:
            begun.add(key)
            if (i.ended_at or at) > at:
                ready.add(key)
    for key, one in rows.places.items():
        if one.ended_at is not None and one.ended_at <= at:
            ended.add(key)
    line = []
    for key, one in rows.places.items():
        ticket = rows.tickets.get(one.ticket_id)
        if key in ended or ticket is None or ticket.issued_at > at or one.ticket_id == newcomer:
            continue
        if key in ready:
            line.append(replace(one, state="ready"))
        elif key not in begun and one.after:
            line.append(replace(one, state="blocked"))
        elif key in begun and one.ticket_id in occupied:
            line.append(replace(one, state="away"))
    line.sort(key=lambda one: one.order)
    return waiting(line, {(s.busy_ticket, s.busy_step) for s in servers})


def _called(rows: Day, mine: Interval) -> datetime:
    """Return when the visitor who is at a counter was called there."""
    began = mine.started_at
    for i in reversed(rows.intervals):
        if i.ticket_id == mine.ticket_id and i.ended_at == began and i.counter == mine.counter:
            began = i.started_at
    return began


def _naive(reads: Reads, days: Sequence[date]) -> dict[str, float]:
    """Return the mean wait at each window over the last days, in minutes: what a sign says."""
    waits: dict[str, list[float]] = {}
    for day in days:
        for i in reads.intervals_of_day(day):
            if i.kind == "ready" and i.ended_at is not None and i.window is not None:
                waits.setdefault(i.window, []).append((i.ended_at - i.started_at).total_seconds())
    return {code: fmean(some) / 60 for code, some in waits.items()}


def report(found: Sequence[Case], times: Sequence[float]) -> str:
    """Return the figures as a table in Markdown."""
    lines = [
        (
            "| visitors | n | in p10–p90 | below p10 | above p90 | median error min "
            "| naive mean's | median wait | median width |"
        ),
        "|---|---|---|---|---|---|---|---|---|",
    ]
    groups = [("all", list(found))]
    groups += [
        (name, [c for c in found if low <= c.ahead < high])
        for name, low, high in (
            ("none ahead", 0, 1),
            ("1–2 ahead", 1, 3),
            ("3–5 ahead", 3, 6),
            ("6 and more", 6, 10**6),
        )
    ]
    groups += [("waited ≥ 1 min", [c for c in found if c.real >= 1])]
    for name, some in groups:
        if some:
            lines.append(_line(name, some))
    spread = Spread.of(sorted(times))
    lines.append(f"\nms an estimate: median {spread.p50:.1f}, p99 {spread.p99:.1f}")
    return "\n".join(lines)


def _line(name: str, some: Sequence[Case]) -> str:
    share = fmean(case.inside for case in some)
    below = fmean(case.real < case.told.p10 for case in some)
    above = fmean(case.real > case.told.p90 for case in some)
    error = median(abs(case.real - case.told.p50) for case in some)
    naive = median(abs(case.real - case.naive) for case in some)
    wait = median(case.real for case in some)
    width = median(case.told.p90 - case.told.p10 for case in some)
    return (
        f"| {name} | {len(some)} | {share:.0%} | {below:.0%} | {above:.0%} | {error:.1f} "
        f"| {naive:.1f} | {wait:.1f} | {width:.0f} |"
    )


def main() -> int:
    """Make the demo's history if there is none, and print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks.estimates", description=__doc__)
    parser.add_argument("--database", type=Path, help="a demo's; made if not given")
    parser.add_argument("--days", type=int, default=10, help="the last days that are asked about")
    parser.add_argument("--every", type=int, default=3, help="every so many visitors")
    given = parser.parse_args()
    store = SqlStore(given.database or history.with_days(20, 300))
    times: list[float] = []
    with store.look(store.sites()[0]) as reads:
        (site,) = reads.every(Site)
        found = list(cases(reads, site, given.days, given.every, times))
    store.close()
    print(report(found, times))
    return 0


if __name__ == "__main__":
    sys.exit(main())
