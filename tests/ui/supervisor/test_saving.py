"""Files of figures are made piece by piece, and stopped before anything is written."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.requests import ExportFigures, FiguresOfRange
from desktop.snapshots import ExportAnswer
from ui.background import Lanes, Step
from ui.language import Language
from ui.screens.supervisor.export_bar import ExportBar
from ui.screens.supervisor.periods import Period, Span
from ui.screens.supervisor.presenter import SupervisorPresenter
from ui.screens.supervisor.saving import AT_ONCE, Saving, pieces
from ui.screens.supervisor.wording import Wording

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
PARTS = 10


@dataclass
class SlowDesk:
    """Counts one piece, then waits until it may go on."""

    go_on: threading.Event = field(default_factory=threading.Event)
    asked: list[Any] = field(default_factory=list)
    refusal: DeskError | None = None

    def ask(self, request: Any, staff: str | None = None) -> Any:
        """Note a question; write a file where one is wanted."""
        self.asked.append(request)
        if len(self.asked) == 2:
            self.go_on.wait(10)
        if isinstance(request, FiguresOfRange):
            return None
        if self.refusal is not None:
            raise self.refusal
        Path(request.path).write_bytes(b"%PDF of all days")
        return ExportAnswer(request.path, request.format, 30)


@dataclass
class Saved:
    """A saving and what it told."""

    saving: Saving
    desk: SlowDesk
    told: list[object] = field(default_factory=list)


@pytest.fixture
def saved(qtbot: QtBot, lanes: Lanes) -> Saved:
    """A desk that stands still at its second question."""
    desk = SlowDesk()
    made = Saved(Saving(cast("Desk", desk), lanes), desk)
    made.saving.saved.connect(made.told.append)
    made.saving.printable.connect(made.told.append)
    made.saving.refused.connect(made.told.append)
    made.saving.stopped.connect(lambda: made.told.append("stopped"))
    return made


def wish(path: Path) -> ExportFigures:
    """Wish for a month."""
    return ExportFigures(FIRST, LAST, str(path), "pdf")


def test_a_file_is_counted_in_pieces_and_written_at_the_end(
    qtbot: QtBot, saved: Saved, tmp_path: Path
) -> None:
    steps: list[Step] = []
    saved.saving.stepped.connect(steps.append)
    saved.desk.go_on.set()
    with qtbot.waitSignal(saved.saving.ended, timeout=10_000):
        saved.saving.save(wish(tmp_path / "a.pdf"), "WM")
        saved.saving.save(wish(tmp_path / "b.pdf"), "WM")
    assert len(saved.desk.asked) == PARTS + 1
    assert steps[0] == Step(0, PARTS + 1)
    assert [type(one) for one in saved.told] == [ExportAnswer]
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"], "one at a time"


def test_stopped_before_the_file_is_written_nothing_is_left(
    qtbot: QtBot, saved: Saved, tmp_path: Path
) -> None:
    saved.saving.save(wish(tmp_path / "a.pdf"), "")
    qtbot.waitUntil(lambda: len(saved.desk.asked) == 2, timeout=10_000)
    saved.saving.stop()
    with qtbot.waitSignal(saved.saving.ended, timeout=10_000):
        saved.desk.go_on.set()
    assert saved.told == ["stopped"]
    assert list(tmp_path.iterdir()) == []
    assert not saved.saving.running


def test_pages_come_back_for_the_printer_and_refusals_are_told(qtbot: QtBot, saved: Saved) -> None:
    saved.desk.go_on.set()
    with qtbot.waitSignal(saved.saving.ended, timeout=10_000):
        saved.saving.make_pages(wish(Path("nowhere")), "")
    assert saved.told == [b"%PDF of all days"]
    saved.desk.refusal = DeskError("disk_full", path="x")
    with qtbot.waitSignal(saved.saving.ended, timeout=10_000):
        saved.saving.make_pages(wish(Path("nowhere")), "")
    assert saved.told[1:] == [saved.desk.refusal]


def test_while_it_runs_there_is_one_way_and_it_stops(qtbot: QtBot) -> None:
    bar, told = ExportBar(), []
    qtbot.addWidget(bar)
    for signal, name in ((bar.stopped, "stop"), (bar.left, "leave"), (bar.printed, "print")):
        signal.connect(lambda name=name: told.append(name))
    bar.open(Period(LAST, Span.MONTH), "", Wording(Language()))
    bar.print.setFocus()
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    bar.set_busy(True)
    bar.show_step(Step(3, PARTS))
    running = [bar.outcome.running]
    assert not bar.print.isEnabled()
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    QTest.keyClick(bar, Qt.Key.Key_Escape)
    bar.set_busy(False)
    running.append(bar.outcome.running)
    assert running == [True, False]
    bar.print.click()
    assert told == ["leave", "stop", "stop", "print"]


@dataclass
class Queue:
    """A lane that keeps what was handed in."""

    jobs: list[tuple[Any, Any]] = field(default_factory=list)

    def submit(self, work: Any, done: Any, failed: Any, *, key: str = "") -> None:
        """Note a read."""
        assert key == "supervisor"
        self.jobs.append((work, done))


@dataclass
class OneLane:
    """Lanes of which only the database's is there."""

    database: Queue = field(default_factory=Queue)


def test_a_month_is_counted_in_pieces_so_that_commands_have_their_turn(qtbot: QtBot) -> None:
    lanes, asked = OneLane(), []

    class Counting:
        def ask(self, request: Any, staff: str | None = None) -> None:
            asked.append((request.since, request.until))

    presenter = SupervisorPresenter(cast("Desk", Counting()), cast("Lanes", lanes), lambda: "")
    presenter.look_at(Period(LAST, Span.MONTH))
    while len(asked) < PARTS:
        ((work, done),) = lanes.database.jobs
        lanes.database.jobs.clear()
        done(work())
    assert asked == pieces(FIRST, LAST)
    assert all(last - first < timedelta(days=AT_ONCE) for first, last in asked)
    presenter.refresh()
    assert len(lanes.database.jobs) == 2, "what was counted is not counted ahead again"
    assert len(asked) == PARTS
