"""Tables as other programs save them, CSV or XLSX, read row by row in bounded memory.

What stands in a cell is text: no formula is worked out, no link followed.  CSV may be UTF-8
(with or without a mark), UTF-16 with one, or GB18030, which holds GBK; its cells are parted by
comma, semicolon or tab.  A file that is none of this is refused with a code that has a sentence.
"""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
from collections.abc import Generator, Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from desktop.domain.errors import DeskError

MOST_BYTES = 100 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 100
LONGEST_CELL = 32_767
"""As many characters as a cell of a spreadsheet can hold."""

_UNPACKED = 600 * 1024 * 1024
_ALL_TEXTS = 150 * 1024 * 1024  # the one part of an XLSX that is kept in memory as a whole
_OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"  # .xls, and what Excel locks with a password
_BLOCK = 1 << 20
_EMPTY_IN_A_ROW = 5_000
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A file that can be read as a table; `size` and `changed` (ns) tell whether it is still so."""

    path: Path
    size: int
    changed: int
    encoding: str | None = None
    """Of a CSV file; None for an XLSX."""
    delimiter: str = ","


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row with its number as a spreadsheet shows it (from 1), and how far in the file (0 to 1).

    Cells after the last filled one are left out.
    """

    number: int
    cells: tuple[str, ...]
    done: float


def recognise(path: Path) -> Table:
    """Return what a file is; reads a CSV file through once, to know its encoding.

    Raises `list_unreadable`, `list_empty`, `list_too_large`, `list_locked`, `list_foreign`.
    """
    try:
        with path.open("rb") as stream:
            found = path.stat()
            begin = stream.read(8)
            if not begin:
                raise DeskError("list_empty", path=path.name)
            if found.st_size > MOST_BYTES:
                raise DeskError("list_too_large", path=path.name, most=MOST_BYTES // 1024**2)
            if begin.startswith(_OLD_OR_LOCKED):
                raise DeskError("list_locked", path=path.name)
            if begin.startswith(b"PK\x03\x04"):
                _check_workbook(path)
                return Table(path, found.st_size, found.st_mtime_ns)
            encoding = _encoding(stream, begin, path.name)
            delimiter = _delimiter(path, encoding)
    except OSError:
        raise DeskError("list_unreadable", path=path.name) from None
    except UnicodeError:
        raise DeskError("list_foreign", path=path.name) from None
    return Table(path, found.st_size, found.st_mtime_ns, encoding, delimiter)


def read_rows(table: Table) -> Iterator[TableRow]:
    """Yield the rows that have a filled cell.

    Raises `list_changed` where the file is another than was recognised, `list_too_many`,
    `list_foreign`, `list_unreadable`.
    """
    try:
        found = table.path.stat()
        if (found.st_size, found.st_mtime_ns) != (table.size, table.changed):
            raise DeskError("list_changed", path=table.path.name)
        rows = _csv_rows(table) if table.encoding is not None else _workbook_rows(table)
        with closing(rows):
            filled = 0
            for row in rows:
                if row.cells:
                    filled += 1
                    if filled > MOST_ROWS:
                        raise DeskError("list_too_many", path=table.path.name, most=MOST_ROWS)
                    yield row
    except OSError:
        raise DeskError("list_unreadable", path=table.path.name) from None
    except (csv.Error, UnicodeError):
        raise DeskError("list_foreign", path=table.path.name) from None


# ---- CSV ---------------------------------------------------------------------------------


def _encoding(stream: BinaryIO, begin: bytes, name: str) -> str:
    if begin.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):  # begins like UTF-16 does
        raise DeskError("list_foreign", path=name)
    for mark, encoding in _MARKS.items():
        if begin.startswith(mark):
            return encoding
    decoders = {one: codecs.getincrementaldecoder(one)() for one in ("utf-8", "gb18030")}
    stream.seek(0)
    while decoders:
        block = stream.read(_BLOCK)
        if b"\0" in block:
            break
        for encoding, decoder in list(decoders.items()):
            try:
                decoder.decode(block, final=not block)
            except UnicodeDecodeError:
                del decoders[encoding]
        if not block and decoders:
            return next(iter(decoders))
    raise DeskError("list_foreign", path=name)


