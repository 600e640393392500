"""The calls: label, arrow, counter, window; newest on top and larger, new ones flash and glow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.fonts import tabular
from ui.screens.board.measure import CALL_CAP, FIRST_ROW, NEWEST, ROW, fitted, with_caps
from ui.theme import RADIUS, Tokens, tokens_of
from ui.widgets.announce import announce
from ui.widgets.shapes import draw_card
from ui.widgets.window_tag import draw_letter

FLASHES: Final = 3
_HALF_FLASH_MS: Final = 400  # well below three a second: nobody is harmed by it
_ARROW: Final = "→"


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call in words; `key` tells a new call of the same number from the one before."""

    key: tuple[str, str]
    label: str
    counter: str
    letter: str
    window: str
    spoken: str
    bright: bool = False


class CallsPanel(QWidget):
    """Six rows at most; `board_height` is what sizes are shares of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board_height = 1080.0
        self._rows: tuple[CallRow, ...] = ()
        self._idle = ""
        self._flashing: dict[tuple[str, str], int] = {}
        self._timer = QTimer(self)
        self._timer.setInterval(_HALF_FLASH_MS)
        self._timer.timeout.connect(self.flash)

    @property
    def rows(self) -> tuple[CallRow, ...]:
        """Return what is shown, newest first."""
        return self._rows

    def show_rows(self, rows: Sequence[CallRow]) -> None:
        """Show these calls; what is bright and was not there flashes three times."""
        before = {row.key for row in self._rows}
        new = [row for row in rows if row.bright and row.key not in before]
        self._rows = tuple(rows)
        for row in new:
            self._flashing[row.key] = 2 * FLASHES
        if new:
            self._timer.start()
            announce(self, " ".join(row.spoken for row in reversed(new)))
        self._name()

    def set_idle(self, words: str) -> None:
        """Set the words that stand here while nobody was called."""
        self._idle = words
        self._name()

    def lit(self, row: CallRow) -> bool:
        """Say whether the row is in the accent colour at this moment."""
        return row.bright and self._flashing.get(row.key, 0) % 2 == 0

    @Slot()
    def flash(self) -> None:
        """Take the next half of a flash."""
        here = {row.key for row in self._rows}
        left = {key: times - 1 for key, times in self._flashing.items() if key in here}
        self._flashing = {key: times for key, times in left.items() if times > 0}
        if not self._flashing:
            self._timer.stop()
        self.update()

    def fonts(self, at: int, row: CallRow) -> tuple[QFont, QFont]:
        """Return the fonts of label and counter, and of the window's name, of the row at `at`."""
        least = self.board_height * CALL_CAP
        bold = tabular(QFont(self.font()))
        bold.setWeight(QFont.Weight.Bold)
        font = with_caps(bold, least)
        room = self.width() - 1.2 * least
        if at == 0:  # larger, as long as the window's letter has its place beside it
            wide = QFontMetricsF(font).horizontalAdvance(_call(row))
            free = (room - 2 * least) / max(1.0, wide)
            font = with_caps(bold, least * max(1.0, min(NEWEST, free)))
        call = fitted(font, _call(row), room, QFontMetricsF(font).capHeight())
        return call, with_caps(self.font(), least * 0.5)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, or the words of an idle hall."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._rows:
            self._paint_idle(painter, colours)
        top = 0.0
        for at, row in enumerate(self._rows):
            height = self.board_height * (FIRST_ROW if at == 0 else ROW)
            box = QRectF(0, top, self.width(), height - self.board_height * 0.01)
            self._paint_row(painter, colours, at, row, box)
            top += height
        painter.end()

    def _paint_row(
        self, painter: QPainter, colours: Tokens, at: int, row: CallRow, box: QRectF
    ) -> None:
        lit = self.lit(row)
        outline = colours.accent if row.bright else colours.line
        draw_card(painter, box, colours.accent if lit else colours.surface, outline, radius=RADIUS)
        font, small = self.fonts(at, row)
        metrics = QFontMetricsF(font)
        cap = metrics.capHeight()
        base = box.center().y() + cap / 2
        left = box.left() + 0.5 * cap
        painter.setFont(font)
        ink = colours.on_accent if lit else colours.text
        quiet = colours.on_accent if lit else colours.muted
        parts = ((row.label, ink), (f" {_ARROW} ", quiet), (row.counter, ink))
        for (words, colour), wide in zip(parts, self._columns(at, row, metrics), strict=True):
            painter.setPen(QColor(colour))
            painter.drawText(int(left), int(base), words)
            left += wide
        side = self.board_height * CALL_CAP * 1.15
        tag = QRectF(left + 0.6 * cap, box.center().y() - side / 2, side, side)
        if tag.right() > box.right():
            return  # the label says the window's letter too
        draw_letter(painter, tag, row.letter, colours, with_caps(self.font(), side * 0.6))
        name = QRectF(tag.right() + 0.3 * side, box.top(), 0, box.height())
        name.setRight(box.right() - 0.3 * side)
        painter.setPen(QColor(quiet))
        self._paint_name(painter, row.window, name, small)

    def _columns(self, at: int, row: CallRow, metrics: QFontMetricsF) -> tuple[float, ...]:
        """Return the widths of label, arrow and counter.

        Below the newest they stand in columns, where that leaves the windows' names their place.
        """
        rows = self._rows[1:] if at else (row,)
        wide = metrics.horizontalAdvance
        label, counter = max(wide(r.label) for r in rows), max(wide(r.counter) for r in rows)
        arrow = wide(f" {_ARROW} ")
        least = self.board_height * CALL_CAP
        small = QFontMetricsF(with_caps(self.font(), least * 0.4))
        names = max(small.horizontalAdvance(r.window) for r in rows) / 2  # in two lines
        if label + arrow + counter + 3.2 * least + names > self.width():
            return wide(row.label), arrow, wide(row.counter)
        return label, arrow, counter

    def _paint_name(self, painter: QPainter, words: str, room: QRectF, font: QFont) -> None:
        """Paint a window's name in up to two lines, smaller where it must be; too small, not."""
        flags = int(Qt.AlignmentFlag.AlignVCenter) | int(Qt.TextFlag.TextWordWrap)
        made = QFont(font)
        least = max(9, font.pixelSize() // 2)
        while made.pixelSize() >= least:
            needed = QFontMetricsF(made).boundingRect(room, flags, words)
            if needed.width() <= room.width() and needed.height() <= room.height():
                painter.setFont(made)
                painter.drawText(room, flags, words)
                return
            made.setPixelSize(made.pixelSize() - 1)

    def _paint_idle(self, painter: QPainter, colours: Tokens) -> None:
        room = QRectF(self.rect())
        painter.setPen(QColor(colours.muted))
        widest = max(self._idle.splitlines() or [""], key=len)
        height = self.board_height * CALL_CAP
        painter.setFont(fitted(self.font(), widest, room.width() * 0.9, height))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), self._idle)

    def _name(self) -> None:
        self.setAccessibleName(" ".join(row.spoken for row in self._rows) or self._idle)
        self.update()


def _call(row: CallRow) -> str:
    return f"{row.label} {_ARROW} {row.counter}"
