"""A calendar file is read in the encodings that offices use, or its fault is named by line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.calendar_file import read_calendar
from desktop.domain.errors import DeskError


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_words_and_encodings(tmp_path: Path, encoding: str, ending: str) -> None:
    rows = ["Day, Working", "2026-10-01,否", "2026/10/10,是", "", "2026-2-9,TRUE", "2026-02-10,0"]
    path = tmp_path / "calendar.csv"
    path.write_bytes(ending.join(rows).encode(encoding))
    assert read_calendar(path) == {
        date(2026, 10, 1): False,
        date(2026, 10, 10): True,
        date(2026, 2, 9): True,
        date(2026, 2, 10): False,
    }


@pytest.mark.parametrize(
    ("text", "line", "field"),
    [
        ("", 1, "file"),
        ("day,working\n", 1, "file"),
        ("2026-10-01,0\n", 1, "heading"),
        ("working,day\n", 1, "heading"),
        ("day,working\n2026-10-01,0\n2026-02-30,0\n", 3, "day"),
        ("day,working\n1 October,0\n", 2, "day"),
        ("day,working\n2026-10-01,maybe\n", 2, "working"),
        ("day,working\n2026-10-01\n", 2, "working"),
        ("day,working\n2026-10-01,0,x\n", 2, "row"),
        ("day,working\n2026-10-01,0\n2026-10-01,1\n", 3, "day"),
        ('day,working\n"2026-10-01,0\n', 2, "row"),
    ],
)
def test_a_fault_is_named_by_line_and_field(
    tmp_path: Path, text: str, line: int, field: str
) -> None:
    path = tmp_path / "calendar.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeskError) as caught:
        read_calendar(path)
    assert caught.value.code == "invalid_value"
    assert caught.value.values == {"line": line, "field": field}


@pytest.mark.parametrize("raw", [b"\xff\xfe\x00", b" " * 1_100_000])
def test_what_is_no_text_is_refused(tmp_path: Path, raw: bytes) -> None:
    path = tmp_path / "calendar.csv"
    path.write_bytes(raw)
    with pytest.raises(DeskError) as caught:
        read_calendar(path)
    assert caught.value.values == {"line": 1, "field": "file"}


def test_a_missing_file_is_not_found(tmp_path: Path) -> None:
    with pytest.raises(DeskError) as caught:
        read_calendar(tmp_path)
    assert caught.value.code == "not_found"
