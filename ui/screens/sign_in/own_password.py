"""The page where people change their own password."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop import requests as r
from desktop.desk import Desk, new_command
from desktop.domain.errors import DeskError
from ui.background import Lanes
from ui.language import Language
from ui.theme import STEP
from ui.widgets.card import Card
from ui.widgets.labels import Heading, MutedLabel
from ui.widgets.page import Page
from ui.widgets.password_field import PasswordField
from ui.widgets.primary_button import PrimaryButton

FIELDS = ("old", "new", "again")


class OwnPasswordView(Page):
    """`wanted(old, new)` after Enter or the button, `left()` after Esc."""

    wanted = Signal(str, str)
    left = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent, lines=24)
        self._language = language
        self._problem: tuple[str, str | DeskError] | None = None
        self._title = Heading(factor=1.7, parent=self)
        self._lead = MutedLabel(parent=self)
        self._lead.setWordWrap(True)
        card = Card(self)
        card.hide_title()
        self.fields = {name: PasswordField(card) for name in FIELDS}
        for field in self.fields.values():
            card.body.addWidget(field)
            field.line.returnPressed.connect(self._send)
        self.go = PrimaryButton(card)
        self.go.clicked.connect(self._send)
        self.back = QPushButton(card)
        self.back.setAutoDefault(True)
        self.back.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        buttons.addWidget(self.go)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        card.body.addLayout(buttons)
        self._card = card
        for part in (self._title, self._lead, card):
            self.column.addWidget(part)
        self.setFocusProxy(self.fields["old"].line)
        language.changed.connect(self._word)
        self._word()

    def set_busy(self, busy: bool) -> None:
        """Hold still while the database works."""
        self._card.setEnabled(not busy)

    def show_error(self, error: DeskError) -> None:
        """Say what is wrong, beside its field."""
        weak = error.code == "password_too_weak" or error.values.get("field") == "password"
        self._say("new" if weak else "old", error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves everything as it is."""
        if event.key() == Qt.Key.Key_Escape and self._card.isEnabled():
            self.left.emit()
            return
        super().keyPressEvent(event)

    @Slot()
    def _send(self) -> None:
        texts = {name: field.line.text() for name, field in self.fields.items()}
        empty = next((name for name in FIELDS if not texts[name]), None)
        if empty is not None:
            self._say(empty, "empty")
        elif texts["new"] != texts["again"]:
            self._say("again", "differs")
        else:
            self._problem = None
            self._word()
            self.wanted.emit(texts["old"], texts["new"])

    def _say(self, name: str, what: str | DeskError) -> None:
        # Who goes on to the next empty field is not told off for it.
        sender = self.sender()
        reached = [one for one in FIELDS if sender is self.fields[one].line]
        onward = what == "empty" and bool(reached) and reached[0] != name
        self._problem = None if onward else (name, what)
        self._word()
        if isinstance(what, DeskError) and name == "old":
            self.fields["old"].line.clear()
        self.fields[name].line.setFocus()

    @Slot()
    def _word(self) -> None:
        text = self._language.text
        self._title.setText(text("own_password.title"))
        self._lead.setText(text("own_password.lead"))
        self.setAccessibleName(text("own_password.title"))
        for name, field in self.fields.items():
            field.set_text(text(f"own_password.{name}"))
            field.set_caps_words(text("frame.caps"))
            what = self._problem[1] if self._problem and self._problem[0] == name else ""
            if isinstance(what, DeskError):
                field.set_problem(self._language.sentence(what))
            else:
                field.set_problem(text(f"own_password.problem.{what}") if what else "")
        self.go.set_words(text("own_password.go"))
        self.back.setText(text("own_password.back"))


class OwnPassword(QObject):
    """Changes the password of `code` for a view; `changed()` when it is done."""

    changed = Signal()

    def __init__(self, desk: Desk, lanes: Lanes, code: str, view: OwnPasswordView) -> None:
        super().__init__(view)
        self._desk, self._lanes, self._code, self._view = desk, lanes, code, view
        self._failed: DeskError | None = None
        view.wanted.connect(self._change)

    @Slot(str, str)
    def _change(self, old: str, new: str) -> None:
        self._failed = None
        self._view.set_busy(True)
        request = r.SetPassword(self._code, new, old)
        work = partial(self._desk.set_password, request, new_command())
        self._lanes.database.submit(work, self._done, self._refused, ended=self._ended)

    @Slot(object)
    def _done(self, _: object) -> None:
        self.changed.emit()

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self._failed = error

    @Slot()
    def _ended(self) -> None:
        self._view.set_busy(False)
        if self._failed is not None:
            self._view.show_error(self._failed)
