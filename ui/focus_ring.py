"""Shows where the keyboard is: a ring inside the edge of the control that has the focus.

Fusion tells it by a hairline alone, which is lost on a dark screen and beside other hairlines.
"""

from __future__ import annotations

from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QWidget,
)

from ui.commands import CommandButton
from ui.theme import FOCUS_WIDTH, tokens_of

_LINES: Final = (QLineEdit, QComboBox, QAbstractSpinBox)
_ROUND: Final = 3.0  # as Fusion rounds its controls, in pixels


class Ring(QWidget):
    """Lies on a control, as large as it; takes neither the mouse nor the focus."""

    def __init__(self, around: QWidget) -> None:
        super().__init__(around)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        around.installEventFilter(self)
        self.resize(around.size())
        self.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grow and shrink with the control."""
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.resize(watched.size())
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring, round as the controls are."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens_of(self.palette()).accent), FOCUS_WIDTH))
        half = FOCUS_WIDTH / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), _ROUND, _ROUND
        )
        painter.end()


class FocusRing(QObject):
    """Keeps the ring on what has the focus in one window; what paints its own has none."""

    def __init__(self, application: QApplication, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._ring: Ring | None = None
        application.focusChanged.connect(self._moved)

    @Slot(QWidget, QWidget)
    def _moved(self, _: QWidget | None, now: QWidget | None) -> None:
        if self._ring is not None and shiboken6.isValid(self._ring):  # else it went with a page
            self._ring.hide()
            self._ring.deleteLater()
        self._ring = None
        if now is not None and self._window.isAncestorOf(now) and _plain(now):
            self._ring = Ring(now)


def _plain(widget: QWidget) -> bool:
    """Say whether a control is drawn by the style alone, which shows the focus too faintly."""
    return type(widget) is QPushButton or isinstance(widget, (CommandButton, *_LINES))
