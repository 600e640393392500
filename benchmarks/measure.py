"""Timing and percentiles; milliseconds throughout."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """How long something took: median, 99th percentile and longest, in milliseconds."""

    p50: float
    p99: float
    most: float

    @staticmethod
    def of(times: Sequence[float]) -> Spread:
        """Return the spread of some times (nearest rank)."""
        ordered = sorted(times)
        return Spread(rank(ordered, 0.50), rank(ordered, 0.99), ordered[-1])


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table: what was measured, the bare limit, and the aim.

    `ratio` is the median of the medians of paired blocks where there were blocks, because the
    machine's speed drifts; `aim` is said in words, `held` whether it was reached.
    """

    name: str
    measured: Spread
    bare: Spread | None
    ratio: float | None
    aim: str
    held: bool


def rank(ordered: Sequence[float], share: float) -> float:
    """Return the value at a share of an ascending list, by nearest rank."""
    return ordered[min(len(ordered) - 1, max(0, int(len(ordered) * share + 0.999999) - 1))]


def timed(work: Callable[[], object]) -> float:
    """Return how long `work` took."""
    before = time.perf_counter()
    work()
    return (time.perf_counter() - before) * 1000


def median(values: Iterable[float]) -> float:
    """Return the median of some values."""
    ordered = sorted(values)
    return rank(ordered, 0.5)


def table(figures: Sequence[Figure]) -> str:
    """Return the figures as a Markdown table."""
    lines = [
        "| what | median ms | p99 ms | bare median ms | ratio | aim | reached |",
        "|---|---|---|---|---|---|---|",
    ]
    for figure in figures:
        bare = f"{figure.bare.p50:.2f}" if figure.bare else "–"
        ratio = f"{figure.ratio:.2f} ×" if figure.ratio is not None else "–"
        reached = "yes" if figure.held else "**no**"
        lines.append(
            f"| {figure.name} | {figure.measured.p50:.2f} | {figure.measured.p99:.2f} "
            f"| {bare} | {ratio} | {figure.aim} | {reached} |"
        )
    return "\n".join(lines)
