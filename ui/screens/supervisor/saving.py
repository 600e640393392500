"""Makes files and pages of figures in the I/O lane: piece by piece, so that it can be stopped."""

from __future__ import annotations

import tempfile
import threading
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import QObject, Signal, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.requests import ExportFigures, FiguresOfRange
from desktop.snapshots import ExportAnswer
from ui.background import Lanes, Progress, Step

AT_ONCE: Final = 3
"""So many days are counted at one question: tens of milliseconds, then others have their turn."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of it: the answer, and the pages where they are to be printed."""

    answer: ExportAnswer
    pages: bytes | None


class Saving(QObject):
    """One file at a time: `began()`, `stepped(Step)` for each piece, then `saved(ExportAnswer)`,
    `printable(bytes)`, `refused(DeskError)` or `stopped()`, and in every case `ended()`.

    Stopped before the file is written nothing is left of it; afterwards it counts as saved.
    """

    began = Signal()
    stepped = Signal(object)
    saved = Signal(object)
    printable = Signal(object)
    refused = Signal(object)
    stopped = Signal()
    ended = Signal()

    def __init__(self, desk: Desk, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._lanes = desk, lanes
        self._stop: threading.Event | None = None

    @property
    def running(self) -> bool:
        """Say whether a file is being made."""
        return self._stop is not None

    def save(self, wish: ExportFigures, staff: str) -> None:
        """Write the file."""
        self._begin(partial(_save, self._desk, wish, staff or None))

    def make_pages(self, wish: ExportFigures, staff: str) -> None:
        """Make the pages of `wish`, whose path does not count, and give them back."""
        self._begin(partial(_pages, self._desk, wish, staff or None))

    def stop(self) -> None:
        """Leave off before the file is written."""
        if self._stop is not None:
            self._stop.set()

    def _begin(self, work: partial[Made | None]) -> None:
        if self.running:
            return
        self._stop = threading.Event()
        self.began.emit()
        self._lanes.io.submit_long(
            partial(work, self._stop),
            self._came,
            self._refused,
            progressed=self._stepped,
            ended=self._ended,
        )

    @Slot(object)
    def _stepped(self, step: Step) -> None:
        self.stepped.emit(step)

    @Slot(object)
    def _came(self, made: Made | None) -> None:
        if made is None:
            self.stopped.emit()
        elif made.pages is not None:
            self.printable.emit(made.pages)
        else:
            self.saved.emit(made.answer)

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self.refused.emit(error)

    @Slot()
    def _ended(self) -> None:
        self._stop = None
        self.ended.emit()


def pieces(first: date, last: date, at_once: int = AT_ONCE) -> list[tuple[date, date]]:
    """Return the days from `first` to `last` in short runs, in order."""
    days = (last - first).days + 1
    starts = (first + timedelta(days=n) for n in range(0, days, at_once))
    return [(start, min(last, start + timedelta(days=at_once - 1))) for start in starts]


def count_piece(desk: Desk, piece: tuple[date, date], staff: str | None) -> None:
    """Let the desk count days that are over; it keeps them for whoever asks for more."""
    desk.ask(FiguresOfRange(*piece), staff)


def _save(
    desk: Desk, wish: ExportFigures, staff: str | None, stop: threading.Event, progress: Progress
) -> Made | None:
    if not _counted(desk, wish, staff, stop, progress):
        return None
    return Made(cast("ExportAnswer", desk.ask(wish, staff)), None)


def _pages(
    desk: Desk, wish: ExportFigures, staff: str | None, stop: threading.Event, progress: Progress
) -> Made | None:
    if not _counted(desk, wish, staff, stop, progress):
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.pdf"
        answer = cast("ExportAnswer", desk.ask(replace(wish, path=str(path), format="pdf"), staff))
        return Made(answer, path.read_bytes())


def _counted(
    desk: Desk, wish: ExportFigures, staff: str | None, stop: threading.Event, progress: Progress
) -> bool:
    """Count all days; False if somebody no longer wants them."""
    parts = pieces(wish.since, wish.until)
    for done, piece in enumerate(parts):
        if stop.is_set() or progress.cancelled:
            return False
        progress.report(done, len(parts) + 1)
        count_piece(desk, piece, staff)
    progress.report(len(parts), len(parts) + 1)
    return not (stop.is_set() or progress.cancelled)
