"""What figures are counted from: one line a stop, summed up by the database.

On SQLite the statement walks the places of the days along their index and takes each ticket and
its intervals by their keys, in that order (the outer joins keep it), so that nothing is sorted.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, and_, bindparam, case, func, literal_column, or_, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from db import tables as t
from db.column_types import Day
from db.quick import Hot, rows_of
from db.rows import made, select_rows
from desktop.domain.day_figures import DayMark, StopSum
from desktop.domain.desk_records import Enquiry
from desktop.domain.told_waits import Compared


class _Between(FunctionElement[int]):
    """The whole milliseconds from the first moment to the second."""

    name = "milliseconds_between"
    type = BigInteger()
    inherit_cache = True


@compiles(_Between, "sqlite")
def _between_sqlite(element: Any, compiler: Any, **given: Any) -> str:
    first, second = (compiler.process(part, **given) for part in element.clauses)
    # A Julian day is exact to 40 microseconds; moments are whole milliseconds.
    return f"CAST(round((julianday({second}) - julianday({first})) * 86400000.0) AS INTEGER)"


@compiles(_Between, "postgresql")
def _between_postgresql(element: Any, compiler: Any, **given: Any) -> str:
    first, second = (compiler.process(part, **given) for part in element.clauses)
    return f"CAST(round(extract(epoch FROM ({second} - {first})) * 1000) AS BIGINT)"


def _days(column: Any) -> Any:
    return column.between(bindparam("p_first", type_=Day), bindparam("p_last", type_=Day))


@cache
def _stop_sums() -> Hot:
    p, k, i = t.place.c, t.ticket.c, t.interval.c
    serving, ready = i.kind == "serving", i.kind == "ready"
    length = _Between(i.started_at, i.ended_at)
    started = func.min(case((serving, i.started_at)))
    standing = func.max(case((and_(ready, i.ended_at.is_(None)), i.started_at)))
    mine = and_(k.site_id == p.site_id, k.ticket_id == p.ticket_id)
    times = and_(
        i.site_id == p.site_id,
        i.ticket_id == p.ticket_id,
        i.step_no == p.step_no,
        or_(serving, ready),
    )
    columns = (
        *(p.ticket_id, p.step_no, p.line_day, p.window, p.state, p.end),
        *(func.min(k.line_day), func.min(k.state), func.min(k.day)),
        func.min(case((serving, i.day))),
        func.min(case((serving, i.n))),
        func.max(case((ready, i.n))),
        _Between(func.min(k.issued_at), started),
        func.sum(case((ready, length)), type_=BigInteger()),
        func.sum(case((serving, length)), type_=BigInteger()),
        *(standing, func.min(k.issued_at), started),
    )
    return Hot(
        select(*columns)
        .select_from(t.place.outerjoin(t.ticket, mine).outerjoin(t.interval, times))
        .where(p.site_id == bindparam("p_site"))
        .where(_days(p.line_day))
        .group_by(p.site_id, p.line_day, p.ticket_id, p.step_no)
        .order_by(p.site_id, p.line_day, p.ticket_id, p.step_no)
    )


@cache
def _active() -> Hot:
    i = t.interval.c
    mine = select(i.ticket_id).distinct().where(i.site_id == bindparam("p_site"))
    return Hot(mine.where(_days(i.day)))


@cache
def _marks() -> Hot:
    k = t.ticket.c
    columns = (k.line_day, func.count(), func.max(k.last_pos))
    mine = select(*columns).where(k.site_id == bindparam("p_site")).where(_days(k.line_day))
    return Hot(mine.group_by(k.line_day))


@cache
def _told() -> Hot:
    """What was told of a stop, and the milliseconds it stood in line before its first call."""
    w = t.told_wait.c
    called, ready = t.interval.alias("called").c, t.interval.alias("ready").c

    def _of_stop(span: Any, kind: str) -> Any:
        """One stop's spans of a kind on the day it was told on, along the interval's key."""
        same = and_(span.site_id == w.site_id, span.ticket_id == w.ticket_id)
        return and_(same, span.step_no == w.step_no, span.day == w.day, span.kind == kind)

    first = select(func.min(called.n)).where(_of_stop(called, "walking"))
    first_n = first.correlate(t.told_wait).scalar_subquery()
    length = func.sum(_Between(ready.started_at, ready.ended_at), type_=BigInteger())
    before = select(length).where(_of_stop(ready, "ready")).where(ready.n < first_n)
    stood = before.correlate(t.told_wait).scalar_subquery()
    mine = select(w.window, w.p10, w.p50, w.p90, first_n, stood)
    return Hot(mine.where(w.site_id == bindparam("p_site")).where(_days(w.day)))


@cache
def _end() -> Hot:
    here = t.journal.c.site_id == bindparam("p_site")
    return Hot(select(func.max(t.journal.c.pos)).where(here))


@cache
def _day_from() -> Hot:
    """The first entry of the journal from a position on."""
    j = t.journal.c
    here = select(j.pos, j.day).where(j.site_id == bindparam("p_site"))
    return Hot(here.where(j.pos >= bindparam("p_pos")).order_by(j.pos).limit(literal_column("1")))


class FigureReads:
    """`ports.FigureRows`, for whoever has a connection and a site."""

    connection: Any
    site: str

    def stop_sums(self, first: date, last: date) -> list[StopSum]:
        """Return a line for each place in line on these days, a ticket's lines together."""
        found = []
        for row in rows_of(self.connection, _stop_sums(), self._between(first, last)):
            (key, step, day, window, state, end, ticket_day, ticket_state, label_day) = row[:9]
            (first_day, first_n, last_ready, door, ready, serving) = row[9:15]
            standing, issued, started = row[15:]
            odd = ticket_day != label_day or bool(first_n and last_ready and last_ready > first_n)
            found.append(
                StopSum(
                    *(key, step, day, window, state, end, ticket_day, ticket_state),
                    *(first_day, first_n, int(door or 0), int(ready or 0)),
                    None if serving is None else int(serving),
                    *(standing, issued, started, odd),
                )
            )
        return found

    def tickets_active(self, first: date, last: date) -> set[str]:
        """Return the tickets with an interval that began on these days."""
        found = rows_of(self.connection, _active(), self._between(first, last))
        return {row[0] for row in found}

    def day_marks(self, first: date, last: date) -> dict[date, DayMark]:
        """Return the marks of the days that have tickets."""
        found = rows_of(self.connection, _marks(), self._between(first, last))
        return {row[0]: DayMark(row[1], row[2]) for row in found}

    def told_and_waited(self, first: date, last: date) -> list[Compared]:
        """Return what was told on these days, for the stops that were called on the same day."""
        found = rows_of(self.connection, _told(), self._between(first, last))
        return [
            Compared(window, p10, p50, p90, int(stood or 0) / 1000)
            for window, p10, p50, p90, called, stood in found
            if called is not None
        ]

    def enquiries_by_day(self, first: date, last: date) -> dict[date, int]:
        """Return how many questions were answered without a number, by day."""
        e = t.enquiry.c
        mine = select(e.day, func.count()).where(e.site_id == self.site)
        rows = self.connection.execute(mine.where(e.day.between(first, last)).group_by(e.day))
        return {row[0]: row[1] for row in rows}

    def enquiries_of_day(self, day: date) -> list[Enquiry]:
        """Return the questions answered on `day`, oldest first."""
        e = t.enquiry.c
        mine = select_rows(Enquiry).where(e.day == day).order_by(e.at, e.enquiry_id)
        rows = self.connection.execute(mine, {"p_site": self.site})
        return [made(Enquiry, row) for row in rows]

    def overdue_by_window(self, day: date) -> list[tuple[str, int]]:
        """Return how many cases are overdue on `day`, by window, most first."""
        c = t.case.c
        mine = select(c.window, func.count()).where(c.site_id == self.site)
        late = mine.where(c.state == "accepted").where(c.due_on < day).group_by(c.window)
        found = [(row[0], row[1]) for row in self.connection.execute(late)]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def overdue_count(self, day: date) -> int:
        """Return how many cases are overdue on `day`."""
        c = t.case.c
        mine = select(func.count()).select_from(t.case).where(c.site_id == self.site)
        late = mine.where(c.state == "accepted").where(c.due_on < day)
        return int(self.connection.execute(late).scalar_one())

    def places_of_day_in_journal(self, day: date) -> tuple[int, int]:
        """Return between which positions the journal of a day lies; the first is greater for none.

        Days never go back, so it is found by halving, without reading through the journal.
        """
        last = rows_of(self.connection, _end(), {"p_site": self.site})[0][0] or 0
        begin = self._first_from(day, 1, last + 1)
        if day == date.max:  # no day comes after it
            return begin, last
        return begin, self._first_from(day + timedelta(days=1), begin, last + 1) - 1

    def _first_from(self, day: date, low: int, high: int) -> int:
        """Return the first position in [low, high) of `day` or later, else `high`."""
        while low < high:
            middle = (low + high) // 2
            values = {"p_site": self.site, "p_pos": middle}
            found = rows_of(self.connection, _day_from(), values)
            if found and found[0][0] < high and found[0][1] < day:
                low = found[0][0] + 1
            else:
                high = middle
        return high

    def _between(self, first: date, last: date) -> dict[str, object]:
        return {"p_site": self.site, "p_first": first, "p_last": last}
