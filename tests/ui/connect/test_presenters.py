"""Connecting and moving without a view: what is told, kept and chosen, in which order."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.domain.errors import DeskError
from desktop.server_address import Diagnosis
from desktop.snapshots import Moved
from ui.background import Lanes
from ui.screens.connect.moving import Mover
from ui.screens.connect.ports import Cancelled, Report, ServerDoors
from ui.screens.connect.presenter import Connect, Verdict
from ui.screens.connect.typed import Typed, address_of

TYPED = Typed("db1", "yimen", "desk", "geheim", "require")
ADDRESS = address_of(TYPED)
FOUND = Diagnosis(True, "15.14", ("QC",))
MOVED = Moved(("QC",), 100, 40, 10, 5, 5, 7, 0.5)


@dataclass
class Kept:
    """Passwords in memory, behind a passphrase where there is one."""

    passphrase: str = ""
    locked: bool = False
    kept: dict[str, str] = field(default_factory=dict)
    full: bool = False

    @property
    def kind(self) -> str:
        """Return which kind it is."""
        return "file" if self.passphrase or self.locked else "keyring"

    @property
    def new(self) -> bool:
        """Say whether the passphrase is still to be chosen."""
        return self.locked and not self.passphrase

    def unlock(self, passphrase: str) -> None:
        """Open it."""
        if self.passphrase and passphrase != self.passphrase:
            raise DeskError("passphrase_wrong")
        self.locked = False

    def get(self, address: str) -> str | None:
        """Return what is kept."""
        assert not self.locked
        return self.kept.get(address)

    def put(self, address: str, password: str) -> None:
        """Keep one."""
        assert not self.locked
        if self.full:
            raise OSError(28, "no space")
        self.kept[address] = password


@dataclass
class Server:
    """Answers as it was told to, and remembers what it was asked."""

    found: Diagnosis = FOUND
    asked: list[str] = field(default_factory=list)
    go_on: threading.Event = field(default_factory=threading.Event)
    refusal: DeskError | None = None

    def diagnose(self, url: str) -> Diagnosis:
        """Say what was found."""
        self.asked.append(url)
        return self.found

    def move(self, source: str, target: str, report: Report, cancelled: Cancelled) -> Moved | None:
        """Move, once somebody lets it."""
        self.asked.append(target)
        report(1, 2)
        self.go_on.wait(5)
        if self.refusal is not None:
            raise self.refusal
        return None if cancelled() else MOVED


@dataclass
class Desk:
    """A presenter with what it stands on, and what it told."""

    connect: Connect
    server: Server
    kept: Kept
    told: list[Verdict]
    chosen: list[str]
    problems: list[DeskError | None]
    busy: list[bool]


@pytest.fixture
def desk(qtbot: QtBot, lanes: Lanes) -> Iterator[Desk]:
    """A presenter at rest."""
    server, kept = Server(), Kept()
    connect = Connect(lanes, ServerDoors(server.diagnose, kept, server.move))
    made = Desk(connect, server, kept, [], [], [], [])
    connect.told.connect(made.told.append)
    connect.chosen.connect(made.chosen.append)
    connect.problem.connect(made.problems.append)
    connect.busy.connect(made.busy.append)
    yield made
    connect.deleteLater()


def test_a_test_tells_what_was_found_and_keeps_nothing(desk: Desk, qtbot: QtBot) -> None:
    with qtbot.waitSignal(desk.connect.told):
        desk.connect.test(TYPED)
    assert desk.told == [Verdict(FOUND)]
    assert desk.server.asked == ["postgresql://desk:geheim@db1/yimen?sslmode=require"]
    assert desk.kept.kept == {}
    assert desk.chosen == []
    assert desk.busy == [True, False]


def test_using_keeps_the_password_and_chooses_the_address_without_it(
    desk: Desk, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(desk.connect.chosen):
        desk.connect.use(TYPED)
    assert desk.chosen == [ADDRESS]
    assert desk.kept.kept == {ADDRESS: "geheim"}
    assert "geheim" not in desk.chosen[0]


def test_a_kept_password_is_used_where_none_was_typed(desk: Desk, qtbot: QtBot) -> None:
    desk.kept.kept[ADDRESS] = "kept"
    with qtbot.waitSignal(desk.connect.chosen):
        desk.connect.use(Typed("db1", "yimen", "desk", "", "require"))
    assert ":kept@" in desk.server.asked[0]
    assert desk.kept.kept == {ADDRESS: "kept"}


def test_a_server_that_will_not_do_is_not_used(desk: Desk, qtbot: QtBot) -> None:
    desk.server.found = Diagnosis(False, code="password_wrong", values={"person": "desk"})
    with qtbot.waitSignal(desk.connect.told):
        desk.connect.use(TYPED)
    assert desk.chosen == []
    assert desk.kept.kept == {}


def test_a_faulty_form_asks_nobody(desk: Desk) -> None:
    desk.connect.test(Typed("db1:x", "yimen", "desk"))
    (problem,) = desk.problems
    assert problem is not None
    assert problem.values["field"] == "hosts"
    assert desk.server.asked == []
    assert desk.busy == []


def test_a_locked_file_wants_its_passphrase_first(desk: Desk, qtbot: QtBot) -> None:
    desk.kept.locked, desk.kept.passphrase = True, "a long one"
    with qtbot.waitSignal(desk.connect.passphrase_wanted) as wanted:
        desk.connect.use(TYPED)
    assert wanted.args == [False]
    with qtbot.waitSignal(desk.connect.told):
        desk.connect.unlock("a wrong one")
    (verdict,) = desk.told
    assert verdict.error is not None
    assert verdict.error.code == "passphrase_wrong"
    with qtbot.waitSignal(desk.connect.chosen):
        desk.connect.unlock("a long one")
    assert desk.kept.kept == {ADDRESS: "geheim"}


def test_a_new_file_has_its_passphrase_chosen(desk: Desk, qtbot: QtBot) -> None:
    desk.kept.locked = True
    with qtbot.waitSignal(desk.connect.passphrase_wanted) as wanted:
        desk.connect.use(TYPED)
    assert wanted.args == [True]


def test_a_password_that_cannot_be_kept_is_said(desk: Desk, qtbot: QtBot) -> None:
    desk.kept.full = True
    with qtbot.waitSignal(desk.connect.told):
        desk.connect.use(TYPED)
    assert desk.told[0].error is not None
    assert desk.told[0].error.code == "not_kept"
    assert desk.chosen == []


def test_giving_up_is_said_at_once_and_the_late_answer_dropped(desk: Desk, qtbot: QtBot) -> None:
    desk.connect.test(TYPED)
    desk.connect.stop()
    assert desk.told == [Verdict(stopped=True)]
    with qtbot.waitSignal(desk.connect.told):
        desk.connect.test(TYPED)
    assert desk.told[1:] == [Verdict(FOUND)]


@pytest.fixture
def mover(qtbot: QtBot, lanes: Lanes) -> Iterator[tuple[Mover, Server]]:
    """A mover, and the server it moves to."""
    server, parent = Server(), QObject()
    doors = ServerDoors(server.diagnose, Kept(), server.move)
    yield Mover(lanes, doors, "desk.db", parent), server
    server.go_on.set()
    parent.deleteLater()


def test_a_move_reports_and_tells_its_counts(mover: tuple[Mover, Server], qtbot: QtBot) -> None:
    moving, server = mover
    with qtbot.waitSignal(moving.step) as step:
        moving.begin(TYPED)
    assert (step.args[0].done, step.args[0].total) == (1, 2)
    moving.begin(TYPED)  # a second press
    with qtbot.waitSignal(moving.moved) as moved:
        server.go_on.set()
    assert moved.args == [MOVED]
    assert server.asked == ["postgresql://desk:geheim@db1/yimen?sslmode=require"]


def test_a_stopped_move_is_told_once_it_has_ended(
    mover: tuple[Mover, Server], qtbot: QtBot
) -> None:
    moving, server = mover
    with qtbot.waitSignal(moving.step):
        moving.begin(TYPED)
    moving.stop()
    assert moving.running
    with qtbot.waitSignal(moving.stopped):
        server.go_on.set()
    assert not moving.running


def test_a_refused_move_may_be_tried_again(mover: tuple[Mover, Server], qtbot: QtBot) -> None:
    moving, server = mover
    server.refusal = DeskError("target_filled", sites=["QC"])
    server.go_on.set()
    with qtbot.waitSignal(moving.refused) as refused:
        moving.begin(TYPED)
    assert refused.args[0].code == "target_filled"
    server.refusal = None
    with qtbot.waitSignal(moving.moved):
        moving.begin(TYPED)
