"""Draft the next step: compare the tables in the code with what the steps so far make.

    python -m db.migrations.draft 0002_what_changes "What changes, in one sentence."

Writes `db/migrations/versions/<revision>.py`.  Read it, correct it, let ruff format it, and set
`HEAD` in `db/migrate.py`.  Alembic sees no changed CHECK constraint: write those by hand.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from db.engine import open_engine
from db.migrate import alembic_config
from db.tables import metadata


def draft(revision: str, message: str) -> Path:
    """Write the step from the present head to the tables in the code; return its file."""
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(Path(folder) / "draft.db")
        with engine.connect() as connection:
            config = alembic_config(connection)
            config.attributes["metadata"] = metadata
            command.upgrade(config, "head")
            script = command.revision(config, message=message, rev_id=revision, autogenerate=True)
            connection.rollback()
        engine.dispose()
    if script is None or isinstance(script, list):
        raise RuntimeError("Alembic wrote no single step")
    return Path(script.path)


if __name__ == "__main__":
    print(draft(*sys.argv[1:3]))
