"""The change feed: a thread that notices what other programs wrote, and reads it.

SQLite tells nobody, but `PRAGMA data_version` is one number in shared memory: it is asked ten
times a second on a connection of its own, and the journal is read only when it has moved.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.domain.errors import DeskError
from desktop.ports import JournalRow, Reads, Store

EVERY: Final = 0.1
"""Seconds between two questions: half of it is the average delay of a change."""
_MOST: Final = 500  # rows of the journal at once

_log = logging.getLogger(__name__)

Heard = Callable[[Sequence[JournalRow]], None]
Restored = Callable[[], None]


@dataclass(frozen=True, slots=True)
class _Mark:
    """How far the journal was read; the hash tells a restored journal from a longer one."""

    pos: int
    feed_hash: str


class ChangeFeed:
    """Tells of what other programs wrote to one site.

    `site` gives its code, raising `no_site` as long as there is none; `owns` says of a row that
    this very program wrote it: such rows are passed over.
    """

    def __init__(
        self, store: Store, site: Callable[[], str], owns: Callable[[JournalRow], bool]
    ) -> None:
        self._store = store
        self._site = site
        self._owns = owns
        self._mark: _Mark | None = None
        self._version: int | None = None
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None
        self._silent = False

    def start(self, heard: Heard, restored: Restored) -> None:
        """Begin to listen to what is written from now on, on a thread of its own.

        On that thread `heard` gets the rows in order, and `restored` is called when the journal
        is another one than before: everything shown is to be read anew.  What one of them
        raises is logged and ends nothing.
        """
        self._round(heard, restored)
        self._thread = threading.Thread(
            target=self._listen, args=(heard, restored), name="change-feed"
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and wait for the thread's end; safe to call twice."""
        self._ending.set()
        if self._thread is not None:
            self._thread.join()

    def _listen(self, heard: Heard, restored: Restored) -> None:
        while not self._ending.wait(EVERY):
            self._round(heard, restored)

    def _round(self, heard: Heard, restored: Restored) -> None:
        """Ask once; a fault is logged once and asked about again until it has gone."""
        try:
            version = self._store.data_version()
            if version != self._version:
                self._read(heard, restored)
                self._version = version
            self._silent = False
        except Exception as error:  # the feed must outlive whatever happens to the database
            if not self._silent:
                _log.warning("the change feed pauses: %s", error, exc_info=not _expected(error))
            self._silent = True

    def _read(self, heard: Heard, restored: Restored) -> None:
        try:
            site = self._site()
        except DeskError as error:
            if error.code != "no_site":
                raise
            self._mark = self._mark or _Mark(0, "")
            return
        with self._store.look(site) as reads:
            head = reads.head()
            now = _Mark(head.pos, head.feed_hash) if head is not None else _Mark(0, "")
            rows = [] if self._mark is None else _rows_after(reads, self._mark)
        self._mark = now
        if rows is None:
            _tell(restored)
        elif others := [row for row in rows if not self._owns(row)]:
            _tell(lambda: heard(others))


def _rows_after(reads: Reads, mark: _Mark) -> list[JournalRow] | None:
    """Return what was written after the mark; None if the journal is another one by now."""
    after = mark.pos
    if mark.pos:
        last = reads.feed(mark.pos - 1, 1)
        if not last or last[0].feed_hash != mark.feed_hash:
            return None
    rows: list[JournalRow] = []
    while part := reads.feed(after, _MOST):
        rows += part
        after = part[-1].pos
    return rows


def _tell(told: Callable[[], None]) -> None:
    try:
        told()
    except Exception:  # what was written is written: a listener's fault must not stop the news
        _log.exception("a listener of the change feed failed")


def _expected(error: Exception) -> bool:
    return isinstance(error, DeskError)
