"""A fault's text without people's data, and the report for whoever mends it."""

from __future__ import annotations

import stat
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from desktop.domain.errors import DeskError
from ui.fault_report import without_people, write_report

AT = datetime(2026, 11, 23, 9, 41, tzinfo=UTC)
TRACE = """Traceback (most recent call last):
  File "/opt/yimen/ui/screens/reception/presenter.py", line 123, in _found
    row = rows[name]
KeyError: '李娜 13805711234 li.na@example.com'
ValueError: no 91330110MA2KX1A41L of 330106199001011234 (parameters: ('John Smith', 7))"""


def test_what_may_be_somebodys_is_taken_out_and_what_helps_stays() -> None:
    text = without_people(TRACE)
    for secret in ("李娜", "1380571", "li.na", "91330110", "3301061990", "John Smith"):
        assert secret not in text
    assert 'presenter.py", line 123, in _found' in text
    assert "row = rows[name]" in text
    assert "KeyError" in text
    assert without_people("KeyError: 'ours'") == "KeyError: 'ours'"


def test_a_report_holds_the_fault_the_machine_and_the_end_of_the_log(tmp_path: Path) -> None:
    lines = [f"2026-11-23 09:40 INFO line {number}" for number in range(500)]
    log = "\n".join([*lines, "issued to 李娜"])
    (tmp_path / "yimen.log").write_text(log, encoding="utf-8")
    path = write_report(tmp_path, "the fault", AT)
    text = path.read_text(encoding="utf-8")
    assert path.name == "yimen-report-20261123-094100.txt"
    assert "the fault" in text
    assert "line 499" in text
    assert "line 200" not in text
    assert "李娜" not in text
    assert sys.version.split()[0] in text
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(DeskError) as refused:
        write_report(tmp_path / "file", "the fault", AT)
    assert refused.value.code == "not_found"
