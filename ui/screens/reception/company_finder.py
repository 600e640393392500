"""Who came: enterprises found while one types, made with a checked code, their files read."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.requests import CheckCode, Contact, FindEnterprises, SaveEnterprise, ShowEnterprise
from desktop.snapshots import (
    CaseShape,
    CodeAnswer,
    EnterpriseAnswer,
    EnterpriseFile,
    EnterprisesAnswer,
    FoundShape,
)
from ui.background import Lanes
from ui.connection import held_back
from ui.intents import Intent
from ui.screens.reception.form import Company

DEBOUNCE_MS: Final = 30
"""Typing faster than this is searched once."""
BACK_FOR: Final = ("supplementing", "accepted", "received", "forwarded", "resolved")
"""The states of cases that somebody may come back for, the likeliest first."""
LIGHTS: Final = ("overdue", "soon")
"""The lights that put a case at the head of the list."""
INITIATOR: Final = "reception"


class CompanyFinder(QObject):
    """Looks for enterprises on the database lane; only the newest text counts.

    `found(text, tuple[FoundShape])` answers a text; `chosen(Company)` follows `take` at once or
    when the answer to a text that was taken blindly has come; `learned(Company)` brings what its
    file says.  `checked(text, CodeAnswer)` answers a code as it is typed.  `saved(Company)` and
    `save_refused(DeskError)` end `save`; `saving(bool)` runs around it.
    """

    found = Signal(str, object)
    chosen = Signal(object)
    learned = Signal(object)
    checked = Signal(str, object)
    saved = Signal(object)
    save_refused = Signal(object)
    saving = Signal(bool)
    refused = Signal(object)

    def __init__(self, desk: Desk, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self._text = ""
        self._take = ""
        self._intent = Intent()
        self._meant: dict[str, SaveEnterprise] = {}
        self._saving = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DEBOUNCE_MS)
        self._timer.timeout.connect(self._search)

    def look_for(self, text: str) -> None:
        """Search for what is typed now."""
        self._text = text
        self._take = ""
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()

    def take_best(self, text: str) -> None:
        """Take the best one for `text` as soon as it is known: Enter came before the answer."""
        self._text = text
        self._take = text
        if self.taking:
            self._search()

    @property
    def taking(self) -> bool:
        """Say whether somebody pressed Enter and the answer has not come yet."""
        return bool(self._take.strip())

    def take(self, company: FoundShape) -> None:
        """Choose one of those found, and read its file."""
        made = Company(company.id, company.name, company.uscc)
        self.chosen.emit(made)
        self.read_file(made)

    def read_file(self, company: Company) -> None:
        """Read the enterprise's file (again); `learned` follows."""
        self._lanes.database.submit(
            partial(_read_file, self._desk, company.id),
            self._learned,
            self._refused,
            key=f"reception.file.{company.id}",
        )

    def check_code(self, text: str) -> None:
        """Check a code as far as it is typed; `checked` follows."""
        self._lanes.io.submit(
            partial(_check, self._desk, text),
            self._checked,
            self._refused,
            key="reception.code",
        )

    def save(
        self, name: str, uscc: str, contact: Contact | None, staff: str, *, notified: bool = False
    ) -> None:
        """Make the enterprise's file; the same intention keeps its command id.

        A name without a code that exactly one enterprise bears means that one.
        `notified`: the contact was told what becomes of personal data.
        """
        code = uscc.strip() or None
        request = SaveEnterprise(name.strip(), code, contact=contact, notified=notified)
        if self._saving:
            return
        why = held_back(self._desk)
        if why is not None:
            self.save_refused.emit(why)
            return
        command = self._intent.command(request)
        self._saving = True
        self.saving.emit(True)
        self._lanes.database.submit(
            partial(_save, self._desk, request, command, staff, self._meant),
            self._saved,
            self._save_refused,
            ended=self._save_ended,
        )

    @Slot()
    def _search(self) -> None:
        self._timer.stop()
        self._lanes.database.submit(
            partial(_find, self._desk, self._text),
            self._found,
            self._not_found,
            key="reception.find",
        )

    @Slot(object)
    def _found(self, result: tuple[str, tuple[FoundShape, ...]]) -> None:
        text, companies = result
        if text != self._text:
            return
        take, self._take = self._take, ""
        if take == text and companies:
            self.take(companies[0])
        else:
            self.found.emit(text, companies)

    @Slot(object)
    def _not_found(self, error: DeskError) -> None:
        self._take = ""
        self.refused.emit(error)

    @Slot(object)
    def _learned(self, company: Company) -> None:
        self.learned.emit(company)

    @Slot(object)
    def _checked(self, result: tuple[str, CodeAnswer]) -> None:
        self.checked.emit(*result)

    @Slot(object)
    def _saved(self, company: Company) -> None:
        self._intent.answered()
        self._meant.clear()
        self.saved.emit(company)
        self.chosen.emit(company)
        self.read_file(company)

    @Slot(object)
    def _save_refused(self, error: DeskError) -> None:
        self.save_refused.emit(error)

    @Slot()
    def _save_ended(self) -> None:
        self._saving = False
        self.saving.emit(False)

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self.refused.emit(error)


def read_company(file: EnterpriseFile) -> Company:
    """Return what the guide desk needs of an enterprise's file."""
    cases = [case for case in file.cases if case.state in BACK_FOR]
    cases.sort(key=_urgency)
    visits = [ticket.day for ticket in file.tickets]
    return Company(
        file.enterprise.id,
        file.enterprise.name,
        file.enterprise.uscc,
        max(visits, default=None),
        tuple(cases),
        frozenset(file.on_file),
        file.enterprise.tier,
        file.enterprise.named_contact_name or file.enterprise.named_contact,
    )


def _urgency(case: CaseShape) -> tuple[int, int]:
    """Return where a case stands in the list: what is late first, then what is likeliest."""
    late = LIGHTS.index(case.light) if case.light in LIGHTS else len(LIGHTS)
    return late, BACK_FOR.index(case.state)


def _find(desk: Desk, text: str) -> tuple[str, tuple[FoundShape, ...]]:
    return text, cast(EnterprisesAnswer, desk.ask(FindEnterprises(text))).enterprises


def _read_file(desk: Desk, company_id: str) -> Company:
    return read_company(cast(EnterpriseFile, desk.ask(ShowEnterprise(company_id))))


def _check(desk: Desk, text: str) -> tuple[str, CodeAnswer]:
    return text, desk.check_code(CheckCode(text))


def _save(
    desk: Desk,
    request: SaveEnterprise,
    command: str,
    staff: str,
    meant: dict[str, SaveEnterprise],
) -> Company:
    """Save; `meant` keeps what was decided for a command, however often it is tried."""
    if command not in meant:
        meant[command] = _with_known(desk, request)
    answer = cast(EnterpriseAnswer, desk.do(meant[command], command, staff or None, INITIATOR))
    one = answer.enterprise
    return Company(one.id, one.name, one.uscc)


def _with_known(desk: Desk, request: SaveEnterprise) -> SaveEnterprise:
    """Return the request for the one enterprise of this very name, where no code says which."""
    if request.uscc is not None:
        return request
    found = cast(EnterprisesAnswer, desk.ask(FindEnterprises(request.name))).enterprises
    same = [one.id for one in found if one.name == request.name]
    return replace(request, enterprise=same[0]) if len(same) == 1 else request
