"""The figures of days counted from one line a stop: many days at the cost of one question.

The definitions are those of `use_cases/reports.py` (which day something belongs to, what counts
as served, missed, given up); here they are applied to sums that the database made, so that a
month costs little more than reading it.  Times are whole milliseconds; `spread` rounds down to
seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from typing import NamedTuple, Protocol

from desktop.domain.desk_records import Enquiry
from desktop.domain.tickets import PLACE_OPEN, Interval, Place, Ticket
from desktop.domain.told_waits import Compared

PERCENTS = (("p50", 50), ("p90", 90), ("max", 100))
GIVEN_UP = ("cancelled", "void", "left")
_MS = timedelta(milliseconds=1)


class StopSum(NamedTuple):
    """A stop and its times: what is summed up of it and of its ticket.

    A tuple by name, because a month has tens of thousands and they are made eight times as fast.

    `ready_ms` is the time in line before it was first started (`first_day`, `first_n`; None: not
    yet), `door_ms` from the issue to that start, `serving_ms` all its service that ended (None:
    none).  `ready_since` is set while it stands in line.  `odd`: the sums may not be taken as
    they are, because the ticket stood in line on two days or the stop was in line again later.
    """

    ticket_id: str
    step_no: int
    day: date
    window: str
    state: str
    end: str | None
    ticket_day: date
    ticket_state: str
    first_day: date | None
    first_n: int | None
    door_ms: int
    ready_ms: int
    serving_ms: int | None
    ready_since: datetime | None
    issued_at: datetime
    started_at: datetime | None
    odd: bool = False


@dataclass(slots=True)
class Sums:
    """What is counted of tickets, or of the places at one window; times in ms, ascending."""

    issued: int = 0
    served: int = 0
    missed: int = 0
    cancelled: int = 0
    waiting_now: int = 0
    waits: list[int] = field(default_factory=list)
    serves: list[int] = field(default_factory=list)

    def plain(self) -> dict[str, object]:
        """Return the sums as they are shown."""
        return {
            "issued": self.issued,
            "served": self.served,
            "missed": self.missed,
            "cancelled": self.cancelled,
            "waiting_now": self.waiting_now,
            "wait_seconds": spread(self.waits),
            "serve_seconds": spread(self.serves),
        }


@dataclass(frozen=True, slots=True)
class DaySums:
    """A day: its tickets, and its places by window."""

    totals: Sums
    windows: dict[str, Sums]


@dataclass(frozen=True, slots=True)
class DayMark:
    """Tells whether a day's tickets are as they were: how many, and the last change of any."""

    tickets: int
    last_pos: int


class FigureRows(Protocol):
    """What figures are counted from; one site."""

    def stop_sums(self, first: date, last: date) -> list[StopSum]:
        """Return a line for each place in line on these days, a ticket's lines together."""
        ...

    def tickets_active(self, first: date, last: date) -> set[str]:
        """Return the tickets with an interval that began on these days."""
        ...

    def day_marks(self, first: date, last: date) -> dict[date, DayMark]:
        """Return the marks of the days that have tickets."""
        ...

    def told_and_waited(self, first: date, last: date) -> list[Compared]:
        """Return what was told on these days, for the stops that were called on the same day."""
        ...

    def enquiries_by_day(self, first: date, last: date) -> dict[date, int]:
        """Return how many questions were answered without a number, by day."""
        ...

    def enquiries_of_day(self, day: date) -> list[Enquiry]:
        """Return the questions answered on `day`, oldest first."""
        ...

    def overdue_by_window(self, day: date) -> list[tuple[str, int]]:
        """Return how many cases are overdue on `day`, by window, most first."""
        ...

    def overdue_count(self, day: date) -> int:
        """Return how many cases are overdue on `day`."""
        ...


