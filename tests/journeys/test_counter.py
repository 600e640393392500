"""A morning at counter 3, with the keyboard alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.requests import EnterpriseFields, IssueTicket, ItemWanted, ShowTicket
from desktop.snapshots import TicketFile
from tests.journeys.centre import Centre, Made
from tests.ui.counter.stand import CTRL, SHIFT, Key, Stand, sitting
from ui.screens.counter.facts import Phase

DAHE = EnterpriseFields("杭州大和热磁电子有限公司")


@pytest.fixture
def stand(qtbot: QtBot, centre: Centre, workplace: Made) -> Stand:
    """The PC of counter 3 (CF, RC), nobody sitting there yet."""
    centre.at("09:00")
    made = sitting(qtbot, centre, workplace)("WM", counter="3")
    made.until_phase(Phase.CLOSED)
    made.press(Key.Key_Return)
    made.until_phase(Phase.FREE)
    return made


def ticket_of(centre: Centre, label: str) -> TicketFile:
    """Return a ticket's file."""
    answer = centre.ask(ShowTicket(label))
    assert isinstance(answer, TicketFile)
    return answer


def test_four_keys_settle_a_simple_matter(stand: Stand, centre: Centre) -> None:
    made = centre.do(IssueTicket(items=("CF-02", "JR-01"), enterprise=DAHE))
    stand.press(Key.Key_F5)
    stand.until_phase(Phase.CALLED)
    assert "现在只有这一位" in stand.said()
    stand.press(Key.Key_F7)
    stand.until_phase(Phase.SERVING)
    stand.press(Key.Key_1)
    stand.press(Key.Key_F8)
    stand.until_phase(Phase.FREE)
    assert "下一站：金融服务之窗（J）" in stand.view.after.sentence.text()
    assert "保留号码 F001" in stand.view.after.sentence.text()
    file = stand.case(made.cases[0].number)
    assert file.case.state == "resolved"
    assert stand.place.papers.printed == [paper.id for paper in file.papers]


def test_the_next_call_is_one_key_away(stand: Stand, centre: Centre) -> None:
    centre.issue("CF-02")
    centre.issue("CF-04")
    stand.call_and_start()
    stand.press(Key.Key_1)
    stand.press(Key.Key_F8)
    stand.until_phase(Phase.FREE)
    stand.press(Key.Key_F5)
    stand.until_phase(Phase.CALLED)
    assert stand.view.at_counter.display.label == "F002"


def test_two_cases_end_differently(stand: Stand, centre: Centre) -> None:
    """One is accepted with a gap, one is told what is missing; three papers are printed."""
    materials = ("变更登记申请书", "变更决议或决定", "新住所使用证明（迁址）", "营业执照正副本")
    made = centre.do(
        IssueTicket(items=(ItemWanted("CF-02", None, materials), "CF-04"), enterprise=DAHE)
    )
    stand.call_and_start()
    stand.press(Key.Key_4)
    assert not stand.view.cases.fault.isVisible()
    stand.press(Key.Key_Down, CTRL)
    stand.press(Key.Key_3)
    stand.press(Key.Key_F8)
    stand.until_phase(Phase.FREE)
    gap, supplement = (stand.case(case.number) for case in made.cases)
    assert (gap.case.state, gap.case.missing) == ("accepted", ("章程修正案",))
    assert supplement.case.state == "supplementing"
    assert len(stand.place.papers.printed) == 3


def test_a_refusal_waits_for_its_reason(stand: Stand, centre: Centre) -> None:
    made = centre.issue("CF-02")
    stand.call_and_start()
    stand.press(Key.Key_5)
    stand.press(Key.Key_F8)
    assert stand.shown.phase is Phase.SERVING
    assert stand.view.cases.fields["note"].problem
    stand.type("不在受理范围")
    stand.press(Key.Key_F8)
    stand.until_phase(Phase.FREE)
    assert stand.case(made.cases[0].number).case.state == "refused"


def test_forwarding_says_to_whom_and_under_which_number(stand: Stand, centre: Centre) -> None:
    made = centre.issue("CF-02")
    stand.call_and_start()
    stand.press(Key.Key_7)
    stand.press(Key.Key_A, CTRL)
    stand.type("市场监管局")
    stand.press(Key.Key_Tab)
    stand.type("SJ-7")
    stand.press(Key.Key_F8)
    stand.until_phase(Phase.FREE)
    file = stand.case(made.cases[0].number)
    assert file.case.state == "forwarded"
    values = next(row.values for row in file.timeline if row.kind == "case.forwarded")
    assert values == {"to": "市场监管局", "reference": "SJ-7"}


def test_finishing_with_nothing_decided_is_asked_once(stand: Stand, centre: Centre) -> None:
    made = centre.issue("CF-02")
    stand.call_and_start()
    stand.press(Key.Key_F8)
    assert stand.view.bars.finish.isVisible()
    stand.press(Key.Key_Escape)
    assert not stand.view.bars.finish.isVisible()
    assert stand.shown.phase is Phase.SERVING
    stand.press(Key.Key_F8)
    stand.press(Key.Key_Return)
    stand.until_phase(Phase.FREE)
    assert stand.case(made.cases[0].number).case.state == "received"
    assert "1 个办件没有结果" in stand.view.after.sentence.text()


