"""What drivers raise, told apart: the world's fault becomes a DeskError, our bug passes."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from desktop.domain.errors import DeskError
from desktop.ports import RunAgain

NO_ANSWER = ("database_away", "outcome_unknown")
"""Codes that say that a database elsewhere did not answer."""

# SQLite's primary result codes (https://sqlite.org/rescode.html); the driver's exceptions
# carry the code whatever their class.
_SQLITE_CODES = {
    3: "database_read_only",  # PERM
    5: "database_busy",  # BUSY
    8: "database_read_only",  # READONLY
    11: "database_damaged",  # CORRUPT
    13: "disk_full",  # FULL
    14: "database_read_only",  # CANTOPEN: the files beside it cannot be made
    26: "database_damaged",  # NOTADB
}
_SQLITE_IOERR = 10

# PostgreSQL's SQLSTATEs (appendix A of its manual); class 08 is the connection itself.
_POSTGRES_CODES = {
    "25006": "database_away",  # a standby answered: the primary is elsewhere
    "25P03": "database_busy",  # idle_in_transaction_session_timeout: we were too slow
    "40001": "database_busy",  # serialization_failure
    "40P01": "database_busy",  # deadlock_detected
    "53200": "database_busy",  # out_of_memory
    "57014": "database_busy",  # query_canceled: by a limit of the server's, or its administrator
    "57P01": "database_away",  # admin_shutdown
    "57P02": "database_away",  # crash_shutdown
    "57P03": "database_away",  # cannot_connect_now
    "57P04": "database_away",  # database_dropped
    "57P05": "database_away",  # idle_session_timeout
    "58030": "database_away",  # io_error: the server cannot read or write its files
    "42501": "forbidden",  # insufficient_privilege: a desk's login does an administrator's work
    "53100": "disk_full",
    "53300": "database_busy",  # too_many_connections
    "55P03": "database_busy",  # lock_not_available: lock_timeout ran out
    "XX001": "database_damaged",  # data_corrupted
    "XX002": "database_damaged",  # index_corrupted
}
_RUN_AGAIN = ("25P03", "40001", "40P01")
# A refusal to connect comes without a state.  In other languages it is said to be away, until
# `db.refusals` asks the server itself.
_TOO_MANY = ("too many clients", "too many connections", "connection slots")
_ERRNO_CODES = {
    errno.ENOSPC: "disk_full",
    errno.EDQUOT: "disk_full",
    errno.EROFS: "database_read_only",
    errno.EACCES: "database_read_only",
    errno.EPERM: "database_read_only",
    errno.ENOENT: "not_found",
    errno.ENOTDIR: "not_found",
    errno.ENAMETOOLONG: "not_found",
    errno.ELOOP: "not_found",
}
_NO_SPACE = 64 * 1024


def gone_away(error: BaseException) -> bool:
    """Say whether the PostgreSQL server, or the way to it, is lost."""
    return _code_of(error, "") == "database_away"


def as_desk_error(error: BaseException, path: str | Path = "") -> DeskError | None:
    """Return the world's fault behind an error of a driver, SQLAlchemy or the system, if any.

    `path` is the database the sentence should name; it is never a URL, which may hold a
    password.  A DeskError is returned as it is.
    """
    if isinstance(error, DeskError):
        return error
    code = _code_of(error, str(path))
    if code is None:
        return None
    if getattr(getattr(error, "orig", error), "sqlstate", None) in _RUN_AGAIN:
        return RunAgain(code)
    return DeskError(code, path=str(path)) if path else DeskError(code)


def from_sqlite_code(code: int, path: str | Path) -> DeskError | None:
    """Return the world's fault behind a bare result code, for calls that raise without one."""
    found = _sqlite_code(code & 0xFF, str(path))
    return None if found is None else DeskError(found, path=str(path))


@contextmanager
def world_faults(path: str | Path = "") -> Iterator[None]:
    """Turn what the world did wrong inside the block into DeskErrors; the rest passes."""
    try:
        yield
    except Exception as error:
        found = as_desk_error(error, path)
        if found is None or found is error:
            raise
        raise found from error


def _code_of(error: BaseException, path: str) -> str | None:
    if isinstance(error, PoolTimeout):
        return "database_busy"
    cause: BaseException | None = error
    if isinstance(error, DBAPIError):
        cause = error.orig
    said = getattr(cause, "desk_code", None)
    if isinstance(said, str):
        return said
    sqlite_code = getattr(cause, "sqlite_errorcode", None)
    if isinstance(sqlite_code, int):
        return _sqlite_code(sqlite_code & 0xFF, path)
    if hasattr(cause, "sqlstate"):
        return _postgres_code(cause, _invalidated(error))
    if isinstance(cause, OSError) and cause.errno is not None:
        return _ERRNO_CODES.get(cause.errno)
    return None


def _sqlite_code(code: int, path: str) -> str | None:
    # A full disk that stops the shared index (-shm) from growing comes as an I/O error.
    if code == _SQLITE_IOERR and _disk_is_full(path):
        return "disk_full"
    return _SQLITE_CODES.get(code)


def _disk_is_full(path: str) -> bool:
    try:
        return bool(path) and shutil.disk_usage(Path(path).parent).free < _NO_SPACE
    except OSError:
        return False


def _invalidated(error: BaseException) -> bool:
    return isinstance(error, DBAPIError) and error.connection_invalidated


def _postgres_code(error: BaseException | None, lost: bool) -> str | None:
    state = getattr(error, "sqlstate", None)
    if state is not None:
        found = "database_away" if state.startswith("08") else _POSTGRES_CODES.get(state)
    elif any(kind.__name__ == "OperationalError" for kind in type(error).__mro__):
        # Without a state the server never answered (refused, timed out, cut off), or it did
        # not let us in.
        full = any(words in str(error) for words in _TOO_MANY)
        found = "database_busy" if full else "database_away"
    else:
        found = None
    return "database_away" if found is None and lost else found
