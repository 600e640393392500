"""Waits that were told to visitors: when one is worth paper, and how near it came to the truth."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

LONGEST = 24 * 60
"""No wait is told beyond so many minutes."""

NARROW = 10
"""A range of so many minutes is always narrow enough to be printed."""


class Compared(NamedTuple):
    """What was told (minutes) beside the wait that was (seconds in line before the first call).

    A month of a large hall has tens of thousands: a tuple by name.  Time at another counter is
    no waiting.
    """

    window: str
    p10: int
    p50: int
    p90: int
    seconds: float

    @property
    def within(self) -> bool:
        """Say whether the call came within the minutes that were told, both ends included."""
        return self.p10 * 60 <= self.seconds <= self.p90 * 60 + 59

    @property
    def error(self) -> float:
        """How far the call was from the middle of what was told, in minutes."""
        return abs(self.seconds / 60 - self.p50)


def is_range(p10: int, p50: int, p90: int) -> bool:
    """Say whether three numbers can be a wait in minutes."""
    return 0 <= p10 <= p50 <= p90 <= LONGEST


def is_worth_paper(p10: int, p50: int, p90: int) -> bool:
    """Say whether a range helps who reads it: it is narrow, or narrower than its own middle.

    "8 to 14 minutes" lets somebody decide whether to sit down or to fetch a coffee; "2 to 40"
    lets nobody decide anything and makes the next one unbelievable.
    """
    return p90 - p10 <= max(NARROW, p50)


def accuracy(found: Sequence[Compared]) -> tuple[int, int, float | None, int | None]:
    """Return how many were told, how many came within, their share, the median error in minutes.

    The share has two decimals, the error is rounded to whole minutes; None where none was told.
    """
    within = sum(one.within for one in found)
    if not found:
        return 0, 0, None, None
    middle = round(median(one.error for one in found))
    return len(found), within, round(within / len(found), 2), middle
