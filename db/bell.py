"""The bell: after a commit on PostgreSQL the others are told that something was written.

A hint and no more: the truth is what they read then, and they ask every second anyway.  It has
a thread and a connection of its own, because a NOTIFY inside the transaction would make all
sites of a server wait for one lock.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any, Final

CHANNEL: Final = "yimen_feed"
"""Where the bell is heard; what it says is `<site>:<pos>`."""

_EVERY = 0.05  # seconds between two rings: what comes meanwhile is told with the newest position
_LIMIT = 1.0  # seconds for the server to take one
_PAUSE = 1.0  # seconds before a connection that was lost is made anew
_RING = "SELECT pg_notify(%s, %s)"

_log = logging.getLogger(__name__)


class Bell:
    """Rings for the newest position of each site; never waits, never fails.

    `dial` opens a driver connection in autocommit.  The thread begins with the first ring.
    """

    def __init__(self, dial: Callable[[], Any]) -> None:
        self._dial = dial
        self._due: dict[str, int] = {}
        self._ending = False
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def ring(self, site: str, pos: int) -> None:
        """Tell the others, soon, that the site's journal has come to `pos`."""
        with self._changed:
            if self._ending:
                return
            self._due[site] = max(pos, self._due.get(site, 0))
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="bell", daemon=True)
                self._thread.start()
            self._changed.notify()

    def close(self) -> None:
        """Tell what is left, end the thread and wait for it: a few seconds at the worst."""
        with self._changed:
            self._ending = True
            self._changed.notify()
            thread, self._thread = self._thread, None
        if thread is not None:
            thread.join()

    def _work(self) -> None:
        driver: Any = None
        while (due := self._next()) is not None:
            try:
                driver = driver or self._dialled()
                for site, pos in due.items():
                    driver.execute(_RING, (CHANNEL, f"{site}:{pos}"))
            except Exception as error:  # a hint that is not given costs a second, no more
                _log.debug("the bell is silent: %s", type(error).__name__)
                _close(driver)
                driver = None
                self._rest(_PAUSE)
            else:
                self._rest(_EVERY)
        _close(driver)

    def _next(self) -> dict[str, int] | None:
        """Wait for something to tell, and take it; None when it is over and all was told."""
        with self._changed:
            self._changed.wait_for(lambda: self._ending or self._due)
            due, self._due = self._due, {}
            return due or None

    def _rest(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._ending, seconds)

    def _dialled(self) -> Any:
        driver = self._dial()
        driver.limit = _LIMIT
        return driver


def _close(driver: Any) -> None:
    if driver is not None:
        driver.close()
