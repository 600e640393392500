"""Opening hours as people write them in one line: 08:30-12:00 13:30-17:00."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_TIME = r"([01]?\d|2[0-4])(?:[:：.]([0-5]\d))?"
_SPAN: Final = re.compile(rf"{_TIME}\s*(?:-|–|—|~|～|至|到|to)\s*{_TIME}")
_BETWEEN: Final = re.compile(r"[\s,，、;；和及]*|\s*and\s*")
MOST_SPANS: Final = 6


def hours_text(spans: Sequence[Sequence[str]]) -> str:
    """Return the spans of a day in one line, "" for a day without hours."""
    return "  ".join(f"{begins}–{ends}" for begins, ends in spans)


def read_hours(text: str) -> list[list[str]] | None:
    """Return the spans in a line, [] for none; None where it cannot be read.

    Each ends after it began, and none before the one in front of it has ended.
    """
    spans: list[list[str]] = []
    at = 0
    for found in _SPAN.finditer(text):
        if not _BETWEEN.fullmatch(text[at : found.start()]):
            return None
        at = found.end()
        begins, ends = _clock(found[1], found[2]), _clock(found[3], found[4])
        if begins >= ends or ends > "23:59" or (spans and begins < spans[-1][1]):
            return None
        spans.append([begins, ends])
    if not _BETWEEN.fullmatch(text[at:]) or len(spans) > MOST_SPANS:
        return None
    return spans


def _clock(hour: str, minute: str | None) -> str:
    return f"{int(hour):02d}:{minute or '00'}"
