"""Whether anybody works at this PC: keys, the mouse, touches and an input method's text count.

Only what reaches the window itself is looked at, so that nothing is slowed down by it; and what
reaches the field that has the focus: an input method's text comes there past the window, and
while it is composed there may be no keys at all.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QWidget

_LOOK_MS: Final = 5_000
_SIGNS: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.InputMethod,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
    }
)


class Idle(QObject):
    """`idle()` once nobody has touched `host` for as many minutes as `minutes()` says.

    Watches between `watch(True)` and `watch(False)`; `now` counts seconds.
    """

    idle = Signal()

    def __init__(
        self,
        host: QWidget,
        minutes: Callable[[], int],
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(host)
        self._host, self._minutes, self.now = host, minutes, now
        self._last = now()
        self._window: QWindow | None = None
        self._field: QObject | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self.look)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusObjectChanged.connect(self._listen_to)

    def watch(self, watched: bool) -> None:
        """Begin to count, from now where nobody counted yet; or stop."""
        if not watched:
            self._timer.stop()
        elif not self._timer.isActive():
            self._last = self.now()
            self._listen()
            self._timer.start()

    @Slot()
    def look(self) -> None:
        """Say `idle` if it has been long enough."""
        self._listen()
        if self._timer.isActive() and self.now() - self._last >= 60 * self._minutes():
            self.watch(False)
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count anew whenever somebody does something."""
        if event.type() in _SIGNS:
            self._last = self.now()
        return False

    @Slot(QObject)
    def _listen_to(self, field: QObject | None) -> None:
        """Hear the field that has the focus now, and no other one."""
        before, self._field = self._field, field
        if before is not None and shiboken6.isValid(before) and before is not field:
            before.removeEventFilter(self)
        if field is not None and field is not before:
            field.installEventFilter(self)

    def _listen(self) -> None:
        """Hear the window, which is there once it was shown, and may be another one later."""
        window: QWindow | None = self._host.windowHandle()
        if window is not None and window is not self._window:
            self._window = window
            window.installEventFilter(self)
            self._listen_to(QGuiApplication.focusObject())
