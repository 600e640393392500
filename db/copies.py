"""Whole, verified copies of a SQLite database, made by SQLite's own online backup."""

from __future__ import annotations

import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from glob import escape
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlite

from db.problems import from_sqlite_code, world_faults
from desktop.domain.errors import DeskError
from desktop.ports import Cancelled, Progress, Stopped

_BESIDE = ("-wal", "-shm", "-journal")
_STALE = 86_400.0  # seconds
_PAGES = 1024  # 4 MiB between two looks at `cancelled`
_FIRST = 16  # fewer pages than any database of ours has


def name_beside(path: Path, reason: str, now: datetime | None = None) -> Path:
    """Return a new name in the same folder that says why and when (UTC) the copy was made."""
    moment = (now or datetime.now(UTC)).strftime("%Y%m%dT%H%M%SZ")
    wanted = path.with_name(f"{path.stem}-{reason}-{moment}{path.suffix}")
    while wanted.exists():
        wanted = path.with_name(
            f"{path.stem}-{reason}-{moment}-{secrets.token_hex(2)}{path.suffix}"
        )
    return wanted


@contextmanager
def scratch_beside(path: Path) -> Iterator[Path]:
    """Give an unused name in a path's folder; what is made there is gone at the end.

    Raises DeskError `not_found` without the folder, and what the disk refuses inside the block.
    """
    work = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        with world_faults(path):
            if not path.parent.is_dir():
                raise DeskError("not_found", path=str(path.parent))
            _sweep(path)
            yield work
    except DeskError as error:
        # People know the file that they asked for, not our name for the work on it.
        if error.values.get("path") != str(work):
            raise
        raise DeskError(error.code, **error.values | {"path": str(path)}) from error
    finally:
        for left in (work, *(work.with_name(work.name + end) for end in _BESIDE)):
            left.unlink(missing_ok=True)


def _sweep(path: Path) -> None:
    """Remove what programs that were killed left beside a path, a day after they began it."""
    for left in path.parent.glob(f".{escape(path.stem)}*.part*"):
        if time.time() - left.stat().st_mtime > _STALE:
            left.unlink(missing_ok=True)


class _Overtaken(Exception):
    """Somebody wrote after the present content was kept."""


@contextmanager
def put_in_place(target: Path) -> Iterator[Path]:
    """Give a temporary name in the target's folder; rename it into place if all went well.

    The bytes are on the disk before the name is.  Whatever goes wrong, nothing is left.
    Raises DeskError `disk_full`, `database_read_only`, `not_found`.
    """
    with scratch_beside(target) as work:
        yield work
        _sync(work, os.O_RDWR)
        os.replace(work, target)
        if os.name == "posix":
            _sync(target.parent, os.O_RDONLY)


def copy_to_new(
    source: Path,
    target: Path,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
    *,
    damaged: bool = False,
) -> None:
    """Copy a database of one moment, while others go on writing, into a new plain file.

    The copy is one file without a WAL, readable from read-only media, and was read through
    (`check_sound`), unless it is only kept because it is `damaged`.  Raises DeskError
    `disk_full`, `database_damaged` and so on; `Stopped`.
    """
    with world_faults(target), closing(_open(target, "mode=rwc&nolock=1")) as into:
        # The file is private and thrown away if anything fails: no locks, no journal, and one
        # sync at the end.
        into.execute("PRAGMA locking_mode=EXCLUSIVE")
        into.execute("PRAGMA journal_mode=OFF")
        into.execute("PRAGMA synchronous=OFF")
        with closing(_snapshot(source)) as out:
            out.backup(into, pages=_PAGES, progress=_told(target, progress, cancelled))
    with world_faults(target):
        _leave_wal(target)
        if not damaged:
            with closing(open_source(target)) as made:
                check_sound(made, target)


def replace_content(
    source: Path,
    path: Path,
    live: Any,
    patience: Callable[[], bool],
    unchanged: Callable[[], bool],
) -> bool:
    """Replace the content of an open database by that of a file, in one transaction.

    Other connections stay valid and see the new content at their next statement.  `live` is a
    driver connection to `path`; `patience` says whether to go on waiting for the write lock, else
    DeskError `database_busy`.  Under that lock `unchanged` is asked once; where it says no,
    nothing is replaced: False.
    """
    asked = False

    def told(code: int, left: int, total: int) -> None:
        nonlocal asked
        if code in (sqlite.SQLITE_BUSY, sqlite.SQLITE_LOCKED):
            if not patience():
                raise DeskError("database_busy")
            return
        _raise_fault(code, path)
        if not asked:
            asked = True
            if not unchanged():
                raise _Overtaken

    # In parts: the first one takes the lock, which is held until the last; one alone would have
    # committed before anybody could be asked.
    with closing(open_source(source)) as out, suppress(_Overtaken):
        out.backup(live, pages=_FIRST, progress=told, sleep=0.01)
        return True
    return False


def _snapshot(source: Path) -> Any:
    """Open a file at one moment: else every commit of another program starts a copy anew."""
    with world_faults(source):
        out = open_source(source)
        try:
            out.execute("BEGIN")
            out.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            out.close()
            raise
    return out


def check_sound(driver: Any, path: Path) -> None:
    """Read a whole database through: DeskError `database_damaged` if anything is wrong."""
    with world_faults(path):
        found = [str(row[0]) for row in driver.execute("PRAGMA integrity_check(5)")]
        orphans = driver.execute("PRAGMA foreign_key_check").fetchmany(5)
    if found != ["ok"] or orphans:
        raise DeskError("database_damaged", path=str(path))


def _leave_wal(path: Path) -> None:
    """Mark a closed file as one without a WAL, so that nothing is needed beside it to read it.

    Bytes 18 and 19: 2 for WAL, 1 for a rollback journal (https://sqlite.org/fileformat.html).
    SQLite itself does this only under locks, which a share that holds backups may not have.
    """
    with path.open("r+b") as file:
        file.seek(18)
        file.write(b"\x01\x01")


def open_copy(path: Path) -> Engine:
    """Open a copy only to read, wherever it lies; an engine for the repositories to read with."""
    return create_engine(
        "sqlite://",
        module=sqlite,
        creator=lambda: open_source(path),
        poolclass=QueuePool,
        hide_parameters=True,
        execution_options={"yimen_path": path},
    )


def open_source(path: Path) -> Any:
    """Open a file only to read, even from read-only media; the driver's connection."""
    wal = path.with_name(path.name + "-wal").exists()
    # Without a WAL nobody is writing through one: then no files are needed beside it.
    return _open(path, "mode=ro" if wal else "mode=ro&immutable=1")


def _open(path: Path, how: str) -> Any:
    return sqlite.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        isolation_level=None,
        timeout=2.0,
        check_same_thread=False,
    )


def _told(
    target: Path, progress: Progress | None, cancelled: Cancelled | None
) -> Callable[[int, int, int], None]:
    def told(code: int, left: int, total: int) -> None:
        _raise_fault(code, target)
        if cancelled is not None and cancelled():
            raise Stopped
        if progress is not None:
            progress(total - left, total)

    return told


def _raise_fault(code: int, path: Path) -> None:
    """Raise what a step of the online backup met: the driver's own error has lost the code."""
    if code in (sqlite.SQLITE_OK, sqlite.SQLITE_DONE, sqlite.SQLITE_BUSY, sqlite.SQLITE_LOCKED):
        return
    found = from_sqlite_code(code, path)
    if found is not None:
        raise found


def _sync(path: Path, how: int) -> None:
    handle = os.open(path, how)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
