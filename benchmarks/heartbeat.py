"""The GUI thread's longest block while 5,000 wait and another process writes 100 events a second.

    python -m benchmarks.heartbeat

The whole program, offscreen, with the counter's line in front: 5,000 rows on SQLite.  A second
process issues and cancels numbers, so that each command changes the line.  A timer of 5 ms in the
GUI thread notes how late it is; the latest of each run is its longest block.  In between the row
that is chosen and the place of the view are looked at: both must stay.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any, Final

from PySide6.QtCore import QDeadlineTimer, QElapsedTimer, QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication

from benchmarks.commands import WINDOWS
from benchmarks.history import KEEP
from benchmarks.measure import Figure, Spread, median
from db.migrate import HEAD
from db.store import SqlStore
from desktop import requests as r
from desktop.clock import ManualClock
from desktop.desk import Desk, Particulars
from desktop.settings import Settings
from tests.journeys.whole_program import PaperMachine, doors_to
from ui.application import Shell, create_application
from ui.desk_printing import Printing
from ui.kept_settings import KeptSettings
from ui.language import Language
from ui.program import Program
from ui.screens.counter.screen import CounterScreen
from ui.widgets.live_table import LiveTable

ROWS: Final = 5_000
RUNS, SECONDS = 7, 4
EVENTS: Final = 100
AIM: Final = 50.0
MOMENT: Final = datetime.fromisoformat("2026-11-23T01:30:00+00:00")
_BEAT_MS: Final = 5
_PATIENCE_MS: Final = 60_000


def run() -> Figure:
    """Measure in a process of its own, which ends with all it made."""
    quiet = {"QT_QPA_PLATFORM": "offscreen", "QT_API": "pyside6"}
    order = [sys.executable, "-m", "benchmarks.heartbeat"]
    ended = subprocess.run(
        order, check=True, stdout=subprocess.PIPE, text=True, env={**os.environ, **quiet}
    )
    told = json.loads(ended.stdout.splitlines()[-1])
    longest = median(told["longest"])
    kept = "selection and scroll kept" if told["kept"] else "selection or scroll LOST"
    aim = f"median of {RUNS} ≤ {AIM:g} ms; {told['events']:.0f} events/s; {kept}"
    name = f"the GUI thread's longest block, {ROWS:,} rows in line"
    held = longest <= AIM and bool(told["kept"]) and told["events"] >= EVENTS * 0.9
    return Figure(name, Spread.of(told["longest"]), None, None, aim, held)


def with_line() -> Path:
    """Return a centre in which 5,000 wait; made once and kept for the next run."""
    KEEP.mkdir(parents=True, exist_ok=True)
    target = KEEP / f"waiting-{ROWS}-{HEAD}.db"
    if not target.exists():
        work = target.with_suffix(".part")
        for end in ("", "-wal", "-shm"):
            work.with_name(work.name + end).unlink(missing_ok=True)
        desk = _desk(str(work))
        desk.do(r.SetUpSite("BENCH", "Benchmark", (r.CounterFields(1, WINDOWS),)))
        desk.do(r.AddStaff("B1", "王敏", ("guide", "window")))
        desk.do(r.OpenCounter(1, "B1", WINDOWS))
        for number in range(ROWS):
            desk.do(r.IssueTicket(windows=(WINDOWS[number % len(WINDOWS)],)))
        desk.store.close()
        shutil.move(work, target)
    return target


def _desk(location: str) -> Desk:
    return Desk(SqlStore(location), ManualClock(MOMENT), Particulars())


def write(location: str, go: Any, stop: Any, told: Any) -> None:
    """Issue and cancel, together `EVENTS` events a second; tells how many there were a second."""
    desk, nobody = _desk(location), threading.Event()
    go.wait(_PATIENCE_MS / 1000)
    before, begun, done = _head(desk), perf_counter(), 0
    while not stop.is_set():
        answer: Any = desk.do(r.IssueTicket(windows=(WINDOWS[done % len(WINDOWS)],)))
        desk.do(r.CancelTicket(answer.ticket.id, "离开"))
        done += 1
        due = begun + (_head(desk) - before) / EVENTS
        nobody.wait(max(0.0, due - perf_counter()))
    told.put((_head(desk) - before) / (perf_counter() - begun))
    desk.store.close()


def _head(desk: Desk) -> int:
    with desk.store.look(desk.site()) as reads:
        head = reads.head()
        return head.pos if head is not None else 0


@dataclass
class Beat:
    """Ticks every 5 ms and remembers by how much it was late, in milliseconds."""

    late: list[float] = field(default_factory=list)
    _timer: QTimer = field(default_factory=QTimer)
    _clock: QElapsedTimer = field(default_factory=QElapsedTimer)

    def start(self) -> None:
        """Begin anew."""
        self.late.clear()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)
        self._clock.start()
        self._timer.start(_BEAT_MS)

    def stop(self) -> float:
        """End and return the longest block."""
        self._timer.stop()
        self._timer.timeout.disconnect(self._tick)
        return max(self.late)

    def _tick(self) -> None:
        passed = self._clock.nsecsElapsed() / 1e6
        self._clock.start()
        self.late.append(max(0.0, passed - _BEAT_MS))


class Looking(QObject):
    """The program with the line in front, and the eyes on it."""

    def __init__(self, application: QApplication, location: Path, home: Path) -> None:
        super().__init__()
        self._tick = QTimer(self)
        self._tick.start(20)
        settings = Settings(home / "settings.json")
        for key, value in {"screen": "counter", "counter": "1", "staff": "B1"}.items():
            settings.put(key, value)
        kept = KeptSettings(settings)
        self.shell = Shell(application, Language(), kept)
        kept.use(self.shell.lanes)
        machine = PaperMachine(home)
        doors = replace(doors_to(location, home), open=_desk)
        ways = Printing(machine.find, machine.send)
        self.program = Program(self.shell, doors, kept, ways)
        self.program.begin()
        self.shell.show()
        self.shell.window.resize(1366, 768)
        self.until(lambda: self._screen() is not None)
        self.until(lambda: self.table.model().rowCount() >= ROWS)

    @property
    def table(self) -> LiveTable:
        """Return the line."""
        screen = self._screen()
        assert screen is not None
        return screen.view.queue.tables["waiting"]

    def _screen(self) -> CounterScreen | None:
        screen = self.shell.window.screen_in_front
        return screen if isinstance(screen, CounterScreen) else None

    def choose(self) -> tuple[object, int]:
        """Choose somebody in the middle; returns who it is and how high they stand."""
        table = self.table
        table.selectRow(ROWS // 2)
        table.scrollTo(table.currentIndex())
        return self.chosen()

    def chosen(self) -> tuple[object, int]:
        """Return who is chosen, and where in the view."""
        table = self.table
        return table.current_key(), table.rowViewportPosition(table.currentIndex().row())

    def measured(self) -> float:
        """Return the longest block of a run."""
        beat = Beat()
        beat.start()
        self.wait(SECONDS)
        return beat.stop()

    def wait(self, seconds: float) -> None:
        """Let the program work."""
        deadline = QDeadlineTimer(round(seconds * 1000))
        self.until(deadline.hasExpired)

    def until(self, condition: Callable[[], bool]) -> None:
        """Work until something is so."""
        deadline = QDeadlineTimer(_PATIENCE_MS)
        while not condition():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if deadline.hasExpired():
                raise RuntimeError("waited in vain")

    @Slot()
    def close(self) -> None:
        """End the program."""
        self.shell.window.close()
        self.shell.close()
        self.program.close()


def main() -> int:
    """Measure and print what was found as one line of JSON."""
    context = multiprocessing.get_context("spawn")
    base = with_line()
    with tempfile.TemporaryDirectory(dir=KEEP) as folder:
        home = Path(folder)
        location = Path(shutil.copy(base, home / "desk.db"))
        go, stop, told = context.Event(), context.Event(), context.Queue()
        given = (str(location), go, stop, told)
        other = context.Process(target=write, args=given, daemon=True)
        other.start()
        looking = Looking(create_application(["heartbeat"]), location, home)
        before = looking.choose()
        go.set()
        looking.wait(1)
        longest = [looking.measured() for _ in range(RUNS)]
        stop.set()
        events = told.get(timeout=60)
        other.join(60)
        kept = looking.chosen() == before
        looking.close()
    print(json.dumps({"longest": longest, "events": events, "kept": kept}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
