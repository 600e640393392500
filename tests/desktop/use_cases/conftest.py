"""A desk on a SQLite file of its own for each test."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import SqlStore
from tests.desktop.use_cases.world import World, set_up


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite file with the tables, to be copied; nobody has it open."""
    path = tmp_path_factory.mktemp("use_cases") / "empty.db"
    SqlStore(path).close()
    return path


@pytest.fixture
def world(empty_database: Path, tmp_path: Path) -> Iterator[World]:
    """Give a desk at half past eight on a Monday with its counters open."""
    made = set_up(shutil.copy(empty_database, tmp_path / "desk.db"))
    yield made
    made.store.close()
