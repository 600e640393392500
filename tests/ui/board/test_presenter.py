"""What the board hears: every call and recall, from whichever program, in its order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from db.store import SqlStore
from desktop.clock import RealClock
from desktop.desk import Desk, Particulars
from desktop.link import LinkState
from desktop.requests import (
    CallNext,
    Contact,
    CounterFields,
    FinishStop,
    Outcome,
    Priority,
    Recall,
    SetUpSite,
    StartService,
)
from desktop.voice.ports import Call
from tests.journeys.centre import Centre
from tests.ui.board.stand import Seconds
from ui.background import Lanes
from ui.connection import LinkWatch
from ui.live import Live
from ui.screens.board.presenter import BoardPresenter
from ui.screens.board.reading import read


class Line:
    """A link that is as it is said to be."""

    def __init__(self) -> None:
        self.now = LinkState.ONLINE

    def state(self) -> LinkState:
        """Return what was said."""
        return self.now

    def silent_for(self) -> float:
        """Return no time."""
        return 0.0


class Board:
    """A presenter on a real centre, and what it said to call."""

    def __init__(self, centre: Centre, lanes: Lanes) -> None:
        self.centre, self.owner, self.seconds, self.line = centre, QObject(), Seconds(), Line()
        self.live, self.watch = Live(self.owner), LinkWatch(self.owner)
        self.watch.follow(self.line)
        self.stop_hearing = centre.desk.bus.listen(self.live.receive)
        self.presenter = BoardPresenter(
            centre.desk, lanes, self.live, self.watch, self.owner, seconds=self.seconds
        )
        self.spoken: list[Call] = []
        self.presenter.called.connect(self.spoken.append)

    def shown(self) -> list[tuple[str, int]]:
        """Return the calls on the board."""
        calls = (row.line.call for row in self.presenter.facts.rows)
        return [(call.label, call.counter) for call in calls]

    def close(self) -> None:
        """End it."""
        self.stop_hearing()
        self.watch.stop()
        self.presenter.stop()


@pytest.fixture
def board(centre: Centre, lanes: Lanes) -> Iterator[Board]:
    centre.open(1, "WM")
    centre.open(3, "CL")
    made = Board(centre, lanes)
    yield made
    made.close()


def begun(board: Board, qtbot: QtBot) -> Board:
    """Begin, and wait until the board was read."""
    board.presenter.begin()
    qtbot.waitUntil(lambda: board.presenter.facts.ready)
    return board


def test_what_was_called_before_is_shown_and_not_spoken(board: Board, qtbot: QtBot) -> None:
    board.centre.issue("CF-01")
    board.centre.do(CallNext(3))
    begun(board, qtbot)
    assert board.shown() == [("F001", 3)]
    assert board.spoken == []
    assert not board.presenter.facts.rows[0].bright
    assert not board.presenter.facts.demo


def test_a_centre_at_which_nothing_is_real_is_known(tmp_path: Path) -> None:
    desk = Desk(SqlStore(tmp_path / "demo.db"), RealClock(), Particulars())
    desk.do(SetUpSite("DEMO", "演示 · 服务中心", (CounterFields(1, ("CF",)),)))
    assert read(desk).demo
    desk.close()


def test_a_call_and_each_recall_are_shown_and_spoken(board: Board, qtbot: QtBot) -> None:
    begun(board, qtbot)
    board.centre.issue("CF-01")
    board.centre.do(CallNext(3))
    qtbot.waitUntil(lambda: board.spoken == [Call("F001", 3)])
    assert board.presenter.facts.rows[0].bright
    for _ in range(2):  # within one gathering
        board.centre.do(Recall(3))
    qtbot.waitUntil(lambda: board.spoken == [Call("F001", 3)] * 3)
    assert board.shown() == [("F001", 3)]


def test_many_calls_of_one_second_are_all_shown_and_spoken(board: Board, qtbot: QtBot) -> None:
    begun(board, qtbot)
    labels = [board.centre.issue("CF-01").ticket.label for _ in range(9)]
    for _ in labels:
        board.centre.do(CallNext(3))
        board.centre.do(StartService(3))
        board.centre.finish(3)
    qtbot.waitUntil(lambda: len(board.spoken) == 9)
    assert [call.label for call in board.spoken] == labels
    assert [label for label, _ in board.shown()] == labels[5::-1]
    board.seconds.now += 8
    board.presenter.tick()
    assert [label for label, _ in board.shown()] == labels[:2:-1]


def test_who_is_next_follows(board: Board, qtbot: QtBot) -> None:
    begun(board, qtbot)
    for _ in range(4):
        board.centre.issue("CF-01")
    qtbot.waitUntil(
        lambda: (
            {"CF": ("F001", "F002", "F003")}.items()
            <= {one.window: one.labels for one in board.presenter.facts.following}.items()
        )
    )


def test_a_closed_board_is_silent(board: Board, qtbot: QtBot) -> None:
    begun(board, qtbot)
    board.presenter.stop()
    board.centre.issue("CF-01")
    board.centre.do(CallNext(3))
    begun(board, qtbot)
    qtbot.waitUntil(lambda: board.shown() == [("F001", 3)])
    assert board.spoken == []


def test_while_away_nothing_is_current_and_afterwards_calls_are_caught_up(
    board: Board, qtbot: QtBot
) -> None:
    begun(board, qtbot)
    board.line.now = LinkState.AWAY
    board.watch.look()
    assert board.presenter.facts.away
    board.centre.issue("CF-01")
    board.centre.do(CallNext(3))
    board.line.now = LinkState.ONLINE
    board.watch.look()
    qtbot.waitUntil(lambda: board.spoken == [Call("F001", 3)])
    assert not board.presenter.facts.away


def test_a_call_of_long_ago_is_not_spoken_when_it_is_seen_late(board: Board, qtbot: QtBot) -> None:
    begun(board, qtbot)
    board.stop_hearing()
    board.centre.issue("CF-01")
    board.centre.do(CallNext(3))
    board.centre.at("08:40")
    board.presenter.look()
    qtbot.waitUntil(lambda: board.shown() == [("F001", 3)])
    assert board.spoken == []


def test_nobodys_name_reaches_the_board(board: Board, qtbot: QtBot) -> None:
    """Names, companies, notes and reasons everywhere: none is in what is shown or said."""
    begun(board, qtbot)
    secret = "绝密张三"
    ticket = board.centre.issue(
        "CF-01",
        company=f"{secret}有限公司",
        visitor=Contact(name=secret, phone="13812345678"),
        text=f"{secret}要办变更",
        priority=Priority("elderly", secret),
    )
    board.centre.do(CallNext(3))
    board.centre.do(StartService(3))
    outcomes = [Outcome(case.id, "accepted", note=secret) for case in ticket.cases]
    board.centre.do(FinishStop(3, tuple(outcomes)))
    qtbot.waitUntil(lambda: bool(board.spoken) and bool(board.shown()))
    facts = repr(board.presenter.facts) + repr(board.spoken)
    for private in (secret, "13812345678", "王敏", "陈立", "张三"):
        assert private not in facts
