"""The watch on the link, and what it does to commands, reads and messages."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.domain.errors import DeskError
from desktop.link import Link
from ui.background import Lanes
from ui.commands import Command, CommandButton, Commands, Needs
from ui.connection import Connection, LinkWatch
from ui.language import Language
from ui.messages import Messages


class Seconds:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Ear(QObject):
    """Notes what a read gave."""

    def __init__(self) -> None:
        super().__init__()
        self.got: list[object] = []
        self.refused: list[str] = []

    @Slot(object)
    def take(self, value: object) -> None:
        self.got.append(value)

    @Slot(object)
    def refuse(self, error: DeskError) -> None:
        self.refused.append(error.code)


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def watch(qapp: object, seconds: Seconds) -> Iterator[LinkWatch]:
    made = LinkWatch()
    made.follow(Link(seconds))
    yield made
    made.stop()


def test_a_local_database_is_never_away(qapp: object) -> None:
    watch = LinkWatch()
    watch.follow(Link(local=True))
    assert watch.state is Connection.LOCAL
    assert watch.state.answers


def test_each_state_is_told_once_and_the_way_back_too(watch: LinkWatch, seconds: Seconds) -> None:
    told: list[Connection] = []
    back: list[bool] = []
    watch.changed.connect(told.append)
    watch.back.connect(lambda: back.append(True))
    for at in (0.0, 3.5, 4.0, 8.0, 9.0):
        seconds.now = at
        watch.look()
    assert told == [Connection.SUSPECT, Connection.AWAY]
    seconds.now = 0.0
    watch.look()
    watch.look()
    assert told[-1] is Connection.ONLINE
    assert back == [True]


def test_a_silence_that_ends_in_time_is_no_way_back(watch: LinkWatch, seconds: Seconds) -> None:
    back: list[bool] = []
    watch.back.connect(lambda: back.append(True))
    for at in (4.0, 0.0):
        seconds.now = at
        watch.look()
    assert not back


def away(fails: list[bool]) -> Callable[[], str]:
    """Return a read that finds nobody as long as something stands in `fails`."""

    def read() -> str:
        if fails:
            fails.pop()
            raise DeskError("database_away")
        return "read"

    return read


def test_a_patient_read_waits_instead_of_failing(qtbot: QtBot, lanes: Lanes) -> None:
    ear = Ear()
    lanes.database.be_patient()
    lanes.database.submit(away([True]), ear.take, ear.refuse, key="k")
    lanes.database.submit(lambda: "next", ear.take, ear.refuse)
    qtbot.waitUntil(lambda: ear.got == ["next"])
    lanes.database.resume()
    qtbot.waitUntil(lambda: ear.got == ["next", "read"])
    assert not ear.refused


def test_while_held_only_the_newest_read_of_a_key_waits(qtbot: QtBot, lanes: Lanes) -> None:
    ear = Ear()
    ran: list[str] = []
    lanes.database.be_patient()
    lanes.database.hold()
    for name in ("first", "second", "third"):
        lanes.database.submit(partial(ran.append, name), ear.take, ear.refuse, key="k")
    lanes.database.submit(lambda: "write", ear.take, ear.refuse)
    qtbot.waitUntil(lambda: ear.got == ["write"])
    assert not ran
    lanes.database.resume()
    qtbot.waitUntil(lambda: ran == ["third"])


def test_an_impatient_lane_and_a_write_fail_at_once(qtbot: QtBot, lanes: Lanes) -> None:
    ear = Ear()
    lanes.database.submit(away([True]), ear.take, ear.refuse, key="k")
    qtbot.waitUntil(lambda: ear.refused == ["database_away"])
    lanes.database.be_patient()
    lanes.database.submit(away([True]), ear.take, ear.refuse)
    qtbot.waitUntil(lambda: len(ear.refused) == 2)


def test_closing_drops_what_waits(qapp: object) -> None:
    made = Lanes()
    ear = Ear()
    made.database.be_patient()
    made.database.hold()
    held = made.database.submit(lambda: "never", ear.take, ear.refuse, key="k")
    gate = threading.Event()
    made.database.submit(gate.set, ear.take, ear.refuse)
    assert gate.wait(5)
    made.close()
    assert held.cancelled
    made.deleteLater()


@pytest.fixture
def host(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


def sleeps(button: CommandButton) -> bool:
    """Say whether a button only says why nothing is done."""
    return button.asleep


def shown(messages: Messages) -> int:
    """Return how many toasts there are."""
    return len(messages.toasts.shown)


def test_what_is_held_back_says_why_and_keeps_the_focus(
    qtbot: QtBot, host: QWidget, language: Language
) -> None:
    commands = Commands(host, language)
    ran: list[str] = []
    why: list[str] = []
    commands.held.connect(why.append)
    commands.add(
        Command("a.write", "frame.keys", "F5", needs=Needs.DESK), lambda: ran.append("write")
    )
    commands.add(
        Command("a.keep", "frame.quit", "F8", needs=Needs.INTENT), lambda: ran.append("keep")
    )
    button = CommandButton(commands, "a.write", host, primary=True)
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    button.setFocus()
    commands.hold_back({Needs.DESK}, "away for now")
    assert sleeps(button)
    assert button.hasFocus()
    assert "away for now" in button.toolTip()
    assert "away for now" in button.accessibleDescription()
    QTest.keyClick(button, Qt.Key.Key_F5)
    QTest.keyClick(button, Qt.Key.Key_Space)
    QTest.keyClick(button, Qt.Key.Key_F8)
    assert why == ["away for now"] * 2
    assert ran == ["keep"]
    assert commands.holds("a.write")
    button.grab()
    commands.hold_back(())
    assert not sleeps(button)
    QTest.keyClick(button, Qt.Key.Key_F5)
    assert ran == ["keep", "write"]


def test_the_same_words_stand_there_once_and_unread_ones_not_at_all_while_away(
    host: QWidget, language: Language
) -> None:
    messages = Messages(host, language)
    for _ in range(5):
        messages.refused(DeskError("database_away"))
    assert shown(messages) == 1
    messages.toasts.clear()
    messages.away = lambda: True
    messages.unread(DeskError("database_away"))
    assert shown(messages) == 0
    messages.away = lambda: False
    messages.unread(DeskError("database_away"))
    assert shown(messages) == 1
