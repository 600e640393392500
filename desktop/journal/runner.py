"""The command runner: one shape for every write (`docs/architecture.md`).

Lock the site's row; was this command done before?  Read, decide, record; rows, journal and
the remembered answer are saved in one transaction; after the commit the bus is told.

A database elsewhere may lose the commit's answer.  Then the same command is run again until the
lock was taken and the question answered: it was done, and this is what it answered, or it was
not, and is done now.  Nobody is told anything before.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any, TypeVar
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
from desktop.ports import Clock, Head, JournalRow, Remembered, RunAgain, Store, Transaction
from desktop.requests import ConfirmClock, Request
from desktop.snapshots import Answer
from desktop.wire import STORED, from_plain_text, to_json

_log = logging.getLogger(__name__)

R = TypeVar("R", bound=Request)
UseCase = Callable[[Work, R], Answer]

SILENCE = timedelta(days=31)
"""A real clock this far after the site's last event is suspected until somebody confirms it."""

RESOLVE_FOR = 60.0
"""Seconds for which a command without an answer is asked about before its caller is told so."""

_AGAIN = ("outcome_unknown", "database_away", "database_busy")
_PAUSES = (0.05, 0.1, 0.25, 0.5)  # seconds between two questions; then always the last
_TURNS = 10  # tries for a command that the database undid for another's sake


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


