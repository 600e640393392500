"""The tiles: a large number, its words, and by Enter or a click what stands behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from ui.fonts import scaled, tabular
from ui.theme import RADIUS, STEP, Tone, tokens_of, tone_colours
from ui.widgets.shapes import draw_card, draw_shape


@dataclass(frozen=True, slots=True)
class Figure:
    """A tile's facts: its name, the number in words, what it is called, and what it means."""

    name: str
    number: str
    words: str
    tone: Tone | None = None


class Tile(QAbstractButton):
    """One figure; the arrow keys go to its neighbours."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._figure = Figure("", "", "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def figure(self) -> Figure:
        """Return what is shown."""
        return self._figure

    def show_figure(self, figure: Figure, hint: str) -> None:
        """Show a figure; repainted only where it is another one."""
        if figure == self._figure:
            return
        self._figure = figure
        self.setText(f"{figure.words} {figure.number}")
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(hint)
        self.setToolTip(hint)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for number and words."""
        number = QFontMetrics(self._large())
        words = self.fontMetrics()
        width = max(
            number.horizontalAdvance(self._figure.number) + number.height(),
            words.horizontalAdvance(self._figure.words),
        )
        return QSize(width + 6 * STEP, number.height() + words.height() + 4 * STEP)

    def minimumSizeHint(self) -> QSize:
        """Return the same: a figure is never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses it, as the space bar does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the chosen text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card, the number and its words; a tone has its shape."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        ground = colours.raised if self.underMouse() else colours.surface
        draw_card(painter, box, ground, colours.control_line, radius=RADIUS)
        ink = colours.text
        room = self.rect().adjusted(3 * STEP, 2 * STEP, -3 * STEP, -2 * STEP)
        large = self._large()
        height = QFontMetrics(large).height()
        painter.setFont(large)
        if self._figure.tone is not None:
            ink = tone_colours(colours, self._figure.tone)[0]
            side = self.fontMetrics().capHeight() * 1.1
            sign = QRectF(room.right() - side, room.top() + height / 2 - side / 2, side, side)
            draw_shape(painter, self._figure.tone, sign, ink)
        painter.setPen(QColor(ink))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft, self._figure.number)
        painter.setFont(self.font())
        painter.setPen(QColor(colours.muted))
        painter.drawText(
            room.adjusted(0, height, 0, 0), Qt.AlignmentFlag.AlignLeft, self._figure.words
        )
        painter.end()

    def _large(self) -> QFont:
        return tabular(scaled(self.font(), 1.7, bold=True))


class Tiles(QWidget):
    """The tiles in a row, or in two where there is little room; `opened(name)`."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(2 * STEP)
        self._tiles: list[Tile] = []
        self._shown: tuple[Figure, ...] = ()
        self._across = 0

    @property
    def tiles(self) -> tuple[Tile, ...]:
        """Return the tiles that are shown."""
        return tuple(self._tiles[: len(self._shown)])

    def show_figures(self, figures: Sequence[Figure], hint: str) -> None:
        """Show these; a tile stays where it is and keeps the focus."""
        while len(self._tiles) < len(figures):
            tile = Tile(self)
            tile.clicked.connect(self._pressed)
            self._tiles.append(tile)
        self._shown = tuple(figures)
        for at, tile in enumerate(self._tiles):
            tile.setVisible(at < len(figures))
            if at < len(figures):
                tile.show_figure(figures[at], hint)
        self._arrange(force=True)

    def focus(self, name: str = "") -> None:
        """Put the focus on a tile, the first one if there is none of that name."""
        named = [tile for tile in self.tiles if tile.figure.name == name]
        for tile in (*named, *self.tiles)[:1]:
            tile.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: object) -> None:
        """Break into as many rows as are needed."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # Qt hands in its own event
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return what two tiles beside each other need."""
        widest = max((tile.sizeHint().width() for tile in self.tiles), default=0)
        return QSize(widest * 2, super().minimumSizeHint().height())

    def _arrange(self, *, force: bool = False) -> None:
        tiles = self.tiles
        if not tiles:
            return
        widest = max(tile.sizeHint().width() for tile in tiles) + 2 * STEP
        fit = max(2, self.width() // widest)
        rows = -(-len(tiles) // fit)
        across = -(-len(tiles) // rows)
        if across == self._across and not force:
            return
        self._across = across
        for tile in self._tiles:
            self._grid.removeWidget(tile)
        for at, tile in enumerate(tiles):
            self._grid.addWidget(tile, *divmod(at, across))
        for column in range(self._grid.columnCount()):
            self._grid.setColumnStretch(column, int(column < across))

    def _pressed(self) -> None:
        tile = self.sender()
        if isinstance(tile, Tile):
            self.opened.emit(tile.figure.name)
