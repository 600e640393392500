"""The figures of several days as a file for people: a workbook, a list of values, or pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, cast

from desktop.domain.errors import DeskError
from desktop.i18n import LANGUAGES, Translator
from desktop.journal.looking import Look
from desktop.printing.report_facts import Chart, Report, Table
from desktop.requests import ExportFigures, FiguresOfRange
from desktop.saved_files import write_whole
from desktop.snapshots import ExportAnswer, RangeAnswer
from desktop.spreadsheets.tables import Cell, Sheet
from desktop.use_cases.figures import of_range

FORMATS: Final = ("xlsx", "csv", "pdf")
COUNTED: Final = ("issued", "served", "missed", "cancelled")
TIMES: Final = (
    ("wait", "p50"),
    ("wait", "p90"),
    ("wait", "max"),
    ("serve", "p50"),
    ("serve", "p90"),
)


def export(look: Look, request: ExportFigures) -> ExportAnswer:
    """Answer `figures.export`: write the figures to `path`, whole or not at all.

    Raises `invalid_value` (field `format`, `language`, `path` or `to`), `not_found` for a folder
    that is not there, `disk_full`.  A file of that name is replaced.
    """
    if request.format not in FORMATS:
        raise DeskError("invalid_value", field="format", value=request.format[:100])
    if request.language not in LANGUAGES:
        raise DeskError("invalid_value", field="language", value=request.language[:100])
    found = of_range(look, FiguresOfRange(request.since, request.until))
    write_whole(request.path, _made(_Content(look, found, request), request.format))
    return ExportAnswer(request.path, request.format, len(found.days))


def _made(content: _Content, form: str) -> bytes:
    if form == "pdf":
        # A late import: ReportLab takes a tenth of a second that no start should wait for.
        from desktop.printing.report import render_report

        return render_report(content.report())
    # A late import: openpyxl takes a fifth of a second that no start should wait for.
    from desktop.spreadsheets.writing import csv_bytes, xlsx_bytes

    if form == "csv":
        return csv_bytes(content.each())
    return xlsx_bytes([content.days(), content.windows(), content.each()])


class _Content:
    """The tables of a range in the words of a language."""

    def __init__(self, look: Look, found: RangeAnswer, request: ExportFigures) -> None:
        self._look, self._found, self._request = look, found, request
        self._words = Translator(request.language)

    def days(self) -> Sheet:
        """A row for each day."""
        rows = [
            (one.day, *_numbers(one.totals), one.answered, *_minutes(one.totals))
            for one in self._found.days
        ]
        return Sheet(self._say("days"), (self._say("day"), *self._heads(answered=True)), rows)

    def windows(self) -> Sheet:
        """A row for each window with anything in the range, and one for all of them."""
        rows: list[tuple[Cell, ...]] = [
            (self._window(code), *_numbers(tally), *_minutes(tally))
            for code, tally in self._found.windows.items()
            if cast("Mapping[str, Any]", tally)["issued"]
        ]
        rows.append(
            (self._say("all"), *_numbers(self._found.totals), *_minutes(self._found.totals))
        )
        return Sheet(self._say("windows"), (self._say("window"), *self._heads()), rows)

    def each(self) -> Sheet:
        """A row for each day and window with anything, the day's whole first."""
        rows: list[tuple[Cell, ...]] = []
        for one in self._found.days:
            parts = {self._say("all"): one.totals} | {
                self._window(code): tally
                for code, tally in one.windows.items()
                if cast("Mapping[str, Any]", tally)["issued"]
            }
            for name, tally in parts.items():
                rows.append((one.day, name, *_numbers(tally), *_minutes(tally)))
        return Sheet(
            self._say("each"), (self._say("day"), self._say("window"), *self._heads()), rows
        )

    def report(self) -> Report:
        """The pages: numbers of the whole range, a chart by day, the tables by day and window."""
        found, totals = self._found, self._found.totals
        waits = cast("Mapping[str, int | None]", totals["wait_seconds"])
        median = waits["p50"]
        numbers = [(str(totals[name]), self._say(name)) for name in COUNTED]
        numbers.append((str(found.answered), self._say("answered")))
        shown = self._say("none") if median is None else str(median // 60)
        numbers.append((shown, self._say("wait_p50")))
        medians = [
            cast("Mapping[str, Any]", one.totals["wait_seconds"])["p50"] for one in found.days
        ]
        chart = Chart(
            self._say("chart"),
            [f"{one.day:%m-%d}" for one in found.days],
            [cast("int", one.totals["issued"]) for one in found.days],
            self._say("bar"),
            [None if one is None else one // 60 for one in medians],
            self._say("line"),
        )
        return Report(
            self._say("title"),
            self._words.text(
                "report.subtitle",
                site=self._look.site.name,
                **{"from": self._request.since, "to": self._request.until},
            ),
            numbers,
            chart,
            [self._table(self.windows()), self._table(self.days())],
            self._say("foot"),
            self._words.text("report.page", n="{n}", of="{of}"),
        )

    def _table(self, sheet: Sheet) -> Table:
        rows = [tuple(self._shown(cell) for cell in row) for row in sheet.rows]
        return Table(sheet.title, sheet.heads, rows)

    def _shown(self, cell: Cell) -> str:
        if cell is None:
            return self._say("none")
        return cell.isoformat() if isinstance(cell, date) else str(cell)

    def _heads(self, *, answered: bool = False) -> tuple[str, ...]:
        counted = (*COUNTED, "answered") if answered else COUNTED
        names = (*counted, *(f"{kind}_{percent}" for kind, percent in TIMES))
        return tuple(self._say(name) for name in names)

    def _window(self, code: str) -> str:
        window = self._look.catalogue.windows.get(code)
        if window is None:
            return code
        name = window.name_en if self._request.language == "en" else window.name_zh
        return f"{window.letter} {name or window.name_zh}"

    def _say(self, key: str) -> str:
        return self._words.text(f"report.{key}")


def _numbers(tally: object) -> tuple[Cell, ...]:
    return tuple(cast("Mapping[str, int]", tally)[name] for name in COUNTED)


def _minutes(tally: object) -> tuple[Cell, ...]:
    """Return the times in minutes with one decimal, None for none."""
    found: list[Cell] = []
    for kind, percent in TIMES:
        seconds = cast("Mapping[str, Any]", tally)[f"{kind}_seconds"][percent]
        found.append(None if seconds is None else round(seconds / 60, 1))
    return tuple(found)
