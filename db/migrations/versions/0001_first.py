"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from db import column_types

revision = "0001_first"
down_revision = None
branch_labels = None
depends_on = None


# The tokenizer leaves everything beyond ASCII as it is, also characters younger than SQLite.
PIECES = """
CREATE VIRTUAL TABLE enterprise_fts USING fts5 (
  pieces, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
)
"""
# Bytes of new pieces that are sorted in memory before they are written as one.
PATIENT = "INSERT INTO enterprise_fts (enterprise_fts, rank) VALUES ('hashsize', 16777216)"
# What the planner should think of, from a year of a centre: how many rows share the first
# columns of an index.  Told nothing, it takes a site for ten rows and reads all of them to find
# those of a day, where the key's own order saves it a lookup (tables without a rowid).
SIZES = """
INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
  ('place', 'place', '600000 600000 3 1'),
  ('place', 'ix_place_line_day', '600000 600000 1200'),
  ('place', 'ix_place_in_line', '60 60 60 7 1 1 1'),
  ('place', 'uq_place_ready', '60 60 1 1'),
  ('interval', 'interval', '2000000 2000000 10 1'),
  ('interval', 'ix_interval_day', '2000000 2000000 4000')
"""


def upgrade() -> None:
    """Go forward."""
    for make in MAKERS:
        make()
    if op.get_bind().dialect.name == "sqlite":
        op.execute(PIECES)
        op.execute(PATIENT)
        op.execute("ANALYZE")  # makes the table of sizes
        op.execute(SIZES)
        op.execute("ANALYZE sqlite_schema")  # and lets this connection read it


