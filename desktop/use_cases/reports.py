"""The figures of a day, counted anew each time from tickets, places and intervals.

Which day something belongs to:

- A ticket and its places belong to the day on which they stand in line (`line_day`).  A ticket
  carried over therefore moves, with what is still open of it, to the later day and counts as
  issued there; stops that had ended before stay on the day they ended in.
- A wait belongs to the day on which the stop (the visit) was started first, however often it
  was held, handed over or started again later.  The night of a carried ticket is part of it.
- A stop's time of serving belongs to the stop's own day, holding left out.

A place that joined another one of its ticket is no stop any more: it counts nowhere, its cases
are done at the other.  All times are whole seconds, rounded down.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from desktop.domain.site_events import DayOpened, DayReopened
from desktop.domain.tickets import PLACE_OPEN, Interval, Place, Ticket
from desktop.journal.looking import Look
from desktop.requests import FiguresOfDay
from desktop.snapshots import FiguresAnswer

PERCENTS = {"p50": 50, "p90": 90, "max": 100}
GIVEN_UP = ("cancelled", "void", "left")
"""The ends of places whose ticket was cancelled or void."""

Spans = Mapping[str, Sequence[Interval]]


@dataclass(slots=True)
class _Tally:
    """What is counted of tickets, or of the places at one window."""

    issued: int = 0
    served: int = 0
    missed: int = 0
    cancelled: int = 0
    waiting_now: int = 0
    waits: list[timedelta] = field(default_factory=list)
    serves: list[timedelta] = field(default_factory=list)

    def plain(self) -> dict[str, object]:
        """Return the tally as it is shown."""
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
class _Day:
    """The rows of a day; `spans` holds every interval of the tickets that were served."""

    day: date
    tickets: Mapping[str, Ticket]
    places: Sequence[Place]
    spans: Spans
    started: Mapping[str, Ticket]
    """The tickets with an interval of serving on the day, whatever day they belong to."""


def figures(look: Look, request: FiguresOfDay) -> FiguresAnswer:
    """Answer `figures.day`: `totals` of tickets, `windows` of places, `staff`, and `hours`.

    `missed` counts tickets in the state `missed` and their places that had not ended before;
    `staff` those who served somebody that day: a stop with its whole time belongs to whoever
    finished it.  `hours` are hours of the site's clock and count tickets: by the hour of their
    issue, and by the hour they were done.
    """
    rows = _rows(look, request.day)
    windows = {
        code: _Tally() for code, window in look.catalogue.windows.items() if not window.withdrawn
    }
    staff: dict[str, list[timedelta]] = {}
    totals = _count_tickets(rows)
    _count_places(rows, windows, staff)
    _count_waits(rows, windows, totals)
    return FiguresAnswer(
        totals.plain(),
        {code: tally.plain() for code, tally in windows.items()},
        {
            code: {"served": len(times), "serve_seconds": spread(times)}
            for code, times in sorted(staff.items())
        },
        _hours(rows.tickets.values(), look.known.zone),
        day_state(look, request.day),
        *look.reads.label_counts(request.day),
        look.reads.enquiries_on(request.day),
    )


def day_state(look: Look, day: date) -> str:
    """Return open, closed or reopened; an earlier day is closed once nobody is left in it."""
    if look.site.closed_day == day:
        return "closed"
    if day < look.day:
        return "open" if look.reads.open_tickets(day) else "closed"
    row = look.reads.latest("site", [kind.kind for kind in (DayOpened, DayReopened)])
    return "reopened" if row is not None and row.kind == DayReopened.kind else "open"


def spread(times: Iterable[timedelta]) -> dict[str, int | None]:
    """Return the nearest-rank percentiles of times in whole seconds, None where there are none."""
    ordered = sorted(times)
    if not ordered:
        return dict.fromkeys(PERCENTS)
    return {
        name: ordered[-(-percent * len(ordered) // 100) - 1] // timedelta(seconds=1)
        for name, percent in PERCENTS.items()
    }


def _rows(look: Look, day: date) -> _Day:
    """Return the rows of a day; a ticket with intervals on other days too is read whole."""
    reads = look.reads
    tickets = {ticket.ticket_id: ticket for ticket in reads.tickets_of_day(day)}
    places = [place for place in reads.places_of_day(day) if place.end != "joined"]
    spans: dict[str, list[Interval]] = defaultdict(list)
    started: dict[str, None] = {}
    for interval in reads.intervals_of_day(day):
        spans[interval.ticket_id].append(interval)
        if interval.kind == "serving":
            started[interval.ticket_id] = None
    finished = (place.ticket_id for place in places if place.end == "finished")
    wanted = dict.fromkeys(chain(started, finished))
    others = reads.tickets(ticket_id for ticket_id in wanted if ticket_id not in tickets)
    every = {**tickets, **others}
    for ticket_id in wanted:
        if len(spans[ticket_id]) != every[ticket_id].intervals:
            spans[ticket_id] = reads.all_intervals(ticket_id)
    return _Day(day, tickets, places, spans, {key: every[key] for key in started})


def _count_tickets(rows: _Day) -> _Tally:
    totals = _Tally(issued=len(rows.tickets))
    for ticket in rows.tickets.values():
        if ticket.state == "done":
            totals.served += 1
            if (time := _serving(rows.spans.get(ticket.ticket_id, ()))) is not None:
                totals.serves.append(time)
        elif ticket.state == "missed":
            totals.missed += 1
        elif ticket.state in ("cancelled", "void"):
            totals.cancelled += 1
        elif ticket.state == "waiting":
            totals.waiting_now += 1
    return totals


def _count_places(
    rows: _Day, windows: dict[str, _Tally], staff: dict[str, list[timedelta]]
) -> None:
    for ticket_id in rows.started:
        for span in rows.spans[ticket_id]:
            if span.kind == "serving" and span.day == rows.day and span.staff is not None:
                staff.setdefault(span.staff, [])
    for place in rows.places:
        tally = windows.setdefault(place.window, _Tally())
        tally.issued += 1
        if place.end == "finished":
            tally.served += 1
            spans = rows.spans.get(place.ticket_id, ())
            time = _serving(span for span in spans if span.step_no == place.step_no)
            if time is not None:
                tally.serves.append(time)
                if place.staff is not None:
                    staff.setdefault(place.staff, []).append(time)
        elif place.end == "missed" or _is_missed(place, rows.tickets.get(place.ticket_id)):
            tally.missed += 1
        elif place.end in GIVEN_UP:
            tally.cancelled += 1
        elif place.state == "ready":
            tally.waiting_now += 1


def _is_missed(place: Place, ticket: Ticket | None) -> bool:
    return ticket is not None and ticket.state == "missed" and place.state in PLACE_OPEN


def _count_waits(rows: _Day, windows: dict[str, _Tally], totals: _Tally) -> None:
    for ticket_id, ticket in rows.started.items():
        first: dict[int | None, Interval] = {}
        for span in rows.spans[ticket_id]:
            if span.kind == "serving" and (
                span.step_no not in first or span.n < first[span.step_no].n
            ):
                first[span.step_no] = span
        begun = min(first.values(), key=lambda span: span.n)
        if begun.day == rows.day:
            totals.waits.append(begun.started_at - ticket.issued_at)
        for step_no, start in first.items():
            if start.day == rows.day and start.window is not None:
                tally = windows.setdefault(start.window, _Tally())
                tally.waits.append(_ready(rows.spans[ticket_id], step_no, start.started_at))


def _ready(spans: Iterable[Interval], step_no: int | None, until: datetime) -> timedelta:
    """Return how long a stop was ready before it was started."""
    return sum(
        (
            (span.ended_at or until) - span.started_at
            for span in spans
            if span.kind == "ready" and span.step_no == step_no and span.started_at < until
        ),
        timedelta(),
    )


def _serving(spans: Iterable[Interval]) -> timedelta | None:
    """Return the time of serving, None where there was none."""
    times = [
        span.ended_at - span.started_at
        for span in spans
        if span.kind == "serving" and span.ended_at is not None
    ]
    return sum(times, timedelta()) if times else None


def _hours(tickets: Iterable[Ticket], zone: ZoneInfo) -> dict[str, object]:
    hours: dict[str, dict[str, int]] = {}

    def count(at: datetime, what: str) -> None:
        hour = f"{at.astimezone(zone).hour:02d}"
        hours.setdefault(hour, {"issued": 0, "served": 0})[what] += 1

    for ticket in tickets:
        count(ticket.issued_at, "issued")
        if ticket.state == "done" and ticket.ended_at is not None:
            count(ticket.ended_at, "served")
    return dict(sorted(hours.items()))
