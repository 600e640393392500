"""A file that people ask for: whole or not at all, never in a database's place."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.domain.errors import DeskError
from desktop.saved_files import write_whole


def test_nothing_is_left_half_written(tmp_path: Path) -> None:
    write_whole(str(tmp_path / "slip.pdf"), b"%PDF")
    assert (tmp_path / "slip.pdf").read_bytes() == b"%PDF"
    with pytest.raises(DeskError, match="not_found"):
        write_whole(str(tmp_path / "nowhere" / "slip.pdf"), b"%PDF")
    assert [file.name for file in tmp_path.iterdir()] == ["slip.pdf"]


@pytest.mark.parametrize("end", ["", "-wal", "-shm", "-journal"])
def test_a_database_and_what_belongs_to_it_stay(tmp_path: Path, end: str) -> None:
    database = tmp_path / "desk.db"
    database.write_bytes(b"SQLite format 3\0 and a day's work")
    with pytest.raises(DeskError, match="invalid_value"):
        write_whole(f"{database}{end}", b"%PDF")
    assert [file.name for file in tmp_path.iterdir()] == ["desk.db"]
    assert database.read_bytes().endswith(b"a day's work")
