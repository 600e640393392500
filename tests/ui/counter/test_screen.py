"""The screen as it is seen: its states, its words, its manners."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)

from desktop.domain.errors import DeskError
from desktop.requests import CallTicket, Priority, TransferStop
from tests.journeys.centre import Centre
from tests.ui.counter.stand import CTRL, Key, Sit, Stand
from ui.screens.counter.facts import Phase


def test_the_counter_is_chosen_once_and_remembered(sit: Sit) -> None:
    stand = sit("WM")
    stand.until_phase(Phase.CHOOSE)
    stand.press(Key.Key_Down)
    stand.press(Key.Key_Down)
    stand.press(Key.Key_Return)
    stand.until_phase(Phase.CLOSED)
    assert stand.place.settings.get("counter") == "3"
    assert stand.shown.number == 3


def test_a_closed_counter_opens_with_enter(sit: Sit) -> None:
    stand = sit("WM", counter="3")
    stand.until_phase(Phase.CLOSED)
    stand.press(Key.Key_Return)
    stand.until_phase(Phase.FREE)
    assert stand.counter().counter.staff == "WM"
    assert "王敏" in stand.view.at_counter.person.text()


def test_a_name_that_is_typed_finds_its_code(sit: Sit) -> None:
    stand = sit("", counter="3")
    stand.until_phase(Phase.CLOSED)
    stand.type("陈立")
    stand.press(Key.Key_Return)
    stand.until_phase(Phase.FREE)
    assert stand.counter().counter.staff == "CL"
    assert stand.place.staff == "CL"


def test_the_label_is_the_largest_thing(stand: Stand, centre: Centre) -> None:
    centre.issue("CF-02")
    stand.press(Key.Key_F5)
    stand.until_phase(Phase.CALLED)
    display = stand.view.at_counter.display
    assert display.label == "F001"
    assert display.height() > 120


def test_each_row_of_the_queue_says_why(stand: Stand, centre: Centre) -> None:
    centre.issue("CF-02")
    centre.at("09:10")
    centre.issue("CF-04", priority=Priority("elderly", "65 岁"))
    stand.until_waiting(2)
    model = stand.view.queue.models["waiting"]
    rows = [[model.index(y, x).data() for x in range(3)] for y in range(2)]
    assert rows == [
        ["F002", "0′", "老年人，计早 15′"],
        ["F001", "10′", "先到"],
    ]


def test_times_stand_beside_the_label(stand: Stand, centre: Centre) -> None:
    centre.issue("CF-02")
    centre.at("09:11")
    stand.press(Key.Key_F5)
    stand.until_phase(Phase.CALLED)
    centre.at("09:12")
    stand.press(Key.Key_F7)
    stand.until_phase(Phase.SERVING)
    timers = stand.view.at_counter.timers
    assert timers["waited"].text() == "11′00″"
    assert timers["walked"].text() == "1′00″"
    assert timers["served"].isVisible()


def test_a_handover_note_is_shown_until_it_was_read(stand: Stand, centre: Centre) -> None:
    ticket = centre.issue("JR-01", company="杭州大华技术有限公司").ticket
    centre.open(4, "CL")
    centre.serve(4, ticket)
    centre.do(TransferStop(4, "CF", "先核对章程", True))
    stand.press(Key.Key_F5)
    stand.until_phase(Phase.CALLED)
    at = stand.view.at_counter
    note = stand.view.cases.note
    assert note.isVisible()
    assert note.text.text() == "先核对章程"
    assert note.hint.isVisible()
    assert [tag.accessibleName() for tag in at.way.tags] == ["J 金融服务（待前序）"]
    stand.press(Key.Key_F7)
    stand.until_phase(Phase.SERVING)
    assert not note.hint.isVisible()


def test_a_gap_shows_the_promised_day(stand: Stand, centre: Centre) -> None:
    centre.issue("CF-02", company="杭州大华技术有限公司")
    stand.call_and_start()
    stand.press(Key.Key_4)
    cases = stand.view.cases
    assert "不能容缺" in cases.fault.text()
    for box in cases.materials.boxes:
        if "可容缺" not in box.text():
            box.click()
    assert not cases.fault.isVisible()
    assert cases.effect.text() == "承诺 11月24日 周二 前补齐：章程修正案。"


def test_what_is_not_possible_now_is_disabled(stand: Stand, centre: Centre) -> None:
    enabled = {name: button.isEnabled() for name, button in stand.view.keys.items()}
    assert enabled["counter.call_next"]
    assert not enabled["counter.finish"]


def test_a_call_by_another_counter_is_seen_at_once(stand: Stand, centre: Centre) -> None:
    ticket = centre.issue("CF-02").ticket
    stand.until_waiting(1)
    centre.do(CallTicket(3, ticket.label))
    stand.qtbot.waitUntil(lambda: stand.shown.phase is Phase.CALLED, timeout=300)


def test_rows_keep_their_selection(stand: Stand, centre: Centre) -> None:
    centre.issue("CF-02")
    second = centre.issue("CF-04").ticket
    stand.until_waiting(2)
    table = stand.view.queue.tables["waiting"]
    table.select_key((second.id, 1))
    centre.issue("CF-05")
    stand.until_waiting(3)
    assert table.current_key() == (second.id, 1)


def test_a_refused_transfer_comes_back_with_its_note(stand: Stand, centre: Centre) -> None:
    centre.issue("CF-02")
    stand.call_and_start()
    stand.press(Key.Key_F10)
    bar = stand.view.bars.transfer
    bar.note.setText("请核对")
    bar.windows.addItem("?", "XX")
    bar.windows.setCurrentIndex(bar.windows.count() - 1)
    stand.press(Key.Key_Return)
    stand.until(lambda: bool(stand.place.notes))
    assert stand.view.bars.current is bar
    assert bar.note.text() == "请核对"


def test_broken_reads_say_so_and_offer_a_way(stand: Stand) -> None:
    stand.screen.presenter.follower._broken(DeskError("database_away"))
    assert stand.view._banner.isVisible()
    assert "连不上数据库" in stand.view._banner_words.text()
    stand.view._retry.click()
    stand.until(lambda: stand.shown.problem is None)
    assert not stand.view._banner.isVisible()


@pytest.mark.parametrize("code", ["zh", "en"])
def test_every_control_has_a_name_and_no_text_is_missing(
    stand: Stand, centre: Centre, code: str
) -> None:
    centre.issue("CF-02", "JR-01", company="杭州大华技术有限公司")
    stand.place.shell.language.choose(code)
    stand.call_and_start()
    for key in (Key.Key_F10, Key.Key_F11, Key.Key_F3, Key.Key_F12):
        stand.press(key)
        _check_names(stand.view)
        stand.press(Key.Key_Escape)
        stand.press(Key.Key_Escape)
        assert stand.view.bars.current is None
    stand.press(Key.Key_F12, CTRL)
    _check_names(stand.view)


def _check_names(view: QWidget) -> None:
    for widget in view.findChildren(QWidget):
        if not widget.isVisible():
            continue
        words = widget.property("text")
        if isinstance(words, str):
            assert "counter." not in words
        operated = isinstance(widget, QAbstractButton | QComboBox | QLineEdit | QAbstractSpinBox)
        inside = isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox | QLineEdit)
        if operated and not inside and widget.focusPolicy():
            named = widget.accessibleName() or (isinstance(words, str) and words)
            assert named, f"{type(widget).__name__} {widget.objectName()} has no name"


def test_switching_the_language_keeps_the_work(stand: Stand, centre: Centre) -> None:
    centre.issue("CF-02")
    stand.call_and_start()
    stand.press(Key.Key_1)
    stand.place.shell.language.choose("en")
    assert stand.view.cases.outcomes.buttons[1].text() == "1 Resolved now"
    assert stand.view.cases.outcomes.buttons[1].isChecked()
    assert stand.view.at_counter.title.text() == "Counter 3"


def test_the_keyboard_stays_where_it_was_after_a_command(stand: Stand, centre: Centre) -> None:
    centre.issue("CF-02")
    stand.press(Key.Key_F5)
    stand.until_phase(Phase.CALLED)
    start = stand.view.keys["counter.start"]
    assert QApplication.focusWidget() is start
    stand.press(Key.Key_F6)
    stand.until_said("第 2 次")
    assert QApplication.focusWidget() is start


def test_somebody_else_s_open_counter_is_told_as_such(stand: Stand) -> None:
    owner = stand.view.at_counter.owner
    assert owner.isHidden()
    stand.place.staff = "CL"
    stand.screen.presenter.follower.refresh()
    stand.until(lambda: not owner.isHidden())
    assert "还开着本台" in owner.text()
    stand.place.staff = "WM"
    stand.screen.presenter.follower.refresh()
    stand.until(owner.isHidden)
