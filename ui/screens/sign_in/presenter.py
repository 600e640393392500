"""What signing in decides: who is found by what is typed, and what came of a password."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import ceil
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop import requests as r
from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.snapshots import StaffAnswer, StaffShape
from ui.background import Lanes

_EACH_SECOND: Final = 1000


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in; `spellings` of the name, once they are known."""

    code: str
    name: str
    roles: tuple[str, ...]
    spellings: tuple[str, ...] = ()

    def is_meant(self, text: str) -> bool:
        """Say whether what was typed is part of the name or begins the code or a spelling."""
        typed = text.strip().casefold()
        begins = (self.code.casefold(), *self.spellings)
        return typed in self.name.casefold() or any(one.startswith(typed) for one in begins)


class SignIn(QObject):
    """Signs one person in.

    `people_known(tuple of Person)`; `busy(bool)` while a password is looked at; `came(StaffShape)`
    or `refused(DeskError)`; `waits(minutes)`: how long the person `about` may not try, 0 for over.
    `now` counts seconds.
    """

    people_known = Signal(object)
    busy = Signal(bool)
    came = Signal(object)
    refused = Signal(object)
    waits = Signal(int)

    def __init__(
        self,
        desk: Desk,
        lanes: Lanes,
        parent: QObject | None = None,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._desk, self._lanes, self._now = desk, lanes, now
        self._people: tuple[Person, ...] = ()
        self._about, self._pending = "", False
        self._until: dict[str, float] = {}
        self._told = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_EACH_SECOND)
        self._timer.timeout.connect(self.count_down)

    @property
    def people(self) -> tuple[Person, ...]:
        """Return who can sign in, by name."""
        return self._people

    def show_staff(self, staff: Sequence[StaffShape]) -> None:
        """Take who can sign in from all people; how names are spelt follows."""
        known = {person.name: person.spellings for person in self._people}
        self._take([_person(one, known) for one in staff if one.signs_in and one.active])
        names = tuple(person.name for person in self._people)
        work = partial(self._desk.spellings, names)
        self._lanes.io.submit(work, self._spelt, self._not_spelt, key="sign_in.spellings")

    def found(self, text: str) -> tuple[Person, ...]:
        """Return whom a text may mean; everybody for none."""
        return tuple(one for one in self._people if one.is_meant(text))

    def person(self, code: str) -> Person | None:
        """Return the person with a code, None where nobody can sign in with it."""
        return next((one for one in self._people if one.code == code), None)

    def choose(self, code: str) -> None:
        """Be about this person from now on."""
        self._about, self._told = code, 0
        self.count_down()

    def sign_in(self, password: str) -> None:
        """Try a password of the person this is about; nothing while one is looked at."""
        if self._pending:
            return
        self._pending = True
        self.busy.emit(True)
        work = partial(self._desk.sign_in, r.SignIn(self._about, password))
        self._lanes.database.submit(work, self._right, self._wrong, ended=self._ended)

    @Slot()
    def count_down(self) -> None:
        """Say how long the person has still to wait, when the minutes changed."""
        left = self._until.get(self._about, 0.0) - self._now()
        minutes = max(0, ceil(left / 60))
        if minutes:
            self._timer.start()
        else:
            self._timer.stop()
            self._until.pop(self._about, None)
        if minutes != self._told:
            self._told = minutes
            self.waits.emit(minutes)

    def _take(self, people: Sequence[Person]) -> None:
        self._people = tuple(sorted(people, key=lambda one: (one.name, one.code)))
        self.people_known.emit(self._people)

    @Slot(object)
    def _right(self, answer: StaffAnswer) -> None:
        self._until.pop(self._about, None)
        self.came.emit(answer.staff)

    @Slot(object)
    def _wrong(self, error: DeskError) -> None:
        minutes = error.values.get("minutes")
        if error.code == "sign_in_locked" and isinstance(minutes, int):
            self._until[self._about] = self._now() + 60 * minutes
            self._told = 0
            self.count_down()
            return
        self.refused.emit(error)

    @Slot()
    def _ended(self) -> None:
        self._pending = False
        self.busy.emit(False)

    @Slot(object)
    def _spelt(self, found: dict[str, tuple[str, ...]]) -> None:
        self._take([_spelt(person, found) for person in self._people])

    @Slot(object)
    def _not_spelt(self, _: DeskError) -> None:
        """Names and codes are enough."""


def _person(staff: StaffShape, known: dict[str, tuple[str, ...]]) -> Person:
    name = staff.name or staff.code
    return Person(staff.code, name, staff.roles, known.get(name, ()))


def _spelt(person: Person, found: dict[str, tuple[str, ...]]) -> Person:
    spellings = found.get(person.name, person.spellings)
    return Person(person.code, person.name, person.roles, spellings)
