"""Tables that people ask for as a file: whole or not at all, and never over a database."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.errors import DeskError
from desktop.spreadsheets.companies import save_rows

HEADS, ROWS = ("行", "原因"), (("3", "=1+1"),)


def test_a_formula_is_harmless_and_a_file_of_that_name_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "faulty.csv"
    path.write_text("older")
    save_rows(path, HEADS, ROWS)
    assert path.read_text("utf-8-sig").splitlines() == ["行,原因", "3,'=1+1"]
    assert list(tmp_path.iterdir()) == [path]


def test_a_database_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(b"SQLite format 3\0 and all that was done here")
    with pytest.raises(DeskError, match="list_unsaved"):
        save_rows(path, HEADS, ROWS)
    assert path.read_bytes().endswith(b"done here")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="list_unsaved"):
        save_rows(tmp_path / "none" / "faulty.csv", HEADS, ROWS)
