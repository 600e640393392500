"""Fusion without its gradients: buttons, boxes, headers and scroll bars lie flat and calm."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QProxyStyle,
    QStyle,
    QStyleOption,
    QStyleOptionComplex,
    QStyleOptionSlider,
    QWidget,
)

from ui.theme import STEP, Tokens, tokens_of
from ui.widgets.shapes import draw_card

_State = QStyle.StateFlag
_Complex = QStyle.ComplexControl
_Part = QStyle.SubControl
_BOXES: Final = frozenset(
    (
        QStyle.PixelMetric.PM_IndicatorWidth,
        QStyle.PixelMetric.PM_IndicatorHeight,
        QStyle.PixelMetric.PM_ExclusiveIndicatorWidth,
        QStyle.PixelMetric.PM_ExclusiveIndicatorHeight,
    )
)
_BOX: Final = 0.72
"""How large a box to tick is beside a line of text."""
_SHORTEST: Final = 8 * STEP
"""So long a scroll bar's handle is at least, to be seen and to be taken, in pixels."""


class CalmStyle(QProxyStyle):
    """Draws a few grounds itself and leaves everything else to Fusion."""

    def __init__(self) -> None:
        super().__init__("Fusion")

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        """Return a measure in pixels; boxes to tick grow with the text."""
        made = super().pixelMetric(metric, option, widget)
        if metric not in _BOXES or widget is None:
            return made
        return max(made, round(widget.fontMetrics().height() * _BOX))

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

    def drawControl(
        self,
        element: QStyle.ControlElement,
        option: QStyleOption,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw the ground of a header flat, with the lines of the cells beside it."""
        if element in (
            QStyle.ControlElement.CE_HeaderSection,
            QStyle.ControlElement.CE_HeaderEmptyArea,
        ):
            _draw_header(painter, option)
        else:
            super().drawControl(element, option, painter, widget)

    def drawComplexControl(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        painter: QPainter,
        widget: QWidget | None = None,
    ) -> None:
        """Draw a scroll bar as a handle in a quiet groove."""
        if control == _Complex.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            _draw_scroll_bar(painter, option)
        else:
            super().drawComplexControl(control, option, painter, widget)

    def subControlRect(
        self,
        control: QStyle.ComplexControl,
        option: QStyleOptionComplex,
        part: QStyle.SubControl,
        widget: QWidget | None = None,
    ) -> QRect:
        """Return where a part of a control is; a scroll bar has a groove and no arrows."""
        if control == _Complex.CC_ScrollBar and isinstance(option, QStyleOptionSlider):
            return _scroll_bar_part(option, part)
        # The stubs know no None here, Qt itself does.
        return super().subControlRect(control, option, part, widget)  # type: ignore[arg-type]


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


def _draw_header(painter: QPainter, option: QStyleOption) -> None:
    colours, box = tokens_of(option.palette), option.rect
    painter.save()
    painter.fillRect(box, QColor(colours.raised))
    painter.setPen(QColor(colours.line))
    painter.drawLine(box.bottomLeft(), box.bottomRight())
    painter.drawLine(box.topRight(), box.bottomRight())
    painter.restore()


def _scroll_bar_part(option: QStyleOptionSlider, part: QStyle.SubControl) -> QRect:
    """Return the groove, the handle, or what of the groove is before and behind the handle."""
    whole = option.rect
    across = option.orientation == Qt.Orientation.Horizontal
    room = whole.width() if across else whole.height()
    span = option.maximum - option.minimum
    long = room
    if span > 0:
        long = min(room, max(_SHORTEST, room * option.pageStep // (span + option.pageStep)))
    at = QStyle.sliderPositionFromValue(
        option.minimum, option.maximum, option.sliderPosition, room - long, option.upsideDown
    )
    match part:
        case _Part.SC_ScrollBarGroove:
            begins, length = 0, room
        case _Part.SC_ScrollBarSlider:
            begins, length = at, long
        case _Part.SC_ScrollBarSubPage:
            begins, length = 0, at
        case _Part.SC_ScrollBarAddPage:
            begins, length = at + long, room - at - long
        case _:
            return QRect()
    if across:
        made = QRect(whole.left() + begins, whole.top(), length, whole.height())
        return QStyle.visualRect(option.direction, whole, made)
    return QRect(whole.left(), whole.top() + begins, whole.width(), length)


def _draw_scroll_bar(painter: QPainter, option: QStyleOptionSlider) -> None:
    """Draw groove and handle; what cannot scroll shows the groove alone."""
    colours = tokens_of(option.palette)
    painter.fillRect(option.rect, QColor(colours.raised))
    if option.maximum <= option.minimum or not option.state & _State.State_Enabled:
        return
    held = option.activeSubControls & _Part.SC_ScrollBarSlider
    near = held and option.state & (_State.State_Sunken | _State.State_MouseOver)
    box = QRectF(_scroll_bar_part(option, _Part.SC_ScrollBarSlider)).adjusted(3, 3, -3, -3)
    thin = min(box.width(), box.height())
    draw_card(painter, box, colours.muted if near else colours.control_line, radius=thin / 2)
