"""How long a round trip to PostgreSQL may take, and how long work is let off that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from sqlalchemy import Connection

STATEMENT: Final = 5.0
"""Seconds for a statement's answer; waiting for a lock ends after three (`lock_timeout`)."""

COMMIT: Final = 3.0
"""Seconds for the answer of COMMIT; after them nobody knows whether it was done."""

PING: Final = 2.0
"""Seconds for the sign of life of a connection that was idle."""

IDLE: Final = 1.0
"""Seconds after which an idle connection is asked for that sign before it is used."""


@contextmanager
def patient(connection: Connection) -> Iterator[None]:
    """Let statements of a connection take as long as they need, inside the block; may be nested.

    For long work: making copies and state anew, moving, migrating, verifying.  In a transaction
    that is open already the server's limits are lifted too (how long it may be idle, how long
    a lock is waited for), until that transaction's end.  SQLite has no deadlines.
    """
    if connection.dialect.name == "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    with driver.patiently():
        if connection.in_transaction():
            connection.exec_driver_sql(
                "SELECT set_config('idle_in_transaction_session_timeout', '0', true),"
                " set_config('lock_timeout', '60s', true)"
            )
        yield
