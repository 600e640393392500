"""The first tables."""

from __future__ import annotations

from alembic import op

from db.tables import metadata

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


def upgrade() -> None:
    """Go forward."""
    metadata.create_all(op.get_bind())
    if op.get_bind().dialect.name == "sqlite":
        op.execute(PIECES)
        op.execute(PATIENT)


def downgrade() -> None:
    """Go back."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE enterprise_fts")
    metadata.drop_all(op.get_bind())
