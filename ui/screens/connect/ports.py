"""What connecting and moving need from outside; `main.py` hands it in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from desktop.server_address import Diagnosis


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

    def unlock(self, passphrase: str) -> None:
        """Open the file, or make it; raises DeskError for a wrong passphrase."""
        ...

    def get(self, address: str) -> str | None:
        """Return the password kept for an address."""
        ...

    def put(self, address: str, password: str) -> None:
        """Keep a password."""
        ...


class Counts(Protocol):
    """What a move brought over."""

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        ...

    @property
    def events(self) -> int:
        """Return the number of records in the journal."""
        ...

    @property
    def papers(self) -> int:
        """Return the number of papers."""
        ...


Diagnose = Callable[[str], Diagnosis]
Report = Callable[[int, int], None]
Cancelled = Callable[[], bool]
Move = Callable[[str, str, Report, Cancelled], Counts]


@dataclass(frozen=True, slots=True)
class ServerDoors:
    """`diagnose(url)` never raises for the world's faults; `move(from, to, report, cancelled)`."""

    diagnose: Diagnose
    passwords: Passwords
    move: Move
