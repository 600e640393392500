"""What the change feed waits on: SQLite's data version, or PostgreSQL's notices and a clock.

An ear waits until something may have been written, and gives a sign that changes when something
was.  What was written is read elsewhere: a notice that is lost costs a second, nothing else.
"""

from __future__ import annotations

import selectors
import socket
import threading
from time import monotonic
from typing import Any, Final, Protocol

from db.bell import CHANNEL
from db.problems import NO_ANSWER, world_faults
from db.store import SqlStore
from desktop.domain.errors import DeskError

EVERY: Final = 0.1
"""Seconds between two questions to SQLite: half of it is the average delay of a change."""
POLL: Final = 1.0
"""Seconds between two questions to PostgreSQL where no notice comes, and between two tries to
reach a server that is away."""

_GATHER = 0.02  # seconds between two questions however many notices come
_LIMIT = 2.5  # seconds for an answer
_HEAD = "SELECT pos, feed_hash FROM site WHERE code = %s"


class Ear(Protocol):
    """Waits for what may have been written; used by one thread, but for `stop`."""

    def wait(self) -> None:
        """Wait until something may have been written, or it is time to ask, or `stop`."""
        ...

    def sign(self, site: str | None) -> object:
        """Return what is different whenever the site's journal is; always so for no site."""
        ...

    def stop(self) -> None:
        """End the waiting, now and from now on; from any thread."""
        ...

    def close(self) -> None:
        """Let go of what it holds, when nobody uses it any more."""
        ...


def ear_of(store: SqlStore) -> Ear:
    """Return the ear that fits a store."""
    return VersionEar(store) if store.local else NoticeEar(store)


class VersionEar:
    """Asks SQLite ten times a second for one number in shared memory (3 µs)."""

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self._ending = threading.Event()

    def wait(self) -> None:
        """Wait a tenth of a second."""
        self._ending.wait(EVERY)

    def sign(self, site: str | None) -> object:
        """Return SQLite's number, which is every site's."""
        return self._store.data_version()

    def stop(self) -> None:
        """End the waiting."""
        self._ending.set()

    def close(self) -> None:
        """Do nothing: the store keeps the connection."""


class NoticeEar:
    """Listens to PostgreSQL on a connection of its own, and asks every second anyway.

    A connection that is lost is made anew, at any of the hosts, once a second.  The link is
    told what came of each question.
    """

    def __init__(self, store: SqlStore) -> None:
        self._store = store
        self._driver: Any = None
        self._site: str | None = None
        self._rung = False
        self._ending = False
        self._woken_at = monotonic()
        self._wake, self._waker = socket.socketpair()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._wake, selectors.EVENT_READ)

    def wait(self) -> None:
        """Wait for a notice of our site; at most until a second after the last waiting's end."""
        at_once, until = self._woken_at + _GATHER, self._woken_at + POLL
        while not self._ending and (left := until - monotonic()) > 0:
            if self._heard():
                left = at_once - monotonic()
                if left <= 0:
                    break
                until = at_once  # the rest of a flurry comes meanwhile
            self._selector.select(left)
        self._woken_at = monotonic()

    def sign(self, site: str | None) -> object:
        """Ask for the end of the site's journal; raises DeskError `database_away`."""
        self._site, self._rung = site, False
        link = self._store.link
        try:
            with world_faults():
                found = self._listening().execute(_HEAD, (site,)).fetchone()
        except BaseException as error:
            self._drop()
            if isinstance(error, DeskError) and error.code in NO_ANSWER:
                link.failed()
            raise
        link.answered()
        return found if site is not None else object()

    def stop(self) -> None:
        """End the waiting."""
        self._ending = True
        self._waker.send(b"\0")

    def close(self) -> None:
        """Let the connection and the sockets go."""
        self._drop()
        self._selector.close()
        self._wake.close()
        self._waker.close()

    def _heard(self) -> bool:
        """Take the notices that have come; a connection that is lost is worth a question too."""
        if self._driver is not None and not self._rung:
            try:
                self._driver.pgconn.consume_input()
                while notice := self._driver.pgconn.notifies():
                    self._on_notice(notice.extra.decode("utf-8", "replace"))
            except Exception:  # the driver's class, which a desk on one PC does not load
                self._drop()
                self._rung = True
        return self._rung

    def _on_notice(self, text: str) -> None:
        site, _, _ = text.rpartition(":")
        if self._site is None or site == self._site:
            self._rung = True

    def _listening(self) -> Any:
        if self._driver is None:
            self._driver = driver = self._store.dial()
            driver.limit = _LIMIT
            self._selector.register(driver.fileno(), selectors.EVENT_READ)
            # Notices that come with an answer are taken from it; `_heard` takes the others.
            driver.add_notify_handler(lambda notice: self._on_notice(notice.payload))
            driver.execute(f"LISTEN {CHANNEL}")
        return self._driver

    def _drop(self) -> None:
        driver, self._driver = self._driver, None
        if driver is not None:
            for key in list(self._selector.get_map().values()):
                if key.fileobj is not self._wake:
                    self._selector.unregister(key.fileobj)
            driver.close()
