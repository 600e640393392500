"""The public board: called at a counter, shown and spoken in the hall, closed by staff alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from desktop.requests import CallNext, FinishStop
from desktop.voice.ports import Call
from desktop.voice.speaker import LONG
from tests.desktop.voice.stand import Hall, Written
from tests.journeys.centre import Centre, Made, Workplace
from tests.journeys.keys import CTRL, Key, Keyboard
from tests.ui.board.stand import HALL, MAIN, Plugs
from ui.main_window import ScreenSpec
from ui.screens import counter as counter_screen
from ui.screens.board.board import Board
from ui.screens.board.monitors import AS_WINDOW
from ui.screens.board.place import BoardPlace
from ui.screens.board.view import BoardView
from ui.screens.context import Screen
from ui.theme import Scheme, tokens, tokens_of

Begun = Callable[..., "Stand"]


class Stand:
    """One PC with a board, two monitors and a loudspeaker that notes what it plays."""

    def __init__(self, work: Workplace, qtbot: QtBot, monitors: Plugs) -> None:
        self.work, self.monitors, self.hall = work, monitors, Hall()
        self.engine = Written()
        self.board = Board(work.context, monitors, self.hall, work.shell)
        self.board.make_engines = self._engines
        self.board.trouble.connect(work.shell.window.hall_banner.say)
        self.keys = Keyboard(qtbot)
        window = work.shell.window
        window.add_screen(
            ScreenSpec("counter", "frame.screen.counter", "mdi6.account-voice", self._counter)
        )
        with qtbot.waitActive(window):
            work.shell.show()
            window.activateWindow()

    @property
    def view(self) -> BoardView:
        """Return the board as the hall sees it."""
        assert self.board.window is not None
        return self.board.window.view

    @property
    def spoken(self) -> list[str]:
        """Return the labels that were spoken."""
        return ["".join(w.replace("yao", "1") for w in s.words[1:5]) for s in self.engine.said]

    def press(self, words: str) -> None:
        """Press the way on that a toast offers."""
        buttons = self.work.shell.window.findChildren(QAbstractButton)
        (button,) = (b for b in buttons if words in b.text() and b.isVisible())
        button.click()

    def close(self) -> None:
        """End the board before the frame."""
        self.board.close()

    def _counter(self) -> Screen:
        return counter_screen.create(self.work.context)

    def _engines(self, clips: str) -> tuple[Written, ...]:
        return (self.engine,)


@pytest.fixture
def begin(workplace: Made, qtbot: QtBot) -> Iterator[Begun]:
    """Give a maker of PCs with a board."""
    made: list[Stand] = []

    def make(*monitors: object, staff: str = "CL", **settings: str) -> Stand:
        plugs = Plugs(*(monitors or (MAIN, HALL)))  # type: ignore[arg-type]  # a test's monitors
        made.append(Stand(workplace(staff, **settings), qtbot, plugs))
        return made[-1]

    yield make
    for one in made:
        one.close()


def opened(stand: Stand) -> Stand:
    """Open the board with its key."""
    QTest.keyClick(stand.work.shell.window, Qt.Key.Key_B, CTRL)
    assert stand.board.window is not None
    stand.keys.until(lambda: stand.board.presenter.facts.ready)
    return stand


def seen(stand: Stand) -> bool:
    """Say whether the board is on a screen."""
    return stand.board.window is not None and stand.board.window.isVisible()


def test_called_at_the_counter_shown_and_spoken_in_the_hall(begin: Begun, centre: Centre) -> None:
    centre.open(3, "CL")
    centre.issue("CF-01", company="杭州大和热磁电子有限公司")
    stand = opened(begin(counter="3"))
    assert stand.board.window is not None
    assert stand.board.window.geometry() == HALL.place
    desk = stand.work.shell.window
    desk.activateWindow()
    stand.keys.until(desk.isActiveWindow)
    stand.keys.until(lambda: stand.work.shell.commands.action("counter.call_next").isEnabled())
    QTest.keyClick(desk, Key.Key_F5)
    stand.keys.until(lambda: len(stand.view.calls.rows) == 1)
    row = stand.view.calls.rows[0]
    assert (row.label, row.counter, row.letter, row.bright) == ("F001", "3号窗口", "F", True)
    stand.keys.until(lambda: stand.spoken == ["F001"])
    QTest.keyClick(desk, Key.Key_F6)
    stand.keys.until(lambda: stand.spoken == ["F001", "F001"])
    assert "大和" not in everything(stand.view)


def everything(view: BoardView) -> str:
    """Return every word that stands on the board or is read from it."""
    labels = (view.site, view.day, view.clock, view.notice)
    panels = (view, view.calls, view.following, view.away)
    return " ".join([label.text() for label in labels] + [p.accessibleName() for p in panels])


def test_several_calls_of_one_second_are_all_shown_and_spoken(begin: Begun, centre: Centre) -> None:
    stand = opened(begin())
    for number, staff in ((1, "WM"), (2, "LN"), (3, "CL"), (4, "ZQ")):
        centre.open(number, staff)
    for item in ("DQ-01", "GZ-01", "CF-01", "SZ-01"):
        centre.issue(item)
    for number in range(1, 5):
        centre.do(CallNext(number))
    stand.keys.until(lambda: len(stand.view.calls.rows) == 4)
    assert [row.label for row in stand.view.calls.rows] == ["E001", "F001", "C001", "A001"]
    stand.keys.until(lambda: stand.spoken == ["A001", "C001", "F001", "E001"])


def test_esc_asks_at_the_main_window_and_staff_decide(begin: Begun) -> None:
    stand = opened(begin())
    assert stand.board.window is not None
    QTest.keyClick(stand.board.window, Qt.Key.Key_Escape)
    stand.board.window.close()  # Alt+F4 asks as well
    assert seen(stand)
    assert any("要关闭大屏吗" in note for note in stand.work.notes)
    stand.press("关闭大屏")
    assert not seen(stand)
    assert stand.work.settings.get("board_open") == ""
    assert stand.work.shell.window.hall_banner.words == ""


def test_an_unplugged_monitor_takes_the_board_along_and_brings_it_back(begin: Begun) -> None:
    stand = opened(begin())
    window, banner = stand.board.window, stand.work.shell.window.hall_banner
    assert window is not None
    assert seen(stand)
    stand.monitors.plug(MAIN)
    assert not seen(stand), "it goes to no other screen"
    assert "HDMI-1" in banner.words
    assert stand.board.is_open
    stand.monitors.plug(MAIN, HALL)
    assert seen(stand)
    assert window.geometry() == HALL.place
    assert banner.words == ""


def test_it_stays_where_it_is_when_the_main_monitor_goes(begin: Begun) -> None:
    stand = opened(begin())
    stand.monitors.plug(replace(HALL, main=True))
    assert seen(stand)
    assert stand.work.shell.window.hall_banner.words == ""


def test_a_chosen_monitor_that_is_not_there_yet_is_waited_for(begin: Begun) -> None:
    stand = opened(begin(MAIN, board_monitor=HALL.key))
    assert not seen(stand)
    assert "HDMI-1" in stand.work.shell.window.hall_banner.words
    stand.work.settings.put("board_monitor", AS_WINDOW)
    stand.board.apply()
    assert seen(stand)
    assert stand.work.shell.window.hall_banner.words == ""


def test_without_sound_staff_are_told_and_visitors_never(begin: Begun, centre: Centre) -> None:
    centre.open(3, "CL")
    centre.issue("CF-01")
    stand = begin()
    stand.hall.deaf = True
    opened(stand)
    banner = stand.work.shell.window.hall_banner
    stand.keys.until(lambda: "声音设备" in banner.words)
    centre.do(CallNext(3))
    stand.keys.until(lambda: "未播报：F001" in banner.words)
    stand.keys.until(lambda: len(stand.view.calls.rows) == 1)
    assert "声音" not in everything(stand.view)
    stand.hall.deaf = False
    stand.board.try_out()
    stand.keys.until(lambda: banner.words == "")


def test_a_voice_far_behind_is_told(begin: Begun) -> None:
    stand = begin()
    stand.hall.held = True
    opened(stand)
    for number in range(LONG + 2):
        stand.board.speaker.say(Call(f"F{number:03d}", 3))
    banner = stand.work.shell.window.hall_banner
    stand.keys.until(lambda: "等待播报" in banner.words)
    for _ in range(LONG + 2):
        stand.hall.begun()
        stand.hall.heard()
    stand.keys.until(lambda: banner.words == "")


def test_a_silent_board_speaks_nothing(begin: Begun, centre: Centre) -> None:
    centre.open(3, "CL")
    centre.issue("CF-01")
    stand = opened(begin(voice="off", board_notice="16:30 停止取号", board_scheme="light"))
    assert stand.view.notice.text() == "16:30 停止取号"
    assert tokens_of(stand.view.calls.palette()) == tokens(Scheme.LIGHT)
    centre.do(CallNext(3))
    stand.keys.until(lambda: len(stand.view.calls.rows) == 1)
    assert stand.spoken == []


def test_it_comes_back_with_the_program(begin: Begun) -> None:
    stand = begin(board_open="on")
    stand.board.begin()
    assert seen(stand)
    stand.board.leave()
    assert not seen(stand)
    assert stand.work.settings.get("board_open") == "on"


def test_finishing_keeps_the_call_on_the_board(begin: Begun, centre: Centre) -> None:
    stand = opened(begin())
    centre.open(3, "CL")
    centre.serve(3, centre.issue("CF-01").ticket)
    centre.do(FinishStop(3))
    stand.keys.until(lambda: [row.label for row in stand.view.calls.rows] == ["F001"])


def test_staff_see_in_its_place_what_the_hall_sees_and_nothing_is_said_twice(
    begin: Begun, centre: Centre
) -> None:
    centre.open(3, "CL")
    centre.issue("CF-01", company="杭州大和热磁电子有限公司")
    stand = begin()
    window, place = stand.work.shell.window, BoardPlace(stand.work.context, stand.board)
    window.add_screen(ScreenSpec("board", "frame.screen.board", "mdi6.monitor", lambda: place))
    window.show_screen("board")
    assert "没有打开" in place.state.text
    opened(stand)
    assert "正在大厅显示" in place.state.text
    centre.do(CallNext(3))
    stand.keys.until(lambda: len(place.view.calls.rows) == 1 == len(stand.view.calls.rows))
    assert place.view.calls.rows[0].label == "F001"
    assert "大和" not in everything(place.view)
    stand.keys.until(lambda: stand.spoken == ["F001"])
    stand.monitors.plug(MAIN)
    assert "不见了" in place.state.text
    window.show_screen("counter")
    assert not place.presenter.begun, "nobody looks: nothing is read"
    window.add_screen(ScreenSpec("settings", "frame.screen.settings", "mdi6.cog", lambda: place))
    window.show_screen("board")
    window.activateWindow()
    stand.keys.until(window.isActiveWindow)
    QTest.keyClick(window, Key.Key_F4)
    assert window.current_screen == "settings"
    assert stand.work.context.settings.get("settings_category") == "hall"
