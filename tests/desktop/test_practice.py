"""Practice: a copy of the set-up on which nothing is real, and of which nothing is left."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

import main as program
from db.store import SqlStore
from desktop import paths
from desktop.arguments import Arguments, parse
from desktop.clock import RealClock
from desktop.desk import Desk, Particulars
from desktop.domain.errors import DeskError
from desktop.practice import FOLDER, practice_command, run_practice
from desktop.requests import (
    AddStaff,
    FindEnterprises,
    IssueTicket,
    ListStaff,
    ReprintPaper,
    SaveEnterprise,
    ShowSite,
)
from desktop.settings import Settings
from tests.desktop.printing.samples import joined


@pytest.fixture(autouse=True)
def _temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let throw-away folders lie where the test can see them."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    yield
    assert not [*place.glob(f"{FOLDER}*")], "something was left"


@pytest.fixture
def real(site_file: Path) -> Iterator[Desk]:
    """A desk at which everything is real."""
    made = Desk(SqlStore(site_file), RealClock(), Particulars())
    yield made
    made.close()


@dataclass
class Looked:
    """What a person would see while practising."""

    site: str = ""
    people: list[str] = field(default_factory=list)
    companies: int = 0
    slip: str = ""
    again: str = ""
    home: str = ""
    arguments: Arguments | None = None
    refused: str = ""

    def run(self, arguments: Arguments, settings: Settings) -> int:
        """Stand in for the screens."""
        self.arguments, self.home = arguments, str(paths.home())
        settings.put("scheme", "dark")
        settings.save()
        desk = program._open(arguments, settings, arguments.database)
        try:
            self._look(desk)
            program._open(arguments, settings, str(Path(self.home).parent / "other.db"))
        except DeskError as error:
            self.refused = error.code
        finally:
            desk.close()
        return 7

    def _look(self, desk: Desk) -> None:
        found: Any = desk.ask(ShowSite())
        self.site = found.site.name
        found = desk.ask(ListStaff())
        self.people = [one.name for one in found.staff]
        found = desk.ask(FindEnterprises("公司", 50))
        self.companies = len(found.enterprises)
        found = desk.do(IssueTicket(windows=("CF",)))
        paper = found.papers[0].id
        self.slip = joined(desk.paper_pdf(paper))
        desk.do(ReprintPaper(paper))
        self.again = joined(desk.paper_pdf(paper, "58"))


def practise(*given: str, home: Path) -> tuple[Looked, Settings]:
    """Practise as main.py does."""
    looked, real = Looked(), Settings(home / "settings.json")
    real.put("scheme", "light")
    real.save()
    arguments = parse(["--practice", *given])
    assert run_practice(program._open, looked.run, arguments, real) == 7
    assert Settings(home / "settings.json").get("scheme") == "light"
    return looked, real


def test_without_a_set_up_the_built_in_one_is_practised_on(tmp_path: Path) -> None:
    before = os.environ.get("YIMEN_HOME")
    looked, _ = practise(home=tmp_path)
    assert looked.site == "演示 · 服务中心"
    assert looked.people == ["演示人员"]
    assert looked.companies > 5
    assert "演示" in looked.slip.replace(looked.site.replace(" ", ""), "")
    assert "补打" in looked.again
    assert "演示" in looked.again.replace(looked.site.replace(" ", ""), "")
    assert looked.refused == "not_found"
    assert os.environ.get("YIMEN_HOME") == before
    assert not Path(looked.home).exists()
    assert not (tmp_path / "other.db").exists()


def test_a_centres_set_up_is_copied_without_its_companies_and_visitors(
    real: Desk, tmp_path: Path
) -> None:
    real.do(AddStaff("LN", "李娜", ("guide",)))
    real.do(SaveEnterprise("杭州真实企业有限公司"))
    command = practice_command(str(program.__file__), real)
    assert command[:-2] == (sys.executable, str(Path(program.__file__).absolute()))
    assert command[-2] == "--practice"
    assert "杭州真实企业" not in Path(command[-1]).read_text(encoding="utf-8")
    looked, _ = practise(command[-1], home=tmp_path)
    assert looked.site.startswith("演示 · ")
    assert "李娜" in looked.people
    assert "演示" in looked.slip.replace(looked.site.replace(" ", ""), "")
    assert not Path(command[-1]).exists()


def test_somebodys_own_file_is_left_where_it_is_and_a_wrong_one_is_refused(
    real: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.json"
    real.copy_setup(own)
    practise(str(own), home=tmp_path)
    assert own.exists()
    own.write_text("no settings", encoding="utf-8")
    arguments = parse(["--practice", str(own)])
    settings = Settings(tmp_path / "settings.json")
    assert run_practice(program._open, Looked().run, arguments, settings) == 1
    assert capsys.readouterr().err.strip()


def test_a_folder_that_is_only_called_like_ours_is_left_with_all_that_is_in_it(
    real: Desk, tmp_path: Path
) -> None:
    folder = tmp_path / f"{FOLDER}notes"
    folder.mkdir()
    (folder / "letter.txt").write_text("important", encoding="utf-8")
    real.copy_setup(folder / "given.json")
    practise(str(folder / "given.json"), home=tmp_path)
    assert sorted(one.name for one in folder.iterdir()) == ["given.json", "letter.txt"]


def test_the_command_without_a_desk_needs_no_file() -> None:
    assert practice_command("main.py", None)[-1] == "--practice"
