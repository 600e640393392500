"""A report of figures on A4: heading, large numbers, a chart drawn as lines, tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import BytesIO

from reportlab.pdfgen.canvas import Canvas

from desktop.printing import fonts
from desktop.printing.pen import HAIRLINE, RULE, Ink, Pen
from desktop.printing.report_facts import Chart, Report, Table
from desktop.printing.sheet import SHEETS, Sheet

_SMALL, _TITLE, _NUMBER = 0.72, 1.7, 1.6
_CHART_ROWS = 9
_TICKS = 4
_ROW = 0.95
"""How high a row of one line is, in lines of text."""


def render_report(report: Report) -> bytes:
    """Return the report as PDF; equal reports give equal bytes."""
    with fonts.LOCK:
        fonts.prepare()
        whole = _draw(report, 0)
        return whole[0] if whole[1] < 2 else _draw(report, whole[1])[0]


def _draw(report: Report, pages: int) -> tuple[bytes, int]:
    """Draw, with `pages` as their number; returns the PDF and how many pages it took."""
    buffer = BytesIO()
    canvas = Canvas(buffer, pageCompression=1, invariant=1)
    page = _Page(canvas, report, SHEETS["A4"], pages)
    page.head()
    if report.chart is not None and report.chart.labels:
        page.chart(report.chart)
    for table in report.tables:
        page.table(table)
    page.end()
    canvas.save()
    return buffer.getvalue(), page.number


class _Page:
    """Where the pen is, and what to do at the end of a page."""

    def __init__(self, canvas: Canvas, report: Report, sheet: Sheet, pages: int) -> None:
        self._canvas, self._report, self._sheet, self._pages = canvas, report, sheet, pages
        self._pen = Pen(canvas, sheet.height)
        self._small, self._body = sheet.ink(_SMALL), sheet.ink(0.85)
        self._strong = sheet.ink(0.85, bold=True)
        self.number = 0
        self._y = 0.0
        self._begin()

    def head(self) -> None:
        """Write title, subtitle and the large numbers."""
        sheet, pen = self._sheet, self._pen
        title = sheet.ink(_TITLE, bold=True)
        pen.text(sheet.side, self._y + title.size, fonts.clean(self._report.title), title)
        self._y += title.size * 1.5
        pen.text(
            sheet.side, self._y + self._body.size, fonts.clean(self._report.subtitle), self._body
        )
        self._y += sheet.leading
        pen.line(sheet.side, self._y, sheet.width - sheet.side, self._y, RULE)
        self._y += sheet.size
        large = sheet.ink(_NUMBER, bold=True)
        step = sheet.inner / max(1, len(self._report.numbers))
        for at, (number, words) in enumerate(self._report.numbers):
            x = sheet.side + at * step
            pen.text(x, self._y + large.size, fonts.clean(number), large)
            pen.text(x, self._y + large.size * 1.75, _cut(words, self._small, step), self._small)
        self._y += large.size * 1.75 + sheet.leading

    def chart(self, chart: Chart) -> None:
        """Draw bars and the line with both axes, and a legend that needs no colour."""
        sheet, pen = self._sheet, self._pen
        self._title(chart.title)
        height = sheet.leading * _CHART_ROWS
        left, right = sheet.side + sheet.size * 2.4, sheet.width - sheet.side - sheet.size * 2.4
        bottom = self._y + sheet.leading + height
        most_bar = _round_up(max(chart.bars, default=0) * 11 // 10)
        most_line = _round_up(max((one for one in chart.line if one is not None), default=0))
        for tick in range(_TICKS + 1):
            y = bottom - height * tick / _TICKS
            self._grey(0.85)
            pen.line(left, y, right, y, HAIRLINE)
            self._grey(0)
            drop = self._small.size * 0.35
            shown = str(most_bar * tick // _TICKS)
            pen.text(left - 3, y + drop, shown, self._small, "right")
            pen.text(right + 3, y + drop, str(most_line * tick // _TICKS), self._small)
        step = (right - left) / len(chart.labels)
        self._bars(chart.bars, most_bar, (left, bottom, step, height))
        self._line(chart.line, most_line, (left, bottom, step, height))
        self._labels(chart.labels, (left, bottom, step))
        pen.text(left, self._y + self._small.size, chart.bar_name, self._small)
        pen.text(right, self._y + self._small.size, chart.line_name, self._small, "right")
        self._y = bottom + sheet.leading * 2

    def table(self, table: Table) -> None:
        """Write a table, on a page of its own where it would be cut; its heads stand again."""
        whole = len(table.rows) * _ROW + 4
        self._need(whole if whole * self._sheet.leading < self._room() else 4)
        self._title(table.title)
        self._heads(table)
        for row in table.rows:
            name = _wrapped(row[0], self._body, self._columns(table)[0] - 4)
            if self._need(max(1, len(name))):
                self._heads(table)
            self._row(table, name, row)
        self._y += self._sheet.leading * 0.6

    def end(self) -> None:
        """Finish the last page."""
        sheet, pen = self._sheet, self._pen
        y = sheet.height - sheet.bottom
        pen.text(sheet.side, y, fonts.clean(self._report.foot), self._small)
        words = self._report.page.replace("{n}", str(self.number))
        words = words.replace("{of}", str(max(self._pages, self.number)))
        pen.text(sheet.width - sheet.side, y, fonts.clean(words), self._small, "right")
        self._canvas.showPage()

    def _begin(self) -> None:
        self._canvas.setPageSize((self._sheet.width, self._sheet.height))
        self.number += 1
        self._y = self._sheet.top

    def _need(self, lines: float) -> bool:
        """Begin a new page where so many lines have no room; returns whether it did."""
        if lines * self._sheet.leading <= self._room() - (self._y - self._sheet.top):
            return False
        self.end()
        self._begin()
        return True

    def _room(self) -> float:
        """Return how high a page is between its margins, in points."""
        sheet = self._sheet
        return sheet.height - sheet.bottom - sheet.leading * 1.5 - sheet.top

    def _title(self, words: str) -> None:
        ink = self._sheet.ink(1, bold=True)
        self._pen.text(self._sheet.side, self._y + ink.size, fonts.clean(words), ink)
        self._y += self._sheet.leading * 1.1

    def _heads(self, table: Table) -> None:
        """Write the heads, each in as many lines as it needs, down to one rule."""
        ink, (first, step) = self._small, self._columns(table)
        cells = [
            _wrapped(head, ink, (step if at else first) - 4) for at, head in enumerate(table.heads)
        ]
        most = max(len(lines) for lines in cells)
        for at, lines in enumerate(cells):
            for number, line in enumerate(lines, most - len(lines) + 1):
                self._cell(at, line, self._y + ink.size * 1.25 * number, ink, (first, step))
        self._y += ink.size * 1.25 * most + self._sheet.leading * 0.5
        self._rule(0.4)

    def _row(self, table: Table, name: Sequence[str], cells: Sequence[str]) -> None:
        """Write a row, its name in as many lines as it needs, its numbers beside the first."""
        ink, columns = self._body, self._columns(table)
        for at, line in enumerate(name):
            self._cell(0, line, self._y + ink.size * (1 + 1.2 * at), ink, columns)
        for at, cell in enumerate(cells[1:], 1):
            self._cell(at, _cut(cell, ink, columns[1] - 4), self._y + ink.size, ink, columns)
        self._y += self._sheet.leading * _ROW + ink.size * 1.2 * max(0, len(name) - 1)
        self._rule(0.85)

    def _columns(self, table: Table) -> tuple[float, float]:
        """Return how wide the first column is, and each of the others."""
        first = self._sheet.inner * (0.26 if len(table.heads) < 11 else 0.12)
        return first, (self._sheet.inner - first) / max(1, len(table.heads) - 1)

    def _cell(
        self, at: int, words: str, baseline: float, ink: Ink, columns: tuple[float, float]
    ) -> None:
        if at:
            x = self._sheet.side + columns[0] + columns[1] * at
            self._pen.text(x, baseline, words, ink, "right")
        else:
            self._pen.text(self._sheet.side, baseline, words, ink)

    def _rule(self, grey: float) -> None:
        sheet = self._sheet
        self._grey(grey)
        self._pen.line(sheet.side, self._y - 4, sheet.width - sheet.side, self._y - 4, HAIRLINE)
        self._grey(0)

    def _bars(self, bars: Sequence[int], most: int, at: tuple[float, float, float, float]) -> None:
        left, bottom, step, height = at
        self._canvas.setFillGray(0.72)
        for number, value in enumerate(bars):
            tall = height * value / most
            x = left + step * (number + 0.2)
            self._canvas.rect(x, self._sheet.height - bottom, step * 0.6, tall, stroke=0, fill=1)
        self._canvas.setFillGray(0)

    def _line(
        self, line: Sequence[int | None], most: int, at: tuple[float, float, float, float]
    ) -> None:
        left, bottom, step, height = at
        before: tuple[float, float] | None = None
        for number, value in enumerate(line):
            here = None
            if value is not None:
                here = (left + step * (number + 0.5), bottom - height * value / most)
                self._canvas.circle(here[0], self._sheet.height - here[1], 1.6, stroke=0, fill=1)
                if before is not None:
                    self._pen.line(*before, *here, 1.2)
            before = here

    def _labels(self, labels: Sequence[str], at: tuple[float, float, float]) -> None:
        left, bottom, step = at
        widest = max(self._small.width(label) for label in labels) + 6
        every = max(1, -(-int(widest) // max(1, int(step))))
        for number in range(0, len(labels), every):
            x = left + step * (number + 0.5)
            y = bottom + self._small.size * 1.5
            self._pen.text(x, y, fonts.clean(labels[number]), self._small, "centre")

    def _grey(self, grey: float) -> None:
        self._canvas.setStrokeGray(grey)


def _cut(text: str, ink: Ink, room: float) -> str:
    """Return cleaned text that fits, its end as … where it does not."""
    text = fonts.clean(text)
    if ink.width(text) <= room:
        return text
    while text and ink.width(text + "…") > room:
        text = text[:-1]
    return text + "…"


def _wrapped(text: str, ink: Ink, room: float) -> list[str]:
    """Return cleaned text in lines that fit, broken at blanks where there are any."""
    lines: list[str] = []
    line = ""
    for piece in re.findall(r"[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*|\s+", fonts.clean(text)):
        if line and ink.width((line + piece).rstrip()) > room:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return [_cut(one, ink, room) for one in (*lines, line.rstrip()) if one]


def _round_up(value: int) -> int:
    """Return the end of an axis: a number of which a fourth is whole and easy to read."""
    size = 1
    while True:
        for part in (4, 8, 12, 20, 28, 40):
            if value <= part * size:
                return part * size
        size *= 10
