"""A counter on a real server that is stopped and started again, with the keyboard alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import pytest
from PySide6.QtCore import QObject, QTimer, Slot
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from desktop.requests import IssueTicket, OpenCounter
from tests.journeys.keys import Key, Keyboard
from tests.journeys.whole_program import Running, make_desk, make_site
from tests.postgres import PostgresServer, running_server
from ui.connection import Connection
from ui.screens.counter.facts import Moment, Phase, Shown
from ui.screens.counter.view import CounterView

AWAY_WITHIN, BACK_WITHIN = 8.0, 3.0
"""Seconds from the loss of the server to the banner, and from its return to work."""
LONGEST_BLOCK = 0.5
"""The longest time the window may not answer, in seconds.

One that waited for the server would stand still for two seconds or more; the tenth of a second
that is promised is measured in the long runs, a machine full of other tests takes more by itself.
"""


class Heart(QObject):
    """Beats in the window's thread; `longest` is the longest wait between two beats.

    It does not count while a server is started: making a process holds the whole interpreter.
    """

    def __init__(self) -> None:
        super().__init__()
        self.longest = 0.0
        self._last = monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(5)
        self._timer.timeout.connect(self._beat)

    def rest(self) -> None:
        """Count no more."""
        self._timer.stop()

    def go_on(self) -> None:
        """Count from now on."""
        self._last = monotonic()
        self._timer.start()

    @Slot()
    def _beat(self) -> None:
        now = monotonic()
        self.longest = max(self.longest, now - self._last)
        self._last = now


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[ThreadPoolExecutor]:
    """A thread beside the window's; a server ends with the thread that started it."""
    with ThreadPoolExecutor(1) as made:
        made.submit(monotonic).result()
        yield made


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """A server of this file's own: it is stopped and started."""
    with running_server() as made:
        yield made


@pytest.fixture
def url(server: PostgresServer, tmp_path: Path) -> Iterator[str]:
    """A database with a site."""
    name = tmp_path.name.lower().replace("-", "_")[:40]
    made = server.create(name)
    make_site(made)
    yield made
    server.drop(name)


class Counter:
    """The PC of counter 6, and another PC's desk beside it."""

    def __init__(
        self, running: Running, qtbot: QtBot, url: str, elsewhere: ThreadPoolExecutor
    ) -> None:
        self.running, self.qtbot, self._elsewhere = running, qtbot, elsewhere
        self.keys = Keyboard(qtbot)
        self.heart = Heart()
        self.program = running.start(url, screen="counter", counter="6")
        running.at_work()
        view = running.page(CounterView)
        assert isinstance(view, CounterView)
        self.view = view
        assert self.program.calm is not None
        self.watch = self.program.calm.watch
        self.until_phase(Phase.FREE)

    @property
    def phase(self) -> Phase:
        """Return what the screen is about."""
        return self.shown.phase

    @property
    def shown(self) -> Shown:
        """Return what the screen shows."""
        return self.view._shown

    @property
    def moment(self) -> Moment:
        """Return the counter's moment."""
        assert self.shown.moment is not None
        return self.shown.moment

    def until(self, holds: Callable[[], bool], seconds: float = 10.0) -> float:
        """Wait until something is so; returns the seconds it took."""
        began = monotonic()
        self.qtbot.waitUntil(holds, timeout=round(seconds * 1000))
        return monotonic() - began

    def until_phase(self, phase: Phase) -> None:
        """Wait for a phase, with nothing under way."""
        self.until(lambda: self.phase is phase and not self.shown.busy)

    def until_seen(self, state: Connection, seconds: float) -> None:
        """Wait until the program knows how the server is."""
        self.until(lambda: self.watch.state is state, seconds)

    def aside(self, work: Callable[[], None]) -> None:
        """Do something elsewhere, while the window goes on."""
        self.heart.rest()
        done = self._elsewhere.submit(work)
        self.until(done.done)
        done.result()
        self.heart.go_on()

    def until_printed(self) -> None:
        """Wait until the papers of the last finish came out, and that is written down."""
        self.until(lambda: any(one.printed for one in self.moment.papers))

    @property
    def desk(self) -> Desk:
        """Return the program's desk."""
        assert self.program.opened is not None
        return self.program.opened.desk


@pytest.fixture
def counter(
    running: Running,
    qtbot: QtBot,
    server: PostgresServer,
    url: str,
    elsewhere: ThreadPoolExecutor,
) -> Iterator[Counter]:
    """Counter 6, open, its first visitor being served."""
    other = make_desk(url)
    other.do(OpenCounter(6, "A01"), staff="A01")
    for _ in range(2):
        other.do(IssueTicket(items=("CF-02",)))
    other.close()
    made = Counter(running, qtbot, url, elsewhere)
    made.until(lambda: len(made.moment.queue) == 2)
    made.keys.press(Key.Key_F5)
    made.until_phase(Phase.CALLED)
    made.keys.press(Key.Key_F7)
    made.until_phase(Phase.SERVING)
    yield made
    if not server._runs:  # a step failed while it was gone
        made.aside(server.start)


def test_a_visit_is_finished_while_the_server_is_gone_and_written_once(
    counter: Counter, server: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    counter.keys.press(Key.Key_1)
    counter.aside(server.kill)
    counter.until_seen(Connection.AWAY, AWAY_WITHIN)
    window = counter.running.shell.window
    assert "连接已断开" in window.banner.words
    counter.keys.press(Key.Key_F8)
    counter.until_phase(Phase.KEPT)
    counter.until(lambda: len(counter.desk.kept()) == 1)
    assert counter.heart.longest <= LONGEST_BLOCK
    jobs = len(counter.running.machine.jobs)
    counter.keys.press(Key.Key_F5)
    assert counter.phase is Phase.KEPT
    counter.aside(server.start)
    counter.until_seen(Connection.ONLINE, BACK_WITHIN)
    counter.until_phase(Phase.FREE)
    counter.until(lambda: len(counter.running.machine.jobs) > jobs)
    counter.until(lambda: counter.desk.kept() == ())
    assert window.banner.words == ""
    with counter.desk.store.look("QC") as reads:
        kinds = [row.kind for row in reads.feed(0, 1000)]
    assert kinds.count("ticket.stop_ended") == 1


def test_calling_waits_for_the_server_with_a_sentence(
    counter: Counter, server: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    counter.keys.press(Key.Key_1)
    counter.keys.press(Key.Key_F8)
    counter.until_phase(Phase.FREE)
    counter.until_printed()
    counter.running.shell.messages.toasts.clear()
    counter.aside(server.kill)
    counter.until_seen(Connection.AWAY, AWAY_WITHIN)
    for _ in range(3):
        counter.keys.press(Key.Key_F5)
    assert counter.phase is Phase.FREE
    assert len(counter.running.notes) == 1
    assert "连接已断开" in counter.running.notes[0]
    counter.aside(server.start)
    counter.until_seen(Connection.ONLINE, BACK_WITHIN)
    counter.keys.press(Key.Key_F5)
    counter.until_phase(Phase.CALLED)
    assert counter.heart.longest <= LONGEST_BLOCK
