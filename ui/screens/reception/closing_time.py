"""Before closing: which window has more in line than fits, so a last number is due (截号)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from desktop.snapshots import WaitAnswer
from ui.screens.reception.line_watch import Line

LOOK_AHEAD_MIN: Final = 120
"""So long before closing the lines are looked at, in minutes; earlier nobody can tell."""

_DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Advice:
    """A window whose line lasts `minutes`, longer than until the centre `closes` ("17:00")."""

    window: str
    minutes: int
    closes: str


def minutes_left(line: Line) -> int | None:
    """Return the whole minutes until the centre closes today; None on a day without hours."""
    found = closing(line)
    if found is None or line.at is None:
        return None
    local = line.at.astimezone(ZoneInfo(line.zone))
    closes = datetime.combine(local.date(), found, local.tzinfo)
    return int((closes - local).total_seconds() // 60)


def looked_at(line: Line) -> tuple[str, ...]:
    """Return the windows whose lines may last too long: people wait, and closing is near."""
    left = minutes_left(line)
    if left is None or not 0 < left <= LOOK_AHEAD_MIN:
        return ()
    return tuple(code for code in line.waiting if code not in line.stopped)


def advise(line: Line, waits: Mapping[str, WaitAnswer]) -> Advice | None:
    """Return the window with the longest line that does not fit any more, None for none.

    Somebody who came now would begin after the middle of the estimate: past closing is too late.
    """
    left, closes = minutes_left(line), closing(line)
    if left is None or closes is None:
        return None
    late = [
        (wait.minutes.p50, code)
        for code in looked_at(line)
        if (wait := waits.get(code)) is not None and wait.minutes is not None
        if wait.minutes.p50 >= left
    ]
    if not late:
        return None
    minutes, window = max(late)
    return Advice(window, minutes, f"{closes:%H:%M}")


def closing(line: Line) -> time | None:
    """Return the last closing hour of today."""
    if line.at is None:
        return None
    local = line.at.astimezone(ZoneInfo(line.zone))
    spans = cast("list[list[Any]]", line.hours.get(_DAYS[local.weekday()]) or [])
    ends = [time.fromisoformat(str(span[1]).zfill(5)) for span in spans]
    return max(ends, default=None)
