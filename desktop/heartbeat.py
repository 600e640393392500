"""The heartbeat of this desk: that it is still there, and at which counter."""

from __future__ import annotations

import threading
from datetime import datetime
from uuid import uuid4

from desktop.domain.errors import DeskError
from desktop.domain.leases import Hold, takes, was_lost
from desktop.ports import Clock, Store
from desktop.snapshots import BeatAnswer

_LARGEST = 2**31


class Heartbeat:
    """One run of a desk: a session of its own, at one counter at a time, or at none."""

    def __init__(self, store: Store, clock: Clock, station: str) -> None:
        self._store = store
        self._clock = clock
        self._station = station
        self._session = uuid4().hex
        self._lock = threading.Lock()
        self._counter: int | None = None
        self._hold = Hold.NEW

    def beat(self, site: str, counter: int | None) -> BeatAnswer:
        """Beat once; raises DeskError, and then nothing is known."""
        if counter is not None and not 0 < counter < _LARGEST:
            raise DeskError("unknown_counter", counter=counter)
        with self._lock:
            hold = self._hold if counter == self._counter else Hold.NEW
            asked = self._clock.now()
            found = self._store.beat(
                site, counter, self._session, self._station, hold, self._moment()
            )
            off = asked + (self._clock.now() - asked) / 2 - found.now
            self._counter, self._hold = counter, Hold.NEW
            lost = False
            if counter is not None:
                before, now = found.before, found.now
                lost = hold is Hold.HELD and was_lost(before, self._session, now)
                taken = takes(before, self._session, hold, now)
                self._hold = Hold.HELD if taken else Hold.LOST
            return BeatAnswer(round(off.total_seconds()), lost)

    def sat_down(self) -> None:
        """Know that a person opened a counter here: its next beat is the first."""
        with self._lock:
            self._hold = Hold.NEW

    def enrol(self, site: str, machine: str, name: str) -> None:
        """Register this PC under the desk's station; `station_taken` while another one lives."""
        self._store.enrol(site, self._station, machine, name, self._moment())

    def _moment(self) -> datetime | None:
        return self._clock.now() if self._clock.manual else None
