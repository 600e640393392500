"""What the people's page asks of the desk: who there is, to add and change, and passwords."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from desktop import requests as r
from desktop.desk import Desk, new_command
from desktop.domain.errors import DeskError
from desktop.snapshots import CatalogueAnswer, StaffAnswer, StaffListAnswer, StaffShape
from ui.background import Lanes

ME = "settings"


@dataclass(frozen=True, slots=True)
class WindowSign:
    """A window of the centre: code, letter, its name in both languages."""

    code: str
    letter: str
    zh: str
    en: str

    def name(self, language: str) -> str:
        """Return the name in a language."""
        return self.zh if language == "zh" else self.en


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, by code, and the windows in their order."""

    staff: tuple[StaffShape, ...] = ()
    windows: tuple[WindowSign, ...] = ()

    @property
    def enforced(self) -> bool:
        """Say whether roles count: somebody has a password."""
        return any(person.signs_in for person in self.staff)

    def person(self, code: str) -> StaffShape | None:
        """Return the person with a code."""
        return next((one for one in self.staff if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Done:
    """Something was written about a person; `first`: it was the site's first password."""

    person: StaffShape
    password: bool = False
    first: bool = False


class PeoplePresenter(QObject):
    """`shown(People)`; `done(Done)` or `refused(DeskError)` after a write; `busy(bool)`.

    The same intention keeps its command's id until it is done, so that pressing again after a
    lost connection does nothing twice.
    """

    shown = Signal(object)
    unread = Signal(object)
    done = Signal(object)
    refused = Signal(object)
    busy = Signal(bool)

    def __init__(
        self, desk: Desk, lanes: Lanes, staff: Callable[[], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._lanes, self._staff = desk, lanes, staff
        self.people = People()
        self._intention: tuple[r.Request, str] | None = None
        self._first = False
        self._pending = False

    @Slot()
    def read(self) -> None:
        """Ask who there is."""
        work = partial(_read, self._desk)
        self._lanes.database.submit(work, self._read, self._unread, key="settings.people")

    def is_me(self, code: str) -> bool:
        """Say whether this person is the one who works here, and roles count."""
        return self.people.enforced and code == self._staff()

    def save(self, request: r.AddStaff) -> None:
        """Add a person, or change the one with this code."""
        by = self._staff() or None
        command = self._command(request)
        work = partial(self._desk.do, request, command, by, ME)
        self._write(work, self._saved)

    def set_password(self, request: r.SetPassword) -> None:
        """Give a person a password: somebody else, or (with `old`) oneself."""
        me = self._staff()
        by = None if not me or me == request.staff else me
        self._first = not self.people.enforced
        command = self._command(request)
        work = partial(self._desk.set_password, request, command, by)
        self._write(work, self._password_set)

    def _command(self, request: r.Request) -> str:
        if self._intention is None or self._intention[0] != request:
            self._intention = (request, new_command())
        return self._intention[1]

    def _write(self, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        if self._pending:
            return
        self._pending = True
        self.busy.emit(True)
        self._lanes.database.submit(work, done, self._refused, ended=self._ended)

    @Slot(object)
    def _saved(self, answer: StaffAnswer) -> None:
        self._intention = None
        self.done.emit(Done(answer.staff))
        self.read()

    @Slot(object)
    def _password_set(self, answer: StaffAnswer) -> None:
        self._intention = None
        self.done.emit(Done(answer.staff, password=True, first=self._first))
        self.read()

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self.refused.emit(error)

    @Slot()
    def _ended(self) -> None:
        self._pending = False
        self.busy.emit(False)

    @Slot(object)
    def _read(self, people: People) -> None:
        self.people = people
        self.shown.emit(people)

    @Slot(object)
    def _unread(self, error: DeskError) -> None:
        self.unread.emit(error)


def _read(desk: Desk) -> People:
    staff, catalogue = desk.ask(r.ListStaff()), desk.ask(r.ShowCatalogue())
    assert isinstance(staff, StaffListAnswer)
    assert isinstance(catalogue, CatalogueAnswer)
    ordered = sorted(staff.staff, key=lambda one: (not one.active, one.code))
    return People(tuple(ordered), tuple(_signs(catalogue)))


def _signs(catalogue: CatalogueAnswer) -> list[WindowSign]:
    found = []
    for window in catalogue.windows:
        assert isinstance(window, dict)
        if not window["withdrawn"]:
            texts = (str(window[key]) for key in ("code", "letter", "name_zh", "name_en"))
            found.append(WindowSign(*texts))
    return found
