"""Heartbeats of counters and stations, the gate for older programs, and a better search index.

It only adds tables, and on PostgreSQL puts another index in the place of one: whoever knows the
first step may go on working.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from db import column_types

revision = "0002_leases"
down_revision = "0001_first"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "lease",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("counter", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=False),
        sa.Column("station", sa.Text(), nullable=False),
        sa.Column("beat_at", column_types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "counter", name=op.f("pk_lease")),
        sa.CheckConstraint("counter > 0", name=op.f("ck_lease_counter")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "station",
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("beat_at", column_types.UtcTime(), nullable=False),
        sa.PrimaryKeyConstraint("site_id", "code", name=op.f("pk_station")),
        sqlite_with_rowid=False,
    )
    gate = op.create_table(
        "schema_gate",
        sa.Column("oldest", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("oldest", name=op.f("pk_schema_gate")),
    )
    op.execute(gate.insert().values(oldest="0001_first"))
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_enterprise_index_pieces", table_name="enterprise_index")
        op.create_index(
            "ix_enterprise_index_pieces_by_length",
            "enterprise_index",
            [sa.text("array_append(pieces, GREATEST(8, LEAST(20, place >> 40))::integer)")],
            postgresql_using="gin",
        )


def downgrade() -> None:
    """Go back."""
    if op.get_bind().dialect.name == "postgresql":
        op.drop_index("ix_enterprise_index_pieces_by_length", table_name="enterprise_index")
        op.create_index(
            "ix_enterprise_index_pieces", "enterprise_index", ["pieces"], postgresql_using="gin"
        )
    for name in ("schema_gate", "station", "lease"):
        op.drop_table(name)