def _delimiter(path: Path, encoding: str) -> str:
    """Return what parts the cells: the sign that stands most often in the first lines."""
    with path.open(encoding=encoding, newline="") as stream:
        begin = stream.read(4096)
    outside = "".join(begin.split('"')[::2])
    return max(",;\t", key=outside.count)


def _csv_rows(table: Table) -> Generator[TableRow, None, None]:
    with table.path.open("rb") as raw:
        stream = io.TextIOWrapper(raw, encoding=table.encoding, newline="")
        reader = csv.reader(stream, delimiter=table.delimiter)
        for number, cells in enumerate(reader, start=1):
            yield TableRow(number, _filled(cells), min(1.0, raw.tell() / table.size))
        stream.detach()


# ---- XLSX --------------------------------------------------------------------------------


def _check_workbook(path: Path) -> None:
    """Refuse a packed file that is no workbook, or unpacks into more than we would hold."""
    try:
        with zipfile.ZipFile(path) as packed:
            parts = packed.infolist()
            names = {part.filename for part in parts}
            if "xl/workbook.xml" not in names:
                raise DeskError("list_foreign", path=path.name)
            if any(part.flag_bits & 1 for part in parts):
                raise DeskError("list_locked", path=path.name)
            texts = [part.file_size for part in parts if part.filename.endswith("Strings.xml")]
            if sum(part.file_size for part in parts) > _UNPACKED or sum(texts) > _ALL_TEXTS:
                raise DeskError("list_too_large", path=path.name, most=MOST_BYTES // 1024**2)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with packed.open(part) as stream:
                        if b"<!DOCTYPE" in stream.read(2048):  # no office writes one
                            raise DeskError("list_foreign", path=path.name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise DeskError("list_foreign", path=path.name) from None


def _workbook_rows(table: Table) -> Generator[TableRow, None, None]:
    # A late import: a fifth of a second that only who reads a workbook waits for.
    from openpyxl import load_workbook

    with ExitStack() as ends:
        stream = ends.enter_context(table.path.open("rb"))  # a path would have to end in .xlsx
        try:
            book = load_workbook(stream, read_only=True, data_only=False, keep_links=False)
        except OSError:
            raise
        except Exception:
            # Whatever it trips over, the file is not what it says it is.
            raise DeskError("list_foreign", path=table.path.name) from None
        ends.enter_context(closing(book))
        if not book.worksheets:
            raise DeskError("list_empty", path=table.path.name)
        sheet = book.worksheets[0]
        said = sheet.max_row or 0
        sheet.reset_dimensions()  # many programs write wrong ones
        empty = 0
        rows = enumerate(sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True), start=1)
        while (found := _next(rows, table)) is not None:
            number, values = found
            cells = _filled([_text(value) for value in values])
            empty = 0 if cells else empty + 1
            if empty > _EMPTY_IN_A_ROW:
                return
            yield TableRow(number, cells, min(1.0, number / said) if said else 0.0)


def _next(rows: Iterator[tuple[int, Any]], table: Table) -> tuple[int, Any] | None:
    try:
        return next(rows, None)
    except OSError:
        raise
    except Exception:  # a part of the file is damaged: the reader has no one error for it
        raise DeskError("list_foreign", path=table.path.name) from None


def _text(value: object) -> str:
    """Return a cell as text; a formula as it is written."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    formula = getattr(value, "text", None)  # of an array
    return str(formula if formula is not None else value)


def _filled(cells: list[str]) -> tuple[str, ...]:
    """Return the cells without blanks around them, up to the last that has something."""
    kept = [cell.strip()[:LONGEST_CELL] for cell in cells[:MOST_COLUMNS]]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)
