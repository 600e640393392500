"""What an import knows: where it stands, what became of rows, which are faulty and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from desktop.domain.errors import DeskError
from desktop.requests import ImportRow
from desktop.spreadsheets.companies import Heads
from desktop.spreadsheets.reading import Table

STATES = ("created", "updated", "unchanged", "faulty")


class Stage(StrEnum):
    """Where an import stands."""

    FILE = "file"
    READING = "reading"
    COLUMNS = "columns"
    PREVIEWING = "previewing"
    PREVIEW = "preview"
    IMPORTING = "importing"
    STOPPED = "stopped"
    """The desk did not answer; it can go on with the same rows."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that is not taken over: its number, the company's name as written, why, its cells."""

    number: int
    name: str
    reason: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbered:
    """A row of the list with its number and cells."""

    number: int
    cells: tuple[str, ...]
    company: ImportRow
    done: float


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the page shows; `counts` by state, `done` from 0 to 1 of this stage."""

    stage: Stage = Stage.FILE
    table: Table | None = None
    heads: Heads | None = None
    columns: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    done: float = 0.0
    error: DeskError | None = None
    cancelled: bool = False

    @property
    def rows(self) -> int:
        """Return how many rows were looked at in this stage."""
        return sum(self.counts.values())

    @property
    def to_take(self) -> int:
        """Return how many rows would change something."""
        return self.counts.get("created", 0) + self.counts.get("updated", 0)

    def began(self, stage: Stage) -> Standing:
        """Return this at the beginning of a stage that goes through the rows."""
        return replace(
            self,
            stage=stage,
            counts=dict.fromkeys(STATES, 0),
            done=0.0,
            error=None,
            cancelled=False,
        )
