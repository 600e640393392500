"""A database held as it is: nobody writes meanwhile, and it is left byte for byte as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2 as sqlite

from db.copies import copy_to_new, scratch_beside
from db.deadlines import patient
from db.engine import begin_read, open_engine, wait_for_turn
from db.location import check_file, is_url
from db.migrate import HEAD, database_name, known_revisions, prepare, revision
from db.problems import world_faults
from desktop.domain.errors import DeskError
from desktop.ports import Cancelled

_PATIENCE = 10.0  # seconds to wait for a program that is writing


@contextmanager
def held(location: str, cancelled: Cancelled | None = None) -> Iterator[Connection]:
    """Give a connection that reads one moment of a database at this program's schema.

    Until the end others can read but not write: their commands are refused as
    `database_busy`.  Of an older SQLite file a copy is brought to the schema and given
    instead.  Raises DeskError `database_older` (a server's; to be upgraded first),
    `database_newer`, `database_foreign`, `not_found`, `database_busy`, and what opening a
    database raises; `ports.Stopped` when cancelled.
    """
    if is_url(location):
        with _held_server(location) as connection:
            yield connection
        return
    path = Path(location).absolute()
    with _held_file(path) as connection:
        found = _ours(connection, path)
        if found == HEAD:
            yield connection
            return
        with scratch_beside(path) as work:
            copy_to_new(path, work, None, cancelled)
            with _brought_up(work) as newer:
                yield newer


def _ours(connection: Connection, path: Path | str) -> str:
    """Return the step a database stands at, unless it is none of ours or a later program's."""
    with world_faults(path):
        found = revision(connection)
    if found is None:  # no tables at all
        raise DeskError("nothing_to_move")
    if found != HEAD and found not in known_revisions():
        raise DeskError("database_newer", path=str(path), revision=found)
    return found


@contextmanager
def _held_file(path: Path) -> Iterator[Connection]:
    """Hold a SQLite file's write lock and give a second connection, which can only read.

    Whichever connection to a file is the last to close moves the rest of its WAL into it.  A
    reader cannot; so where a crashed program left a WAL, the reader closes last, and elsewhere
    first, so that the empty files beside the database are removed.
    """
    with world_faults(path):
        check_file(path, read_only=True)
        wal = path.with_name(path.name + "-wal")
        left_by_another = wal.exists() and wal.stat().st_size > 0
        closing: list[Any] = []
        try:
            lock = _open(path, "rw")
            closing.append(lock)
            lock.execute("SELECT count(*) FROM sqlite_master").fetchone()
            reader = _open(path, "ro")
            closing.insert(1 if left_by_another else 0, reader)
            reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
            wait_for_turn(lock, _PATIENCE)
            engine = create_engine(
                "sqlite://",
                module=sqlite,
                creator=lambda: reader,
                poolclass=StaticPool,
                hide_parameters=True,
                execution_options={"yimen_path": path},
            )
            with _one_moment(engine) as connection:
                yield connection
        finally:
            for driver in closing:
                driver.close()


def _open(path: Path, mode: str) -> Any:
    return sqlite.connect(
        f"{path.as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=2.0,
        check_same_thread=False,
    )


@contextmanager
def _one_moment(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        begin_read(connection)
        try:
            yield connection
        finally:
            connection.rollback()


@contextmanager
def _brought_up(work: Path) -> Iterator[Connection]:
    engine = open_engine(work)
    try:
        prepare(engine, keep_copy=False)
        with _one_moment(engine) as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def _held_server(url: str) -> Iterator[Connection]:
    engine = open_engine(url)
    try:
        with world_faults(), engine.connect() as connection:
            name = database_name(connection)
            if _ours(connection, name) != HEAD:
                raise DeskError("database_older")
            connection.rollback()
            connection.begin()
            try:
                # Every command begins with its site's row, and waits here.  Before the first
                # look, so that what is seen is what was there when the others stopped.
                connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                connection.exec_driver_sql("LOCK TABLE site IN EXCLUSIVE MODE")
                with patient(connection):
                    yield connection
            finally:
                connection.rollback()
    finally:
        engine.dispose()
