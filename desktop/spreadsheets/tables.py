"""Tables to be written as files; which library writes them is in `writing.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

Cell = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its title, the heads of its columns, its rows."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]
