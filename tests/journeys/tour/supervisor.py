"""The supervisor on a small centre with a week behind it: now, behind a figure, days back."""

from __future__ import annotations

from typing import Final

from db.store import SqlStore
from desktop.demo import make_demo
from desktop.requests import (
    CallNext,
    ExportFigures,
    FinishStop,
    IssueTicket,
    OpenCounter,
    StartService,
)
from tests.journeys.centre import MONDAY
from tests.journeys.tour.driver import Driver, Key
from ui.screens.supervisor.view import SupervisorView

VISITS: Final = ("CF-01", "RC-01", "CF-02", "GZ-05", "RC-01", "CF-01", "JR-01", "CF-04")
SEATS: Final = {1: "S01", 2: "S02"}


def supervisor(tour: Driver) -> None:
    """Show an empty morning, a busy one, what stands behind a figure, a week, a file."""
    tour.at("08:20")
    path = tour.work / "figures.db"
    store = SqlStore(path)
    make_demo(store, tour.clock.now(), enterprises=40, days=5, visits_per_day=60)
    store.close()
    tour.start(path, screen="supervisor")
    tour.until(lambda: tour.shell.window.current_screen != "", "the first screen")
    tour.go("supervisor")
    view = tour.find(SupervisorView)
    tour.until(lambda: view.shown is not None and view.chart.is_ready, "the figures")
    tour.picture("supervisor-empty", "督导：今天还没有来访")
    _morning(tour)
    view.retried.emit()
    tour.rest()
    view.take_focus()
    with tour.worn("dark", "en", "150", "high-contrast"):
        tour.picture("supervisor-now", "督导：此刻，每个数都能打开")
    tour.press(Key.Key_Return)
    tour.until(lambda: view.page == "list", "the list")
    with tour.worn("dark-en", "150"):
        tour.picture("supervisor-list", "督导：谁在等，等得最久的在前")
    tour.press(Key.Key_Escape)
    tour.press(Key.Key_F8)
    with tour.worn("dark-en"):
        tour.picture("supervisor-table", "督导：图里的数也是一张表")
    tour.press(Key.Key_F8)
    tour.press(Key.Key_F4)
    with tour.worn("dark-en", "150"):
        tour.picture("supervisor-meanings", "督导：每个数是什么意思")
    tour.press(Key.Key_Escape)
    tour.press(Key.Key_F7)
    tour.rest()
    with tour.worn("dark-en", "150"):
        tour.picture("supervisor-month", "督导：一个月")
    tour.press(Key.Key_F9)
    with tour.worn("dark-en"):
        tour.picture("supervisor-file", "督导：保存为文件")
    tour.press(Key.Key_Escape)
    _report(tour)


def _report(tour: Driver) -> None:
    """Put the month's A4 pages into the album, in both languages."""
    for language in ("zh", "en"):
        path = tour.work / f"report-{language}.pdf"
        span = (MONDAY.replace(day=1), MONDAY)
        tour.desk.ask(ExportFigures(*span, str(path), "pdf", language))
        tour.album.paper(f"report-{language}", path.read_bytes(), f"督导：A4 报表 · {language}")


def _morning(tour: Driver) -> None:
    """Let visitors come, more than two counters can serve."""
    tour.at("08:30")
    for counter, staff in SEATS.items():
        tour.elsewhere(OpenCounter(counter, staff), staff)
    serving: set[int] = set()
    for number, item in enumerate(VISITS * 3):
        tour.at(f"{8 + (30 + number * 4) // 60:02d}:{(30 + number * 4) % 60:02d}")
        tour.elsewhere(IssueTicket(items=(item,)), "G01")
        for counter, staff in SEATS.items():
            if number % 3 != counter - 1:
                continue
            if counter in serving:
                tour.elsewhere(FinishStop(counter), staff)
                serving.discard(counter)
            if tour.elsewhere(CallNext(counter), staff).ticket is not None:
                tour.elsewhere(StartService(counter), staff)
                serving.add(counter)
