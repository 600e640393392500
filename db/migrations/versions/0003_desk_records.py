"""What the desk keeps beside tickets and cases, and more of a company's file.

It only adds tables and indexes: whoever knows the first step may go on working.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db import column_types

revision = "0003_desk_records"
down_revision = "0002_leases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    _door()
    _counters()
    _consent()
    _enterprise()
    _lists_of_enterprises()


def _door() -> None:
    op.create_table(
        "enquiry",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("enquiry_id", sa.Text(), nullable=False),
        sa.Column("at", column_types.UtcTime(), nullable=False),
        sa.Column("day", column_types.Day(), nullable=False),
        sa.Column("window", sa.Text(), nullable=True),
        sa.Column("item", sa.Text(), nullable=True),
        sa.Column("enterprise_id", sa.Text(), nullable=True),
        sa.Column("need_text", sa.Text(), nullable=True),
        sa.Column("staff", sa.Text(), nullable=True),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "enquiry_id", name=op.f("pk_enquiry")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_enquiry_day", "enquiry", ["site_id", "day"])
    op.create_table(
        "told_wait",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=False),
        sa.Column("step_no", sa.Integer(), nullable=False),
        sa.Column("day", column_types.Day(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("at", column_types.UtcTime(), nullable=False),
        sa.Column("p10", sa.Integer(), nullable=False),
        sa.Column("p50", sa.Integer(), nullable=False),
        sa.Column("p90", sa.Integer(), nullable=False),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "ticket_id", "step_no", name=op.f("pk_told_wait")),
        sa.CheckConstraint(
            "0 <= p10 AND p10 <= p50 AND p50 <= p90", name=op.f("ck_told_wait_minutes")
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_told_wait_day", "told_wait", ["site_id", "day"])


def _counters() -> None:
    op.create_table(
        "cutoff",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("day", column_types.Day(), nullable=False),
        sa.Column("window", sa.Text(), nullable=False),
        sa.Column("at", column_types.UtcTime(), nullable=False),
        sa.Column("staff", sa.Text(), nullable=True),
        sa.Column("reopened_at", column_types.UtcTime(), nullable=True),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "day", "window", name=op.f("pk_cutoff")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "help_call",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("asked_at", column_types.UtcTime(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=True),
        sa.Column("ticket_id", sa.Text(), nullable=True),
        sa.Column("note_text", sa.Text(), nullable=True),
        sa.Column("answered_at", column_types.UtcTime(), nullable=True),
        sa.Column("answered_by", sa.Text(), nullable=True),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "counter", name=op.f("pk_help_call")),
        sqlite_with_rowid=False,
    )


def _consent() -> None:
    op.create_table(
        "consent",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("consent_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", column_types.UtcTime(), nullable=False),
        sa.Column("day", column_types.Day(), nullable=False),
        sa.Column("ticket_id", sa.Text(), nullable=True),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("enterprise_id", sa.Text(), nullable=True),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("scope_text", sa.Text(), nullable=True),
        sa.Column("staff", sa.Text(), nullable=True),
        sa.Column("until", column_types.Day(), nullable=True),
        sa.Column("paper_id", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", column_types.UtcTime(), nullable=True),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "consent_id", name=op.f("pk_consent")),
        sa.CheckConstraint(
            "kind IN ('privacy_notice', 'authorisation')", name=op.f("ck_consent_kind")
        ),
    )
    op.create_index("ix_consent_ticket", "consent", ["site_id", "ticket_id"])
    op.create_index("ix_consent_case", "consent", ["site_id", "case_id"])
    op.create_index("ix_consent_enterprise", "consent", ["site_id", "enterprise_id"])


def _enterprise() -> None:
    op.create_table(
        "enterprise_care",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Text(), nullable=False),
        sa.Column("tier", sa.Text(), nullable=True),
        sa.Column("named_contact", sa.Text(), nullable=True),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "enterprise_id", name=op.f("pk_enterprise_care")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_enterprise_care_tier", "enterprise_care", ["site_id", "tier", "last_pos"])
    op.create_table(
        "enterprise_contact",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "contact_id", name=op.f("pk_enterprise_contact")),
    )
    op.create_index(
        "ix_enterprise_contact_enterprise", "enterprise_contact", ["site_id", "enterprise_id"]
    )
    op.create_table(
        "enterprise_note",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("note_id", sa.Text(), nullable=False),
        sa.Column("enterprise_id", sa.Text(), nullable=False),
        sa.Column("at", column_types.UtcTime(), nullable=False),
        sa.Column("note_text", sa.Text(), nullable=False),
        sa.Column("staff", sa.Text(), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("last_pos", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "note_id", name=op.f("pk_enterprise_note")),
    )
    op.create_index(
        "ix_enterprise_note_enterprise", "enterprise_note", ["site_id", "enterprise_id", "at"]
    )


def _lists_of_enterprises() -> None:
    op.create_index("ix_enterprise_name", "enterprise", ["site_id", "name"])
    op.create_index(
        "ix_enterprise_latest",
        "enterprise",
        ["site_id", "last_pos", "enterprise_id"],
        sqlite_where=sa.text("merged_into IS NULL"),
        postgresql_where=sa.text("merged_into IS NULL"),
    )
    op.create_index(
        "ix_enterprise_merged_into",
        "enterprise",
        ["site_id", "merged_into"],
        sqlite_where=sa.text("merged_into IS NOT NULL"),
        postgresql_where=sa.text("merged_into IS NOT NULL"),
    )


def downgrade() -> None:
    """Go back."""
    for name in ("name", "latest", "merged_into"):
        op.drop_index(f"ix_enterprise_{name}", "enterprise")
    for name in (
        "enterprise_note",
        "enterprise_contact",
        "enterprise_care",
        "consent",
        "help_call",
        "cutoff",
        "told_wait",
        "enquiry",
    ):
        op.drop_table(name)
