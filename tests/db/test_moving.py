"""Moving a database into another: whole, verified, or not at all; the old one as it was."""

from __future__ import annotations

import gzip
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine
from sqlcipher3 import dbapi2 as sqlite

from db import tables as t
from db.engine import open_engine
from db.migrate import HEAD, downgrade, locked, revision
from db.moving import NOT_MOVED, move, moved_tables
from db.store import SqlStore
from desktop.clock import ManualClock
from desktop.desk import Desk, Particulars
from desktop.domain.errors import DeskError
from desktop.journal.verifier import check_sound
from desktop.snapshots import IssueAnswer, Moved
from tests.db.moved import ASK, MONDAY, assert_empty, code, issue, make, tallies
from tests.postgres import PostgresServer, running_server
from tests.source_code import CHECKOUT

FIRST = CHECKOUT / "tests" / "old_databases" / "0001_first.db.gz"


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file with a few days of a centre."""
    return make(tmp_path_factory.mktemp("centre") / "desk.db")


@pytest.fixture
def source(centre: Path, tmp_path: Path) -> Path:
    """Give a copy of the centre for one test."""
    return Path(shutil.copy(centre, tmp_path / "centre.db"))


@pytest.fixture(params=["sqlite", "postgresql"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give a place for a database, on each engine."""
    if request.param == "sqlite":
        return str(tmp_path / "target" / "moved.db") if _made(tmp_path / "target") else ""
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def loopback() -> Iterator[PostgresServer]:
    """Give a server that listens on loopback too."""
    with running_server(loopback=True) as server:
        yield server


def _made(folder: Path) -> bool:
    folder.mkdir()
    return True


# ---- Whole -----------------------------------------------------------------------------------


def test_every_table_is_moved_or_said_not_to_be() -> None:
    """A new table is moved unless somebody decides otherwise."""
    assert {table.name for table in moved_tables()} | NOT_MOVED == set(t.metadata.tables)


def test_everything_arrives_and_the_old_one_stays(source: Path, target: str) -> None:
    """Every row is the same; the desk goes on there; an old command is answered, not redone."""
    before = source.read_bytes()
    steps: list[tuple[int, int]] = []
    moved = move(str(source), target, lambda *step: steps.append(step))
    assert source.read_bytes() == before
    assert {path.name for path in source.parent.glob("centre.db*")} == {"centre.db"}
    there = tallies(target)
    assert there == tallies(source)
    assert all(there[name].rows for name in ("journal", "command", "texts", "pii", "paper"))
    assert isinstance(moved, Moved)
    assert (moved.sites, moved.events) == (("DEMO",), there["journal"].rows)
    assert moved.rows == sum(tally.rows for tally in there.values())
    assert steps[-1][0] == steps[-1][1]
    assert steps == sorted(steps)
    with closing(SqlStore(source)) as old, closing(SqlStore(target)) as store:
        label = issue(old)
        assert issue(store) == label
        check_sound(store)
        desk = Desk(store, ManualClock(MONDAY), Particulars("DEMO"))
        answer = desk.do(ASK, str(uuid.UUID(int=8)))
        assert isinstance(answer, IssueAnswer)
        assert answer.ticket is not None
        assert answer.ticket.label != label


def test_back_from_a_server_into_a_file(source: Path, postgres_url: str, tmp_path: Path) -> None:
    """The other direction: an event laptop takes the centre along."""
    move(str(source), postgres_url)
    assert move(postgres_url, str(tmp_path / "laptop.db")) is not None
    assert tallies(tmp_path / "laptop.db") == tallies(source)
    with closing(SqlStore(tmp_path / "laptop.db")) as store:
        check_sound(store)


def test_companies_are_found_there(source: Path, target: str) -> None:
    """What an enterprise is found by is made anew on the target."""
    move(str(source), target)
    with (
        closing(SqlStore(source)) as old,
        closing(SqlStore(target)) as store,
        old.look("DEMO") as here,
        store.look("DEMO") as there,
    ):
        for typed in ("kj", "科技", "hz"):
            wanted = here.find_enterprises(typed, 20)
            assert wanted
            assert there.find_enterprises(typed, 20) == wanted


