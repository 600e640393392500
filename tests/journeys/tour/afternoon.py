"""Cases step by step, the end of the day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QComboBox

from desktop.requests import (
    Contact,
    GiveConsent,
    IssueTicket,
    ListCases,
    ReprintPaper,
    ShowCase,
    VoidPaper,
)
from desktop.snapshots import CaseFile
from tests.journeys.centre import MONDAY
from tests.journeys.tour.driver import ALT, CTRL, EVERY, Driver, Key, StepFailed
from tests.journeys.tour.morning import DAHE_CODE
from ui.screens.cases.view import CasesView
from ui.screens.end_of_day.view import EndOfDayView


class Clerk:
    """The hands that follow cases."""

    def __init__(self, tour: Driver) -> None:
        self.tour = tour
        self.view = tour.find(CasesView)

    def received(self, item: str) -> str:
        """Let a request come in by phone elsewhere; returns the case's number."""
        wish = IssueTicket(items=(item,), enterprise=DAHE_CODE, door="phone")
        made: Any = self.tour.elsewhere(wish)
        return str(made.cases[0].number)

    def open(self, number: str) -> None:
        """Find a case by its number."""
        self.tour.shell.messages.toasts.clear()
        self.tour.press(Key.Key_F, held=CTRL)
        self.tour.write(number)
        self.tour.press(Key.Key_Return)
        self.tour.until(lambda: self.number == number, number)
        self.tour.rest()

    @property
    def number(self) -> str:
        """Return the number in the drawer."""
        return self.view.drawer.file.case.number if self.view.drawer.file is not None else ""

    def step(self, verb: str, key: Key, *words: str, picture: str = "", tick: int = 0) -> None:
        """Take a step: open its panel, fill it in, confirm."""
        self.tour.shell.messages.toasts.clear()
        command = self.tour.shell.commands.action(f"cases.step.{verb}")
        self.tour.until(command.isEnabled, f"{verb} can be done")
        self.tour.press(key)
        for _ in range(tick):
            self.tour.press(Key.Key_Space, Key.Key_Tab)
        for word in words:
            self.tour.press(Key.Key_A, held=CTRL)
            self.tour.write(word)
            self.tour.press(Key.Key_Tab)
        if picture:
            with self.tour.worn("dark-en", "150"):
                self.tour.picture(f"cases-{verb}", picture)
        panel = self.view.drawer.panel
        panel.setFocus()
        self.tour.press(Key.Key_Return)
        self.tour.until(lambda: panel.step is None, f"{verb} is done")
        self.tour.rest()


def cases(tour: Driver) -> None:
    """Take every step once, each from the state that allows it."""
    tour.at("10:30")
    tour.go("cases")
    clerk = Clerk(tour)
    with tour.worn(*EVERY):
        tour.picture("cases-list", "办件：筛选、列表、抽屉")
    _to_the_end(tour, clerk, clerk.received("CF-02"))
    _other_ways(clerk)
    tour.press(Key.Key_4, held=ALT)
    with tour.worn("dark-en", "150"):
        tour.picture("cases-empty", "办件：没有超期的")
    tour.press(Key.Key_7, held=ALT)
    tour.picture("cases-ended", "办件：已结束的")


def _to_the_end(tour: Driver, clerk: Clerk, number: str) -> None:
    clerk.open(number)
    clerk.step("accept", Key.Key_F5, picture="办件：受理，先说清届满日")
    _supplement(tour, clerk)
    clerk.step("supplemented", Key.Key_F7, picture="办件：补正已交")
    tour.press(Key.Key_Y, Key.Key_Up, Key.Key_Up, Key.Key_Tab)
    tour.write("专家评审")
    tour.picture("cases-extend", "办件：延期一次，写明原因")
    tour.press(Key.Key_Return)
    action = tour.shell.commands.action("cases.step.assign")
    tour.until(action.isEnabled, "extended")
    tour.press(Key.Key_P)
    combo = tour.focus
    if not isinstance(combo, QComboBox):
        raise StepFailed("nobody can be chosen")
    combo.setCurrentIndex(combo.findData("CL"))
    tour.picture("cases-assign", "办件：分派给一个人")
    tour.press(Key.Key_Return)
    tour.until(action.isEnabled, "assigned")
    clerk.step("resolve", Key.Key_F8, "变更登记已核准", picture="办件：办结")
    tour.press(Key.Key_V)
    tour.until(clerk.view.preview.isVisible, "the paper is shown")
    with tour.worn("dark-en", "150"):
        tour.picture("cases-paper", "办件：查看单据，可补打、存为 PDF、作废")
    tour.press(Key.Key_Escape)
    clerk.step("deliver", Key.Key_F9, picture="办件：送达")
    _taken_back(tour, clerk)


def _taken_back(tour: Driver, clerk: Clerk) -> None:
    action = tour.shell.commands.action("cases.step.undo")
    tour.until(action.isEnabled, "the delivery can be taken back")
    tour.press(Key.Key_Z, held=CTRL)
    tour.write("企业还没有取走")
    tour.picture("cases-undo", "办件：撤销最近一步，写明原因")
    tour.press(Key.Key_Return)
    tour.until(lambda: clerk.view.drawer.panel.step is None, "the delivery is taken back")
    tour.rest()


