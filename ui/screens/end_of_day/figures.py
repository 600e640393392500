"""The day in figures, in short: totals, windows, the last number of each letter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ui.fonts import scaled, tabular
from ui.language import Language
from ui.screens.end_of_day.presenter import Day
from ui.theme import STEP
from ui.widgets.labels import Heading, MutedLabel
from ui.widgets.window_tag import WindowTag

TOTALS = ("issued", "served", "missed", "cancelled", "waiting_now")
_ACROSS = 4
_TIMES = (("wait_seconds", "p50"), ("wait_seconds", "max"), ("serve_seconds", "p50"))


class DayFigures(QScrollArea):
    """Shows a `Day`; windows where nothing happened are left out."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._day: Day | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside = QWidget(self)
        self._titles = [Heading(parent=self._inside) for _ in range(3)]
        self._totals, self._windows = QGridLayout(), QGridLayout()
        self._last = QLabel(self._inside)
        self._last.setWordWrap(True)
        self._last.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(4 * STEP, 0, 3 * STEP, 2 * STEP)
        column.setSpacing(2 * STEP)
        for title, part in zip(self._titles, (self._totals, self._windows, None), strict=True):
            column.addWidget(title)
            if part is not None:
                part.setHorizontalSpacing(3 * STEP)
                part.setVerticalSpacing(STEP)
                column.addLayout(part)
                column.addSpacing(2 * STEP)
        column.addWidget(self._last)
        column.addStretch(1)
        self.setWidget(self._inside)

    def show_day(self, day: Day) -> None:
        """Show the figures of a day."""
        self._day = day
        text = self._language.text
        self.setAccessibleName(text("end_of_day.figures"))
        keys = ("figures", "windows", "last")
        for title, key in zip(self._titles, keys, strict=True):
            title.setText(text(f"end_of_day.{key}"))
        self._show_totals(day.figures.totals)
        self._show_windows(day)
        labels = [f"{code}{no:03d}" for code, no in sorted(day.figures.last.items())]
        void = text("end_of_day.void_count", count=day.figures.void)
        words = "  ".join(labels) or text("end_of_day.no_numbers")
        self._last.setText(f"{words}\n{void}" if labels else words)

    def changeEvent(self, event: QEvent) -> None:
        """Write the numbers anew where the text grows: their size is their own."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self._day is not None:
            self.show_day(self._day)

    def _show_totals(self, totals: Mapping[str, object]) -> None:
        _clear(self._totals)
        for at, name in enumerate(TOTALS):
            number = QLabel(str(totals.get(name, 0)), self._inside)
            number.setFont(tabular(scaled(self.font(), 1.5, bold=True)))
            self._tile(at, number, self._language.text(f"end_of_day.total.{name}"))
        for at, (name, which) in enumerate(_TIMES, len(TOTALS)):
            number = QLabel(self._minutes(totals.get(name), which), self._inside)
            number.setFont(tabular(scaled(self.font(), 1.5, bold=True)))
            self._tile(at, number, self._language.text(f"end_of_day.time.{name}_{which}"))

    def _tile(self, at: int, number: QLabel, words: str) -> None:
        row, column = divmod(at, _ACROSS)
        self._totals.setColumnStretch(column, 1)
        self._totals.setColumnMinimumWidth(column, 1)  # equal shares, whatever the words
        number.setAccessibleName(f"{words} {number.text()}")
        self._totals.addWidget(number, row * 2, column)
        label = MutedLabel(words, parent=self._inside)
        label.setWordWrap(True)
        self._totals.addWidget(label, row * 2 + 1, column, Qt.AlignmentFlag.AlignTop)

    def _show_windows(self, day: Day) -> None:
        _clear(self._windows)
        text = self._language.text
        heads = ("", "issued", "served", "missed", "wait", "serve")
        titles = [text(f"end_of_day.window.{name}") if name else "" for name in heads]
        right = Qt.AlignmentFlag.AlignRight
        for column, words in enumerate(titles):
            self._windows.addWidget(MutedLabel(words, parent=self._inside), 0, column, right)
        rows = {
            code: cast("dict[str, Any]", tally)
            for code, tally in day.figures.windows.items()
            if cast("dict[str, Any]", tally)["issued"]
        }
        for row, (code, tally) in enumerate(rows.items(), 1):
            letter, chinese, english = day.windows.get(code, (code, code, code))
            name = english if self._language.code == "en" and english else chinese
            tag = WindowTag(letter, parent=self._inside)
            tag.show_window(letter, spoken=name)
            self._windows.addWidget(tag, row, 0)
            numbers = [str(tally[key]) for key in ("issued", "served", "missed")]
            numbers += [self._minutes(tally[f"{key}_seconds"], "p50") for key in ("wait", "serve")]
            for column, words in enumerate(numbers, 1):
                label = QLabel(words, self._inside)
                label.setFont(tabular(self.font()))
                label.setAccessibleName(
                    f"{name} {text(f'end_of_day.window.{heads[column]}')} {words}"
                )
                self._windows.addWidget(label, row, column, Qt.AlignmentFlag.AlignRight)

    def _minutes(self, spread: object, which: str) -> str:
        seconds = cast("dict[str, int | None]", spread or {}).get(which)
        return "–" if seconds is None else f"{seconds // 60}′"


def _clear(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
