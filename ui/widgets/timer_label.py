"""Time that passes, counted without asking anybody: 0′40″, 12′05″, 1h02′."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ui.fonts import scaled, tabular


def elapsed_text(seconds: float) -> str:
    """Return a span as people at the desk read it; never negative."""
    whole = max(0, int(seconds))
    if whole >= 3600:
        return f"{whole // 3600}h{whole % 3600 // 60:02d}′"
    return f"{whole // 60}′{whole % 60:02d}″"


class TimerLabel(QLabel):
    """A label that counts from a given number of seconds on, once a second while visible.

    It is told how long something has lasted (by the desk's clock) and counts on by a steady
    clock of its own, so a PC whose clock is wrong or is set shows no nonsense.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        factor: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._factor = factor
        self._clock = clock
        self._began: float | None = None
        self._kept = 0.0
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._show_now)
        self._set_font()

    def start(self, seconds: float = 0.0) -> None:
        """Count on from `seconds`."""
        self._began = self._clock() - seconds
        self._show_now()
        if self.isVisible():
            self._timer.start()

    def stop(self) -> None:
        """Stand still at what is shown."""
        self._kept = self.seconds()
        self._began = None
        self._timer.stop()
        self._show_now()

    def clear_time(self) -> None:
        """Show nothing."""
        self._began = None
        self._timer.stop()
        self.clear()

    def seconds(self) -> float:
        """Return the span counted so far."""
        return self._kept if self._began is None else self._clock() - self._began

    def showEvent(self, event: QShowEvent) -> None:
        """Go on ticking."""
        super().showEvent(event)
        if self._began is not None:
            self._show_now()
            self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest while nobody looks; the span goes on."""
        super().hideEvent(event)
        self._timer.stop()

    def event(self, event: QEvent) -> bool:
        """Keep figures tabular at every text size."""
        handled = super().event(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._set_font()
        return handled

    def _show_now(self) -> None:
        self.setText(elapsed_text(self.seconds()))

    def _set_font(self) -> None:
        self.setFont(tabular(scaled(QApplication.font(), self._factor)))
