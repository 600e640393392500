"""At counter 3 by keyboard: a simple matter in three keys, a mistake taken back, help called."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from desktop.requests import CallNext, EndHelp, SetSetting
from tests.journeys.centre import Centre, Made
from tests.journeys.test_counter import ticket_of
from tests.ui.counter.stand import CTRL, Key, Stand, sitting
from ui.screens.counter.facts import Phase
from ui.screens.counter.help_calls import HelpCalls


@pytest.fixture
def stand(qtbot: QtBot, centre: Centre, workplace: Made) -> Stand:
    """The PC of counter 3 (CF, RC), open, 王敏 at it."""
    centre.at("09:00")
    centre.open(3, "WM")
    made = sitting(qtbot, centre, workplace)("WM", counter="3")
    made.until_phase(Phase.FREE)
    return made


def _three_keys(stand: Stand) -> None:
    for key, phase in (
        (Key.Key_F5, Phase.CALLED),
        (Key.Key_F7, Phase.SERVING),
        (Key.Key_F8, Phase.FREE),
    ):
        stand.press(key)
        stand.until_phase(phase)


def test_three_keys_settle_what_is_settled_at_once(stand: Stand, centre: Centre) -> None:
    """Call, start, finish: the outcome stands there before, and the next one is one key away."""
    made = centre.issue("CF-05")
    centre.issue("CF-05")
    stand.press(Key.Key_F5)
    stand.until_phase(Phase.CALLED)
    stand.press(Key.Key_F7)
    stand.until_phase(Phase.SERVING)
    assert stand.view.cases.outcomes.buttons[1].isChecked()
    assert stand.view.cases.effect.isVisible()
    stand.press(Key.Key_F8)
    stand.until_phase(Phase.FREE)
    assert stand.case(made.cases[0].number).case.state == "resolved"
    stand.press(Key.Key_F5)
    stand.until_phase(Phase.CALLED)


def test_a_finish_is_taken_back_with_a_reason(stand: Stand, centre: Centre) -> None:
    """Ctrl+Z, Enter: the visitor is here again, with what was prepared; its receipt is void."""
    made = centre.issue("CF-05")
    _three_keys(stand)
    assert "F001 已办结" in stand.place.notes
    stand.press(Key.Key_Z, CTRL)
    assert stand.view.bars.undo.isVisible()
    assert "F001" in stand.view.bars.undo.title.text()
    stand.press(Key.Key_Escape)
    assert stand.shown.phase is Phase.FREE
    stand.press(Key.Key_Z, CTRL)
    stand.press(Key.Key_Return)
    stand.until_phase(Phase.SERVING)
    file = stand.case(made.cases[0].number)
    assert (file.case.state, [paper.void for paper in file.papers]) == ("received", [True])
    assert file.timeline[-2].text == "结果选错"
    assert "1 份文书已作废" in stand.said()
    assert "F001 已办结" not in stand.place.notes, "nothing is offered twice"
    stand.press(Key.Key_2)
    stand.press(Key.Key_F8)
    stand.until_phase(Phase.FREE)
    assert stand.case(made.cases[0].number).case.state == "accepted"


def test_a_no_show_is_taken_back_from_its_toast(stand: Stand, centre: Centre) -> None:
    centre.do(SetSetting("calls_before_no_show", 1))
    centre.issue("CF-05")
    stand.press(Key.Key_F5)
    stand.until_phase(Phase.CALLED)
    stand.press(Key.Key_F9)
    stand.until_phase(Phase.FREE)
    toast = stand.place.shell.messages.toasts.shown[-1]
    assert toast.note.words == "F001 已过号"
    toast.buttons[0].click()
    stand.type("在洗手间")
    stand.press(Key.Key_Return)
    stand.until_phase(Phase.CALLED)
    assert ticket_of(centre, "F001").ticket.misses == 0


def test_what_cannot_be_taken_back_says_why(stand: Stand, centre: Centre) -> None:
    """Nothing was ended yet; then it went on at another counter."""
    stand.press(Key.Key_Z, CTRL)
    stand.press(Key.Key_Return)
    stand.until(lambda: any("没有可以撤销" in note for note in stand.place.notes))
    stand.press(Key.Key_Escape)
    centre.issue("CF-05", "JR-01")
    _three_keys(stand)
    centre.open(4, "CL")
    assert centre.do(CallNext(4)).ticket.label == "F001"
    stand.press(Key.Key_Z, CTRL)
    stand.press(Key.Key_Return)
    stand.until(lambda: any("F001 已不能撤销" in note for note in stand.place.notes))


def test_ticks_are_kept_at_the_desk(stand: Stand, centre: Centre) -> None:
    """Also of a case that gets no outcome: the next counter sees what was brought."""
    made = centre.issue("CF-02")
    stand.call_and_start()
    box = stand.view.cases.materials.boxes[0]
    box.setFocus()
    stand.press(Key.Key_Space)
    stand.press(Key.Key_F10)
    stand.press(Key.Key_J)
    stand.press(Key.Key_Return)
    stand.until_phase(Phase.FREE)
    materials = stand.case(made.cases[0].number).materials
    assert [one.state for one in materials][:2] == ["given", "open"]


def test_a_colleague_is_called_and_comes(
    qtbot: QtBot, stand: Stand, centre: Centre, workplace: Made
) -> None:
    """One key; other PCs are told with a way on, the counter reads who comes; the toast goes."""
    other = workplace("CL", counter="4")
    HelpCalls(other.context, other.shell)
    own = HelpCalls(stand.place.context, stand.place.shell)
    stand.press(Key.Key_F2)
    stand.until(lambda: stand.view.at_counter.help.isVisible())
    qtbot.waitUntil(lambda: other.notes == ["3 号柜台请同事帮忙。"], timeout=5000)
    assert own is not None
    assert stand.place.notes == []
    other.shell.messages.toasts.shown[0].buttons[0].click()
    stand.until_said("CL 正在过来")
    stand.until(lambda: not stand.view.at_counter.help.isVisible())
    stand.press(Key.Key_F2)
    stand.until(lambda: stand.view.at_counter.help.isVisible())
    qtbot.waitUntil(lambda: len(other.notes) == 1, timeout=5000)
    centre.do(EndHelp(3))
    qtbot.waitUntil(lambda: other.notes == [], timeout=5000)
