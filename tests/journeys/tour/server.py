"""A centre's server: connecting, what may be wrong, moving onto it, opening it again."""

from __future__ import annotations

from pathlib import Path

import keyring
from keyring.backends import fail
from PySide6.QtWidgets import QLineEdit

from desktop.domain.errors import DeskError
from tests.journeys.servers import PASSPHRASE, SECRET, centre_server, empty_database
from tests.journeys.tour.driver import EVERY, Driver, Key, StepFailed
from tests.postgres import PostgresServer, binaries, free_port
from ui.doors import Trouble
from ui.screens.connect.moving import MoveCard
from ui.screens.connect.page import ConnectPage
from ui.screens.first_start.view import FirstStartView
from ui.screens.opening.view import TroublePage
from ui.screens.settings.database import DatabasePart
from ui.screens.settings.view import SettingsView
from ui.widgets.page import reveal


def connecting(tour: Driver) -> None:
    """Connect from an empty PC, to a server that is not there."""
    tour.start(tour.work / "empty.db", staff="")
    page = tour.find(FirstStartView)
    tour.until(lambda: page.grid.rowCount() == 9, "the windows of the catalogue")
    page.centre.button.click()
    card = tour.find(ConnectPage).card
    with tour.worn(*EVERY):
        tour.picture("connect", "连接服务器：填写，或粘贴一整条地址")
    card.form.line("url").setText(f"postgresql://desk:x@127.0.0.1:{free_port()}/yimen")
    card.try_out.click()
    tour.until(lambda: not card.halt.isVisible() and card.outcome.text, "the test ends")
    with tour.worn("dark-en", "150"):
        tour.picture("connect-refused", "连接服务器：测试，说清哪里不对、怎么办")
    tour.stop()


def trouble(tour: Driver) -> None:
    """Start on a server that does not open, for each reason that has a page of its own."""
    tour.start(f"postgresql://desk@127.0.0.1:{free_port()}/yimen", staff="WM")
    tour.until(lambda: tour.find(TroublePage).isVisible(), "the page of trouble")
    with tour.worn(*EVERY):
        tour.picture("trouble-server", "打不开：服务器没有应答，另有出路")
    for name, found in (
        ("password", Trouble(DeskError("password_missing", person="desk"), "password", True)),
        ("passphrase", Trouble(DeskError("passphrase_missing"), "passphrase")),
        ("station", Trouble(DeskError("station_taken", station="A1", name="GUIDE-2"))),
    ):
        tour.program.opening.show_trouble(found)
        with tour.worn("dark-en", "150"):
            tour.picture(f"trouble-{name}", f"打开服务器前要问一件事：{name}")
    tour.stop()


def moving(tour: Driver) -> None:
    """Move the morning's centre onto a real server, where there is one to be had."""
    try:
        binaries()
    except RuntimeError:
        return
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # the library's own
    with centre_server() as server:
        _moved(tour, server)


def _moved(tour: Driver, server: PostgresServer) -> None:
    tour.start(tour.work / "desk.db", screen="settings", staff="WM")
    view = tour.find(SettingsView)
    view.show_category("database")
    part = view.part("database")
    card = part.moving if isinstance(part, DatabasePart) else None
    if not isinstance(card, MoveCard):
        raise StepFailed("there is nothing to move")
    reveal(card)
    card.form.line("url").setText(empty_database(server))
    card.form.line("password").setText(SECRET)
    card.go.click()
    tour.picture("move-sure", "迁移到服务器：开始前再问一次")
    card.go.click()
    tour.until(card.now.isVisible, "the move is done")
    tour.picture("move-done", "迁移到服务器：搬完并核验，原文件留着")
    card.now.click()
    tour.until(card.passphrase.isVisible, "the passphrase is asked for")
    tour.picture("move-passphrase", "没有系统密码库：为密码文件设一个口令")
    for field in (card.passphrase.first, card.passphrase.second):
        line = field.control
        assert isinstance(line, QLineEdit)
        line.setText(PASSPHRASE)
    card.passphrase.go.click()
    tour.until(lambda: tour.program.next_location is not None, "the server is used")
    address = str(tour.program.next_location)
    tour.stop()
    tour.start(address)
    page = tour.find(TroublePage)
    if page.asked is None:
        raise StepFailed("the passphrase is not asked for")
    page.asked.line.setText(PASSPHRASE)
    page.asked.line.setFocus()
    tour.press(Key.Key_Return)
    tour.until(lambda: tour.shell.window.current_screen == "settings", "the settings")
    tour.find(SettingsView).show_category("database")
    tour.picture("settings-on-server", "设置：数据在服务器上")
    tour.stop()
    if not Path(tour.work / "desk.db").exists():
        raise StepFailed("the former file is gone")