def spread(ascending: Sequence[int]) -> dict[str, int | None]:
    """Return nearest-rank percentiles of ascending times in whole seconds, None for no times."""
    if not ascending:
        return {name: None for name, _ in PERCENTS}
    size = len(ascending)
    return {name: ascending[-(-percent * size // 100) - 1] // 1000 for name, percent in PERCENTS}


def summed(parts: Sequence[Sums]) -> Sums:
    """Return several sums as one."""
    return Sums(
        sum(part.issued for part in parts),
        sum(part.served for part in parts),
        sum(part.missed for part in parts),
        sum(part.cancelled for part in parts),
        sum(part.waiting_now for part in parts),
        sorted(chain.from_iterable(part.waits for part in parts)),
        sorted(chain.from_iterable(part.serves for part in parts)),
    )


def count(stops: Iterable[StopSum], first: date, last: date) -> dict[date, DaySums]:
    """Return the days from `first` to `last` that anything belongs to; none of `stops` is odd."""
    days: dict[date, DaySums] = {}

    def of(day: date) -> DaySums | None:
        if not first <= day <= last:
            return None
        found = days.get(day)
        if found is None:
            found = days[day] = DaySums(Sums(), {})
        return found

    def at(sums: DaySums, window: str) -> Sums:
        found = sums.windows.get(window)
        if found is None:
            found = sums.windows[window] = Sums()
        return found

    group: list[StopSum] = []
    for stop in stops:
        if group and group[0].ticket_id != stop.ticket_id:
            _count_ticket(group, of)
            group = []
        group.append(stop)
        if stop.end != "joined" and (here := of(stop.day)) is not None:
            _count_place(stop, at(here, stop.window))
        if stop.first_day is not None and (there := of(stop.first_day)) is not None:
            at(there, stop.window).waits.append(stop.ready_ms)
    if group:
        _count_ticket(group, of)
    for day in days.values():
        for sums in (day.totals, *day.windows.values()):
            sums.waits.sort()
            sums.serves.sort()
    return days


def exact(ticket: Ticket, places: Sequence[Place], spans: Sequence[Interval]) -> list[StopSum]:
    """Return a ticket's stops from its own rows, where sums cannot be taken as they are."""
    by_step: dict[int | None, list[Interval]] = {}
    for span in spans:
        by_step.setdefault(span.step_no, []).append(span)
    return [_exact_stop(ticket, place, by_step.get(place.step_no, [])) for place in places]


def _exact_stop(ticket: Ticket, place: Place, spans: Sequence[Interval]) -> StopSum:
    serving = [span for span in spans if span.kind == "serving"]
    ready = [span for span in spans if span.kind == "ready"]
    start = min(serving, key=lambda span: span.n, default=None)
    until = start.started_at if start is not None else None
    before = _length(ready, until)
    ended = [span for span in serving if span.ended_at is not None]
    return StopSum(
        place.ticket_id,
        place.step_no,
        place.line_day,
        place.window,
        place.state,
        place.end,
        ticket.line_day,
        ticket.state,
        start.day if start is not None else None,
        start.n if start is not None else None,
        (until - ticket.issued_at) // _MS if until is not None else 0,
        before,
        _length(ended, None) if ended else None,
        next((span.started_at for span in ready if span.ended_at is None), None),
        ticket.issued_at,
        until,
    )


def _length(spans: Iterable[Interval], until: datetime | None) -> int:
    """Return the milliseconds of spans that began before `until` (None: all that ended)."""
    total = timedelta()
    for span in spans:
        end = span.ended_at or until
        if end is not None and (until is None or span.started_at < until):
            total += end - span.started_at
    return total // _MS


def _count_ticket(stops: Sequence[StopSum], of: Callable[[date], DaySums | None]) -> None:
    ticket = stops[0]
    begun = min(
        (stop for stop in stops if stop.first_n is not None),
        key=lambda stop: stop.first_n or 0,
        default=None,
    )
    if begun is not None and begun.first_day is not None:
        started_on = of(begun.first_day)
        if started_on is not None:
            started_on.totals.waits.append(begun.door_ms)
    here = of(ticket.ticket_day)
    if here is None:
        return
    totals = here.totals
    totals.issued += 1
    match ticket.ticket_state:
        case "done":
            totals.served += 1
            times = [stop.serving_ms for stop in stops if stop.serving_ms is not None]
            if times:
                totals.serves.append(sum(times))
        case "missed":
            totals.missed += 1
        case "cancelled" | "void":
            totals.cancelled += 1
        case "waiting":
            totals.waiting_now += 1


def _count_place(stop: StopSum, sums: Sums) -> None:
    sums.issued += 1
    if stop.end == "finished":
        sums.served += 1
        if stop.serving_ms is not None:
            sums.serves.append(stop.serving_ms)
    elif stop.end == "missed" or is_missed(stop):
        sums.missed += 1
    elif stop.end in GIVEN_UP:
        sums.cancelled += 1
    elif stop.state == "ready":
        sums.waiting_now += 1


def is_missed(stop: StopSum) -> bool:
    """Say whether an open place counts as missed: its ticket's visitor was not there."""
    return (
        stop.ticket_state == "missed" and stop.ticket_day == stop.day and stop.state in PLACE_OPEN
    )
