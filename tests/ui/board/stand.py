"""Calls for tests of the board, monitors that are plugged in and out, and a clock by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, QRect, Signal

from desktop.voice.ports import Call
from ui.screens.board.facts import BoardFacts, CallLine, Following, Row, WindowName
from ui.screens.board.monitors import Monitor

NINE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
NAMES = {
    "DQ": ("A", "党群亲清之窗", "Party, Mass Organisations & Clean Government–Business Window"),
    "CF": ("F", "财务法务之窗", "Finance, Tax & Legal Window"),
    "JR": ("J", "金融服务之窗", "Finance Services Window"),
}
WINDOWS = {
    code: WindowName(code, letter, {"zh": zh, "en": en}) for code, (letter, zh, en) in NAMES.items()
}
MAIN = Monitor("DP-1", "DP-1 · 1366×768", QRect(0, 0, 800, 800), main=True)
HALL = Monitor("HDMI-1/77", "HDMI-1 · 1920×1080", QRect(800, 0, 640, 360))


class Seconds:
    """A clock that runs when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class Plugs(QObject):
    """Monitors that come and go."""

    changed = Signal()

    def __init__(self, *monitors: Monitor) -> None:
        super().__init__()
        self._monitors = monitors

    def all(self) -> tuple[Monitor, ...]:
        """Return what is plugged in."""
        return self._monitors

    def plug(self, *monitors: Monitor) -> None:
        """Have these and no others."""
        self._monitors = monitors
        self.changed.emit()


def line(label: str, counter: int = 3, window: str = "CF", minute: int = 0) -> CallLine:
    """Return a call of a ticket that is named like its label."""
    return CallLine(label, NINE + timedelta(minutes=minute), Call(label, counter), window)


def busy(*labels: str, away: bool = False) -> BoardFacts:
    """Return a board with these calls, newest first, the first one new."""
    rows = tuple(Row(line(label, 99), at == 0) for at, label in enumerate(labels))
    following = (Following("DQ", ()), Following("CF", ("F013", "A1-F.B014", "F015")))
    return BoardFacts(rows, following, WINDOWS, "仓前梦创社区", ready=True, away=away)
