"""The panel in which a person is given a password, or oneself another one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop import requests as r
from desktop.domain.errors import DeskError
from desktop.snapshots import StaffShape
from ui.language import Language
from ui.theme import STEP, Tone
from ui.widgets.card import Card
from ui.widgets.labels import MutedLabel, ToneLabel
from ui.widgets.password_field import PasswordField, PasswordLine
from ui.widgets.primary_button import PrimaryButton
from ui.widgets.shapes import GLYPHS


class PasswordForm(Card):
    """`wanted(SetPassword)` after Enter or the button, `left()` after Esc.

    `own`: the present password is asked for; `first`: says what the site's first password means.
    """

    wanted = Signal(object)
    left = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._person: StaffShape | None = None
        self._own = self._first = False
        self._problem: tuple[str, str | DeskError] | None = None
        self._warning = ToneLabel(tone=Tone.WARN, parent=self)
        self.fields = {name: PasswordField(self) for name in ("old", "new", "again")}
        self._hint = MutedLabel(parent=self)
        self.go, self.back = PrimaryButton(self), QPushButton(self)
        self._arrange()
        self.hide()

    def line(self, name: str) -> PasswordLine:
        """Return the line of a field."""
        return self.fields[name].line

    def open(self, person: StaffShape, *, own: bool, first: bool) -> None:
        """Ask for a password of this person."""
        self._person, self._own, self._first, self._problem = person, own, first, None
        for name in self.fields:
            self.line(name).clear()
        self.fields["old"].setVisible(own)
        self._warning.setVisible(first)
        self._word()
        self.show()
        self.line("old" if own else "new").setFocus()

    @property
    def changed(self) -> bool:
        """Say whether something was typed and not saved."""
        return not self.isHidden() and any(self.line(name).text() for name in self.fields)

    def leave(self) -> None:
        """Go away, and keep nothing of what was typed."""
        for name in self.fields:
            self.line(name).clear()
        self.hide()

    def set_busy(self, busy: bool) -> None:
        """Hold still while the database works; then go to what was wrong."""
        self.setEnabled(not busy)
        if not busy and self._problem is not None and not self.isHidden():
            self.line(self._problem[0]).setFocus()

    def show_error(self, error: DeskError) -> None:
        """Say what was refused."""
        self._say("old" if self._own and error.code.startswith("sign_in_") else "new", error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves everything as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    @Slot()
    def submit(self) -> None:
        """Hand the password in, or say what is missing."""
        assert self._person is not None
        asked = [name for name in self.fields if name != "old" or self._own]
        texts = {name: self.line(name).text() for name in asked}
        empty = next((name for name in asked if not texts[name]), None)
        sender = self.sender()
        typed = next((name for name in asked if sender is self.line(name)), None)
        if empty is not None and typed is not None and texts[typed]:
            self.line(empty).setFocus()  # Enter goes on to what is still empty
        elif empty is not None:
            self._say(empty, "empty")
        elif texts["new"] != texts["again"]:
            self._say("again", "differs")
        else:
            self._problem = None
            self._word()
            old = texts.get("old")
            self.wanted.emit(r.SetPassword(self._person.code, texts["new"], old))

    def _say(self, name: str, what: str | DeskError) -> None:
        self._problem = (name, what)
        self._word()
        self.line(name).setFocus()

    def _arrange(self) -> None:
        self.back.setAutoDefault(True)
        for label in (self._warning, self._hint):
            label.setWordWrap(True)
        self.body.addWidget(self._warning)
        row = QHBoxLayout()
        row.setSpacing(4 * STEP)
        for name, field in self.fields.items():
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            self.line(name).returnPressed.connect(self.submit)
        self.body.addLayout(row)
        self.body.addWidget(self._hint)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        buttons.addWidget(self.go)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.go.clicked.connect(self.submit)
        self.back.clicked.connect(self.left)
        self._language.changed.connect(self._word)

    @Slot()
    def _word(self) -> None:
        text, person = self._language.text, self._person
        name = (person.name or person.code) if person else ""
        key = "password_own" if self._own else "password_title"
        self.set_title(text(f"people.{key}", name=name))
        self._warning.setText(f"{GLYPHS[Tone.WARN]} {text('people.password_first')}")
        self._hint.setText(text("own_password.lead" if self._own else "people.password_hint"))
        for field_name, field in self.fields.items():
            self._word_field(field_name, field)
        self.go.set_words(text("people.password_go"))
        self.back.setText(text("people.cancel"))

    def _word_field(self, name: str, field: PasswordField) -> None:
        text = self._language.text
        field.set_text(text(f"people.field.{name}"))
        field.set_caps_words(text("frame.caps"))
        what = self._problem[1] if self._problem and self._problem[0] == name else ""
        if isinstance(what, DeskError):
            field.set_problem(self._language.sentence(what))
        else:
            field.set_problem(text(f"own_password.problem.{what}") if what else "")
