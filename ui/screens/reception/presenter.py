"""The guide desk's mind: the form, what may be wanted, and the number that comes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.desk import Desk, new_command
from desktop.domain.errors import DeskError
from desktop.domain.events import TicketCalled, TicketEnded
from desktop.requests import IssueTicket, ShowCatalogue, TellWait, VoidTicket
from desktop.snapshots import CatalogueAnswer, IssueAnswer
from ui.background import Lanes
from ui.connection import held_back
from ui.intents import Intent
from ui.live import Changes
from ui.screens.reception import form as forms
from ui.screens.reception import keyed
from ui.screens.reception.catalogue import Catalogue, Name, read_catalogue
from ui.screens.reception.company_finder import INITIATOR
from ui.screens.reception.finding import Entry, Kind, about, find, named, read_entries
from ui.screens.reception.form import Company, Form

UNDO_S: Final = 60
"""So long the issuer may void a number that nobody called yet, in seconds (console contract)."""


@dataclass(frozen=True, slots=True)
class Issued:
    """What was handed over: the answer, and for whom and what it was asked."""

    answer: IssueAnswer
    form: Form


class ReceptionPresenter(QObject):
    """Holds the `form`; every change of it goes through here and is told by `form_changed`.

    `offer_refused(DeskError)`: the catalogue could not be read.
    `issued(Issued)` ends a number well, `refused(DeskError)` badly; `blocked(code)` says what
    is still missing and nothing was asked of the desk.  `busy(bool)` runs around the command,
    `undoable(label)` tells which number may be voided without further ado, "" for none.
    """

    form_changed = Signal()
    catalogue_changed = Signal()
    issued = Signal(object)
    refused = Signal(object)
    offer_refused = Signal(object)
    blocked = Signal(str)
    busy = Signal(bool)
    undoable = Signal(str)
    voided = Signal(str)
    void_refused = Signal(object)

    def __init__(self, desk: Desk, lanes: Lanes, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self.form = Form()
        self.catalogue = Catalogue()
        self.entries: tuple[Entry, ...] = ()
        self._intent = Intent()
        self._asked: tuple[Form, IssueTicket] | None = None
        self._busy = False
        self._undo: tuple[str, str, str] | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(UNDO_S * 1000)
        self._timer.timeout.connect(self.forget_undo)

    def load_catalogue(self) -> None:
        """Read what is on offer, with the pinyin it is found by."""
        self._lanes.database.submit(
            partial(_read_offer, self._desk),
            self._offer_read,
            self._refused_read,
            key="reception.catalogue",
        )

    def change(self, form: Form) -> None:
        """Take another form; nothing happens if it is the same."""
        if form != self.form:
            self.form = form
            self.form_changed.emit()

    def clear(self) -> None:
        """Begin with the next visitor."""
        self._intent.answered()
        self._asked = None
        self.change(Form())

    def edit(self, **fields: Any) -> None:
        """Change plain fields: door, priority and its reason, the visitor, the need."""
        self.change(replace(self.form, **fields))

    def choose_company(self, company: Company) -> None:
        """Let `company` be who came; beside another one if things were chosen for that."""
        self.change(forms.choose_company(self.form, company))

    def learn(self, company: Company) -> None:
        """Take in what was read of an enterprise's file, if it is still on the form."""
        if self.form.company(company.id) is not None:
            self.change(forms.learn(self.form, company))

    def come_alone(self) -> None:
        """The visitor comes for no enterprise."""
        self.change(replace(self.form, companies=(), active=None, alone=True, cases=()))

    def search(self, text: str) -> tuple[Entry, ...]:
        """Return what `text` may mean, the cases of the enterprises included."""
        return find((*self._case_entries(), *self.entries), text)

    def named(self, text: str) -> tuple[Entry, ...]:
        """Return what is called as `text` says, by code, name or pinyin."""
        return named((*self._case_entries(), *self.entries), text)

    def near(self, text: str) -> tuple[Entry, ...]:
        """Return what shares words with `text`, the likeliest first."""
        return about(self.entries, text)

    def add(self, key: str) -> None:
        """Ask for one thing more, by the key of a choice."""
        self.change(keyed.want(self.form, self.catalogue, key))

    def issue(self, staff: str, told: tuple[TellWait, ...] = ()) -> None:
        """Hand over the number; the same form asked twice is one number.

        `told`: the waits that stand on the screen.  A second try says what the first one said.
        """
        code = forms.problem(self.form, self.catalogue)
        if code:
            self.blocked.emit(code)
            return
        if self._busy:
            return
        why = held_back(self._desk)
        if why is not None:
            self.refused.emit(why)  # the form stays as it is
            return
        if self._asked is None or self._asked[0] != self.form:
            self._asked = self.form, forms.request(self.form, self.catalogue, told)
        request = self._asked[1]
        command = self._intent.command(request)
        self._busy = True
        self.busy.emit(True)
        self._lanes.database.submit(
            partial(_issue, self._desk, request, command, staff, self.form),
            self._issued,
            self._refused,
            ended=self._ended,
        )

    def undo(self, reason: str, staff: str) -> None:
        """Void the number just issued; `voided` or `void_refused` follow."""
        why = held_back(self._desk)
        if why is not None:
            self.void_refused.emit(why)
        elif self._undo is not None:
            ticket, label, command = self._undo
            self._lanes.database.submit(
                partial(_void, self._desk, VoidTicket(ticket, reason), label, command, staff),
                self._voided,
                self._void_refused,
            )

    @Slot()
    def forget_undo(self) -> None:
        """Let the last number stand: a minute is over, or it was called."""
        self._timer.stop()
        if self._undo is not None:
            self._undo = None
            self.undoable.emit("")

    def hear(self, changes: Changes) -> None:
        """Follow what happens: a new catalogue, a call of the number that could be undone."""
        if any(getattr(event, "kind", "") == "catalogue.loaded" for event in changes.events):
            self.load_catalogue()
        for event in changes.of(TicketCalled, TicketEnded):
            if self._undo is not None and event.ticket_id == self._undo[0]:
                self.forget_undo()

    def _case_entries(self) -> tuple[Entry, ...]:
        spellings = {entry.name.zh: entry.spellings for entry in self.entries}
        return tuple(
            Entry(
                Kind.CASE,
                case.id,
                Name(case.item_name, self._english(case.item)),
                self.catalogue.letter(case.window),
                (case.number.replace("-", "").casefold(),),
                spellings.get(case.item_name, ()),
            )
            for company in self.form.companies
            for case in company.cases
        )

    def _english(self, item: str) -> str:
        known = self.catalogue.items.get(item)
        return known.name.en if known else ""

    @Slot(object)
    def _offer_read(self, offer: tuple[Catalogue, tuple[Entry, ...]]) -> None:
        self.catalogue, self.entries = offer
        self.form = forms.prune(self.form, self.catalogue)
        self.catalogue_changed.emit()
        self.form_changed.emit()

    @Slot(object)
    def _refused_read(self, error: DeskError) -> None:
        self.offer_refused.emit(error)

    @Slot(object)
    def _issued(self, issued: Issued) -> None:
        ticket = issued.answer.ticket
        self._intent.answered()
        self._asked = None
        self.form = Form()
        self.form_changed.emit()
        if ticket is not None:
            self._undo = (ticket.id, ticket.label, new_command())
            self._timer.start()
            self.undoable.emit(ticket.label)
        self.issued.emit(issued)

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self.refused.emit(error)

    @Slot()
    def _ended(self) -> None:
        self._busy = False
        self.busy.emit(False)

    @Slot(object)
    def _voided(self, label: str) -> None:
        self.forget_undo()
        self.voided.emit(label)

    @Slot(object)
    def _void_refused(self, error: DeskError) -> None:
        if error.code not in ("database_away", "outcome_unknown"):
            self.forget_undo()
        self.void_refused.emit(error)


def _read_offer(desk: Desk) -> tuple[Catalogue, tuple[Entry, ...]]:
    catalogue = read_catalogue(cast(CatalogueAnswer, desk.ask(ShowCatalogue())))
    groups = (catalogue.windows.values(), catalogue.bundles.values(), catalogue.items.values())
    names = [entry.name.zh for group in groups for entry in group]
    return catalogue, read_entries(catalogue, desk.spellings(names))


def _issue(desk: Desk, request: IssueTicket, command: str, staff: str, form: Form) -> Issued:
    answer = desk.do(request, command, staff or None, INITIATOR)
    return Issued(cast(IssueAnswer, answer), form)


def _void(desk: Desk, request: VoidTicket, label: str, command: str, staff: str) -> str:
    desk.do(request, command, staff or None, INITIATOR)
    return label
