"""Decides what the Enterprises screen shows; asks the desk on the database lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.desk import Desk
from desktop.domain.enterprise_events import ContactShown
from desktop.domain.errors import DeskError
from desktop.domain.events import Event
from desktop.requests import CheckCode, ListEnterprises, ShowEnterprise
from desktop.snapshots import (
    CodeAnswer,
    EnterpriseAnswer,
    EnterpriseFile,
    EnterpriseListAnswer,
    EnterpriseShape,
)
from ui.background import Lanes
from ui.connection import held_back
from ui.live import Changes
from ui.screens.enterprises.forms import Filled
from ui.screens.enterprises.intentions import Intention, of_form, of_merge
from ui.screens.enterprises.names import Names, read_names

PAGE: Final = 100
MOST: Final = 1000
_AGAIN_MS: Final = 400
"""What happens to a company's cases and numbers is gathered for so long before it is read."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is listed: a typed text, a tier ("" for all)."""

    text: str = ""
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The list as it is to be shown; `more` says that others follow."""

    wanted: Wanted
    rows: tuple[EnterpriseShape, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Done:
    """What the desk did, and the company it was about."""

    what: str
    company: str
    name: str = ""


class EnterprisesPresenter(QObject):
    """Signals carry frozen rows: `named(Names)`, `listed(Listing)`, `opening()`, then
    `opened(EnterpriseFile | None)`, `other(EnterpriseFile)` of a merge, `checked(str, CodeAnswer)`,
    `done(Done)`, `refused(DeskError)`, `broken(DeskError)`, `busy(bool)`.
    """

    named = Signal(object)
    listed = Signal(object)
    opening = Signal()
    opened = Signal(object)
    other = Signal(object)
    checked = Signal(str, object)
    done = Signal(object)
    refused = Signal(object)
    broken = Signal(object)
    busy = Signal(bool)

    def __init__(
        self, desk: Desk, lanes: Lanes, staff: Callable[[], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._lanes, self._staff = desk, lanes, staff
        self.wanted = Wanted()
        self.file: EnterpriseFile | None = None
        self._shown = PAGE
        self._current = ""
        self._running: Intention | None = None
        self._last: Intention | None = None
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._open)

    @property
    def current(self) -> str:
        """Return the id of the company whose page is shown or being read, "" for none."""
        return self._current

    @Slot()
    def refresh(self) -> None:
        """Read names, list and page anew."""
        names = partial(read_names, self._desk)
        self._lanes.database.submit(names, self._got_names, self._failed, key="enterprises.names")

    @Slot(object)
    def hear(self, changes: Changes) -> None:
        """Read anew what the news are about."""
        events = [one for one in changes.of(Event) if not isinstance(one, ContactShown)]
        kinds = {event.kind for event in events}
        if any(kind.startswith(("site.", "staff.", "catalogue.")) for kind in kinds):
            self.refresh()
            return
        if any(kind.startswith("enterprise.") for kind in kinds):
            self._list()
        if any(kind.startswith(("enterprise.", "contact.")) for kind in kinds):
            self._open()
        elif any(kind.startswith(("case.", "ticket.")) for kind in kinds) and self._current:
            self._again.start()

    def want(self, wanted: Wanted) -> None:
        """List something else."""
        if wanted != self.wanted:
            self.wanted, self._shown = wanted, PAGE
            self._list()

    def show_more(self) -> None:
        """List one page more."""
        self._shown = min(self._shown + PAGE, MOST)
        self._list()

    def choose(self, company: str) -> None:
        """Open a company's page; "" closes it."""
        if company == self._current:
            return
        self._current, self.file = company, None
        if not company:
            self.opened.emit(None)
        else:
            self.opening.emit()
            self._open()

    def look_at_other(self, company: str) -> None:
        """Read the file that may become part of the one shown."""
        work = partial(_file, self._desk, company)
        self._lanes.database.submit(work, self._got_other, self._refuse, key="enterprises.other")

    @Slot(str)
    def check(self, text: str) -> None:
        """Check a code while it is typed."""
        work = partial(_checked, self._desk, text)
        self._lanes.io.submit(work, self._got_check, self._refuse, key="enterprises.code")

    def fill(self, filled: Filled, contact: str | None) -> None:
        """Do what a form asks for."""
        request = of_form(filled, self._current, contact)
        staff = self._staff()
        self.run(Intention(filled.form, request, filled.command, staff, self._current))

    def merge(self, keep: str, merge: str, reason: str, command: str) -> None:
        """Make two files one."""
        request = of_merge(keep, merge, reason)
        self.run(Intention("merge", request, command, self._staff(), keep))

    def run(self, intention: Intention) -> None:
        """Let the desk do something, once however often it is asked."""
        if self._running is not None:
            return
        self._last = intention
        why = held_back(self._desk)
        if why is not None:
            self.refused.emit(why)
            return
        self._running = intention
        self.busy.emit(True)
        work = partial(_do, self._desk, intention)
        self._lanes.database.submit(work, self._did, self._refuse, ended=self._ended)

    @Slot()
    def retry(self) -> None:
        """Try the last thing once more, under the same command id."""
        if self._last is not None:
            self.run(self._last)

    def _list(self) -> None:
        work = partial(_listed, self._desk, self.wanted, self._shown)
        self._lanes.database.submit(work, self._got_list, self._failed, key="enterprises.list")

    @Slot()
    def _open(self) -> None:
        if self._current:
            work = partial(_file, self._desk, self._current)
            self._lanes.database.submit(work, self._got_file, self._refuse, key="enterprises.file")

    @Slot(object)
    def _got_names(self, names: Names) -> None:
        self.named.emit(names)
        self._list()
        self._open()

    @Slot(object)
    def _got_list(self, listing: Listing) -> None:
        if listing.wanted == self.wanted:
            self.listed.emit(listing)

    @Slot(object)
    def _got_file(self, found: tuple[str, EnterpriseFile]) -> None:
        asked, file = found
        if asked == self._current:
            self._current, self.file = file.enterprise.id, file  # another one if it was merged
            self.opened.emit(file)

    @Slot(object)
    def _got_other(self, found: tuple[str, EnterpriseFile]) -> None:
        self.other.emit(found[1])

    @Slot(object)
    def _got_check(self, found: tuple[str, CodeAnswer]) -> None:
        self.checked.emit(*found)

    @Slot(object)
    def _did(self, done: Done) -> None:
        self.done.emit(done)
        if done.what in ("new", "merge"):
            self.choose(done.company)
        self._list()
        self._open()

    @Slot()
    def _ended(self) -> None:
        self._running = None
        self.busy.emit(False)

    @Slot(object)
    def _refuse(self, error: DeskError) -> None:
        self.refused.emit(error)

    @Slot(object)
    def _failed(self, error: DeskError) -> None:
        self.broken.emit(error)


def _listed(desk: Desk, wanted: Wanted, shown: int) -> Listing:
    request = ListEnterprises(wanted.text or None, wanted.tier or None, shown)
    answer = cast("EnterpriseListAnswer", desk.ask(request))
    return Listing(wanted, answer.enterprises, answer.more and shown < MOST)


def _file(desk: Desk, company: str) -> tuple[str, EnterpriseFile]:
    return company, cast("EnterpriseFile", desk.ask(ShowEnterprise(company)))


def _checked(desk: Desk, text: str) -> tuple[str, CodeAnswer]:
    return text, desk.check_code(CheckCode(text))


def _do(desk: Desk, intention: Intention) -> Done:
    answer = desk.do(intention.request, intention.command, intention.staff or None, "enterprises")
    if isinstance(answer, EnterpriseAnswer):
        return Done(intention.what, answer.enterprise.id, answer.enterprise.name)
    return Done(intention.what, intention.subject)
