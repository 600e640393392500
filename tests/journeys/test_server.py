"""A centre's server by keyboard: connect, test, and the ways on when it does not open."""

from __future__ import annotations

import logging
import socket

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from desktop import requests as r
from desktop.passwords import Passwords
from desktop.snapshots import SiteAnswer
from tests.certificates import authority, signed_by
from tests.journeys.servers import (
    PASSPHRASE,
    PERSON,
    SECRET,
    centre_server,
    connecting,
    empty_database,
    fill,
    focused,
    no_secret_in,
    trouble,
    views,
    with_secret,
    write,
)
from tests.journeys.whole_program import Running, make_desk, make_site
from tests.postgres import PostgresServer, free_port
from ui.screens.connect.card import ConnectCard
from ui.screens.connect.page import ConnectPage
from ui.screens.connect.typed import typed_of
from ui.screens.first_start.view import FirstStartView
from ui.screens.opening.view import TroublePage, WaitingPage

Key = Qt.Key


def test_a_centre_is_set_up_on_its_server_by_keyboard(
    running: Running, server: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    name = empty_database(server).rpartition("/")[2]
    program = running.start(running.folder / "yimen.db", staff="")
    first = running.page(FirstStartView)
    assert isinstance(first, FirstStartView)
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
    choose_passphrase(running, card)

    running.wait(lambda: program.opening.location.endswith(f"/{name}?sslmode=prefer"))
    running.wait(lambda: bool(views(running)))
    (form,) = views(running)
    running.wait(lambda: form.grid.rowCount() == 9)
    for field, text in (("code", "QC"), ("name", "Cangqian"), ("staff_code", "A1")):
        form.line(field).setText(text)
    form.line("staff_name").setText("Li Na")
    QTest.keyClick(form.line("staff_name"), Key.Key_Return)
    running.wait(lambda: running.shell.window.current_screen != "" or bool(form._problems))
    assert form._problems == []
    running.at_work()
    assert running.shell.window.bar.site.text() == "Cangqian"
    running.stop()
    no_secret_in(running, caplog)


def choose_passphrase(running: Running, card: ConnectCard) -> None:
    """Choose the passphrase of the file of passwords, mistyped the first time."""
    running.wait(card.passphrase.isVisible)
    running.wait(lambda: focused(running) is card.passphrase.first.control)
    write(running, PASSPHRASE, "eine andere Parole")
    QTest.keyClick(focused(running), Key.Key_Return)
    assert "不一样" in card.passphrase.first.problem
    again = card.passphrase.second.control
    QTest.keySequence(again, "Ctrl+A")
    QTest.keyClicks(again, PASSPHRASE)
    QTest.keyClick(again, Key.Key_Return)


def test_a_kept_password_wants_its_passphrase_at_the_next_start(
    running: Running, server: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    address = empty_database(server)
    make_site(with_secret(address))
    passwords = Passwords(running.folder)
    passwords.unlock(PASSPHRASE)
    passwords.put(address, SECRET)
    program = running.start(address)
    asking = trouble(running, "passphrase_missing")
    running.wait(lambda: asking.asked is not None and focused(running) is asking.asked.line)
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
    running.stop()
    no_secret_in(running, caplog)


def test_a_forgotten_passphrase_is_no_dead_end(running: Running, server: PostgresServer) -> None:
    address = empty_database(server)
    make_site(with_secret(address))
    passwords = Passwords(running.folder)
    passwords.unlock(PASSPHRASE)
    passwords.put(address, SECRET)
    running.start(address)
    asking = trouble(running, "passphrase_missing")
    assert asking.asked is not None
    QTest.keyClick(asking.asked.forgot, Key.Key_Space)
    page = trouble(running, "password_missing")
    running.wait(lambda: page.asked is not None and focused(running) is page.asked.line)
    write(running, SECRET)
    QTest.keyClick(focused(running), Key.Key_Return)
    running.at_work()


def test_of_several_sites_on_a_server_one_is_chosen(
    running: Running, server: PostgresServer
) -> None:
    address = with_secret(empty_database(server))
    for code in ("QC", "YH"):
        desk = make_desk(address)
        desk.do(r.SetUpSite(code, f"站 {code}", (r.CounterFields(1, ("CF",)),)))
        desk.close()
    running.start(address)
    page = trouble(running, "no_site")
    assert [button.text() for button in page._sites] == ["站 QC  QC", "站 YH  YH"]
    running.wait(lambda: focused(running) is page._sites[0])
    QTest.keyClick(page._sites[1], Key.Key_Space)
    running.wait(lambda: running.settings.get("site") == "YH")


def test_a_pasted_address_fills_the_form_and_its_password_goes_behind_dots(
    running: Running, server: PostgresServer
) -> None:
    address = empty_database(server)
    page = connecting(running)
    form = page.card.form
    form.line("url").setText(with_secret(address))
    assert form.line("url").text() == ""
    assert not form.line("url").isUndoAvailable()
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
    page = connecting(running)
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


def test_a_server_proves_who_it_is_and_a_bad_certificate_is_said(running: Running) -> None:
    ca = authority()
    file = running.folder / "ca.crt"
    file.write_bytes(ca.certificate)
    with centre_server(signed_by(ca, "localhost", days=(-9, -1))) as server:
        name = empty_database(server).rpartition("/")[2]
        page = connecting(running)
        card = page.card
        fill(card, f"postgresql://{PERSON}@localhost:{server.port}/{name}?sslmode=verify-full")
        running.wait(lambda: card.form.ca.line.isVisible())
        card.form.ca.line.setFocus()
        QTest.keyClicks(card.form.ca.line, str(file))
        said = answer_to_enter(running, card)
        assert "有效期" in said
        server.put(signed_by(ca, "another.example").files())
        server.reload()
        assert "localhost" in answer_to_enter(running, card)
        server.put(signed_by(ca, "localhost").files())
        server.reload()
        assert "PostgreSQL" in answer_to_enter(running, card)
        QTest.keyClick(card.go, Key.Key_Return)
        choose_passphrase(running, card)
        running.wait(lambda: bool(views(running)))  # opened, by the same certificate
        running.stop()


def answer_to_enter(running: Running, card: ConnectCard) -> str:
    """Test, and return what was found."""
    QTest.keyClick(card.form.ca.line, Key.Key_Return)
    running.wait(lambda: not card.halt.isVisible() and card.outcome.text != "")
    return card.outcome.text
