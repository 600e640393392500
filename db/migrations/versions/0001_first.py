"""The first tables."""

from __future__ import annotations

from alembic import op

from db.tables import metadata

revision = "0001_first"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go forward."""
    metadata.create_all(op.get_bind())


def downgrade() -> None:
    """Go back."""
    metadata.drop_all(op.get_bind())
