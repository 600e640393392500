"""The last days' stops, kept from one look to the next: days that are over do not change."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

from desktop.domain.paces import DAYS, Early, Past, Stop, early, stops
from desktop.ports import Reads

FURTHEST_BACK = 28
AT_ONCE = 3
"""So many days with visitors are read at one question, so that nobody waits for the rest."""

_FRESH = timedelta(seconds=60)
"""So long today's stops are not read again."""


class PaceMemory:
    """Reads each day once; safe for several threads."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._lock = threading.Lock()
        self._day: date | None = None
        self._back = 0
        self._stops: dict[date, list[Stop]] = {}
        self._early: dict[date, list[Early]] = {}
        self._today: tuple[date, datetime, list[Stop]] | None = None

    def past(self, reads: Reads, day: date) -> Past:
        """Return the stops of the last days with visitors before `day`, the nearest days first.

        All of them are known after a few questions.
        """
        with self._lock:
            if self._day != day:
                self._day, self._back = day, 0
                self._stops, self._early = {}, {}
            some = 0
            while self._back < FURTHEST_BACK and len(self._stops) < DAYS and some < AT_ONCE:
                self._back += 1
                some += self._read(reads, day - timedelta(days=self._back))
            return Past(dict(sorted(self._stops.items())), dict(self._early))

    def _read(self, reads: Reads, day: date) -> bool:
        intervals = reads.intervals_of_day(day)
        found = stops(intervals)
        if found:
            self._stops[day] = found
            self._early[day] = early(reads.tickets_of_day(day), intervals)
        return bool(found)

    def today(self, reads: Reads, day: date, at: datetime) -> list[Stop]:
        """Return today's stops so far, a minute old at most."""
        with self._lock:
            kept = self._today
            if kept is None or kept[0] != day or not kept[1] <= at < kept[1] + _FRESH:
                kept = (day, at, stops(reads.intervals_of_day(day)))
                self._today = kept
            return kept[2]
