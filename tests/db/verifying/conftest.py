"""Small demos, made once for each engine and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from db.store import SqlStore
from desktop.bus import Bus
from desktop.clock import ManualClock
from desktop.demo import make_demo
from desktop.journal.runner import Origin, Runner
from desktop.requests import SetSetting
from desktop.snapshots import SettingsAnswer
from desktop.use_cases.administration import set_setting
from tests.postgres import PostgresServer

NOW = datetime(2026, 3, 9, 1, tzinfo=UTC)
_numbers = count(1)


def _make(location: str) -> None:
    store = SqlStore(location)
    make_demo(store, NOW, enterprises=12, days=2, visits_per_day=20)
    runner = Runner(store, ManualClock(NOW), Bus(), "D2", "0")
    request = SetSetting("positions_behind", 5)
    runner.run("DEMO", request, set_setting, SettingsAnswer, Origin("c1", "S01"))
    store.close()


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file with a small demo, to be copied."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    _make(str(path))
    return path


@pytest.fixture(scope="session")
def demo_database(postgres_server: PostgresServer) -> str:
    """Give the name of a PostgreSQL database with a small demo, to be copied."""
    _make(postgres_server.create("demo_made"))
    return "demo_made"


@pytest.fixture
def sqlite_demo(demo_file: Path, tmp_path: Path) -> str:
    """Give the path of a small demo of the test's own."""
    return str(shutil.copy(demo_file, tmp_path / "demo.db"))


@pytest.fixture(params=["sqlite", "postgresql"])
def demo(request: pytest.FixtureRequest) -> Iterator[str]:
    """Give a small demo of the test's own, on each engine."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_demo")
        return
    server: PostgresServer = request.getfixturevalue("postgres_server")
    name = f"demo_{next(_numbers)}"
    yield server.create(name, request.getfixturevalue("demo_database"))
    server.drop(name)
