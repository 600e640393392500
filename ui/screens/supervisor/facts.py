"""From answers to what tiles, chart and windows' table show; nothing here knows a widget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, cast

from ui.screens.supervisor.presenter import Shown
from ui.screens.supervisor.tiles import Figure
from ui.screens.supervisor.wording import NONE, Wording, minutes, percentile, wait_tone
from ui.theme import Tone

NOW: Final = (
    "waiting_now",
    "longest_wait",
    "serving",
    "counters_open",
    "issued",
    "served",
    "missed",
    "overdue",
    "answered",
)
BACK: Final = ("issued", "served", "missed", "cancelled", "answered", "wait_p50", "wait_p90")
BEHIND: Final = {"longest_wait": "waiting_now", "wait_p50": "waits", "wait_p90": "waits"}
"""Which list stands behind a tile that has no list of its own name."""


@dataclass(frozen=True, slots=True)
class Point:
    """A half-hour or a day of the chart: the middle wait and the longest (s), and the counters
    open, or the numbers issued.
    """

    label: str
    median_s: int | None
    longest_s: int | None
    count: int
    issued: int


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A window of the table; `waiting`, `longest_s` and `counters` only now."""

    code: str
    waiting: int | None
    longest_s: int | None
    counters: int | None
    issued: int
    served: int
    missed: int
    wait_s: int | None
    serve_s: int | None
    history: tuple[int, ...]


def tiles(shown: Shown, say: Wording) -> tuple[Figure, ...]:
    """Return the tiles of what is looked at."""
    values: dict[str, int | None] = dict(cast("Mapping[str, int]", shown.figures.totals))
    values["answered"] = shown.figures.answered
    values["wait_p50"] = percentile(shown.figures.totals, "wait", "p50")
    values["wait_p90"] = percentile(shown.figures.totals, "wait", "p90")
    names: tuple[str, ...] = BACK
    if shown.now is not None:
        names = NOW
        values |= shown.now.tiles
        values["longest_wait"] = values["longest_wait_seconds"]
    found = []
    for name in names:
        value = values.get(name)
        timed = name in ("longest_wait", "wait_p50", "wait_p90")
        number = minutes(value) if timed else NONE if value is None else str(value)
        found.append(Figure(name, number, say.text(f"tile.{name}"), _tone(name, value)))
    return tuple(found)


def points(shown: Shown) -> tuple[Point, ...]:
    """Return the chart's points: half-hours of a day, or days."""
    if shown.halves is not None:
        return tuple(
            Point(
                half.clock,
                half.wait_seconds["p50"],
                half.wait_seconds["max"],
                half.counters,
                half.issued,
            )
            for half in shown.halves.half_hours
        )
    return tuple(
        Point(
            f"{day.day:%m-%d}",
            percentile(day.totals, "wait", "p50"),
            percentile(day.totals, "wait", "p90"),
            cast("int", day.totals["issued"]),
            cast("int", day.totals["issued"]),
        )
        for day in shown.figures.days
    )


def windows(shown: Shown) -> tuple[WindowRow, ...]:
    """Return the windows: all of them now, else those that anybody came for."""
    now = {one.window: one for one in shown.now.windows} if shown.now is not None else {}
    rows = []
    for code, tally in shown.figures.windows.items():
        sums = cast("Mapping[str, object]", tally)
        here = now.get(code)
        if here is None and not sums["issued"]:
            continue
        rows.append(
            WindowRow(
                code,
                here.waiting_now if here is not None else None,
                here.longest_wait_seconds if here is not None else None,
                here.counters if here is not None else None,
                cast("int", sums["issued"]),
                cast("int", sums["served"]),
                cast("int", sums["missed"]),
                percentile(sums, "wait", "p50"),
                percentile(sums, "serve", "p50"),
                _history(shown, code),
            )
        )
    order = list(shown.names.windows)
    rows.sort(key=lambda row: order.index(row.code) if row.code in order else len(order))
    return tuple(rows)


def _history(shown: Shown, code: str) -> tuple[int, ...]:
    """Return how many were begun in each half-hour, or came on each day."""
    if shown.halves is not None:
        return tuple(half.started.get(code, 0) for half in shown.halves.half_hours)
    return tuple(
        cast("int", cast("Mapping[str, Mapping[str, object]]", day.windows)[code]["issued"])
        if code in day.windows
        else 0
        for day in shown.figures.days
    )


def _tone(name: str, value: int | None) -> Tone | None:
    if name in ("longest_wait", "wait_p90"):
        return wait_tone(value)
    return Tone.BAD if name == "overdue" and value else None
