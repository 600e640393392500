"""The first minute with the program, by keyboard: set up the site, or load the demo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop import requests as r
from desktop.snapshots import SiteAnswer, StaffListAnswer
from tests.journeys.whole_program import Running, make_desk
from ui.screens.first_start.table import prefilled
from ui.screens.first_start.view import FirstStartView
from ui.screens.settings.view import SettingsView


def focused(running: Running) -> QWidget:
    """Return what has the focus."""
    widget = running.shell.window.focusWidget()
    assert widget is not None
    return widget


def test_a_site_is_set_up_without_the_mouse(running: Running, qtbot: QtBot, tmp_path: Path) -> None:
    program = running.start(tmp_path / "new.db", staff="")
    page = running.page(FirstStartView)
    assert isinstance(page, FirstStartView)
    running.wait(lambda: page.grid.rowCount() == 9)
    running.wait(lambda: focused(running) is page.line("code"))
    assert not running.shell.window.rail.isVisible()

    QTest.keyClicks(focused(running), "qc")
    QTest.keyClick(focused(running), Qt.Key.Key_Tab)
    QTest.keyClicks(focused(running), "Cangqian")
    QTest.keyClick(focused(running), Qt.Key.Key_Tab)
    QTest.keyClick(focused(running), Qt.Key.Key_Down)  # eight counters
    assert page.grid.rowCount() == 8
    QTest.keyClick(focused(running), Qt.Key.Key_Tab)
    assert focused(running) is page.table
    QTest.keyClick(page.table, Qt.Key.Key_Right)
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    for text in ("a07", "Li Na"):
        QTest.keyClick(focused(running), Qt.Key.Key_Tab)
        QTest.keyClicks(focused(running), text)
    QTest.keyClick(focused(running), Qt.Key.Key_Return)

    running.at_work()
    assert running.shell.window.bar.site.text() == "Cangqian"
    assert "Li Na" in running.shell.window.bar.person.text()
    assert program.opened is not None
    site = program.opened.desk.ask(r.ShowSite())
    people = program.opened.desk.ask(r.ListStaff())
    assert isinstance(site, SiteAnswer)
    assert isinstance(people, StaffListAnswer)
    assert site.site.code == "QC"
    assert site.counters[0].windows == ("DQ", "CY", "JR")
    assert [person.code for person in people.staff] == ["A07"]


def test_what_is_missing_is_said_beside_its_field(
    running: Running, qtbot: QtBot, tmp_path: Path
) -> None:
    running.start(tmp_path / "new.db")
    page = running.page(FirstStartView)
    assert isinstance(page, FirstStartView)
    running.wait(lambda: page.grid.rowCount() == 9)
    page.line("code").setText("QC/1")
    page.line("name").setText("仓前")
    page.submit()
    assert page.fields["staff_code"].problem
    assert page.fields["staff_name"].problem
    assert focused(running) is page.line("staff_code")
    page.line("staff_code").setText("A1")
    page.line("staff_name").setText("李娜")
    page.submit()
    running.wait(lambda: bool(page.fields["code"].problem))
    assert focused(running) is page.line("code")
    page.line("code").setText("QC1")
    page.submit()
    running.at_work()


def test_the_demo_lies_in_a_file_of_its_own_and_can_be_left(
    running: Running, qtbot: QtBot, tmp_path: Path
) -> None:
    program = running.start(tmp_path / "yimen.db")
    page = running.page(FirstStartView)
    assert isinstance(page, FirstStartView)
    running.wait(lambda: page.demo.button.isEnabled())
    page.demo.button.setFocus()
    QTest.keyClick(page.demo.button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: program.next_location is not None, timeout=60_000)
    assert program.next_location == str(tmp_path / "yimen-demo.db")
    program.close()

    program = running.start(Path(program.next_location))
    running.at_work()
    running.shell.window.show_screen("settings")
    settings = running.page(SettingsView)
    assert isinstance(settings, SettingsView)
    settings.show_category("database")
    (leave,) = [
        button
        for button in running.shell.window.findChildren(QWidget, "leave_demo")
        if not button.isHidden()
    ]
    QTest.keyClick(leave, Qt.Key.Key_Space)
    assert program.next_location == str(tmp_path / "yimen.db")
    program.close()
    desk = make_desk(str(tmp_path / "yimen.db"))
    assert desk.store.sites() == []
    desk.store.close()


def test_a_stopped_demo_leaves_nothing(running: Running, qtbot: QtBot, tmp_path: Path) -> None:
    running.start(tmp_path / "yimen.db")
    page = running.page(FirstStartView)
    assert isinstance(page, FirstStartView)
    page.demo.button.click()
    running.wait(lambda: page.demo.progress.maximum() > 0)
    page.demo.button.click()
    running.wait(lambda: not list(tmp_path.glob("*demo*")) and not list(tmp_path.glob(".*demo*")))
    assert page.demo.progress.isHidden()
    assert page.go.isEnabled()


@pytest.mark.parametrize(("count", "least"), [(1, 9), (4, 2), (9, 1), (12, 1)])
def test_every_window_is_served_however_many_counters(count: int, least: int) -> None:
    codes = tuple("ABCDEFGHJ")
    served = prefilled(count, codes)
    assert len(served) == count
    assert set().union(*served) == set(codes)
    assert min(len(windows) for windows in served) == least
