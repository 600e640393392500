"""What a report of figures says; how it is drawn is in `report.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the first column is set left, the others right; all cells are words."""

    title: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars over a row of points and a line across them, each with an axis of its own.

    `bars` on the left axis, `line` on the right (None: no value there).
    """

    title: str
    labels: Sequence[str]
    bars: Sequence[int]
    bar_name: str
    line: Sequence[int | None]
    line_name: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a report says.  `numbers`: pairs of a figure and its words.  `page`: {n} of {of}."""

    title: str
    subtitle: str
    numbers: Sequence[tuple[str, str]]
    chart: Chart | None
    tables: Sequence[Table]
    foot: str
    page: str
