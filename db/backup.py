"""Backup and restore: a copy counts when it was opened and found whole, not before."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from db import dumps
from db.copies import (
    copy_to_new,
    name_beside,
    open_copy,
    put_in_place,
    replace_content,
    scratch_beside,
)
from db.engine import open_engine, open_file, sqlite_path
from db.migrate import prepare, revision
from db.problems import world_faults
from desktop.domain.errors import DeskError
from desktop.ports import Cancelled, Progress

Verify = Callable[[Engine], None]  # raises DeskError if the journal in there is not sound

_MAGIC = (b"SQLite format 3\0", b"PGDMP")
# What is wrong with a copy is wrong with the backup it was made from.
_BACKUPS_OWN = ("database_damaged", "database_newer")
_PATIENCE = 10.0  # seconds to wait for others' writes before the content is replaced
_TRIES = 5


def backup(
    engine: Engine,
    target: Path,
    verify: Verify | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> bool:
    """Copy an open database of one moment into a file, while work goes on; then open that file.

    It appears under its name only when it is whole: read through, its references and its
    schema checked, `verify` content.  On PostgreSQL it is an archive of pg_dump, restored into
    a scratch database; where the login may make none it is only read through: False.  Raises
    DeskError `invalid_value` (a folder, the database itself, one in use, a file that is
    something else), `not_found` (no such folder, no pg_dump), `disk_full`,
    `database_read_only`, `database_damaged`; `ports.Stopped` when cancelled.
    """
    path = sqlite_path(engine)
    target = target.absolute()
    with world_faults(target):
        _refuse_target(target, path)
    with put_in_place(target) as work:
        if path is None:
            return dumps.dump(engine, work, _checked(work, verify), progress, cancelled)
        copy_to_new(path, work, progress, cancelled)
        _check_copy(work, verify)
    return True


def restore(
    engine: Engine,
    source: Path,
    verify: Verify | None = None,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Path:
    """Put a backup's content into an open database; return where the present one was kept.

    The backup is copied, read through, brought to this program's schema and given to `verify`
    before anything is touched; the present database is kept beside itself (PostgreSQL: beside
    the backup).  Then the content is replaced in one transaction, and open connections, also
    those of other programs, see it at their next statement.  Raises as `backup` does, and
    `database_newer`, `database_busy`.
    """
    path = sqlite_path(engine)
    source = source.absolute()
    if not source.is_file():
        raise DeskError("not_found", path=str(source))
    if path is None:
        with _named(source):
            kept = dumps.restore(engine, source, _brought_up(source, verify), cancelled)
        prepare(engine, keep_copy=False, in_hours=True)
        return kept
    if path.exists() and source.samefile(path):
        raise DeskError("invalid_value", field="path", path=str(source))
    with scratch_beside(path) as work:
        _ready_copy(source, work, verify, progress, cancelled)
        return _exchange(engine, path, work)


def restore_unopened(path: Path, source: Path, verify: Verify | None = None) -> Path:
    """Put a backup in the place of a file that cannot be opened; return where that was moved.

    For `database_damaged` at the start, when there is no engine.  Nobody else may have it open.
    """
    path, source = path.absolute(), source.absolute()
    if not source.is_file():
        raise DeskError("not_found", path=str(source))
    kept = name_beside(path, "damaged")
    with put_in_place(path) as work:
        _ready_copy(source, work, verify, None, None)
        for end in ("-wal", "-shm", ""):  # a stale WAL must never meet the new file
            with suppress(FileNotFoundError):
                path.with_name(path.name + end).rename(kept.with_name(kept.name + end))
    return kept


def _ready_copy(
    source: Path,
    work: Path,
    verify: Verify | None,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> None:
    """Copy a backup, check it, and migrate the copy if it is older."""
    with _named(source):
        copy_to_new(source, work, progress, cancelled)
        _bring_up(work, verify)


@contextmanager
def _named(source: Path) -> Iterator[None]:
    """Let the backup be named where its content is at fault, not the copy it was tried as."""
    try:
        yield
    except DeskError as error:
        code = "database_damaged" if error.code == "database_foreign" else error.code
        if code not in _BACKUPS_OWN:
            raise
        raise DeskError(code, **error.values | {"path": str(source)}) from error


def _bring_up(work: Path, verify: Verify | None) -> None:
    copied = open_engine(work)
    try:
        _brought_up(work, verify)(copied)
    finally:
        copied.dispose()


def _check_copy(work: Path, verify: Verify | None) -> None:
    copied = open_copy(work)
    try:
        _checked(work, verify)(copied)
    finally:
        copied.dispose()


def _brought_up(backup: Path, verify: Verify | None) -> Verify:
    """Return what brings a copy that only we have to this program's schema, and checks it."""

    def bring_up(copied: Engine) -> None:
        with copied.connect() as connection:
            if revision(connection) is None:  # whole, but of nothing
                raise DeskError("database_damaged", path=str(backup))
        prepare(copied, keep_copy=False, in_hours=True)
        if verify is not None:
            verify(copied)

    return bring_up


