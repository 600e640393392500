"""A database that can go away: a SQLite file that behaves as one on another machine."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from db.reads.looks import SqlReads
from db.store import SqlStore, SqlTransaction
from desktop.domain.errors import DeskError
from desktop.link import Link

SUSPICIOUS, LONG = 4.0, 10.0
"""Seconds of silence after which the link is suspect, and away."""


class FarLink(Link):
    """A link over which nobody answers once it is cut, not even what was on its way."""

    is_cut = False

    def answered(self) -> None:
        """Note an answer, if one can come."""
        if not self.is_cut:
            super().answered()


class FarStore(SqlStore):
    """Reached over a link that a test cuts and mends; its seconds pass by hand."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._seconds = 0.0
        self.lose_answers = 0
        self.link = self._line = FarLink(self._now)
        self.local = False

    def _now(self) -> float:
        return self._seconds

    def doubt(self) -> None:
        """Let so many seconds pass in silence that the link is suspect."""
        self._line.is_cut = True
        self._seconds += SUSPICIOUS

    def cut(self) -> None:
        """Let nobody answer, for so long that the database is away."""
        self._line.is_cut = True
        self._seconds += LONG

    def silence(self) -> None:
        """Let nobody answer from now on; nobody has noticed yet."""
        self._line.is_cut = True

    def mend(self) -> None:
        """Answer again, as the change feed would find."""
        self._line.is_cut = False
        self.link.answered()

    @contextmanager
    def begin(self, site: str) -> Iterator[SqlTransaction]:
        """Begin a command, if somebody answers; its answer may be lost, the database with it."""
        self._ask()
        with super().begin(site) as tx:
            yield tx
        if self.lose_answers:
            self.lose_answers -= 1
            self._line.is_cut = True
            self.link.failed()
            raise DeskError("outcome_unknown")

    @contextmanager
    def look(self, site: str) -> Iterator[SqlReads]:
        """Look, if somebody answers."""
        self._ask()
        with super().look(site) as reads:
            yield reads

    def beat(self, *args: Any, **kwargs: Any) -> Any:
        """Beat, if somebody answers."""
        self._ask()
        return super().beat(*args, **kwargs)

    def _ask(self) -> None:
        if self._line.is_cut:
            self.link.failed()
            raise DeskError("database_away")
