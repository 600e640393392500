"""A card: a quiet surface with a heading that holds what belongs together."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import RADIUS, STEP, tokens_of
from ui.widgets.labels import Heading
from ui.widgets.shapes import draw_card


class Card(QWidget):
    """Put what it holds into `body`; `set_title` words the heading, which names the group."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Heading(parent=self)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(5 * STEP, 4 * STEP, 5 * STEP, 5 * STEP)
        self.body.setSpacing(3 * STEP)
        self.body.addWidget(self._title)

    def set_title(self, words: str) -> None:
        """Set the heading."""
        self._title.setText(words)
        self.setAccessibleName(words)

    def wrap_title(self) -> None:
        """Let a long heading go on in the next line."""
        self._title.setWordWrap(True)

    def hide_title(self) -> None:
        """Show no heading: the page around it says the same."""
        self._title.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the surface with a hairline."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        draw_card(painter, box, colours.surface, colours.line, radius=RADIUS)
        painter.end()
