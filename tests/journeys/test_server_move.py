"""A centre moves onto its server from the settings, and is backed up there."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop import requests as r
from desktop.snapshots import TicketsAnswer
from tests.journeys.servers import (
    PASSPHRASE,
    SECRET,
    empty_database,
    fill,
    focused,
    no_secret_in,
    with_secret,
    write,
)
from tests.journeys.whole_program import Running, make_desk, make_site
from tests.postgres import PostgresServer
from ui.screens.connect.moving import MoveCard
from ui.screens.settings.backup import BackupPart
from ui.screens.settings.database import DatabasePart
from ui.screens.settings.view import SettingsView

Key = Qt.Key


def database_of(view: SettingsView) -> DatabasePart:
    """Return the page that says where the data is, in front."""
    view.show_category("database")
    part = view.part("database")
    assert isinstance(part, DatabasePart)
    return part


def test_a_centre_moves_onto_its_server_from_the_settings(
    running: Running, server: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    own = running.folder / "desk.db"
    make_site(own)
    desk = make_desk(str(own))
    for _ in range(5):
        desk.do(r.IssueTicket(items=("CF-02",)))
    desk.close()
    address = empty_database(server)
    program = running.start(own, screen="settings")
    running.at_work()
    view = running.page(SettingsView)
    assert isinstance(view, SettingsView)
    part = database_of(view)
    assert str(own) in part.where.words.text()
    card = part.moving
    assert isinstance(card, MoveCard)
    fill(card, address)
    card.try_out.setFocus()
    QTest.keyClick(card.try_out, Key.Key_Space)
    running.wait(lambda: "PostgreSQL" in card.outcome.text)
    running.wait(lambda: focused(running) is card.go)
    QTest.keyClick(card.go, Key.Key_Return)
    assert "再按一次" in card.outcome.text
    QTest.keyClick(card.go, Key.Key_Return)
    assert card.halt.isVisible()
    running.wait(lambda: card.now.isVisible())
    assert "迁移完成" in card.outcome.text
    assert own.exists()
    running.wait(lambda: focused(running) is card.now)
    QTest.keyClick(card.now, Key.Key_Return)
    running.wait(card.passphrase.isVisible)
    running.wait(lambda: focused(running) is card.passphrase.first.control)
    write(running, PASSPHRASE, PASSPHRASE)
    QTest.keyClick(focused(running), Key.Key_Return)
    running.wait(lambda: program.next_location is not None)
    assert program.next_location == running.settings.get("database")
    assert SECRET not in str(program.next_location)
    assert running.settings.get("own_database") == str(own)
    running.stop()
    no_secret_in(running, caplog)

    moved = make_desk(with_secret(address))
    assert moved.store.sites() == ["QC"]
    assert moved.verify().sound
    found = moved.ask(r.FindTickets("F005"))
    assert isinstance(found, TicketsAnswer)
    assert len(found.tickets) == 1
    moved.close()


def test_a_move_is_refused_where_there_is_a_centre_already(
    running: Running, server: PostgresServer
) -> None:
    own = running.folder / "desk.db"
    make_site(own)
    address = empty_database(server)
    make_site(with_secret(address))
    running.start(own, screen="settings")
    running.at_work()
    view = running.page(SettingsView)
    assert isinstance(view, SettingsView)
    card = database_of(view).moving
    assert isinstance(card, MoveCard)
    fill(card, address)
    for _ in range(2):
        card.go.click()
    running.wait(lambda: not card.halt.isVisible())
    assert "QC" in card.outcome.text
    assert card.now.isVisible()  # what is there already may be used
    assert card.form.isEnabled()


def test_a_server_is_backed_up_from_the_settings(running: Running, server: PostgresServer) -> None:
    address = with_secret(empty_database(server))
    make_site(address)
    running.start(address, screen="settings")
    running.at_work()
    view = running.page(SettingsView)
    assert isinstance(view, SettingsView)
    there = database_of(view)
    assert there.moving is None
    assert "127.0.0.1" in there.where.words.text()
    assert SECRET not in there.where.words.text()
    view.show_category("backup")
    part = view.part("backup")
    assert isinstance(part, BackupPart)
    path = part.backup.path.path
    assert path is not None
    assert path.suffix == ".dump"
    QTest.keyClick(part.backup.path.line, Key.Key_Return)
    running.wait(lambda: not part.backup.outcome.running)
    assert str(path) in part.backup.outcome.text
    assert path.exists()
