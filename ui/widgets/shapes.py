"""The five shapes that say a state without colour, and the ring that shows the focus."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ui.theme import FOCUS_WIDTH, RADIUS, Tokens, Tone

GLYPHS = {
    Tone.NEUTRAL: "○",
    Tone.INFO: "◆",
    Tone.GOOD: "●",
    Tone.WARN: "▲",
    Tone.BAD: "■",
}
"""The same shapes as characters, for text that is not painted by us."""


def draw_shape(painter: QPainter, tone: Tone, box: QRectF, colour: str) -> None:
    """Draw the shape of `tone` into `box`: circle, triangle, square, diamond or open circle."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colour))
    middle = box.center()
    match tone:
        case Tone.GOOD:
            painter.drawEllipse(box)
        case Tone.WARN:
            painter.drawPolygon(
                QPolygonF([QPointF(middle.x(), box.top()), box.bottomRight(), box.bottomLeft()])
            )
        case Tone.BAD:
            inset = box.width() * 0.07
            painter.drawRect(box.adjusted(inset, inset, -inset, -inset))
        case Tone.INFO:
            painter.drawPolygon(
                QPolygonF(
                    [
                        QPointF(middle.x(), box.top()),
                        QPointF(box.right(), middle.y()),
                        QPointF(middle.x(), box.bottom()),
                        QPointF(box.left(), middle.y()),
                    ]
                )
            )
        case Tone.NEUTRAL:
            width = max(1.5, box.width() / 6)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(box.adjusted(width / 2, width / 2, -width / 2, -width / 2))
    painter.restore()


def draw_card(
    painter: QPainter, box: QRectF, fill: str, outline: str = "", *, radius: float = RADIUS
) -> None:
    """Fill a rounded box and outline it with a hairline if `outline` is given."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(fill))
    painter.setPen(QPen(QColor(outline), 1) if outline else Qt.PenStyle.NoPen)
    edge = 0.5 if outline else 0.0
    painter.drawRoundedRect(box.adjusted(edge, edge, -edge, -edge), radius, radius)
    painter.restore()


def draw_focus(painter: QPainter, box: QRectF, colours: Tokens, *, radius: float = RADIUS) -> None:
    """Draw the two-pixel ring of the widget that has the keyboard."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.focus), FOCUS_WIDTH))
    edge = FOCUS_WIDTH / 2
    painter.drawRoundedRect(box.adjusted(edge, edge, -edge, -edge), radius, radius)
    painter.restore()
