"""Signing in through the whole program: by keyboard, locked out, locked, somebody else's turn."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop.requests import AddStaff, OpenCounter, SetPassword, ShowCounter
from desktop.snapshots import CounterFile
from tests.journeys.keys import Keyboard
from tests.journeys.whole_program import Running, make_desk, make_site
from ui.gate import Gate
from ui.program import Program
from ui.screens.first_start.view import FirstStartView
from ui.screens.sign_in.own_password import OwnPasswordView
from ui.screens.sign_in.view import SignInView

Key = Qt.Key
PASSWORD = "xihu-duan-qiao"
PEOPLE = {
    "AD": ("安定", ("administrator",)),
    "GU": ("顾小红", ("guide",)),
    "CL": ("陈立", ("window",)),
    "SU": ("苏维", ("supervisor",)),
}


@pytest.fixture(scope="module")
def made_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose people sign in; hashing takes long, so it is made once."""
    path = tmp_path_factory.mktemp("people") / "made.db"
    make_site(path)
    desk = make_desk(str(path))
    for code, (name, roles) in PEOPLE.items():
        desk.do(AddStaff(code, name, roles))
    for code in ("AD", "GU", "CL"):
        desk.set_password(SetPassword(code, PASSWORD), by="AD")
    desk.store.close()
    return path


class AtTheDoor:
    """Somebody in front of one PC's sign-in page."""

    def __init__(self, running: Running, qtbot: QtBot, database: Path) -> None:
        self.running, self.keys, self._database = running, Keyboard(qtbot), database
        self.program: Program

    def arrive(self, **settings: str) -> None:
        """Start the program; the page is there."""
        self.program = self.running.start(self._database, **settings)
        self.running.page(SignInView)
        self.running.shell.window.activateWindow()

    @property
    def page(self) -> SignInView:
        found = self.running.page(SignInView)
        assert isinstance(found, SignInView)
        return found

    @property
    def gate(self) -> Gate:
        assert self.program.gate is not None
        return self.program.gate

    def find(self, text: str) -> None:
        """Find somebody by what is typed, and take them."""
        self.keys.until(lambda: self.page.search.line.hasFocus())
        QTest.keyClicks(self.keys.focus, text)
        self.keys.until(lambda: len(self.page.search.choices()) == 1)
        self.keys.press(Key.Key_Return)
        assert self.page.password.line.hasFocus()

    def password(self, text: str = PASSWORD) -> None:
        """Type a password, and wait for what comes of it."""
        page = self.page
        QTest.keyClicks(page.password.line, text)
        self.keys.press(Key.Key_Return)
        self.keys.until(lambda: self.gate.page is not page or (page.said and page.go.text()))

    def places(self) -> list[str]:
        """Return the places of the rail that are there."""
        rail = self.running.shell.window.rail
        names = ("reception", "counter", "cases", "end_of_day", "settings")
        return [name for name in names if not rail.button(name).isHidden()]


@pytest.fixture
def door(running: Running, qtbot: QtBot, made_site: Path, tmp_path: Path) -> AtTheDoor:
    """A PC of that site, switched off."""
    copy = Path(shutil.copy(made_site, tmp_path / "desk.db"))
    return AtTheDoor(running, qtbot, copy)


def test_people_sign_in_by_keyboard_and_see_what_is_theirs(door: AtTheDoor) -> None:
    door.arrive(staff="CL")
    window = door.running.shell.window
    assert door.page.person == "CL"  # the last one here
    door.keys.until(lambda: door.page.password.line.hasFocus())
    assert not window.rail.isVisible()
    assert "陈立" not in window.bar.person.text()
    door.keys.press(Key.Key_Escape)
    assert {choice.key for choice in door.page.search.choices()} == {"AD", "CL", "GU"}
    door.find("gxh")
    assert door.page.person == "GU"
    door.password("Not-Mine-42")
    assert "4" in door.page.said
    assert door.page.password.line.hasFocus()
    assert door.page.password.line.text() == ""
    door.password()
    assert door.gate.page is None
    assert window.current_screen == "reception"
    assert door.places() == ["reception", "cases", "settings"]
    assert "顾小红" in window.bar.person.text()
    assert door.gate.staff() == "GU"
    for place in ("counter", "end_of_day"):  # nor can they be reached in another way
        door.running.shell.commands.run(f"go.{place}")
    assert window.current_screen == "reception"


