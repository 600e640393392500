"""Figures as files: read back as others would read them, and no cell that a spreadsheet runs."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from desktop.domain.errors import DeskError
from desktop.requests import ExportFigures, FiguresOfRange
from desktop.snapshots import ExportAnswer, RangeAnswer
from desktop.spreadsheets.tables import Sheet
from desktop.spreadsheets.writing import csv_bytes, is_formula, xlsx_bytes
from tests.desktop.use_cases.world import MONDAY, World

BAD = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("x")')


def a_day(world: World) -> RangeAnswer:
    world.at("09:00")
    world.issue("CF-01")
    world.issue("GZ-05")
    world.at("09:10:30")
    world.serve(1)
    world.at("09:20:30")
    world.finish(1)
    found: RangeAnswer = world.ask(FiguresOfRange(MONDAY, MONDAY))
    return found


def export(world: World, path: Path, form: str, language: str = "zh") -> ExportAnswer:
    wish = ExportFigures(MONDAY - timedelta(days=29), MONDAY, str(path), form, language)
    answer: ExportAnswer = world.ask(wish)
    return answer


def test_a_workbook_has_the_figures_as_numbers(world: World, tmp_path: Path) -> None:
    found = a_day(world)
    answer = export(world, tmp_path / "f.xlsx", "xlsx")
    assert answer.days == 1
    book = load_workbook(tmp_path / "f.xlsx")
    assert book.sheetnames == ["每日", "各窗口", "每日各窗口"]
    days = [[cell.value for cell in row] for row in book["每日"].iter_rows()]
    assert days[0][:2] == ["日期", "取号"]
    assert days[1][0].date() == MONDAY
    assert days[1][1:6] == [2, 1, 0, 0, 0]
    assert days[1][6] == 10.5
    assert days[1][9] == 10
    windows = {row[0].value: row[1].value for row in book["各窗口"].iter_rows(min_row=2)}
    assert windows["全部"] == found.totals["issued"] == 2


def test_csv_is_read_by_excel_and_by_python(world: World, tmp_path: Path) -> None:
    a_day(world)
    export(world, tmp_path / "f.csv", "csv", "en")
    raw = (tmp_path / "f.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert rows[0][:3] == ["Day", "Window", "Issued"]
    assert rows[1][:3] == ["2026-11-23", "All", "2"]
    assert len(rows) == 4


def test_the_pages_say_the_same(world: World, tmp_path: Path) -> None:
    a_day(world)
    export(world, tmp_path / "f.pdf", "pdf")
    reader = PdfReader(tmp_path / "f.pdf")
    text = "".join(page.extract_text() for page in reader.pages)
    for words in ("窗口运行报表", "2026-11-23", "全部", "10.5", "第 1 页，共 1 页"):
        assert words in text
    width, height = (float(one) for one in reader.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (595, 842)


@pytest.mark.parametrize("form", ["xlsx", "csv", "pdf"])
def test_no_days_are_a_file_too(world: World, tmp_path: Path, form: str) -> None:
    world.at("08:40")
    assert export(world, tmp_path / "f", form).days == 0
    assert (tmp_path / "f").stat().st_size


@pytest.mark.parametrize(
    ("form", "path", "code"),
    [("doc", "f.doc", "invalid_value"), ("csv", "nowhere/f.csv", "not_found")],
)
def test_what_cannot_be_written_is_refused(
    world: World, tmp_path: Path, form: str, path: str, code: str
) -> None:
    world.at("08:40")
    with pytest.raises(DeskError) as caught:
        export(world, tmp_path / path, form)
    assert caught.value.code == code
    assert list(tmp_path.glob("*.part")) == []


@pytest.mark.parametrize("text", BAD)
def test_text_never_becomes_a_formula(text: str) -> None:
    sheet = Sheet("=1", ("a", "b"), [(text, -5), ("plain", 1.5)])
    assert is_formula(text)
    rows = list(csv.reader(io.StringIO(csv_bytes(sheet).decode("utf-8-sig"), newline="")))
    assert rows[1] == [f"'{text}", "-5"]
    assert rows[2] == ["plain", "1.5"]
    page = load_workbook(io.BytesIO(xlsx_bytes([sheet, sheet]))).worksheets[0]
    assert page["A2"].data_type == "s"
    assert page["A2"].quotePrefix
    assert page["B2"].data_type == "n"
    assert page["B2"].value == -5


def test_signs_that_no_workbook_may_hold_are_left_out() -> None:
    sheet = Sheet("a/b:[c]*" + "很长" * 20, ("\x00x",), [("\x0by",)])
    book = load_workbook(io.BytesIO(xlsx_bytes([sheet])))
    assert book.worksheets[0]["A2"].value == "y"
