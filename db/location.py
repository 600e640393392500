"""Where a database is, and whether that place can hold one."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

from desktop.domain.errors import DeskError

# Shared by machines (or lent by a virtual machine's host): the byte-range locks and the
# shared memory of SQLite's WAL do not hold there (https://sqlite.org/wal.html, "same host").
_NETWORK = re.compile(
    "9p|acfs|afs|beegfs|ceph|cifs|coda|davfs|drvfs|fhgfs|fuse[.].*|gfs2?|glusterfs|gpfs|lustre"
    "|ncpfs|nfs4?|ocfs2|orangefs|panfs|prl_fs|pvfs2|smb[23]|smbfs|vboxsf|virtiofs|vmhgfs"
)
_DRIVE_REMOTE = 4  # GetDriveTypeW
# What is no path but was meant for an address: another scheme (one letter is a Windows drive),
# a slash or colon too few, a space too many, libpq's `host=… password=…`, a person before `@`.
_MEANT_FOR_ADDRESS = re.compile(
    r"\s*[A-Za-z][A-Za-z0-9+.-]+:/|\s*postgres\w*(?::|//)|\s+[A-Za-z]+:\S*@"
    r"|[^/\\]*\b(?:host|hostaddr|port|user|password|dbname)\s*=|.*//[^/\\]*@",
    re.IGNORECASE | re.DOTALL,
)


def is_url(database: str | Path) -> bool:
    """Say whether a location is a PostgreSQL URL; a path is not.

    Any other scheme, and what looks like an address with a typo, is refused: DeskError
    `invalid_value`, without the text itself, which may hold a password.
    """
    if isinstance(database, Path):
        return False
    if database.startswith(("postgresql://", "postgres://")):
        return True
    if _MEANT_FOR_ADDRESS.match(database):
        raise DeskError("invalid_value", field="database")
    return False


def check_file(path: Path, *, read_only: bool) -> None:
    """Refuse a place where a database can neither be nor be made.

    `not_found`: no such folder, or, read-only, no such file; `invalid_value`: a folder;
    `database_on_network`; `database_read_only`: the file or its folder (SQLite needs files
    beside it even to read in WAL).  The file itself is not opened: on POSIX closing it would
    drop the locks that SQLite holds on it in this very program.
    """
    folder = path.parent
    if path.is_dir():
        raise DeskError("invalid_value", field="database", path=str(path))
    if not folder.is_dir() or (read_only and not path.exists()):
        raise DeskError("not_found", path=str(path))
    refuse_network(path)
    if not _writable(folder) or (path.exists() and not read_only and not _writable(path)):
        raise DeskError("database_read_only", path=str(path))


def refuse_network(path: Path) -> None:
    """Refuse a path on a share of another machine: DeskError `database_on_network`."""
    found = _on_network_windows(path) if sys.platform == "win32" else _on_network_linux(path)
    if found:
        raise DeskError("database_on_network", path=str(path))


def filesystem_of(path: str, mounts: str) -> str:
    """Return the type of the file system that holds an absolute path.

    `mounts` has the form of /proc/self/mountinfo (proc(5)); of mounts on the same point the
    last one covers the others.  Empty when none fits.
    """
    best, kind = -1, ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split()
        if len(fields) < 5 or not after:
            continue
        point = _unescaped(fields[4])
        inside = path == point or path.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= best:
            best, kind = len(point), after.split()[0]
    return kind


def is_network(kind: str) -> bool:
    """Say whether a file system type is a network share.

    Every `fuse.<name>` counts: sshfs, rclone, davfs and their like cannot be told from local
    ones, and none promises SQLite's locks.  `fuseblk` (NTFS, exFAT on a local disk) does not.
    """
    return _NETWORK.fullmatch(kind) is not None


def _on_network_linux(path: Path) -> bool:
    real = os.path.realpath(path)
    try:
        mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return False  # no Linux, or a sandbox without /proc: nothing is known against the place
    return is_network(filesystem_of(real, mounts))


def _on_network_windows(path: Path) -> bool:
    # A late import: ctypes.windll exists on Windows alone.
    import ctypes

    real = os.path.realpath(path)
    if real.startswith("\\\\"):
        return not real.startswith(("\\\\?\\", "\\\\.\\")) or real.startswith("\\\\?\\UNC\\")
    drive = os.path.splitdrive(real)[0] + "\\"
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  (mypy on Linux knows no windll)
    return int(kernel.GetDriveTypeW(drive)) == _DRIVE_REMOTE


def _unescaped(text: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)


def _writable(path: Path) -> bool:
    effective = os.access in os.supports_effective_ids
    return os.access(path, os.W_OK, effective_ids=effective)
