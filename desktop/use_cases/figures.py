"""What the supervisor looks at: now, days and months back, half-hours, and what stands behind it.

The definitions are those of `reports.py`; the numbers come from `domain/day_figures.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from desktop.domain.day_figures import DaySums, StopSum, Sums, count, spread, summed
from desktop.domain.errors import DeskError
from desktop.domain.half_hours import HALF_HOUR, half_hours
from desktop.journal.figuring import MOST_KEPT
from desktop.journal.looking import Look
from desktop.requests import FiguresNow, FiguresOfHalfHours, FiguresOfRange
from desktop.snapshots import (
    CounterShape,
    DayFigures,
    HalfHoursAnswer,
    HalfHourShape,
    NowAnswer,
    RangeAnswer,
    WindowNow,
)
from desktop.use_cases.looking import with_life

COUNTER_EVENTS = ("counter.opened", "counter.paused", "counter.resumed", "counter.closed")


def now(look: Look, request: FiguresNow) -> NowAnswer:
    """Answer `figures.now`: the tiles, and each window as it stands."""
    stops = look.known.figure_memory.stops(look.reads, look.day)
    found = count(stops, look.day, look.day).get(look.day) or DaySums(Sums(), {})
    totals, counters = found.totals, tuple(with_life(look, look.reads.counters()))
    called, serving = at_counters(stops, look.day)
    tiles: dict[str, int | None] = {
        "waiting_now": totals.waiting_now,
        "longest_wait_seconds": longest(stops, look.at, look.day),
        "called": len(called),
        "serving": len(serving),
        "counters_open": sum(1 for one in counters if one.state == "open"),
        "issued": totals.issued,
        "served": totals.served,
        "missed": totals.missed,
        "cancelled": totals.cancelled,
        "overdue": look.reads.overdue_count(look.day),
        "answered": look.reads.enquiries_by_day(look.day, look.day).get(look.day, 0),
    }
    windows = tuple(
        _window_now(look, code, found.windows.get(code) or Sums(), stops, counters)
        for code, window in look.catalogue.windows.items()
        if not window.withdrawn or code in found.windows
    )
    return NowAnswer(look.at, look.day, tiles, spread(totals.waits), windows)


def of_range(look: Look, request: FiguresOfRange) -> RangeAnswer:
    """Answer `figures.range`; `invalid_value` for a range that ends before it begins, or is long.

    Days on which nothing was issued, begun or answered are left out.
    """
    first, last = request.since, request.until
    if not timedelta() <= last - first < timedelta(days=MOST_KEPT):
        raise DeskError("invalid_value", field="to", value=last.isoformat())
    days = look.known.figure_memory.days(look.reads, first, last, look.day)
    answered = look.reads.enquiries_by_day(first, last)
    shapes, kept = [], []
    for day, sums in sorted(days.items()):
        asked = answered.get(day, 0)
        if sums.totals.issued or sums.totals.waits or sums.windows or asked:
            kept.append(sums)
            shapes.append(DayFigures(day, sums.totals.plain(), _plain(look, sums.windows), asked))
    codes = dict.fromkeys(code for sums in kept for code in sums.windows)
    windows = {
        code: summed([sums.windows[code] for sums in kept if code in sums.windows])
        for code in codes
    }
    totals = summed([sums.totals for sums in kept]).plain()
    whole = sum(answered.values())
    return RangeAnswer(tuple(shapes), totals, _plain(look, windows), whole)


def of_half_hours(look: Look, request: FiguresOfHalfHours) -> HalfHoursAnswer:
    """Answer `figures.half_hours`: waits by the half-hour of their end, beside counters open."""
    stops = look.known.figure_memory.stops(look.reads, request.day)
    changes = _changes(look, request.day)
    until = look.at if request.day >= look.day else None
    begins = datetime.combine(request.day, time(look.site.rollover_hour), look.known.zone)
    found = half_hours(stops, changes, request.day, until, begins)
    return HalfHoursAnswer(
        request.day,
        tuple(
            HalfHourShape(
                one.start,
                one.start.astimezone(look.known.zone).strftime("%H:%M"),
                one.issued,
                len(one.waits),
                spread(sorted(one.waits)),
                one.most_open,
                one.open_ms // 60_000,
                {code: len(waits) for code, waits in one.windows.items()},
                {code: max(waits) // 1000 for code, waits in one.windows.items()},
            )
            for one in found
        ),
        int(HALF_HOUR.total_seconds() // 60),
    )


def longest(stops: list[StopSum], at: datetime, day: date, window: str | None = None) -> int | None:
    """Return how long the one who waits longest has stood in line, in seconds; None for nobody."""
    found = [waited(one, at) for one in stops if stands(one, day, window)]
    return max(found) // 1000 if found else None


def stands(stop: StopSum, day: date, window: str | None = None) -> bool:
    """Say whether somebody stands in line at a stop now."""
    here = stop.day == day and stop.state == "ready" and stop.ticket_state == "waiting"
    return here and window in (None, stop.window)


def waited(stop: StopSum, at: datetime) -> int:
    """Return how long a stop has been in line until now, in milliseconds."""
    if stop.ready_since is None:
        return stop.ready_ms
    return stop.ready_ms + max(timedelta(), at - stop.ready_since) // timedelta(milliseconds=1)


def at_counters(stops: list[StopSum], day: date) -> tuple[set[str], set[str]]:
    """Return the day's tickets that are called, and those that are served."""
    mine = [stop for stop in stops if stop.ticket_day == day]
    called = {stop.ticket_id for stop in mine if stop.ticket_state == "called"}
    return called, {stop.ticket_id for stop in mine if stop.ticket_state == "serving"}


def calls(counter: CounterShape, window: str) -> bool:
    """Say whether a counter calls a window now: open, not lost, and opened for it."""
    working = counter.state == "open" and counter.alive is not False
    return working and window in counter.opened_windows


def _window_now(
    look: Look,
    code: str,
    sums: Sums,
    stops: list[StopSum],
    counters: tuple[CounterShape, ...],
) -> WindowNow:
    return WindowNow(
        code,
        sums.waiting_now,
        longest(stops, look.at, look.day, code),
        sum(calls(one, code) for one in counters),
        sums.issued,
        sums.served,
        sums.missed,
        spread(sums.waits),
        spread(sums.serves),
    )


def _plain(look: Look, windows: Mapping[str, Sums]) -> dict[str, object]:
    """Return every window of the catalogue, also those with nothing, as `figures.day` does."""
    codes = [code for code, window in look.catalogue.windows.items() if not window.withdrawn]
    codes += [code for code in windows if code not in codes]
    return {code: (windows.get(code) or Sums()).plain() for code in codes}


def _changes(look: Look, day: date) -> list[tuple[datetime, int, bool]]:
    """Return when counters began and stopped calling that day: moment, number, whether open.

    One that stood open before its first change of the day is open from the day's beginning.
    """
    found: list[tuple[datetime, int, bool]] = []
    seen: set[int] = set()
    rows = look.reads.events_of_day(day, COUNTER_EVENTS)
    for row in rows:
        number = int(row.subject.rpartition("/")[2])
        if number not in seen and row.kind in ("counter.paused", "counter.closed"):
            found.append((row.at - timedelta(days=1), number, True))
        seen.add(number)
        found.append((row.at, number, row.kind in ("counter.opened", "counter.resumed")))
    if day == look.day:
        still = (one for one in look.reads.counters() if one.number not in seen)
        early = look.at - timedelta(days=1)
        found += [(early, one.number, True) for one in still if one.state == "open"]
    return found
