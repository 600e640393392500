"""How long one would wait, window by window: asked for what is chosen, and never often.

An estimate plays the whole hall through and takes tens of milliseconds, so it is made in the
lane, kept, and made anew only when something happened and at most every few seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Final, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.requests import EstimateWait, TellWait
from desktop.snapshots import WaitAnswer
from ui.background import Lanes

REST_MS: Final = 4000
"""A window is not asked about again sooner than this."""

FROM_HISTORY: Final = "wait_from_history"
"""Only what real visits bear out is told to visitors; a guess from the catalogue is not."""


class WaitWatch(QObject):
    """Keeps the estimates of the windows in sight; `changed` follows when one is another."""

    changed = Signal()

    def __init__(self, desk: Desk, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self._wanted: tuple[str, ...] = ()
        self._known: dict[str, WaitAnswer] = {}
        self._fresh: set[str] = set()
        self._visible = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._rested)

    @property
    def known(self) -> Mapping[str, WaitAnswer]:
        """Return what is known, by window."""
        return self._known

    def set_visible(self, visible: bool) -> None:
        """Rest while nobody looks."""
        self._visible = visible
        if not visible:
            self._timer.stop()
            self._fresh.clear()

    def want(self, windows: Iterable[str]) -> None:
        """Look after these windows.

        What comes into sight is asked for at once, and until then nothing old is shown of it;
        what stays in sight is asked again after a rest.
        """
        before, self._wanted = self._wanted, tuple(dict.fromkeys(windows))
        coming = [one for one in self._stale() if one not in before or one not in self._known]
        for window in coming:
            self._known.pop(window, None)
        self._ask(coming)
        if self._stale():
            self._rest()

    def hear(self) -> None:
        """Something happened: every estimate is old."""
        self._fresh.clear()
        if self._wanted:
            self._rest()

    def told(self, windows: Iterable[str]) -> tuple[TellWait, ...]:
        """Return what a visitor is told of these windows: what real visits bear out."""
        found = ((window, self._known.get(window)) for window in windows)
        return tuple(
            TellWait(window, one.minutes.p10, one.minutes.p50, one.minutes.p90)
            for window, one in found
            if one is not None and one.minutes is not None and one.basis.code == FROM_HISTORY
        )

    def _stale(self) -> list[str]:
        return [one for one in self._wanted if one not in self._fresh]

    def _rest(self) -> None:
        if self._visible and not self._timer.isActive():
            self._timer.start()

    @Slot()
    def _rested(self) -> None:
        self._ask(self._stale())

    def _ask(self, windows: Iterable[str]) -> None:
        for window in windows:
            self._fresh.add(window)
            self._lanes.database.submit(
                partial(_estimate, self._desk, window),
                self._arrived,
                self._refused,
                key=f"reception.wait.{window}",
            )

    @Slot(object)
    def _arrived(self, result: tuple[str, WaitAnswer]) -> None:
        window, answer = result
        if self._known.get(window) != answer:
            self._known[window] = answer
            self.changed.emit()

    @Slot(object)
    def _refused(self, _error: DeskError) -> None:
        """Show no estimate rather than an old one; the next event asks again."""
        self._fresh.clear()
        if self._known:
            self._known.clear()
            self.changed.emit()


def _estimate(desk: Desk, window: str) -> tuple[str, WaitAnswer]:
    return window, cast(WaitAnswer, desk.ask(EstimateWait(window)))
