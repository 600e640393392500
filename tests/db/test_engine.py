"""Opening databases, refusing what cannot hold one, and writing in turn."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any, LiteralString

import pytest
from psycopg import sql
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from db.engine import (
    begin_read,
    begin_write,
    open_engine,
    postgres_parameters,
    sqlite_path,
    tidy,
)
from db.location import filesystem_of, is_network, is_url
from db.problems import as_desk_error, world_faults
from desktop.domain.errors import DeskError
from tests.postgres import PostgresServer

Opening = Callable[[str | Path], Engine]


def _refused(location: str | Path, **options: Any) -> DeskError:
    with pytest.raises(DeskError) as caught:
        open_engine(location, **options)
    return caught.value


def test_sqlite_settings(opened: Opening, tmp_path: Path) -> None:
    """Durable, referential, WAL; the blind wait is short and not for writers."""
    engine = opened(tmp_path / "一门 100%.db")
    assert sqlite_path(engine) == tmp_path / "一门 100%.db"
    with engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "trusted_schema")
        }
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "trusted_schema": 0,
    }


def test_what_a_statement_held_is_not_in_its_error(engine: Engine) -> None:
    with pytest.raises(DBAPIError) as caught, engine.connect() as connection:
        connection.execute(text("INSERT INTO nowhere VALUES (:name)"), {"name": "李䶮"})
    assert "李䶮" not in str(caught.value)


def test_missing_folder_and_missing_file(tmp_path: Path) -> None:
    """A missing folder is said; a missing file is made, but not to be read only."""
    assert _refused(tmp_path / "no" / "a.db").code == "not_found"
    assert _refused(tmp_path / "a.db", read_only=True).code == "not_found"
    assert not (tmp_path / "a.db").exists()


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    """A folder's path is refused as a value, and named."""
    error = _refused(tmp_path)
    assert (error.code, error.values["path"]) == ("invalid_value", str(tmp_path))


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04", b"x" * 5000, b"SQLite format 3\0" + b"y" * 9000]
)
def test_a_foreign_file_is_refused_and_untouched(tmp_path: Path, content: bytes) -> None:
    """What is no database, or whose head is damaged, is named and left as it is."""
    path = tmp_path / "a.db"
    path.write_bytes(content)
    assert _refused(path).code == "database_damaged"
    assert path.read_bytes() == content


def test_a_cut_file_is_damaged(opened: Opening, tmp_path: Path) -> None:
    """A database that lost its end is not read as a smaller one."""
    path = tmp_path / "a.db"
    engine = opened(path)
    with engine.connect() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")
        connection.exec_driver_sql("INSERT INTO t VALUES (zeroblob(100000))")
    engine.dispose()
    path.write_bytes(path.read_bytes()[:40000])
    assert _refused(path).code == "database_damaged"


def test_read_only_places(
    tmp_path: Path, as_anybody: Callable[[], AbstractContextManager[None]], opened: Opening
) -> None:
    """A folder or file without the right to write is said before anything is tried."""
    opened(tmp_path / "a.db").dispose()
    tmp_path.chmod(0o555)
    with as_anybody():
        assert _refused(tmp_path / "a.db").code == "database_read_only"
        assert _refused(tmp_path / "new.db").code == "database_read_only"
    tmp_path.chmod(0o777)
    (tmp_path / "a.db").chmod(0o444)
    with as_anybody():
        assert _refused(tmp_path / "a.db").code == "database_read_only"


def test_read_only_engine_reads_and_cannot_write(database: str, opened: Opening) -> None:
    """A reader of either engine is refused every write, as the world's fault."""
    opened(database)
    engine = open_engine(database, read_only=True)
    try:
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
            with pytest.raises(Exception, match=r"readonly|read-only") as caught:
                connection.execute(text("DELETE FROM alembic_version"))
        assert as_desk_error(caught.value) is not None
    finally:
        engine.dispose()


MOUNTS = r"""
22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
30 22 0:26 / /mnt rw shared:2 - nfs4 server:/a rw,vers=4.2
31 30 254:1 / /mnt/local\040disk rw shared:3 - xfs /dev/vdb rw
32 22 0:30 / /home/a/share rw - fuse.sshfs a@b: rw
33 22 0:31 / /over rw - ext4 /dev/vdc rw
34 33 0:32 / /over rw - cifs //server/share rw
35 22 8:1 / /usb rw - fuseblk /dev/sda1 rw
"""


