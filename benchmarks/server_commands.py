"""Issue and call next on PostgreSQL, beside the same statements played by bare psycopg.

Every statement of real commands, reads too, is recorded on one copy of a database and played
again on another copy, in the same order, with the same values.  Desk and bare run in turn,
block by block, on one server of this machine with fsync on.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from typing import Any

import psycopg
from sqlalchemy import Engine, event

from benchmarks.commands import (
    BLOCKS,
    IN_BLOCK,
    Note,
    Statement,
    Step,
    Times,
    command,
    desk_block,
    desk_on,
    prepare,
    recorded,
    tapped,
)
from benchmarks.measure import Figure, timed
from tests.postgres import PostgresServer, running_server

AIM, MOST = 2.5, 50.0
_numbers = count(1)


def figures() -> Iterator[Figure]:
    """Measure both commands."""
    with running_server() as server:
        for name, words in (("issue", "issue a ticket"), ("call", "call next")):
            yield run(server, name).figure(f"{words}, PostgreSQL", AIM, MOST)


def run(server: PostgresServer, name: str) -> Times:
    """Measure `issue` or `call` on copies of an empty database."""
    prepared = f"prepared_{next(_numbers)}"
    with desk_on(server.create(prepared)) as desk:
        company = prepare(desk, waiting=BLOCKS * IN_BLOCK + 5 if name == "call" else 5)
    with desk_on(server.create(f"{prepared}_recorded", prepared)) as desk:
        script = recorded(command(desk, name, company), _listening)
    times = Times([], [])
    bare = psycopg.connect(server.create(f"{prepared}_bare", prepared))
    with desk_on(server.create(f"{prepared}_desk", prepared)) as desk:
        one = command(desk, name, company)
        for block in range(BLOCKS):
            times.desk.append(desk_block(one))
            times.bare.append(_bare_block(bare, script[block * IN_BLOCK :][:IN_BLOCK]))
    bare.close()
    return times


@contextmanager
def _listening(note: Note) -> Iterator[None]:
    """Let `note` hear what goes through SQLAlchemy, and what is given to the driver directly."""

    def before(
        _connection: object, _cursor: object, text: str, values: Any, _context: object, many: bool
    ) -> None:
        note(text, values, many)

    event.listen(Engine, "before_cursor_execute", before)
    try:
        with tapped(note):
            yield
    finally:
        event.remove(Engine, "before_cursor_execute", before)


def _bare_block(driver: psycopg.Connection, script: list[Step]) -> list[float]:
    times = []
    for mine, between in script:
        times.append(timed(partial(_play, driver, mine)))
        if between:
            _play(driver, between)
    return times


def _play(driver: psycopg.Connection, statements: list[Statement]) -> None:
    with driver.cursor() as cursor:
        for text, values, many in statements:
            if many:
                cursor.executemany(text, values)
            else:
                cursor.execute(text, values)
                if cursor.description:
                    cursor.fetchall()
    driver.commit()
