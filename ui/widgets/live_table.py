"""The view of live rows: by keyboard, calm while its content changes."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from ui.fonts import tabular
from ui.theme import STEP, Tone, tokens_of, tone_colours
from ui.widgets.live_model import LETTER_ROLE, TABULAR_ROLE, TONE_ROLE, LiveModel
from ui.widgets.shapes import draw_card, draw_shape
from ui.widgets.window_tag import draw_letter

Index = QModelIndex | QPersistentModelIndex
_MARGIN: Final = 2 * STEP
_FEW: Final = 8


class LiveDelegate(QStyledItemDelegate):
    """Paints a cell's sign (shape of a state, letter of a window) before its words."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Give numbers tabular figures and states their colour."""
        super().initStyleOption(option, index)
        if index.data(TABULAR_ROLE):
            option.font = tabular(option.font)
        tone = index.data(TONE_ROLE)
        if tone is not None:  # Qt hands a Tone over as its text
            ink, _ = tone_colours(tokens_of(option.palette), Tone(tone))
            option.palette.setColor(QPalette.ColorRole.Text, QColor(ink))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint background, sign and words; the row has the focus, not the cell."""
        made = QStyleOptionViewItem(option)
        self.initStyleOption(made, index)
        made.state &= ~QStyle.StateFlag.State_HasFocus
        words, made.text = made.text, ""
        QApplication.style().drawControl(
            QStyle.ControlElement.CE_ItemViewItem, made, painter, made.widget
        )
        room = made.rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        role = QPalette.ColorRole.Text
        if made.state & QStyle.StateFlag.State_Selected:
            role = QPalette.ColorRole.HighlightedText
        ink = made.palette.color(role)
        painter.save()
        painter.setFont(made.font)
        room = self._paint_sign(painter, made, index, room, ink)
        painter.setPen(ink)
        shown = made.fontMetrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(made.displayAlignment), shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for words, sign and margins."""
        size = super().sizeHint(option, index)
        line = option.fontMetrics.height()
        sign = 0
        if index.data(LETTER_ROLE) or index.data(TONE_ROLE) is not None:
            sign = line + STEP
        return QSize(size.width() + 2 * _MARGIN + sign, line + 3 * STEP)

    def _paint_sign(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
        room: QRect,
        ink: QColor,
    ) -> QRect:
        letter, tone = index.data(LETTER_ROLE), index.data(TONE_ROLE)
        if letter:
            side = option.fontMetrics.height()
            box = QRectF(room.left(), room.center().y() - side / 2 + 1, side, side)
            draw_letter(painter, box, letter, tokens_of(option.palette), option.font)
            if option.state & QStyle.StateFlag.State_Selected:
                # A hue may be the same as what marks the row.
                draw_card(painter, box, "transparent", ink.name(), radius=STEP)
            return room.adjusted(side + 2 * STEP, 0, 0, 0)
        if tone is not None:
            size = option.fontMetrics.capHeight()
            box = QRectF(room.left(), room.center().y() - size / 2 + 1, size, size)
            draw_shape(painter, Tone(tone), box, ink.name())
            return room.adjusted(size + 2 * STEP, 0, 0, 0)
        return room


