"""The figures of the last days, kept from one look to the next: days that are over stay as they
are, and a day's mark tells if one does not.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from datetime import date, timedelta

from desktop.domain.day_figures import DayMark, DaySums, StopSum, Sums, count, exact
from desktop.ports import Head, Reads

MOST_KEPT = 400
"""So many days are kept: a year, and what is asked about beside it."""

AT_ONCE = 31
"""So many days are read at one question."""


class FigureMemory:
    """Counts each day that is over once; safe for several threads."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._lock = threading.Lock()
        self._days: dict[date, tuple[DayMark, DaySums]] = {}
        self._latest: tuple[date, Head | None, list[StopSum]] | None = None

    def stops(self, reads: Reads, day: date) -> list[StopSum]:
        """Return the stops that anything on a day is counted from, none of them odd.

        Read once for several questions between two entries of the journal; not to be changed.
        """
        with self._lock:
            return self._stops(reads, day)

    def days(self, reads: Reads, first: date, last: date, today: date) -> dict[date, DaySums]:
        """Return every day from `first` to `last` that has tickets or anything begun on it."""
        with self._lock:
            marks = reads.day_marks(first, last)
            found: dict[date, DaySums] = {}
            missing: list[date] = []
            for day in _days(first, last):
                kept = self._days.get(day)
                if day < today and kept is not None and kept[0] == marks.get(day, _NONE):
                    found[day] = kept[1]
                else:
                    missing.append(day)
            for begin, end in _runs(missing):
                alone = begin == end
                stops = self._stops(reads, begin) if alone else _whole(reads, begin, end)
                counted = count(stops, begin, end)
                for day in _days(begin, end):
                    found[day] = counted.get(day) or DaySums(Sums(), {})
                    if day < today:
                        self._keep(day, marks.get(day, _NONE), found[day])
            return found

    def _stops(self, reads: Reads, day: date) -> list[StopSum]:
        head = reads.head()
        if self._latest is None or self._latest[:2] != (day, head):
            self._latest = (day, head, _whole(reads, day, day))
        return self._latest[2]

    def _keep(self, day: date, mark: DayMark, sums: DaySums) -> None:
        self._days.pop(day, None)
        self._days[day] = (mark, sums)
        while len(self._days) > MOST_KEPT:
            del self._days[next(iter(self._days))]


_NONE = DayMark(0, 0)


def _whole(reads: Reads, first: date, last: date) -> list[StopSum]:
    sums = reads.stop_sums(first, last)
    odd = {stop.ticket_id for stop in sums if stop.odd}
    odd |= reads.tickets_active(first, last) - {stop.ticket_id for stop in sums}
    if not odd:
        return sums
    plain = [stop for stop in sums if stop.ticket_id not in odd]
    for ticket_id, ticket in reads.tickets(odd).items():
        spans = reads.all_intervals(ticket_id)
        plain += exact(ticket, reads.places(ticket_id), spans)
    return plain


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _runs(days: list[date]) -> Iterable[tuple[date, date]]:
    """Yield the first and last of consecutive days, at most `AT_ONCE` of them."""
    run: list[date] = []
    for day in days:
        if run and (day - run[-1] != timedelta(days=1) or len(run) == AT_ONCE):
            yield run[0], run[-1]
            run = []
        run.append(day)
    if run:
        yield run[0], run[-1]