def _checked(work: Path, verify: Verify | None) -> Verify:
    """Return what checks a copy that was just made, without changing it."""

    def check(copied: Engine) -> None:
        with copied.connect() as connection:
            if revision(connection) is None:
                raise DeskError("database_damaged", path=str(work))
        prepare(copied, read_only=True)
        if verify is not None:
            verify(copied)

    return check


def _keep(path: Path) -> Path:
    """Keep the present database beside itself, even a damaged one: that may be why we restore."""
    kept = name_beside(path, "before-restore")
    try:
        with put_in_place(kept) as work:
            copy_to_new(path, work)
    except DeskError as error:
        if error.code != "database_damaged":
            raise
        kept = name_beside(path, "damaged")
        with put_in_place(kept) as work:
            copy_to_new(path, work, damaged=True)
    return kept


def _exchange(engine: Engine, path: Path, work: Path) -> Path:
    """Keep the present content and replace it; what others write in between is kept as well.

    Nobody can hold the write lock over both: SQLite replaces only what nobody has in use.  So it
    is found, under the lock of the replacement, whether anything was written since the content
    was kept; then it is kept anew.
    """
    with world_faults(path), closing(open_file(path)) as watch:
        for _ in range(_TRIES):
            before = _version(watch)
            kept = _keep(path)
            if _replace(engine, path, work, partial(_is_at, watch, before)):
                return kept
            kept.unlink()
    raise DeskError("database_busy")


def _is_at(watch: Any, version: int) -> bool:
    return _version(watch) == version


def _version(watch: Any) -> int:
    """Return a number that changes when another connection has written."""
    return int(watch.execute("PRAGMA data_version").fetchone()[0])


def _replace(engine: Engine, path: Path, work: Path, unchanged: Callable[[], bool]) -> bool:
    until = time.monotonic() + _PATIENCE
    connection = engine.raw_connection()
    try:
        driver = connection.driver_connection
        assert driver is not None
        with world_faults(path):
            done = replace_content(work, path, driver, lambda: time.monotonic() < until, unchanged)
            if done:
                driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        connection.close()
    return done


def _refuse_target(target: Path, path: Path | None) -> None:
    in_use = target.with_name(target.name + "-wal").exists()
    itself = path is not None and target.exists() and target.samefile(path)
    if in_use or itself or target.is_dir() or not _may_replace(target):
        raise DeskError("invalid_value", field="path", path=str(target))


def _may_replace(target: Path) -> bool:
    """Say whether a name is free, or an earlier backup: anything else is not ours to replace."""
    if not target.exists():
        return True
    if not target.is_file():  # a device must not become a file
        return False
    if target.stat().st_size == 0:
        return True
    with target.open("rb") as file:
        return file.read(16).startswith(_MAGIC)
