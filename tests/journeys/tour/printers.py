"""Printers that are unwell, a fault of ours, and a window to practise in."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QPixmap

from desktop.requests import AddStaff, CounterFields, IssueTicket, SaveEnterprise, SetUpSite
from desktop.thermal.address import read
from desktop.thermal.device import Patience, ask_health, print_dots
from desktop.thermal.escpos import Health
from tests.desktop.thermal import stand
from tests.desktop.thermal.stand import StandIn
from tests.journeys.tour.driver import Driver, StepFailed
from tests.journeys.whole_program import ROLES, WINDOWS
from ui.background import Crash
from ui.desk_printing import DeskPrinting
from ui.dots import dots_of, picture_of
from ui.paper_ways import Printing
from ui.screens.settings.view import SettingsView

_HASTY = Patience(connect=0.5, answer=0.1, write=0.4, proof=0.4)
_FAULT = Crash(
    "_read",
    "Traceback (most recent call last):\n"
    '  File "ui/screens/cases/presenter.py", line 120, in _read\n'
    "    row = rows[name]\nKeyError: 'rows'",
)


def printers(tour: Driver) -> None:
    """Print on a thermal printer of the network that has its moods."""
    printer = StandIn()
    tour.at("09:10")
    tour.ways = Printing(tour.machine.find, tour.machine.send, _health)
    tour.machine.network = _send
    try:
        _set_up(tour, "printers.db", "CQ", "仓前梦创社区", printer)
        _page(tour, printer)
        _moods(tour, printer)
        _fault(tour)
        tour.stop()
        _set_up(tour, "practice.db", "DEMO", "演示 · 仓前梦创社区", printer)
        tour.go("reception")
        with tour.worn("dark-en", "150"):
            tour.picture("practice", "演示：每一页都说不发真号，窗口名字里也有")
    finally:
        printer.close()
        tour.ways = tour.machine.network = None


def _send(pdf: bytes, printer: str, job: str) -> Health | None:
    address = read(printer)
    return print_dots(address, dots_of(pdf, address.dots), patience=_HASTY)


def _health(printer: str) -> Health | None:
    return ask_health(read(printer), _HASTY)


def _set_up(tour: Driver, file: str, code: str, name: str, printer: StandIn) -> None:
    desk = tour.doors_open(tour.work / file)
    counters = tuple(CounterFields(n, (window,)) for n, window in enumerate(WINDOWS, start=1))
    desk.do(SetUpSite(code, name, counters))
    desk.do(AddStaff("LN", "李娜", ROLES))
    desk.do(SaveEnterprise("杭州大和热磁电子有限公司"))
    desk.close()
    kept = {"slip_printer": printer.address.kept, "staff": "LN", "counter": "", "screen": "cases"}
    tour.start(tour.work / file, site="", **kept)
    tour.until(lambda: tour.shell.window.current_screen != "", "the first screen")


def _printing(tour: Driver) -> DeskPrinting:
    if tour.program.printing is None:
        raise StepFailed("nothing prints")
    return tour.program.printing


def _prints(tour: Driver) -> None:
    made: Any = tour.elsewhere(IssueTicket(windows=("CF", "RC")), "LN")
    _printing(tour).print_paper(made.papers[0].id)


def _page(tour: Driver, printer: StandIn) -> None:
    tour.program.show_waiting()
    tour.find(SettingsView)
    pill = tour.shell.window.bar.printer
    tour.until(lambda: pill.text == "打印机正常", "the printer answers")
    with tour.worn("en"):
        tour.picture("printers-settings", "设置·打印：号票走网络热敏打印机，纸张状态随时读")
    _prints(tour)
    tour.until(lambda: len(printer.papers) == 1, "the slip comes out")
    slip = QPixmap.fromImage(picture_of(printer.papers[0]))
    tour.album.screen(tour.album.number("printers-slip"), slip, "热敏打印机打出来的点阵号票")


def _moods(tour: Driver, printer: StandIn) -> None:
    waits = _printing(tour)
    printer.hangs_up_after = 1
    _prints(tour)
    tour.until(lambda: len(waits.waiting) == 1, "it is asked about")
    with tour.worn("dark-en", "150"):
        tour.picture("printers-asked", "打到一半断了：问人打出来没有，再打就标补打")
    printer.hangs_up_after, printer.answers = None, stand.OUT_OF_PAPER
    _prints(tour)
    tour.until(lambda: len(waits.waiting) == 2, "no paper")
    tour.shell.messages.toasts.clear()
    with tour.worn("dark-en", "150"):
        tour.picture("printers-waiting", "缺纸：还没打出来的列在这里，可重打、换一台、存为 PDF")
    tour.go("reception")
    _prints(tour)
    tour.until(lambda: len(waits.waiting) == 3, "no paper")
    tour.picture("printers-failed", "导服台：缺纸写在右上角，号照发，单据存着")
    printer.answers = stand.WELL
    tour.shell.messages.toasts.clear()
    waits.look()
    tour.until(lambda: bool(tour.shell.messages.toasts.shown), "the printer is well again")
    tour.picture("printers-well-again", "有纸了：不会自己补打，先问要不要")


def _fault(tour: Driver) -> None:
    tour.shell.messages.toasts.clear()
    trouble = tour.shell.messages.trouble
    trouble.open(_FAULT.text)
    trouble.more.setChecked(True)
    with tour.worn("dark-en", "150"):
        tour.picture("fault", "程序自己出了错：说清怎么办，可存报告，手头的都还在")
    trouble.put_away()
