"""What Alembic runs around the steps: on a connection, in a transaction, that are already ours.

`db.migrate` hands both over in the configuration's attributes; so one transaction with the
write lock holds all steps, and what fails leaves nothing behind.
"""

from __future__ import annotations

from alembic import context

from db.migrations.options import OPTIONS

attributes = context.config.attributes
context.configure(
    connection=attributes["connection"],
    target_metadata=attributes.get("metadata"),
    **OPTIONS,
)
# The transaction around is ours; this one only joins it.
with context.begin_transaction():
    context.run_migrations()
