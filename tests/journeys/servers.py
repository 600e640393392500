"""A centre's server for journeys: real PostgreSQL that wants a password, and this PC's hands."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from psycopg import sql
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.certificates import Pair
from tests.journeys.whole_program import Running
from tests.postgres import PostgresServer, running_server
from ui.screens.connect.card import ConnectCard
from ui.screens.connect.page import ConnectPage
from ui.screens.first_start.view import FirstStartView
from ui.screens.opening.view import TroublePage

Key = Qt.Key

PERSON, SECRET = "desk", "Geheim-7!wort"
PASSPHRASE = "eine lange Parole"
_numbers = itertools.count(1)


@contextmanager
def centre_server(shown: Pair | None = None) -> Iterator[PostgresServer]:
    """Start a server on loopback that asks for passwords; with a certificate it speaks TLS."""
    with running_server(
        loopback=True,
        hba=["host all all 127.0.0.1/32 scram-sha-256", "host all all ::1/128 scram-sha-256"],
        settings={"ssl": "on"} if shown else {},
        files=shown.files() if shown else {},
    ) as server:
        server.run(
            sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                sql.Identifier(PERSON), sql.Literal(SECRET)
            )
        )
        yield server


def empty_database(server: PostgresServer) -> str:
    """Make a database that belongs to the desk's login; return its URL without a password."""
    name = f"centre_{next(_numbers)}"
    server.create(name)
    server.run(
        sql.SQL("ALTER DATABASE {} OWNER TO {}").format(
            sql.Identifier(name), sql.Identifier(PERSON)
        )
    )
    return server.loopback_url(name, PERSON)


def with_secret(address: str) -> str:
    """Return the URL with the password, for the tests' own connections."""
    return address.replace(f"{PERSON}@", f"{PERSON}:{SECRET.replace('!', '%21')}@", 1)


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


def views(running: Running) -> list[FirstStartView]:
    """Return the set-up form that is in front."""
    return [v for v in running.shell.window.findChildren(FirstStartView) if v.isVisible()]


def connecting(running: Running) -> ConnectPage:
    """Start on an empty PC and go to the page that connects to a server."""
    running.start(running.folder / "yimen.db")
    first = running.page(FirstStartView)
    assert isinstance(first, FirstStartView)
    first.centre.button.click()
    page = running.page(ConnectPage)
    assert isinstance(page, ConnectPage)
    return page
