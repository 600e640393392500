"""What the desk needs from outside, as protocols: the store, the clock, the printer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

from desktop.domain.cases import Case, Paper
from desktop.domain.day_figures import FigureRows
from desktop.domain.desk_records import Consent, Cutoff
from desktop.domain.enterprise_file import (
    Enterprise,
    EnterpriseCare,
    EnterpriseContact,
    EnterpriseNote,
)
from desktop.domain.errors import DeskError
from desktop.domain.leases import Beat, Hold, Lease
from desktop.domain.people import Staff
from desktop.domain.site import Counter
from desktop.domain.state import R, Row, Rows
from desktop.domain.tickets import Interval, Place, Ticket
from desktop.link import Link

Progress = Callable[[int, int], None]
"""Told the steps done and the steps there are."""

Cancelled = Callable[[], bool]
"""Says whether a person wants no more of it."""


class Stopped(Exception):
    """A person stopped the copying; nothing is left of it."""


class RunAgain(DeskError):
    """The database undid the command and asks to run it again from its start; nothing is wrong.

    To people it is what its code says (`database_busy`), if it goes on too long.
    """


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One link of the journal as it is stored; `body` is the exact text that was hashed.

    `at` is the moment (UTC) that counts (`eff_at`), `day` the site's day then; `n` is the
    event's ordinal inside its command.  Hashes are lower-case hexadecimal SHA-256.
    """

    pos: int
    stream_id: str
    seq: int
    cmd_id: str
    n: int
    kind: str
    subject: str
    hlc: int
    at: datetime
    day: date
    body: str
    prev: str
    hash: str
    feed_hash: str
    sig: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a site's feed: last position, its hash, and the site's last moment and day."""

    pos: int
    feed_hash: str
    at: datetime
    day: date


@dataclass(frozen=True, slots=True)
class Remembered:
    """A command that was done before: what was asked (hash) and what was answered (JSON)."""

    request_sha256: str
    answer: str


class Queries(Protocol):
    """What a command or a screen looks up beyond rows by their key; one site, today's truth."""

    def heads(self, day: date, windows: Sequence[str], most: int = 1) -> list[Place]:
        """Return the first `most` ready places of each window, in calling order per window."""
        ...

    def ready_before(self, place: Place) -> int:
        """Return how many ready places stand before `place` at its window on its day."""
        ...

    def ticket_at(self, counter: int) -> Ticket | None:
        """Return the ticket that is called or serving at the counter."""
        ...

    def held_at(self, counter: int) -> list[Ticket]:
        """Return the tickets put on hold at the counter, also on days before, oldest first."""
        ...

    def leases(self) -> dict[int, Lease]:
        """Return the leases by counter; never kept, read anew each time."""
        ...

    def ticket_labelled(self, label: str, day: date) -> Ticket | None:
        """Return the ticket with this label: today's own first, else one carried into `day`."""
        ...

    def case_numbered(self, number: str) -> Case | None:
        """Return the case with this number."""
        ...

    def paper_numbered(self, number: str) -> Paper | None:
        """Return the paper (not a slip) with this number."""
        ...

    def cases_of(self, ticket_id: str) -> list[Case]:
        """Return the cases that the ticket's places name or that it brought, oldest first."""
        ...

    def papers_of(self, ticket_id: str | None, case_ids: Sequence[str]) -> list[Paper]:
        """Return the papers of the ticket and of the cases, oldest first."""
        ...

    def consents_with(self, ticket_id: str) -> list[Consent]:
        """Return the consents given with the ticket, those withdrawn too, oldest first."""
        ...

    def all_intervals(self, ticket_id: str) -> list[Interval]:
        """Return every interval of the ticket, in the order they began."""
        ...

    def counters(self) -> list[Counter]:
        """Return the site's counters by number, those taken away left out."""
        ...

    def counter_of(self, staff: str) -> Counter | None:
        """Return the counter where this person sits (open or paused)."""
        ...

    def staff(self) -> list[Staff]:
        """Return the site's people by code."""
        ...

    def open_tickets(self, day: date) -> list[Ticket]:
        """Return the tickets in line on `day` or before that have no end yet, by label."""
        ...

    def lapsed_gaps(self, day: date) -> list[Case]:
        """Return the accepted cases whose promised materials were due on `day` or before."""
        ...

    def cases_with_due_dates(self) -> list[Case]:
        """Return the open cases that have a due date or a promised day."""
        ...

    def enterprise_with_code(self, uscc: str) -> Enterprise | None:
        """Return the enterprise with this 统一社会信用代码."""
        ...

    def enterprises_with(self, codes: Sequence[str], names: Sequence[str]) -> list[Enterprise]:
        """Return the enterprises with these codes or exactly these names, merged ones as well."""
        ...

    def merged_into(self, ids: Sequence[str]) -> list[Enterprise]:
        """Return the enterprises whose files were merged into these."""
        ...

    def contacts_of(self, ids: Sequence[str]) -> list[EnterpriseContact]:
        """Return the people of these enterprises, oldest first."""
        ...

    def enquiries_on(self, day: date) -> int:
        """Return how many questions were answered without a number on `day`."""
        ...

    def shared_materials(self, enterprise_id: str) -> list[tuple[str, tuple[str, ...]]]:
        """Return (item, materials given) of accepted or ended cases of the enterprise.

        Those of enterprises merged into it are its own.
        """
        ...

    def every(self, kind: type[R]) -> list[R]:
        """Return every row of a projection, in no order."""
        ...

    def feed_hash_at(self, pos: int) -> str | None:
        """Return the hash of the feed at a position, None where the journal has none."""
        ...

    def latest(self, subject: str, kinds: Sequence[str]) -> JournalRow | None:
        """Return the last of these events of a subject; read backwards along its index."""
        ...

    def history(self, subjects: Sequence[str]) -> list[JournalRow]:
        """Return the journal of these subjects, oldest first."""
        ...

    def newest(self, day: date, kinds: Sequence[str], most: int) -> Iterator[JournalRow]:
        """Yield a day's events of these kinds, newest first, among the last `most` of the feed."""
        ...

    def label_counts(self, day: date) -> tuple[dict[str, int], int]:
        """Return the last number of each letter on `day` and how many tickets are void."""
        ...


