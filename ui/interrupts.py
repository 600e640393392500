"""Ctrl+C and the system's wish to end close the window, as if a person had done it."""

from __future__ import annotations

import signal
import socket
from typing import Final

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Slot
from PySide6.QtWidgets import QWidget

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)


class Interrupts(QObject):
    """Closes `window` at these signals.

    Python hears a signal only when Qt wakes it, hence a socket.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.window: QWidget | None = None
        self._hear, self._told = socket.socketpair()
        self._told.setblocking(False)
        self._old = {one: signal.signal(one, self._interrupt) for one in SIGNALS}
        self._wake = signal.set_wakeup_fd(self._told.fileno(), warn_on_full_buffer=False)
        self._notifier = QSocketNotifier(self._hear.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._drain)

    def close(self) -> None:
        """Hear signals as before."""
        signal.set_wakeup_fd(self._wake)
        for one, old in self._old.items():
            signal.signal(one, old)
        self._notifier.setEnabled(False)
        self._hear.close()
        self._told.close()

    @Slot()
    def _drain(self) -> None:
        self._hear.recv(64)

    def _interrupt(self, number: int, frame: object) -> None:
        # Later, from the event loop: what is closed before it runs could not end it.
        QTimer.singleShot(0, self._close_window)

    @Slot()
    def _close_window(self) -> None:
        if self.window is not None:
            self.window.close()
