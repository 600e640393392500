"""A centre's server for journeys: real PostgreSQL that wants a password, and this PC's hands."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

from psycopg import sql

from tests.postgres import PostgresServer, running_server

PERSON, SECRET = "desk", "Geheim-7!wort"
PASSPHRASE = "eine lange Parole"
_numbers = itertools.count(1)


@contextmanager
def centre_server() -> Iterator[PostgresServer]:
    """Start a server on loopback that asks everybody for a password."""
    with running_server(loopback=True, hba=["host all all 127.0.0.1/32 scram-sha-256"]) as server:
        server.run(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                sql.Identifier(PERSON), sql.Literal(SECRET)
            )
        )
        yield server


def empty_database(server: PostgresServer) -> str:
    """Make a database that belongs to the desk's login; return its URL without a password."""
    name = f"centre_{next(_numbers)}"
    server.create(name)
    server.run(
        sql.SQL("ALTER DATABASE {} OWNER TO {}").format(
            sql.Identifier(name), sql.Identifier(PERSON)
        )
    )
    return server.loopback_url(name, PERSON)


def with_secret(address: str) -> str:
    """Return the URL with the password, for the tests' own connections."""
    return address.replace(f"{PERSON}@", f"{PERSON}:{SECRET.replace('!', '%21')}@", 1)
