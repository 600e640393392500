"""A state as shape, colour and words: ● 正常, ▲ 临期, ■ 超期."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import STEP, Tone, tokens_of, tone_colours
from ui.widgets.shapes import draw_card, draw_shape


class Badge(QWidget):
    """A pill that names a state; what a screen reader says is the words."""

    def __init__(self, tone: Tone, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._tone = tone
        self._text = ""
        self.show_state(tone, text)

    def show_state(self, tone: Tone, text: str) -> None:
        """Show another state."""
        self._tone = tone
        self._text = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    @property
    def tone(self) -> Tone:
        """Return the tone that is shown."""
        return self._tone

    @property
    def text(self) -> str:
        """Return the words that are shown."""
        return self._text

    def sizeHint(self) -> QSize:
        """Return room for shape, words and margins."""
        metrics = QFontMetrics(self.font())
        width = metrics.horizontalAdvance(self._text) + self._shape_size() + 6 * STEP
        return QSize(width, metrics.height() + STEP)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a state that is cut off says nothing."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pill."""
        colours = tokens_of(self.palette())
        ink, fill = tone_colours(colours, self._tone)
        painter = QPainter(self)
        whole = QRectF(self.rect())
        draw_card(painter, whole, fill, radius=whole.height() / 2)
        size = self._shape_size()
        left = 2.0 * STEP
        draw_shape(painter, self._tone, QRectF(left, (whole.height() - size) / 2, size, size), ink)
        painter.setPen(QColor(ink))
        words = whole.adjusted(left + size + 1.5 * STEP, 0, -STEP, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self._text)
        painter.end()

    def _shape_size(self) -> int:
        return round(QFontMetrics(self.font()).capHeight() * 0.95)
