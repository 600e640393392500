"""The chart: waits as a line with signs, counters (or numbers) as steps, and a strip of heat.

pyqtgraph is imported when it is first needed, on a lane, because it takes half a second.  What
the chart shows stands in words beside it and, by a key, in a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.screens.supervisor.facts import Point
from ui.screens.supervisor.wording import BAD_S, wait_tone
from ui.theme import STEP, Tokens, Tone, tokens_of, tone_colours
from ui.widgets.labels import MutedLabel
from ui.widgets.shapes import GLYPHS

_AXIS: Final = 44
_SYMBOLS: Final = {None: "o", Tone.WARN: "t1", Tone.BAD: "s"}
_LABELS: Final = 12
_LEAST_COUNT: Final = 4.6
"""So far the right axis goes at least: its uppermost number has room below the strip."""


@dataclass(frozen=True, slots=True)
class Legend:
    """The words of the chart: its left and right axis, and its summary for those who hear it."""

    left: str
    right: str
    summary: str


def load() -> Any:
    """Import pyqtgraph; on a lane, half a second."""
    # A late import: half a second that only this screen should cost.
    import pyqtgraph

    return pyqtgraph


class HeatStrip(QWidget):
    """A cell for each point, the longer the wait the deeper; above ten minutes with its number."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._points: tuple[Point, ...] = ()

    def show_points(self, points: tuple[Point, ...]) -> None:
        """Show these."""
        if points != self._points:
            self._points = points
            self.update()

    def sizeHint(self) -> QSize:
        """Return the height of a line of text."""
        return QSize(100, self.fontMetrics().height() + STEP)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells between the axes of the chart below."""
        if not self._points:
            return
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        room = QRectF(self.rect()).adjusted(_AXIS, 0, -_AXIS, 0)
        step = room.width() / len(self._points)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * 0.85)
        painter.setFont(font)
        for at, point in enumerate(self._points):
            cell = QRectF(room.left() + step * at + 1, room.top(), step - 2, room.height())
            self._paint_cell(painter, cell, point, colours)
        painter.end()

    def _paint_cell(self, painter: QPainter, cell: QRectF, point: Point, colours: Tokens) -> None:
        tone = wait_tone(point.longest_s)
        ink, ground = tone_colours(colours, tone or Tone.NEUTRAL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground if point.longest_s is not None else colours.background))
        painter.drawRect(cell)
        if tone is None or point.longest_s is None:
            return
        painter.setPen(QColor(ink))
        number = str(point.longest_s // 60)
        for words in (f"{GLYPHS[tone]}{number}", number):
            if painter.fontMetrics().horizontalAdvance(words) <= cell.width():
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, words)
                break


class WaitChart(QWidget):
    """Strip, plot and legend; the plot is there once pyqtgraph is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pg: Any = None
        self._plot: Any = None
        self._right: Any = None
        self._points: tuple[Point, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._left_words, self._right_words = MutedLabel(parent=self), MutedLabel(parent=self)
        self._right_words.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.strip = HeatStrip(self)
        legend = QHBoxLayout()
        legend.addWidget(self._left_words)
        legend.addStretch(1)
        legend.addWidget(self._right_words)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(STEP)
        self._column.addLayout(legend)
        self._column.addWidget(self.strip)

    @property
    def is_ready(self) -> bool:
        """Say whether the plot is there."""
        return self._plot is not None

    def set_library(self, pg: Any) -> None:
        """Take pyqtgraph, and draw what is to be shown."""
        if self._plot is not None:
            return
        self._pg = pg
        self._plot = pg.PlotWidget(parent=self, background=None)
        self._plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._plot.setMenuEnabled(False)
        self._plot.hideButtons()
        self._plot.setMouseEnabled(x=False, y=False)
        self._plot.setFrameShape(self._plot.Shape.NoFrame)
        self._plot.viewport().setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        item = self._plot.getPlotItem()
        item.showAxis("right")
        for side in ("left", "right"):
            item.getAxis(side).setWidth(_AXIS)
        self._right = pg.ViewBox(enableMouse=False, enableMenu=False)
        item.scene().addItem(self._right)
        item.getAxis("right").linkToView(self._right)
        self._right.setXLink(item)
        self._right.setZValue(-1)
        item.vb.sigResized.connect(self._fit)
        self._column.addWidget(self._plot, 1)
        self._draw()

    def show_points(self, points: Sequence[Point], legend: Legend) -> None:
        """Show these; drawn anew only where they are others."""
        self._left_words.setText(f"● {legend.left}")
        self._right_words.setText(f"□ {legend.right}")
        self.setAccessibleName(legend.left)
        self.setAccessibleDescription(legend.summary)
        if tuple(points) != self._points:
            self._points = tuple(points)
            self.strip.show_points(self._points)
            self._draw()

    def minimumSizeHint(self) -> QSize:
        """Return room for the axes and a few lines between them, at every text size."""
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().height() * 11)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme and the text size."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._draw()

    def _fit(self, *_: object) -> None:
        self._right.setGeometry(self._plot.getPlotItem().vb.sceneBoundingRect())

    def _draw(self) -> None:
        if self._plot is None:
            return
        pg, item, colours = self._pg, self._plot.getPlotItem(), tokens_of(self.palette())
        self._plot.setBackground(colours.surface)
        item.clear()
        self._right.clear()
        self._colour_axes(item, colours)
        places = list(range(len(self._points)))
        bars = pg.BarGraphItem(
            x=places,
            height=[point.count for point in self._points],
            width=0.8,
            pen=pg.mkPen(colours.control_line),
            brush=pg.mkBrush(colours.neutral_soft),
        )
        self._right.addItem(bars)
        self._draw_waits(item, colours)
        ceiling = max((point.count for point in self._points), default=0)
        self._right.setYRange(0, max(_LEAST_COUNT, ceiling * 1.15), padding=0)
        longest = max((point.longest_s or 0 for point in self._points), default=0)
        item.setYRange(0, max(BAD_S / 60 * 1.2, longest / 60 * 1.1), padding=0)
        item.setXRange(-0.5, max(0.5, len(places) - 0.5), padding=0)
        self._fit()

    def _draw_waits(self, item: Any, colours: Tokens) -> None:
        pg = self._pg
        limit = pg.mkPen(colours.bad, width=1, style=Qt.PenStyle.DashLine)
        item.addItem(pg.InfiniteLine(BAD_S / 60, angle=0, pen=limit))
        for name, width in (("longest_s", 2), ("median_s", 1)):
            known = [
                (at, seconds)
                for at, point in enumerate(self._points)
                if (seconds := getattr(point, name)) is not None
            ]
            tones = [wait_tone(seconds) for _, seconds in known]
            inks = [tone_colours(colours, tone)[0] if tone else colours.accent for tone in tones]
            large = name == "longest_s"
            style = Qt.PenStyle.SolidLine if large else Qt.PenStyle.DotLine
            item.plot(
                [at for at, _ in known],
                [seconds / 60 for _, seconds in known],
                pen=pg.mkPen(colours.accent, width=width, style=style),
                symbol=[_SYMBOLS[tone] for tone in tones] if large and known else None,
                symbolSize=9,
                symbolBrush=[pg.mkBrush(ink) for ink in inks] if large else None,
                symbolPen=None,
            )

    def _colour_axes(self, item: Any, colours: Tokens) -> None:
        every = max(1, -(-len(self._points) // _LABELS))
        ticks = [(at, point.label) for at, point in enumerate(self._points) if at % every == 0]
        item.getAxis("bottom").setTicks([ticks])
        for side in ("left", "right", "bottom"):
            axis = item.getAxis(side)
            axis.setStyle(maxTickLevel=0)
            axis.setPen(self._pg.mkPen(colours.control_line))
            axis.setTextPen(self._pg.mkPen(colours.muted))
            axis.setTickFont(self.font())
