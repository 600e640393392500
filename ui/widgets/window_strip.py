"""The nine windows in one line: letter, how many wait, how long, a sign where it is long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from ui.fonts import scaled, tabular
from ui.theme import STEP, Tone, tokens_of
from ui.widgets.shapes import draw_card, draw_focus, draw_shape
from ui.widgets.window_tag import draw_letter

_SMALL: Final = 0.85


@dataclass(frozen=True, slots=True)
class StripCell:
    """What one window shows.

    `name` is short (党群), `waiting` counts ready places, `longest` is already words (12′ or ""),
    `spoken` the whole sentence for screen readers, `alert` asks for attention.
    """

    code: str
    letter: str
    name: str
    waiting: int
    longest: str
    spoken: str
    alert: bool = False
    closed: bool = False


def in_two_lines(words: str, metrics: QFontMetrics, width: int) -> list[str]:
    """Return as many whole words as fit in the first line, and the rest."""
    parts = words.split(" ")
    at = len(parts) - 1
    while at > 1 and metrics.horizontalAdvance(" ".join(parts[:at])) > width:
        at -= 1
    return [line for line in (" ".join(parts[:at]), " ".join(parts[at:])) if line]


def whole_words(words: str, metrics: QFontMetrics, width: int) -> str:
    """Return the words that fit, up to an “&” where there is one; the first one always."""
    cut = words
    while " " in cut and metrics.horizontalAdvance(cut) > width:
        cut = cut.rpartition(" ")[0].rstrip(" ,&")
    return cut if cut == words else cut.partition(" & ")[0]


class WindowCell(QAbstractButton):
    """One window of the strip, a button."""

    def __init__(self, cell: StripCell, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.cell = cell
        self.show_cell(cell)

    def show_cell(self, cell: StripCell) -> None:
        """Show another state of the window."""
        self.cell = cell
        self.setAccessibleName(cell.spoken)
        self.setToolTip(cell.spoken)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for two lines."""
        metrics = QFontMetrics(self.font())
        return QSize(metrics.height() * 6, metrics.height() * 2 + 3 * STEP)

    def heightForWidth(self, width: int) -> int:
        """Return the height at a width: a name that is too long for one line has two."""
        extra = 0
        if not self._fits(self._name_width(width)):
            extra = QFontMetrics(scaled(self.font(), _SMALL)).height() * 2 - self._line()
        return self.sizeHint().height() + max(0, extra)

    def minimumSizeHint(self) -> QSize:
        """Return room for the letter and the numbers."""
        return QSize(QFontMetrics(self.font()).height() * 4, self.sizeHint().height())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint letter and name above, numbers below."""
        colours = tokens_of(self.palette())
        cell, whole = self.cell, QRectF(self.rect())
        painter = QPainter(self)
        fill = colours.warn_soft if cell.alert else colours.surface
        draw_card(painter, whole, fill, colours.warn if cell.alert else colours.line)
        line = float(self._line())
        top = whole.top() + STEP
        draw_letter(
            painter,
            QRectF(2 * STEP, top, line, line),
            cell.letter,
            colours,
            scaled(self.font(), 0.9),
        )
        below = whole.bottom() - line - 1.5 * STEP
        left = 3.5 * STEP + line
        room = QRectF(left, top, self._name_width(self.width()), below - top)
        painter.setPen(QColor(colours.muted if cell.closed else colours.text))
        self._paint_name(painter, room)
        self._paint_numbers(painter, QRectF(2 * STEP, below, room.right() - 2 * STEP, line))
        if self.hasFocus():
            draw_focus(painter, whole, colours)
        painter.end()

    def _line(self) -> int:
        return QFontMetrics(self.font()).height()

    def _name_width(self, width: int) -> int:
        return round(width - self._line() - 4.5 * STEP)

    def _fits(self, width: int) -> bool:
        return QFontMetrics(self.font()).horizontalAdvance(self.cell.name) <= width

    def _paint_name(self, painter: QPainter, room: QRectF) -> None:
        """Write the name in one line, or smaller in two; the second has the room of the letter.

        What has no room there either is left out by whole words: the tooltip has them all.
        """
        middle, right = Qt.AlignmentFlag.AlignVCenter, Qt.TextElideMode.ElideRight
        lines, font = [self.cell.name], self.font()
        if not self._fits(int(room.width())) or room.height() > 1.6 * self._line():
            font = scaled(font, _SMALL)
            lines = in_two_lines(self.cell.name, QFontMetrics(font), int(room.width()))
        painter.setFont(font)
        metrics = painter.fontMetrics()
        for at, words in enumerate(lines):
            height = room.height() / len(lines)
            row = QRectF(room.left(), room.top() + at * height, room.width(), height)
            if at:
                row.setLeft(2 * STEP)
                words = whole_words(words, metrics, int(row.width()))
            painter.drawText(row, middle, metrics.elidedText(words, right, int(row.width())))
        painter.setFont(self.font())

    def _paint_numbers(self, painter: QPainter, room: QRectF) -> None:
        colours, cell = tokens_of(self.palette()), self.cell
        painter.setFont(tabular(scaled(self.font(), 1.1, bold=True)))
        painter.setPen(QColor(colours.text if cell.waiting else colours.muted))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, str(cell.waiting))
        after = room.left() + painter.fontMetrics().horizontalAdvance(str(cell.waiting)) + 2 * STEP
        painter.setFont(tabular(self.font()))
        painter.setPen(QColor(colours.warn if cell.alert else colours.muted))
        painter.drawText(
            QRectF(after, room.top(), room.right() - after, room.height()),
            Qt.AlignmentFlag.AlignVCenter,
            cell.longest,
        )
        if cell.alert:
            size = painter.fontMetrics().capHeight()
            left = after + painter.fontMetrics().horizontalAdvance(cell.longest) + STEP
            top = room.center().y() - size / 2
            draw_shape(painter, Tone.WARN, QRectF(left, top, size, size), colours.warn)


class WindowStrip(QWidget):
    """All windows side by side; `chosen` carries a window's code."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: dict[str, WindowCell] = {}
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(STEP)

    def show_cells(self, cells: Sequence[StripCell]) -> None:
        """Show these windows in this order; those already there are only refreshed."""
        wanted = {cell.code for cell in cells}
        for code in [code for code in self._cells if code not in wanted]:
            gone = self._cells.pop(code)
            self._layout.removeWidget(gone)
            gone.deleteLater()
        for at, cell in enumerate(cells):
            shown = self._cells.get(cell.code)
            if shown is None:
                shown = WindowCell(cell, self)
                shown.clicked.connect(self._clicked)
                self._cells[cell.code] = shown
                self._layout.insertWidget(at, shown)
            elif shown.cell != cell:
                shown.show_cell(cell)

    def _clicked(self) -> None:
        sender = self.sender()
        if isinstance(sender, WindowCell):
            self.chosen.emit(sender.cell.code)
