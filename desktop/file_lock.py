"""A lock on an open file that ends with the process that holds it, however that one ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform == "win32":
    import msvcrt

    # Far behind the content: a locked byte can be neither read nor written by others there.
    _BYTE = 1 << 30

    def _seize(file: int) -> None:
        os.lseek(file, _BYTE, os.SEEK_SET)
        msvcrt.locking(file, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _seize(file: int) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


_PATIENCE = 5.0  # seconds; a lock that is waited for is held for milliseconds
_RETRY = 0.01


def try_lock(file: int) -> bool:
    """Lock an open file for this process alone if nobody else has it; False if somebody has.

    It lasts until the file is closed or the process ends.
    """
    with suppress(BlockingIOError, PermissionError):
        _seize(file)
        return True
    return False


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a file that is there for nothing else; made if missing, never removed.

    Raises OSError: the file cannot be made, or somebody holds it for longer than seconds.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        until = time.monotonic() + _PATIENCE
        while not try_lock(file):
            if time.monotonic() > until:
                raise TimeoutError(f"{path} stays locked")
            time.sleep(_RETRY)
        yield
    finally:
        os.close(file)
