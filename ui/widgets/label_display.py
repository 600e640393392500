"""A ticket's label as large as its place allows: the largest thing on the counter's screen."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.fonts import fitting, scaled, tabular
from ui.theme import STEP, tokens_of

_IDLE_FACTOR: Final = 1.4
"""The words for none, in sizes of ordinary text."""


class LabelDisplay(QWidget):
    """Paints one label (`F012`) in tabular figures, or, smaller, the words for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._label = ""
        self._idle = ""
        self._spoken = ""

    @property
    def label(self) -> str:
        """Return the label that is shown, "" for none."""
        return self._label

    def show_label(self, label: str, spoken: str = "") -> None:
        """Show `label`; `spoken` is what a screen reader says instead of it."""
        self._label = label
        self._spoken = spoken or label
        self.setAccessibleName(self._spoken or self._idle)
        self.update()

    def set_idle(self, words: str) -> None:
        """Set the words that stand here while there is no label."""
        self._idle = words
        self.setAccessibleName(self._spoken or words)
        self.update()

    def sizeHint(self) -> QSize:
        """Return six lines' height and room for five characters of it."""
        line = QFontMetrics(self.font()).height()
        return QSize(line * 14, line * 6)

    def minimumSizeHint(self) -> QSize:
        """Return three lines' height."""
        line = QFontMetrics(self.font()).height()
        return QSize(line * 7, line * 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the label with its capitals filling the height."""
        colours = tokens_of(self.palette())
        room = QRectF(self.rect()).adjusted(2 * STEP, 2 * STEP, -2 * STEP, -2 * STEP)
        painter = QPainter(self)
        if self._label:
            font = fitting(tabular(self.font()), self._label, room.width(), room.height())
            painter.setFont(font)
            painter.setPen(QColor(colours.text))
            metrics = QFontMetricsF(font)
            wide = metrics.horizontalAdvance(self._label)
            x = room.left() + (room.width() - wide) / 2
            y = room.center().y() + metrics.capHeight() / 2
            painter.drawText(int(x), int(y), self._label)
        else:
            painter.setFont(scaled(self.font(), _IDLE_FACTOR))
            painter.setPen(QColor(colours.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(room, int(flags), self._idle)
        painter.end()
