"""The whole program behind a bad network: it never stands still, says so in time, comes back.

The proxy holds what it is told to, and still acknowledges as the network does: only the desk's
own deadlines can notice.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.errors import DeskError
from desktop.requests import IssueTicket, OpenCounter, ShowQueue
from desktop.snapshots import IssueAnswer
from tests.journeys.keys import Key, Keyboard
from tests.journeys.whole_program import Running, make_desk, make_site
from tests.postgres import PostgresServer
from tests.proof.conftest import Measured
from tests.proxy import Proxy
from ui.connection import Connection
from ui.screens.counter.view import CounterView

pytestmark = pytest.mark.soak

AWAY_WITHIN, ERROR_WITHIN, BACK_WITHIN = 8.0, 7.0, 3.0
LONGEST_BLOCK = {True: 0.1, False: 1.0}
"""Seconds without a heartbeat, in the long form on a machine that does nothing else, and in the
short one: a window that waited for the database would stand still for two at least."""
PATIENCE = 20.0


class Heart(QObject):
    """Beats every 10 ms in the window's thread; `longest` is the longest wait for a beat."""

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(10)
        self._timer.timeout.connect(self._beat)
        self._timer.start()

    @Slot()
    def _beat(self) -> None:
        now = monotonic()
        self.longest = max(self.longest, now - self._last)
        self._last = now


@dataclass
class Times:
    """What each round took, in seconds."""

    away: list[float] = field(default_factory=list)
    error: list[float] = field(default_factory=list)
    back: list[float] = field(default_factory=list)

    def told(self) -> str:
        """Say the worst of each."""
        worst = {"AWAY": self.away, "driver error": self.error, "ONLINE after": self.back}
        return ", ".join(f"{name} {max(times):.2f} s" for name, times in worst.items() if times)


class Counter:
    """The PC of counter 6 behind the proxy, and another PC's desk that is not."""

    def __init__(self, running: Running, qtbot: QtBot, proxy: Proxy, url: str, name: str) -> None:
        self.running, self.qtbot, self.proxy = running, qtbot, proxy
        self.keys = Keyboard(qtbot)
        self.other = make_desk(url)
        self._beside = ThreadPoolExecutor(1)
        self.other.do(OpenCounter(6, "A01"), staff="A01")
        self.program = running.start(proxy.url(name), screen="counter", counter="6")
        running.at_work()
        view = running.page(CounterView)
        assert isinstance(view, CounterView)
        self.view = view
        assert self.program.calm is not None
        self.watch = self.program.calm.watch
        assert self.program.opened is not None
        self.desk = self.program.opened.desk
        self.until(lambda: self.watch.state is Connection.ONLINE)
        self.caught_up()
        self.heart = Heart()

    def until(self, holds: Callable[[], bool], seconds: float = PATIENCE) -> float:
        """Wait until something is so, the window's events going on; returns the seconds."""
        began = monotonic()
        self.qtbot.waitUntil(holds, timeout=round(seconds * 1000))
        return monotonic() - began

    def caught_up(self) -> None:
        """Let the other PC hand out a number, and wait until it is shown here."""
        before = self.other.do(IssueTicket(items=("CF-02",)))
        assert isinstance(before, IssueAnswer)
        assert before.ticket is not None
        label = before.ticket.label
        self.until(lambda: label in self._waiting())

    def _waiting(self) -> list[str]:
        moment = self.view._shown.moment
        return [row.label for row in moment.queue] if moment is not None else []

    def rest(self, seconds: float) -> None:
        """Let the window go on for so long."""
        end = monotonic() + seconds
        self.until(lambda: monotonic() >= end)

    def asked(self) -> Future[float]:
        """Look at the queue from another thread; gives how long it took to be refused."""
        return self._beside.submit(self._refused)

    def _refused(self) -> float:
        began = monotonic()
        while monotonic() - began < PATIENCE:  # what was asked just before may still be answered
            try:
                self.desk.ask(ShowQueue())
            except DeskError as error:
                if error.code != "database_away":
                    raise
                break
            threading.Event().wait(0.02)
        return monotonic() - began

    def goes_away(self, fault: Callable[[], None], times: Times) -> None:
        """Let the server be lost, and wait until people are told."""
        fault()
        asked = self.asked()
        self.keys.press(Key.Key_F5)
        times.away.append(self.until(lambda: self.watch.state is Connection.AWAY))
        self.keys.press(Key.Key_F5)
        assert self.running.shell.window.banner.words
        self.until(asked.done)
        times.error.append(asked.result())

    def comes_back(self, times: Times) -> None:
        """Let everything pass again, and wait until the desk works and shows what is new."""
        self.proxy.restore()
        times.back.append(self.until(lambda: self.watch.state is Connection.ONLINE))
        self.caught_up()

    def close(self) -> None:
        """End the other PC's desk."""
        self.proxy.restore()
        self._beside.shutdown()
        self.other.close()