def test_a_later_step_is_dropped_with_its_reason(stand: Stand, centre: Centre) -> None:
    centre.open(4, "CL")
    made = centre.do(IssueTicket(bundle="B01", enterprise=EnterpriseFields("杭州新芽科技有限公司")))
    windows = [place.window for place in made.ticket.places]
    assert windows[0] in ("CF", "RC")
    stand.call_and_start()
    for _ in stand.shown.moment.cases if stand.shown.moment else ():
        stand.press(Key.Key_6)
        stand.press(Key.Key_Down, CTRL)
    stand.press(Key.Key_F8)
    stand.until_phase(Phase.FREE)
    assert "不再排队：前面的办件已撤回" in stand.view.after.sentence.text()


def test_three_calls_then_a_no_show_and_back_again(stand: Stand, centre: Centre) -> None:
    centre.issue("CF-02")
    stand.press(Key.Key_F5)
    stand.until_phase(Phase.CALLED)
    stand.press(Key.Key_F9)
    stand.until_said("还差 2 次")
    stand.press(Key.Key_F6)
    stand.until_said("第 2 次")
    stand.press(Key.Key_F6)
    stand.until_said("第 3 次")
    stand.press(Key.Key_F9)
    stand.until_phase(Phase.FREE)
    assert ticket_of(centre, "F001").ticket.state == "missed"
    stand.press(Key.Key_F4)
    stand.press(Key.Key_Return)
    stand.until_waiting(1)
    assert "恢复排队" in stand.said()


def test_one_is_called_by_name(stand: Stand, centre: Centre) -> None:
    centre.issue("CF-02")
    centre.issue("CF-04", company="杭州大华技术有限公司")
    stand.until_waiting(2)
    stand.press(Key.Key_F5, SHIFT)
    stand.type("大华")
    stand.press(Key.Key_Return)
    stand.until_phase(Phase.CALLED)
    assert stand.view.at_counter.display.label == "F002"
    assert "指定呼叫" in stand.said()


def test_on_hold_and_back(stand: Stand, centre: Centre) -> None:
    centre.issue("CF-02")
    stand.call_and_start()
    stand.press(Key.Key_F11)
    stand.type("去复印")
    stand.press(Key.Key_Return)
    stand.until_phase(Phase.FREE)
    held = stand.counter().held
    assert [ticket.label for ticket in held] == ["F001"]
    assert held[0].hold_until is not None
    stand.press(Key.Key_F4)
    stand.press(Key.Key_Return)
    stand.until_phase(Phase.SERVING)


def test_a_transfer_with_a_note_that_comes_back(stand: Stand, centre: Centre) -> None:
    centre.issue("CF-02")
    stand.call_and_start()
    stand.press(Key.Key_F10)
    stand.press(Key.Key_J)
    stand.press(Key.Key_Tab)
    stand.type("请先核对章程")
    stand.press(Key.Key_Tab)
    stand.press(Key.Key_Space)
    stand.press(Key.Key_Return)
    stand.until_phase(Phase.FREE)
    places = ticket_of(centre, "F001").ticket.places
    shown = [(place.window, place.state, place.note) for place in places]
    assert shown == [
        ("CF", "done", None),
        ("JR", "ready", "请先核对章程"),
        ("CF", "blocked", None),
    ]


def test_one_more_thing(stand: Stand, centre: Centre) -> None:
    centre.issue("CF-02")
    stand.call_and_start()
    stand.press(Key.Key_F3)
    stand.type("jr-01")
    stand.press(Key.Key_Return)
    stand.until_said("已加办")
    assert "金融服务之窗（J）" in stand.said()
    assert [p.window for p in ticket_of(centre, "F001").ticket.places] == ["CF", "JR"]


def test_a_colleague_takes_over_while_serving(stand: Stand, centre: Centre) -> None:
    centre.issue("CF-02")
    stand.call_and_start()
    stand.press(Key.Key_F12, CTRL)
    stand.press(Key.Key_A, CTRL)
    stand.type("cl")
    stand.press(Key.Key_Return)
    stand.until_said("接手")
    at = stand.counter()
    assert at.counter.staff == "CL"
    assert at.ticket is not None
    assert at.ticket.state == "serving"
    assert stand.place.staff == "CL"


def test_pause_resume_and_close(stand: Stand) -> None:
    stand.press(Key.Key_F12)
    stand.press(Key.Key_Return)
    stand.until_phase(Phase.PAUSED)
    stand.press(Key.Key_F12)
    stand.until_phase(Phase.FREE)
    stand.press(Key.Key_F12, SHIFT)
    stand.until_phase(Phase.CLOSED)
    assert stand.counter().counter.state == "closed"


def test_a_paper_is_printed_again(stand: Stand, centre: Centre) -> None:
    centre.issue("CF-02")
    stand.call_and_start()
    stand.press(Key.Key_2)
    stand.press(Key.Key_F8)
    stand.until_phase(Phase.FREE)
    printed = list(stand.place.papers.printed)
    stand.view.after.table.setFocus(Qt.FocusReason.TabFocusReason)
    stand.press(Key.Key_Return)
    assert stand.place.papers.printed == printed * 2
