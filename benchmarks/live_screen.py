"""The program that `benchmarks.live` looks at: it says on standard output what it has painted.

    python -m benchmarks.live_screen --database URL

`usable` once its window can be used; then a line `F012 <seconds>` for every label that is
painted in a table for the first time, with the moment by the system's monotonic clock.
"""

from __future__ import annotations

import logging
import sys
from functools import partial
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

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
            new = self._shown() - self._told
            self._told |= new
            if new:
                QTimer.singleShot(0, partial(self._tell, new))
        return False

    def _shown(self) -> set[str]:
        model = self._table.model()
        assert isinstance(model, LiveModel)
        last = self._table.rowAt(self._table.viewport().height() - 1)
        rows = model.rowCount() if last < 0 else last + 1
        return {getattr(model.row_at(n), "label", "") for n in range(rows)}

    def _tell(self, labels: set[str]) -> None:
        at = monotonic()
        for label in labels:
            print(f"{label} {at:.6f}", flush=True)


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
        print("usable", flush=True)


if __name__ == "__main__":
    logging.getLogger("ui.program").addHandler(Ready())
    sys.exit(main.main(sys.argv[1:]))
