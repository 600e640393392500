"""The sign of one of the nine windows: its letter on its colour, with its name if there is room."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import STEP, Tokens, tokens_of, window_colours
from ui.widgets.shapes import draw_card


def draw_letter(painter: QPainter, box: QRectF, letter: str, colours: Tokens, font: QFont) -> None:
    """Draw the coloured square with the window's letter into `box`."""
    fill, ink = window_colours(colours, letter)
    painter.save()
    draw_card(painter, box, fill, radius=STEP)
    bold = QFont(font)
    bold.setWeight(QFont.Weight.Bold)
    painter.setFont(bold)
    painter.setPen(QColor(ink))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, letter)
    painter.restore()


class WindowTag(QWidget):
    """A window's letter and name; the screen reader hears both."""

    def __init__(self, letter: str, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._letter = letter
        self._name = name
        self.show_window(letter, name)

    def show_window(self, letter: str, name: str = "", spoken: str = "") -> None:
        """Show another window; `spoken` is what is said where `name` is not painted."""
        self._letter = letter
        self._name = name
        self.setAccessibleName(f"{letter} {spoken or name}".strip())
        self.setToolTip(spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the square and the name."""
        metrics = QFontMetricsF(self.font())
        side = ceil(metrics.height()) + STEP
        name = ceil(metrics.horizontalAdvance(self._name)) + 3 * STEP if self._name else 0
        return QSize(side + name, side)

    def minimumSizeHint(self) -> QSize:
        """Return the square alone: the name may be cut, the letter never."""
        side = self.sizeHint().height()
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the square, then the name."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        side = self.height()
        draw_letter(painter, QRectF(0, 0, side, side), self._letter, colours, self.font())
        if self._name:
            room = self.rect().adjusted(side + 2 * STEP, 0, 0, 0)
            shown = painter.fontMetrics().elidedText(
                self._name, Qt.TextElideMode.ElideRight, room.width()
            )
            painter.setPen(QColor(colours.text))
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
