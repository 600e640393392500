"""A small centre in a file, and how a moved one is compared with it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from db.engine import open_engine
from db.migrate import revision
from db.moving import moved_tables
from db.raw_rows import Tally, read_parts
from db.store import SqlStore
from desktop.clock import ManualClock
from desktop.demo import make_demo
from desktop.desk import Desk, Particulars
from desktop.domain.errors import DeskError
from desktop.requests import IssueTicket
from desktop.snapshots import IssueAnswer

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
COMMAND = str(uuid.UUID(int=7))
ASK = IssueTicket(windows=("CF",), text="想问\t专项\\资金\n第二行")


def make(path: Path) -> Path:
    """Make a few days of a centre, with one remembered command and a free text."""
    with closing(SqlStore(path)) as store:
        make_demo(store, MONDAY, 60, 2, 20)
        issue(store)
    return path


def issue(store: SqlStore) -> str:
    """Hand out a number under the one command id; returns its label."""
    answer = Desk(store, ManualClock(MONDAY), Particulars("DEMO")).do(ASK, COMMAND)
    assert isinstance(answer, IssueAnswer)
    assert answer.ticket is not None
    return answer.ticket.label


def tallies(location: str | Path) -> dict[str, Tally]:
    """Return what each moved table holds."""
    engine = open_engine(location)
    found = {}
    with engine.connect() as connection:
        for table in moved_tables():
            tally = Tally()
            for part in read_parts(connection, table):
                tally = tally.with_part(part)
            found[table.name] = tally
        connection.rollback()
    engine.dispose()
    return found


def assert_empty(target: str) -> None:
    """Nothing is there: no file, on a server no table."""
    if target.startswith("postgresql"):
        engine = open_engine(target)
        with engine.connect() as connection:
            assert revision(connection) is None
        engine.dispose()
    else:
        assert list(Path(target).parent.iterdir()) == []


def code(work: Callable[[], object]) -> str:
    """Return the code of the DeskError that work raises."""
    with pytest.raises(DeskError) as caught:
        work()
    return caught.value.code