@pytest.fixture
def counter(
    qapp: QApplication, qtbot: QtBot, server: PostgresServer, tmp_path: Path
) -> Iterator[Counter]:
    """Give a program at work behind a proxy, on a database of its own."""
    name = f"bad_{tmp_path.name.lower().replace('-', '_')[:40]}"
    url = server.create(name)
    make_site(url)
    running = Running(qapp, qtbot, tmp_path)
    with Proxy(server) as proxy, ExitStack() as stack:
        stack.callback(running.close)
        made = Counter(running, qtbot, proxy, url, name)
        stack.callback(made.close)
        yield made
    server.drop(name)


FAULTS: dict[str, Callable[[Proxy], None]] = {
    "black hole": lambda proxy: proxy.black_hole(),
    "half open, no answers": lambda proxy: proxy.half_open("client"),
    "half open, no questions": lambda proxy: proxy.half_open("server"),
    "reset and refused": lambda proxy: proxy.refuse(reset=True),
}


SHORT = ("black hole", "half open, no answers")
"""Each is eight seconds long; `test_server_goes_away.py` has a server that is refused."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Take every fault in the long form."""
    if "kind" in metafunc.fixturenames:
        long = metafunc.config.getoption("--soak")
        metafunc.parametrize("kind", FAULTS if long else SHORT)


@pytest.mark.slow
def test_the_server_is_lost_and_comes_back(
    counter: Counter, kind: str, soak: bool, measured: Measured, caplog: pytest.LogCaptureFixture
) -> None:
    times = Times()
    for _ in range(20 if soak else 1):
        counter.goes_away(lambda: FAULTS[kind](counter.proxy), times)
        counter.comes_back(times)
    told = f"{times.told()}, longest heartbeat {counter.heart.longest * 1000:.0f} ms"
    measured(f"{kind}, {len(times.away)} times", told, "≤ 8 s, ≤ 7 s, ≤ 3 s, ≤ 100 ms")
    assert max(times.away) <= AWAY_WITHIN
    assert max(times.error) <= ERROR_WITHIN
    assert max(times.back) <= BACK_WITHIN
    assert counter.heart.longest <= LONGEST_BLOCK[soak]


@pytest.mark.slow
def test_connections_are_reset_and_made_anew(
    counter: Counter, soak: bool, measured: Measured, caplog: pytest.LogCaptureFixture
) -> None:
    times = Times()
    for _ in range(20 if soak else 2):
        counter.proxy.reset()
        counter.caught_up()
        counter.comes_back(times)
    told = f"{times.told()}, longest heartbeat {counter.heart.longest * 1000:.0f} ms"
    measured(f"connections reset, {len(times.back)} times", told, "≤ 3 s, ≤ 100 ms")
    assert max(times.back) <= BACK_WITHIN
    assert counter.heart.longest <= LONGEST_BLOCK[soak]


@pytest.mark.slow
def test_the_network_flaps(
    counter: Counter, soak: bool, measured: Measured, caplog: pytest.LogCaptureFixture
) -> None:
    times, chance = Times(), random.Random(20261123)
    for _ in range(20 if soak else 1):
        turns = [chance.uniform(0.5, 5.0 if soak else 1.5) for _ in range(6)]
        counter.proxy.flap(turns)
        end = monotonic() + min(sum(turns), 15.0)
        while monotonic() < end:
            counter.keys.press(Key.Key_F5)
            counter.rest(0.25)
        counter.comes_back(times)
    told = f"{times.told()}, longest heartbeat {counter.heart.longest * 1000:.0f} ms"
    measured(f"flapping, {len(times.back)} times", told, "≤ 3 s, ≤ 100 ms")
    assert max(times.back) <= BACK_WITHIN
    assert counter.heart.longest <= LONGEST_BLOCK[soak]
