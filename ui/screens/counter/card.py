"""The quiet card that the parts of the counter screen stand on."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QLayout, QScrollArea, QVBoxLayout, QWidget

from ui.theme import STEP, Tone, tokens_of, tone_colours
from ui.widgets.shapes import draw_card


class Card(QWidget):
    """A rounded surface; with a `tone` it has that tone's quiet colour."""

    def __init__(self, parent: QWidget | None = None, tone: Tone | None = None) -> None:
        super().__init__(parent)
        self._tone = tone

    def set_tone(self, tone: Tone | None) -> None:
        """Change what the card means."""
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the surface and its outline."""
        colours = tokens_of(self.palette())
        fill, line = colours.surface, colours.line
        if self._tone is not None:
            line, fill = tone_colours(colours, self._tone)
        painter = QPainter(self)
        draw_card(painter, QRectF(self.rect()), fill, line)
        painter.end()


def column(parent: QWidget, *, margin: int = 3 * STEP, gap: int = 2 * STEP) -> QVBoxLayout:
    """Return a column that fills `parent`."""
    layout = QVBoxLayout(parent)
    layout.setContentsMargins(margin, margin, margin, margin)
    layout.setSpacing(gap)
    return layout


def bare(layout: QLayout, gap: int = 2 * STEP) -> None:
    """Take the margins from a layout."""
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(gap)


def wrapped(label: QLabel) -> QLabel:
    """Let a label's words go on in the next line."""
    label.setWordWrap(True)
    return label


def scrolling(content: QWidget, parent: QWidget) -> QScrollArea:
    """Return `content` in an area that scrolls upwards and downwards only."""
    area = QScrollArea(parent)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(content)
    for part in (area.viewport(), content):
        part.setAutoFillBackground(False)  # the card below is the ground
    return area
