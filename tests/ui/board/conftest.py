"""A centre on a file of its own for each test of the board."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import SqlStore
from tests.journeys.centre import Centre


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Centre]:
    """Give a centre at half past eight on a Monday."""
    made = Centre(SqlStore(tmp_path / "desk.db"))
    made.set_up()
    yield made
    made.close()
