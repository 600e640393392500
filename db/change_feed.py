"""The change feed: a thread that notices what other programs wrote, and reads it.

What it waits on is the engine's (`db.ear`); what it believes is the journal alone: the rows
behind the last one it has read, and that row's hash.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from db.ear import ear_of
from db.store import SqlStore
from desktop.domain.errors import DeskError
from desktop.ports import JournalRow, Reads

MOST: Final = 500
"""Rows of the journal that are read at once, in one look; no look stays open between them."""

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
        self, store: SqlStore, site: Callable[[], str], owns: Callable[[JournalRow], bool]
    ) -> None:
        self._store = store
        self._site = site
        self._owns = owns
        self._ear = ear_of(store)
        self._code: str | None = None
        self._sign: object = None
        self._mark: _Mark | None = None
        self._missed = False
        self._silent = False
        self._ending = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, heard: Heard, restored: Restored) -> None:
        """Begin to listen to what is written from now on, on a thread of its own.

        On that thread `heard` gets the rows in order, and `restored` is called when the journal
        is another one than before, or it is not known what was written since the start:
        everything shown is to be read anew.  What one of them raises is logged and ends nothing.
        """
        self._round(heard, restored)
        self._thread = threading.Thread(
            target=self._listen, args=(heard, restored), name="change-feed"
        )
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and wait for the thread's end; safe to call twice."""
        if not self._ending.is_set():
            self._ending.set()
            self._ear.stop()
            if self._thread is not None:
                self._thread.join()
            self._ear.close()

    def _listen(self, heard: Heard, restored: Restored) -> None:
        while True:
            self._ear.wait()
            if self._ending.is_set():
                return
            self._round(heard, restored)

    def _round(self, heard: Heard, restored: Restored) -> None:
        """Ask once; a fault is logged once and asked about again until it has gone."""
        try:
            sign = self._ear.sign(self._code)
            if sign != self._sign:
                self._read(heard, restored)
                self._sign = sign
            self._silent = False
        except Exception as error:  # the feed must outlive whatever happens to the database
            self._missed = self._missed or self._mark is None
            if not self._silent:
                _log.warning("the change feed pauses: %s", error, exc_info=not _expected(error))
            self._silent = True

    def _read(self, heard: Heard, restored: Restored) -> None:
        """Read to the journal's end and tell of it, part by part."""
        try:
            site = self._code = self._site()
        except DeskError as error:
            if error.code != "no_site":
                raise
            self._mark = self._mark or _Mark(0, "")
            return
        while True:
            with self._store.look(site) as reads:
                rows = None if self._mark is None else _part_after(reads, self._mark)
                end = _end(reads) if rows is None else _after(rows, self._mark)
            anew = self._missed if self._mark is None else rows is None
            self._mark, self._missed = end, False
            if anew:
                self._code = None  # the site may be another too
                _tell(restored)
            elif others := [row for row in rows or () if not self._owns(row)]:
                _tell(partial(heard, others))
            if rows is None or len(rows) < MOST or self._ending.is_set():
                return


def _part_after(reads: Reads, mark: _Mark) -> list[JournalRow] | None:
    """Return what was written after the mark; None if the journal is another one by now."""
    if not mark.pos:
        return reads.feed(0, MOST)
    rows = reads.feed(mark.pos - 1, MOST + 1)
    if not rows or (rows[0].pos, rows[0].feed_hash) != (mark.pos, mark.feed_hash):
        return None
    return rows[1:]


def _end(reads: Reads) -> _Mark:
    head = reads.head()
    return _Mark(0, "") if head is None else _Mark(head.pos, head.feed_hash)


def _after(rows: Sequence[JournalRow], mark: _Mark | None) -> _Mark | None:
    return _Mark(rows[-1].pos, rows[-1].feed_hash) if rows else mark


def _tell(told: Callable[[], None]) -> None:
    try:
        told()
    except Exception:  # what was written is written: a listener's fault must not stop the news
        _log.exception("a listener of the change feed failed")


def _expected(error: Exception) -> bool:
    return isinstance(error, DeskError)
