"""A centre's server by keyboard: connect, test, move, and the ways on when it does not open."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop import requests as r
from desktop.snapshots import SiteAnswer, TicketsAnswer
from tests.journeys.servers import (
    PASSPHRASE,
    PERSON,
    SECRET,
    centre_server,
    empty_database,
    with_secret,
)
from tests.journeys.whole_program import Running, make_desk, make_site
from tests.postgres import PostgresServer, free_port
from ui.screens.connect.card import ConnectCard
from ui.screens.connect.moving import MoveCard
from ui.screens.connect.page import ConnectPage
from ui.screens.connect.typed import typed_of
from ui.screens.first_start.view import FirstStartView
from ui.screens.opening.view import TroublePage, WaitingPage
from ui.screens.settings.view import SettingsView

Key = Qt.Key


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """A server on loopback that asks for passwords."""
    with centre_server() as made:
        yield made


@pytest.fixture(autouse=True)
def _a_file_of_passwords() -> Iterator[None]:
    """Keep the keyring of whoever runs the tests out of them."""
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # the library's own
    yield
    keyring.set_keyring(before)


@pytest.fixture
def running(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Running]:
    """A program in an empty folder."""
    made = Running(qapp, qtbot, tmp_path)
    yield made
    made.close()


def focused(running: Running) -> QWidget:
    """Return what has the focus."""
    widget = running.shell.window.focusWidget()
    assert widget is not None
    return widget


def write(running: Running, *texts: str) -> None:
    """Type into the lines that Tab goes through."""
    for at, text in enumerate(texts):
        if at:
            QTest.keyClick(focused(running), Key.Key_Tab)
        QTest.keyClicks(focused(running), text)


def fill(card: ConnectCard, address: str, password: str = SECRET) -> None:
    """Paste an address into the form, and type its password."""
    card.form.line("url").setText(address)
    card.form.line("password").setText(password)


def trouble(running: Running, code: str) -> TroublePage:
    """Return the page of trouble once it says this."""
    found: list[TroublePage] = []

    def there() -> bool:
        found[:] = [
            page
            for page in running.shell.window.findChildren(TroublePage)
            if page.isVisible() and page._error is not None and page._error.code == code
        ]
        return bool(found)

    running.wait(there)
    return found[0]


def no_secret_in(running: Running, caplog: pytest.LogCaptureFixture) -> None:
    """Look for the password and the passphrase where they must not be."""
    kept = (running.folder / "settings.json").read_text(encoding="utf-8")
    shown = [window.windowTitle() for window in QApplication.topLevelWidgets()]
    for text in (kept, caplog.text, *shown):
        assert SECRET not in text
        assert SECRET.replace("!", "%21") not in text
        assert PASSPHRASE not in text
    for file in running.folder.rglob("*"):
        if file.is_file():
            assert SECRET.encode() not in file.read_bytes(), file


def test_a_centre_is_set_up_on_its_server_by_keyboard_and_opened_again(
    running: Running, server: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    address = empty_database(server)
    name = address.rpartition("/")[2]
    program = running.start(running.folder / "yimen.db", staff="")
    first = running.page(FirstStartView)
    assert isinstance(first, FirstStartView)
    running.wait(lambda: first.grid.rowCount() == 9)
    first.centre.button.setFocus()
    QTest.keyClick(first.centre.button, Key.Key_Space)

    page = running.page(ConnectPage)
    assert isinstance(page, ConnectPage)
    card = page.card
    running.wait(lambda: focused(running) is card.form.line("hosts"))
    write(running, f"127.0.0.1:{server.port}", name, PERSON, SECRET)
    QTest.keyClick(focused(running), Key.Key_Tab)
    assert focused(running) is card.form.tls
    QTest.keyClick(card.form.tls, Key.Key_End)
    assert card.form.tls.currentData() == "prefer"
    QTest.keyClick(card.form.line("hosts"), Key.Key_Return)
    running.wait(lambda: "PostgreSQL 1" in card.outcome.text)
    running.wait(lambda: focused(running) is card.go)
    QTest.keyClick(card.go, Key.Key_Return)

    running.wait(card.passphrase.isVisible)
    running.wait(lambda: focused(running) is card.passphrase.first.control)
    write(running, PASSPHRASE, "eine andere Parole")
    QTest.keyClick(focused(running), Key.Key_Return)
    assert "不一样" in card.passphrase.first.problem
    again = card.passphrase.second.control
    QTest.keySequence(again, "Ctrl+A")
    QTest.keyClicks(again, PASSPHRASE)
    QTest.keyClick(again, Key.Key_Return)

    running.wait(lambda: program.opening.location.endswith(f"/{name}?sslmode=prefer"))
    running.wait(lambda: bool(views(running)))
    (site_form,) = views(running)
    running.wait(lambda: site_form.grid.rowCount() == 9)
    for field, text in (("code", "QC"), ("name", "Cangqian"), ("staff_code", "A1")):
        site_form.line(field).setText(text)
    site_form.line("staff_name").setText("Li Na")
    QTest.keyClick(site_form.line("staff_name"), Key.Key_Return)
    running.at_work()
    assert running.shell.window.bar.site.text() == "Cangqian"
    address = program.opening.location
    running.stop()
    no_secret_in(running, caplog)

    program = running.start(running.settings.get("database"))
    page_asking = trouble(running, "passphrase_missing")
    assert page_asking.asked is not None
    running.wait(lambda: focused(running) is page_asking.asked.line)  # type: ignore[union-attr]  # above
    write(running, "falsch geraten")
    QTest.keyClick(focused(running), Key.Key_Return)
    wrong = trouble(running, "passphrase_wrong")
    running.wait(lambda: wrong.asked is not None and focused(running) is wrong.asked.line)
    write(running, PASSPHRASE)
    QTest.keyClick(focused(running), Key.Key_Return)
    running.at_work()
    assert program.opened is not None
    site = program.opened.desk.ask(r.ShowSite())
    assert isinstance(site, SiteAnswer)
    assert site.site.code == "QC"
    assert program.opening.location == address
    running.stop()
    no_secret_in(running, caplog)


def views(running: Running) -> list[FirstStartView]:
    """Return the set-up form that is in front."""
    return [v for v in running.shell.window.findChildren(FirstStartView) if v.isVisible()]


def test_a_pasted_address_fills_the_form_and_its_password_goes_behind_dots(
    running: Running, server: PostgresServer
) -> None:
    address = empty_database(server)
    running.start(running.folder / "yimen.db")
    first = running.page(FirstStartView)
    assert isinstance(first, FirstStartView)
    first.centre.button.click()
    page = running.page(ConnectPage)
    assert isinstance(page, ConnectPage)
    form = page.card.form
    form.line("url").setText(with_secret(address))
    assert form.line("url").text() == ""
    assert form.line("password").text() == SECRET
    assert form.line("password").displayText() != SECRET
    assert form.typed() == typed_of(with_secret(address))
    form.line("url").setFocus()
    write(running, "htp:/nowhere", "")
    assert form.fields["url"].problem
    QTest.keyClick(page, Key.Key_Escape)
    running.wait(lambda: bool(views(running)))


@pytest.mark.parametrize(
    ("change", "words", "field"),
    [
        ({"password": "wrong"}, "密码", "password"),
        ({"database": "nowhere"}, "nowhere", "database"),
        ({"hosts": "127.0.0.1:1"}, "127.0.0.1", "hosts"),
        ({"hosts": "no-such-host.invalid"}, "no-such-host.invalid", "hosts"),
        ({"person": "nobody"}, "密码", "password"),
        ({"password": ""}, "密码", "password"),
    ],
)
def test_a_test_says_what_is_wrong_and_where(
    running: Running, server: PostgresServer, change: dict[str, str], words: str, field: str
) -> None:
    address = empty_database(server)
    running.start(running.folder / "yimen.db")
    first = running.page(FirstStartView)
    assert isinstance(first, FirstStartView)
    first.centre.button.click()
    page = running.page(ConnectPage)
    assert isinstance(page, ConnectPage)
    card = page.card
    fill(card, address)
    for name, text in change.items():
        card.form.line(name).setText(text)
    card.try_out.click()
    running.wait(lambda: not card.halt.isVisible() and card.outcome.text != "")
    assert words in card.outcome.text
    assert "error." not in card.outcome.text
    running.wait(lambda: focused(running) is card.form.fields[field].control)
    assert card.form.isEnabled()


def test_a_server_that_never_answers_is_given_up(running: Running) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(8)
        address = f"postgresql://desk@127.0.0.1:{deaf.getsockname()[1]}/yimen"
        make_site(running.folder / "yimen.db")
        running.start(address)
        waiting = running.page(WaitingPage)
        running.wait(lambda: isinstance(focused(running), QPushButton))
        QTest.keyClick(waiting, Key.Key_Escape)
        page = running.page(TroublePage)
        assert isinstance(page, TroublePage)
        assert "已停止" in page._sentence.text()
        page._own.setFocus()
        QTest.keyClick(page._own, Key.Key_Space)
        running.at_work()
    assert running.settings.get("database") == str(running.folder / "yimen.db")


def test_a_server_that_is_down_is_named_and_another_taken(
    running: Running, server: PostgresServer
) -> None:
    nobody = free_port()
    running.start(f"postgresql://{PERSON}@127.0.0.1:{nobody}/yimen")
    page = trouble(running, "server_refused")
    assert str(nobody) in page._sentence.text()
    assert page._elsewhere is None
    page._change.setFocus()
    QTest.keyClick(page._change, Key.Key_Space)
    connecting = running.page(ConnectPage)
    assert isinstance(connecting, ConnectPage)
    assert connecting.card.form.line("hosts").text() == f"127.0.0.1:{nobody}"
    fill(connecting.card, empty_database(server))
    connecting.card.go.click()
    running.wait(connecting.card.passphrase.isVisible)
    QTest.keyClick(connecting.card.passphrase, Key.Key_Escape)
    assert not connecting.card.passphrase.isVisible()
    QTest.keyClick(connecting, Key.Key_Escape)
    trouble(running, "server_refused")


def test_a_password_is_asked_for_and_may_be_typed_for_this_time(
    running: Running, server: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    address = empty_database(server)
    make_site(with_secret(address))
    running.start(address)
    page = trouble(running, "password_missing")
    assert page.asked is not None
    assert page.asked.keep.isHidden()  # nowhere to keep it yet
    running.wait(lambda: focused(running) is page.asked.line)  # type: ignore[union-attr]  # above
    write(running, "not this")
    QTest.keyClick(focused(running), Key.Key_Return)
    wrong = trouble(running, "password_wrong")
    running.wait(lambda: wrong.asked is not None and focused(running) is wrong.asked.line)
    write(running, SECRET)
    QTest.keyClick(focused(running), Key.Key_Return)
    running.at_work()
    assert running.shell.window.bar.site.text() == "仓前梦创社区"
    running.stop()
    no_secret_in(running, caplog)


def test_a_code_that_another_pc_has_is_changed_on_the_page(
    running: Running, server: PostgresServer
) -> None:
    address = empty_database(server)
    make_site(with_secret(address))
    other = make_desk(with_secret(address))
    other.enrol("another machine", "GUIDE-2")
    running.start(with_secret(address))
    page = trouble(running, "station_taken")
    assert "GUIDE-2" in page._sentence.text()
    running.wait(lambda: page.asked is not None and focused(running) is page.asked.line)
    write(running, "b2")
    QTest.keyClick(focused(running), Key.Key_Return)
    other.close()
    running.wait(lambda: running.settings.get("station") == "B2")


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
    assert str(own) in view.where.words.text()
    view.show_section("move")
    card = view.moving
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
    view.show_section("move")
    card = view.moving
    assert isinstance(card, MoveCard)
    fill(card, address)
    for _ in range(2):
        card.go.click()
    running.wait(lambda: not card.halt.isVisible())
    assert "QC" in card.outcome.text
    assert not card.now.isVisible()
    assert card.form.isEnabled()


def test_a_server_is_backed_up_from_the_settings(running: Running, server: PostgresServer) -> None:
    address = with_secret(empty_database(server))
    make_site(address)
    running.start(address, screen="settings")
    running.at_work()
    view = running.page(SettingsView)
    assert isinstance(view, SettingsView)
    assert view.moving is None
    assert "127.0.0.1" in view.where.words.text()
    assert SECRET not in view.where.words.text()
    view.show_section("data")
    path = view.backup.path.path
    assert path is not None
    assert path.suffix == ".dump"
    QTest.keyClick(view.backup.path.line, Key.Key_Return)
    running.wait(lambda: not view.backup.outcome.running)
    assert str(path) in view.backup.outcome.text
    assert path.exists()
