"""The verifier: recomputes the chain of a journal and the state that follows from it.

Everything that a row of the journal binds is recomputed, every event is applied anew by the one
`apply`, and every stored row is compared with the one that comes of it.  What does not fit is a
fault with its position and a short text: a kind, a key and names of fields, never their values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from itertools import groupby
from typing import Any, Protocol, cast

from desktop.domain.apply import apply
from desktop.domain.cases import Paper
from desktop.domain.errors import DeskError
from desktop.domain.site import Site
from desktop.domain.state import KEYS, R, Row, Stamp, key_of
from desktop.domain.tickets import Interval, Place
from desktop.journal.chain import NO_HASH, feed_hash, link_hash
from desktop.journal.fold import Fold, digest_of
from desktop.journal.kinds import read_body
from desktop.ports import Head, JournalRow, Store
from desktop.wire import to_plain

UNREADABLE = (ValueError, TypeError)
"""What a stored value raises that is none of ours: a time that is no time, JSON that is none."""

CHUNK = 2000
MOST_FAULTS = 100
"""So many faults are named; a journal with more of them is as unsound with fewer words."""

Progress = Callable[[int, int], None]
"""Told the events done and the events there are."""


class Journalled(Protocol):
    """What the verifier reads: a journal, its head and the rows that it should have made."""

    def head(self) -> Head | None:
        """Return the end of the feed."""
        ...

    def feed(self, after: int, most: int) -> Sequence[JournalRow]:
        """Return the journal after a position, in order."""
        ...

    def stream_rows(self, kind: type[R]) -> Iterator[R]:
        """Return every row of a projection; those of one ticket stand together."""
        ...


class Cancelled(Exception):
    """Somebody stopped the verifier before it was done."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What does not fit at a position: 0 where there is none."""

    pos: int
    what: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether journal and state are sound: the events read, the hash at their end, the faults."""

    sound: bool
    events: int
    head: str
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """Whether the state before equalled the journal's, and how many rows there are now."""

    same: bool
    rows: int


@dataclass(slots=True)
class Check:
    """The state of one verification."""

    reads: Journalled
    site: str
    fold: Fold
    progress: Progress | None
    cancelled: Callable[[], bool] | None
    faults: list[Fault] = field(default_factory=list)
    events: int = 0
    pos: int = 0
    feed: str = NO_HASH
    command: tuple[str, int] = ("", -1)
    streams: dict[str, tuple[int, str]] = field(default_factory=dict)
    day: date = date.min

    def fault(self, pos: int, what: str) -> None:
        """Note a fault."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(pos, what))

    def ask(self, total: int) -> None:
        """Tell how far it is; raises Cancelled where somebody wants no more."""
        if self.cancelled is not None and self.cancelled():
            raise Cancelled
        if self.progress is not None:
            self.progress(self.events, max(total, self.events))


def verify(
    reads: Journalled,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Verdict:
    """Verify the journal and the state of one site; raises Cancelled when told to stop."""
    check = _begun(reads, False, progress, cancelled)
    return _verdict(check)


def check_sound(store: Store, cancelled: Callable[[], bool] | None = None) -> None:
    """Raise `database_damaged` unless every site's journal and state are sound.

    Raises Cancelled when `cancelled`.
    """
    for site in store.sites():
        with store.look(site) as reads:
            found = verify(reads, None, cancelled)
        if not found.sound:
            first = found.faults[0]
            raise DeskError("database_damaged", path=store.location, pos=first.pos)


def rebuild(
    store: Store,
    site: str,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Rebuilt:
    """Make every row of the site anew from its journal, in one transaction under its lock.

    Raises Cancelled, and `database_damaged` for a journal that is not sound itself: its state
    would be less than what was written.  Then nothing was changed.
    """
    count = 0
    same = False

    def rows() -> Iterator[Row]:  # begins when the store asks for the first row: under the lock
        nonlocal count, same
        with store.look(site) as reads:
            check = _begun(reads, True, progress, cancelled)
            _check_head(check)
            if check.faults:
                raise DeskError("database_damaged", path=store.location, pos=check.faults[0].pos)
            _compare(check)
            same = not check.faults
        for row in check.fold.all_rows():
            count += 1
            yield row

    store.rewrite(site, rows())
    return Rebuilt(same, count)


def _begun(
    reads: Journalled,
    whole: bool,
    progress: Progress | None,
    cancelled: Callable[[], bool] | None,
) -> Check:
    """Return a check that has read the whole journal."""
    sites = [row.code for row in reads.stream_rows(Site)]
    check = Check(reads, sites[0] if sites else "", Fold(whole), progress, cancelled)
    head = reads.head()
    total = 0 if head is None else head.pos
    while True:
        check.ask(total)
        try:
            rows = reads.feed(check.pos, CHUNK)
        except UNREADABLE as error:
            what = f"journal: a row after {check.pos} cannot be read ({_name(error)})"
            check.fault(check.pos, what)
            return check
        for row in rows:
            _link(check, row)
            _apply(check, row)
        if len(rows) < CHUNK:
            return check


def _verdict(check: Check) -> Verdict:
    _check_head(check)
    _compare(check)
    return Verdict(not check.faults, check.events, check.feed, tuple(check.faults))


def _check_head(check: Check) -> None:
    """Check that the site's row names the end of the journal."""
    head = check.reads.head()
    if head is None:
        check.fault(0, "site: no row")
    elif head.pos != check.pos:
        check.fault(check.pos, f"site: head at {head.pos}, the journal ends at {check.pos}")
    elif head.feed_hash != check.feed:
        check.fault(check.pos, "site: the head's hash is not the journal's")


