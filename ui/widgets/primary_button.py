"""The one thing to do on a page, in the accent colour."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QWidget

from ui.theme import STEP, tokens_of
from ui.widgets.shapes import draw_card


def paint_primary(button: QPushButton, *, asleep: bool = False) -> None:
    """Paint a button flat: Fusion's gradient is too pale for the words upon it.

    `asleep` paints it as disabled though it can have the focus.
    """
    awake = button.isEnabled() and not asleep
    colours = tokens_of(button.palette())
    fill, ink = colours.accent, colours.on_accent
    if not awake:
        fill, ink = colours.neutral_soft, colours.muted
    box = QRectF(button.rect()).adjusted(1, 1, -1, -1)
    painter = QPainter(button)
    draw_card(painter, box, fill, radius=STEP)
    if awake and (button.isDown() or button.underMouse()):
        veil = QColor(ink)
        veil.setAlpha(50 if button.isDown() else 25)
        draw_card(painter, box, veil.name(QColor.NameFormat.HexArgb), radius=STEP)
    if button.hasFocus():
        draw_card(painter, box.adjusted(2, 2, -2, -2), "transparent", ink, radius=STEP / 2)
    painter.setPen(QColor(ink))
    painter.drawText(button.rect(), Qt.AlignmentFlag.AlignCenter, button.text())
    painter.end()


class PrimaryButton(QPushButton):
    """A button that Enter presses wherever it has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAutoDefault(True)

    def set_words(self, words: str) -> None:
        """Set what it says."""
        self.setText(words)
        self.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it in the accent colour."""
        paint_primary(self)
