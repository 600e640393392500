"""The same morning on a database elsewhere, which goes away and comes back."""

from __future__ import annotations

from typing import Final

from desktop.desk import Desk, Particulars
from desktop.requests import (
    AddStaff,
    CallTicket,
    CounterFields,
    OpenCounter,
    SetUpSite,
    ShowSite,
    StartService,
)
from desktop.snapshots import SiteAnswer
from tests.journeys.tour.board import Hall
from tests.journeys.tour.driver import SHIFT, Driver, Key, StepFailed
from tests.journeys.tour.windows import Counter
from ui.calm import Calm
from ui.connection import Connection

_LOST: Final = 10
_THERE: Final = "XM"
_DAY_OFF: Final = 23 * 3600 + 58 * 60


def away(tour: Driver) -> None:
    """Start once more, with a link that can be cut."""
    tour.far = True
    tour.at("17:05")
    tour.start(tour.work / "desk.db", screen="counter", counter="6")
    tour.until(lambda: tour.shell.window.current_screen != "", "the first screen")
    desk = Counter(tour)
    desk.visitor("CF-02")
    desk.visitor("CF-04")
    desk.until_able("call_next")
    desk.serves()
    tour.press(Key.Key_1)
    _suspect(tour)
    _finished_here(tour, desk)
    _other_screens(tour)
    _lost_counter(tour, desk)
    _board(tour)
    tour.far = False


def _calm(tour: Driver) -> Calm:
    if tour.program.calm is None:
        raise StepFailed("nobody watches the link")
    return tour.program.calm


def _sees(tour: Driver, state: Connection) -> None:
    tour.until(lambda: _calm(tour).watch.state is state, state.value)


def _suspect(tour: Driver) -> None:
    tour.store.doubt()
    _sees(tour, Connection.SUSPECT)
    tour.picture("away-suspect", "连接：正在确认，写的按钮先停一停")
    tour.store.mend()
    _sees(tour, Connection.ONLINE)


def _finished_here(tour: Driver, desk: Counter) -> None:
    tour.store.cut()
    _sees(tour, Connection.AWAY)
    with tour.worn("dark-en", "150"):
        tour.picture("away-serving", "连接断开：正在办理的照样看、照样写")
    tour.press(Key.Key_F8)
    tour.until(lambda: bool(tour.desk.kept()), "it is kept")
    tour.picture("away-kept", "连接断开：在这里办结，等恢复后发送")
    tour.press(Key.Key_F5)
    tour.picture("away-calling", "连接断开：叫号不行，说明原因")
    tour.shell.messages.toasts.clear()
    tour.store.mend()
    desk.until_able("call_next")
    tour.until(lambda: tour.desk.kept() == (), "it is sent")
    tour.picture("away-back", "连接恢复：发送一次，单据这时才打印")


def _board(tour: Driver) -> None:
    shown = Hall(tour)
    tour.store.cut()
    _sees(tour, Connection.AWAY)
    shown.picture("board-away", "大屏 · 连接断开：旧的叫号不当作现在的")
    tour.store.mend()
    _sees(tour, Connection.ONLINE)
    shown.close()


def _other_screens(tour: Driver) -> None:
    for screen, caption in (
        ("reception", "导服台：填写的都在，取号要等"),
        ("cases", "办件：可以看，不能改"),
        ("end_of_day", "日结：可以看，不能写"),
    ):
        tour.go(screen)
        tour.store.cut()
        _sees(tour, Connection.AWAY)
        tour.picture(f"away-{screen.replace('_', '-')}", f"连接断开 · {caption}")
        tour.store.mend()
        _sees(tour, Connection.ONLINE)
        tour.rest()
    _calm(tour).presence.clock.emit(_DAY_OFF)
    tour.picture("clock-off", "时钟：这台电脑快了将近一天，用中心的时间")
    _calm(tour).presence.clock.emit(0)


def _lost_counter(tour: Driver, desk: Counter) -> None:
    """Let counter 10 be lost with a visitor, and go on with the visit here."""
    site = tour.desk.ask(ShowSite())
    if not isinstance(site, SiteAnswer):
        raise StepFailed("there is no site")
    counters = [CounterFields(one.number, one.windows) for one in site.counters]
    counters.append(CounterFields(_LOST, ("CF",)))
    tour.elsewhere(SetUpSite(site.site.code, site.site.name, tuple(counters)))
    tour.elsewhere(AddStaff(_THERE, "徐明", ("guide", "window")))
    other = Desk(tour.store, tour.clock, Particulars(site.site.code, "B2"))
    other.do(OpenCounter(_LOST, _THERE), staff=_THERE)
    other.beat(_LOST)
    label = desk.visitor("CF-02")
    other.do(CallTicket(_LOST, label), staff=_THERE)
    other.do(StartService(_LOST), staff=_THERE)
    tour.go("counter")
    desk.until_able("call_next")
    tour.at("17:10")
    _calm(tour).presence.beat()
    desk.until_able("take_over")
    tour.picture("counter-lost", "窗口：有柜台掉线，来访人还在那里")
    tour.press(Key.Key_F7, held=SHIFT)
    tour.rest()
    tour.picture("counter-take-over", "窗口：接手掉线柜台的号")
    tour.press(Key.Key_Return)
    desk.until_able("finish")
    tour.picture("counter-taken-over", "窗口：接手以后就在这里办")