def _link(check: Check, row: JournalRow) -> None:
    """Check what a row of the journal binds; what follows is judged by what it says itself."""
    if row.pos != check.pos + 1:
        check.fault(row.pos, f"journal: {row.pos} follows {check.pos}")
    seq, prev = check.streams.get(row.stream_id, (0, NO_HASH))
    if row.seq != seq + 1 or row.prev != prev:
        check.fault(row.pos, f"journal {row.pos}: not the next link of its stream")
    elif row.seq == 1 and row.kind != "stream.opened":
        check.fault(row.pos, f"journal {row.pos}: a stream that was not opened")
    if row.n != (check.command[1] + 1 if row.cmd_id == check.command[0] else 0):
        check.fault(row.pos, f"journal {row.pos}: not the next event of its command")
    if link_hash(check.site, row) != row.hash:
        check.fault(row.pos, f"journal {row.pos}: hash differs")
    if feed_hash(check.feed, row.hash, row.pos, row.day, row.at) != row.feed_hash:
        check.fault(row.pos, f"journal {row.pos}: hash of the feed differs")
    check.streams[row.stream_id] = (row.seq, row.hash)
    check.command = (row.cmd_id, row.n)
    check.pos, check.feed = row.pos, row.feed_hash
    check.events += 1


def _apply(check: Check, row: JournalRow) -> None:
    if row.day > check.day:
        check.day = row.day
        check.fold.pack(row.day)
    try:
        event, by = read_body(row.kind, row.body)
        if event is None:
            return  # of a newer version: kept, and changes nothing that we know
        if event.subject != row.subject:
            check.fault(row.pos, f"journal {row.pos}: subject differs from the event's")
        apply(check.fold, event, Stamp(row.pos, row.at, row.day, by), check.site)
    except Exception as error:  # whatever a forged event breaks is a fault of the journal
        check.fault(row.pos, f"journal {row.pos}: {row.kind} cannot be applied ({_name(error)})")


def _name(error: Exception) -> str:
    return type(error).__name__


def _compare(check: Check) -> None:
    """Compare every stored row with the one that the journal makes."""
    for kind in KEYS:
        check.ask(check.events)
        try:
            _compare_kind(check, kind)
        except UNREADABLE as error:
            check.fault(0, f"{kind.__name__.lower()}: a row cannot be read ({_name(error)})")


def _compare_kind(check: Check, kind: type) -> None:
    missing = check.fold.groups(kind)
    stored: Iterator[Any] = check.reads.stream_rows(cast(Any, kind))
    for group, rows in groupby(stored, key=_group_of(kind)):
        made = check.fold.group(kind, group)
        missing.discard(group)
        for row in rows:
            _compare_row(check, kind, row, made.pop(key_of(row), None))
        for left in made.values():
            check.fault(left.last_pos, f"{_called(left)}: missing")
    for group in missing:
        for left in check.fold.group(kind, group).values():
            check.fault(left.last_pos, f"{_called(left)}: missing")


def _group_of(kind: type) -> Callable[[Any], tuple[Any, ...]]:
    if kind in (Place, Interval):
        return lambda row: (row.ticket_id,)
    return key_of


def _compare_row(check: Check, kind: type, stored: Any, made: Any) -> None:
    if made is None:
        check.fault(stored.last_pos, f"{_called(stored)}: not in the journal")
        return
    if kind is Paper and isinstance(made.facts, str) and isinstance(stored.facts, dict):
        stored = replace(stored, facts=cast(Any, digest_of(stored.facts)))
    if stored == made:
        return
    names = [
        one.name
        for one in fields(made)
        if to_plain(getattr(stored, one.name)) != to_plain(getattr(made, one.name))
    ]
    if names:
        check.fault(made.last_pos, f"{_called(made)}: {', '.join(names)} differs")


def _called(row: Row) -> str:
    key = "/".join(str(part) for part in key_of(row))
    return f"{type(row).__name__.lower()} {key}"
