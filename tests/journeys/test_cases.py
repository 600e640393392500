"""Cases from the list to their end, by keyboard alone."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from desktop.requests import (
    AcceptCase,
    AskSupplement,
    AssignCase,
    ExtendCase,
    FillGap,
    GiveConsent,
    PromiseGap,
    ShowCase,
    WithdrawCase,
)
from desktop.snapshots import CaseFile
from tests.journeys.centre import Centre, Made, Workplace
from tests.journeys.keys import ALT, CTRL, SHIFT, Key, Keyboard
from ui.main_window import ScreenSpec
from ui.screens.cases.filters import Filter
from ui.screens.cases.screen import CasesScreen, create

DAHE = "杭州大和热磁电子有限公司"
HONGYUN = "浙江潮鸣红云科技股份有限公司"


class Clerk(Keyboard):
    """Somebody who follows cases."""

    def __init__(self, qtbot: QtBot, centre: Centre, place: Workplace) -> None:
        super().__init__(qtbot)
        self.centre, self.place = centre, place
        self.screen = CasesScreen(place.context)
        place.shell.window.add_screen(
            ScreenSpec("cases", "cases.title", "mdi6.folder-outline", lambda: self.screen)
        )
        place.shell.show()
        self.view = self.screen.view
        self.until(lambda: self.view.shown is not None)

    @property
    def numbers(self) -> list[str]:
        """Return the numbers listed."""
        shown = self.view.shown
        return [row.number for row in shown.rows] if shown is not None else []

    def open(self, number: str) -> CaseFile:
        """Go to a case of the list, line by line, and wait for its file."""
        self.until(lambda: number in self.numbers)
        self.press(Key.Key_Home, held=CTRL)
        for _ in range(self.numbers.index(number)):
            self.press(Key.Key_Down)
        self.until(lambda: self.file is not None and self.file.case.number == number)
        assert self.file is not None
        return self.file

    @property
    def file(self) -> CaseFile | None:
        """Return what the drawer shows."""
        return self.view.drawer.file

    def state(self, number: str) -> CaseFile:
        """Return what the desk has."""
        found = self.centre.ask(ShowCase(number))
        assert isinstance(found, CaseFile)
        return found

    def until_state(self, number: str, state: str) -> None:
        """Wait until the drawer shows the case in a state and the panel is gone."""
        self.until(
            lambda: (
                self.file is not None
                and (self.file.case.number, self.file.case.state) == (number, state)
                and self.view.drawer.panel.step is None
            )
        )

    def offered(self) -> set[str]:
        """Return the steps that can be taken by key."""
        prefix = "cases.step."
        commands = self.place.shell.commands
        return {
            command.id.removeprefix(prefix)
            for command in commands.all()
            if command.id.startswith(prefix) and commands.action(command.id).isEnabled()
        }


@pytest.fixture
def clerk(qtbot: QtBot, centre: Centre, workplace: Made) -> Clerk:
    """Wang Min at counter 3, six cases received."""
    centre.at("09:00")
    for item in ("CF-02", "RC-09", "CF-04", "SZ-01", "PP-01"):
        centre.case(item, DAHE)
    centre.case("CF-02", HONGYUN)
    return Clerk(qtbot, centre, workplace("WM", counter="3"))


def test_a_case_goes_its_way_by_keys(clerk: Clerk) -> None:
    number = clerk.numbers[-2]
    file = clerk.open(number)
    assert clerk.offered() == set(file.next)
    clerk.press(Key.Key_F5)
    assert clerk.view.drawer.panel.step is not None
    assert clerk.offered() == set()
    clerk.press(Key.Key_Return)
    clerk.until_state(number, "accepted")
    assert clerk.place.papers.printed == [paper.id for paper in clerk.state(number).papers]
    assert any(number in note for note in clerk.place.notes)

    clerk.press(Key.Key_P)
    combo = clerk.focus
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData("CL"))
    clerk.press(Key.Key_Return)
    clerk.until(lambda: clerk.state(number).case.assigned_to == "CL")
    clerk.until(lambda: "assign" in clerk.offered())

    clerk.press(Key.Key_F6, Key.Key_Space, Key.Key_Return)
    assert clerk.view.drawer.panel.step is not None, "an accepted case needs a reason"
    clerk.say("场地证明过期")
    clerk.press(Key.Key_Return)
    clerk.until_state(number, "supplementing")
    assert clerk.file is not None
    assert clerk.file.case.light == "stopped"
    clerk.press(Key.Key_F7, Key.Key_Return)
    clerk.until_state(number, "accepted")

    clerk.press(Key.Key_Y, Key.Key_Up)
    clerk.press(Key.Key_Tab)
    clerk.say("专家评审")
    clerk.press(Key.Key_Return)
    clerk.until(lambda: clerk.state(number).case.extended_to is not None)
    clerk.until(lambda: "resolve" in clerk.offered() and "extend" not in clerk.offered())
    clerk.press(Key.Key_F8, Key.Key_Return)
    clerk.until_state(number, "resolved")
    clerk.press(Key.Key_F9, Key.Key_Return)
    clerk.until_state(number, "delivered")
    assert number in clerk.numbers, "the case in work stays until one moves on"
    assert [paper.kind for paper in clerk.state(number).papers] == [
        "acceptance_notice",
        "one_time_notice",
        "resolution_receipt",
    ]


def test_gap_forward_refuse_withdraw_terminate(clerk: Clerk) -> None:
    gap, forwarded, refused, withdrawn, ended = reversed(clerk.numbers[1:])
    first = clerk.open(gap)
    assert "gap" in first.next
    clerk.press(Key.Key_R, Key.Key_Return)
    assert clerk.view.drawer.panel.step is not None, "nothing is ticked yet"
    clerk.press(Key.Key_Space, Key.Key_Return)
    clerk.until_state(gap, "accepted")
    assert "resolve" not in clerk.offered()
    clerk.press(Key.Key_Q, Key.Key_Return)
    clerk.until_state(gap, "accepted")
    assert not clerk.state(gap).case.gap_open

    clerk.open(forwarded)
    clerk.press(Key.Key_Z)
    clerk.press(Key.Key_A, held=CTRL)
    clerk.say("区市场监管局")
    clerk.press(Key.Key_Return)
    clerk.until_state(forwarded, "forwarded")

    for number, key, state in (
        (refused, Key.Key_N, "refused"),
        (withdrawn, Key.Key_C, "withdrawn"),
    ):
        clerk.open(number)
        clerk.press(key, Key.Key_Return)
        assert clerk.view.drawer.panel.step is not None
        clerk.say("不在本站办理范围")
        clerk.press(Key.Key_Return)
        clerk.until_state(number, state)

    clerk.centre.do(AcceptCase(ended))
    clerk.open(ended)
    clerk.until_state(ended, "accepted")
    clerk.press(Key.Key_X)
    clerk.say("企业注销")
    clerk.press(Key.Key_Return)
    clerk.until_state(ended, "terminated")
    kinds = {n: [p.kind for p in clerk.state(n).papers] for n in (gap, forwarded, refused, ended)}
    assert kinds == {
        gap: ["acceptance_notice", "gap_promise"],
        forwarded: ["forwarding_slip"],
        refused: ["refusal_notice"],
        ended: ["acceptance_notice", "resolution_receipt"],
    }


def test_escape_leaves_everything_as_it_was(clerk: Clerk) -> None:
    number = clerk.numbers[0]
    clerk.open(number)
    clerk.press(Key.Key_C)
    clerk.say("写了一半")
    clerk.press(Key.Key_Escape)
    assert clerk.view.drawer.panel.step is None
    assert clerk.focus is clerk.view.table
    assert clerk.state(number).case.state == "received"
    clerk.press(Key.Key_C, Key.Key_Return)
    assert clerk.view.drawer.panel.step is not None, "the words of before are gone"


def test_filters_search_and_empty_states(clerk: Clerk) -> None:
    mine = clerk.numbers[2]
    clerk.centre.do(AssignCase(mine, "WM"))
    clerk.press(Key.Key_1, held=ALT)
    clerk.until(lambda: clerk.numbers == [mine])
    clerk.press(Key.Key_2, held=ALT)
    clerk.until(lambda: len(clerk.numbers) == 4)
    assert {number[:2] for number in clerk.numbers} == {"CF", "RC"}
    clerk.press(Key.Key_4, held=ALT)
    clerk.until(lambda: clerk.numbers == [])
    assert clerk.view.empty.isVisible()
    assert clerk.view.empty.accessibleName() == "没有超期的办件"
    assert not clerk.view.drawer.isVisible()
    clerk.press(Key.Key_F, held=CTRL)
    clerk.say("cmhy")
    clerk.until(lambda: len(clerk.numbers) == 1)
    clerk.press(Key.Key_A, held=CTRL)
    clerk.say("20261123-0002")
    clerk.until(lambda: clerk.numbers == ["CF-20261123-0002"])
    clerk.press(Key.Key_Escape)
    clerk.until(lambda: clerk.numbers == [])
    clerk.press(Key.Key_6, held=ALT)
    clerk.until(lambda: len(clerk.numbers) == 6)


def test_who_waits_for_the_company_and_what_has_ended(clerk: Clerk) -> None:
    """A supplement asked for and a gap promised both wait; filled ones do not."""
    supplement, gap, ended = clerk.numbers[-1], clerk.numbers[0], clerk.numbers[1]
    clerk.centre.do(AskSupplement(supplement, ("变更登记申请书",)))
    clerk.centre.do(PromiseGap(gap, ("章程修正案",)))
    clerk.centre.do(WithdrawCase(ended, "企业不办了"))
    clerk.press(Key.Key_5, held=ALT)
    clerk.until(lambda: clerk.numbers == [gap, supplement])
    clerk.centre.do(FillGap(gap))
    clerk.press(Key.Key_Down)
    clerk.until(lambda: clerk.numbers == [supplement])
    clerk.press(Key.Key_7, held=ALT)
    clerk.until(lambda: clerk.numbers == [ended])


def test_others_work_is_seen_and_the_selection_stays(clerk: Clerk) -> None:
    number = clerk.numbers[3]
    clerk.open(number)
    fresh = clerk.centre.case("CF-02", HONGYUN)
    clerk.until(lambda: fresh in clerk.numbers)
    assert clerk.file is not None
    assert clerk.file.case.number == number
    clerk.centre.do(AcceptCase(number))
    clerk.until_state(number, "accepted")
    assert "accept" not in clerk.offered()


def test_a_refusal_is_said_and_the_entries_stay(clerk: Clerk) -> None:
    number = clerk.numbers[0]
    clerk.centre.do(AcceptCase(number))
    clerk.open(number)
    clerk.until_state(number, "accepted")
    clerk.press(Key.Key_Y)
    clerk.press(Key.Key_Tab)
    clerk.say("专家评审")
    clerk.centre.do(ExtendCase(number, 3, "别人先延了"))
    clerk.press(Key.Key_Return)
    clerk.until(lambda: clerk.place.notes)
    assert clerk.view.drawer.panel.step is not None
    assert clerk.view.drawer.panel.given().words == "专家评审"


def test_papers_are_looked_at_printed_again_and_voided(clerk: Clerk) -> None:
    number = clerk.numbers[0]
    clerk.open(number)
    clerk.press(Key.Key_F5, Key.Key_Return)
    clerk.until_state(number, "accepted")
    clerk.until(lambda: clerk.place.shell.commands.action("cases.paper.view").isEnabled())
    clerk.press(Key.Key_V)
    clerk.until(lambda: clerk.view.preview.isVisible())
    clerk.press(Key.Key_Escape)
    assert clerk.focus is clerk.view.table
    clerk.press(Key.Key_S, held=CTRL)
    assert len(clerk.place.papers.saved) == 1
    clerk.place.shell.commands.run("cases.paper.void")
    clerk.say("金额写错")
    clerk.press(Key.Key_Return)
    clerk.until(lambda: clerk.state(number).papers[0].void)
    clerk.until(lambda: clerk.view.drawer.panel.step is None)
    clerk.until(lambda: not clerk.place.shell.commands.action("cases.paper.print").isEnabled())


def test_a_decision_is_taken_back_with_a_reason(clerk: Clerk) -> None:
    """By key or from the toast, one after the other; the chips count what is left."""
    number = clerk.numbers[0]
    clerk.open(number)
    everything = len(clerk.numbers)
    chip = clerk.view.chips.chip(Filter.OPEN)
    clerk.until(lambda: chip.text().endswith(f" {everything}"))
    assert "undo" not in clerk.offered()
    clerk.press(Key.Key_F5, Key.Key_Return)
    clerk.until_state(number, "accepted")
    clerk.press(Key.Key_F8, Key.Key_Return)
    clerk.until_state(number, "resolved")
    clerk.until(lambda: chip.text().endswith(f" {everything - 1}"))
    toast = clerk.place.shell.messages.toasts.shown[-1]
    clerk.until(lambda: "undo" in clerk.offered())
    toast.buttons[0].click()
    clerk.press(Key.Key_Return)
    assert clerk.view.drawer.panel.step is not None, "a reason is needed"
    clerk.say("企业还要补一份")
    clerk.press(Key.Key_Return)
    clerk.until_state(number, "accepted")
    clerk.until(lambda: chip.text().endswith(f" {everything}"))
    clerk.press(Key.Key_Z, held=CTRL)
    clerk.say("不该受理")
    clerk.press(Key.Key_Return)
    clerk.until_state(number, "received")
    file = clerk.state(number)
    assert [paper.void for paper in file.papers] == [True, True]
    assert len(clerk.place.papers.printed) == 2, "what is void is not printed again"
    assert [row.text for row in file.timeline if row.kind == "case.restored"] == [
        *("企业还要补一份", "不该受理"),
    ]
    assert "undo" not in clerk.offered()


def test_the_day_after_the_lights_change(clerk: Clerk) -> None:
    number = next(n for n in clerk.numbers if n.startswith("SZ"))
    clerk.centre.do(AcceptCase(number))
    due = clerk.state(number).case.due_on
    assert due is not None
    clerk.open(number)
    clerk.until_state(number, "accepted")
    clerk.centre.at("09:00", date(due.year, due.month, due.day))
    clerk.place.shell.live.renew()
    clerk.press(Key.Key_3, held=ALT)
    clerk.until(lambda: clerk.numbers == [number])
    clerk.until(lambda: clerk.file is not None and clerk.file.case.light == "soon")


def test_without_a_person_or_a_window_the_chips_say_so(
    qtbot: QtBot, centre: Centre, workplace: Made
) -> None:
    clerk = Clerk(qtbot, centre, workplace(""))
    for key, words in ((Key.Key_1, "还不知道您是谁"), (Key.Key_2, "还不知道这里是哪个窗口")):
        clerk.press(key, held=ALT)
        clerk.until(partial(_says, clerk, words))


def _says(clerk: Clerk, words: str) -> bool:
    return clerk.view.empty.accessibleName() == words


def test_the_factory_gives_the_frame_a_screen(workplace: Made) -> None:
    screen = create(workplace().context)
    assert screen.widget is not None
    screen.widget.deleteLater()


def test_an_authorisation_is_printed_again_and_taken_back(clerk: Clerk, centre: Centre) -> None:
    number = clerk.numbers[-2]
    centre.do(GiveConsent("authorisation", case=number, until=date(2026, 12, 31), scope="代领"))
    file = clerk.open(number)
    drawer = clerk.view.drawer
    clerk.until(lambda: drawer.consents.lines.count() == 1)
    [paper] = [one for one in file.papers if one.kind == "authorisation"]
    clerk.press(Key.Key_P, held=CTRL | SHIFT)
    assert clerk.place.papers.printed == [paper.id]
    clerk.press(Key.Key_W)
    clerk.press(Key.Key_Return)
    assert drawer.panel.step is not None, "without a reason nothing is taken back"
    clerk.say("自己来办")
    clerk.press(Key.Key_Return)
    clerk.until(lambda: clerk.state(number).consents[0].withdrawn_at is not None)
    clerk.until(lambda: "已撤回" in drawer.consents.lines.item(0).text())
    clerk.press(Key.Key_W)
    assert drawer.panel.step is None


def test_usual_reasons_are_offered_where_a_step_is_taken_back(clerk: Clerk) -> None:
    number = clerk.numbers[-2]
    clerk.open(number)
    clerk.press(Key.Key_F5, Key.Key_Return)
    clerk.until_state(number, "accepted")
    clerk.press(Key.Key_Z, held=CTRL)
    clerk.press(Key.Key_Tab, Key.Key_Return)
    panel = clerk.view.drawer.panel
    assert panel.step is not None
    assert panel.given().words == "按错键"
    clerk.press(Key.Key_Return)
    clerk.until_state(number, "received")
