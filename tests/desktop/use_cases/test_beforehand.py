"""What takes long is done before the lock."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.catalogue_file import read_catalogue
from desktop.domain.errors import DeskError
from desktop.requests import EnterpriseFields, IssueTicket, LoadCatalogue, SetUpSite
from desktop.use_cases.beforehand import get_ready
from resources import path as resource

_LOADED = """
import sys
from desktop.requests import ImportEnterprises, ImportRow, SaveEnterprise
from desktop.use_cases.beforehand import get_ready
before = "pypinyin" in sys.modules
get_ready({request})
print(before, "pypinyin" in sys.modules)
"""


@pytest.mark.parametrize(
    "request_", ['SaveEnterprise("临港")', 'ImportEnterprises((ImportRow("临港"),))']
)
def test_the_tables_of_pinyin_are_loaded_before_a_name_is_saved(request_: str) -> None:
    code = _LOADED.format(request=request_)
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.split() == ["False", "True"]


def test_a_catalogue_is_read_once() -> None:
    get_ready(SetUpSite("HQ", "", ()))
    built_in = resource("catalogue/catalogue.yaml")
    assert read_catalogue(built_in) is read_catalogue(built_in)


def test_what_is_faulty_is_left_to_the_command(tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text("windows: [", encoding="utf-8")
    get_ready(LoadCatalogue(str(faulty)))
    get_ready(LoadCatalogue(str(tmp_path / "none.yaml")))
    get_ready(IssueTicket(enterprise=EnterpriseFields("")))
    with pytest.raises(DeskError, match="catalogue"):
        read_catalogue(faulty)  # what the command will say, where it can be answered
