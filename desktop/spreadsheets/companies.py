"""A list of companies in a table: which column is what, and a row as a company."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from desktop.domain.errors import DeskError
from desktop.requests import ImportRow
from desktop.saved_files import write_whole
from desktop.spreadsheets.reading import Table, TableRow, read_rows
from desktop.spreadsheets.tables import Sheet
from resources import path as resource

FIELDS = (
    *("name", "uscc", "registered_place", "work_place"),
    *("contact_name", "contact_phone", "tier"),
)
"""What a column may be, in the order people are asked."""

_LOOKED_AT = 10  # a title or two may stand above the heads of the columns
_SAMPLE = 3
_NOISE = re.compile(r"[\s*:_\-.]|\([^)]*\)")

Columns = Mapping[str, int]
"""For each field its column, counted from 0; a field without one is not there."""


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of a table's columns, in which row they stand, what was recognised, a few rows."""

    row: int
    texts: tuple[str, ...]
    columns: Columns
    sample: tuple[tuple[str, ...], ...] = ()


def find_heads(table: Table) -> Heads:
    """Return the heads: of the first rows the one with the most known words, else the first.

    Raises `list_empty` where nothing stands below them, and what `read_rows` raises.
    """
    first = list(islice(read_rows(table), _LOOKED_AT + _SAMPLE))
    if not first:
        raise DeskError("list_empty", path=table.path.name)
    best = max(first[:_LOOKED_AT], key=lambda row: len(recognised(row.cells)))
    below = [row.cells for row in first if row.number > best.number]
    if not below:
        raise DeskError("list_empty", path=table.path.name)
    return Heads(best.number, best.cells, recognised(best.cells), tuple(below[:_SAMPLE]))


def recognised(heads: Sequence[str]) -> Columns:
    """Return the columns that are known by their heads; of several for a field the best word."""
    words, _ = _vocabulary()
    found: dict[str, tuple[int, int]] = {}
    for at, head in enumerate(heads):
        field, rank = words.get(_plain(head), ("", 0))
        if field and (field not in found or rank < found[field][0]):
            found[field] = (rank, at)
    return {field: found[field][1] for field in FIELDS if field in found}


def company_rows(
    table: Table, heads: Heads, columns: Columns
) -> Iterator[tuple[TableRow, ImportRow]]:
    """Yield each row below the heads with the company it stands for."""
    for row in read_rows(table):
        if row.number > heads.row:
            yield row, as_company(row.cells, columns)


def as_company(cells: Sequence[str], columns: Columns) -> ImportRow:
    """Return a row as a company; words for a tier become its code."""
    given: dict[str, Any] = {
        field: cells[at] if at < len(cells) else "" for field, at in columns.items()
    }
    tier = given.get("tier")
    if tier:
        given["tier"] = _vocabulary()[1].get(_plain(tier), tier)
    return ImportRow(**{field: value.replace("\0", "") for field, value in given.items()})


def _plain(text: str) -> str:
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=1)
def _vocabulary() -> tuple[dict[str, tuple[str, int]], dict[str, str]]:
    """Return for each plain word its field and rank, and for each word of a tier its code."""
    with resource("spreadsheets/columns.toml").open("rb") as stream:
        read = tomllib.load(stream)
    words = {
        _plain(word): (field, rank)
        for field in FIELDS
        for rank, word in enumerate(read["columns"][field])
    }
    return words, {_plain(word): code for code, some in read["tiers"].items() for word in some}


def save_rows(path: Path, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Save a table as CSV that a spreadsheet opens, formulas made harmless; `list_unsaved`."""
    # A late import: a fifth of a second for a library that only who saves needs.
    from desktop.spreadsheets.writing import csv_bytes

    try:
        write_whole(str(path), csv_bytes(Sheet(path.stem, heads, rows)))
    except DeskError as error:
        if error.code == "disk_full":
            raise
        raise DeskError("list_unsaved", path=path.name) from error
