"""Fusion without its gradients: buttons and boxes to choose from lie flat, outlined, calm."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QProxyStyle, QStyle, QStyleOption, QWidget

from ui.theme import STEP, Tokens, tokens_of
from ui.widgets.shapes import draw_card

_State = QStyle.StateFlag


class CalmStyle(QProxyStyle):
    """Draws the ground of a button itself and leaves everything else to Fusion."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def drawPrimitive(
        self,
        element: QStyle.PrimitiveElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the ground of a button in the colours of its palette."""
        if element == QStyle.PrimitiveElement.PE_PanelButtonCommand:
            _draw_ground(painter, option)
        else:
            super().drawPrimitive(element, option, painter, widget)


def _draw_ground(painter: QPainter, option: QStyleOption) -> None:
    colours = tokens_of(option.palette)
    enabled = bool(option.state & _State.State_Enabled)
    edge = colours.control_line if enabled else colours.line
    draw_card(painter, QRectF(option.rect), _fill(option, colours), edge, radius=STEP)


def _fill(option: QStyleOption, colours: Tokens) -> str:
    state = option.state
    if not state & _State.State_Enabled:
        return colours.background
    if state & _State.State_On:
        return colours.accent_soft
    if state & _State.State_Sunken:
        return QColor(colours.line).name()
    return colours.raised if state & _State.State_MouseOver else colours.surface
