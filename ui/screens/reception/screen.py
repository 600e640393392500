"""The guide desk as the frame sees it: its parts put together, its commands, its visibility."""

from __future__ import annotations

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from desktop.snapshots import FoundShape
from ui.commands import Command, Needs
from ui.items import Item, ItemKind
from ui.live import Changes, Watch
from ui.screens.context import ScreenContext
from ui.screens.reception.beside import Beside
from ui.screens.reception.company_finder import CompanyFinder
from ui.screens.reception.intentions import Intentions
from ui.screens.reception.line_watch import LineWatch
from ui.screens.reception.presenter import ReceptionPresenter
from ui.screens.reception.telling import Telling
from ui.screens.reception.today_desk import TodayDesk
from ui.screens.reception.view import ReceptionView

SCOPE = "reception"
_WRITE = {
    "issue": "reception.issue",
    "undo": "ticket.void",
    "new_company": "enterprise.save",
    "answer": "reception.answer",
    "last_number": "window.last_number",
    "notice": "consent.give",
}
"""What writes, with the verb that a person must be allowed."""
_AT_THE_FORM = (
    *("issue", "new_company", "alone", "visitor", "priority", "clear"),
    *("answer", "together", "notice"),
)


def create(context: ScreenContext) -> ReceptionScreen:
    """Make the screen."""
    return ReceptionScreen(context)


class ReceptionScreen(QObject):
    """Owns view, presenters and what lies between them."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._add_commands()
        self.view = ReceptionView(context.language, context.commands)
        self.setParent(self.view)  # lives and ends with what it shows
        self.presenter = ReceptionPresenter(context.desk, context.lanes, self)
        self.finder = CompanyFinder(context.desk, context.lanes, self)
        self.line = LineWatch(context.desk, context.lanes, self)
        self.today = TodayDesk(context, self.view.today, self)
        self.beside = Beside(context, self.view, self.presenter, self.line, self)
        parts = (context, self.view, self.presenter)
        self.telling = Telling(*parts, self.line, self.beside, self)
        self.intentions = Intentions(*parts, self.finder, self.beside, self)
        self._watch = Watch(context.live, self)
        self._connect()
        self.telling.refresh()

    @property
    def widget(self) -> QWidget:
        """Return the screen's widget."""
        return self.view

    def set_visible(self, visible: bool) -> None:
        """Rest while nobody looks, catch up when somebody does."""
        self._watch.set_visible(visible)
        self.line.set_visible(visible)
        self.beside.set_visible(visible)
        if visible:
            self.telling.refresh()

    def take_focus(self) -> None:
        """Begin with who came."""
        if self.view.shows_today:
            self.view.today.line.setFocus()
        else:
            self.view.who.box.setFocus()

    def open_item(self, item: Item) -> None:
        """Look for one of today's numbers, or let a company be the one that came."""
        if self.view.shows_today != (item.kind is ItemKind.TICKET):
            self._toggle_today()
        if item.kind is ItemKind.TICKET:
            self.view.today.line.setText(item.name)
        elif item.kind is ItemKind.ENTERPRISE:
            self.finder.take(FoundShape(item.id, item.name, None, ""))

    def _add_commands(self) -> None:
        for name, keys, icon, run in (
            ("issue", "F2", "mdi6.ticket-outline", self._issue),
            ("new_company", "F3", "mdi6.domain-plus", self._new_company),
            ("today", "F4", "mdi6.format-list-bulleted", self._toggle_today),
            ("alone", "F5", "mdi6.account-outline", self._come_alone),
            ("visitor", "F6", "mdi6.card-account-details-outline", self._to_visitor),
            ("priority", "F7", "mdi6.account-arrow-up-outline", self._to_priority),
            ("clear", "F8", "mdi6.broom", self._clear),
            ("undo", "Shift+F2", "mdi6.undo", self._undo),
            ("answer", "F9", "mdi6.comment-check-outline", self._answer),
            ("together", "F10", "mdi6.layers-triple-outline", self._together),
            ("last_number", "F11", "mdi6.hand-back-right-outline", self._last_number),
            ("notice", "F12", "mdi6.shield-account-outline", self._notice),
        ):
            verb = _WRITE.get(name, "")
            command = Command(
                f"{SCOPE}.{name}",
                f"reception.do.{name}",
                keys,
                icon,
                permission=verb,
                scope=SCOPE,
                needs=Needs.DESK if verb else Needs.NOTHING,
            )
            self._context.commands.add(command, run)
        self._context.commands.set_enabled("reception.undo", False)

    def _connect(self) -> None:
        messages = self._context.messages
        self.finder.learned.connect(self.presenter.learn)
        self.finder.found.connect(self.view.who.show_found)
        self.finder.checked.connect(self.view.who.form.show_check)
        self.finder.saving.connect(self.view.who.form.set_busy)
        self.line.refused.connect(messages.unread)
        self.view.today.left.connect(self._toggle_today)
        self.presenter.catalogue_changed.connect(self._catalogue_read)
        self.line.changed.connect(self._catalogue_read)
        self._watch.stale.connect(self._read_all)
        self._watch.changed.connect(self._heard)

    def _issue(self) -> None:
        self.intentions.issue()

    def _new_company(self) -> None:
        self.intentions.new_company()

    def _come_alone(self) -> None:
        self.intentions.come_alone()

    def _to_visitor(self) -> None:
        self.view.number.name.setFocus()

    def _to_priority(self) -> None:
        self.view.number.priority.setFocus()

    def _clear(self) -> None:
        self.intentions.clear()

    def _undo(self) -> None:
        self.telling.undo()

    def _answer(self) -> None:
        self.beside.answer()

    def _together(self) -> None:
        self.beside.take_together()

    def _last_number(self) -> None:
        self.beside.last_number()

    def _notice(self) -> None:
        self.beside.print_notice()

    def _toggle_today(self) -> None:
        shown = not self.view.shows_today
        for name in _AT_THE_FORM:
            self._context.commands.set_enabled(f"{SCOPE}.{name}", not shown)
        self.view.show_today(shown)
        self.today.set_visible(shown)

    @Slot()
    def _catalogue_read(self) -> None:
        self.view.today.set_catalogue(self.presenter.catalogue, self.line.line.zone)

    @Slot()
    def _read_all(self) -> None:
        """Catch up with everything that may have happened while nobody looked."""
        if not self.presenter.catalogue.windows:
            self.presenter.load_catalogue()
        self._read_what_changes()
        self._read_files()

    @Slot(object)
    def _heard(self, changes: Changes) -> None:
        self.presenter.hear(changes)
        self.beside.hear()
        self._read_what_changes()
        kinds = {str(getattr(event, "kind", "")).partition(".")[0] for event in changes.events}
        if kinds & {"case", "enterprise"}:
            self._read_files()

    def _read_what_changes(self) -> None:
        self.line.read()
        self.today.read()

    def _read_files(self) -> None:
        for company in self.presenter.form.companies:
            self.finder.read_file(company)
