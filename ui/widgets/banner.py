"""A calm line across the window: what holds for everything below it, until it holds no more."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from ui.theme import STEP, Tone, tokens_of, tone_colours
from ui.widgets.announce import announce
from ui.widgets.labels import ToneLabel
from ui.widgets.shapes import draw_shape


class Banner(QWidget):
    """Hidden while it has nothing to say; takes no focus, and says new words once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._tone = Tone.NEUTRAL
        self._words = ToneLabel(parent=self)
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(10 * STEP, 2 * STEP, 4 * STEP, 2 * STEP)
        layout.addWidget(self._words, 1)
        self.hide()

    @property
    def words(self) -> str:
        """Return what it says, "" for nothing."""
        return self._words.text()

    def say(self, words: str, tone: Tone = Tone.WARN) -> None:
        """Say something else; "" takes it away."""
        new = words != self.words
        self._tone = tone
        self._words.set_tone(tone)
        self._words.setText(words)
        self.setAccessibleName(words)
        self.setVisible(bool(words))
        self.update()
        if new and words:
            announce(self, words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground, the tone's shape and the line below."""
        colours = tokens_of(self.palette())
        ink, fill = tone_colours(colours, self._tone)
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(fill))
        size = self.fontMetrics().capHeight() * 0.95
        top = 2 * STEP + (self.fontMetrics().height() - size) / 2
        draw_shape(painter, self._tone, QRectF(5 * STEP, top, size, size), ink)
        painter.setPen(QColor(colours.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()
