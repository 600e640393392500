"""That this PC is there: a beat every quarter of a minute, and what the beats tell.

A counter whose beats stop is taken for lost after 45 seconds (`docs/architecture.md`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.snapshots import BeatAnswer
from ui.background import Lanes
from ui.connection import held_back

BEAT_MS: Final = 15_000
CLOCK_OFF_S: Final = 60
"""A clock that is off by more is said, in seconds."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """What a beat found at which counter, and the labels that went back to the line."""

    counter: int | None
    beat: BeatAnswer
    returned: tuple[str, ...]


class Presence(QObject):
    """Beats for the counter that this PC works at (`at`), None for a PC at none.

    `beaten` after each beat; `lost(counter)` when the counter had been taken for lost meanwhile;
    `clock(int)`: this PC's clock is so many seconds ahead of the centre's, 0 for right.
    """

    beaten = Signal()
    lost = Signal(int)
    clock = Signal(int)

    def __init__(self, desk: Desk, lanes: Lanes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._lanes = desk, lanes
        self._counter: int | None = None
        self._pending = False
        self._again = False
        self.clock_off = 0
        self._timer = QTimer(self)
        self._timer.setInterval(BEAT_MS)
        self._timer.timeout.connect(self.beat)

    def begin(self) -> None:
        """Beat now and from now on."""
        self._timer.start()
        self.beat()

    def stop(self) -> None:
        """Beat no more."""
        self._timer.stop()

    def at(self, counter: int | None) -> None:
        """Work at this counter from now on."""
        if counter != self._counter:
            self._counter = counter
            if self._timer.isActive():
                self.beat()

    @Slot()
    def beat(self) -> None:
        """Beat, unless a beat is still under way (then once more after it) or nobody answers."""
        if self._pending:
            self._again = True
            return
        if held_back(self._desk) is not None:
            return
        self._pending, self._again = True, False
        work = partial(_beat, self._desk, self._counter)
        self._lanes.database.submit(work, self._heard, self._missed, ended=self._ended)

    @Slot(object)
    def _heard(self, heard: _Heard) -> None:
        off = heard.beat.clock_off_s
        self.clock_off = off
        self.clock.emit(off if abs(off) > CLOCK_OFF_S else 0)
        if heard.counter is not None and heard.counter == self._counter and heard.beat.lease_lost:
            self.lost.emit(heard.counter)
        self.beaten.emit()

    @Slot(object)
    def _missed(self, _: DeskError) -> None:
        """The pill says that nobody answers; the next beat comes by itself."""

    @Slot()
    def _ended(self) -> None:
        self._pending = False
        if self._again and self._timer.isActive():
            self.beat()


def _beat(desk: Desk, counter: int | None) -> _Heard:
    beat = desk.beat(counter)
    return _Heard(counter, beat, desk.return_lost())
