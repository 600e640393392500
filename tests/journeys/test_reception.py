"""A morning at the guide desk, by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.requests import (
    CallNext,
    FindTickets,
    FinishStop,
    IssueTicket,
    NoShow,
    Outcome,
    Recall,
    SaveEnterprise,
    ShowTicket,
    StartService,
)
from tests.journeys.centre import Centre, Made
from tests.journeys.guide import Guide, Key, seated, words_of

DAHE = "杭州大和热磁电子有限公司"
DAHE_CODE = "91330108MA27WXYT4A"


@pytest.fixture
def guide(qtbot: QtBot, centre: Centre, workplace: Made) -> Guide:
    """Give a guide at the desk; counters 1 to 3 are open, the fourth is closed."""
    for counter, person in ((1, "WM"), (2, "CL"), (3, "LN")):
        centre.open(counter, person)
    centre.do(SaveEnterprise(DAHE, DAHE_CODE))
    centre.do(SaveEnterprise("杭州东恒律师事务所"))
    centre.at("09:00")
    return seated(qtbot, workplace())


def test_known_company_known_item_five_keys_to_a_printed_number(
    guide: Guide, centre: Centre
) -> None:
    guide.press("hzdhrc")
    guide.strokes = 0
    guide.press(Key.Key_Return)
    guide.wait(lambda: bool(guide.screen.presenter.form.companies))
    guide.press("cf2")
    assert guide.issues() == "F001"
    assert guide.strokes == 5
    ticket = centre.ask(ShowTicket("F001"))
    assert ticket.ticket.enterprise_name == DAHE
    assert [case.item for case in ticket.cases] == ["CF-02"]
    assert guide.place.papers.printed == [ticket.papers[0].id]
    assert guide.is_at(guide.screen.view.who.box.line)
    assert guide.screen.presenter.form.empty
    assert guide.screen.view.number.shows_number
    assert guide.place.notes == ["已取号 F001"]


def test_a_hand_faster_than_the_answers(guide: Guide, centre: Centre) -> None:
    guide.press("hzdhrc", Key.Key_Return, "cf2")
    label = guide.issues()
    assert centre.ask(ShowTicket(label)).ticket.enterprise_name == DAHE


def test_enter_for_a_company_nobody_knows_comes_back(guide: Guide) -> None:
    guide.press("zzzz", Key.Key_Return)
    guide.wait(lambda: guide.is_at(guide.screen.view.who.box.line))
    guide.press(Key.Key_F2)
    assert not guide.place.papers.printed


def test_a_visitor_without_a_company_to_a_window(guide: Guide, centre: Centre) -> None:
    guide.press(Key.Key_F5, "d")
    assert guide.screen.view.number.slip.shown.label.startswith("D")
    assert guide.issues() == "D001"
    ticket = centre.ask(ShowTicket("D001"))
    assert ticket.cases == ()
    assert ticket.ticket.enterprise is None


def test_pressing_twice_is_one_number(guide: Guide, centre: Centre) -> None:
    guide.press(Key.Key_F5, "d", Key.Key_F2, Key.Key_F2, Key.Key_F2)
    guide.wait(lambda: bool(guide.place.papers.printed))
    guide.wait(lambda: guide.screen.line.line.waiting == {"RC": 1})
    assert len(guide.place.papers.printed) == 1


def test_an_unfinished_search_is_not_passed_over(guide: Guide) -> None:
    guide.press("hzdh", Key.Key_F2)
    assert guide.is_at(guide.screen.view.who.box.line)
    assert not guide.place.papers.printed
    assert guide.screen.view.who.isVisible()


def test_a_new_company_with_a_misread_code(guide: Guide, centre: Centre) -> None:
    guide.press("zzz")
    guide.press(Key.Key_F3)
    guide.say("杭州新来有限公司")
    guide.press(Key.Key_Tab, DAHE_CODE.replace("0", "O", 1))
    form = guide.screen.view.who.form
    guide.wait(lambda: bool(form.findChildren(QPushButton, options=Qt.FindChildOption(1))))
    assert form.code_line.text() == DAHE_CODE.replace("0", "O", 1)  # never changed silently
    guide.wait(lambda: any(b.text() == DAHE_CODE for b in form.findChildren(QPushButton)))
    guide.screen.view.order_focus()
    guide.tabs_to(QPushButton, DAHE_CODE)
    guide.press(Key.Key_Return)
    assert form.code_line.text() == DAHE_CODE
    guide.press(Key.Key_Return)
    guide.wait(lambda: bool(guide.screen.presenter.form.companies))
    # The same code is the same enterprise: its file has the new name.
    assert guide.screen.presenter.form.companies[0].name == "杭州新来有限公司"
    assert guide.is_at(guide.screen.view.what.box.line)


def test_one_visitor_for_two_companies_with_materials(guide: Guide, centre: Centre) -> None:
    guide.takes("hzdhrc", DAHE)
    guide.press("cf2", Key.Key_Return)
    box = guide.tabs_to(QAbstractButton, "变更登记申请书")
    guide.press(Key.Key_Space)
    assert isinstance(box, QAbstractButton)
    assert box.isChecked()
    guide.screen.view.who.box.setFocus()
    guide.takes("hzdhls", "杭州东恒律师事务所")
    guide.press("rc1", Key.Key_Return)
    guide.screen.view.who.box.setFocus()
    guide.tabs_to(QPushButton, f"为{DAHE}选事项")
    guide.press(Key.Key_Return)
    guide.press("pp3", Key.Key_Return)
    label = guide.issues()
    cases = centre.ask(ShowTicket(label)).cases
    assert [(case.item, case.enterprise_name) for case in cases] == [
        ("CF-02", DAHE),
        ("RC-01", "杭州东恒律师事务所"),
        ("PP-03", DAHE),
    ]


def test_somebody_comes_back_for_a_case(guide: Guide, centre: Centre) -> None:
    number = centre.do(_phone_case(centre)).cases[0].number
    guide.takes("hzdhrc", DAHE)
    guide.wait(lambda: bool(guide.screen.presenter.form.companies[0].cases))
    guide.press(number[-4:])
    label = guide.issues()
    cases = centre.ask(ShowTicket(label)).cases
    assert [case.number for case in cases] == [number]


def test_a_bundle_asks_for_its_choice(guide: Guide, centre: Centre) -> None:
    guide.press(Key.Key_F5, "b10", Key.Key_F2)
    assert not guide.place.papers.printed
    guide.tabs_to(QRadioButton, "引进人才落户")
    guide.press(Key.Key_Right, Key.Key_Space)
    label = guide.issues()
    items = {case.item for case in centre.ask(ShowTicket(label)).cases}
    assert items == {"RC-04", "RC-06", "RW-01"}


def test_undo_within_the_minute_and_not_after_the_call(guide: Guide, centre: Centre) -> None:
    guide.press(Key.Key_F5, "d")
    first = guide.issues()
    QTest.keyClick(guide.focus, Key.Key_F2, Qt.KeyboardModifier.ShiftModifier)
    guide.wait(lambda: f"{first} 已作废" in guide.place.notes)
    assert centre.ask(ShowTicket(first)).ticket.state == "void"
    guide.press(Key.Key_F5, "d")
    second = guide.issues()
    centre.do(CallNext(3), "LN")
    action = guide.place.context.commands.action("reception.undo")
    guide.wait(lambda: not action.isEnabled())
    assert centre.ask(ShowTicket(second)).ticket.state == "called"


def test_priority_needs_its_reason(guide: Guide, centre: Centre) -> None:
    guide.press(Key.Key_F5, "cf2", Key.Key_Return, Key.Key_F7)
    assert guide.is_at(guide.screen.view.number.priority)
    guide.press(Key.Key_Down, Key.Key_F2)
    assert guide.is_at(guide.screen.view.number.reason)
    guide.say("持残疾人证")
    label = guide.issues()
    assert centre.ask(ShowTicket(label)).ticket.priority == "disabled"


def test_by_phone_a_case_and_no_number(guide: Guide, centre: Centre) -> None:
    guide.takes("hzdhrc", DAHE)
    guide.press("pp3", Key.Key_Return)
    guide.tabs_to(QComboBox, "来源")
    guide.press(Key.Key_Down)
    assert guide.screen.view.number.slip.shown.label == ""
    guide.press(Key.Key_F2)
    guide.wait(lambda: any("PP-20261123-0001" in note for note in guide.place.notes))
    assert not guide.place.papers.printed
    assert centre.ask(FindTickets("")).tickets == ()


def test_what_should_be_known_is_said_before(guide: Guide) -> None:
    guide.place.papers.problem = "没有打印机"
    guide.press(Key.Key_F5, "j")
    said = guide.screen.view.number.findChildren(QWidget)
    words = " ".join(one.text() for one in said if hasattr(one, "text") and one.isVisible())
    assert "没有打印机" in words
    assert "没有柜台开台" in words


def test_the_line_is_live(guide: Guide, centre: Centre) -> None:
    centre.issue("CF-02", company=DAHE)
    guide.wait(lambda: guide.screen.line.line.waiting == {"CF": 1})
    guide.press(Key.Key_F5, "f")
    assert guide.screen.view.number.slip.shown.stops[0][1] == "前面 1 人"


def test_todays_numbers(guide: Guide, centre: Centre) -> None:
    label = centre.issue("CF-02", company=DAHE).ticket.label
    other = centre.issue("GZ-01").ticket.label
    guide.press(Key.Key_F4)
    view = guide.screen.view.today
    guide.wait(lambda: view.model.rowCount() == 2)
    guide.press(label)
    guide.wait(lambda: view.ticket is not None and view.ticket.label == label)
    guide.press(Key.Key_Return, "p")
    guide.wait(lambda: bool(guide.place.papers.reprinted))
    guide.press("c", Key.Key_Return)
    assert centre.ask(ShowTicket(label)).ticket.state == "waiting"  # no reason yet
    guide.say("企业改天再来")
    guide.press(Key.Key_Return)
    guide.wait(lambda: f"{label} 已取消" in guide.place.notes)
    assert guide.is_at(view.table)
    guide.press(Key.Key_Escape)
    assert guide.is_at(guide.screen.view.who.box.line)
    assert not guide.screen.view.shows_today
    assert centre.ask(ShowTicket(other)).ticket.state == "waiting"


def test_a_long_queue_of_visitors_of_one_company(guide: Guide, centre: Centre) -> None:
    for number in range(1, 25):
        guide.takes("hzdhrc", DAHE)
        guide.press("cf2")
        assert guide.issues() == f"F{number:03d}"
        QApplication.processEvents()


def test_a_visitor_is_found_by_the_last_digits(guide: Guide, centre: Centre) -> None:
    guide.press(Key.Key_F5, "d", Key.Key_Return, Key.Key_F6)
    guide.say("王芳")
    guide.press(Key.Key_Tab, "13800004321")
    label = guide.issues()
    centre.issue("GZ-01")
    guide.press(Key.Key_F4, "4321")
    view = guide.screen.view.today
    guide.wait(lambda: view.model.rowCount() == 1)
    assert view.ticket is not None
    assert view.ticket.label == label


def test_a_dropped_stop_is_released_with_its_reason(guide: Guide, centre: Centre) -> None:
    label = centre.do(IssueTicket(bundle="B03")).ticket.label
    centre.do(CallNext(3), "LN")
    first = centre.do(StartService(3), "LN").ticket.places[0].cases[0]
    centre.do(FinishStop(3, (Outcome(first, "refused", note="不属于本市"),)), "LN")
    guide.press(Key.Key_F4, label)
    view = guide.screen.view.today
    guide.wait(lambda: view.ticket is not None and view.ticket.label == label)
    guide.press(Key.Key_Return, "l")
    assert guide.is_at(view.bar.line)
    guide.say("企业要求继续")
    guide.press(Key.Key_Return)
    guide.wait(lambda: f"{label} 已放行，可以接着办" in guide.place.notes)
    assert centre.ask(ShowTicket(label)).ticket.state == "waiting"


def test_a_missed_one_comes_back(guide: Guide, centre: Centre) -> None:
    label = centre.issue("CF-02", company=DAHE).ticket.label
    centre.do(CallNext(3), "LN")
    for _ in range(2):
        centre.do(Recall(3), "LN")
    centre.do(NoShow(3), "LN")
    guide.press(Key.Key_F4)
    view = guide.screen.view.today
    guide.wait(lambda: view.ticket is not None and view.ticket.state == "missed")
    guide.press(Key.Key_Return, "r")
    guide.wait(lambda: f"{label} 已复号，重新排队" in guide.place.notes)
    assert centre.ask(ShowTicket(label)).ticket.state == "waiting"


def test_every_control_has_a_name_in_both_languages(guide: Guide, centre: Centre) -> None:
    guide.takes("hzdhrc", DAHE)
    guide.press("b03", Key.Key_Return, "j", Key.Key_Return)
    for language in ("zh", "en"):
        guide.place.context.language.choose(language)
        QApplication.processEvents()
        for kind in (QAbstractButton, QLineEdit, QComboBox, QTableView):
            for control in guide.screen.view.findChildren(kind):
                if control.isVisible() and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                    words = words_of(control)
                    assert words.strip(), control
                    assert "reception." not in words, words


def _phone_case(centre: Centre) -> Any:
    """Return the request for a case of DAHE that came by telephone."""

    return IssueTicket(items=("CF-02",), enterprise=DAHE_CODE, door="phone")
