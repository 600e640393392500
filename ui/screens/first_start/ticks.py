"""How a tick of the counters' grid looks and is changed: the window's letter, or an empty box."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ui.screens.first_start.table import LETTER_ROLE
from ui.theme import STEP, tokens_of
from ui.widgets.shapes import draw_card
from ui.widgets.window_tag import draw_letter


class TickDelegate(QStyledItemDelegate):
    """Space or a click anywhere in the cell changes it."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the letter on its colour where the counter serves the window."""
        colours = tokens_of(option.palette)
        rect = option.rect
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, colours.accent_soft)
        side = min(rect.height() - STEP, rect.width() - STEP)
        box = QRectF(0, 0, side, side)
        box.moveCenter(QRectF(rect).center())
        if index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked:
            font = option.font
            draw_letter(painter, box, str(index.data(LETTER_ROLE)), colours, font)
        else:
            small = box.adjusted(side / 5, side / 5, -side / 5, -side / 5)
            draw_card(painter, small, colours.surface, colours.control_line, radius=STEP / 2)
        if state & QStyle.StateFlag.State_HasFocus:
            around = QRectF(rect).adjusted(1, 1, -1, -1)
            draw_card(painter, around, "transparent", colours.focus, radius=STEP)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Change the tick."""
        space = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space
        pressed = space and event.type() == QEvent.Type.KeyPress
        clicked = isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease
        if not pressed and not clicked:
            return False
        ticked = index.data(Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Checked
        new = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        return model.setData(index, new.value, Qt.ItemDataRole.CheckStateRole)