@dataclass(slots=True)
class _Try:
    """One command on its way, and what came of its last try."""

    site: str
    request: Request
    use_case: UseCase[Any]
    kind: type[Answer]
    origin: Origin
    asked: str
    known: bool = False
    """The lock was taken, and the memory knows of no such command: none was done before."""
    remembered: bool = False
    """The answer is that of an earlier try, or of an earlier command with this id."""
    stream_id: str = ""
    news: list[News] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A try whose commit was not answered: what it would have told, and how long we ask."""

    until: float
    stream_id: str
    news: list[News]


class Runner:
    """Runs commands on one site.

    `resolve_for`: seconds for which a lost answer is asked about.
    """

    def __init__(
        self,
        store: Store,
        clock: Clock,
        bus: Bus,
        station: str,
        version: str,
        resolve_for: float = RESOLVE_FOR,
    ) -> None:
        self._store = store
        self._clock = clock
        self._bus = bus
        self._lock = threading.Lock()
        self._streams: dict[str, Stream] = {}
        self._station = station
        self._version = version
        self._known: dict[str, Knowledge] = {}
        self._seen: dict[str, Head] = {}
        self._written: set[str] = set()
        self.resolve_for = resolve_for
        self._in_a_hurry = False
        self.on_new_day: Callable[[Work, date], None] = lambda work, day: None
        self.on_actor: Callable[[Work, str], None] = lambda work, staff: None
        self.on_request: Callable[[Work, Request], None] = lambda work, request: None

    def run(
        self, site: str, request: R, use_case: UseCase[R], kind: type[Answer], origin: Origin
    ) -> Answer:
        """Run one command; returns its answer, or the first one if it was done before.

        Raises DeskError, and then nothing was changed; but `outcome_unknown` says that it may
        have been done all the same: to be asked again with the command id it names.
        """
        asked = hashlib.sha256(
            f"{request.verb}\n{origin.staff or ''}\n{to_json(request)}".encode()
        ).hexdigest()
        if origin.command is None and not self._store.local:
            origin = replace(origin, command=uuid7(time.time_ns() // 1_000_000))
        doing = _Try(site, request, use_case, kind, origin, asked)
        with self._lock:
            answer = self._settled(doing)
        self._bus.publish(doing.news)
        return answer

    def owns(self, stream_id: str) -> bool:
        """Say whether this process wrote that stream, and told its own bus what it wrote."""
        return stream_id in self._written

    def zone(self, site: str) -> ZoneInfo | None:
        """Return the site's time zone as the last command saw it, None before the first."""
        known = self._known.get(site)
        return None if known is None else known.zone

    def hurry(self) -> None:
        """Ask no more about a lost answer: the program ends, the next start asks."""
        self._in_a_hurry = True

    def forget(self) -> None:
        """Begin new streams: the database's content was replaced."""
        with self._lock:
            self._streams.clear()
            self._known.clear()
            self._seen.clear()

    def _settled(self, doing: _Try) -> Answer:
        """Run until the outcome is known; leaves the news of what was done in `doing`."""
        doubt: _Doubt | None = None
        for turn in count():
            try:
                answer = self._run(doing)
            except DeskError as error:
                if error.code in ("outcome_unknown", "database_away"):
                    self._let_stream_go(doing)
                doubt = self._doubted(doing, error, doubt, turn)
                time.sleep(_PAUSES[min(turn, len(_PAUSES) - 1)])
            except Exception:
                self._let_stream_go(doing)
                raise
            else:
                break
        if doing.remembered:  # by the last try that got no answer, if there was one
            doing.news = doubt.news if doubt is not None else []
            if doubt is not None:
                self._written.add(doubt.stream_id)
        if doubt is not None:
            _log.warning("%s: its outcome is known by now", doing.request.verb)
        return answer

    def _doubted(
        self, doing: _Try, error: DeskError, doubt: _Doubt | None, turn: int
    ) -> _Doubt | None:
        """Return what is not known after a failed try; raises if there is nothing to wait for."""
        now = time.monotonic()
        if error.code == "outcome_unknown" and doing.origin.command is not None:
            _log.warning("%s: nobody knows whether it was done", doing.request.verb)
            until = now + self.resolve_for if doubt is None else doubt.until
            doubt = _Doubt(until, doing.stream_id, doing.news)
        elif doubt is None:
            if isinstance(error, RunAgain) and turn < _TURNS:
                return None
            raise error
        elif doing.known:
            # The lock was taken, nothing was remembered, and no commit was sent: not done.
            if error.code not in _AGAIN or now >= doubt.until or self._in_a_hurry:
                raise error
            return doubt
        if now >= doubt.until or self._in_a_hurry:
            raise DeskError("outcome_unknown", command=doing.origin.command) from error
        return doubt

    def _let_stream_go(self, doing: _Try) -> None:
        """Append no more to the stream: what was last may have been written all the same."""
        stream = self._streams.pop(doing.site, None)
        if stream is not None:
            self._written.discard(stream.stream_id)

    def _run(self, doing: _Try) -> Answer:
        site, origin = doing.site, doing.origin
        doing.known = doing.remembered = False
        with self._store.begin(site) as tx:
            memory = None if origin.command is None else tx.remembered(origin.command)
            doing.known = memory is None
            if memory is not None:
                if memory.request_sha256 != doing.asked:
                    doing.known = True
                    raise DeskError("command_reused", command=origin.command)
                doing.remembered = True
                return from_plain_text(doing.kind, memory.answer)
            head = tx.head() or Head(0, NO_HASH, self._now(tx), date.min)
            stream = self._stream(site, tx, head)
            work = self._begin(tx, site, head, origin, stream, doing.request)
            answer = doing.use_case(work, doing.request)
            if head.pos == 0 and origin.staff is not None:  # whoever made the site is its first
                self.on_actor(work, origin.staff)
            command = origin.command or work.new_id()
            links, after = _links(site, stream, work, command, head)
            if links:
                tx.append(links)
            if origin.command is not None:
                memory = Remembered(doing.asked, to_json(answer, STORED))
                tx.remember(origin.command, doing.request.verb, memory)
            doing.stream_id = stream.stream_id
            doing.news = [
                News(event, stamp.pos, stamp.at, stamp.day, stamp.by, origin.initiator or "")
                for event, stamp in work.recorded
            ]
        self._streams[site] = after
        if links:
            self._seen[site] = replace(head, pos=links[-1].pos, feed_hash=links[-1].feed_hash)
        if work.known is not None:
            self._known[site] = work.known
        return answer

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
            self._written.add(stream.stream_id)
        known = self._known.get(site)
        work = Work(tx, site, at, day, head.pos, origin.staff, known=known, now=now)
        if not stream.opened:
            work.opening = StreamOpened(stream.station, stream.version, head.pos, head.feed_hash)
            stream.hlc = epoch_ms(at) << 16
        if row is not None:
            self.on_request(work, request)
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