@pytest.mark.parametrize(
    ("path", "kind", "network"),
    [
        ("/var/lib/desk.db", "ext4", False),
        ("/mnt/desk.db", "nfs4", True),
        ("/mntx/desk.db", "ext4", False),
        ("/mnt/local disk/desk.db", "xfs", False),
        ("/home/a/share/deep/desk.db", "fuse.sshfs", True),
        ("/over/desk.db", "cifs", True),
        ("/usb/desk.db", "fuseblk", False),
    ],
)
def test_network_shares_are_known(path: str, kind: str, network: bool) -> None:
    """The deepest mount decides, and of two on one point the later one."""
    found = filesystem_of(path, MOUNTS)
    assert (found, is_network(found)) == (kind, network)


def test_other_urls_are_refused_without_being_repeated() -> None:
    """A URL may hold a password, so it is never part of the refusal."""
    for url in (
        "mysql://a:secret@b/c",
        "postgresql://a:secret@b:notaport/c?nonsense=1",
        "postgresql:/a:secret@b/c",
        "postgresql:a:secret@b/c",
        "postgres//a:secret@b/c",
        " postgresql://a:secret@b/c",
        "PostgreSQL://a:secret@b/c",
        "//a:secret@b/c",
        "host=b user=a password=secret",
    ):
        error = _refused(url)
        assert error.code == "invalid_value"
        assert "secret" not in str(error)


@pytest.mark.parametrize("place", ["C:/x/y.db", "postgres/x.db", "//server/share/x.db", "~/x@y.db"])
def test_paths_are_no_urls(place: str) -> None:
    """What only resembles an address is a path."""
    assert not is_url(place)


@pytest.mark.parametrize(
    "setting", ["datestyle = 'German, DMY'", "standard_conforming_strings = off"]
)
def test_a_login_used_to_other_ways(
    postgres_server: PostgresServer, postgres_url: str, setting: LiteralString
) -> None:
    """What the server or the login is used to does not change how values are written."""
    postgres_server.run(sql.SQL(f"ALTER ROLE yimen SET {setting}"))
    engine = open_engine(postgres_url)
    try:
        with engine.connect() as connection:
            now, text = connection.exec_driver_sql("SELECT now(), 'a\\b'").one()
    finally:
        engine.dispose()
        postgres_server.run(sql.SQL("ALTER ROLE yimen RESET ALL"))
    assert (now.utcoffset(), text) == (timedelta(0), "a\\b")


def test_no_server_is_away(tmp_path: Path) -> None:
    """Where nobody listens, the database is away."""
    assert _refused(f"postgresql://a@/b?host={tmp_path}").code == "database_away"


def test_server_lost_in_the_middle(postgres_server: PostgresServer, postgres_url: str) -> None:
    """A cut connection is the world's fault, and the next one is a new one."""
    engine = open_engine(postgres_url)
    try:
        with engine.connect() as connection:
            pid = connection.execute(text("SELECT pg_backend_pid()")).scalar()
            postgres_server.run(
                sql.SQL("SELECT pg_terminate_backend({}, 5000)").format(sql.Literal(pid))
            )
            with pytest.raises(Exception, match="terminat") as caught:
                connection.execute(text("SELECT 1"))
        found = as_desk_error(caught.value)
        assert found is not None
        assert found.code == "database_away"
        with engine.connect() as connection:
            assert connection.execute(text("SELECT 1")).scalar() == 1
    finally:
        engine.dispose()


def test_postgres_parameters() -> None:
    """Ours are defaults; what the URL says wins; only neighbours are trusted unproven."""
    remote = postgres_parameters({"host": "db.example.cn,10.0.0.2"})
    assert (remote["sslmode"], remote["channel_binding"]) == ("verify-full", "require")
    assert remote["tcp_user_timeout"] == 2500
    chosen = postgres_parameters({"host": "db", "sslmode": "require", "connect_timeout": "9"})
    assert (chosen["sslmode"], chosen["connect_timeout"]) == ("require", "9")
    assert "channel_binding" not in chosen
    for host in ("", "localhost", "127.0.0.1", "/run/postgresql", "::1"):
        assert postgres_parameters({"host": host})["sslmode"] == "prefer"
    assert postgres_parameters({"host": "localhost,db"})["sslmode"] == "verify-full"
    mine = postgres_parameters({"options": "-c lock_timeout=9s"})["options"]
    assert mine.endswith("-c lock_timeout=9s")


