"""What commands and screens look up beyond rows by their key: SQL for one site.

Statements are built once and kept; texts that a partial index needs stand in them as they are
in the index.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import (
    and_,
    bindparam,
    func,
    literal_column,
    select,
    text,
    tuple_,
    union_all,
)

from db import leases
from db import tables as t
from db.column_types import Day
from db.enterprise_queries import EnterpriseQueries
from db.quick import Hot, rows_of
from db.rows import COLUMNS, select_rows
from db.tables import ROWS
from desktop.domain.cases import Case, Paper
from desktop.domain.desk_records import Consent
from desktop.domain.enterprise_file import Enterprise
from desktop.domain.leases import Lease
from desktop.domain.people import Staff
from desktop.domain.site import Counter, Site
from desktop.domain.tickets import Interval, Place, Ticket
from desktop.ports import JournalRow

LINK_COLUMNS = tuple(t.journal.c)[1:]
"""The columns of a journal's row, in the order of `JournalRow`."""

IN_LINE = text("place.state = 'ready'")
_AT_COUNTER = text("ticket.state IN ('called', 'serving')")
_OPEN = text("ticket.ended_at IS NULL")
_LINE_ORDER = (t.place.c.rank_at, t.place.c.queue_pos, t.place.c.step_no)


@cache
def _heads(count: int, most: int) -> Hot:
    parts = []
    for n in range(count):
        one = (
            select(*COLUMNS[Place])
            .where(t.place.c.site_id == bindparam("p_site"))
            .where(t.place.c.line_day == bindparam("p_day", type_=Day))
            .where(t.place.c.window == bindparam(f"p_window_{n}"))
            .where(IN_LINE)
            .order_by(*_LINE_ORDER)
            .limit(literal_column(str(most)))
            .subquery()
        )
        parts.append(select(one))
    return Hot(parts[0] if count == 1 else union_all(*parts))


@cache
def _ready_before() -> Hot:
    mine = tuple_(bindparam("p_rank", type_=t.place.c.rank_at.type), bindparam("p_pos"))
    return Hot(
        select(func.count())
        .select_from(t.place)
        .where(t.place.c.site_id == bindparam("p_site"))
        .where(t.place.c.line_day == bindparam("p_day", type_=Day))
        .where(t.place.c.window == bindparam("p_window"))
        .where(IN_LINE)
        .where(tuple_(t.place.c.rank_at, t.place.c.queue_pos) < mine)
    )


@cache
def _ticket_at() -> Hot:
    return Hot(
        select_rows(Ticket).where(_AT_COUNTER).where(t.ticket.c.counter == bindparam("p_counter"))
    )


@cache
def _held_at() -> Hot:
    return Hot(
        select_rows(Ticket)
        .where(t.ticket.c.line_day <= bindparam("p_day", type_=Day))
        .where(_OPEN)
        .where(t.ticket.c.state == "held")
        .where(t.ticket.c.held_counter == bindparam("p_counter"))
        .order_by(t.ticket.c.last_pos)
    )


@cache
def _labelled(column: str) -> Hot:
    """One day column at a time, unsorted: else SQLite walks through the labels of all days."""
    return Hot(
        select_rows(Ticket)
        .where(t.ticket.c.label == bindparam("p_label"))
        .where(t.ticket.c[column] == bindparam("p_day", type_=Day))
    )


@cache
def _feed_hash() -> Hot:
    return Hot(
        select(t.journal.c.feed_hash)
        .where(t.journal.c.site_id == bindparam("p_site"))
        .where(t.journal.c.pos == bindparam("p_pos"))
    )


@cache
def _counters() -> Hot:
    here = select_rows(Counter).where(t.counter.c.withdrawn.is_(False))
    return Hot(here.order_by(t.counter.c.number))


@cache
def _open_tickets() -> Hot:
    return Hot(
        select_rows(Ticket)
        .where(t.ticket.c.line_day <= bindparam("p_day", type_=Day))
        .where(_OPEN)
        .order_by(t.ticket.c.line_day, t.ticket.c.label, t.ticket.c.ticket_id)
    )


