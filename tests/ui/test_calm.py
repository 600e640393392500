"""What a start tells of the run before, and of a clock that is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.desk import new_command
from desktop.domain.errors import DeskError
from desktop.outbox import Kept, Outbox, Settled
from desktop.requests import IssueTicket
from desktop.snapshots import IssueAnswer
from tests.journeys.centre import Centre, Workplace
from tests.journeys.conftest import made_centre
from tests.journeys.far import FarStore
from ui.connection import Connection

__all__ = ["made_centre"]

Start = Callable[[], Workplace]


@pytest.fixture
def far(made_centre: Path, tmp_path: Path) -> Iterator[Centre]:
    """A centre on another machine."""
    store = FarStore(Path(shutil.copy(made_centre, tmp_path / "far.db")))
    made = Centre(store, Outbox(tmp_path / "outbox"))
    made.at("09:00")
    yield made
    made.close()


@pytest.fixture
def start(qapp: QApplication, far: Centre) -> Iterator[Start]:
    """A program that starts when told."""
    places: list[Workplace] = []

    def begin() -> Workplace:
        qapp.setStyle("Fusion")
        places.append(Workplace(qapp, far))
        places[0].calm.begin()
        return places[0]

    yield begin
    for place in places:
        place.close()


def left_in_flight(far: Centre, folder: Path, verb: str, command: str) -> None:
    """Leave a command in flight as a program that was killed does."""
    outbox = Outbox(folder / "outbox")
    with far.store.look("CQ") as reads:
        journal = reads.feed_hash_at(1)
    assert journal is not None
    outbox.open(journal)
    outbox.mark(Kept(command, verb, "WM", far.clock.now()))
    outbox.close()


def test_a_number_that_was_issued_before_the_end_offers_its_slip(
    far: Centre, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    other = Centre(FarStore(tmp_path / "far.db"))
    other.at("09:00")
    command = new_command()
    made = other.desk.do(IssueTicket(items=("CF-02",)), command, staff="WM")
    assert isinstance(made, IssueAnswer)
    left_in_flight(far, tmp_path, "reception.issue", command)
    other.close()
    place = start()
    qtbot.waitUntil(lambda: bool(place.notes))
    assert "F001 已经取号" in place.notes[0]
    (toast,) = place.shell.messages.toasts.shown
    assert toast.buttons[0].text() == "打印"
    toast.buttons[0].click()
    assert place.papers.printed == [paper.id for paper in made.papers]


def test_what_did_not_arrive_is_said_to_have_done_nothing(
    far: Centre, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    left_in_flight(far, tmp_path, "counter.finish", new_command())
    place = start()
    qtbot.waitUntil(lambda: bool(place.notes))
    assert "“办结”没有送到数据库，什么也没有改变" in place.notes[0]
    assert place.papers.printed == []


def test_what_the_start_could_not_ask_about_is_asked_when_the_database_is_back(
    far: Centre, start: Start, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    settle = far.desk.settle_flights

    def settling() -> tuple[Settled, ...]:
        try:
            return settle()
        except DeskError as error:
            asked.append(error.code)
            raise

    monkeypatch.setattr(far.desk, "settle_flights", settling)
    left_in_flight(far, tmp_path, "counter.finish", new_command())
    far.desk.site()
    assert isinstance(far.store, FarStore)
    far.store.cut()
    place = start()
    qtbot.waitUntil(lambda: asked == ["database_away"])
    assert place.calm.watch.state is Connection.AWAY
    far.store.mend()
    words = "“办结”没有送到数据库，什么也没有改变"
    qtbot.waitUntil(lambda: any(words in note for note in place.notes))


def test_what_was_kept_by_the_run_before_is_sent_at_the_start(
    far: Centre, start: Start, qtbot: QtBot
) -> None:
    far.desk.site()
    far.desk.keep(IssueTicket(items=("CF-02",)), new_command(), "WM", "")
    place = start()
    qtbot.waitUntil(lambda: bool(place.notes))
    assert "取号已发送到中心" in place.notes[0]
    assert far.desk.kept() == ()
    assert len(place.papers.printed) == 1


@pytest.mark.parametrize(
    ("off", "words"),
    [
        (23 * 3600 + 58 * 60, "比中心快 23 小时 58 分"),
        (-86400 - 7200, "比中心慢 1 天 2 小时"),
        (95, "比中心快 1 分 35 秒"),
        (0, ""),
    ],
)
def test_a_wrong_clock_is_said_and_goes_when_it_is_right(
    start: Start, off: int, words: str
) -> None:
    place = start()
    banner = place.shell.window.clock_banner
    place.calm.presence.clock.emit(off)
    assert words in banner.words
    assert (banner.words == "") is (off == 0)
    place.calm.presence.clock.emit(0)
    assert banner.words == ""