def test_a_full_disk_is_the_worlds_fault(opened: Opening, tmp_path: Path) -> None:
    """SQLite's refusal for want of room is told as such."""
    with opened(tmp_path / "a.db").connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=3")
        connection.exec_driver_sql("CREATE TABLE t (x)")
        with pytest.raises(DeskError) as caught, world_faults(tmp_path / "a.db"):
            connection.exec_driver_sql("INSERT INTO t VALUES (zeroblob(99999))")
    assert caught.value.code == "disk_full"


def test_our_own_mistakes_pass(engine: Engine) -> None:
    """A wrong statement is our bug on either engine, not a fault of the world."""
    with engine.connect() as connection, pytest.raises(DBAPIError), world_faults():
        connection.exec_driver_sql("SELECT nothing FROM nowhere")


def test_a_reader_sees_one_moment(opened: Opening, tmp_path: Path) -> None:
    """What is committed meanwhile stays unseen until the reading ends."""
    engine = opened(tmp_path / "a.db")
    with engine.connect() as reader, engine.connect() as writer:
        writer.exec_driver_sql("CREATE TABLE t (x)")
        writer.commit()
        begin_read(reader)
        assert reader.exec_driver_sql("SELECT count(*) FROM t").scalar() == 0
        begin_write(writer)
        writer.exec_driver_sql("INSERT INTO t VALUES (1)")
        writer.commit()
        assert reader.exec_driver_sql("SELECT count(*) FROM t").scalar() == 0
        reader.rollback()
        assert reader.exec_driver_sql("SELECT count(*) FROM t").scalar() == 1


def test_tidy_empties_the_wal(opened: Opening, tmp_path: Path) -> None:
    """After it the file itself holds what was committed; a writer at work is not disturbed."""
    engine = opened(tmp_path / "a.db")
    with engine.connect() as writer:
        writer.exec_driver_sql("CREATE TABLE t (x)")
        writer.exec_driver_sql("INSERT INTO t VALUES (zeroblob(100000))")
        writer.commit()
        assert (tmp_path / "a.db").stat().st_size < 100_000
        begin_write(writer)
        tidy(engine)
        writer.rollback()
        assert (tmp_path / "a.db").stat().st_size > 100_000


def test_a_writer_that_never_ends_makes_others_busy(opened: Opening, tmp_path: Path) -> None:
    """After its patience a writer is told, and its connection is as good as before."""
    engine = opened(tmp_path / "a.db")
    with engine.connect() as one, engine.connect() as two:
        begin_write(one)
        before = time.monotonic()
        with pytest.raises(DeskError) as caught:
            begin_write(two, 0.05)
        assert caught.value.code == "database_busy"
        assert time.monotonic() - before < 1
        one.rollback()
        begin_write(two)
        two.rollback()


TURNS, PROCESSES = 2000, 8


def _take_turns(path: Path, me: int, start: Barrier, out: Queue[tuple[int, int]]) -> None:
    engine = open_engine(path)
    mine = 0
    with engine.connect() as connection:
        start.wait()
        while True:
            begin_write(connection)
            if connection.exec_driver_sql("SELECT count(*) FROM turn").scalar_one() >= TURNS:
                connection.rollback()
                break
            connection.exec_driver_sql("INSERT INTO turn (who) VALUES (?)", (me,))
            connection.commit()
            mine += 1
    engine.dispose()
    out.put((me, mine))


def test_every_process_gets_its_turn(opened: Opening, tmp_path: Path) -> None:
    """Of 2,000 transactions of 8 processes in tight loops, each gets at least 5 %."""
    path = tmp_path / "a.db"
    with opened(path).connect() as connection:
        connection.exec_driver_sql("CREATE TABLE turn (id INTEGER PRIMARY KEY, who INTEGER)")
    context = multiprocessing.get_context("spawn")
    start, out = context.Barrier(PROCESSES + 1), context.Queue()
    processes = [
        context.Process(target=_take_turns, args=(path, me, start, out)) for me in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    start.wait(60)
    began = time.monotonic()
    turns = dict(out.get(timeout=60) for _ in processes)
    seconds = time.monotonic() - began
    for process in processes:
        process.join(10)
    out.close()
    out.join_thread()
    print(f"{TURNS / seconds:.0f} turns a second, shares {sorted(turns.values())}")
    assert sum(turns.values()) == TURNS
    assert min(turns.values()) >= TURNS * 0.05
