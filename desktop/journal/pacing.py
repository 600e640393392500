"""The last days' stops, kept from one look to the next: days that are over do not change."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

from desktop.domain.paces import DAYS, Early, Past, Stop, early, stops
from desktop.ports import Reads

_FURTHEST_BACK = 28
_FRESH = timedelta(seconds=60)
"""So long today's stops are not read again."""


class PaceMemory:
    """Reads each day once; safe for several threads."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._lock = threading.Lock()
        self._before: tuple[date, Past] | None = None
        self._today: tuple[date, datetime, list[Stop]] | None = None

    def past(self, reads: Reads, day: date) -> Past:
        """Return the stops of the last days with visitors before `day`."""
        with self._lock:
            if self._before is None or self._before[0] != day:
                found: dict[date, list[Stop]] = {}
                ahead: dict[date, list[Early]] = {}
                for back in range(1, _FURTHEST_BACK + 1):
                    earlier = day - timedelta(days=back)
                    intervals = reads.intervals_of_day(earlier)
                    if some := stops(intervals):
                        found[earlier] = some
                        ahead[earlier] = early(reads.tickets_of_day(earlier), intervals)
                    if len(found) == DAYS:
                        break
                self._before = (day, Past(dict(sorted(found.items())), ahead))
            return self._before[1]

    def today(self, reads: Reads, day: date, at: datetime) -> list[Stop]:
        """Return today's stops so far, a minute old at most."""
        with self._lock:
            kept = self._today
            if kept is None or kept[0] != day or not kept[1] <= at < kept[1] + _FRESH:
                kept = (day, at, stops(reads.intervals_of_day(day)))
                self._today = kept
            return kept[2]
