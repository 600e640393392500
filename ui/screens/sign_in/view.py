"""The page where people sign in: who, then the password."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.errors import DeskError
from ui.language import Language
from ui.screens.sign_in.presenter import Person
from ui.theme import STEP, Tone
from ui.widgets.announce import announce
from ui.widgets.card import Card
from ui.widgets.labels import Heading, MutedLabel, ToneLabel
from ui.widgets.page import Page
from ui.widgets.password_field import PasswordField
from ui.widgets.primary_button import PrimaryButton
from ui.widgets.search_box import Choice, SearchBox
from ui.widgets.shapes import GLYPHS

_ROWS: Final = 5
_WIDE: Final = 24


class SignInView(Page):
    """`chosen(code)`, `wanted(password)`; `asked(text)` whom a text may mean.

    `why` is the key of the sentence that says why somebody has to sign in now.
    """

    chosen = Signal(str)
    wanted = Signal(str)
    asked = Signal(str)

    def __init__(self, language: Language, why: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, lines=_WIDE)
        self._language, self._why = language, why
        self._person: Person | None = None
        self._error: DeskError | None = None
        self._minutes = 0
        self._busy = False
        self._open_counter: Callable[[], str] = _nothing
        self._title = Heading(factor=1.7, parent=self)
        self._lead = MutedLabel(parent=self)
        self._card = Card(self)
        self.search = SearchBox("", self._card, inline=True)
        self._who = QWidget(self._card)
        self._name = Heading(factor=1.3, parent=self._who)
        self._detail = MutedLabel(parent=self._who)
        self.password = PasswordField(self._who)
        self.go = PrimaryButton(self._who)
        self.other = QPushButton(self._who)
        self._said = ToneLabel(tone=Tone.BAD, parent=self._card)
        self._note = MutedLabel(parent=self)
        self._arrange()
        self._connect()
        self._word()
        self._show_step()

    def show_people(self, people: Sequence[Person]) -> None:
        """Offer these people, of whom one is chosen with Enter."""
        choices = [Choice(one.code, one.name, one.code, self._roles(one)) for one in people]
        nobody = "" if choices else self._language.text("sign_in.nobody")
        self.search.show_results(self.search.text(), choices, nobody)

    def show_person(self, person: Person | None) -> None:
        """Ask this person for the password; None asks who it is."""
        self._person, self._error, self._minutes = person, None, 0
        self.password.line.clear()
        if person is None:
            self.search.set_text("")
        self._show_step()
        self.asked.emit(self.search.text())
        self.take_focus()

    def take_focus(self) -> None:
        """Begin with what is missing."""
        (self.search if self._person is None else self.password.line).setFocus()

    def show_error(self, error: DeskError) -> None:
        """Say what was wrong with the password; it is typed anew."""
        self._error = error
        self.password.line.clear()
        self._word_said()
        announce(self.password.line, self._said.text(), at_once=True)
        self.password.line.setFocus()

    def show_wait(self, minutes: int) -> None:
        """Say for how long nobody may try; 0 when it is over."""
        if minutes and not self._minutes:
            self.password.line.clear()
        self._error, self._minutes = None, minutes
        self._show_busy()
        self._word_said()
        announce(self.password.line, self._said.text(), at_once=True)

    def set_busy(self, busy: bool) -> None:
        """Hold still while the password is looked at."""
        self._busy = busy
        if busy:
            self._error = None
        self._show_busy()
        self._word_said()
        if not busy and self.isVisible():
            self.take_focus()

    def show_note(self, words: Callable[[], str]) -> None:
        """Say below what is still open at this PC; `words` in the language of the moment."""
        self._open_counter = words
        self._word()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to who it is."""
        if event.key() == Qt.Key.Key_Escape and self._person is not None and not self._busy:
            self.show_person(None)
            return
        super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Give the list its room at every text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "search"):
            self._fit_list()

    @property
    def said(self) -> str:
        """Return the sentence about the last try, "" for none."""
        return self._said.text() if not self._said.isHidden() else ""

    @property
    def person(self) -> str:
        """Return the code of who is asked for the password, "" for nobody."""
        return "" if self._person is None else self._person.code

    def _connect(self) -> None:
        self.search.query.connect(self.asked)
        self.search.chosen.connect(self._chose)
        self.search.left.connect(self._leave_person)
        self.password.line.returnPressed.connect(self._send)
        self.go.clicked.connect(self._send)
        self.other.clicked.connect(self._leave_person)
        self._language.changed.connect(self._word)

    @Slot(object)
    def _chose(self, choice: Choice) -> None:
        self.chosen.emit(choice.key)

    @Slot()
    def _leave_person(self) -> None:
        self.show_person(None)

    @Slot()
    def _send(self) -> None:
        if self._busy or self._minutes:
            announce(self.password.line, self.said)
        elif self.password.line.text():
            self.wanted.emit(self.password.line.text())
        else:
            self.password.line.setFocus()

    def _show_step(self) -> None:
        known = self._person is not None
        self._who.setVisible(known)
        self.search.setVisible(not known)
        self._show_busy()
        self._word_person()
        self._word_said()

    def _show_busy(self) -> None:
        for part in (self.password.line, self.other):
            part.setEnabled(not self._busy)
        self.go.setEnabled(not self._busy and not self._minutes)

    def _arrange(self) -> None:
        for label in (self._lead, self._detail, self._said, self._note):
            label.setWordWrap(True)
        self.other.setAutoDefault(True)
        self._card.hide_title()
        inside = QVBoxLayout(self._who)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(3 * STEP)
        head = QVBoxLayout()
        head.setSpacing(STEP // 2)
        head.addWidget(self._name)
        head.addWidget(self._detail)
        inside.addLayout(head)
        inside.addWidget(self.password)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        buttons.addWidget(self.go)
        buttons.addWidget(self.other)
        buttons.addStretch(1)
        inside.addLayout(buttons)
        self._card.body.addWidget(self.search)
        self._card.body.addWidget(self._who)
        self._card.body.addWidget(self._said)
        self.column.addWidget(self._title)
        self.column.addWidget(self._lead)
        self.column.addWidget(self._card)
        self.column.addWidget(self._note)
        self._fit_list()

    def _fit_list(self) -> None:
        line = self.fontMetrics().height()
        self.search.setFixedHeight((2 * line + 2 * STEP) * _ROWS + 3 * line)

    def _roles(self, person: Person) -> str:
        text = self._language.text
        return text("people.join").join(text(f"people.role.{role}.name") for role in person.roles)

    @Slot()
    def _word(self) -> None:
        text = self._language.text
        self._title.setText(text("sign_in.title"))
        self._lead.setText(text(f"sign_in.why.{self._why}"))
        self.search.set_name(text("sign_in.who"), text("sign_in.who_hint"))
        self.password.set_text(text("sign_in.password"))
        self.password.set_caps_words(text("frame.caps"))
        self.other.setText(text("sign_in.other"))
        self.setAccessibleName(text("sign_in.title"))
        note = self._open_counter()
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._word_person()
        self._word_said()
        self.asked.emit(self.search.text())

    def _word_person(self) -> None:
        person = self._person
        if person is not None:
            self._name.setText(person.name)
            self._detail.setText(f"{person.code} · {self._roles(person)}")

    def _word_said(self) -> None:
        text = self._language.text
        self.go.set_words(text("sign_in.looking" if self._busy else "sign_in.go"))
        words = ""
        if self._minutes:
            words = self._language.sentence(DeskError("sign_in_locked", minutes=self._minutes))
        elif self._error is not None:
            words = self._language.sentence(self._error)
        self._said.setText(f"{GLYPHS[Tone.BAD]} {words}" if words else "")
        self._said.setVisible(bool(words))


def _nothing() -> str:
    return ""
