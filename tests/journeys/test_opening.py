"""A start with a database that cannot be opened: the sentence, and a way on by keyboard."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import text

from db.engine import open_engine
from db.store import SqlStore
from desktop import requests as r
from desktop.clock import ManualClock
from desktop.desk import Desk, Particulars
from desktop.domain.errors import DeskError
from tests.journeys.whole_program import Running, make_desk, make_site
from ui.language import Language
from ui.screens.opening.view import TroublePage


def trouble(running: Running) -> TroublePage:
    """Return the page of trouble once it is in front."""
    page = running.page(TroublePage)
    assert isinstance(page, TroublePage)
    return page


def sentence(page: TroublePage) -> str:
    """Return what the page says is wrong."""
    return page._sentence.text()


def test_a_damaged_database_is_replaced_by_its_backup_and_kept(
    running: Running, qtbot: QtBot, tmp_path: Path
) -> None:
    path, backup = tmp_path / "desk.db", tmp_path / "backup.db"
    make_site(path)
    desk = make_desk(str(path))
    desk.back_up(r.MakeBackup(str(backup)))
    desk.store.close()
    path.write_bytes(b"not a database at all" * 1000)

    running.start(path)
    page = trouble(running)
    assert "已损坏" in sentence(page)
    assert page._backup is not None
    _, line, button = page._backup
    button.click()
    assert page._backup[0].problem
    line.setFocus()
    QTest.keyClicks(line.line, str(backup))
    QTest.keyClick(line.line, Qt.Key.Key_Return)
    running.at_work()
    assert running.shell.window.bar.site.text() == "仓前梦创社区"
    (kept,) = tmp_path.glob("desk-damaged-*")
    assert kept.read_bytes().startswith(b"not a database")
    assert any(kept.name in note for note in running.notes)


def test_a_backup_that_is_no_backup_changes_nothing(running: Running, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(b"damaged" * 1000)
    other = tmp_path / "holiday.jpg"
    other.write_bytes(b"a picture" * 1000)
    running.start(path)
    trouble(running).restore.emit(other)
    running.wait(lambda: any("holiday" in note for note in running.notes))
    assert path.read_bytes() == b"damaged" * 1000


def test_a_newer_database_is_left_alone_and_another_opened(
    running: Running, qtbot: QtBot, tmp_path: Path
) -> None:
    newer, other = tmp_path / "newer.db", tmp_path / "other.db"
    make_site(newer)
    make_site(other)
    engine = open_engine(newer)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999_later'"))
        connection.execute(text("UPDATE schema_gate SET oldest = '9998_contract'"))
    engine.dispose()

    running.start(newer)
    page = trouble(running)
    assert "升级" in sentence(page)
    assert page._backup is None
    assert page._elsewhere is not None
    line = page._elsewhere[1].line
    QTest.keyClicks(line, str(other))
    QTest.keyClick(line, Qt.Key.Key_Return)
    running.at_work()
    assert running.settings.get("database") == str(other)


def test_a_read_only_place_offers_another_but_no_restore(qtbot: QtBot) -> None:
    language, error = Language(), DeskError("database_read_only", path="/media/cd/desk.db")
    page = TroublePage(language, error, lambda: "/media/cd/desk.db")
    qtbot.addWidget(page)
    assert "/media/cd/desk.db" in sentence(page)
    assert "权限" in sentence(page)
    assert page._backup is None
    assert page._elsewhere is not None
    language.choose("en")
    assert "read" in sentence(page)


def test_once_the_way_is_free_trying_again_helps(
    running: Running, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "missing" / "desk.db"
    running.start(path)
    page = trouble(running)
    running.wait(lambda: running.shell.window.focusWidget() is page._retry)
    path.parent.mkdir()
    make_site(path)
    QTest.keyClick(page._retry, Qt.Key.Key_Space)
    running.at_work()


def test_a_clock_that_ran_ahead_is_confirmed_by_a_person(
    running: Running, qtbot: QtBot, tmp_path: Path
) -> None:
    path = tmp_path / "desk.db"
    clock = ManualClock(datetime.now(UTC).replace(microsecond=0) - timedelta(days=90))
    desk = Desk(SqlStore(path), clock, Particulars())
    desk.do(r.SetUpSite("QC", "仓前", (r.CounterFields(1, ("CF",)),)))
    desk.store.close()
    running.start(path)
    page = trouble(running)
    running.wait(lambda: running.shell.window.focusWidget() is page._right)
    QTest.keyClick(page._right, Qt.Key.Key_Space)
    running.at_work()


def test_of_several_sites_one_is_chosen(running: Running, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    for code in ("QC", "YH"):
        store = SqlStore(path)
        setup = r.SetUpSite(code, f"站 {code}", (r.CounterFields(1, ("CF",)),))
        Desk(store, ManualClock(datetime.now(UTC).replace(microsecond=0)), Particulars()).do(setup)
        store.close()
    running.start(path)
    page = trouble(running)
    assert [button.text() for button in page._sites] == ["站 QC  QC", "站 YH  YH"]
    QTest.keyClick(page._sites[1], Qt.Key.Key_Space)
    running.wait(lambda: running.settings.get("site") == "YH")


def test_two_programs_show_what_the_other_does(
    qapp: QApplication, running: Running, tmp_path: Path
) -> None:
    path = tmp_path / "desk.db"
    make_site(path)
    program = running.start(path)
    running.at_work()
    heard: list[object] = []
    running.shell.live.changed.connect(heard.append)
    other = make_desk(str(path))
    other.do(r.IssueTicket(windows=("CF",)))
    running.wait(lambda: bool(heard))
    other.store.close()
    assert program.opened is not None
