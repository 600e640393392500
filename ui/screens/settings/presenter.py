"""What the settings' pages ask of the desk; each piece of work is known by its task's name."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from desktop import requests as r
from desktop.desk import Desk, new_command
from desktop.domain.errors import DeskError
from desktop.snapshots import Answer
from ui.background import Lanes, Progress, Step
from ui.connection import held_back
from ui.intents import Intent

ME: Final = "settings"


@dataclass(frozen=True, slots=True)
class Finished:
    """A task came to its end: `answer`, the refusal in `error`, or `stopped` by a person.

    None of them: a fault of ours.
    """

    task: str
    answer: object = None
    error: DeskError | None = None
    stopped: bool = False


class SettingsPresenter(QObject):
    """Runs tasks, each known by its name and not begun a second time while it runs.

    `began(task)`, then `finished(Finished)`; `step(Step)` tells how far a backup is.  What writes
    is refused at once while the database is away; a look replaces the older one of its name.
    """

    began = Signal(str)
    finished = Signal(object)
    step = Signal(object)

    def __init__(
        self, desk: Desk, lanes: Lanes, staff: Callable[[], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._lanes, self._staff = desk, lanes, staff
        self._running: dict[str, _Task] = {}
        self._looks: dict[str, _Looking] = {}
        self._intents: dict[str, Intent] = {}
        self._stop = threading.Event()

    def look(self, task: str, *requests: r.Request) -> None:
        """Look at something; of several the answers come as a tuple."""
        self.read(task, partial(_ask, self._desk, requests, self._staff() or None))

    def read(self, task: str, work: Callable[[], object]) -> None:
        """Read something, in the database lane; a newer one of the same name replaces it."""
        looking = self._looks.get(task)
        if looking is None:
            looking = self._looks[task] = _Looking(task, self)
            looking.over.connect(self.finished)
        key = f"{id(self)}.{task}"
        self._lanes.database.submit(work, looking.done, looking.refused, key=key)

    def do(self, task: str, request: r.Request) -> None:
        """Run a command; tried again after a lost answer, it is the same one."""
        intent = self._intents.setdefault(task, Intent())
        command = intent.command(request)
        work = partial(self._desk.do, request, command, self._staff() or None, ME)
        self.write(task, work)

    def write(self, task: str, work: Callable[[], Answer]) -> None:
        """Do what writes, in the database lane; refused at once while nobody would answer."""
        why = held_back(self._desk)
        if why is not None:
            self.finished.emit(Finished(task, None, why))
        else:
            self._begin(task, work)

    def read_rules(self) -> None:
        """Ask for the site's rules."""
        self.look("rules", r.GetSettings())

    def save_rules(self, changed: dict[str, object]) -> None:
        """Change the rules that differ, one command each; then ask for all."""
        self.write("save_rules", partial(_save_rules, self._desk, changed, self._staff()))

    def back_up(self, path: Path, usual_folder: Path) -> None:
        """Copy the database and verify the copy; our own folder for backups is made at need.

        In the I/O lane: the desk's own work goes on meanwhile.
        """
        task = self._enter("backup")
        if task is not None:
            self._stop = threading.Event()
            work = partial(_back_up, self._desk, path, usual_folder, self._stop)
            self._lanes.io.submit_long(
                work, task.copied, task.refused, progressed=self._stepped, ended=task.ended
            )

    def stop_backup(self) -> None:
        """End a backup; `finished` follows once nothing is left of it."""
        self._stop.set()

    def restore(self, path: Path) -> None:
        """Bring a verified backup back."""
        self.write("restore", partial(self._desk.restore, r.RestoreBackup(str(path))))

    def verify(self) -> None:
        """Recompute the journal's chain and the state it makes."""
        self._begin("verify", self._desk.verify)

    def _begin(self, name: str, work: Callable[[], Answer]) -> None:
        task = self._enter(name)
        if task is not None:
            self._lanes.database.submit(work, task.done, task.refused, ended=task.ended)

    def _enter(self, name: str) -> _Task | None:
        if name in self._running:
            return None
        task = _Task(name, self)
        task.over.connect(self._over)
        self._running[name] = task
        self.began.emit(name)
        return task

    @Slot(object)
    def _stepped(self, step: Step) -> None:
        self.step.emit(step)

    @Slot(object)
    def _over(self, finished: Finished) -> None:
        task = self._running.pop(finished.task)
        task.deleteLater()
        if finished.error is None and finished.task in self._intents:
            self._intents[finished.task].answered()
        self.finished.emit(finished)


class _Task(QObject):
    """One piece of work under way."""

    over = Signal(object)

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._end = Finished(name)

    @Slot(object)
    def done(self, answer: object) -> None:
        self._end = Finished(self._end.task, answer)

    @Slot(object)
    def copied(self, answer: object) -> None:
        self._end = Finished(self._end.task, answer, stopped=answer is None)

    @Slot(object)
    def refused(self, error: DeskError) -> None:
        self._end = Finished(self._end.task, None, error)

    @Slot()
    def ended(self) -> None:
        self.over.emit(self._end)


class _Looking(QObject):
    """Hears what came of the looks of one name."""

    over = Signal(object)

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self._name = name

    @Slot(object)
    def done(self, answer: object) -> None:
        self.over.emit(Finished(self._name, answer))

    @Slot(object)
    def refused(self, error: DeskError) -> None:
        self.over.emit(Finished(self._name, None, error))


def _ask(desk: Desk, requests: tuple[r.Request, ...], staff: str | None) -> object:
    answers = tuple(desk.ask(request, staff) for request in requests)
    return answers if len(answers) > 1 else answers[0]


def _save_rules(desk: Desk, changed: dict[str, object], staff: str) -> Answer:
    for key, value in changed.items():
        desk.do(r.SetSetting(key, value), new_command(), staff or None, ME)
    return desk.ask(r.GetSettings())


def _back_up(
    desk: Desk, path: Path, usual_folder: Path, stop: threading.Event, progress: Progress
) -> Answer | None:
    if path.parent == usual_folder:
        with suppress(OSError):  # the backup itself will say what is wrong there
            usual_folder.mkdir(parents=True, exist_ok=True)
    return desk.back_up_to(path, progress.report, lambda: stop.is_set() or progress.cancelled)