class LiveHeader(QHeaderView):
    """Quiet titles above the columns, standing exactly over the words below them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setHighlightSections(False)
        self.setSectionsClickable(False)

    def refit(self) -> None:
        """Give every column the width its rows need; of itself Qt does so when cells change."""
        self.resizeSections()

    def sectionSizeFromContents(self, logicalIndex: int) -> QSize:
        """Return room for the title and the margins of the cells."""
        title = self.model().headerData(logicalIndex, self.orientation()) or ""
        metrics = self.fontMetrics()
        width = metrics.horizontalAdvance(title) + 2 * _MARGIN + 2
        return QSize(width, metrics.height() + 2 * STEP)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:
        """Paint a flat ground, the title and the line below it."""
        colours = tokens_of(self.palette())
        model, side = self.model(), self.orientation()
        painter.save()
        painter.fillRect(rect, QColor(colours.raised))
        painter.setPen(QColor(colours.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(QColor(colours.muted))
        align = model.headerData(logicalIndex, side, Qt.ItemDataRole.TextAlignmentRole)
        title = model.headerData(logicalIndex, side) or ""
        painter.drawText(rect.adjusted(_MARGIN, 0, -_MARGIN, 0), align, title)
        painter.restore()


class LiveTable(QTableView):
    """A table of live rows.

    `activated_key` (Enter or double click) and `current_key_changed` carry a row's key.  While
    rows come and go the row at the top of the view stays where it is, unless the view stands at
    its very beginning, where the newest are to be seen.
    """

    activated_key = Signal(object)
    current_key_changed = Signal(object)

    def __init__(self, model: LiveModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._live = model
        self._top: tuple[Hashable, int] | None = None
        self._fitted = 0
        self._at_once = 0
        self.setAccessibleName(name)
        self.setModel(model)
        self.setItemDelegate(LiveDelegate(self))
        self._set_manners()
        self._fit_rows()
        self._fit_columns()
        model.about_to_change.connect(self._keep_top)
        model.changed.connect(self._restore_top)
        model.changed.connect(self._refit)
        self.activated.connect(self._activated)
        self.selectionModel().currentRowChanged.connect(self._current_changed)

    def current_key(self) -> Hashable | None:
        """Return the key of the current row, None where there is none."""
        return self._live.key_at(self.currentIndex().row())

    def select_key(self, key: Hashable) -> bool:
        """Make the row with `key` current and visible; False if it is not shown."""
        place = self._live.place_of(key)
        if place < 0:
            return False
        self.selectRow(place)
        self.scrollTo(self._live.index(place, 0))
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row on every platform; the rest is Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._activated(self.currentIndex())
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the chosen text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_rows()
            self._fit_height()

    def show_at_once(self, rows: int) -> None:
        """Be as high as `rows` rows and the titles, at every text size."""
        self._at_once = rows
        self._fit_height()

    def _fit_height(self) -> None:
        if self._at_once:
            rows = self.verticalHeader().defaultSectionSize() * self._at_once
            self.setFixedHeight(rows + self.horizontalHeader().sizeHint().height() + 4)

    def _set_manners(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.setHorizontalHeader(LiveHeader(self))

    def _fit_rows(self) -> None:
        height = self.fontMetrics().height() + 3 * STEP
        self.verticalHeader().setMinimumSectionSize(height)
        self.verticalHeader().setDefaultSectionSize(height)

    def _fit_columns(self) -> None:
        header = self.horizontalHeader()
        header.setResizeContentsPrecision(50)
        for at, column in enumerate(self._live.columns()):
            mode = (
                QHeaderView.ResizeMode.Stretch
                if column.stretch
                else QHeaderView.ResizeMode.ResizeToContents
            )
            header.setSectionResizeMode(at, mode)

    def _refit(self) -> None:
        header, count = self.horizontalHeader(), self._live.rowCount()
        few = count <= _FEW  # other rows in the place of as many may need other widths
        if (few or count != self._fitted) and isinstance(header, LiveHeader):
            self._fitted = count
            header.refit()

    def _keep_top(self) -> None:
        place = self.rowAt(0)
        key = self._live.key_at(place)
        if key is None or self.verticalScrollBar().value() == 0:
            self._top = None
        else:
            self._top = (key, self.rowViewportPosition(place))

    def _restore_top(self) -> None:
        if self._top is None:
            return
        key, before = self._top
        place = self._live.place_of(key)
        if place >= 0:
            moved = self.rowViewportPosition(place) - before
            bar = self.verticalScrollBar()
            bar.setMaximum(max(bar.maximum(), bar.value() + moved))
            bar.setValue(bar.value() + moved)

    def _activated(self, index: QModelIndex) -> None:
        key = self._live.key_at(index.row())
        if index.isValid() and key is not None:
            self.activated_key.emit(key)

    def _current_changed(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.current_key_changed.emit(self._live.key_at(index.row()))
