"""What a supervisor might do now: sentences as codes with values, the most pressing first.

Rules, all our own choice unless a source is named:

- `nobody_serves`: somebody waits at a window that no counter calls.
- `counter_lost`: the desk at an open counter has stopped beating.
- `help_called`: a counter has called for a colleague.
- `open_another`: the longest wait at a window is over 20 minutes, or more than 8 wait for each
  counter (弹性窗口, the usual thresholds of halls; `domain.md` §3.7).
- `overdue_cases`: cases are past their due date (red light, `domain.md` §3.3).
- `gap_lapses`: materials promised for today have not come; the case ends with this day's close.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.domain.queueing import Reason

LONGEST_WAIT_MIN = 20
WAITING_PER_COUNTER = 8
ACT, WATCH = "act", "watch"


@dataclass(frozen=True, slots=True)
class Line:
    """A window's line: how many wait, how long the first has, and how many counters call it.

    `helpers`: people (codes) who may serve it and sit at no counter.
    """

    window: str
    waiting: int
    longest_min: int
    counters: int
    helpers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hall:
    """What advice is given on: lines, lost counters, counters that call for help, cases."""

    lines: Sequence[Line] = ()
    lost: Sequence[tuple[int, str | None]] = ()
    helps: Sequence[tuple[int, int]] = ()
    """Counter, and the minutes since it called."""
    overdue: Sequence[tuple[str, int]] = ()
    """Window and number of cases."""
    lapsing: Sequence[tuple[str, int]] = ()
    """Window and number of cases."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A piece of advice; `figure` names what stands behind it."""

    reason: Reason
    level: str
    window: str | None = None
    counter: int | None = None
    figure: str | None = None
    helpers: tuple[str, ...] = ()


def advise(hall: Hall) -> list[Advice]:
    """Return advice, the most pressing first."""
    return [
        *(_nobody(line) for line in hall.lines if line.waiting and not line.counters),
        *(_lost(counter, label) for counter, label in hall.lost),
        *(_help(counter, minutes) for counter, minutes in hall.helps),
        *(_another(line) for line in _by_wait(hall.lines) if is_too_long(line)),
        *_cases("overdue_cases", ACT, hall.overdue),
        *_cases("gap_lapses", WATCH, hall.lapsing),
    ]


def is_too_long(line: Line) -> bool:
    """Say whether another counter should be opened for a line."""
    if not line.counters or not line.waiting:
        return False
    crowded = line.waiting > WAITING_PER_COUNTER * line.counters
    return line.longest_min > LONGEST_WAIT_MIN or crowded


def _by_wait(lines: Sequence[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-line.longest_min, line.window))


def _nobody(line: Line) -> Advice:
    return _about_line("nobody_serves", line)


def _another(line: Line) -> Advice:
    return _about_line("open_another", line)


def _about_line(code: str, line: Line) -> Advice:
    values: dict[str, str | int] = {
        "window": line.window,
        "minutes": line.longest_min,
        "waiting": line.waiting,
        "counters": line.counters,
    }
    return Advice(
        Reason(code, values), ACT, line.window, figure="waiting_now", helpers=line.helpers
    )


def _lost(counter: int, label: str | None) -> Advice:
    values: dict[str, str | int] = {"counter": counter}
    if label is not None:
        values["label"] = label
    reason = Reason("counter_lost", values)
    return Advice(reason, ACT, counter=counter, figure="counters_open")


def _help(counter: int, minutes: int) -> Advice:
    reason = Reason("help_called", {"counter": counter, "minutes": minutes})
    return Advice(reason, ACT, counter=counter, figure="counters_open")


def _cases(code: str, level: str, windows: Sequence[tuple[str, int]]) -> list[Advice]:
    """Return one sentence for all windows, which names the one with the most."""
    if not windows:
        return []
    window, most = max(windows, key=lambda pair: pair[1])
    whole = sum(count for _, count in windows)
    values: dict[str, str | int] = {"count": whole}
    if len(windows) > 1:
        values["most"] = most
    values["window"] = window
    figure = "overdue" if code == "overdue_cases" else None
    return [Advice(Reason(code, values), level, window, figure=figure)]
