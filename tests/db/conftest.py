"""Databases for the tests: each test its own, copied from one that was made once."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db.change_feed import ChangeFeed
from db.engine import open_engine
from db.migrate import prepare
from desktop.desk import Desk
from tests.db.listening import Ear, Listen, feed_of
from tests.postgres import PostgresServer, running_server
from tests.proxy import Proxy

_numbers = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Give a running PostgreSQL; without one installed the test fails and says what to install."""
    with running_server() as server:
        yield server


@pytest.fixture
def proxy(postgres_server: PostgresServer) -> Iterator[Proxy]:
    """Give a way to the server that can misbehave."""
    with Proxy(postgres_server) as running:
        yield running


@pytest.fixture
def postgres_url(postgres_server: PostgresServer) -> Iterator[str]:
    """Give the URL of an empty PostgreSQL database."""
    name = f"empty_{next(_numbers)}"
    yield postgres_server.create(name)
    postgres_server.drop(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file with the tables, to be copied; nobody has it open."""
    path = tmp_path_factory.mktemp("template") / "template.db"
    _make(str(path))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: PostgresServer) -> str:
    """Give the name of a PostgreSQL database with the tables, to be copied."""
    _make(postgres_server.create("with_tables"))
    return "with_tables"


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the path or URL of a database with the tables and no rows, on each engine."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        yield str(shutil.copy(template, tmp_path / "desk.db"))
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = f"desk_{next(_numbers)}"
    yield server.create(name, request.getfixturevalue("postgres_template"))
    server.drop(name)


@pytest.fixture
def opened() -> Iterator[Callable[[str | Path], Engine]]:
    """Give `open_engine`; what it opened is closed after the test."""
    engines: list[Engine] = []

    def opening(location: str | Path) -> Engine:
        engines.append(open_engine(location))
        return engines[-1]

    yield opening
    for engine in engines:
        engine.dispose()


@pytest.fixture
def engine(database: str, opened: Callable[[str], Engine]) -> Engine:
    """Give an open database with the tables and no rows, on each engine."""
    return opened(database)


def _make(location: str) -> None:
    engine = open_engine(location)
    prepare(engine)
    engine.dispose()


@pytest.fixture
def listen() -> Iterator[Listen]:
    """Give a maker of ears; the feeds end soon, after the test, and their desks."""
    feeds: list[ChangeFeed] = []
    desks: list[Desk] = []

    def begin(desk: Desk) -> Ear:
        ear = Ear()
        feed = feed_of(desk)
        feed.start(ear.heard, ear.restored)
        feeds.append(feed)
        desks.append(desk)
        return ear

    yield begin
    for feed in feeds:
        began = time.monotonic()
        feed.stop()
        assert time.monotonic() - began < 0.2
    for desk in desks:
        desk.close()
