"""Real databases of earlier programs, kept for ever: each comes up whole, and goes back again.

`tests/old_databases/<step>.db.gz` was filled by the last program of that step: a day at four
counters, one of them handed over while serving, and the beginning of the next.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, insert, inspect, select

from db import tables as t
from db.engine import begin_write
from db.enterprise_index import reindex
from db.migrate import HEAD, downgrade, prepare, revision, upgrade
from db.store import SqlStore
from tests.talk import Talk, talking

Opening = Callable[[str | Path], Engine]

KEPT = Path(__file__).parent.parent / "old_databases"
LATER = {"lease", "station", "schema_gate"} | {
    *("enquiry", "told_wait", "cutoff", "help_call", "consent"),
    *("enterprise_care", "enterprise_contact", "enterprise_note"),
}
MADE = {"enterprise_index"}  # its content differs between the engines


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    """Give a SQLite file of the first step."""
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress((KEPT / "0001_first.db.gz").read_bytes()))
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, old_file: Path, opened: Opening) -> str:
    """Give the location of a filled database of the first step, on each engine."""
    if request.param == "sqlite":
        return str(old_file)
    url: str = request.getfixturevalue("postgres_url")
    rows = _rows_of_file(old_file, opened)
    engine = opened(url)
    with engine.connect() as connection:
        begin_write(connection)
        upgrade(connection, "0001_first")
        for name, values in rows.items():
            if values and name not in MADE:
                connection.execute(insert(t.metadata.tables[name]), values)
        reindex(connection, "HQ")
        connection.commit()
    engine.dispose()
    return url


def _rows_of_file(path: Path, opened: Opening) -> dict[str, list[dict[str, Any]]]:
    with opened(path).connect() as connection:
        return _rows(connection)


def _rows(connection: Connection) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table that the first step made."""
    return {
        name: [dict(row) for row in connection.execute(select(table)).mappings()]
        for name, table in t.metadata.tables.items()
        if name not in LATER
    }


def _in_order(rows: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    return {name: sorted(map(repr, found)) for name, found in rows.items()}


def _columns(connection: Connection) -> dict[str, list[str]]:
    found = inspect(connection)
    return {
        name: sorted(str(column["name"]) for column in found.get_columns(name))
        for name in found.get_table_names()
        if not name.startswith(("enterprise_fts", "sqlite_"))
    }


def test_it_comes_up_with_every_row_and_goes_back(old: str, opened: Opening) -> None:
    """The step adds tables and the gate's row; nothing that was there is touched, both ways."""
    engine = opened(old)
    with engine.connect() as connection:
        assert revision(connection) == "0001_first"
        before, columns = _in_order(_rows(connection)), _columns(connection)
        connection.rollback()
    prepare(engine, keep_copy=False, in_hours=True)
    with engine.connect() as connection:
        assert revision(connection) == HEAD
        assert _in_order(_rows(connection)) == before
        assert connection.execute(select(t.schema_gate.c.oldest)).scalars().all() == ["0001_first"]
        assert not connection.execute(select(t.lease)).all()
        assert set(_columns(connection)) - set(columns) == LATER
        connection.rollback()
        begin_write(connection)
        downgrade(connection, "0001_first")
        connection.commit()
        assert _columns(connection) == columns
        assert _in_order(_rows(connection)) == before


def test_its_journal_still_makes_its_state(old: str, opened: Opening) -> None:
    """What was written before there were fences is applied as it was; and work goes on."""
    engine = opened(old)
    prepare(engine, keep_copy=False, in_hours=True)
    engine.dispose()
    with talking(old) as talk:
        talk.at("2026-11-24T01:00:00Z")
        talk.sound()
        assert talk.ok("journal.rebuild")["same"]
        _goes_on(talk)
        talk.sound()
        assert talk.ok("journal.rebuild")["same"]
    store = SqlStore(old)
    with store.look("HQ") as reads:
        kinds = {row.kind for row in reads.feed(0, 10_000)}
    store.close()
    assert {"ticket.handed_over", "ticket.taken_over", "command.late"} <= kinds


def _goes_on(talk: Talk) -> None:
    """Yesterday's ticket that was left called is handed over, taken over, and finished."""
    shown = talk.ok("counter.show", counter=1)
    (left, fence) = (shown["ticket"]["id"], shown["ticket"]["fence"])
    talk.ok("counter.start", counter=1, ticket=left, fence=fence)
    talk.ok("counter.open", counter=1, staff="bob")
    assert talk.refused("counter.finish", counter=1, ticket=left, fence=fence) == "late_command"
    held = talk.ok("counter.show", counter=3)["held"]
    assert [one["state"] for one in held] == ["held"], "held over the night, and reachable"
    taken = talk.ok("counter.take_over", counter=3, ticket=left)["ticket"]
    assert taken["fence"] == fence + 2
    talk.ok("counter.finish", counter=3, ticket=left, fence=fence + 2)
    talk.ok("counter.resume", counter=3, ticket=held[0]["id"])


def test_a_command_of_before_is_answered_as_it_was(old: str, opened: Opening) -> None:
    """The id of a command that the older program did is still its own."""
    prepare(opened(old), keep_copy=False, in_hours=True)
    with talking(old) as talk:
        talk.at("2026-11-24T01:00:00Z")
        command = "00000000-0000-4000-8000-000000000002"
        again = talk.ok("counter.start", command=command, counter=1)["ticket"]
        assert (again["label"], again["state"], again["fence"]) == ("F001", "serving", 0)
        assert talk.refused("counter.start", command=command, counter=2) == "command_reused"