def _supplement(tour: Driver, clerk: Clerk) -> None:
    tour.rest()
    tour.shell.messages.toasts.clear()
    tour.press(Key.Key_F6, Key.Key_Space, Key.Key_Return)
    tour.picture("cases-reason", "办件：已受理的补正，没有写原因不放行")
    tour.write("场地证明过期")
    tour.picture("cases-supplement", "办件：补正，时限停钟")
    tour.press(Key.Key_Return)
    tour.until(lambda: clerk.view.drawer.panel.step is None, "the supplement is asked for")
    tour.rest()
    tour.picture("cases-stopped", "办件：等企业补正，停钟")


def _other_ways(clerk: Clerk) -> None:
    clerk.open(clerk.received("CF-02"))
    clerk.step("gap", Key.Key_R, tick=1, picture="办件：容缺受理，勾选后补的材料")
    clerk.step("gap_filled", Key.Key_Q, picture="办件：容缺已补")
    clerk.open(clerk.received("CF-04"))
    clerk.step("forward", Key.Key_Z, "区市场监管局", "SJ-7", picture="办件：转报")
    for item, verb, key, words, caption in (
        ("CF-02", "refuse", Key.Key_N, "住所不在辖区", "办件：不予受理，写明理由"),
        ("RC-01", "refuse", Key.Key_N, "不属于本站事项", ""),
        ("CF-02", "withdraw", Key.Key_C, "企业不办了", "办件：撤回"),
    ):
        clerk.open(clerk.received(item))
        clerk.step(verb, key, words, picture=caption)
    clerk.open(clerk.received("SZ-01"))
    clerk.step("accept", Key.Key_F5)
    clerk.step("terminate", Key.Key_X, "企业注销", picture="办件：终止")


def end_of_day(tour: Driver) -> None:
    """Give every open ticket its end and close the day."""
    tour.at("16:58")
    tour.go("end_of_day")
    view = tour.find(EndOfDayView)
    tour.until(lambda: view.shown is not None and view.shown.rows, "the open tickets")
    tour.picture("end-of-day", "日结：未了的号，在哪一步")
    tour.press(Key.Key_1)
    with tour.worn("dark-en", "150"):
        tour.picture("end-of-day-end", "日结：一张号的结论和原因")
    tour.press(Key.Key_Return, Key.Key_F6)
    tour.picture("end-of-day-rest", "日结：其余同样处理")
    tour.press(Key.Key_Return)
    with tour.worn(*EVERY):
        tour.picture("end-of-day-ready", "日结：都有结论了，可以日结")
    tour.press(Key.Key_F8)
    tour.until(lambda: view.shown is not None and view.shown.state == "closed", "the day closes")
    with tour.worn("dark-en", "150"):
        tour.picture("end-of-day-closed", "日结：账已结清，各字母最后的号码")
    tour.elsewhere(IssueTicket(windows=("RC",)))
    tour.until(
        lambda: view.shown is not None and view.shown.state == "reopened", "the day is open again"
    )
    tour.picture("end-of-day-reopened", "日结：又取了号，这一天重新打开")


def papers(tour: Driver) -> None:
    """Put every kind of paper in both styles into the album, reprinted and void ones too."""
    seen: set[tuple[str, str]] = set()
    kinds: set[str] = set()
    for number in _numbers(tour):
        file = tour.desk.ask(ShowCase(number))
        assert isinstance(file, CaseFile)
        style = "service" if file.case.item.startswith(("RC", "SZ")) else "authority"
        for paper in file.papers:
            if (paper.kind, style) not in seen:
                seen.add((paper.kind, style))
                kinds.add(paper.kind)
                pdf = tour.desk.paper_pdf(paper.id)
                tour.album.paper(f"{paper.kind}-{style}", pdf, f"{paper.kind} · {style}")
    made: Any = tour.elsewhere(IssueTicket(items=("CF-02", "JR-01"), enterprise=DAHE_CODE))
    slip = made.papers[0].id
    for width in ("58", "80"):
        tour.album.paper(f"ticket_slip-{width}", tour.desk.paper_pdf(slip, width), f"{width} mm")
    tour.elsewhere(ReprintPaper(slip))
    tour.album.paper("ticket_slip-reprint", tour.desk.paper_pdf(slip), "补打")
    tour.elsewhere(VoidPaper(slip, "取错号"))
    tour.album.paper("ticket_slip-void", tour.desk.paper_pdf(slip), "作废")
    _consents(tour)
    wanted = {
        "acceptance_notice",
        "one_time_notice",
        "gap_promise",
        "refusal_notice",
        "resolution_receipt",
        "forwarding_slip",
    }
    if not wanted <= kinds:
        raise StepFailed(f"papers missing: {sorted(wanted - kinds)}")


def _consents(tour: Driver) -> None:
    """Put what is told and what is signed at the guide desk into the album."""
    number, until = _numbers(tour)[0], MONDAY + timedelta(days=38)
    person = Contact("张三丰", "10012341234", "110101190001011234")
    for given in (
        GiveConsent("privacy_notice", enterprise=DAHE_CODE, person=person),
        GiveConsent("authorisation", case=number, person=person, until=until),
    ):
        made: Any = tour.elsewhere(given)
        pdf = tour.desk.paper_pdf(made.papers[0].id)
        tour.album.paper(given.kind, pdf, given.kind)


def _numbers(tour: Driver) -> list[str]:
    answer: Any = tour.desk.ask(ListCases(limit=200))
    return [case.number for case in answer.cases]


def trouble(tour: Driver) -> None:
    """Start on a file that is no database."""
    damaged = tour.work / "damaged.db"
    damaged.write_bytes(b"not a database" * 500)
    tour.start(damaged)
    tour.rest()
    with tour.worn("dark-en", "150"):
        tour.picture("trouble", "打不开：数据库已损坏，可从备份恢复")
