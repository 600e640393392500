"""Every table, declared once: the journal, its projections, the records, the remembered answers.

`site_id` (the site's code) leads every key.  The columns of a projection after `site_id` are
the fields of its row class, in their order (`ROWS`).  CHECK constraints refuse impossible
rows; the unique indexes keep the desk's promises even if the code were wrong.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from db.column_types import Day, JsonText, UtcTime
from desktop.domain.cases import CASE_STATES, Case, Paper
from desktop.domain.desk_records import (
    CONSENT_KINDS,
    Consent,
    Cutoff,
    Enquiry,
    HelpCall,
    ToldWait,
)
from desktop.domain.enterprise_file import (
    Enterprise,
    EnterpriseCare,
    EnterpriseContact,
    EnterpriseNote,
)
from desktop.domain.people import Staff
from desktop.domain.site import (
    COUNTER_STATES,
    CalendarDay,
    CatalogueText,
    Counter,
    Series,
    Setting,
    Site,
)
from desktop.domain.tickets import INTERVALS, PLACE_STATES, TICKET_STATES, Interval, Place, Ticket

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)


def _must(name: str, kind: Any = Text) -> Column[Any]:
    return Column(name, kind, nullable=False)


def _may(name: str, kind: Any = Text) -> Column[Any]:
    return Column(name, kind, nullable=True)


def _one_of(column: str, values: tuple[str, ...], name: str) -> CheckConstraint:
    words = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({words})", name=name)


site = Table(
    "site",
    metadata,
    _must("code"),
    _must("name"),
    _must("zone"),
    _must("hours", JsonText),
    _must("rollover_hour", Integer),
    _must("at", UtcTime),
    _must("day", Day),
    _may("closed_day", Day),
    _must("settings_pos", BigInteger),
    _must("catalogue_pos", BigInteger),
    _must("calendar_pos", BigInteger),
    _must("last_pos", BigInteger),
    _must("pos", BigInteger),
    _must("feed_hash"),
    _must("incarnation"),
    PrimaryKeyConstraint("code"),
    CheckConstraint("rollover_hour BETWEEN 0 AND 23", name="rollover_hour"),
    CheckConstraint("pos >= 0", name="pos"),
)
"""The site, and the lock of every command: its row is written last, with the head of the feed."""

stream = Table(
    "stream",
    metadata,
    _must("site_id"),
    _must("stream_id"),
    _must("station"),
    _must("parent_pos", BigInteger),
    _must("parent_hash"),
    _must("opened_at", UtcTime),
    PrimaryKeyConstraint("site_id", "stream_id"),
    sqlite_with_rowid=False,
)

# Long rows (journal, command, texts) stand in ordinary tables: in one without a rowid a row of
# more than 1 KB takes a page of 4 KB for what is over.
journal = Table(
    "journal",
    metadata,
    _must("site_id"),
    _must("pos", BigInteger),
    _must("stream_id"),
    _must("seq", BigInteger),
    _must("cmd_id"),
    _must("n", Integer),
    _must("kind"),
    _must("subject"),
    _must("hlc", BigInteger),
    _must("at", UtcTime),
    _must("day", Day),
    _must("body"),
    _must("prev"),
    _must("hash"),
    _must("feed_hash"),
    _may("sig"),
    PrimaryKeyConstraint("site_id", "pos"),
    UniqueConstraint("site_id", "stream_id", "seq"),
    UniqueConstraint("site_id", "cmd_id", "n"),
    Index("ix_journal_subject", "site_id", "subject", "pos"),
)

command = Table(
    "command",
    metadata,
    _must("site_id"),
    _must("cmd_id"),
    _must("verb"),
    _must("request_sha256"),
    _must("answer"),
    _must("at", UtcTime),
    PrimaryKeyConstraint("site_id", "cmd_id"),
)

texts = Table(
    "texts",
    metadata,
    _must("site_id"),
    _must("text_id"),
    _must("subject"),
    _must("content"),
    PrimaryKeyConstraint("site_id", "text_id"),
)

pii = Table(
    "pii",
    metadata,
    _must("site_id"),
    _must("person_id"),
    _must("subject"),
    _must("content", JsonText),
    _may("key_id"),
    PrimaryKeyConstraint("site_id", "person_id"),
    sqlite_with_rowid=False,
)

counter = Table(
    "counter",
    metadata,
    _must("site_id"),
    _must("number", Integer),
    _must("windows", JsonText),
    _must("state"),
    _may("staff"),
    _must("opened_windows", JsonText),
    _may("pause_text"),
    _must("withdrawn", Boolean),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "number"),
    _one_of("state", COUNTER_STATES, "state"),
    CheckConstraint("number > 0", name="number"),
    CheckConstraint("(state = 'closed') = (staff IS NULL)", name="staff"),
    Index(
        "uq_counter_staff",
        "site_id",
        "staff",
        unique=True,
        sqlite_where=text("staff IS NOT NULL"),
        postgresql_where=text("staff IS NOT NULL"),
    ),
)

series = Table(
    "series",
    metadata,
    _must("site_id"),
    _must("scope"),
    _must("code"),
    _must("next_no", Integer),
    _must("run"),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "scope", "code"),
    CheckConstraint("next_no > 0", name="next_no"),
    sqlite_with_rowid=False,
)

setting = Table(
    "setting",
    metadata,
    _must("site_id"),
    _must("key"),
    _may("value", JsonText),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "key"),
)

catalogue = Table(
    "catalogue",
    metadata,
    _must("site_id"),
    _must("content", JsonText),
    _must("name"),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "name"),
)

calendar_day = Table(
    "calendar_day",
    metadata,
    _must("site_id"),
    _must("day", Day),
    _must("working", Boolean),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "day"),
    sqlite_with_rowid=False,
)

staff = Table(
    "staff",
    metadata,
    _must("site_id"),
    _must("code"),
    _may("name"),
    _must("roles", JsonText),
    _may("windows", JsonText),
    _must("active", Boolean),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "code"),
)

_MERGED = text("merged_into IS NOT NULL")
_NOT_MERGED = text("merged_into IS NULL")

enterprise = Table(
    "enterprise",
    metadata,
    _must("site_id"),
    _must("enterprise_id"),
    _must("name"),
    _may("uscc"),
    _must("han"),
    _must("readings", JsonText),
    _may("registered_place"),
    _may("work_place"),
    _may("contact"),
    _may("merged_into"),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "enterprise_id"),
    CheckConstraint("name <> ''", name="name"),
    Index("uq_enterprise_uscc", "site_id", "uscc", unique=True),
    Index("ix_enterprise_name", "site_id", "name"),
    Index(
        "ix_enterprise_latest",
        *("site_id", "last_pos", "enterprise_id"),
        sqlite_where=_NOT_MERGED,
        postgresql_where=_NOT_MERGED,
    ),
    Index(
        "ix_enterprise_merged_into",
        *("site_id", "merged_into"),
        sqlite_where=_MERGED,
        postgresql_where=_MERGED,
    ),
)

enterprise_index = Table(
    "enterprise_index",
    metadata,
    _must("site_id"),
    _must("enterprise_id"),
    _must("place", BigInteger),
    _may("pieces", Text().with_variant(ARRAY(Integer), "postgresql")),
    PrimaryKeyConstraint("site_id", "enterprise_id"),
    Index("uq_enterprise_index_place", "place", "site_id", unique=True),
    sqlite_with_rowid=False,
)
"""By what an enterprise is found: db/enterprise_index.py.  `pieces`: PostgreSQL only.

