"""Labels and numbers: never recycled, without holes, one series each (`architecture.md` §3)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from desktop.domain.site import Series

LABEL = re.compile(
    r"(?:(?P<station>[A-Z0-9]{1,4})-)?(?P<letter>[A-Z])(?:\.(?P<run>[A-Z]))?(?P<no>\d{3,})"
)
CASE_NUMBER = re.compile(r"(?P<window>[A-Z]{2,4})-(?P<day>\d{8})-(?P<no>\d{4,})")


@dataclass(frozen=True, slots=True)
class Numbered:
    """A number that was given, as it is written, and the series as it stands afterwards."""

    text: str
    no: int
    series: Series


def next_label(series: Series) -> Numbered:
    """Return the next label of a letter's series for its day: `F012`, at least three digits."""
    mark = f".{series.run}" if series.run else ""
    return _take(series, f"{series.code}{mark}{series.next_no:03d}")


def next_case_number(series: Series, window: str) -> Numbered:
    """Return the next case number of the window's series for its day: `CF-20261123-0007`."""
    return _take(series, f"{window}-{series.scope.replace('-', '')}-{series.next_no:04d}")


def next_paper_number(series: Series, kind: str) -> Numbered:
    """Return the next number of a kind of paper for its year: `acceptance_notice-2026-00001`."""
    return _take(series, f"{kind}-{series.scope}-{series.next_no:05d}")


def label_series(day: date, letter: str) -> tuple[str, str]:
    """Return the key (scope, code) of a letter's series on a day."""
    return (day.isoformat(), letter)


def case_series(day: date, window: str) -> tuple[str, str]:
    """Return the key (scope, code) of a window's case numbers on a day."""
    return (day.isoformat(), f"case/{window}")


def paper_series(day: date, kind: str) -> tuple[str, str]:
    """Return the key (scope, code) of a kind of paper in the year of `day`."""
    return (str(day.year), f"paper/{kind}")


def _take(series: Series, text: str) -> Numbered:
    after = Series(series.scope, series.code, series.next_no + 1, series.run)
    return Numbered(text, series.next_no, after)
