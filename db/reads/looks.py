"""One consistent look at a site for screens, console and verifier."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, Integer, and_, bindparam, func, or_, select

from db import tables as t
from db.deadlines import patient
from db.queries import IN_LINE, LINK_COLUMNS, SqlQueries
from db.quick import Hot, first_rows_of, rows_of
from db.reads.enterprise_lists import latest_enterprises, open_cases_of
from db.reads.enterprise_search import find_enterprises
from db.reads.figures import FigureReads
from db.rows import FIELDS, made, select_rows
from db.tables import ROWS
from desktop.domain.cases import OPEN_CASE_STATES, Case
from desktop.domain.desk_records import Consent, Cutoff
from desktop.domain.enterprise_file import Enterprise, EnterpriseCare, EnterpriseNote
from desktop.domain.site import Site
from desktop.domain.state import KEYS, Row
from desktop.domain.tickets import Interval, Place, Ticket
from desktop.domain.times import whole_ms
from desktop.ports import CaseChoice, Found, Head, JournalRow, ToldNeed

R = TypeVar("R", bound=Row)
_HEAD = Hot(
    select(t.site.c.pos, t.site.c.feed_hash, t.site.c.at, t.site.c.day).where(
        t.site.c.code == bindparam("p_site")
    )
)
_OPENING = Hot(
    select(
        func.clock_timestamp(type_=t.site.c.at.type),
        *(t.site.c.pos, t.site.c.feed_hash, t.site.c.at, t.site.c.day),
        *t.site.c,
    ).where(t.site.c.code == bindparam("p_site"))
)
_CLOCK = Hot(select(func.clock_timestamp(type_=t.site.c.at.type)))
_BEGIN = (
    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
    # Whoever only looks holds nobody up, and may think for a while in between.
    "SET LOCAL idle_in_transaction_session_timeout = 0",
)
_TICKETS_OF_DAY = Hot(
    select_rows(Ticket)
    .where(t.ticket.c.line_day == bindparam("p_day", type_=t.ticket.c.line_day.type))
    .order_by(t.ticket.c.label)
)
_PLACES_OF_DAY = Hot(
    select_rows(Place).where(
        t.place.c.line_day == bindparam("p_day", type_=t.place.c.line_day.type)
    )
)
_INTERVALS_OF_DAY = Hot(
    select_rows(Interval).where(t.interval.c.day == bindparam("p_day", type_=t.interval.c.day.type))
)
_FEED = Hot(
    select(*LINK_COLUMNS)
    .where(t.journal.c.site_id == bindparam("p_site"))
    .where(t.journal.c.pos > bindparam("p_after"))
    .order_by(t.journal.c.pos)
    .limit(bindparam("p_most", type_=Integer))
)
_CALLS = ("ticket.called", "ticket.recalled")
_CHUNK = 500


class SqlReads(FigureReads, SqlQueries):
    """The reads of `ports.Reads`."""

    def __init__(self, connection: Connection, site: str) -> None:
        """Begin to look; on PostgreSQL the site's row comes together with the server's clock."""
        super().__init__(connection, site)
        self._now: datetime | None = None
        self._head: Head | None = None
        if connection.dialect.name == "sqlite":
            return
        for row in first_rows_of(connection, _OPENING, {"p_site": site}, _BEGIN):
            self._now = whole_ms(row[0])
            self._head = Head(*row[1:5])
            self.take(Site, [row[5 : 5 + len(FIELDS[Site])]])

    def now(self) -> datetime:
        """Return the database's clock: on SQLite, which is on this PC, the PC's own."""
        if self._now is None:
            if self.connection.dialect.name == "sqlite":
                self._now = whole_ms(datetime.now(UTC))
            else:
                self._now = whole_ms(rows_of(self.connection, _CLOCK, {})[0][0])
        return self._now

    def head(self) -> Head | None:
        """Return the end of the feed."""
        if self._head is not None:
            return self._head
        found = rows_of(self.connection, _HEAD, {"p_site": self.site})
        return Head(*found[0]) if found else None

    def texts(self, text_ids: Iterable[str]) -> dict[str, str]:
        """Return the free texts with these ids; erased ones are absent."""
        found: dict[str, str] = {}
        for some in _chunks(text_ids):
            statement = (
                select(t.texts.c.text_id, t.texts.c.content)
                .where(t.texts.c.site_id == self.site)
                .where(t.texts.c.text_id.in_(some))
            )
            found.update((key, value) for key, value in self.connection.execute(statement))
        return found

    def people(self, person_ids: Iterable[str]) -> dict[str, dict[str, str]]:
        """Return the rows of personal data with these ids; erased ones are absent."""
        found: dict[str, dict[str, str]] = {}
        for some in _chunks(person_ids):
            statement = (
                select(t.pii.c.person_id, t.pii.c.content)
                .where(t.pii.c.site_id == self.site)
                .where(t.pii.c.person_id.in_(some))
            )
            found.update((key, value) for key, value in self.connection.execute(statement))
        return found

    def find_enterprises(self, text: str, limit: int) -> list[Found]:
        """Return the enterprises that `text` finds, best first."""
        return find_enterprises(self, text, limit)

    def enterprises(self, ids: Iterable[str]) -> dict[str, Enterprise]:
        """Return the enterprises with these ids; for a merged one that which it lives on in."""
        found = {row.enterprise_id: row for row in self._by_ids(Enterprise, ids)}
        kept = {row.merged_into for row in found.values() if row.merged_into is not None}
        if kept:
            rows = {row.enterprise_id: row for row in self._by_ids(Enterprise, kept)}
            found = {key: rows.get(row.merged_into or "", row) for key, row in found.items()}
        return found

    def latest_enterprises(
        self, tier: str | None, after: str | None, limit: int
    ) -> list[Enterprise]:
        """Return those that were changed last first; of a tier, by the change of that."""
        return latest_enterprises(self, tier, after, limit)

    def care_of(self, ids: Iterable[str]) -> dict[str, EnterpriseCare]:
        """Return how the centre looks after these enterprises; most have no row."""
        return {row.enterprise_id: row for row in self._by_ids(EnterpriseCare, ids)}

    def notes_of(self, ids: Sequence[str]) -> list[EnterpriseNote]:
        """Return the notes on these enterprises, newest first."""
        found = self._in(EnterpriseNote, t.enterprise_note.c.enterprise_id, ids)
        return sorted(found, key=lambda row: row.note_id, reverse=True)

    def open_cases_of(self, ids: Iterable[str]) -> dict[str, int]:
        """Return how many cases of these enterprises are going on, where there are any."""
        return open_cases_of(self.connection, self.site, _chunks(ids))

    def tickets(self, ids: Iterable[str]) -> dict[str, Ticket]:
        """Return the tickets with these ids."""
        return {row.ticket_id: row for row in self._by_ids(Ticket, ids)}

    def told_needs(self, after: str, most: int) -> list[ToldNeed]:
        """Return the newest tickets with an id beyond `after` that had a need in words."""
        statement = (
            select(t.ticket.c.ticket_id, t.texts.c.content)
            .join_from(
                t.ticket,
                t.texts,
                and_(
                    t.texts.c.site_id == t.ticket.c.site_id,
                    t.texts.c.text_id == t.ticket.c.need_text,
                ),
            )
            .where(t.ticket.c.site_id == self.site)
            .where(t.ticket.c.need_text.is_not(None))
            .where(t.ticket.c.ticket_id > after)
            .order_by(t.ticket.c.ticket_id.desc())
            .limit(most)
        )
        told = {row[0]: row[1] for row in self.connection.execute(statement)}
        items = self._by_ticket(t.case.c.ticket_id, t.case.c.item, told)
        windows = self._by_ticket(t.place.c.ticket_id, t.place.c.window, told)
        return [
            ToldNeed(key, text, items.get(key, ()), windows.get(key, ()))
            for key, text in told.items()
        ]

    def queue(self, day: date, windows: Sequence[str] | None) -> list[Place]:
        """Return the ready places of the windows (None: all) in calling order."""
        statement = (
            select_rows(Place)
            .where(t.place.c.line_day == day)
            .where(IN_LINE)
            .order_by(t.place.c.rank_at, t.place.c.queue_pos, t.place.c.step_no)
        )
        if windows is not None:
            statement = statement.where(t.place.c.window.in_(windows))
        return self._find(Place, statement)

    def tickets_of_day(self, day: date) -> list[Ticket]:
        """Return the tickets in line on `day`, by label."""
        return self._find(Ticket, _TICKETS_OF_DAY, p_day=day)

    def tickets_of_enterprise(
        self, enterprise_id: str, limit: int, merged: Sequence[str] = ()
    ) -> list[Ticket]:
        """Return the tickets of the enterprise and of those merged into it, newest first."""
        statement = (
            select_rows(Ticket)
            .where(t.ticket.c.enterprise_id.in_([enterprise_id, *merged]))
            .order_by(t.ticket.c.issued_at.desc())
            .limit(limit)
        )
        return self._find(Ticket, statement)

    def latest_calls(self, day: date, most: int) -> list[Ticket]:
        """Return the day's tickets by their latest call or recall, newest first.

        Calls of one moment stand in the order of the journal.
        """
        called = t.ticket.c.called_at
        today = select_rows(Ticket).where(t.ticket.c.line_day == day)
        newest = self._find(
            Ticket, today.where(called.is_not(None)).order_by(called.desc()).limit(most)
        )
        moments = {ticket.called_at for ticket in newest}
        if len(moments) == len(newest) < most:
            return newest
        newest = self._find(Ticket, today.where(called >= min(moments)))
        calls = (
            select(t.journal.c.subject, func.max(t.journal.c.pos))
            .where(t.journal.c.site_id == self.site)
            .where(t.journal.c.subject.in_([ticket.ticket_id for ticket in newest]))
            .where(t.journal.c.kind.in_(_CALLS))
            .group_by(t.journal.c.subject)
        )
        order = {row[0]: row[1] for row in self.connection.execute(calls)}
        newest.sort(key=lambda one: (one.called_at, order.get(one.ticket_id, 0)), reverse=True)
        return newest[:most]

    def cases(self, choice: CaseChoice) -> list[Case]:
        """Return the cases that fit the choice, newest first."""
        c = t.case.c
        # Few are sorted: for the order of its key SQLite would read through all there ever were.
        newest = c.case_id.concat("") if _are_few(choice) else c.case_id
        statement = select_rows(Case).order_by(newest.desc()).limit(choice.limit)
        if choice.after is not None:
            statement = statement.where(newest < choice.after)
        return self._find(Case, _chosen(statement, choice))

    def count_cases(self, choice: CaseChoice) -> int:
        """Return how many cases fit the choice, whatever its limit."""
        statement = select(func.count()).select_from(t.case).where(t.case.c.site_id == self.site)
        return int(self.connection.execute(_chosen(statement, choice)).scalar_one())

    def places_of_day(self, day: date) -> list[Place]:
        """Return every place in line on `day`."""
        return self._find(Place, _PLACES_OF_DAY, p_day=day)

    def intervals_of_day(self, day: date) -> list[Interval]:
        """Return the intervals that began on `day`."""
        return self._find(Interval, _INTERVALS_OF_DAY, p_day=day)

    def cutoffs_of(self, day: date) -> list[Cutoff]:
        """Return the last numbers of `day`, those taken back too."""
        return self._find(Cutoff, select_rows(Cutoff).where(t.cutoff.c.day == day))

    def consents_of_case(self, case_id: str) -> list[Consent]:
        """Return the consents of a case."""
        return self._find(Consent, select_rows(Consent).where(t.consent.c.case_id == case_id))

    def feed(self, after: int, most: int) -> list[JournalRow]:
        """Return the journal after a position, in order."""
        values = {"p_site": self.site, "p_after": after, "p_most": most}
        return [JournalRow(*row) for row in rows_of(self.connection, _FEED, values)]

    def events_of_day(self, day: date, kinds: Sequence[str]) -> list[JournalRow]:
        """Return the journal of a day for these kinds of events, in order."""
        statement = (
            select(*LINK_COLUMNS)
            .where(t.journal.c.site_id == self.site)
            .where(t.journal.c.pos.between(*self.places_of_day_in_journal(day)))
            .where(t.journal.c.kind.in_(kinds))
            .order_by(t.journal.c.pos)
        )
        return [JournalRow(*row) for row in self.connection.execute(statement)]

    def stream_rows(self, kind: type[R]) -> Iterator[R]:
        """Return every row of a projection by its key, a part at a time."""
        table = ROWS[kind]
        keys = [table.c[name] for name in KEYS[kind]]
        statement = select_rows(kind).order_by(*keys).execution_options(yield_per=2000)
        with patient(self.connection):
            for values in self.connection.execute(statement, {"p_site": self.site}):
                yield made(kind, values)

    def _by_ticket(self, key: Any, value: Any, ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
        """Return what the rows of these tickets have in a column."""
        found: dict[str, tuple[str, ...]] = {}
        for some in _chunks(ids):
            statement = select(key, value).where(key.table.c.site_id == self.site)
            for ticket_id, one in self.connection.execute(statement.where(key.in_(some))):
                found[ticket_id] = (*found.get(ticket_id, ()), one)
        return found

    def _by_ids(self, kind: Any, ids: Iterable[str]) -> list[Any]:
        rows: list[Any] = []
        key = ROWS[kind].c[KEYS[kind][0]]
        for some in _chunks(ids):
            rows += self._find(kind, select_rows(kind).where(key.in_(some)))
        return rows


def _chosen(statement: Any, choice: CaseChoice) -> Any:
    """Return the statement with what a choice asks for, but for its order and its pages."""
    c = t.case.c
    for column, value in (
        (c.state, choice.state),
        (c.assigned_to, choice.assigned_to),
    ):
        if value is not None:
            statement = statement.where(column == value)
    if choice.enterprise_id is not None:
        companies = [choice.enterprise_id, *choice.merged]
        statement = statement.where(c.enterprise_id.in_(companies))
    if choice.window is not None:
        statement = statement.where(c.window == choice.window)
    if choice.open_only:
        statement = statement.where(c.state.in_(OPEN_CASE_STATES))
    if choice.ended_only:
        statement = statement.where(c.state.not_in(OPEN_CASE_STATES))
    if choice.waiting:
        statement = statement.where(c.state.in_(("accepted", "supplementing")))
        statement = statement.where(or_(c.state == "supplementing", c.gap_open.is_(True)))
    if choice.number is not None:
        by_number = c.number.contains(choice.number, autoescape=True)
        statement = statement.where(or_(by_number, c.enterprise_id.in_(choice.companies)))
    if choice.due_by is not None:
        statement = statement.where(c.state == "accepted").where(c.due_on <= choice.due_by)
    if choice.overdue_on is not None:
        statement = statement.where(c.state == "accepted").where(c.due_on < choice.overdue_on)
    if choice.not_overdue_on is not None:
        late = and_(c.state == "accepted", c.due_on.is_not(None), c.due_on < choice.not_overdue_on)
        statement = statement.where(~late)
    return statement


def _are_few(choice: CaseChoice) -> bool:
    """Say whether an index leads to the cases: an enterprise's own, or what is still going on."""
    going_on = choice.open_only or choice.waiting or choice.state in OPEN_CASE_STATES
    dated = choice.due_by is not None or choice.overdue_on is not None
    return choice.enterprise_id is not None or going_on or dated


def _chunks(ids: Iterable[str]) -> Iterator[list[str]]:
    wanted = list(dict.fromkeys(ids))
    for start in range(0, len(wanted), _CHUNK):
        yield wanted[start : start + _CHUNK]
