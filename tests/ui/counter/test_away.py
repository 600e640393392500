"""The counter while the database is away: what may be ended, what waits, what is sent once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.outbox import Kept, Outbox
from desktop.requests import FinishStop
from tests.journeys.centre import ZONE, Centre, Workplace
from tests.journeys.far import FarStore
from tests.journeys.keys import CTRL
from tests.ui.counter.stand import Key, Stand
from ui.connection import Connection
from ui.screens.counter.facts import Moment, Phase

LEAVES_WITHIN = 5.0  # seconds, of the sixty for which an answer is asked about


class Away(Stand):
    """Counter 3 of a centre whose database is on another machine."""

    store: FarStore

    def sees(self, state: Connection) -> None:
        """Wait until the screen knows how the database answers."""
        self.qtbot.waitUntil(lambda: self.place.calm.watch.state is state, timeout=5000)

    def cut(self) -> None:
        """Lose the database."""
        self.store.cut()
        self.sees(Connection.AWAY)

    def mend(self) -> None:
        """Have it back."""
        self.store.mend()
        self.sees(Connection.ONLINE)

    @property
    def moment(self) -> Moment:
        """Return the counter's moment."""
        assert self.shown.moment is not None
        return self.shown.moment

    @property
    def pill(self) -> str:
        """Return what the connection pill says."""
        return self.place.shell.window.bar.connection.text

    @property
    def banner(self) -> str:
        """Return what the banner says."""
        return self.place.shell.window.banner.words

    def finishes(self) -> int:
        """Return how often a stop was finished, by the journal."""
        with self.store.look("CQ") as reads:
            return sum(row.kind == "ticket.stop_ended" for row in reads.feed(0, 1000))


class Disk(Outbox):
    """An outbox whose disk can be full."""

    full = False

    def keep(self, kept: Kept) -> None:
        """Keep, if there is room."""
        if self.full:
            raise OSError("no space left")
        super().keep(kept)


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    """This PC's outbox."""
    return Disk(tmp_path / "outbox")


@pytest.fixture
def far(disk: Disk, made_centre: Path, tmp_path: Path) -> Iterator[Centre]:
    """The centre of the journeys, reached over a link."""
    store = FarStore(Path(shutil.copy(made_centre, tmp_path / "far.db")))
    made = Centre(store, disk)
    made.at("09:00")
    yield made
    made.close()


@pytest.fixture
def stand(qapp: QApplication, qtbot: QtBot, far: Centre) -> Iterator[Away]:
    """Counter 3, open, its ticket F001 being served."""
    qapp.setStyle("Fusion")
    place = Workplace(qapp, far, "WM", counter="3")
    far.open(3, "WM")
    place.calm.show_zone(ZONE.key)
    place.calm.begin()
    made = Away(qtbot, far, place)
    assert isinstance(far.store, FarStore)
    made.store = far.store
    made.until_phase(Phase.FREE)
    yield made
    made.store.mend()
    place.close()


def serving(stand: Away) -> None:
    """Serve F001."""
    stand.centre.issue("CF-02")
    stand.call_and_start()


def test_what_is_served_is_finished_while_away_and_sent_once(stand: Away) -> None:
    serving(stand)
    stand.press(Key.Key_1)
    stand.cut()
    assert "连接已断开" in stand.banner
    assert "画面停在 08:59" in stand.banner
    stand.press(Key.Key_F8)
    stand.until_phase(Phase.KEPT)
    stand.qtbot.waitUntil(lambda: bool(stand.centre.desk.kept()))
    assert stand.view.after.title.text() == "F001 已在本机办结"
    assert "1 项待发送" in stand.pill
    assert stand.place.papers.printed == []
    assert stand.view.at_counter.badge.text == "已办结 · 待发送"
    stand.press(Key.Key_F5)
    assert any("连接已断开，什么也没有改变" in note for note in stand.place.notes)
    assert stand.shown.phase is Phase.KEPT
    stand.mend()
    stand.until_phase(Phase.FREE)
    assert "F001" in stand.view.after.title.text()
    assert stand.shown.finished is not None
    file = stand.case(stand.shown.finished.cases[0].number)
    assert file.case.state == "resolved"
    assert stand.place.papers.printed == [paper.id for paper in file.papers]
    assert stand.centre.desk.kept() == ()
    assert stand.finishes() == 1
    assert stand.banner == ""
    assert any("F001 已办结" in note for note in stand.place.notes), "and can be taken back"
    stand.press(Key.Key_Z, CTRL)
    stand.press(Key.Key_Return)
    stand.until_phase(Phase.SERVING)


