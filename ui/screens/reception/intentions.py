"""What people do at the guide desk, handed on to the presenters; and where the focus goes then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from PySide6.QtCore import QObject, Slot

from desktop.domain.errors import DeskError
from desktop.requests import Contact
from desktop.snapshots import FoundShape
from ui.screens.context import ScreenContext
from ui.screens.reception import form as forms
from ui.screens.reception import keyed
from ui.screens.reception.beside import Beside
from ui.screens.reception.company_finder import CompanyFinder
from ui.screens.reception.form import Company, Form
from ui.screens.reception.presenter import ReceptionPresenter
from ui.screens.reception.route import ready_windows
from ui.screens.reception.view import ReceptionView


class Intentions(QObject):
    """Listens to the view."""

    def __init__(
        self,
        context: ScreenContext,
        view: ReceptionView,
        presenter: ReceptionPresenter,
        finder: CompanyFinder,
        beside: Beside,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._view = view
        self._presenter = presenter
        self._finder = finder
        self._needs = beside.needs
        self._waits = beside.waits
        self._need_next = False
        self._cleared = Form()
        self._blind = False
        self._issue_next = False
        self._connect()

    def issue(self) -> None:
        """Take what the list offers, then hand over the number."""
        what = self._view.what
        current = what.box.current()
        if current is not None and what.box.text().strip():
            self._needs.take(current.key)
        elif self._needs.hurry():
            self._need_next = True
            return
        self._issue_form()

    def _issue_form(self) -> None:
        who = self._view.who
        if self._finder.taking:
            self._issue_next = True
            return
        if who.box.text().strip() and not self._presenter.form.companies:
            self._presenter.blocked.emit("who_open")
            return
        windows = ready_windows(self._presenter.form, self._presenter.catalogue)
        self._presenter.issue(self._context.staff(), self._waits.told(windows))

    def new_company(self) -> None:
        """Write down an enterprise that is not found."""
        self._view.who.begin_form()
        self._view.order_focus()

    def come_alone(self) -> None:
        """The visitor comes for no enterprise."""
        self._view.who.box.set_text("")
        self._view.who.form.hide()
        self._presenter.come_alone()
        self._view.what.box.setFocus()

    def clear(self) -> None:
        """Begin anew; what stood there can be brought back."""
        before = self._presenter.form
        self._view.start_over()
        self._presenter.clear()
        if before != Form():
            self._cleared = before
            text = self._context.language.text("reception.cleared")
            self._context.messages.done(text, self._restore)

    def _restore(self) -> None:
        self._presenter.change(self._cleared)

    def _connect(self) -> None:
        who, what = self._view.who, self._view.what
        who.box.query.connect(self._finder.look_for)
        who.box.submitted.connect(self._take_best)
        who.company_chosen.connect(self._found_taken)
        who.cards.dropped.connect(self._drop_company)
        who.cards.activated.connect(self._activate_company)
        who.cards.case_ticked.connect(self._case_ticked)
        who.form.code_edited.connect(self._finder.check_code)
        who.form.save_wanted.connect(self._save_company)
        who.form.left.connect(who.end_form)
        what.box.left.connect(who.box.setFocus)
        self._needs.taken.connect(self._need_taken)
        self._needs.unsure.connect(self._need_unsure)
        for row in (what.also, what.together):
            row.wanted.connect(self._offer_wanted)
        what.need_edited.connect(self._need_edited)
        what.rows.removed.connect(self._remove)
        what.rows.ticked.connect(self._tick)
        what.rows.all_ticked.connect(self._tick_all)
        what.rows.step_chosen.connect(self._choose_step)
        what.rows.acted.connect(self._acted)
        self._view.number.told.connect(self._told)
        self._view.number.edited.connect(self._edited)
        self._view.strip.chosen.connect(self._window_wanted)
        self._finder.chosen.connect(self._company_chosen)
        self._finder.found.connect(self._found)
        self._finder.saved.connect(self._company_saved)
        self._finder.save_refused.connect(self._save_refused)
        self._finder.refused.connect(self._search_refused)

    @Slot(object)
    def _found_taken(self, company: FoundShape) -> None:
        self._finder.take(company)

    @Slot(str)
    def _take_best(self, text: str) -> None:
        """Go on at once: a practised hand does not wait for the answer."""
        self._finder.take_best(text)
        self._blind = True
        self._view.what.box.setFocus()

    @Slot(str, object)
    def _found(self, _text: str, companies: tuple[FoundShape, ...]) -> None:
        """Come back where Enter was pressed for a company that nobody knows."""
        if self._blind and not companies:
            self._view.who.box.setFocus()
        self._blind = self._issue_next = False

    @Slot(object)
    def _company_chosen(self, company: Company) -> None:
        self._view.who.box.set_text("")
        self._view.who.form.hide()
        self._presenter.choose_company(company)
        self._view.what.box.setFocus()
        again, self._issue_next, self._blind = self._issue_next, False, False
        if again:
            self.issue()

    @Slot(object)
    def _company_saved(self, company: Company) -> None:
        text = self._context.language.text("reception.new.saved", name=company.name)
        self._context.messages.done(text)

    @Slot(object)
    def _save_refused(self, error: DeskError) -> None:
        """Say what is wrong at the form itself, where it can be put right."""
        self._view.who.form.show_problem(self._context.language.sentence(error))

    @Slot(object)
    def _search_refused(self, error: DeskError) -> None:
        """Say it once below the box, not with every letter."""
        self._blind = self._issue_next = False
        self._view.who.set_problem(self._context.language.sentence(error))

    @Slot(str)
    def _drop_company(self, company: str) -> None:
        self._presenter.change(forms.drop_company(self._presenter.form, company))
        self._view.who.box.setFocus()

    @Slot(str)
    def _activate_company(self, company: str) -> None:
        if company != self._presenter.form.active:
            self._presenter.change(replace(self._presenter.form, active=company))
            self._view.what.box.setFocus()

    @Slot(str, bool)
    def _case_ticked(self, case: str, back: bool) -> None:
        if back:
            self._presenter.add(f"case:{case}")
        else:
            self._presenter.change(forms.drop_case(self._presenter.form, case))

    @Slot(str, str, object, bool)
    def _save_company(self, name: str, code: str, contact: Contact | None, notified: bool) -> None:
        staff = self._context.staff()
        self._finder.save(name, code, contact, staff, notified=notified)

    @Slot()
    def _need_taken(self) -> None:
        """What was typed is on the form now; F2 may have been pressed meanwhile."""
        again, self._need_next = self._need_next, False
        if again:
            self._issue_form()

    @Slot()
    def _need_unsure(self) -> None:
        """The question stands in the list; nothing is issued over it."""
        self._need_next = False

    @Slot(str)
    def _window_wanted(self, window: str) -> None:
        if not self._view.shows_today:
            self._presenter.add(f"window:{window}")
            self._view.what.box.setFocus()

    @Slot(str)
    def _offer_wanted(self, key: str) -> None:
        self._presenter.add(key)
        self._view.what.box.setFocus()

    @Slot(str)
    def _need_edited(self, text: str) -> None:
        self._presenter.edit(need=text)

    @Slot(str, str)
    def _edited(self, field: str, text: str) -> None:
        self._presenter.edit(**{field: text})

    @Slot(str)
    def _remove(self, key: str) -> None:
        self._presenter.change(keyed.remove(self._presenter.form, key))
        self._view.what.box.setFocus()

    @Slot(str, str, bool)
    def _tick(self, key: str, material: str, brought: bool) -> None:
        self._presenter.change(keyed.tick(self._presenter.form, key, (material,), brought))

    @Slot(str)
    def _tick_all(self, key: str) -> None:
        row = self._view.what.rows.row(key)
        if row is not None:
            names = tuple(tick.name for tick in row.row.ticks if not tick.held)
            self._presenter.change(keyed.tick(self._presenter.form, key, names, True))
            self._view.what.box.setFocus()

    @Slot(str, str, bool)
    def _choose_step(self, _key: str, item: str, wanted: bool) -> None:
        form, catalogue = self._presenter.form, self._presenter.catalogue
        self._presenter.change(forms.choose_step(form, catalogue, item, wanted))

    @Slot(str, object, str, str)
    def _acted(self, key: str, until: date | None, scope: str, item: str) -> None:
        form, catalogue = self._presenter.form, self._presenter.catalogue
        self._presenter.change(keyed.act_for(form, catalogue, key, until, scope, item))

    @Slot(bool)
    def _told(self, notified: bool) -> None:
        self._presenter.edit(notified=notified)
