"""What the tests of the change feed hear with."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from db.change_feed import ChangeFeed
from db.store import SqlStore
from desktop import requests as r
from desktop.clock import RealClock
from desktop.desk import Desk, Particulars
from desktop.ports import JournalRow

SETUP = r.SetUpSite("QC", "仓前", (r.CounterFields(1, ("CF",)),))


class Ear:
    """Collects what a feed tells, from its thread."""

    def __init__(self) -> None:
        self.rows: list[JournalRow] = []
        self.restores = 0
        self.times: list[float] = []
        self._changed = threading.Condition()

    def heard(self, rows: Sequence[JournalRow]) -> None:
        """Take rows."""
        with self._changed:
            self.rows += rows
            self.times.append(time.monotonic())
            self._changed.notify_all()

    def restored(self) -> None:
        """Take note of a restore."""
        with self._changed:
            self.restores += 1
            self._changed.notify_all()

    def wait(self, done: Callable[[], bool], seconds: float = 10.0) -> None:
        """Wait until something is so."""
        with self._changed:
            assert self._changed.wait_for(done, seconds)

    def wait_for(self, kind: str, count: int = 1) -> None:
        """Wait until something has happened so often."""
        self.wait(lambda: self.kinds.count(kind) >= count)

    @property
    def kinds(self) -> list[str]:
        """Return what happened."""
        return [row.kind for row in self.rows]


Listen = Callable[[Desk], Ear]


def make_desk(location: str | Path, site: str | None = None) -> Desk:
    """Open a desk of its own on a database."""
    return Desk(SqlStore(location), RealClock(), Particulars(site))


def feed_of(desk: Desk, site: Callable[[], str] | None = None) -> ChangeFeed:
    """Make a feed for a desk; `site` says which one instead of the desk."""
    assert isinstance(desk.store, SqlStore)
    return ChangeFeed(desk.store, site or desk.site, desk.owns)
