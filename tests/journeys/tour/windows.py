"""The counter's morning: every way a stop can go."""

from __future__ import annotations

from typing import Final, cast

from desktop.requests import CloseCounter, IssueTicket, ItemWanted, ShowTicket
from desktop.snapshots import TicketFile
from tests.journeys.tour.driver import CTRL, EVERY, SHIFT, Driver, Key
from tests.journeys.tour.morning import DAHE_CODE

BROUGHT: Final = ("变更登记申请书", "变更决议或决定", "新住所使用证明（迁址）", "营业执照正副本")


class Counter:
    """The hands at counter 6, finance and law."""

    def __init__(self, tour: Driver) -> None:
        self.tour = tour

    def able(self, command: str) -> bool:
        """Say whether a command can be given now."""
        return self.tour.shell.commands.action(f"counter.{command}").isEnabled()

    def until_able(self, command: str) -> None:
        """Wait until it can be given."""
        self.tour.until(lambda: self.able(command), f"counter.{command}")

    def visitor(self, item: str, *given: str) -> str:
        """Let a visitor take a number elsewhere; returns its label."""
        wanted = (ItemWanted(item, None, given),)
        made = self.tour.elsewhere(IssueTicket(items=wanted, enterprise=DAHE_CODE))
        return str(made.ticket.label)

    def calls(self, label: str = "") -> None:
        """Call whoever is next, or a number by name."""
        self.until_able("call_next")
        if label:
            self.tour.rest()
            self.tour.press(Key.Key_F5, held=SHIFT)
            self.tour.write(label)
            self.tour.rest()
            self.tour.press(Key.Key_Return)
        else:
            self.tour.press(Key.Key_F5)
        self.until_able("start")
        self.tour.rest()

    def serves(self, label: str = "") -> None:
        """Call and start."""
        self.calls(label)
        self.tour.press(Key.Key_F7)
        self.until_able("finish")
        self.tour.rest()

    def finishes(self) -> None:
        """Finish the stop."""
        self.tour.press(Key.Key_F8)
        self.until_able("call_next")
        self.tour.rest()


def counter(tour: Driver) -> None:
    """Open counter 6 and serve."""
    tour.at("09:20")
    tour.elsewhere(CloseCounter(6), "ZQ")
    tour.go("counter")
    desk = Counter(tour)
    with tour.worn("dark-en", "150"):
        tour.picture("counter-closed", "窗口：开台")
    tour.press(Key.Key_Return)
    desk.until_able("call_next")
    tour.picture("counter-free", "窗口：等候的人按次序，各有原因")
    _resolve_with_one_more(tour, desk)
    _outcomes(tour, desk)
    _transfer(tour, desk)
    _hold(tour, desk)
    _no_show(tour, desk)
    _mistake(tour, desk)
    tour.press(Key.Key_F12)
    with tour.worn("dark-en", "150"):
        tour.picture("counter-pause", "窗口：暂停服务要有原因")
    tour.press(Key.Key_Escape)


def _later(tour: Driver, text: str) -> None:
    """Let minutes pass at once; that the PC was not heard of meanwhile is no picture's business."""
    tour.at(text)
    if tour.program.calm is not None:
        tour.program.calm.presence.beat()
    tour.rest()
    tour.shell.messages.toasts.clear()


def _resolve_with_one_more(tour: Driver, desk: Counter) -> None:
    desk.calls()
    tour.picture("counter-called", "窗口：叫号，为什么是这一位")
    _later(tour, "09:21")
    tour.press(Key.Key_F7)
    desk.until_able("finish")
    with tour.worn(*EVERY):
        tour.picture("counter-serving", "窗口：办理中，材料和结果")
    tour.press(Key.Key_F3)
    tour.write("jr-01")
    tour.rest()
    tour.picture("counter-add", "窗口：加办一个事项")
    tour.press(Key.Key_Return)
    desk.until_able("finish")
    tour.press(Key.Key_1)
    _later(tour, "09:29")
    desk.finishes()
    with tour.worn("dark-en", "150"):
        tour.picture("counter-finished", "窗口：办结，号码保留，去下一站")


def _outcomes(tour: Driver, desk: Counter) -> None:
    for name, key, words, caption in (
        ("supplement", Key.Key_3, "", "窗口：补正，一次性告知"),
        ("gap", Key.Key_4, "", "窗口：容缺受理，缺的可以后补"),
        ("refused", Key.Key_5, "不在受理范围", "窗口：不予受理，写明理由"),
        ("forwarded", Key.Key_7, "市场监管局", "窗口：转报"),
    ):
        desk.serves(desk.visitor("CF-02", *BROUGHT))
        tour.press(key)
        if name == "forwarded":
            tour.press(Key.Key_A, held=CTRL)
        if words:
            tour.write(words)
        tour.picture(f"counter-{name}", caption)
        desk.finishes()


def _transfer(tour: Driver, desk: Counter) -> None:
    desk.serves(desk.visitor("CF-04"))
    tour.press(Key.Key_F10, Key.Key_J, Key.Key_Tab)
    tour.write("请先核对章程")
    tour.press(Key.Key_Tab, Key.Key_Space)
    with tour.worn("dark-en", "150"):
        tour.picture("counter-transfer", "窗口：转窗，留言，办完再回来")
    tour.press(Key.Key_Return)
    desk.until_able("call_next")


def _hold(tour: Driver, desk: Counter) -> None:
    desk.serves(desk.visitor("CF-04"))
    tour.press(Key.Key_F11)
    tour.write("去复印")
    tour.picture("counter-hold", "窗口：挂起")
    tour.press(Key.Key_Return)
    desk.until_able("call_next")
    tour.rest()
    tour.press(Key.Key_F4)
    with tour.worn("dark-en", "150"):
        tour.picture("counter-held", "窗口：挂起的号，回车恢复")
    tour.press(Key.Key_Return)
    desk.until_able("finish")
    tour.press(Key.Key_2)
    desk.finishes()


def _no_show(tour: Driver, desk: Counter) -> None:
    label = desk.visitor("CF-04")
    desk.calls(label)
    for _ in range(2):
        tour.press(Key.Key_F6)
        desk.until_able("recall")
        tour.rest()
    tour.picture("counter-recalled", "窗口：叫满三次才能过号")
    tour.press(Key.Key_F9)
    desk.until_able("call_next")
    tour.rest()
    tour.press(Key.Key_F4)
    tour.picture("counter-missed", "窗口：过号的回来了，回车恢复排队")
    tour.press(Key.Key_Return)
    tour.until(lambda: _state(tour, label) == "waiting", "the missed one is back in line")


def _mistake(tour: Driver, desk: Counter) -> None:
    """A colleague is called, what is settled at once is finished, and taken back."""
    desk.serves(desk.visitor("CF-05"))
    tour.press(Key.Key_F2)
    desk.until_able("help")
    tour.picture("counter-help", "窗口：即办件预选当场办结；请同事帮忙")
    tour.press(Key.Key_F2)
    desk.until_able("finish")
    desk.finishes()
    tour.press(Key.Key_Z, held=CTRL)
    tour.picture("counter-undo", "窗口：撤销刚才的办结，写明原因")
    tour.press(Key.Key_Return)
    desk.until_able("finish")
    tour.picture("counter-undone", "窗口：号码回到本柜台，刚才的文书已作废")
    desk.finishes()


def _state(tour: Driver, label: str) -> str:
    return str(cast("TicketFile", tour.desk.ask(ShowTicket(label))).ticket.state)
