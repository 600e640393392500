"""Puts the Enterprises screen together: its commands, its view, its presenters."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import DeskError
from desktop.snapshots import EnterpriseFile
from ui.commands import Command, Needs
from ui.items import Item, ItemKind
from ui.live import Watch
from ui.screens.context import ScreenContext
from ui.screens.enterprises.doubles import Doubles
from ui.screens.enterprises.forms import Filled
from ui.screens.enterprises.import_facts import Stage, Standing
from ui.screens.enterprises.importing import Import
from ui.screens.enterprises.names import Names
from ui.screens.enterprises.presenter import Done, EnterprisesPresenter, Listing
from ui.screens.enterprises.unmasking import Unmasking
from ui.screens.enterprises.view import EnterprisesView

SCOPE: Final = "enterprises"
_COMMANDS: Final = (
    ("new", "F2", "mdi6.domain-plus", "enterprise.save"),
    ("edit", "F3", "mdi6.pencil-outline", "enterprise.save"),
    ("contact", "F4", "mdi6.account-plus-outline", "enterprise.contact"),
    ("reveal", "F5", "mdi6.eye-outline", "enterprise.reveal"),
    ("note", "F6", "mdi6.note-plus-outline", "enterprise.note"),
    ("care", "F7", "mdi6.account-heart-outline", "enterprise.care"),
    ("merge", "F8", "mdi6.call-merge", "enterprise.merge"),
    ("import", "F9", "mdi6.file-import-outline", "enterprise.import"),
    ("contact_edit", "Shift+F4", "mdi6.account-edit-outline", "enterprise.contact"),
    ("contact_off", "Ctrl+Delete", "mdi6.account-remove-outline", "enterprise.contact"),
)
_FORMS: Final = ("new", "edit", "contact", "contact_edit", "contact_off", "note", "care")
_OF_COMPANY: Final = ("edit", "contact", "note", "care", "merge")
_OF_CONTACT: Final = ("reveal", "contact_edit", "contact_off")


class EnterprisesScreen(QObject):
    """What the frame shows as 企业."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._busy = False
        self._add_commands()
        self.view = EnterprisesView(context.commands, context.language)
        self.setParent(self.view)
        desk, lanes = context.desk, context.lanes
        self.presenter = EnterprisesPresenter(desk, lanes, context.staff, self)
        self.unmasking = Unmasking(desk, lanes, context.staff, self)
        self.importing = Import(desk, lanes, context.language, self)
        self.doubles = Doubles(desk, lanes, self.view.merge, self)
        self._watch = Watch(context.live, self)
        self._connect()
        self._allow()

    @property
    def widget(self) -> QWidget:
        """Return the view."""
        return self.view

    def set_visible(self, visible: bool) -> None:
        """Listen only while people can see the screen; nobody stays unmasked behind their back."""
        self._watch.set_visible(visible)
        if not visible:
            self.unmasking.mask()

    def take_focus(self) -> None:
        """Begin where one looks for a company, or go on with what is being done."""
        if self.view.in_front not in (self.view.merge, self.view.importing):
            self.view.list.focus_search()

    def open_item(self, item: Item) -> None:
        """Show a company's page."""
        if item.kind is ItemKind.ENTERPRISE:
            self._back_to_page()
            self.view.list.keep(item.id)
            self.presenter.choose(item.id)
            self.view.list.look_for(item.name)

    def _add_commands(self) -> None:
        add = self._context.commands.add
        for name, keys, icon, verb in _COMMANDS:
            key = f"enterprises.{name}"
            run = partial(self._begin, name)
            made = Command(
                key, f"enterprises.do.{name}", keys, icon, True, verb, SCOPE, needs=Needs.DESK
            )
            add(made, run)
        search = Command("enterprises.search", "enterprises.search", "Ctrl+F", scope=SCOPE)
        add(search, self._search)
        more = Command("enterprises.more", "enterprises.more", "M", scope=SCOPE, needs=Needs.DESK)
        add(more, self._more)

    def _connect(self) -> None:
        view, presenter = self.view, self.presenter
        view.list.wanted.connect(presenter.want)
        view.list.chosen.connect(self._chosen)
        view.list.entered.connect(view.page.take_focus)
        view.list.acted.connect(self._empty_acted)
        view.left.connect(self._leave)
        page, panel = view.page, view.page.panel
        page.case_chosen.connect(self._open_case)
        page.reveal_wanted.connect(partial(self._context.commands.run, "enterprises.reveal"))
        page.contact_moved.connect(self._allow)
        panel.confirmed.connect(self._filled)
        panel.left.connect(self._form_left)
        panel.code_edited.connect(presenter.check)
        presenter.checked.connect(panel.show_check)
        presenter.named.connect(self._named)
        presenter.listed.connect(self._listed)
        presenter.opening.connect(self._opening)
        presenter.opened.connect(self._opened)
        presenter.other.connect(view.merge.show_other)
        presenter.done.connect(self._done)
        presenter.refused.connect(self._refused)
        presenter.broken.connect(view.list.show_broken)
        presenter.busy.connect(self._set_busy)
        self.unmasking.changed.connect(self._show_contacts)
        self.unmasking.refused.connect(self._context.messages.show_error)
        view.merge.searched.connect(self.doubles.look_for)
        view.merge.picked.connect(presenter.look_at_other)
        view.merge.confirmed.connect(presenter.merge)
        view.merge.left.connect(self._back_to_page)
        self._connect_import()
        self._watch.stale.connect(presenter.refresh)
        self._watch.changed.connect(presenter.hear)
        self._context.language.changed.connect(view.retranslate)

    def _connect_import(self) -> None:
        page, job = self.view.importing, self.importing
        page.file_chosen.connect(self._file_chosen)
        page.previewed.connect(self._preview)
        page.confirmed.connect(job.take_over)
        page.stopped.connect(job.cancel)
        page.went_on.connect(job.go_on)
        page.save_wanted.connect(job.save_faults)
        page.left.connect(self._back_to_page)
        job.changed.connect(self._import_stands)
        job.found.connect(page.add_faults)
        job.saved.connect(self._faults_saved)
        job.refused.connect(self._context.messages.show_error)

    # ---- Commands ------------------------------------------------------------------------

    def _begin(self, name: str) -> None:
        file = self.presenter.file
        if name == "import":
            if not self.importing.running:
                self.importing.begin()
                self.view.importing.begin(self.view.say)
            self.view.bring(self.view.importing)
        elif name == "reveal":
            if (contact := self.view.page.contact) is not None:
                self.unmasking.ask(contact)
        elif name == "merge" and file is not None:
            self.view.bring(self.view.merge)
            self.view.merge.begin(file, self.view.say)
        elif name in _FORMS:
            self._open_form(name, file)
        self._allow()

    def _open_form(self, name: str, file: EnterpriseFile | None) -> None:
        values: dict[str, str] = {}
        if file is not None and name in ("edit", "care"):
            company = file.enterprise
            values = {
                "name": company.name,
                "uscc": company.uscc or "",
                "registered_place": company.registered_place or "",
                "work_place": company.work_place or "",
                "tier": company.tier or "",
                "named_contact": company.named_contact or "",
            }
        self.view.bring(self.view.page)
        self.view.page.open_form(name, values)

    def _search(self) -> None:
        self.view.list.focus_search()

    def _more(self) -> None:
        self.presenter.show_more()

    # ---- The list and the page -------------------------------------------------------------

    @Slot(object)
    def _named(self, names: Names) -> None:
        self.view.show_names(names)

    @Slot(object)
    def _listed(self, listing: Listing) -> None:
        self.view.show_listing(listing)
        self._allow()

    @Slot(str)
    def _chosen(self, company: str) -> None:
        if not self.view.page.panel.form:
            self.presenter.choose(company)

    @Slot()
    def _opening(self) -> None:
        self.unmasking.mask()
        self._allow()

    @Slot(object)
    def _opened(self, file: EnterpriseFile | None) -> None:
        contacts = self.unmasking.over(file.contacts) if file is not None else []
        self.view.show_file(file, contacts)
        self._allow()

    @Slot()
    def _show_contacts(self) -> None:
        if self.presenter.file is not None:
            self.view.page.show_contacts(self.unmasking.over(self.presenter.file.contacts))

    @Slot(object)
    def _open_case(self, case: str) -> None:
        file = self.presenter.file
        if file is not None:
            number = next((one.number for one in file.cases if one.id == case), "")
            self._context.open_item(Item(ItemKind.CASE, case, number))

    @Slot()
    def _empty_acted(self) -> None:
        if self.view.list.listing is not None and not self.view.list.broken:
            self.view.list.look_for("")
            self.view.list.focus_search()
        else:
            self.presenter.refresh()

    @Slot()
    def _leave(self) -> None:
        self._back_to_page()

    @Slot()
    def _back_to_page(self) -> None:
        self.view.show_page(self.presenter.file is not None)
        self.view.list.focus_list()
        self._allow()

    @Slot()
    def _form_left(self) -> None:
        self._back_to_page()
        self.presenter.choose(self.view.list.current)

    # ---- What the desk did -----------------------------------------------------------------

    @Slot(object)
    def _filled(self, filled: Filled) -> None:
        self.presenter.fill(filled, self.view.page.contact)

    @Slot(object)
    def _done(self, done: Done) -> None:
        self.view.page.panel.close_form()
        self.unmasking.mask()
        words = self.view.say.text(f"done.{done.what}", name=done.name)
        self._context.messages.done(words)
        if done.what == "new":
            self.view.list.keep(done.company)
            self.view.list.look_for("")
        elif done.what == "merge":
            self.view.list.keep(done.company)
        self._back_to_page()

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        sentence = self._context.language.sentence(error)
        if self.view.in_front is self.view.merge:
            self.view.merge.show_problem(sentence)
        elif self.view.page.panel.form:
            self.view.page.panel.show_problem(sentence)
        self._context.messages.refused(error, self.presenter.retry)

    @Slot(bool)
    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.view.page.panel.set_busy(busy)
        self.view.merge.set_busy(busy)
        self._allow()

    @Slot()
    def _allow(self) -> None:
        """Offer what makes sense for the company and the person in front."""
        at_page = self.view.in_front is self.view.page
        free = not self._busy and not self.view.page.panel.form
        company = self.presenter.file is not None and free and at_page
        enable = self._context.commands.set_enabled
        for name in _OF_COMPANY:
            enable(f"enterprises.{name}", company)
        for name in _OF_CONTACT:
            enable(f"enterprises.{name}", company and self.view.page.contact is not None)
        enable("enterprises.new", free)
        enable("enterprises.import", free)
        listing = self.view.list.listing
        enable("enterprises.more", listing is not None and listing.more)

    # ---- The import ------------------------------------------------------------------------

    @Slot(object)
    def _file_chosen(self, path: Path | None) -> None:
        if path is None:
            self.importing.begin()
        else:
            self.importing.read(path)
            self.view.importing.offer_name(path)

    @Slot(object)
    def _preview(self, columns: dict[str, int]) -> None:
        self.importing.preview(columns, self._context.staff())

    @Slot(object)
    def _import_stands(self, standing: Standing) -> None:
        self.view.importing.show_standing(standing)
        if standing.stage is Stage.DONE:
            self.presenter.refresh()

    @Slot(object)
    def _faults_saved(self, path: Path) -> None:
        self._context.messages.done(self.view.say.text("import.saved", path=path.name))


def create(context: ScreenContext) -> EnterprisesScreen:
    """Return the screen for the frame."""
    return EnterprisesScreen(context)
