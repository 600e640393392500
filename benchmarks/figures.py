"""Figures of thirty days beside one bare aggregate over the same rows, and the screen of today.

The bare limit is one statement that joins the tickets, places and intervals of the same days and
counts and sums them by day, window and kind: less than is asked for (it knows no percentiles, no
first start, no carried tickets), and all that has to be read.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, text

from benchmarks import history
from benchmarks.measure import Figure, Spread, median, timed
from db.store import SqlStore
from desktop.clock import ManualClock
from desktop.demo.centre import SITE
from desktop.desk import Desk, Particulars
from desktop.domain.site import Site
from desktop.requests import FiguresNow, FiguresOfHalfHours, FiguresOfRange, ShowAdvice

DAYS = 30
TIMES = 15
_BARE = text(
    """
    SELECT place.line_day, place."window", interval.kind, ticket.state, count(*),
           sum(julianday(interval.ended_at) - julianday(interval.started_at))
    FROM place
    JOIN ticket ON ticket.site_id = place.site_id AND ticket.ticket_id = place.ticket_id
    JOIN interval ON interval.site_id = place.site_id
     AND interval.ticket_id = place.ticket_id AND interval.step_no = place.step_no
    WHERE place.site_id = :site AND place.line_day BETWEEN :first AND :last
    GROUP BY 1, 2, 3, 4
    """
)


def figures(folder: Path, visits: int) -> Iterator[Figure]:
    """Measure on a copy of the centre with so many visits of history."""
    path = Path(shutil.copy(history.with_visits(visits), folder / "figures.db"))
    store = SqlStore(path)
    try:
        yield from _measured(store)
    finally:
        store.close()


def _measured(store: SqlStore) -> Iterator[Figure]:
    with store.look(SITE) as reads:
        site = reads.get(Site, SITE)
        assert site is not None
        last, zone = site.day, ZoneInfo(site.zone)
        days = sorted(reads.day_marks(last - timedelta(days=90), last))[-DAYS:]
    clock = ManualClock()
    clock.set(datetime.combine(last, time(16), zone))
    desk = Desk(store, clock, Particulars(SITE))
    bare = Spread.of(_bare_times(store, days[0], last))
    wish = FiguresOfRange(days[0], last)
    first = Spread.of([timed(lambda: Desk(store, clock, Particulars(SITE)).ask(wish))])
    ratio = first.p50 / bare.p50
    name = f"figures of {DAYS} days"
    yield Figure(f"{name}, the first time in a program", first, bare, ratio, "–", True)
    desk.ask(wish)
    times = [timed(lambda: desk.ask(wish)) for _ in range(TIMES)]
    again = Spread.of(times)
    ratio = median(times) / bare.p50
    yield Figure(f"{name}, days that are over kept", again, bare, ratio, "≤ 1.5 ×", ratio <= 1.5)
    today = Spread.of([timed(lambda: _today(desk, last)) for _ in range(TIMES)])
    yield Figure("the supervisor's today", today, None, None, "≤ 100 ms", today.p50 <= 100)


def _today(desk: Desk, day: date) -> None:
    desk.ask(FiguresNow())
    desk.ask(FiguresOfHalfHours(day))
    desk.ask(FiguresOfRange(day, day))
    desk.ask(ShowAdvice())


def _bare_times(store: SqlStore, first: date, last: date) -> list[float]:
    values = {"site": SITE, "first": first.isoformat(), "last": last.isoformat()}
    times = []
    for _ in range(TIMES):
        with store.look(SITE) as reads:
            times.append(timed(partial(_bare, reads.connection, values)))
    return times


def _bare(connection: Connection, values: dict[str, str]) -> None:
    connection.execute(_BARE, values).all()
