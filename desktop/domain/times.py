"""Moments and days as text: UTC with milliseconds, never a naive time."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def whole_ms(at: datetime) -> datetime:
    """Return the aware moment `at` in UTC, cut to milliseconds (the precision of the journal)."""
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    at = at.astimezone(UTC)
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def to_iso(at: datetime) -> str:
    """Return `at` as ISO 8601 UTC with `Z`; the milliseconds only where there are some."""
    at = at.astimezone(UTC)
    if at.microsecond:
        return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def from_iso(text: str) -> datetime:
    """Return the moment written in `text` (ISO 8601 with a zone); raise ValueError otherwise."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    return whole_ms(at)


def to_day(text: str) -> date:
    """Return the day written `YYYY-MM-DD`; raise ValueError for any other form."""
    if _DAY.fullmatch(text) is None:  # Python would take 2026-W48-1 too
        raise ValueError("a day is written YYYY-MM-DD")
    return date.fromisoformat(text)


def epoch_ms(at: datetime) -> int:
    """Return the whole milliseconds from 1970 to `at`."""
    return int(at.timestamp() * 1000 + 0.5)
