"""What connecting and moving need from outside; `main.py` hands it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from desktop.server_address import Diagnosis
from desktop.snapshots import Moved


class Passwords(Protocol):
    """Where passwords are kept; `desktop.passwords.Passwords`.  All of it may wait."""

    @property
    def kind(self) -> str:
        """Return `keyring` (the system's) or `file` (behind a passphrase)."""
        ...

    @property
    def locked(self) -> bool:
        """Say whether the file wants its passphrase first."""
        ...

    @property
    def new(self) -> bool:
        """Say whether the file is still to be made: its passphrase is chosen now."""
        ...

    def unlock(self, passphrase: str) -> None:
        """Open the file, or make it; DeskError `passphrase_wrong`, `passwords_damaged`."""
        ...

    def get(self, address: str) -> str | None:
        """Return the password kept for an address."""
        ...

    def put(self, address: str, password: str) -> None:
        """Keep a password."""
        ...


Diagnose = Callable[[str], Diagnosis]
Report = Callable[[int, int], None]
Cancelled = Callable[[], bool]
Move = Callable[[str, str, Report, Cancelled], Moved | None]


@dataclass(frozen=True, slots=True)
class ServerDoors:
    """`diagnose(url)` never raises for the world's faults; `move(from, to, report, cancelled)`
    returns None when it was cancelled.
    """

    diagnose: Diagnose
    passwords: Passwords
    move: Move
