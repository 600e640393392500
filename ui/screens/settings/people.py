"""People and roles (category people): who works here, what they may do, their passwords."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from desktop.domain.errors import DeskError
from desktop.requests import AddStaff, SetPassword
from ui.commands import Command, Needs
from ui.live import Changes, Watch
from ui.screens.context import ScreenContext
from ui.screens.settings.people_presenter import Done, People, PeoplePresenter
from ui.screens.settings.people_view import MINUTES, PeopleView
from ui.screens.settings.surroundings import Surroundings
from ui.theme import Tone
from ui.widgets.page import reveal

LOCK_AFTER: Final = "lock_after"
_SCOPE: Final = "settings"
_ADD: Final = "staff.add"


class PeoplePart(QObject):
    """Joins the page with the desk; `unsaved_changed(bool)` while a panel holds something."""

    title_key = "settings.category.people"
    permission = _ADD
    unsaved_changed = Signal(bool)

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._seen, self._writable, self._kept = False, True, False
        self._add_commands()
        self.view = PeopleView(context.commands, context.language)
        self.setParent(self.view)
        self.presenter = PeoplePresenter(context.desk, context.lanes, context.staff, self)
        self._watch = Watch(context.live, self)
        self._connect()
        self._allow()

    @property
    def widget(self) -> PeopleView:
        """Return the page."""
        return self.view

    @property
    def unsaved(self) -> bool:
        """Say whether a panel holds what is not saved."""
        panel = self.view.panel
        return panel is not None and panel.changed

    def set_visible(self, visible: bool) -> None:
        """Listen only while people can see it; keep what a panel holds."""
        self._seen = visible
        self._watch.set_visible(visible)
        self._allow()
        if self.unsaved != self._kept:
            self._kept = self.unsaved
            self.unsaved_changed.emit(self._kept)

    def set_writable(self, writable: bool) -> None:
        """Let who may not change people only read them."""
        self._writable = writable
        self.view.lock.setEnabled(writable)
        if not writable:
            self.view.close_panel()
        self._allow()

    def _add_commands(self) -> None:
        for name, keys, icon, run, verb in (
            ("add", "F2", "mdi6.account-plus-outline", self._add, _ADD),
            ("edit", "F3", "mdi6.account-edit-outline", self._edit, _ADD),
            ("password", "F4", "mdi6.key-outline", self._give, _ADD),  # one's own: in the menu
        ):
            made = Command(
                f"people.{name}",
                f"people.{name}.do",
                keys,
                icon,
                enabled=False,
                permission=verb,
                scope=_SCOPE,
                needs=Needs.DESK,
            )
            self._context.commands.add(made, run)

    def _connect(self) -> None:
        view, presenter = self.view, self.presenter
        view.picked.connect(self._allow)
        view.opened.connect(self._open)
        view.lock_after.connect(self._keep_lock_after)
        view.form.wanted.connect(self._save)
        view.password.wanted.connect(self._set_password)
        presenter.shown.connect(self._shown)
        presenter.unread.connect(self._unread)
        presenter.done.connect(self._done)
        presenter.refused.connect(self._refused)
        presenter.busy.connect(view.set_busy)
        self._watch.stale.connect(presenter.read)
        self._watch.changed.connect(self._heard)

    @Slot()
    def _add(self) -> None:
        self.view.open_form(None)

    @Slot()
    def _edit(self) -> None:
        person = self.view.current
        if person is not None:
            self.view.open_form(person)

    @Slot()
    def _open(self) -> None:
        self._context.commands.run("people.edit")

    @Slot()
    def _give(self) -> None:
        person = self.view.current
        if person is not None:
            own = self.presenter.is_me(person.code) and person.signs_in
            self.view.open_password(person, own=own)

    @Slot(object)
    def _save(self, request: AddStaff) -> None:
        self.presenter.save(request)

    @Slot(object)
    def _set_password(self, request: SetPassword) -> None:
        self.presenter.set_password(request)

    @Slot(str)
    def _keep_lock_after(self, minutes: str) -> None:
        self._context.settings.put(LOCK_AFTER, minutes)

    @Slot(object)
    def _heard(self, changes: Changes) -> None:
        kinds = {str(getattr(event, "kind", "")).partition(".")[0] for event in changes.events}
        if kinds & {"staff", "catalogue"}:
            self.presenter.read()

    @Slot(object)
    def _shown(self, people: People) -> None:
        kept = self._context.settings.get(LOCK_AFTER)
        self.view.show_people(people, kept if kept in MINUTES else MINUTES[-1])
        self._allow()

    @Slot(object)
    def _unread(self, error: DeskError) -> None:
        self._context.messages.unread(error, self.presenter.read)

    @Slot(object)
    def _done(self, done: Done) -> None:
        if done.first:
            self._context.gate.proved(done.person.code)
        key = "saved"
        if done.password:
            key = "password_first_saved" if done.first else "password_saved"
        name = done.person.name or done.person.code
        self.view.close_panel()
        words = self._context.language.text(f"people.{key}", name=name)
        self.view.outcome.end(words, Tone.GOOD)
        reveal(self.view.outcome)

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        panel = self.view.panel
        if panel is None:
            self._context.messages.refused(error)
        else:
            panel.show_error(error)

    @Slot()
    def _allow(self) -> None:
        able = self._seen and self._writable
        person = self.view.current
        for name, wanted in (
            ("add", able),
            ("edit", able and person is not None),
            ("password", able and person is not None and person.active),
        ):
            self._context.commands.set_enabled(f"people.{name}", wanted)


def create(context: ScreenContext, _: Surroundings) -> PeoplePart:
    """Return the part."""
    return PeoplePart(context)