def test_a_crashed_programs_log_stays(source: Path, target: str) -> None:
    """What lies in the WAL is moved too; neither it nor the file changes by one byte."""
    crashed = source.with_name("crashed.db")
    with closing(SqlStore(source)) as store:
        Desk(store, ManualClock(MONDAY), Particulars("DEMO")).do(ASK)
        for end in ("", "-wal"):
            shutil.copy(f"{source}{end}", f"{crashed}{end}")
        whole = tallies(source)
    before = {end: Path(f"{crashed}{end}").read_bytes() for end in ("", "-wal")}
    assert before["-wal"]
    move(str(crashed), target)
    assert {end: Path(f"{crashed}{end}").read_bytes() for end in ("", "-wal")} == before
    assert tallies(target) == whole


def test_an_older_file_is_moved_by_a_copy(tmp_path: Path, target: str) -> None:
    """The copy is brought to this program's schema; the file itself stays as old as it is."""
    (source := tmp_path / "old" / "centre.db").parent.mkdir()
    source.write_bytes(gzip.decompress(FIRST.read_bytes()))
    before = source.read_bytes()
    assert move(str(source), target) is not None
    assert source.read_bytes() == before
    assert not list(source.parent.glob(".*"))
    engine = open_engine(target)
    with engine.connect() as connection:
        assert revision(connection) == HEAD
    engine.dispose()


def test_ours_without_a_site_is_filled(source: Path, database: str) -> None:
    """A target with our empty tables, as server-setup makes it."""
    assert move(str(source), database) is not None
    assert tallies(database) == tallies(source)


def test_nobody_writes_meanwhile(source: Path, postgres_url: str, tmp_path: Path) -> None:
    """A command on the source has to wait, on each engine; looks go on."""
    refused = []

    def try_file(_done: int, _total: int) -> None:
        with closing(sqlite.connect(str(source), timeout=0)) as other:
            assert other.execute("SELECT count(*) FROM site").fetchone() == (1,)
            with pytest.raises(sqlite.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
            refused.append("file")

    def try_server(_done: int, _total: int) -> None:
        with psycopg.connect(postgres_url) as other:
            other.execute("SELECT count(*) FROM site")
            other.execute("SET lock_timeout = '1ms'")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                other.execute("SELECT pos FROM site FOR UPDATE")
            refused.append("server")

    move(str(source), postgres_url, try_file)
    move(postgres_url, str(tmp_path / "again.db"), try_server)
    assert {"file", "server"} == set(refused)


# ---- Or not at all ---------------------------------------------------------------------------


@pytest.mark.parametrize("part", [0.0, 0.3, 0.7, 1.0])
def test_stopped_leaves_nothing(source: Path, target: str, part: float) -> None:
    """While copying, reading back and verifying; and then the same target can be filled."""
    reached = 0.0

    def report(done: int, total: int) -> None:
        nonlocal reached
        reached = done / total

    assert move(str(source), target, report, lambda: reached >= part) is None
    assert 0 <= reached <= 1
    assert_empty(target)
    assert move(str(source), target) is not None


def test_ctrl_c_leaves_nothing(source: Path, target: str) -> None:
    """As when a person presses Ctrl+C in the middle."""

    def report(done: int, total: int) -> None:
        if done > total // 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        move(str(source), target, report)
    assert_empty(target)


def _flipped(path: Path) -> None:
    """Damage one page with rows of the journal's table (https://sqlite.org/fileformat.html)."""
    size, whole = 4096, path.read_bytes()
    pages = range(size, len(whole), size)
    leaves = [at for at in pages if whole[at] == 0x0D and b"ticket.called" in whole[at : at + size]]
    at = leaves[len(leaves) // 2]
    path.write_bytes(whole[:at] + b"\xff" * size + whole[at + size :])


def test_a_damaged_file_is_not_moved(source: Path, target: str) -> None:
    """A page that cannot be read: said, and nothing is left."""
    _flipped(source)
    assert code(lambda: move(str(source), target)) == "database_damaged"
    assert_empty(target)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal SET body = replace(body, '1', '2') WHERE pos = 40",
        "UPDATE ticket SET calls = calls + 1 WHERE ticket_id = (SELECT min(ticket_id) FROM ticket)",
        "DELETE FROM paper WHERE paper_id = (SELECT min(paper_id) FROM paper)",
        "UPDATE site SET feed_hash = 'x'",
        "UPDATE journal SET at = 'no moment' WHERE pos = 40",
    ],
)
def test_a_journal_that_is_not_sound_is_not_moved(source: Path, target: str, change: str) -> None:
    """What was changed behind the desk's back is found before anything counts."""
    with closing(sqlite.connect(str(source), isolation_level=None)) as driver:
        driver.execute(change)
    assert code(lambda: move(str(source), target)) == "database_damaged"
    assert_empty(target)


