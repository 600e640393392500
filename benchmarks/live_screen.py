"""The program that `benchmarks.live` looks at: it says on standard output what it has painted.

    python -m benchmarks.live_screen --database URL

`usable` once its window can be used; then a line `+F012 <seconds>` for every label that a table
paints and had not painted before, `-F012 <seconds>` for one that it paints no more, with the
moment by the system's monotonic clock.  A line on standard input names a button, which is
clicked with the mouse as soon as it can be; `clicked <seconds>` says when that was.
"""

from __future__ import annotations

import logging
import sys
import threading
from functools import partial
from time import monotonic

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

import main
from ui.program import READY
from ui.widgets.live_model import LiveModel
from ui.widgets.live_table import LiveTable


class Painter(QObject):
    """Listens to the paint events of one table."""

    def __init__(self, table: LiveTable) -> None:
        super().__init__(table)
        self._table = table
        self._told: set[str] = set()
        table.viewport().installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Tell what a paint event shows, after it."""
        if event.type() == QEvent.Type.Paint:
            shown, before = self._shown(), self._told
            self._told = shown
            told = [f"+{label}" for label in shown - before]
            told += [f"-{label}" for label in before - shown]
            if told:
                QTimer.singleShot(0, partial(self._tell, told))
        return False

    def _shown(self) -> set[str]:
        model = self._table.model()
        assert isinstance(model, LiveModel)
        last = self._table.rowAt(self._table.viewport().height() - 1)
        rows = model.rowCount() if last < 0 else last + 1
        return {getattr(model.row_at(n), "label", "") for n in range(rows)}

    def _tell(self, told: list[str]) -> None:
        at = monotonic()
        for one in told:
            print(f"{one} {at:.6f}", flush=True)


class Clicker(QObject):
    """Presses the buttons that standard input names, as a hand would: when they can be."""

    named = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.named.connect(self._press)
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for line in sys.stdin:
            self.named.emit(line.strip())

    @Slot(str)
    def _press(self, name: str) -> None:
        for window in QApplication.topLevelWidgets():
            button = window.findChild(QPushButton, name)
            if button is not None and button.isVisible() and button.isEnabled():
                print(f"clicked {monotonic():.6f}", flush=True)
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
                return
        QTimer.singleShot(5, partial(self._press, name))


class Ready(logging.Handler):
    """Waits until the window can be used, then for tables."""

    def emit(self, record: logging.LogRecord) -> None:
        """Begin to listen."""
        if record.getMessage() == READY:
            QTimer.singleShot(500, self._begin)

    def _begin(self) -> None:
        for window in QApplication.topLevelWidgets():
            for table in window.findChildren(LiveTable):
                Painter(table)
        self._clicker = Clicker()
        print("usable", flush=True)


if __name__ == "__main__":
    logging.getLogger("ui.program").addHandler(Ready())
    sys.exit(main.main(sys.argv[1:]))
