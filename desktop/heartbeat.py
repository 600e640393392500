"""The heartbeat of this desk: that it is still there, and at which counter."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import uuid4

from desktop.domain.errors import DeskError
from desktop.domain.leases import BEAT, LOST, Hold, takes, was_lost
from desktop.ports import Clock, Store
from desktop.snapshots import BeatAnswer

_LARGEST = 2**31
_GAP = 2 * BEAT
_JUMP = timedelta(seconds=5)


class Heartbeat:
    """One run of a desk: a session of its own, at one counter at a time, or at none.

    `monotonic` counts seconds and never goes back.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        station: str,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._clock = clock
        self._station = station
        self._session = uuid4().hex
        self._lock = threading.Lock()
        self._counter: int | None = None
        self._hold = Hold.NEW
        self._monotonic = monotonic
        self._last: tuple[datetime, float] | None = None
        self._since: datetime | None = None

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
            self._follow(found.now)
            self._counter, self._hold = counter, Hold.NEW
            lost = False
            if counter is not None:
                before, now = found.before, found.now
                lost = hold is Hold.HELD and was_lost(before, self._session, now)
                taken = takes(before, self._session, hold, now)
                self._hold = Hold.HELD if taken else Hold.LOST
            return BeatAnswer(round(off.total_seconds()), lost)

    def is_steady(self) -> bool:
        """Say whether this desk could have seen the others beat: it beat without a gap itself.

        After the database was away, or its clock was set, every desk looks lost until its next
        beat; who has not heard it answer for as long as that takes may judge nobody.  A clock
        that is set by hand jumps as it likes, and is believed.
        """
        with self._lock:
            if self._clock.manual:
                return True
            if self._since is None or self._last is None:
                return False
            return self._last[0] - self._since >= LOST

    def _follow(self, now: datetime) -> None:
        """Note a beat at a moment of the database; after a gap or a jump the count begins anew."""
        at = self._monotonic()
        if self._last is not None:
            by_server, by_us = now - self._last[0], timedelta(seconds=at - self._last[1])
            if max(by_server, by_us) > _GAP or abs(by_server - by_us) > _JUMP:
                self._since = None
        self._since = self._since or now
        self._last = (now, at)

    def sat_down(self) -> None:
        """Know that a person opened a counter here: its next beat is the first."""
        with self._lock:
            self._hold = Hold.NEW

    def enrol(self, site: str, machine: str, name: str) -> None:
        """Register this PC under the desk's station; `station_taken` while another one lives."""
        self._store.enrol(site, self._station, machine, name, self._moment())

    def _moment(self) -> datetime | None:
        return self._clock.now() if self._clock.manual else None
