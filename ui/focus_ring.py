"""Shows where the keyboard is: a ring around the control that has the focus.

Fusion tells it by a hairline alone, which is lost on a dark screen and beside other hairlines.
"""

from __future__ import annotations

from typing import Final

import shiboken6
from PySide6.QtCore import QObject, QRectF, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFocusFrame,
    QLineEdit,
    QPushButton,
    QWidget,
)

from ui.commands import CommandButton
from ui.theme import FOCUS_WIDTH, STEP, tokens_of

_LINES: Final = (QLineEdit, QComboBox, QAbstractSpinBox)


class _Ring(QFocusFrame):
    """Follows its widget about; takes neither the mouse nor the focus."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ring, round as the controls are."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(tokens_of(self.palette()).accent), FOCUS_WIDTH))
        half = FOCUS_WIDTH / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, STEP, STEP)
        painter.end()


class FocusRing(QObject):
    """Keeps the ring around what has the focus in one window; what paints its own has none."""

    def __init__(self, application: QApplication, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._ring: _Ring | None = None
        application.focusChanged.connect(self._moved)

    @Slot(QWidget, QWidget)
    def _moved(self, _: QWidget | None, now: QWidget | None) -> None:
        if not shiboken6.isValid(self._window):
            return
        ringed = now is not None and self._window.isAncestorOf(now) and _plain(now)
        if ringed and (self._ring is None or not shiboken6.isValid(self._ring)):
            self._ring = _Ring(self._window)  # the former one ended with the page it stood on
        if self._ring is not None and shiboken6.isValid(self._ring):
            # None takes it away, which the stubs do not know.
            self._ring.setWidget(now if ringed else None)  # type: ignore[arg-type]


def _plain(widget: QWidget) -> bool:
    """Say whether a control is drawn by the style alone, which shows the focus too faintly."""
    return type(widget) is QPushButton or isinstance(widget, (CommandButton, *_LINES))
