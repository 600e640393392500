"""Files that people ask for: whole or not at all, and refusals that they understand."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from desktop.domain.errors import DeskError

FULL = (errno.ENOSPC, errno.EDQUOT)
_DATABASE = b"SQLite format 3\0"
_BESIDE_ONE = ("-wal", "-shm", "-journal")


def write_whole(path: str, content: bytes) -> None:
    """Write a file beside its place and move it there, so that nobody ever sees half of it.

    A file of that name is replaced, unless it is a database or belongs to one: the one that is
    open would be gone with all that it holds.  Raises `not_found` for a folder that is not there,
    `disk_full`, and `invalid_value` (field `path`) for anything else that cannot be written.
    """
    if not path.strip():
        raise DeskError("missing_field", field="path")
    target = Path(path)
    try:
        if not target.parent.is_dir():
            raise DeskError("not_found", path=str(target.parent)[:500])
        if target.exists() and not target.is_file():  # a device must not become a file
            raise DeskError("invalid_value", field="path", value=path[:500])
        if _is_database(target):
            raise DeskError("invalid_value", field="path", value=path[:500])
        _write(target, content)
    except (OSError, ValueError) as error:  # ValueError: characters that no path may have
        if isinstance(error, OSError) and error.errno in FULL:
            raise DeskError("disk_full", path=path[:500]) from error
        raise DeskError("invalid_value", field="path", value=path[:500]) from error


def _is_database(target: Path) -> bool:
    """Say whether a SQLite database, or what one keeps beside itself, has this name."""
    for end in _BESIDE_ONE:
        if target.name.endswith(end):
            target = target.with_name(target.name.removesuffix(end))
    try:
        with target.open("rb") as file:
            return file.read(len(_DATABASE)) == _DATABASE
    except FileNotFoundError:
        return False


def _write(target: Path, content: bytes) -> None:
    part = target.parent / f".{uuid4().hex}.part"
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
