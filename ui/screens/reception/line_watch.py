"""The line as it stands: how many wait at each window, how long, and which windows are open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Final, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.requests import ShowQueue, ShowSite
from desktop.snapshots import QueueAnswer, SiteAnswer
from ui.background import Lanes

REFRESH_S: Final = 30
"""Waits grow without anything happening; they are read again this often, in seconds."""


@dataclass(frozen=True, slots=True)
class Line:
    """What the strip shows; `waiting` and `longest` (whole minutes) are by window code.

    `served`: windows that some counter of the site serves; `open`: those served now.
    """

    site: str = ""
    zone: str = "UTC"
    waiting: Mapping[str, int] = field(default_factory=dict)
    longest: Mapping[str, int] = field(default_factory=dict)
    served: frozenset[str] = frozenset()
    open: frozenset[str] = frozenset()
    stopped: Mapping[str, datetime] = field(default_factory=dict)
    """Windows that gave their last number today, and when (UTC)."""
    day: date | None = None
    hours: Mapping[str, object] = field(default_factory=dict)
    at: datetime | None = field(default=None, compare=False)


class LineWatch(QObject):
    """Reads the line when asked, and every half minute while people look.

    `changed(Line)` where it differs, `arrived` after each reading: the clock goes on too.
    `refused(DeskError)` is said once; the next time only after a reading that went well.
    """

    changed = Signal(object)
    arrived = Signal()
    refused = Signal(object)

    def __init__(self, desk: Desk, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self.line = Line()
        self._failing = False
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_S * 1000)
        self._timer.timeout.connect(self.read)

    def set_visible(self, visible: bool) -> None:
        """Rest while nobody looks."""
        if visible:
            self._timer.start()
        else:
            self._timer.stop()

    @Slot()
    def read(self) -> None:
        """Read the line; `changed` follows if it is another."""
        self._lanes.database.submit(
            partial(_read, self._desk), self._arrived, self._refused, key="reception.line"
        )

    @Slot(object)
    def _arrived(self, line: Line) -> None:
        self._failing = False
        before, self.line = self.line, line
        if line != before:
            self.changed.emit(line)
        self.arrived.emit()

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        if not self._failing:
            self._failing = True
            self.refused.emit(error)


def _read(desk: Desk) -> Line:
    rows = cast(QueueAnswer, desk.ask(ShowQueue())).rows
    about = cast(SiteAnswer, desk.ask(ShowSite()))
    longest: dict[str, int] = {}
    for row in rows:
        longest[row.window] = max(longest.get(row.window, 0), row.waiting_minutes)
    served = {window for counter in about.counters for window in counter.windows}
    at_work = (counter for counter in about.counters if counter.state == "open")
    opened = {window for counter in at_work for window in counter.opened_windows}
    return Line(
        about.site.name,
        about.site.zone,
        dict(Counter(row.window for row in rows)),
        longest,
        frozenset(served),
        frozenset(opened),
        {one.code: one.stopped_at for one in about.stopped if one.stopped_at is not None},
        about.site.day,
        about.site.hours,
        desk.now(),
    )
