"""A page without a rail beside it: one column in the middle, scrolled where it must be."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme import STEP

_COLUMN_IN_LINES = 34


def reveal(widget: QWidget) -> None:
    """Scroll the page around `widget` so far that it is seen, once it has its place."""
    QTimer.singleShot(0, widget, partial(_reveal_now, widget))


def _reveal_now(widget: QWidget) -> None:
    around = widget.parentWidget()
    while around is not None and not isinstance(around, QScrollArea):
        around = around.parentWidget()
    if isinstance(around, QScrollArea):
        around.ensureWidgetVisible(widget, 0, 4 * STEP)


class Page(QScrollArea):
    """Put what it shows into `column`; the column is `lines` lines of text wide at most."""

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        lines: int = _COLUMN_IN_LINES,
        centred: bool = True,
    ) -> None:
        super().__init__(parent)
        self._lines = lines
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        self._middle = QWidget(inside)
        self.column = QVBoxLayout(self._middle)
        self.column.setSpacing(3 * STEP)
        self.column.setContentsMargins(6 * STEP, 8 * STEP, 6 * STEP, 8 * STEP)
        across = QHBoxLayout(inside)
        across.setContentsMargins(0, 0, 0, 0)
        if centred:
            across.addStretch(1)
        across.addWidget(self._middle, 100, Qt.AlignmentFlag.AlignTop)
        across.addStretch(1)
        self.setWidget(inside)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self._fit()

    def _fit(self) -> None:
        self._middle.setMaximumWidth(self._lines * self.fontMetrics().height())
