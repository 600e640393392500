"""Signing in: who is found, and how long somebody has to wait."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from db.store import SqlStore
from desktop.clock import ManualClock
from desktop.desk import Desk, Particulars
from desktop.domain.errors import DeskError
from desktop.requests import AddStaff, CounterFields, SetPassword, SetUpSite
from desktop.snapshots import StaffShape
from ui.background import Lanes
from ui.idle import Idle
from ui.language import Language
from ui.screens.sign_in.own_password import OwnPasswordView
from ui.screens.sign_in.presenter import Person, SignIn
from ui.screens.sign_in.view import SignInView
from ui.theme import Appearance
from ui.widgets.password_field import PasswordField

PASSWORD = "xihu-duan-qiao"


class Seconds:
    """Seconds that pass by hand."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with one administrator who has a password."""
    clock = ManualClock()
    clock.set(datetime(2026, 11, 23, 1, 0, tzinfo=UTC))
    made = Desk(SqlStore(tmp_path / "desk.db"), clock, Particulars())
    made.do(SetUpSite("QC", "仓前", (CounterFields(1, ("CF",)),)))
    made.do(AddStaff("AD", "安定", ("administrator",)))
    made.set_password(SetPassword("AD", PASSWORD))
    yield made
    made.close()


def test_people_are_found_by_name_code_and_spelling() -> None:
    person = Person("GU7", "顾小红", ("guide",), ("gxh", "guxiaohong"))
    for text in ("顾", "小红", "gu7", "GXH", "guxiao", ""):
        assert person.is_meant(text)
    for text in ("红小", "u7", "xh"):
        assert not person.is_meant(text)


def test_who_left_or_has_no_password_is_not_on_the_list(
    desk: Desk, lanes: Lanes, qtbot: QtBot
) -> None:
    signing = SignIn(desk, lanes)
    people = (
        StaffShape("B", ("guide",), None, name="陈立", signs_in=True),
        StaffShape("A", ("guide",), None, name="顾小红", signs_in=True),
        StaffShape("C", ("guide",), None, name="走了", signs_in=True, active=False),
        StaffShape("D", ("guide",), None, name="没有"),
    )
    with qtbot.waitSignals([signing.people_known] * 2):
        signing.show_staff(people)
    assert {one.code for one in signing.people} == {"A", "B"}
    assert [one.code for one in signing.found("gxh")] == ["A"]
    assert signing.person("D") is None


def test_the_wait_counts_down_and_ends(desk: Desk, lanes: Lanes, qtbot: QtBot) -> None:
    seconds, told = Seconds(), list[int]()
    signing = SignIn(desk, lanes, now=seconds)
    signing.waits.connect(told.append)
    signing.choose("AD")
    for _ in range(5):
        with qtbot.waitSignal(signing.busy, check_params_cb=lambda busy: not busy):
            signing.sign_in("wrong")
    assert told == [1]
    signing.choose("GU")  # it is one person's wait
    signing.choose("AD")
    assert told == [1, 1]
    seconds.at = 61
    signing.count_down()
    assert told == [1, 1, 0]


def test_a_wrong_password_is_told_with_the_tries_left(
    desk: Desk, lanes: Lanes, qtbot: QtBot
) -> None:
    signing = SignIn(desk, lanes)
    signing.choose("AD")
    with qtbot.waitSignal(signing.refused) as refused:
        signing.sign_in("wrong")
        signing.sign_in("pressed twice")
    error = refused.args[0] if refused.args else None
    assert isinstance(error, DeskError)
    assert error.values == {"left": 4}
    with qtbot.waitSignal(signing.came) as came:
        signing.sign_in(PASSWORD)
    assert came.args
    assert came.args[0].code == "AD"


def test_caps_lock_is_noticed(qtbot: QtBot, appearance: Appearance) -> None:
    field = PasswordField()
    qtbot.addWidget(field)
    field.set_caps_words("Caps")
    none, shift = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
    warned = list[bool]()
    for keys, held in (("a", none), ("A", shift), ("A", none)):  # the last: without Shift
        QTest.keyClicks(field.line, keys, held)
        warned.append(field.warns)
    QTest.keyClick(field.line, Qt.Key.Key_CapsLock)
    assert [*warned, field.warns] == [False, False, True, False]


def test_the_page_says_who_and_follows_the_language(
    qtbot: QtBot, language: Language, appearance: Appearance
) -> None:
    page = SignInView(language, "locked")
    qtbot.addWidget(page)
    wanted = list[str]()
    page.wanted.connect(wanted.append)
    page.show_person(Person("GU", "顾小红", ("guide", "window")))
    page.show_note(lambda: language.text("sign_in.take_counter"))
    QTest.keyClick(page.password.line, Qt.Key.Key_Return)
    assert wanted == []  # nothing typed yet
    page.show_wait(2)
    QTest.keyClicks(page.password.line, "x")
    QTest.keyClick(page.password.line, Qt.Key.Key_Return)
    assert wanted == []
    page.show_wait(0)
    assert page.said == ""
    QTest.keyClick(page.password.line, Qt.Key.Key_Return)
    assert wanted == ["x"]
    language.choose("en")
    assert page.go.text() == "Sign in"
    assert page.password.line.accessibleName() == "Password"


def test_a_new_password_is_typed_twice(
    qtbot: QtBot, language: Language, appearance: Appearance
) -> None:
    page = OwnPasswordView(language)
    qtbot.addWidget(page)
    wanted = list[tuple[str, str]]()
    page.wanted.connect(lambda old, new: wanted.append((old, new)))
    lines = {name: field.line for name, field in page.fields.items()}
    lines["old"].setText("old")
    lines["new"].setText("one")
    lines["again"].setText("two")
    QTest.keyClick(lines["again"], Qt.Key.Key_Return)
    assert page.fields["again"].problem
    lines["again"].setText("one")
    QTest.keyClick(lines["again"], Qt.Key.Key_Return)
    assert wanted == [("old", "one")]
    page.show_error(DeskError("password_too_weak", least=8))
    assert "8" in page.fields["new"].problem
    page.show_error(DeskError("sign_in_wrong", left=4))
    assert page.fields["old"].problem
    assert not page.fields["new"].problem


def test_idle_is_said_once_after_so_many_minutes(qtbot: QtBot) -> None:
    host, seconds, said = QWidget(), Seconds(), list[bool]()
    qtbot.addWidget(host)
    idle = Idle(host, lambda: 5, now=seconds)
    idle.idle.connect(lambda: said.append(True))
    seconds.at = 1000
    idle.look()
    assert said == []  # nobody watches yet
    with qtbot.waitExposed(host):
        host.show()
    idle.watch(True)
    seconds.at += 299
    QTest.keyClick(host.windowHandle(), Qt.Key.Key_A)
    seconds.at += 299
    idle.look()
    assert said == []
    seconds.at += 1
    idle.look()
    idle.look()
    assert said == [True]


def test_text_that_an_input_method_composes_is_work_too(qtbot: QtBot) -> None:
    host, seconds, said = QWidget(), Seconds(), list[bool]()
    qtbot.addWidget(host)
    first, second = QLineEdit(host), QLineEdit(host)
    idle = Idle(host, lambda: 5, now=seconds)
    idle.idle.connect(lambda: said.append(True))
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    first.setFocus()
    idle.watch(True)
    for field in (first, second):
        field.setFocus()
        seconds.at += 299
        QApplication.sendEvent(field, QInputMethodEvent("nihao", []))
        seconds.at += 299
        idle.look()
    assert said == []
    first.setFocus()
    seconds.at += 1
    idle.look()
    assert said == [True], "where the focus goes by itself nobody works"