def test_filled_foreign_and_newer_targets(
    source: Path, database: str, centre: Path, tmp_path: Path, opened: Callable[[str], Engine]
) -> None:
    """Nothing is written into any of them."""
    move(str(source), database)
    before = tallies(database)
    with pytest.raises(DeskError) as caught:
        move(str(source), database)
    assert (caught.value.code, caught.value.values) == ("target_filled", {"sites": ["DEMO"]})
    assert tallies(database) == before
    engine = opened(database)
    with engine.connect() as connection, locked(connection):
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_later'")
    assert code(lambda: move(str(source), database)) == "database_newer"
    assert code(lambda: move(database, str(tmp_path / "x.db"))) == "database_newer"
    with engine.connect() as connection, locked(connection):
        downgrade_all(connection)
        connection.exec_driver_sql("CREATE TABLE other (x INTEGER)")
    assert code(lambda: move(str(source), database)) == "database_foreign"
    refused = code(lambda: move(database, str(tmp_path / "x.db")))
    assert refused in ("database_foreign", "database_damaged")


def downgrade_all(connection: Any) -> None:
    """Leave a database without any table of ours."""
    connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{HEAD}'")
    downgrade(connection, "base")
    connection.exec_driver_sql("DROP TABLE alembic_version")


def test_onto_itself_by_any_name(
    source: Path, loopback: PostgresServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A relative path, links, a file beside it; a socket, a loopback address and its name."""
    before = source.read_bytes()
    (tmp_path / "link.db").symlink_to(source)
    os.link(source, tmp_path / "hard.db")
    monkeypatch.chdir(tmp_path)
    for name in ("centre.db", "./centre.db", "link.db", "hard.db", "centre.db-wal"):
        assert code(partial(move, str(source), name)) == "target_is_source"
        assert source.read_bytes() == before
    url = loopback.create("centre")
    assert move(str(source), url) is not None
    for name in ("127.0.0.1", "localhost"):
        again = loopback.loopback_url("centre", host=name)
        assert code(partial(move, url, again)) == "target_is_source"


def test_nothing_to_move(source: Path, database: str, postgres_url: str, tmp_path: Path) -> None:
    """A database without a site; one without tables; a file that is not there, a folder, a typo."""
    new = str(tmp_path / "new.db")
    assert code(lambda: move(database, new)) == "nothing_to_move"
    (tmp_path / "empty.db").touch()
    for empty in (postgres_url, str(tmp_path / "empty.db")):
        assert code(partial(move, empty, new)) == "nothing_to_move"
    assert code(lambda: move(str(tmp_path / "none.db"), new)) == "not_found"
    assert code(lambda: move(str(tmp_path), new)) == "invalid_value"
    assert code(lambda: move(str(source), str(tmp_path))) == "invalid_value"
    assert code(lambda: move(str(source), str(tmp_path / "no" / "new.db"))) == "not_found"
    for url in ("postgresq://u@h/d", "postgresql://u@h:port/d", "mysql://u@h/d"):
        assert code(partial(move, str(source), url)) == "invalid_value"
    (tmp_path / "note.txt").write_text("no database " * 500)
    assert code(lambda: move(str(tmp_path / "note.txt"), new)) == "database_damaged"
    assert code(lambda: move(str(source), str(tmp_path / "note.txt"))) == "database_foreign"
    assert not Path(new).exists()


def test_a_network_drive_is_refused(source: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither from there nor to there."""
    monkeypatch.setattr("db.location.is_network", lambda kind: True)
    assert code(lambda: move(str(source), str(source.with_name("b.db")))) == "database_on_network"
