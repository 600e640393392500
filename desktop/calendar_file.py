"""Read imported days from a CSV file with the columns `day` and `working`."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from desktop.domain.errors import DeskError

MAX_BYTES = 1024 * 1024
_YES = frozenset({"1", "true", "yes", "是", "班"})
_NO = frozenset({"0", "false", "no", "否", "休"})
_DAY = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", re.ASCII)


def read_calendar(path: Path | str) -> dict[date, bool]:
    """Return the days of a CSV file, True for working days.

    UTF-8 with or without a mark, or GBK; a heading `day,working`; days as 2026-10-01 or
    2026/10/1; working as 1/0, true/false, 是/否.  Raises DeskError `not_found {path}`, or
    `invalid_value {line, field}` for a fault, lines counted from 1.
    """
    try:
        if not Path(path).is_file():  # a pipe would keep everybody waiting
            raise DeskError("not_found", path=str(path))
        with Path(path).open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        raise DeskError("not_found", path=str(path)) from None
    if len(raw) > MAX_BYTES:
        raise _fault(1, "file")
    return _days(_decoded(raw))


def _fault(line: int, field: str) -> DeskError:
    return DeskError("invalid_value", line=line, field=field)


def _decoded(raw: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _fault(1, "file")


def _days(text: str) -> dict[date, bool]:
    days: dict[date, bool] = {}
    heading_seen = False
    for line, row in _rows(text):
        cells = [cell.strip() for cell in row]
        if not any(cells):
            continue
        if not heading_seen:
            if [cell.lower() for cell in cells] != ["day", "working"]:
                raise _fault(line, "heading")
            heading_seen = True
            continue
        if len(cells) != 2:
            raise _fault(line, "working" if len(cells) < 2 else "row")
        day, working = _day(cells[0], line), _working(cells[1], line)
        if days.setdefault(day, working) != working:
            raise _fault(line, "day")
    if not days:
        raise _fault(1, "file")
    return days


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            yield reader.line_num, row
    except csv.Error:
        raise _fault(max(reader.line_num, 1), "row") from None


def _day(cell: str, line: int) -> date:
    found = _DAY.fullmatch(cell)
    if found is None:
        raise _fault(line, "day")
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise _fault(line, "day") from None


def _working(cell: str, line: int) -> bool:
    word = cell.lower()
    if word not in _YES and word not in _NO:
        raise _fault(line, "working")
    return word in _YES