class Transaction(Rows, Queries, Protocol):
    """One command's unit of work on a site: the lock is held until it commits or rolls back."""

    def head(self) -> Head | None:
        """Return the end of the feed as it is under the lock; None for a site not yet made."""
        ...

    def now(self) -> datetime:
        """Return the database's clock (UTC, milliseconds)."""
        ...

    def remembered(self, cmd_id: str) -> Remembered | None:
        """Return what this command answered before, if it was done."""
        ...

    def remember(self, cmd_id: str, verb: str, memory: Remembered) -> None:
        """Keep the command's answer."""
        ...

    def append(self, links: Sequence[JournalRow]) -> None:
        """Append to the journal and move the head of the feed."""
        ...

    def open_stream(self, stream_id: str, station: str, parent: Head) -> None:
        """Keep the row of a new stream."""
        ...

    def keep_text(self, text_id: str, subject: str, content: str) -> None:
        """Keep a free text."""
        ...

    def keep_person(self, person_id: str, subject: str, content: Mapping[str, str]) -> None:
        """Keep a row of personal data."""
        ...

    def kept_people(self, person_ids: Sequence[str]) -> dict[str, dict[str, str]]:
        """Return the rows of personal data with these ids, those of this command included."""
        ...

    def forget_answers(self, before: datetime) -> None:
        """Drop the remembered answers of commands given before this moment."""
        ...

    def end_lease(self, counter: int) -> None:
        """End the counter's lease, if it has one: whoever sits there now beats anew."""
        ...


@dataclass(frozen=True, slots=True)
class Found:
    """One enterprise that typed text finds; `why`: code, name, pinyin or initials."""

    enterprise: Enterprise
    why: str


