"""What first start decides: is the form complete, and the commands that set the site up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from desktop import requests as r
from desktop.desk import Desk, new_command
from desktop.domain.errors import DeskError
from desktop.snapshots import CatalogueAnswer
from ui.background import Job, Lanes, Progress, Step
from ui.screens.first_start.table import WindowName

EVERY_ROLE = ("guide", "window", "supervisor", "administrator")
"""Whoever sets the site up may do everything, until roles are given out."""

MakeDemo = Callable[[Path, Callable[[int, int], None], Callable[[], bool]], bool]


@dataclass(frozen=True, slots=True)
class SitePlan:
    """What the form holds; without a `password` nobody has to sign in."""

    code: str
    name: str
    counters: tuple[tuple[int, tuple[str, ...]], ...]
    staff_code: str
    staff_name: str
    password: str = field(default="", repr=False)
    again: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the form.

    `field`: code, name, counters, staff_code, staff_name, password, again, "" for none of them.
    """

    field: str
    error: DeskError | None = None


class FirstStart(QObject):
    """Sets up a site, or makes the demo.

    `set_up(staff code)` and `demo_ready(path)` end first start; `signed_in(staff code)` before
    that where there is a password; `problems(list of Problem)`;
    `busy(bool)` while the database works; `demo_step(Step)`; `demo_stopped()`.
    """

    windows_known = Signal(object)
    set_up = Signal(str)
    signed_in = Signal(str)
    demo_ready = Signal(object)
    demo_step = Signal(object)
    demo_stopped = Signal(object)
    problems = Signal(object)
    busy = Signal(bool)

    def __init__(
        self, desk: Desk, lanes: Lanes, make_demo: MakeDemo, demo: Path, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._lanes = desk, lanes
        self._make_demo, self._demo = make_demo, demo
        self._plan: SitePlan | None = None
        self._making: Job | None = None

    def begin(self) -> None:
        """Ask for the windows that a new site begins with."""
        work = self._desk.built_in_catalogue
        self._lanes.io.submit(work, self._catalogue, self._refused)

    def create(self, plan: SitePlan) -> None:
        """Set up the site, or say what is missing."""
        found = missing(plan)
        self.problems.emit(found)
        if found:
            return
        self._plan = plan
        self.busy.emit(True)
        work = partial(_create, self._desk, plan)
        self._lanes.database.submit(work, self._created, self._refused, ended=self._ended)

    def load_demo(self) -> None:
        """Make the demo in a file of its own."""
        self.busy.emit(True)
        work = partial(_make, self._make_demo, self._demo)
        self._making = self._lanes.io.submit_long(
            work, self._demo_made, self._demo_refused, progressed=self._stepped
        )

    def stop_demo(self) -> None:
        """Stop making it; nothing is left behind."""
        if self._making is not None:
            self._making.cancel()
            self._making = None
            self.busy.emit(False)
            self.demo_stopped.emit(None)

    @Slot(object)
    def _catalogue(self, answer: CatalogueAnswer) -> None:
        self.windows_known.emit(window_names(answer))

    @Slot(object)
    def _created(self, _: object) -> None:
        assert self._plan is not None
        staff = self._plan.staff_code.strip().upper()
        if self._plan.password:
            self.signed_in.emit(staff)
        self.set_up.emit(staff)

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self.problems.emit([Problem(field_of(error), error)])

    @Slot()
    def _ended(self) -> None:
        self.busy.emit(False)

    @Slot(object)
    def _stepped(self, step: Step) -> None:
        self.demo_step.emit(step)

    @Slot(object)
    def _demo_made(self, whole: bool) -> None:
        self._making = None
        self.busy.emit(False)
        if whole:
            self.demo_ready.emit(self._demo)

    @Slot(object)
    def _demo_refused(self, error: DeskError) -> None:
        self._making = None
        self.busy.emit(False)
        self.demo_stopped.emit(error)


def missing(plan: SitePlan) -> list[Problem]:
    """Return what has not been filled in."""
    empty = [
        name
        for name in ("code", "name", "staff_code", "staff_name")
        if not getattr(plan, name).strip()
    ]
    if any(not windows for _, windows in plan.counters):
        empty.append("counters")
    if plan.password != plan.again:
        empty.append("again")
    return [Problem(name) for name in empty]


def field_of(error: DeskError) -> str:
    """Return the form's field that a refusal speaks of, "" for none."""
    field = str(error.values.get("field", ""))
    if field == "staff":
        return "staff_code"
    if error.code == "password_too_weak":
        return "password"
    if error.code.startswith("name_"):
        return "name"
    return field if field in ("code", "name", "counters", "password") else ""


def window_names(answer: CatalogueAnswer) -> tuple[WindowName, ...]:
    """Return the windows of a catalogue, in their order."""
    found = []
    for window in answer.windows:
        assert isinstance(window, dict)
        if not window["withdrawn"]:
            names = (str(window[key]) for key in ("code", "letter", "name_zh", "name_en"))
            found.append(WindowName(*names))
    return tuple(found)


def _create(desk: Desk, plan: SitePlan) -> None:
    counters = tuple(r.CounterFields(number, windows) for number, windows in plan.counters)
    site = r.SetUpSite(plan.code, plan.name, counters)
    desk.do(site, new_command(), initiator="first_start")
    person = r.AddStaff(plan.staff_code, plan.staff_name, EVERY_ROLE)
    desk.do(person, new_command(), initiator="first_start")
    if plan.password:
        desk.set_password(r.SetPassword(plan.staff_code, plan.password), new_command())


def _make(make_demo: MakeDemo, path: Path, progress: Progress) -> bool:
    return make_demo(path, progress.report, lambda: progress.cancelled)