def test_nobody_is_asked_to_call_while_the_database_is_away(stand: Away) -> None:
    stand.centre.issue("CF-02")
    stand.qtbot.waitUntil(lambda: bool(stand.moment.queue))
    middle, line = stand.view.after.empty, stand.view.queue.hint
    assert middle.accessibleName() == "可以呼叫下一位"
    assert line.isVisible()
    stand.cut()
    stand.qtbot.waitUntil(lambda: middle.accessibleName() == "连接恢复后再叫号")
    assert middle.focusProxy() is None  # no button that could only refuse
    assert not line.isVisible()
    stand.mend()
    stand.qtbot.waitUntil(lambda: middle.accessibleName() == "可以呼叫下一位")
    assert line.isVisible()


def test_a_finish_in_flight_when_the_cable_is_pulled_is_done_once(
    stand: Away, caplog: pytest.LogCaptureFixture
) -> None:
    """The command was done, its answer was lost: kept under its id, it is not done twice.

    The lane goes on asking what became of it; the person goes on at once.
    """
    serving(stand)
    stand.press(Key.Key_1)
    stand.store.lose_answers = 1
    stand.press(Key.Key_F8)
    stand.qtbot.waitUntil(lambda: not stand.store.lose_answers)
    assert stand.shown.busy
    stand.cut()
    stand.until_phase(Phase.KEPT)
    stand.qtbot.waitUntil(lambda: len(stand.centre.desk.kept()) == 1)
    assert stand.place.papers.printed == []
    stand.mend()
    stand.until_phase(Phase.FREE)
    stand.qtbot.waitUntil(lambda: stand.centre.desk.kept() == ())
    stand.qtbot.waitUntil(lambda: len(stand.place.papers.printed) == 1)
    assert stand.finishes() == 1


def test_calling_is_refused_with_a_sentence_and_the_focus_stays(stand: Away) -> None:
    stand.centre.issue("CF-02")
    stand.until_waiting(1)
    before = QApplication.focusWidget()
    stand.cut()
    assert stand.view.keys["counter.call_next"].asleep
    assert QApplication.focusWidget() is before
    stand.press(Key.Key_F5)
    assert any("连接已断开，什么也没有改变" in note for note in stand.place.notes)
    stand.press(Key.Key_F5)
    assert len(stand.place.notes) == 1
    assert stand.shown.phase is Phase.FREE
    stand.mend()
    stand.press(Key.Key_F5)
    stand.until_phase(Phase.CALLED)


def test_a_silence_is_told_as_a_check_and_passes_without_a_word(stand: Away) -> None:
    stand.store.doubt()
    stand.sees(Connection.SUSPECT)
    assert stand.pill == "正在确认连接…"
    assert stand.banner == ""
    assert "正在确认连接" in stand.view.keys["counter.call_next"].toolTip()
    stand.mend()
    assert not stand.view.keys["counter.call_next"].asleep
    assert stand.place.notes == []


def test_no_storm_of_messages_while_away(stand: Away) -> None:
    serving(stand)
    stand.store.silence()
    stand.screen.presenter.follower.refresh()
    stand.cut()
    for _ in range(5):
        stand.screen.presenter.follower.refresh()
    assert stand.place.notes == []
    assert stand.shown.problem is None
    assert stand.shown.phase is Phase.SERVING


def test_a_called_one_is_missed_while_away(stand: Away) -> None:
    stand.centre.issue("CF-02")
    stand.press(Key.Key_F5)
    stand.until_phase(Phase.CALLED)
    for _ in range(2):
        stand.press(Key.Key_F6)
        stand.until_phase(Phase.CALLED)
    stand.cut()
    stand.press(Key.Key_F9)
    stand.until_phase(Phase.KEPT)
    stand.qtbot.waitUntil(lambda: bool(stand.centre.desk.kept()))
    assert "已在本机过号" in stand.view.after.title.text()
    stand.mend()
    stand.until_phase(Phase.FREE)
    stand.until(lambda: len(stand.shown.missed) == 1)