@dataclass(frozen=True, slots=True)
class ToldNeed:
    """A need in words and what was chosen for it when the number was issued: items, windows.

    The words are personal data: they are looked at and never written anywhere.
    """

    ticket_id: str
    text: str
    items: tuple[str, ...]
    windows: tuple[str, ...]


class Reads(Rows, Queries, FigureRows, Protocol):
    """One consistent look at a site, without the lock."""

    def now(self) -> datetime:
        """Return the database's clock (UTC, milliseconds) at the beginning of the look."""
        ...

    def head(self) -> Head | None:
        """Return the end of the feed."""
        ...

    def texts(self, text_ids: Iterable[str]) -> dict[str, str]:
        """Return the free texts with these ids; erased ones are absent."""
        ...

    def people(self, person_ids: Iterable[str]) -> dict[str, dict[str, str]]:
        """Return the rows of personal data with these ids; erased ones are absent."""
        ...

    def find_enterprises(self, text: str, limit: int) -> list[Found]:
        """Return the enterprises that `text` finds, best first."""
        ...

    def enterprises(self, ids: Iterable[str]) -> dict[str, Enterprise]:
        """Return the enterprises with these ids."""
        ...

    def tickets(self, ids: Iterable[str]) -> dict[str, Ticket]:
        """Return the tickets with these ids."""
        ...

    def told_needs(self, after: str, most: int) -> list[ToldNeed]:
        """Return the newest tickets with an id beyond `after` that had a need in words."""
        ...

    def queue(self, day: date, windows: Sequence[str] | None) -> list[Place]:
        """Return the ready places of the windows (None: all) in calling order."""
        ...

    def tickets_of_day(self, day: date) -> list[Ticket]:
        """Return the tickets in line on `day`, by label."""
        ...

    def latest_enterprises(
        self, tier: str | None, after: str | None, limit: int
    ) -> list[Enterprise]:
        """Return those that were changed last first; of a tier, by the change of that.

        `after`: an enterprise's id, go on behind it.
        """
        ...

    def care_of(self, ids: Iterable[str]) -> dict[str, EnterpriseCare]:
        """Return how the centre looks after these enterprises; most have no row."""
        ...

    def notes_of(self, ids: Sequence[str]) -> list[EnterpriseNote]:
        """Return the notes on these enterprises, newest first."""
        ...

    def open_cases_of(self, ids: Iterable[str]) -> dict[str, int]:
        """Return how many cases of these enterprises are going on, where there are any."""
        ...

    def tickets_of_enterprise(
        self, enterprise_id: str, limit: int, merged: Sequence[str] = ()
    ) -> list[Ticket]:
        """Return the tickets of the enterprise and of those merged into it, newest first."""
        ...

    def latest_calls(self, day: date, most: int) -> list[Ticket]:
        """Return the day's tickets by their latest call or recall, newest first."""
        ...

    def cases(self, choice: CaseChoice) -> list[Case]:
        """Return the cases that fit the choice, newest first."""
        ...

    def count_cases(self, choice: CaseChoice) -> int:
        """Return how many cases fit the choice, whatever its limit."""
        ...

    def places_of_day(self, day: date) -> list[Place]:
        """Return every place in line on `day`."""
        ...

    def intervals_of_day(self, day: date) -> list[Interval]:
        """Return the intervals that began on `day`."""
        ...

    def cutoffs_of(self, day: date) -> list[Cutoff]:
        """Return the last numbers of `day`, those taken back too, in no order."""
        ...

    def consents_of_case(self, case_id: str) -> list[Consent]:
        """Return the consents of a case, those withdrawn too, in no order."""
        ...

    def feed(self, after: int, most: int) -> list[JournalRow]:
        """Return the journal after a position, in order."""
        ...

    def events_of_day(self, day: date, kinds: Sequence[str]) -> list[JournalRow]:
        """Return the journal of a day for these kinds of events, in order."""
        ...

    def stream_rows(self, kind: type[R]) -> Iterator[R]:
        """Return every row of a projection by its key, a part at a time."""
        ...


