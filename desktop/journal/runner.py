"""The command runner: one shape for every write (`docs/architecture.md`).

Lock the site's row; was this command done before?  Read, decide, record; rows, journal and
the remembered answer are saved in one transaction; after the commit the bus is told.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from desktop.bus import Bus, News
from desktop.domain.errors import DeskError
from desktop.domain.ids import uuid7
from desktop.domain.site import Site
from desktop.domain.site_events import StreamOpened
from desktop.domain.times import epoch_ms
from desktop.domain.working_time import site_day
from desktop.journal.chain import NO_HASH, feed_hash, link_hash
from desktop.journal.kinds import write_body
from desktop.journal.knowledge import Knowledge, goes_on
from desktop.journal.work import Work
from desktop.ports import Clock, Head, JournalRow, Remembered, Store, Transaction
from desktop.requests import ConfirmClock, Request
from desktop.snapshots import Answer
from desktop.wire import STORED, from_plain_text, to_json

R = TypeVar("R", bound=Request)
UseCase = Callable[[Work, R], Answer]

SILENCE = timedelta(days=31)
"""A real clock this far after the site's last event is suspected until somebody confirms it."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Who began a command: its id (None: not to be remembered), the person, the screen or verb."""

    command: str | None = None
    staff: str | None = None
    initiator: str | None = None


@dataclass(slots=True)
class Stream:
    """This process's own run of events: nobody else ever appends to it."""

    stream_id: str
    station: str
    version: str
    opened: bool = False
    seq: int = 0
    head: str = NO_HASH
    hlc: int = 0


class Runner:
    """Runs commands on one site."""

    def __init__(self, store: Store, clock: Clock, bus: Bus, station: str, version: str) -> None:
        self._store = store
        self._clock = clock
        self._bus = bus
        self._lock = threading.Lock()
        self._streams: dict[str, Stream] = {}
        self._station = station
        self._version = version
        self._known: dict[str, Knowledge] = {}
        self._seen: dict[str, Head] = {}
        self.on_new_day: Callable[[Work, date], None] = lambda work, day: None
        self.on_actor: Callable[[Work, str], None] = lambda work, staff: None

    def run(
        self, site: str, request: R, use_case: UseCase[R], kind: type[Answer], origin: Origin
    ) -> Answer:
        """Run one command; returns its answer, or the first one if it was done before.

        Raises DeskError, and then nothing was changed.
        """
        asked = hashlib.sha256(
            f"{request.verb}\n{origin.staff or ''}\n{to_json(request)}".encode()
        ).hexdigest()
        with self._lock:
            try:
                answer, news = self._run(site, request, use_case, kind, origin, asked)
            except Exception as error:
                if not isinstance(error, DeskError) or error.code == "database_away":
                    # It may have been written all the same, so nothing is appended to its stream.
                    self._streams.pop(site, None)
                raise
        self._bus.publish(news)
        return answer

    def owns(self, stream_id: str) -> bool:
        """Say whether this process wrote that stream."""
        return any(stream.stream_id == stream_id for stream in list(self._streams.values()))

    def zone(self, site: str) -> ZoneInfo | None:
        """Return the site's time zone as the last command saw it, None before the first."""
        known = self._known.get(site)
        return None if known is None else known.zone

    def forget(self) -> None:
        """Begin new streams: the database's content was replaced."""
        with self._lock:
            self._streams.clear()
            self._known.clear()
            self._seen.clear()

    def _run(
        self,
        site: str,
        request: R,
        use_case: UseCase[R],
        kind: type[Answer],
        origin: Origin,
        asked: str,
    ) -> tuple[Answer, list[News]]:
        with self._store.begin(site) as tx:
            if origin.command is not None and (memory := tx.remembered(origin.command)):
                if memory.request_sha256 != asked:
                    raise DeskError("command_reused", command=origin.command)
                return from_plain_text(kind, memory.answer), []
            head = tx.head() or Head(0, NO_HASH, self._now(tx), date.min)
            stream = self._stream(site, tx, head)
            work = self._begin(tx, site, head, origin, stream, request)
            answer = use_case(work, request)
            if head.pos == 0 and origin.staff is not None:  # whoever made the site is its first
                self.on_actor(work, origin.staff)
            command = origin.command or work.new_id()
            links, after = _links(site, stream, work, command, head)
            if links:
                tx.append(links)
            if origin.command is not None:
                tx.remember(
                    origin.command, request.verb, Remembered(asked, to_json(answer, STORED))
                )
        self._streams[site] = after
        if links:
            self._seen[site] = replace(head, pos=links[-1].pos, feed_hash=links[-1].feed_hash)
        if work.known is not None:
            self._known[site] = work.known
        news = [
            News(event, stamp.pos, stamp.at, stamp.day, stamp.by, origin.initiator or "")
            for event, stamp in work.recorded
        ]
        return answer, news

    def _stream(self, site: str, tx: Transaction, head: Head) -> Stream:
        """Return this process's stream; a new one where the journal is another than before.

        It is known before the commit: whoever reads the journal at once must find that it is
        ours.
        """
        if not goes_on(tx, self._seen.get(site), head):
            self._streams.pop(site, None)
            self._known.pop(site, None)
        if head.pos:
            self._seen[site] = head
        else:
            self._seen.pop(site, None)
        return self._streams.setdefault(site, Stream("", self._station, self._version))

    def _now(self, tx: Transaction) -> datetime:
        return self._clock.now() if self._clock.manual else tx.now()

    def _begin(
        self,
        tx: Transaction,
        site: str,
        head: Head,
        origin: Origin,
        stream: Stream,
        request: Request,
    ) -> Work:
        now = self._now(tx)
        at = max(now, head.at)
        row = tx.get(Site, site)
        silent = row is not None and not self._clock.manual and now - head.at > SILENCE
        if silent and not isinstance(request, ConfirmClock):
            raise DeskError("clock_suspect", last=head.at.date().isoformat())
        day = head.day
        if row is not None:
            day = max(head.day, site_day(at, ZoneInfo(row.zone), row.rollover_hour))
        if not stream.stream_id:
            stream.stream_id = uuid7(epoch_ms(at))
        work = Work(tx, site, at, day, head.pos, origin.staff, known=self._known.get(site))
        if not stream.opened:
            work.opening = StreamOpened(stream.station, stream.version, head.pos, head.feed_hash)
            stream.hlc = epoch_ms(at) << 16
        if row is not None:
            if origin.staff is not None:
                self.on_actor(work, origin.staff)
            if day > row.day:
                self.on_new_day(work, day)
        return work


def _links(
    site: str, stream: Stream, work: Work, command: str, head: Head
) -> tuple[list[JournalRow], Stream]:
    """Return the journal rows of what was recorded, and the stream as it is after them."""
    if not work.recorded:
        return [], stream
    after = replace(stream, opened=True)
    if not stream.opened:
        work.tx.open_stream(stream.stream_id, stream.station, head)
    feed = head.feed_hash
    links = []
    for n, (event, stamp) in enumerate(work.recorded):
        after.hlc = max(after.hlc + 1, epoch_ms(stamp.at) << 16)
        after.seq += 1
        row = JournalRow(
            stamp.pos,
            stream.stream_id,
            after.seq,
            command,
            n,
            event.kind,
            event.subject,
            after.hlc,
            stamp.at,
            stamp.day,
            write_body(event, stamp.by),
            after.head,
            "",
            "",
        )
        link = link_hash(site, row)
        feed = feed_hash(feed, link, stamp.pos, stamp.day, stamp.at)
        links.append(replace(row, hash=link, feed_hash=feed))
        after.head = link
    return links, after