def test_five_wrong_passwords_shut_one_person_out(door: AtTheDoor) -> None:
    door.arrive(staff="CL")
    for _ in range(5):
        door.keys.until(lambda: door.page.go.isEnabled())
        door.password("wrong")
        door.keys.until(lambda: "核对" not in door.page.go.text())
    assert "1 分钟" in door.page.said
    assert not door.page.go.isEnabled()
    door.running.shell.language.choose("en")
    assert "1 min" in door.page.said
    door.keys.press(Key.Key_Escape)
    door.find("ad")
    assert door.page.said == ""
    door.password()
    assert door.running.shell.window.current_screen == "settings"


def test_an_idle_pc_is_locked_and_everything_is_there_afterwards(door: AtTheDoor) -> None:
    door.arrive(staff="GU", lock_after="5")
    door.password()
    window = door.running.shell.window
    who = door.keys.focus
    assert isinstance(who, QLineEdit)
    QTest.keyClicks(who, "hz")
    idle = door.gate.idle
    started = idle.now()
    idle.now = lambda: started + 299
    idle.look()
    assert not door.gate.asking
    idle.now = lambda: started + 301
    idle.look()
    assert door.page.person == "GU"
    door.keys.until(lambda: door.page.password.line.hasFocus())
    for key in (Key.Key_F2, Key.Key_F5):
        door.keys.press(key)
    door.running.shell.commands.run("go.settings")
    assert window.current_screen == "reception"
    assert not who.isVisible()
    assert "顾小红" not in window.bar.person.text()
    door.password()
    assert who.text() == "hz"
    assert who.isVisible()
    assert who.hasFocus()
    assert not door.gate.asking


def test_for_somebody_else_it_begins_anew(door: AtTheDoor) -> None:
    door.arrive(staff="CL", counter="3", screen="reception", settings_category="people")
    door.password()
    assert door.places() == ["counter", "cases", "settings"]
    window = door.running.shell.window
    opened = door.program.opened
    assert opened is not None
    opened.desk.do(OpenCounter(3, "CL"), staff="CL")
    door.keys.until(lambda: "陈立" in door.gate.left_words())
    for place in ("settings", "cases"):
        door.running.shell.commands.run(f"go.{place}")
    door.running.shell.commands.run("person.switch")
    assert door.page.person == ""
    door.find("ad")
    door.password()
    assert window.current_screen == "settings"
    assert any("3 号柜台还开着" in note for note in door.running.notes)
    assert door.places() == ["cases", "settings"]
    door.running.shell.commands.run("go.cases")  # its commands are registered a second time
    assert window.current_screen == "cases"
    answer = opened.desk.ask(ShowCounter(3), "AD")
    assert isinstance(answer, CounterFile)
    assert answer.counter.staff == "CL"


def test_people_change_their_own_password(door: AtTheDoor) -> None:
    door.arrive(staff="GU")
    door.password()
    door.running.shell.commands.run("person.password")
    page = door.running.page(OwnPasswordView)
    assert isinstance(page, OwnPasswordView)
    for text in (PASSWORD, "changle-7-lu", "changle-7-lu"):
        QTest.keyClicks(door.keys.focus, text)
        door.keys.press(Key.Key_Return)
    door.keys.until(lambda: door.gate.page is None)
    door.running.shell.commands.run("person.lock")
    door.password("changle-7-lu")
    assert door.gate.page is None


def test_a_site_may_begin_with_a_password(running: Running, qtbot: QtBot, tmp_path: Path) -> None:
    program = running.start(tmp_path / "new.db", staff="")
    page = running.page(FirstStartView)
    assert isinstance(page, FirstStartView)
    running.wait(lambda: page.grid.rowCount() == 9)
    texts = {"code": "qc", "name": "仓前", "staff_code": "a1", "staff_name": "王敏"}
    for name, text in texts.items():
        page.line(name).setText(text)
    page.line("password").setText("simple")
    page.submit()
    assert page.fields["again"].problem
    page.line("again").setText("simple")
    page.submit()
    running.wait(lambda: bool(page.fields["password"].problem))
    for name in ("password", "again"):
        page.line(name).setText(PASSWORD)
    page.submit()
    running.at_work()  # who just said the password twice is not asked again
    gate = program.gate
    assert gate is not None
    assert gate.enforced
    assert gate.staff() == "A1"
    running.shell.commands.run("person.lock")
    assert isinstance(gate.page, SignInView)