class SqlQueries(EnterpriseQueries):
    """The queries of `ports.Queries`; changes of this transaction are written before each."""

    def _find(self, kind: type[Any], statement: Any, **values: object) -> list[Any]:
        self.flush()
        values |= {"p_site": self.site}
        if isinstance(statement, Hot):
            return self.take(kind, rows_of(self.connection, statement, values))
        return self.take(kind, self.connection.execute(statement, values))

    def _first(self, kind: type[Any], statement: Any, **values: object) -> Any:
        return next(iter(self._find(kind, statement, **values)), None)

    def heads(self, day: date, windows: Sequence[str], most: int = 1) -> list[Place]:
        """Return the first `most` ready places of each window, in calling order per window."""
        if not windows:
            return []
        names = {f"p_window_{n}": window for n, window in enumerate(windows)}
        return self._find(Place, _heads(len(windows), most), p_day=day, **names)

    def ready_before(self, place: Place) -> int:
        """Return how many ready places stand before `place` at its window on its day."""
        self.flush()
        values = {
            "p_site": self.site,
            "p_day": place.line_day,
            "p_window": place.window,
            "p_rank": place.rank_at,
            "p_pos": place.queue_pos,
        }
        return int(rows_of(self.connection, _ready_before(), values)[0][0])

    def ticket_at(self, counter: int) -> Ticket | None:
        """Return the ticket that is called or serving at the counter."""
        found: Ticket | None = self._first(Ticket, _ticket_at(), p_counter=counter)
        return found

    def held_at(self, counter: int) -> list[Ticket]:
        """Return the tickets put on hold at the counter, also on days before, oldest first."""
        row = self.get(Site, self.site)
        return (
            [] if row is None else self._find(Ticket, _held_at(), p_counter=counter, p_day=row.day)
        )

    def leases(self) -> dict[int, Lease]:
        """Return the leases by counter; never kept, read anew each time."""
        return leases.leases(self.connection, self.site)

    def ticket_labelled(self, label: str, day: date) -> Ticket | None:
        """Return the ticket with this label: today's own first, else one carried into `day`."""
        for column in ("day", "line_day"):
            found = self._find(Ticket, _labelled(column), p_label=label, p_day=day)
            if found:
                newest: Ticket = max(found, key=lambda one: one.day)
                return newest
        return None

    def case_numbered(self, number: str) -> Case | None:
        """Return the case with this number."""
        found: Case | None = self._first(Case, _where(Case, "number"), p_number=number)
        return found

    def paper_numbered(self, number: str) -> Paper | None:
        """Return the paper (not a slip) with this number."""
        kind, _, rest = number.partition("-")
        scope = rest.partition("-")[0]
        found: Paper | None = None
        if kind != "ticket_slip":
            values = {"p_kind": kind, "p_scope": scope, "p_number": number}
            found = self._first(Paper, _numbered_paper(), **values)
        return found

    def cases_of(self, ticket_id: str) -> list[Case]:
        """Return the cases that the ticket's places name or that it brought, oldest first."""
        brought = self._find(Case, _where(Case, "ticket_id"), p_ticket_id=ticket_id)
        cases = {case.case_id: case for case in brought}
        for place in self.places(ticket_id):
            for case_id in place.cases:
                if case_id not in cases and (case := self.get(Case, case_id)) is not None:
                    cases[case_id] = case
        return [cases[case_id] for case_id in sorted(cases)]

    def papers_of(self, ticket_id: str | None, case_ids: Sequence[str]) -> list[Paper]:
        """Return the papers of the ticket and of the cases, oldest first."""
        papers: dict[str, Paper] = {}
        if ticket_id is not None:
            for paper in self._find(Paper, _where(Paper, "ticket_id"), p_ticket_id=ticket_id):
                papers[paper.paper_id] = paper
        for case_id in case_ids:
            for paper in self._find(Paper, _where(Paper, "case_id"), p_case_id=case_id):
                papers[paper.paper_id] = paper
        return [papers[paper_id] for paper_id in sorted(papers)]

    def consents_with(self, ticket_id: str) -> list[Consent]:
        """Return the consents given with the ticket, those withdrawn too, oldest first."""
        found = self._find(Consent, _where(Consent, "ticket_id"), p_ticket_id=ticket_id)
        return sorted(found, key=lambda row: row.consent_id)

    def all_intervals(self, ticket_id: str) -> list[Interval]:
        """Return every interval of the ticket, in the order they began."""
        statement = select_rows(Interval).where(t.interval.c.ticket_id == ticket_id)
        return self._find(Interval, statement.order_by(t.interval.c.n))

    def counters(self) -> list[Counter]:
        """Return the site's counters by number, those taken away left out."""
        return self._find(Counter, _counters())

    def counter_of(self, staff: str) -> Counter | None:
        """Return the counter where this person sits (open or paused)."""
        found: Counter | None = self._first(Counter, _where(Counter, "staff"), p_staff=staff)
        return found

    def staff(self) -> list[Staff]:
        """Return the site's people by code."""
        return self._find(Staff, select_rows(Staff).order_by(t.staff.c.code))

    def open_tickets(self, day: date) -> list[Ticket]:
        """Return the tickets in line on `day` or before that have no end yet, by day and label."""
        return self._find(Ticket, _open_tickets(), p_day=day)

    def lapsed_gaps(self, day: date) -> list[Case]:
        """Return the accepted cases whose promised materials were due on `day` or before."""
        statement = (
            select_rows(Case)
            .where(t.case.c.state == "accepted")
            .where(t.case.c.gap_open.is_(True))
            .where(t.case.c.gap_until <= bindparam("p_day", type_=Day))
        )
        return _oldest_first(self._find(Case, statement, p_day=day))

    def cases_with_due_dates(self) -> list[Case]:
        """Return the accepted and supplementing cases that have a due date or a promised day."""
        statement = (
            select_rows(Case)
            .where(t.case.c.state.in_(("accepted", "supplementing")))
            .where(t.case.c.accepted_on.is_not(None))
        )
        return _oldest_first(self._find(Case, statement))

    def enterprise_with_code(self, uscc: str) -> Enterprise | None:
        """Return the enterprise with this 统一社会信用代码."""
        found: Enterprise | None = self._first(Enterprise, _where(Enterprise, "uscc"), p_uscc=uscc)
        return found

    def enquiries_on(self, day: date) -> int:
        """Return how many questions were answered without a number on a day."""
        self.flush()
        here = t.enquiry.c.site_id == self.site
        statement = select(func.count()).select_from(t.enquiry).where(here)
        return int(self.connection.execute(statement.where(t.enquiry.c.day == day)).scalar_one())

    def feed_hash_at(self, pos: int) -> str | None:
        """Return the hash of the feed at a position, None where the journal has none."""
        found = rows_of(self.connection, _feed_hash(), {"p_site": self.site, "p_pos": pos})
        return str(found[0][0]) if found else None

    def latest(self, subject: str, kinds: Sequence[str]) -> JournalRow | None:
        """Return the last of these events of a subject; read backwards along its index."""
        statement = (
            select(*LINK_COLUMNS)
            .where(t.journal.c.site_id == self.site)
            .where(t.journal.c.subject == subject)
            .where(t.journal.c.kind.in_(kinds))
            .order_by(t.journal.c.pos.desc())
            .limit(1)
        )
        found = self.connection.execute(statement).first()
        return None if found is None else JournalRow(*found)

    def history(self, subjects: Sequence[str]) -> list[JournalRow]:
        """Return the journal of these subjects, oldest first."""
        statement = (
            select(*LINK_COLUMNS)
            .where(t.journal.c.site_id == self.site)
            .where(t.journal.c.subject.in_(subjects))
            .order_by(t.journal.c.pos)
        )
        return [JournalRow(*row) for row in self.connection.execute(statement)]

    def newest(self, day: date, kinds: Sequence[str], most: int) -> Iterator[JournalRow]:
        """Yield a day's events of these kinds, newest first, among the last `most` of the feed."""
        mine = t.journal.c.site_id == self.site
        end = select(func.max(t.journal.c.pos)).where(mine).scalar_subquery()
        statement = (
            select(*LINK_COLUMNS)
            .where(mine)
            .where(t.journal.c.pos > end - most)
            .where(t.journal.c.day == day)
            .where(t.journal.c.kind.in_(kinds))
            .order_by(t.journal.c.pos.desc())
        )
        for row in self.connection.execute(statement):
            yield JournalRow(*row)

    def label_counts(self, day: date) -> tuple[dict[str, int], int]:
        """Return the last number of each letter on `day` and how many tickets are void."""
        self.flush()
        mine = (t.ticket.c.site_id == self.site) & (t.ticket.c.day == day)
        last = select(t.ticket.c.code, func.max(t.ticket.c.no)).where(mine)
        counts = self.connection.execute(last.group_by(t.ticket.c.code).order_by(t.ticket.c.code))
        void = select(func.count()).select_from(t.ticket).where(mine & (t.ticket.c.state == "void"))
        numbers = {row[0]: row[1] for row in counts}
        return numbers, int(self.connection.execute(void).scalar_one())


def _oldest_first(cases: list[Case]) -> list[Case]:
    """Sort here: for the order of its key SQLite would read through every case there ever was."""
    return sorted(cases, key=lambda case: case.case_id)


@cache
def _where(kind: Any, column: str) -> Hot:
    known = ROWS[kind].c[column]
    return Hot(select_rows(kind).where(known == bindparam(f"p_{column}", type_=known.type)))


@cache
def _numbered_paper() -> Hot:
    """By all that a number says, `<kind>-<year>-<no>`: the index needs the kind and the year."""
    names = ("kind", "scope", "number")
    tests = (t.paper.c[name] == bindparam(f"p_{name}") for name in names)
    return Hot(select_rows(Paper).where(and_(*tests)))