@dataclass(frozen=True, slots=True)
class CaseChoice:
    """Which cases to list; None means any.  `after`: a case id, list what is older than it.

    `merged` are ids that go with `enterprise_id`.
    `waiting`: only those that wait for the company (supplement, or a gap still open).  `number`
    is any part of a case's number and `companies` are ids: a case fits by either.
    """

    state: str | None = None
    window: str | None = None
    enterprise_id: str | None = None
    merged: tuple[str, ...] = ()
    assigned_to: str | None = None
    due_by: date | None = None
    overdue_on: date | None = None
    not_overdue_on: date | None = None
    open_only: bool = False
    ended_only: bool = False
    waiting: bool = False
    number: str | None = None
    companies: tuple[str, ...] = ()
    limit: int = 100
    after: str | None = None


class Store(Protocol):
    """What is remembered, for all sites of one database.

    `location` names it for people; it holds no password.  `link` says whether it answers; a
    `local` store is in this program or a file of this PC, and is never away.
    """

    location: str
    link: Link
    local: bool

    def sites(self) -> list[str]:
        """Return the codes of the sites in the database."""
        ...

    def begin(self, site: str) -> AbstractContextManager[Transaction]:
        """Lock the site's row and begin a command; commits at the end, rolls back on an error.

        `database_away`: surely nothing was done.  `outcome_unknown`: the end was asked for and
        not answered; to be asked about under the lock, by `was_done` or the same command again.
        """
        ...

    def was_done(self, site: str, command: str) -> Remembered | None:
        """Return what a command answered, if it was done; asked under the lock, None is final."""
        ...

    def look(self, site: str) -> AbstractContextManager[Reads]:
        """Begin one consistent look."""
        ...

    def beat(
        self,
        site: str,
        counter: int | None,
        session: str,
        station: str,
        hold: Hold = Hold.NEW,
        at: datetime | None = None,
    ) -> Beat:
        """Say that a desk is still there, at a counter or at none, without the site's lock.

        `at`: the moment (None: the database's clock).
        """
        ...

    def enrol(
        self, site: str, station: str, machine: str, name: str, at: datetime | None = None
    ) -> None:
        """Register a station's PC; `station_taken` while another one lives under its code."""
        ...

    def rewrite(self, site: str, rows: Iterable[Row]) -> None:
        """Replace every projection of the site by `rows`, in one transaction."""
        ...

    def data_version(self) -> int:
        """Return a number that changes when another process has written."""
        ...

    def backup(
        self,
        path: Path,
        verify: Callable[[Store], None],
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> bool:
        """Copy the database to `path`, open it, let `verify` look at it; only then it counts.

        False where the copy could only be read through, not opened (a server's, by a login that
        may make no databases).  Raises Stopped when `cancelled`; nothing is left then.
        """
        ...

    def restore(
        self,
        path: Path,
        verify: Callable[[Store], None],
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> None:
        """Replace the database by a verified backup; what was there is kept beside it.

        Raises Stopped when `cancelled` before anything was replaced.
        """
        ...

    def close(self) -> None:
        """Let go of every connection."""
        ...


class Clock(Protocol):
    """The desk's own clock; the database's counts for order, this one only where there is none."""

    manual: bool

    def now(self) -> datetime:
        """Return the moment (UTC); raises `clock_not_set` for a manual clock that was never set."""
        ...

    def set(self, at: datetime) -> None:
        """Set a manual clock; a real one refuses."""
        ...


class ChangeFeed(Protocol):
    """Tells of what other processes wrote."""

    def start(
        self, heard: Callable[[Sequence[JournalRow]], None], restored: Callable[[], None]
    ) -> None:
        """Begin listening on a thread of its own; `heard` gets what came, in order.

        `restored` is called when the journal was replaced: everything is to be read anew.
        """
        ...

    def stop(self) -> None:
        """Stop listening and wait for the thread's end."""
        ...