def test_one_called_too_seldom_is_not_missed_while_away(stand: Away) -> None:
    stand.centre.issue("CF-02")
    stand.press(Key.Key_F5)
    stand.until_phase(Phase.CALLED)
    stand.cut()
    stand.press(Key.Key_F9)
    stand.until(lambda: "满 3 次才能过号" in stand.view.at_counter.saying.text())
    assert stand.shown.phase is Phase.CALLED
    assert stand.centre.desk.kept() == ()
    stand.mend()
    stand.until_phase(Phase.CALLED)


def test_what_somebody_else_ended_meanwhile_is_told_calmly(stand: Away, tmp_path: Path) -> None:
    serving(stand)
    stand.press(Key.Key_1)
    ticket = stand.moment.ticket
    assert ticket is not None
    stand.cut()
    stand.press(Key.Key_F8)
    stand.until_phase(Phase.KEPT)
    stand.qtbot.waitUntil(lambda: bool(stand.centre.desk.kept()))
    other = Centre(FarStore(tmp_path / "far.db"))
    other.at("09:05")
    other.do(FinishStop(3), "WM")
    other.close()
    stand.mend()
    stand.until_phase(Phase.FREE)
    stand.qtbot.waitUntil(lambda: any("没有生效" in note for note in stand.place.notes))
    assert any("F001 现在" in note for note in stand.place.notes)
    assert stand.finishes() == 1
    assert stand.place.papers.printed == []


def test_drafts_survive_the_time_away(stand: Away) -> None:
    serving(stand)
    stand.press(Key.Key_5)
    stand.type("不在受理范围")
    stand.cut()
    stand.type("，已说明")
    stand.mend()
    stand.until_phase(Phase.SERVING)
    assert stand.shown.draft(stand.moment.cases[0]).note == "不在受理范围，已说明"


def test_leaving_waits_for_no_answer_that_the_next_start_can_ask_for(
    stand: Away, caplog: pytest.LogCaptureFixture
) -> None:
    serving(stand)
    stand.store.lose_answers = 1
    stand.press(Key.Key_F11)
    stand.qtbot.waitUntil(stand.view.bars.hold.isVisible)
    stand.press(Key.Key_Return)
    stand.qtbot.waitUntil(lambda: not stand.store.lose_answers)
    began = monotonic()
    stand.place.shell.window.leaving.connect(stand.place.calm.leave)
    stand.place.shell.window.close()
    assert monotonic() - began < LEAVES_WITHIN
    assert not stand.place.shell.window.isVisible()
    stand.store.mend()
    (left,) = stand.centre.desk.settle_flights()
    assert (left.kept.verb, left.done) == ("counter.hold", True)


def test_what_others_did_meanwhile_is_there_after_the_time_away(
    stand: Away, tmp_path: Path
) -> None:
    stand.cut()
    other = Centre(FarStore(tmp_path / "far.db"))
    other.at("09:05")
    other.issue("CF-02")
    other.close()
    assert len(stand.moment.queue) == 0
    stand.mend()
    stand.until_waiting(1)
    assert any("连接已恢复" in note for note in stand.place.notes)


def test_what_cannot_be_kept_is_said_and_stays_as_it_was(
    stand: Away, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    serving(stand)
    stand.press(Key.Key_1)
    stand.cut()
    disk.full = True
    stand.press(Key.Key_F8)
    stand.qtbot.waitUntil(lambda: any("没能" in note for note in stand.place.notes))
    assert stand.shown.phase is Phase.SERVING
    assert stand.place.calm.sending.waiting == 0
    disk.full = False
    stand.press(Key.Key_F8)
    stand.until_phase(Phase.KEPT)
    stand.qtbot.waitUntil(lambda: len(stand.centre.desk.kept()) == 1)
    stand.mend()
    stand.until_phase(Phase.FREE)
    assert stand.finishes() == 1


def test_a_pc_that_was_taken_for_lost_is_told_when_it_is_back(stand: Away) -> None:
    serving(stand)
    stand.qtbot.waitUntil(lambda: not stand.place.calm.presence._pending)
    stand.cut()
    stand.centre.at("09:05")
    stand.mend()
    stand.qtbot.waitUntil(lambda: any("曾被视为掉线" in note for note in stand.place.notes))
    assert any("3 号柜台" in note for note in stand.place.notes)
