"""A server for the conversations that are held on PostgreSQL as well."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.postgres import PostgresServer, running_server

_numbers = count(1)


@pytest.fixture(scope="package")
def server() -> Iterator[PostgresServer]:
    """Give a running PostgreSQL."""
    with running_server() as one:
        yield one


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the location of a database without tables, on each engine."""
    if request.param == "sqlite":
        yield str(tmp_path / "desk.db")
        return
    one: PostgresServer = request.getfixturevalue("server")
    name = f"page_{next(_numbers)}"
    yield one.create(name)
    one.drop(name)