def downgrade() -> None:
    """Go back; the indexes go with their tables."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE enterprise_fts")
    for make in reversed(MAKERS):
        op.drop_table(make.__name__.removeprefix("_"))


def _site() -> None:
    op.create_table(
        "site",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.Text(), nullable=False),
        sa.Column("hours", column_types.JsonText(), nullable=False),
        sa.Column("rollover_hour", sa.Integer(), nullable=False),
        sa.Column("at", column_types.UtcTime(), nullable=False),
        sa.Column("day", column_types.Day(), nullable=False),
        sa.Column("closed_day", column_types.Day(), nullable=True),
        sa.Column("settings_pos", sa.BigInteger(), nullable=False),
        sa.Column("catalogue_pos", sa.BigInteger(), nullable=False),
        sa.Column("calendar_pos", sa.BigInteger(), nullable=False),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.Column("pos", sa.BigInteger(), nullable=False),
        sa.Column("feed_hash", sa.Text(), nullable=False),
        sa.Column("incarnation", sa.Text(), nullable=False),
        sa.CheckConstraint("pos >= 0", name=op.f("ck_site_pos")),
        sa.CheckConstraint("rollover_hour BETWEEN 0 AND 23", name=op.f("ck_site_rollover_hour")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_site")),
    )


def _stream() -> None:
    op.create_table(
        "stream",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("stream_id", sa.Text(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("parent_pos", sa.BigInteger(), nullable=False),
        sa.Column("parent_hash", sa.Text(), nullable=False),
        sa.Column("opened_at", column_types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "stream_id", name=op.f("pk_stream")),
        sqlite_with_rowid=False,
    )


def _journal() -> None:
    op.create_table(
        "journal",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("pos", sa.BigInteger(), nullable=False),
        sa.Column("stream_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("cmd_id", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("hlc", sa.BigInteger(), nullable=False),
        sa.Column("at", column_types.UtcTime(), nullable=False),
        sa.Column("day", column_types.Day(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("feed_hash", sa.Text(), nullable=False),
        sa.Column("sig", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("site_id", "pos", name=op.f("pk_journal")),
        sa.UniqueConstraint("site_id", "cmd_id", "n", name=op.f("uq_journal_site_id_cmd_id_n")),
        sa.UniqueConstraint(
            "site_id", "stream_id", "seq", name=op.f("uq_journal_site_id_stream_id_seq")
        ),
    )
    op.create_index("ix_journal_subject", "journal", ["site_id", "subject", "pos"], unique=False)


def _command() -> None:
    op.create_table(
        "command",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("cmd_id", sa.Text(), nullable=False),
        sa.Column("verb", sa.Text(), nullable=False),
        sa.Column("request_sha256", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("at", column_types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "cmd_id", name=op.f("pk_command")),
    )


def _texts() -> None:
    op.create_table(
        "texts",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("text_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "text_id", name=op.f("pk_texts")),
    )


def _pii() -> None:
    op.create_table(
        "pii",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("content", column_types.JsonText(), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("site_id", "person_id", name=op.f("pk_pii")),
        sqlite_with_rowid=False,
    )


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("value", column_types.JsonText(), nullable=True),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "key", name=op.f("pk_setting")),
    )


def _catalogue() -> None:
    op.create_table(
        "catalogue",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("content", column_types.JsonText(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "name", name=op.f("pk_catalogue")),
    )


def _calendar_day() -> None:
    op.create_table(
        "calendar_day",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("day", column_types.Day(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "day", name=op.f("pk_calendar_day")),
        sqlite_with_rowid=False,
    )


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("roles", column_types.JsonText(), nullable=False),
        sa.Column("windows", column_types.JsonText(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "code", name=op.f("pk_staff")),
    )


def _counter() -> None:
    op.create_table(
        "counter",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("windows", column_types.JsonText(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("staff", sa.Text(), nullable=True),
        sa.Column("opened_windows", column_types.JsonText(), nullable=False),
        sa.Column("pause_text", sa.Text(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (staff IS NULL)", name=op.f("ck_counter_staff")),
        sa.CheckConstraint("state IN ('open', 'paused', 'closed')", name=op.f("ck_counter_state")),
        sa.CheckConstraint("number > 0", name=op.f("ck_counter_number")),
        sa.PrimaryKeyConstraint("site_id", "number", name=op.f("pk_counter")),
    )
    op.create_index(
        "uq_counter_staff",
        "counter",
        ["site_id", "staff"],
        unique=True,
        sqlite_where=sa.text("staff IS NOT NULL"),
        postgresql_where=sa.text("staff IS NOT NULL"),
    )


def _series() -> None:
    op.create_table(
        "series",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("next_no", sa.Integer(), nullable=False),
        sa.Column("run", sa.Text(), nullable=False),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("next_no > 0", name=op.f("ck_series_next_no")),
        sa.PrimaryKeyConstraint("site_id", "scope", "code", name=op.f("pk_series")),
        sqlite_with_rowid=False,
    )


def _enterprise() -> None:
    op.create_table(
        "enterprise",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("uscc", sa.Text(), nullable=True),
        sa.Column("han", sa.Text(), nullable=False),
        sa.Column("readings", column_types.JsonText(), nullable=False),
        sa.Column("registered_place", sa.Text(), nullable=True),
        sa.Column("work_place", sa.Text(), nullable=True),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("merged_into", sa.Text(), nullable=True),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_enterprise_name")),
        sa.PrimaryKeyConstraint("site_id", "enterprise_id", name=op.f("pk_enterprise")),
    )
    op.create_index("uq_enterprise_uscc", "enterprise", ["site_id", "uscc"], unique=True)


def _enterprise_index() -> None:
    op.create_table(
        "enterprise_index",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column(
            "pieces",
            sa.Text().with_variant(postgresql.ARRAY(sa.Integer()), "postgresql"),
            nullable=True,
        ),
        sa.PrimaryKeyConstraint("site_id", "enterprise_id", name=op.f("pk_enterprise_index")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_enterprise_index_pieces",
        "enterprise_index",
        ["pieces"],
        unique=False,
        postgresql_using="gin",
        sqlite_where=sa.text("pieces IS NOT NULL"),
    )
    op.create_index(
        "uq_enterprise_index_place", "enterprise_index", ["place", "site_id"], unique=True
    )


def _ticket() -> None:
    op.create_table(
        "ticket",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("day", column_types.Day(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("line_day", column_types.Day(), nullable=False),
        sa.Column("issued_at", column_types.UtcTime(), nullable=False),
        sa.Column("rank_at", column_types.UtcTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("queue_pos", sa.BigInteger(), nullable=False),
        sa.Column("step_no", sa.Integer(), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("priority", sa.Text(), nullable=True),
        sa.Column("priority_text", sa.Text(), nullable=True),
        sa.Column("enterprise_id", sa.Text(), nullable=True),
        sa.Column("visitor", sa.Text(), nullable=True),
        sa.Column("need_text", sa.Text(), nullable=True),
        sa.Column("issued_by", sa.Text(), nullable=True),
        sa.Column("calls", sa.Integer(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("called_at", column_types.UtcTime(), nullable=True),
        sa.Column("call_counter", sa.Integer(), nullable=True),
        sa.Column("call_window", sa.Text(), nullable=True),
        sa.Column("started_at", column_types.UtcTime(), nullable=True),
        sa.Column("first_started_at", column_types.UtcTime(), nullable=True),
        sa.Column("held_counter", sa.Integer(), nullable=True),
        sa.Column("hold_until", column_types.UtcTime(), nullable=True),
        sa.Column("hold_text", sa.Text(), nullable=True),
        sa.Column("ended_at", column_types.UtcTime(), nullable=True),
        sa.Column("end", sa.Text(), nullable=True),
        sa.Column("end_text", sa.Text(), nullable=True),
        sa.Column("intervals", sa.Integer(), nullable=False),
        sa.Column("fence", sa.Integer(), nullable=False),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(state = 'held') = (held_counter IS NOT NULL)", name=op.f("ck_ticket_held_counter")
        ),
        sa.CheckConstraint(
            "(state IN ('called', 'serving')) = (counter IS NOT NULL)",
            name=op.f("ck_ticket_counter"),
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'called', 'serving', 'held', 'missed', 'done', 'cancelled', "
            "'void')",
            name=op.f("ck_ticket_state"),
        ),
        sa.CheckConstraint("no > 0", name=op.f("ck_ticket_no")),
        sa.PrimaryKeyConstraint("site_id", "ticket_id", name=op.f("pk_ticket")),
        sa.UniqueConstraint(
            "site_id", "day", "code", "no", name=op.f("uq_ticket_site_id_day_code_no")
        ),
        sa.UniqueConstraint("site_id", "day", "label", name=op.f("uq_ticket_site_id_day_label")),
    )
    op.create_index(
        "ix_ticket_enterprise", "ticket", ["site_id", "enterprise_id", "issued_at"], unique=False
    )
    op.create_index("ix_ticket_line_day", "ticket", ["site_id", "line_day", "state"], unique=False)
    op.create_index(
        "ix_ticket_open",
        "ticket",
        ["site_id", "line_day"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_ticket_counter",
        "ticket",
        ["site_id", "counter"],
        unique=True,
        sqlite_where=sa.text("state IN ('called', 'serving')"),
        postgresql_where=sa.text("state IN ('called', 'serving')"),
    )


def _place() -> None:
    op.create_table(
        "place",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("step_no", sa.Integer(), nullable=False),
        sa.Column("line_day", column_types.Day(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("rank_at", column_types.UtcTime(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("queue_pos", sa.BigInteger(), nullable=False),
        sa.Column("after", column_types.JsonText(), nullable=False),
        sa.Column("cases", column_types.JsonText(), nullable=False),
        sa.Column("notes", column_types.JsonText(), nullable=False),
        sa.Column("end", sa.Text(), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("staff", sa.Text(), nullable=True),
        sa.Column("ended_at", column_types.UtcTime(), nullable=True),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('done', 'dropped')) = (ended_at IS NOT NULL)",
            name=op.f("ck_place_ended_at"),
        ),
        sa.CheckConstraint(
            "state IN ('blocked', 'ready', 'away', 'done', 'dropped')", name=op.f("ck_place_state")
        ),
        sa.PrimaryKeyConstraint("site_id", "ticket_id", "step_no", name=op.f("pk_place")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_place_in_line",
        "place",
        ["site_id", "line_day", "window", "rank_at", "queue_pos", "step_no"],
        unique=False,
        sqlite_where=sa.text("state = 'ready'"),
        postgresql_where=sa.text("state = 'ready'"),
    )
    op.create_index("ix_place_line_day", "place", ["site_id", "line_day"], unique=False)
    op.create_index(
        "uq_place_ready",
        "place",
        ["site_id", "ticket_id", "window"],
        unique=True,
        sqlite_where=sa.text("state = 'ready'"),
        postgresql_where=sa.text("state = 'ready'"),
    )


def _interval() -> None:
    op.create_table(
        "interval",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("day", column_types.Day(), nullable=False),
        sa.Column("started_at", column_types.UtcTime(), nullable=False),
        sa.Column("step_no", sa.Integer(), nullable=True),
        sa.Column("window", sa.Text(), nullable=True),
        sa.Column("counter", sa.Integer(), nullable=True),
        sa.Column("staff", sa.Text(), nullable=True),
        sa.Column("ended_at", column_types.UtcTime(), nullable=True),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('ready', 'walking', 'serving', 'holding')", name=op.f("ck_interval_kind")
        ),
        sa.CheckConstraint("ended_at >= started_at", name=op.f("ck_interval_ended_at")),
        sa.PrimaryKeyConstraint("site_id", "ticket_id", "n", name=op.f("pk_interval")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_interval_day", "interval", ["site_id", "day"], unique=False)


def _case() -> None:
    op.create_table(
        "case",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("item", sa.Text(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("received_at", column_types.UtcTime(), nullable=False),
        sa.Column("received_on", column_types.Day(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Text(), nullable=True),
        sa.Column("visitor", sa.Text(), nullable=True),
        sa.Column("ticket_id", sa.Text(), nullable=True),
        sa.Column("bundle", sa.Text(), nullable=True),
        sa.Column("door", sa.Text(), nullable=False),
        sa.Column("co_windows", column_types.JsonText(), nullable=False),
        sa.Column("waits_for", column_types.JsonText(), nullable=False),
        sa.Column("given", column_types.JsonText(), nullable=False),
        sa.Column("accepted_at", column_types.UtcTime(), nullable=True),
        sa.Column("accepted_on", column_types.Day(), nullable=True),
        sa.Column("due_on", column_types.Day(), nullable=True),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("missing", column_types.JsonText(), nullable=False),
        sa.Column("asked", column_types.JsonText(), nullable=False),
        sa.Column("supplement_from", sa.Text(), nullable=True),
        sa.Column("clock_stopped_on", column_types.Day(), nullable=True),
        sa.Column("gap_until", column_types.Day(), nullable=True),
        sa.Column("gap_open", sa.Boolean(), nullable=False),
        sa.Column("extended_to", column_types.Day(), nullable=True),
        sa.Column("assigned_to", sa.Text(), nullable=True),
        sa.Column("refused_at", sa.Text(), nullable=True),
        sa.Column("supervised", sa.Boolean(), nullable=False),
        sa.Column("outcome_text", sa.Text(), nullable=True),
        sa.Column("to_text", sa.Text(), nullable=True),
        sa.Column("reference_text", sa.Text(), nullable=True),
        sa.Column("ended_at", column_types.UtcTime(), nullable=True),
        sa.Column("archived_at", column_types.UtcTime(), nullable=True),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "refused_at IS NULL OR refused_at IN ('acceptance', 'decision')",
            name=op.f("ck_case_refused_at"),
        ),
        sa.CheckConstraint(
            "state IN ('received', 'accepted', 'supplementing', 'resolved', 'forwarded', "
            "'refused', 'withdrawn', 'terminated', 'delivered')",
            name=op.f("ck_case_state"),
        ),
        sa.PrimaryKeyConstraint("site_id", "case_id", name=op.f("pk_case")),
        sa.UniqueConstraint("site_id", "number", name=op.f("uq_case_site_id_number")),
    )
    op.create_index(
        "ix_case_enterprise", "case", ["site_id", "enterprise_id", "received_at"], unique=False
    )
    op.create_index("ix_case_state", "case", ["site_id", "state", "due_on"], unique=False)
    op.create_index("ix_case_ticket", "case", ["site_id", "ticket_id"], unique=False)


def _paper() -> None:
    op.create_table(
        "paper",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("paper_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("no", sa.Integer(), nullable=False),
        sa.Column("made_at", column_types.UtcTime(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=True),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("ticket_id", sa.Text(), nullable=True),
        sa.Column("facts", column_types.JsonText(), nullable=True),
        sa.Column("printed", sa.Boolean(), nullable=False),
        sa.Column("printed_at", column_types.UtcTime(), nullable=True),
        sa.Column("reprints", sa.Integer(), nullable=False),
        sa.Column("void", sa.Boolean(), nullable=False),
        sa.Column("void_text", sa.Text(), nullable=True),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "paper_id", name=op.f("pk_paper")),
        sa.UniqueConstraint(
            "site_id", "kind", "scope", "number", name=op.f("uq_paper_site_id_kind_scope_number")
        ),
    )
    op.create_index("ix_paper_case", "paper", ["site_id", "case_id"], unique=False)
    op.create_index("ix_paper_ticket", "paper", ["site_id", "ticket_id"], unique=False)


MAKERS = (
    _site,
    _stream,
    _journal,
    _command,
    _texts,
    _pii,
    _setting,
    _catalogue,
    _calendar_day,
    _staff,
    _counter,
    _series,
    _enterprise,
    _enterprise_index,
    _ticket,
    _place,
    _interval,
    _case,
    _paper,
)
"""Each makes the table that it is named after, with its indexes."""
