"""Tables as files that spreadsheets open: XLSX, and CSV in UTF-8 with a byte order mark.

Numbers stay numbers.  Text stays text: what would be taken for a formula (it begins with = + - @,
a tab or a carriage return; the rule is OWASP's "CSV Injection") stands behind an apostrophe in
CSV, and is marked as text in XLSX, where the apostrophe is not part of it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from datetime import date

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from desktop.spreadsheets.tables import Cell, Sheet

FORMULA_BEGINS = ("=", "+", "-", "@", "\t", "\r")
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NO_TITLE = re.compile(r"[\\/*?:\[\]]")
_LONGEST_TITLE = 31
_LONGEST_CELL = 32_767


def is_formula(text: str) -> bool:
    """Say whether a spreadsheet might take a text for a formula."""
    return text.startswith(FORMULA_BEGINS)


def csv_bytes(sheet: Sheet) -> bytes:
    """Return a table as CSV: commas, CRLF, days as YYYY-MM-DD."""
    kept = io.StringIO(newline="")
    writer = csv.writer(kept, lineterminator="\r\n")
    for row in (sheet.heads, *sheet.rows):
        writer.writerow([_csv_cell(cell) for cell in row])
    return b"\xef\xbb\xbf" + kept.getvalue().encode("utf-8", "replace")


def xlsx_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Return tables as a workbook: heads in bold and always in view, columns as wide as needed."""
    book = Workbook(write_only=True)
    used: set[str] = set()
    for sheet in sheets:
        page = book.create_sheet(_title(sheet.title, used))
        page.freeze_panes = "A2"
        for at, width in enumerate(_widths(sheet), 1):
            page.column_dimensions[get_column_letter(at)].width = width
        for number, row in enumerate((sheet.heads, *sheet.rows)):
            page.append([_xlsx_cell(page, cell, head=not number) for cell in row])
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _csv_cell(cell: Cell) -> Cell:
    if isinstance(cell, str):
        return f"'{cell}" if is_formula(cell) else cell
    return cell.isoformat() if isinstance(cell, date) else cell


def _xlsx_cell(page: object, cell: Cell, *, head: bool) -> WriteOnlyCell:
    text = isinstance(cell, str)
    value = _NO_XML.sub("", cell)[:_LONGEST_CELL] if isinstance(cell, str) else cell
    made = WriteOnlyCell(page, value)
    if text:
        made.data_type = "s"  # or what begins with = would be one
        made.quotePrefix = is_formula(str(value))
    if isinstance(cell, date):
        made.number_format = "yyyy-mm-dd"
    if head:
        made.font = Font(bold=True)
        made.alignment = Alignment(wrap_text=True, vertical="top")
    return made


def _title(wanted: str, used: set[str]) -> str:
    """Return a title that a workbook takes: short, without its special signs, each once."""
    plain = _NO_TITLE.sub(" ", wanted).strip("' ")[:_LONGEST_TITLE] or "1"
    title, number = plain, 1
    while title.casefold() in used:
        number += 1
        title = f"{plain[: _LONGEST_TITLE - 3]} {number}"
    used.add(title.casefold())
    return title


def _widths(sheet: Sheet) -> list[float]:
    found = []
    for at, head in enumerate(sheet.heads):
        longest = max((_width(row[at]) for row in sheet.rows), default=0)
        found.append(float(min(48, max(longest, min(_width(head), 16)) + 2)))
    return found


def _width(cell: Cell) -> int:
    """Return about how many digits wide a cell is: a Chinese character takes two."""
    text = "" if cell is None else str(cell)
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)
