"""Work off the GUI thread comes back on it, in order, or not at all."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QObject, QThread, QTimer, Signal
from pytestqt.qtbot import QtBot

from desktop.domain.errors import DeskError
from ui.background import Crash, Lanes, Progress, Step


class Screen(QObject):
    """Hears what a screen hears and says so."""

    heard = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.results: list[object] = []
        self.threads: list[QThread] = []

    def done(self, result: object) -> None:
        self._note(result)

    def failed(self, error: DeskError) -> None:
        self._note(error)

    def ended(self) -> None:
        self._note("ended")

    def progressed(self, step: Step) -> None:
        self._note(step)

    def crashed(self, crash: Crash) -> None:
        self._note(crash)

    def _note(self, what: object) -> None:
        self.results.append(what)
        self.threads.append(QThread.currentThread())
        self.heard.emit(what)


@pytest.fixture
def screen(qtbot: QtBot) -> Screen:
    return Screen()


def _until(qtbot: QtBot, screen: Screen, wanted: int) -> None:
    qtbot.waitUntil(lambda: len(screen.results) >= wanted, timeout=5000)


def _raise(error: Exception) -> Callable[[], None]:
    def work() -> None:
        raise error

    return work


def test_a_result_arrives_on_the_gui_thread(qtbot: QtBot, lanes: Lanes, screen: Screen) -> None:
    lanes.database.submit(threading.current_thread, screen.done, screen.failed, ended=screen.ended)
    _until(qtbot, screen, 2)
    worker = screen.results[0]
    assert isinstance(worker, threading.Thread)
    assert worker.name == "database-1"
    assert screen.results[1] == "ended"
    assert set(screen.threads) == {QThread.currentThread()}


def test_the_database_lane_keeps_the_order(qtbot: QtBot, lanes: Lanes, screen: Screen) -> None:
    for number in range(50):
        lanes.database.submit(partial(int, number), screen.done, screen.failed)
    _until(qtbot, screen, 50)
    assert screen.results == list(range(50))


def test_a_refusal_goes_to_failed(qtbot: QtBot, lanes: Lanes, screen: Screen) -> None:
    error = DeskError("counter_busy", counter=3)
    lanes.io.submit(_raise(error), screen.done, screen.failed, ended=screen.ended)
    _until(qtbot, screen, 2)
    assert screen.results == [error, "ended"]


def test_our_own_fault_is_a_crash_with_its_traceback(
    qtbot: QtBot, lanes: Lanes, screen: Screen
) -> None:
    lanes.crashed.connect(screen.crashed)
    lanes.io.submit(
        _raise(ZeroDivisionError("ours")), screen.done, screen.failed, ended=screen.ended
    )
    _until(qtbot, screen, 2)
    crash, ended = screen.results
    assert isinstance(crash, Crash)
    assert "ZeroDivisionError: ours" in crash.text
    assert ended == "ended"


def test_only_bound_methods_of_objects_are_taken(lanes: Lanes, screen: Screen) -> None:
    with pytest.raises(TypeError):
        lanes.io.submit(dict, lambda result: None, screen.failed)
    with pytest.raises(TypeError):
        lanes.io.submit(dict, screen.done, print)


def test_of_reads_with_one_key_the_newest_wins(qtbot: QtBot, lanes: Lanes, screen: Screen) -> None:
    begun, go_on, ran = threading.Event(), threading.Event(), []

    def slow() -> str:
        begun.set()
        go_on.wait()
        return "h"

    def note(text: str) -> str:
        ran.append(text)
        return text

    lanes.database.submit(slow, screen.done, screen.failed, key="search", ended=screen.ended)
    begun.wait()
    for text in ("hz", "hzd", "hzdh"):
        lanes.database.submit(partial(note, text), screen.done, screen.failed, key="search")
    lanes.database.submit(lambda: "other", screen.done, screen.failed, key="other")
    go_on.set()
    _until(qtbot, screen, 2)
    assert ran == ["hzdh"]
    assert screen.results == ["hzdh", "other"]


def test_a_result_that_is_overtaken_before_it_arrives_is_dropped(
    qtbot: QtBot, lanes: Lanes, screen: Screen
) -> None:
    finished = threading.Event()
    lanes.database.submit(lambda: "old", screen.done, screen.failed, key="k")
    lanes.database.submit(finished.set, screen.done, screen.failed)
    finished.wait()  # "old" is on its way to the GUI thread, which has not run since
    lanes.database.submit(lambda: "new", screen.done, screen.failed, key="k")
    _until(qtbot, screen, 2)
    assert screen.results == [None, "new"]


def test_a_cancelled_job_says_nothing(qtbot: QtBot, lanes: Lanes, screen: Screen) -> None:
    go_on = threading.Event()
    job = lanes.database.submit(go_on.wait, screen.done, screen.failed, ended=screen.ended)
    job.cancel()
    go_on.set()
    lanes.database.submit(lambda: "after", screen.done, screen.failed)
    _until(qtbot, screen, 1)
    assert screen.results == ["after"]


def test_a_screen_that_is_gone_is_left_in_peace(qtbot: QtBot, lanes: Lanes, screen: Screen) -> None:
    gone, go_on = Screen(), threading.Event()
    lanes.database.submit(go_on.wait, gone.done, gone.failed, ended=gone.ended)
    shiboken6.delete(gone)
    go_on.set()
    lanes.database.submit(lambda: "after", screen.done, screen.failed)
    _until(qtbot, screen, 1)
    assert gone.results == []


def test_a_long_job_reports_and_stops_when_asked(
    qtbot: QtBot, lanes: Lanes, screen: Screen
) -> None:
    stopped = threading.Event()

    def work(progress: Progress) -> None:
        progress.report(1, 3)
        while not progress.cancelled:
            stopped.wait(0.001)
        stopped.set()

    job = lanes.io.submit_long(work, screen.done, screen.failed, progressed=screen.progressed)
    _until(qtbot, screen, 1)
    job.cancel()
    assert stopped.wait(5)
    assert screen.results == [Step(1, 3)]


def test_reports_are_few_but_the_last_one_comes(qtbot: QtBot, lanes: Lanes, screen: Screen) -> None:
    def work(progress: Progress) -> str:
        for number in range(1, 10_001):
            progress.report(number, 10_000)
        return "end"

    lanes.io.submit_long(work, screen.done, screen.failed, progressed=screen.progressed)
    qtbot.waitUntil(lambda: "end" in screen.results, timeout=5000)
    assert screen.results[-2:] == [Step(10_000, 10_000), "end"]
    assert len(screen.results) < 100


def test_closing_finishes_writes_and_drops_reads(qtbot: QtBot, screen: Screen) -> None:
    lanes, go_on, ran = Lanes(), threading.Event(), []
    lanes.database.submit(go_on.wait, screen.done, screen.failed)
    lanes.database.submit(lambda: ran.append("write"), screen.done, screen.failed)
    lanes.database.submit(lambda: ran.append("read"), screen.done, screen.failed, key="read")
    threading.Timer(0.02, go_on.set).start()
    lanes.close()
    assert ran == ["write"]
    assert not [t for t in threading.enumerate() if t.name.startswith(("database", "io"))]
    late = lanes.database.submit(lambda: "late", screen.done, screen.failed)
    assert late.cancelled
    lanes.deleteLater()


def test_the_gui_thread_is_never_blocked_by_work(
    qtbot: QtBot, lanes: Lanes, screen: Screen
) -> None:
    go_on, ticks = threading.Event(), list[None]()
    timer = QTimer()
    timer.setInterval(1)
    timer.timeout.connect(lambda: ticks.append(None))
    timer.start()
    for _ in range(20):
        lanes.database.submit(go_on.wait, screen.done, screen.failed)
        lanes.io.submit(go_on.wait, screen.done, screen.failed)
    qtbot.waitUntil(lambda: len(ticks) > 20, timeout=5000)  # it lives while all workers wait
    assert screen.results == []
    go_on.set()
    _until(qtbot, screen, 40)
    timer.stop()
