"""A place for a table that shows whole rows only: half a row reads like one that is gone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QTimer, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.live_table import LiveTable


class WholeRows(QWidget):
    """As high as there is room for; the table in it ends with a row."""

    def __init__(self, table: LiveTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = table
        self._later = QTimer(self)  # goes with us: a table that is gone is never fitted
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._fit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(table)
        layout.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the table anew."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._later.start(0)  # once the table's rows have grown too

    @Slot()
    def _fit(self) -> None:
        row = self._table.verticalHeader().defaultSectionSize()
        frame = 2 * self._table.frameWidth()
        titles = self._table.horizontalHeader().sizeHint().height() + frame
        rows = max(1, (self.height() - titles) // max(1, row))
        self._table.setFixedHeight(titles + rows * row)