On SQLite they are in the virtual table `enterprise_fts`.  That, and PostgreSQL's index of pieces
and length, which is one of an expression, are made by the steps alone.
"""

lease = Table(
    "lease",
    metadata,
    _must("site_id"),
    _must("counter", Integer),
    _must("session_id"),
    _must("station"),
    _must("beat_at", UtcTime),
    PrimaryKeyConstraint("site_id", "counter"),
    CheckConstraint("counter > 0", name="counter"),
    sqlite_with_rowid=False,
)
"""Who works at which counter, by its heartbeat: db/leases.py.  Not journalled, never rebuilt."""

station = Table(
    "station",
    metadata,
    _must("site_id"),
    _must("code"),
    _must("machine"),
    _must("name"),
    _must("beat_at", UtcTime),
    PrimaryKeyConstraint("site_id", "code"),
    sqlite_with_rowid=False,
)
"""Which PC is which station: db/leases.py.  Not journalled, never rebuilt."""

schema_gate = Table(
    "schema_gate",
    metadata,
    _must("oldest"),
    PrimaryKeyConstraint("oldest"),
)
"""One row: the oldest step whose programs may still work on this database (db/migrate.py)."""

_AT_COUNTER = text("state IN ('called', 'serving')")
_IN_LINE = text("state = 'ready'")
_OPEN = text("ended_at IS NULL")

ticket = Table(
    "ticket",
    metadata,
    _must("site_id"),
    _must("ticket_id"),
    _must("day", Day),
    _must("code"),
    _must("no", Integer),
    _must("label"),
    _must("line_day", Day),
    _must("issued_at", UtcTime),
    _must("rank_at", UtcTime),
    _must("state"),
    _must("queue_pos", BigInteger),
    _may("step_no", Integer),
    _may("counter", Integer),
    _must("door"),
    _may("priority"),
    _may("priority_text"),
    _may("enterprise_id"),
    _may("visitor"),
    _may("need_text"),
    _may("issued_by"),
    _must("calls", Integer),
    _must("misses", Integer),
    _may("called_at", UtcTime),
    _may("call_counter", Integer),
    _may("call_window"),
    _may("started_at", UtcTime),
    _may("first_started_at", UtcTime),
    _may("held_counter", Integer),
    _may("hold_until", UtcTime),
    _may("hold_text"),
    _may("ended_at", UtcTime),
    _may("end"),
    _may("end_text"),
    _must("intervals", Integer),
    _must("fence", Integer),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "ticket_id"),
    UniqueConstraint("site_id", "day", "code", "no"),
    UniqueConstraint("site_id", "day", "label"),
    _one_of("state", TICKET_STATES, "state"),
    CheckConstraint("no > 0", name="no"),
    CheckConstraint("(state IN ('called', 'serving')) = (counter IS NOT NULL)", name="counter"),
    CheckConstraint("(state = 'held') = (held_counter IS NOT NULL)", name="held_counter"),
    Index(
        "uq_ticket_counter",
        "site_id",
        "counter",
        unique=True,
        sqlite_where=_AT_COUNTER,
        postgresql_where=_AT_COUNTER,
    ),
    Index("ix_ticket_line_day", "site_id", "line_day", "state"),
    Index("ix_ticket_open", "site_id", "line_day", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_ticket_enterprise", "site_id", "enterprise_id", "issued_at"),
)

place = Table(
    "place",
    metadata,
    _must("site_id"),
    _must("ticket_id"),
    _must("step_no", Integer),
    _must("line_day", Day),
    _must("window"),
    _must("rank_at", UtcTime),
    _must("state"),
    _must("queue_pos", BigInteger),
    _must("after", JsonText),
    _must("cases", JsonText),
    _must("notes", JsonText),
    _may("end"),
    _may("counter", Integer),
    _may("staff"),
    _may("ended_at", UtcTime),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "ticket_id", "step_no"),
    _one_of("state", PLACE_STATES, "state"),
    CheckConstraint("(state IN ('done', 'dropped')) = (ended_at IS NOT NULL)", name="ended_at"),
    Index(
        "ix_place_in_line",
        "site_id",
        "line_day",
        "window",
        "rank_at",
        "queue_pos",
        "step_no",
        sqlite_where=_IN_LINE,
        postgresql_where=_IN_LINE,
    ),
    Index(
        "uq_place_ready",
        "site_id",
        "ticket_id",
        "window",
        unique=True,
        sqlite_where=_IN_LINE,
        postgresql_where=_IN_LINE,
    ),
    Index("ix_place_line_day", "site_id", "line_day"),
    sqlite_with_rowid=False,
)

interval = Table(
    "interval",
    metadata,
    _must("site_id"),
    _must("ticket_id"),
    _must("n", Integer),
    _must("kind"),
    _must("day", Day),
    _must("started_at", UtcTime),
    _may("step_no", Integer),
    _may("window"),
    _may("counter", Integer),
    _may("staff"),
    _may("ended_at", UtcTime),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "ticket_id", "n"),
    _one_of("kind", INTERVALS, "kind"),
    CheckConstraint("ended_at >= started_at", name="ended_at"),
    Index("ix_interval_day", "site_id", "day"),
    sqlite_with_rowid=False,
)

case = Table(
    "case",
    metadata,
    _must("site_id"),
    _must("case_id"),
    _must("number"),
    _must("series"),
    _must("no", Integer),
    _must("item"),
    _must("window"),
    _must("received_at", UtcTime),
    _must("received_on", Day),
    _must("state"),
    _may("enterprise_id"),
    _may("visitor"),
    _may("ticket_id"),
    _may("bundle"),
    _must("door"),
    _must("co_windows", JsonText),
    _must("waits_for", JsonText),
    _must("given", JsonText),
    _may("accepted_at", UtcTime),
    _may("accepted_on", Day),
    _may("due_on", Day),
    _must("provisional", Boolean),
    _must("missing", JsonText),
    _must("asked", JsonText),
    _may("supplement_from"),
    _may("clock_stopped_on", Day),
    _may("gap_until", Day),
    _must("gap_open", Boolean),
    _may("extended_to", Day),
    _may("assigned_to"),
    _may("refused_at"),
    _must("supervised", Boolean),
    _may("outcome_text"),
    _may("to_text"),
    _may("reference_text"),
    _may("ended_at", UtcTime),
    _may("archived_at", UtcTime),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "case_id"),
    UniqueConstraint("site_id", "number"),
    _one_of("state", CASE_STATES, "state"),
    CheckConstraint(
        "refused_at IS NULL OR refused_at IN ('acceptance', 'decision')", name="refused_at"
    ),
    Index("ix_case_state", "site_id", "state", "due_on"),
    Index("ix_case_enterprise", "site_id", "enterprise_id", "received_at"),
    Index("ix_case_ticket", "site_id", "ticket_id"),
)

paper = Table(
    "paper",
    metadata,
    _must("site_id"),
    _must("paper_id"),
    _must("kind"),
    _must("number"),
    _must("scope"),
    _must("no", Integer),
    _must("made_at", UtcTime),
    _may("made_by"),
    _may("case_id"),
    _may("ticket_id"),
    _may("facts", JsonText),
    _must("printed", Boolean),
    _may("printed_at", UtcTime),
    _must("reprints", Integer),
    _must("void", Boolean),
    _may("void_text"),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "paper_id"),
    UniqueConstraint("site_id", "kind", "scope", "number"),
    Index("ix_paper_case", "site_id", "case_id"),
    Index("ix_paper_ticket", "site_id", "ticket_id"),
)

enquiry = Table(
    "enquiry",
    metadata,
    _must("site_id"),
    _must("enquiry_id"),
    _must("at", UtcTime),
    _must("day", Day),
    _may("window"),
    _may("item"),
    _may("enterprise_id"),
    _may("need_text"),
    _may("staff"),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "enquiry_id"),
    Index("ix_enquiry_day", "site_id", "day"),
    sqlite_with_rowid=False,
)

told_wait = Table(
    "told_wait",
    metadata,
    _must("site_id"),
    _must("ticket_id"),
    _must("step_no", Integer),
    _must("day", Day),
    _must("window"),
    _must("at", UtcTime),
    _must("p10", Integer),
    _must("p50", Integer),
    _must("p90", Integer),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "ticket_id", "step_no"),
    CheckConstraint("0 <= p10 AND p10 <= p50 AND p50 <= p90", name="minutes"),
    Index("ix_told_wait_day", "site_id", "day"),
    sqlite_with_rowid=False,
)

cutoff = Table(
    "cutoff",
    metadata,
    _must("site_id"),
    _must("day", Day),
    _must("window"),
    _must("at", UtcTime),
    _may("staff"),
    _may("reopened_at", UtcTime),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "day", "window"),
    sqlite_with_rowid=False,
)

help_call = Table(
    "help_call",
    metadata,
    _must("site_id"),
    _must("counter", Integer),
    _must("asked_at", UtcTime),
    _may("asked_by"),
    _may("ticket_id"),
    _may("note_text"),
    _may("answered_at", UtcTime),
    _may("answered_by"),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "counter"),
    sqlite_with_rowid=False,
)

consent = Table(
    "consent",
    metadata,
    _must("site_id"),
    _must("consent_id"),
    _must("kind"),
    _must("at", UtcTime),
    _must("day", Day),
    _may("ticket_id"),
    _may("case_id"),
    _may("enterprise_id"),
    _may("person_id"),
    _may("scope_text"),
    _may("staff"),
    _may("until", Day),
    _may("paper_id"),
    _may("withdrawn_at", UtcTime),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "consent_id"),
    _one_of("kind", CONSENT_KINDS, "kind"),
    Index("ix_consent_ticket", "site_id", "ticket_id"),
    Index("ix_consent_case", "site_id", "case_id"),
    Index("ix_consent_enterprise", "site_id", "enterprise_id"),
)

enterprise_care = Table(
    "enterprise_care",
    metadata,
    _must("site_id"),
    _must("enterprise_id"),
    _may("tier"),
    _may("named_contact"),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "enterprise_id"),
    Index("ix_enterprise_care_tier", "site_id", "tier", "last_pos"),
    sqlite_with_rowid=False,
)

enterprise_contact = Table(
    "enterprise_contact",
    metadata,
    _must("site_id"),
    _must("contact_id"),
    _must("enterprise_id"),
    _must("person_id"),
    _must("withdrawn", Boolean),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "contact_id"),
    Index("ix_enterprise_contact_enterprise", "site_id", "enterprise_id"),
)

enterprise_note = Table(
    "enterprise_note",
    metadata,
    _must("site_id"),
    _must("note_id"),
    _must("enterprise_id"),
    _must("at", UtcTime),
    _must("note_text"),
    _may("staff"),
    _must("withdrawn", Boolean),
    _must("last_pos", BigInteger),
    PrimaryKeyConstraint("site_id", "note_id"),
    Index("ix_enterprise_note_enterprise", "site_id", "enterprise_id", "at"),
)

ROWS: dict[type, Table] = {
    Site: site,
    Counter: counter,
    Series: series,
    Setting: setting,
    CatalogueText: catalogue,
    CalendarDay: calendar_day,
    Staff: staff,
    Enterprise: enterprise,
    Ticket: ticket,
    Place: place,
    Interval: interval,
    Case: case,
    Paper: paper,
    Enquiry: enquiry,
    ToldWait: told_wait,
    Cutoff: cutoff,
    HelpCall: help_call,
    Consent: consent,
    EnterpriseCare: enterprise_care,
    EnterpriseContact: enterprise_contact,
    EnterpriseNote: enterprise_note,
}
"""The table of each projection."""
