"""Practice at its screens: begun from the settings, says what it is, leads to nothing real."""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, Qt
from PySide6.QtTest import QTest

import main
from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.practice import FOLDER, practice_command
from desktop.requests import AddStaff, CounterFields, SetUpSite
from tests.journeys.whole_program import ROLES, Running, make_desk, make_site
from ui.practice import PracticeStart
from ui.program import READY
from ui.screens.settings.practice import PracticePart
from ui.screens.settings.view import SettingsView


def make_practice(path: Path) -> Path:
    """Make a site at which nothing is real."""
    desk = make_desk(str(path))
    desk.do(SetUpSite("DEMO", "演示 · 仓前梦创社区", (CounterFields(1, ("CF",)),)))
    desk.do(AddStaff("A01", "王敏", ROLES))
    desk.close()
    return path


def settings_of(running: Running) -> SettingsView:
    """Go to the settings."""
    running.shell.window.show_screen("settings")
    view = running.shell.window.findChild(SettingsView)
    assert view is not None
    return view


def titles(view: SettingsView) -> list[str]:
    """Return the categories that can be seen."""
    rows = range(view.sections.count())
    return [view.sections.item(row).text() for row in rows if not view.sections.isRowHidden(row)]


def test_every_page_says_so_and_nothing_leads_to_what_is_real(running: Running) -> None:
    running.practising = True
    running.start(make_practice(running.folder / "practice.db"), screen="cases")
    running.at_work()
    window = running.shell.window
    assert window.practice_banner.words.startswith("演示 · 不发真号")
    assert "演示" in window.windowTitle()
    view = settings_of(running)
    assert window.practice_banner.isVisible()
    assert {"数据库", "备份与核验", "演示"}.isdisjoint(titles(view))
    assert "打印" in titles(view)
    running.shell.language.choose("en")
    assert window.practice_banner.words.startswith("Practice · no real numbers")


def test_where_all_is_real_nothing_is_said_and_everything_is_there(running: Running) -> None:
    make_site(running.folder / "desk.db")
    running.start(running.folder / "desk.db", screen="cases")
    running.at_work()
    assert running.shell.window.practice_banner.isHidden()
    assert "演示" not in running.shell.window.windowTitle()
    assert {"数据库", "备份与核验", "演示"} <= set(titles(settings_of(running)))


def test_practice_is_begun_once_however_often_it_is_pressed(running: Running) -> None:
    make_site(running.folder / "desk.db")
    program = running.start(running.folder / "desk.db", screen="cases")
    running.at_work()
    begun: list[Sequence[str]] = []

    def launch(command: Sequence[str]) -> bool:
        begun.append(command)
        return len(begun) == 1

    def practice(desk: Desk | None) -> tuple[str, ...]:
        assert desk is not None
        if len(begun) > 1:
            raise DeskError("disk_full", path="/tmp")
        return ("yimen", "--practice")

    shell = running.shell
    start = PracticeStart(shell.lanes, shell.messages, shell.language, practice, launch, program)
    assert program.opened is not None
    for _ in range(2):
        start.begin(program.opened.desk)
    running.wait(lambda: any("正在打开" in note for note in running.notes))
    assert begun == [("yimen", "--practice")]
    running.wait(lambda: not start._busy)
    start.begin(program.opened.desk)
    running.wait(lambda: any("没有打开" in note for note in running.notes))
    running.wait(lambda: not start._busy)
    start.begin(program.opened.desk)
    running.wait(lambda: any("磁盘" in note for note in running.notes))


def test_the_button_opens_the_second_program_which_leaves_nothing(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = running.folder / "temporary"
    place.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(place))
    monkeypatch.setenv("TMPDIR", str(place))
    make_site(running.folder / "desk.db")
    running.practice = partial(practice_command, str(main.__file__))
    program = running.start(running.folder / "desk.db", screen="settings")
    running.at_work()
    ids: list[int] = []

    def launch(command: Sequence[str]) -> bool:
        began, pid = QProcess.startDetached(command[0], list(command[1:]))
        ids.append(pid)
        return bool(began)

    assert program.practice is not None
    program.practice._launch = launch
    view = settings_of(running)
    view.show_category("practice")
    part = view.part("practice")
    assert isinstance(part, PracticePart)
    QTest.mouseClick(part.card.button, Qt.MouseButton.LeftButton)
    running.wait(lambda: any(READY in log.read_text("utf-8") for log in place.glob("*/*.log*")))
    (folder,) = place.glob(f"{FOLDER}*")
    assert (folder / "practice.db").exists()
    assert any("正在打开" in note for note in running.notes)
    os.kill(ids[0], signal.SIGTERM)
    running.wait(lambda: not folder.exists())
