"""Who works at this PC: they sign in where roles count, are locked out when idle, and come back.

Roles count from a site's first password on (`docs/decisions/0014`).  Before that whoever sits
down is believed.  A page that asks who it is covers the place in front, which rests and loses
nothing: the same person finds everything as it was, for somebody else all begins anew.  Beats,
the public board and what is kept for later go on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from desktop.desk import Desk
from desktop.snapshots import StaffShape
from ui.application import Shell
from ui.commands import Command
from ui.doors import Here
from ui.idle import Idle
from ui.left_counter import LeftCounter
from ui.screens.context import PcSettings
from ui.screens.sign_in.own_password import OwnPassword, OwnPasswordView
from ui.screens.sign_in.presenter import SignIn
from ui.screens.sign_in.view import SignInView

LOCK_AFTER: Final = "lock_after"
"""The setting with the minutes after which an idle PC is locked."""
MINUTES: Final = (5, 10, 15)
_ALLOWED: Final = ("frame.language.", "frame.scheme.", "frame.text_size.", "frame.quit")
_HOMES: Final = {
    "guide": "reception",
    "window": "counter",
    "supervisor": "supervisor",
    "administrator": "settings",
}


def minutes_of(text: str) -> int:
    """Return after how many minutes a PC is locked; the longest for anything unknown."""
    return next((minutes for minutes in MINUTES if str(minutes) == text), MINUTES[-1])


class Gate(QObject):
    """Signs people in and out of one window.

    `changed()` whenever somebody else works here or nobody does.
    """

    changed = Signal()

    def __init__(self, shell: Shell, desk: Desk, settings: PcSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._desk, self._settings = shell, desk, settings
        self._window = shell.window
        self._here = Here(None)
        self._code = ""
        self._begun = self._asking = False
        self._page: QWidget | None = None
        self._focus: QWidget | None = None
        self.idle = Idle(self._window, self._lock_after)
        self.idle.idle.connect(self._left_alone)
        self._left = LeftCounter(shell, desk, settings, self)
        self._add_commands()

    @property
    def enforced(self) -> bool:
        """Say whether roles count at this site."""
        return any(person.signs_in for person in self._here.staff)

    @property
    def asking(self) -> bool:
        """Say whether somebody has to sign in now."""
        return self._asking

    @property
    def page(self) -> QWidget | None:
        """Return the page over the place in front, None for none."""
        return self._page

    def left_words(self) -> str:
        """Return who has this PC's counter open, in words; "" for nobody."""
        return self._left.words()

    def staff(self) -> str:
        """Return the code of who works here, "" for nobody."""
        return self._code if self.enforced else self._settings.get("staff")

    def sit_down(self, code: str) -> None:
        """Let somebody work here whom nobody asks for a password; nothing where roles count."""
        if not self.enforced:
            self._settings.put("staff", code)
            self.changed.emit()

    def proved(self, code: str) -> None:
        """Know that this person just gave their first password at this PC."""
        if code and not self.enforced:
            self._code = code
            self._settings.put("staff", code)

    def begin(self) -> None:
        """Show the first screen, or ask who it is."""
        self._begun = True
        person = self._person(self._code)
        if self.enforced and person is None:
            self._ask("begin")
        else:
            self._window.uncover()
            if person is not None:
                self._allow(person)
            self._window.begin()
        self._offer()

    def see(self, here: Here) -> None:
        """Know who may work here, as the database says now."""
        self._here = here
        self._left.see(here)
        if not self._begun:
            return
        if not self.enforced:
            self._stand_open()
        elif isinstance(self._page, SignInView):
            self._signing.show_staff(here.staff)
        elif (person := self._person(self._code)) is None:
            self._ask("begin")
        else:
            self._allow(person)
        self._offer()

    @Slot()
    def lock(self) -> None:
        """Cover everything until the same person is back, or another one comes."""
        if self.enforced and self._begun:
            self._ask("locked")

    @Slot()
    def switch(self) -> None:
        """Ask who it is; the list of people is in front."""
        if self.enforced and self._begun:
            self._ask("switch", known=False)

    # ---- asking --------------------------------------------------------------------------

    def _ask(self, why: str, *, known: bool = True) -> None:
        if self._asking:
            return
        self._asking = True
        self.idle.watch(False)
        view = SignInView(self._shell.language, why)
        signing = SignIn(self._desk, self._shell.lanes, view)
        self._signing = signing
        signing.people_known.connect(self._show_people)
        signing.busy.connect(view.set_busy)
        signing.refused.connect(view.show_error)
        signing.waits.connect(view.show_wait)
        signing.came.connect(self._came)
        view.asked.connect(self._show_people)
        view.chosen.connect(self._chose)
        view.wanted.connect(signing.sign_in)
        self._cover(view)
        view.show_note(self.left_words)
        signing.show_staff(self._here.staff)
        last = self._settings.get("staff")
        self._chose(last if known else "")
        self.changed.emit()

    @Slot()
    def _show_people(self) -> None:
        view = self._page
        if isinstance(view, SignInView):
            view.show_people(self._signing.found(view.search.text()))

    @Slot(str)
    def _chose(self, code: str) -> None:
        view = self._page
        if isinstance(view, SignInView):
            view.show_person(self._signing.person(code))
            self._signing.choose(code)

    @Slot(object)
    def _came(self, person: StaffShape) -> None:
        self._asking = False
        before, self._code = self._code, person.code
        first = self._settings.get("staff") == person.code
        self._settings.put("staff", person.code)
        if before != person.code:
            self._window.forget_screens()
        self._uncover(same=before == person.code)
        self._allow(person)
        if not self._window.current_screen:
            self._go_home(person, last=first and not before)
        self._offer()
        self.changed.emit()
        self._left.offer(person)

    def _go_home(self, person: StaffShape, *, last: bool) -> None:
        """Show the place where the person's work is; at a PC of their own where they were."""
        homes = (_HOMES[role] for role in person.roles)
        home = next((one for one in homes if self._window.may_go(one)), "")
        if last or not home:
            self._window.begin()
        else:
            self._window.show_screen(home)

    def _allow(self, person: StaffShape) -> None:
        self._window.set_roles(frozenset(person.roles))
        self.idle.watch(True)

    def _stand_open(self) -> None:
        """Ask nobody any more: the site has no password (another database came in its place)."""
        self._code, self._asking = "", False
        self.idle.watch(False)
        self._window.set_roles(None)
        if self._page is not None:
            self._uncover()
            if not self._window.current_screen:
                self._window.begin()
            self.changed.emit()

    @Slot()
    def _left_alone(self) -> None:
        self.lock()

    def _lock_after(self) -> int:
        return minutes_of(self._settings.get(LOCK_AFTER))

    def _person(self, code: str) -> StaffShape | None:
        """Return the person with a code, if they can sign in."""
        return next(
            (p for p in self._here.staff if p.code == code and p.signs_in and p.active), None
        )

    # ---- pages over the place in front -----------------------------------------------------

    def _cover(self, page: QWidget) -> None:
        if self._page is None:
            self._focus = self._window.focusWidget()
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        self._page = page
        self._shell.messages.toasts.withhold()
        ids = (command.id for command in self._shell.commands.all())
        self._window.cover(page, [one for one in ids if one.startswith(_ALLOWED)])

    def _uncover(self, *, same: bool = True) -> None:
        self._page = None
        self._window.uncover()
        self._shell.messages.toasts.release(theirs=same)
        focus, self._focus = self._focus, None
        if focus is not None and shiboken6.isValid(focus) and focus.isVisible():
            focus.setFocus()

    @Slot()
    def change_password(self) -> None:
        """Show the page where people change their own password."""
        if not self.enforced or self._page is not None:
            return
        view = OwnPasswordView(self._shell.language)
        own = OwnPassword(self._desk, self._shell.lanes, self._code, view)
        view.left.connect(self._leave_password)
        own.changed.connect(self._password_changed)
        self._cover(view)

    @Slot()
    def _leave_password(self) -> None:
        if isinstance(self._page, OwnPasswordView):
            self._uncover()

    @Slot()
    def _password_changed(self) -> None:
        self._leave_password()
        self._shell.messages.done(self._shell.language.text("own_password.done"))

    # ---- the person's menu ---------------------------------------------------------------------

    def _add_commands(self) -> None:
        acts: dict[str, tuple[str, Callable[[], None]]] = {
            "person.password": ("", self.change_password),
            "person.switch": ("", self.switch),
            "person.lock": ("Ctrl+Shift+L", self.lock),
        }
        commands = self._shell.commands
        menu = self._window.bar.person.menu()
        first = menu.actions()[0]
        menu.insertSeparator(first)
        for name, (keys, run) in acts.items():
            made = Command(name, name, keys, enabled=False)
            menu.insertAction(menu.actions()[list(acts).index(name)], commands.add(made, run))

    def _offer(self) -> None:
        for name in ("person.password", "person.switch", "person.lock"):
            self._shell.commands.set_enabled(name, self.enforced)
