"""Who comes next: each window with its letter and its next labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from ui.fonts import tabular
from ui.screens.board.measure import fitted, with_caps
from ui.theme import tokens_of
from ui.widgets.window_tag import draw_letter

MOST: Final = 12
"""More windows than this: those for which somebody waits come first."""
_NOBODY: Final = "–"


@dataclass(frozen=True, slots=True)
class NextRow:
    """One window: letter, name and up to three labels."""

    letter: str
    window: str
    labels: tuple[str, ...]


class NextPanel(QWidget):
    """A heading and a line a window; `board_height` is what sizes are shares of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.board_height = 1080.0
        self._title = ""
        self._rows: tuple[NextRow, ...] = ()

    @property
    def rows(self) -> tuple[NextRow, ...]:
        """Return what is shown."""
        return self._rows

    def show_rows(self, title: str, rows: Sequence[NextRow]) -> None:
        """Show these windows under a heading."""
        self._title = title
        if len(rows) > MOST:
            rows = sorted(rows, key=lambda row: not row.labels)[:MOST]
        self._rows = tuple(rows)
        lines = (f"{row.letter} {row.window} {' '.join(row.labels) or _NOBODY}" for row in rows)
        self.setAccessibleName("\n".join((title, *lines)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint heading and lines; where nobody waits stands the window's name, quietly."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        head = self.board_height * 0.06
        painter.setFont(with_caps(self.font(), self.board_height * 0.022))
        painter.setPen(QColor(colours.muted))
        top = QRectF(0, 0, self.width(), head)
        painter.drawText(top, int(Qt.AlignmentFlag.AlignVCenter), self._title)
        room = self.height() - head
        each = min(room / max(1, len(self._rows)), self.board_height * 0.1)
        for at, row in enumerate(self._rows):
            box = QRectF(0, head + at * each, self.width(), each)
            painter.setPen(QColor(colours.line))
            painter.drawLine(box.topLeft(), box.topRight())
            self._paint_row(painter, row, box)
        painter.end()

    def _paint_row(self, painter: QPainter, row: NextRow, box: QRectF) -> None:
        colours = tokens_of(self.palette())
        side = box.height() * 0.56
        tag = QRectF(0, box.center().y() - side / 2, side, side)
        draw_letter(painter, tag, row.letter, colours, with_caps(self.font(), side * 0.6))
        words = "  ".join(row.labels) or row.window  # what a letter stands for, meanwhile
        bold = tabular(QFont(self.font()))
        bold.setWeight(QFont.Weight.DemiBold)
        room = box.adjusted(side * 1.35, 0, -side * 0.2, 0)
        font, share = (bold, 0.34) if row.labels else (self.font(), 0.24)
        painter.setFont(fitted(font, words, room.width(), box.height() * share))
        painter.setPen(QColor(colours.text if row.labels else colours.muted))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), words)
