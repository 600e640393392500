"""The Supervisor screen's widgets: tiles, chart, advice, windows; lists and definitions behind."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import DeskError
from ui.commands import CommandButton, Commands
from ui.language import Language
from ui.screens.supervisor import facts, tables
from ui.screens.supervisor.advice_list import AdviceList
from ui.screens.supervisor.behind import Behind
from ui.screens.supervisor.chart import Legend, WaitChart
from ui.screens.supervisor.definitions import Definitions
from ui.screens.supervisor.export_bar import ExportBar
from ui.screens.supervisor.periods import Span
from ui.screens.supervisor.presenter import Shown
from ui.screens.supervisor.tiles import Tiles
from ui.screens.supervisor.wording import Wording, minutes
from ui.theme import STEP
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Heading, MutedLabel
from ui.widgets.live_table import LiveTable

BUTTONS: Final = ("day", "week", "month", "earlier", "later", "table", "definitions", "export")


class SupervisorView(QWidget):
    """`opened(figure, window)` for a tile, a window or advice; `retried()`."""

    opened = Signal(str, str)
    retried = Signal()

    def __init__(
        self, commands: Commands, language: Language, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._language = language
        self.say = Wording(language)
        self._shown: Shown | None = None
        self._title, self._told = Heading(factor=1.5, parent=self), MutedLabel(parent=self)
        self._told.setWordWrap(True)
        self.tiles = Tiles(self)
        self.chart_card, self.side_card, self.window_card = Card(self), Card(self), Card(self)
        self.chart = WaitChart(self.chart_card)
        self.advice = AdviceList(self.side_card)
        self._windows = tables.make_model(
            tables.window_columns(self.say), lambda row: row.code, self
        )
        self.windows = tables.WindowsTable(self._windows, "", self.window_card)
        self._points = tables.make_model(
            tables.point_columns(self.say, by_day=False), lambda row: row.label, self
        )
        self.points = LiveTable(self._points, "", self.chart_card)
        self.empty, self.behind = EmptyState(self), Behind(self)
        self.definitions, self.export = Definitions(self), ExportBar(self)
        self._pages, self._body = QStackedWidget(self), QStackedWidget(self)
        self._plots = QStackedWidget(self.chart_card)
        self._buttons = QWidget(self)
        flow = FlowLayout(self._buttons)
        for name in BUTTONS:
            flow.addWidget(CommandButton(commands, f"supervisor.{name}", self._buttons))
        self._build()
        self.tiles.opened.connect(self._tile_opened)
        self.advice.opened.connect(self.opened)
        self.windows.activated_key.connect(self._window_opened)
        self.empty.acted.connect(self.retried)
        self.retranslate()

    @property
    def shown(self) -> Shown | None:
        """Return what is shown, None before the first answer."""
        return self._shown

    @property
    def page(self) -> str:
        """Return what is in front: overview, list or definitions."""
        return ("overview", "list", "definitions")[self._pages.currentIndex()]

    @property
    def shows_table(self) -> bool:
        """Say whether the chart's values stand in a table."""
        return self._plots.currentWidget() is self.points

    def show_all(self, shown: Shown) -> None:
        """Show what is looked at; chosen rows and the focus stay."""
        self._shown = shown
        self.say = say = Wording(self._language, shown.names)
        self._title.setText(say.text("title_of", period=say.period(shown.period)))
        figures = facts.tiles(shown, say)
        self.tiles.show_figures(figures, say.text("open_list"))
        self._show_chart(shown)
        self._windows.set_columns(tables.window_columns(say))
        rows = facts.windows(shown)
        self._windows.show(rows)
        self.windows.show_at_once(max(3, len(rows)))
        now = shown.now is not None
        for column in (1, 2, 3):
            self.windows.setColumnHidden(column, not now)
        self.windows.setAccessibleName(say.text("windows"))
        self.window_card.set_title(say.text("windows"))
        self.side_card.setVisible(now)
        self.advice.show_advice(shown.advice, say)
        self._say_told(shown)
        nothing = not shown.figures.totals["issued"] and not facts.points(shown)
        if nothing:
            key = "nobody_yet" if now else "nobody"
            self.empty.say(say.text(key), say.text(f"{key}_hint"))
        self._body.setCurrentIndex(int(nothing))

    def show_broken(self, error: DeskError) -> None:
        """Say that the figures could not be read, and offer to try again."""
        if self._shown is None:
            retry = self._language.text("message.retry")
            self.empty.say(self.say.text("broken"), self._language.sentence(error), retry)
            self._body.setCurrentIndex(1)

    def set_library(self, pg: Any) -> None:
        """Take pyqtgraph for the chart."""
        self.chart.set_library(pg)

    def toggle_table(self) -> None:
        """Show the chart's values in a table, or the chart again."""
        self._plots.setCurrentIndex(1 - self._plots.currentIndex())
        if self.shows_table:
            self.points.setFocus(Qt.FocusReason.OtherFocusReason)
            self.points.selectRow(0)
        else:
            self.take_focus()

    def show_page(self, name: str) -> None:
        """Bring overview, list or definitions to the front."""
        self._pages.setCurrentIndex(("overview", "list", "definitions").index(name))
        for part in (self._buttons, self._title):
            part.setVisible(name == "overview")
        self.take_focus()

    def take_focus(self, tile: str = "") -> None:
        """Put the focus where work begins on this page."""
        match self.page:
            case "list":
                self.behind.take_focus()
            case "definitions":
                self.definitions.take_focus()
            case _:
                self.tiles.focus(tile)

    def retranslate(self) -> None:
        """Put all words in again."""
        self.say = Wording(self._language, self.say.names)
        self._title.setText(self.say.text("title"))
        self.definitions.reword(self.say)
        self.advice.show_advice((), self.say)
        self.export.reword(self.say)
        if self._shown is not None:
            self.show_all(self._shown)

    def _build(self) -> None:
        self._plots.addWidget(self.chart)
        self._plots.addWidget(self.points)
        self.chart_card.body.addWidget(self._plots, 1)
        self.chart_card.body.addWidget(self._told)
        self.side_card.hide_title()
        self.side_card.body.addWidget(self.advice, 1)
        self.window_card.body.addWidget(self.windows)
        middle = QHBoxLayout()
        middle.setSpacing(3 * STEP)
        middle.addWidget(self.chart_card, 5)
        middle.addWidget(self.side_card, 3)
        content = QWidget(self)
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 4 * STEP, 0)
        column.setSpacing(3 * STEP)
        column.addWidget(self.tiles)
        column.addLayout(middle, 1)
        column.addWidget(self.window_card)
        self.windows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        self._body.addWidget(area)
        self._body.addWidget(self.empty)
        for page in (self._body, self.behind, self.definitions):
            self._pages.addWidget(page)
        for page in (self.behind, self.definitions):
            page.setContentsMargins(0, 0, 4 * STEP, 0)
        below = QVBoxLayout()
        below.setContentsMargins(0, 0, 4 * STEP, 0)
        below.setSpacing(3 * STEP)
        below.addWidget(self.export)
        below.addWidget(self._buttons)
        whole = QVBoxLayout(self)
        # The page scrolls at the window's edge, what it shows keeps its distance from there.
        whole.setContentsMargins(4 * STEP, 3 * STEP, 0, 3 * STEP)
        whole.setSpacing(3 * STEP)
        whole.addWidget(self._title)
        whole.addWidget(self._pages, 1)
        whole.addLayout(below)

    def _show_chart(self, shown: Shown) -> None:
        say, by_day = self.say, shown.period.span is not Span.DAY
        points = facts.points(shown)
        key = "by_day" if by_day else "by_half_hour"
        title = say.text(f"chart.{key}")
        self.chart_card.set_title(title)
        waits = [point for point in points if point.longest_s is not None]
        worst = max(waits, key=lambda point: point.longest_s or 0, default=None)
        summary = say.text("chart.quiet")
        if worst is not None:
            summary = say.text(
                "chart.summary",
                count=len(points),
                at=worst.label,
                minutes=minutes(worst.longest_s),
                most=max(point.count for point in points),
            )
        legend = Legend(say.text(f"chart.{key}_left"), say.text(f"chart.{key}_right"), summary)
        self.chart.show_points(points, legend)
        self._points.set_columns(tables.point_columns(say, by_day=by_day))
        self._points.show(points)
        self.points.setAccessibleName(title)
        self.points.setAccessibleDescription(summary)

    def _say_told(self, shown: Shown) -> None:
        waits = shown.waits
        if not waits.told or waits.share is None:
            self._told.setText(self.say.text("told_none"))
            return
        share = round(waits.share * 100)
        self._told.setText(
            self.say.text("told", count=waits.told, share=share, minutes=waits.median_error_min)
        )

    def _tile_opened(self, name: str) -> None:
        self.opened.emit(facts.BEHIND.get(name, name), "")

    def _window_opened(self, key: object) -> None:
        now = self._shown is not None and self._shown.now is not None
        self.opened.emit("waiting_now" if now else "issued", str(key))
