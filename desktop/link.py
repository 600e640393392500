"""The link to a database on another machine: whether it answers, and for how long it has not.

Whoever asks the database reports here what came of it; screens only read.  In memory, safe from
any thread, and never waits.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from enum import StrEnum
from typing import Final

SUSPECT_AFTER: Final = 3.0
"""Seconds of silence after which an answer is missed; the change feed asks every second."""
AWAY_AFTER: Final = 7.5
"""Seconds of silence after which the database is away: every host was tried by then."""


class LinkState(StrEnum):
    """What is known of the database."""

    LOCAL = "local"
    """It is on this PC: there is no link to lose."""
    ONLINE = "online"
    SUSPECT = "suspect"
    AWAY = "away"


class Link:
    """What is known of one program's link to its database.

    `clock` counts seconds and never goes back; a new link begins as answered.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, local: bool = False) -> None:
        self._clock = clock
        self._local = local
        self._lock = threading.Lock()
        self._answered_at = clock()
        self._failed = False

    def answered(self) -> None:
        """Note that the database has answered just now; a refusal is an answer too."""
        with self._lock:
            self._answered_at = self._clock()
            self._failed = False

    def failed(self) -> None:
        """Note that a try got no answer: the connection was lost, refused, or waited in vain."""
        with self._lock:
            self._failed = True

    def silent_for(self) -> float:
        """Return the seconds since the last answer; 0 for a local database."""
        if self._local:
            return 0.0
        with self._lock:
            return max(0.0, self._clock() - self._answered_at)

    def state(self) -> LinkState:
        """Return what is known at this moment."""
        if self._local:
            return LinkState.LOCAL
        with self._lock:
            silent = self._clock() - self._answered_at
            failed = self._failed
        if silent >= AWAY_AFTER:
            return LinkState.AWAY
        if failed or silent >= SUSPECT_AFTER:
            return LinkState.SUSPECT
        return LinkState.ONLINE
