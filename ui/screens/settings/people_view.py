"""The people's page: how signing in stands, the table, and below it what is being changed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from desktop.snapshots import StaffShape
from ui.commands import CommandButton, Commands
from ui.language import Language
from ui.screens.settings.cards import choice_field, select
from ui.screens.settings.people_form import PersonForm
from ui.screens.settings.people_password import PasswordForm
from ui.screens.settings.people_presenter import People
from ui.screens.settings.people_table import columns
from ui.theme import STEP, Tone
from ui.widgets.card import Card
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import MutedLabel, ToneLabel
from ui.widgets.live_model import LiveModel
from ui.widgets.live_table import LiveTable
from ui.widgets.outcome import Outcome
from ui.widgets.page import Page, reveal
from ui.widgets.shapes import GLYPHS

ACTS: Final = ("add", "edit", "password")
MINUTES: Final = ("5", "10", "15")
_ROWS: Final = 9


class PeopleView(Page):
    """`picked()` whenever another row is current, `opened()` on Enter in the table;
    `lock_after(minutes as text)`."""

    picked = Signal()
    opened = Signal()
    lock_after = Signal(str)

    def __init__(
        self, commands: Commands, language: Language, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, lines=56, centred=False)
        self._language = language
        self._people = People()
        self._card = Card(self)
        self._state = ToneLabel(parent=self)
        self._hint = MutedLabel(parent=self)
        self.model = LiveModel(columns(language, self._people), lambda one: one.code, parent=self)
        self.table = LiveTable(self.model, "", self)
        self.empty = EmptyState(self)
        self.buttons = {act: CommandButton(commands, f"people.{act}", self) for act in ACTS}
        self.outcome = Outcome(self)
        self.form = PersonForm(language, self)
        self.password = PasswordForm(language, self)
        self._lock, self.lock = choice_field(self)
        self._lock_card = Card(self)
        self._arrange()
        self._connect()
        self._word()

    @property
    def current(self) -> StaffShape | None:
        """Return the person of the current row."""
        key = self.table.current_key()
        return self._people.person(key) if isinstance(key, str) else None

    @property
    def panel(self) -> PersonForm | PasswordForm | None:
        """Return the panel that is open, None for none."""
        return next((one for one in (self.form, self.password) if not one.isHidden()), None)

    def show_people(self, people: People, lock_after: str) -> None:
        """Show everybody; the row that was current stays so."""
        self._people = people
        self.model.set_columns(columns(self._language, people))
        self.model.show(people.staff)
        if people.staff and self.table.current_key() is None:
            self.table.selectRow(0)
        self.table.setVisible(bool(people.staff))
        self.empty.setVisible(not people.staff)
        self.table.show_at_once(max(3, min(len(people.staff), _ROWS)))
        self._lock_card.setVisible(people.enforced)
        select(self.lock, lock_after)
        self._word_state()

    def open_form(self, person: StaffShape | None) -> None:
        """Change this person, or (None) add one."""
        self.password.leave()
        self.outcome.end("", Tone.NEUTRAL)
        self.form.open(self._people, person)
        reveal(self.form)

    def open_password(self, person: StaffShape, *, own: bool) -> None:
        """Give this person a password."""
        self.form.hide()
        self.outcome.end("", Tone.NEUTRAL)
        self.password.open(person, own=own, first=not self._people.enforced)
        reveal(self.password)

    @Slot()
    def close_panel(self) -> None:
        """Leave what is being changed; the table has the keyboard."""
        self.password.leave()
        self.form.hide()
        self.table.setFocus()

    def set_busy(self, busy: bool) -> None:
        """Hold the panels still while the database works."""
        self.form.set_busy(busy)
        self.password.set_busy(busy)

    def _connect(self) -> None:
        self.table.current_key_changed.connect(self._picked)
        self.table.activated_key.connect(self._opened)
        self.lock.activated.connect(self._lock_chosen)
        self.form.left.connect(self.close_panel)
        self.password.left.connect(self.close_panel)
        self._language.changed.connect(self._word)

    @Slot(object)
    def _picked(self, _: object) -> None:
        self.picked.emit()

    @Slot(object)
    def _opened(self, _: object) -> None:
        self.opened.emit()

    @Slot()
    def _lock_chosen(self) -> None:
        self.lock_after.emit(str(self.lock.currentData()))

    def _arrange(self) -> None:
        self.column.setContentsMargins(4 * STEP, 0, 6 * STEP, 6 * STEP)
        for label in (self._state, self._hint):
            label.setWordWrap(True)
            self._card.body.addWidget(label)
        self._card.body.addWidget(self.table)
        self._card.body.addWidget(self.empty)
        row = QHBoxLayout()
        row.setSpacing(2 * STEP)
        for button in self.buttons.values():
            row.addWidget(button)
        row.addStretch(1)
        self._card.body.addLayout(row)
        self._card.body.addWidget(self.outcome)
        self._lock_card.hide_title()
        self._lock_card.body.addWidget(self._lock)
        self._lock_card.hide()
        lower = QVBoxLayout()
        lower.setSpacing(3 * STEP)
        for part in (self._card, self.form, self.password, self._lock_card):
            lower.addWidget(part)
        self.column.addLayout(lower)
        self.column.addStretch(1)
        self.setFocusProxy(self.table)

    @Slot()
    def _word(self) -> None:
        text = self._language.text
        self._card.set_title(text("people.title"))
        self.table.setAccessibleName(text("people.title"))
        self.model.set_columns(columns(self._language, self._people))
        self.empty.say(text("people.empty"), text("people.empty_hint"))
        self._lock.set_text(text("people.lock.label"), text("people.lock.hint"))
        _refill(self.lock, [(text(f"people.lock.{minutes}"), minutes) for minutes in MINUTES])
        self._word_state()

    def _word_state(self) -> None:
        text = self._language.text
        enforced = self._people.enforced
        tone = Tone.GOOD if enforced else Tone.INFO
        self._state.set_tone(tone)
        words = text("people.enforced" if enforced else "people.open")
        self._state.setText(f"{GLYPHS[tone]} {words}")
        self._hint.setText("" if enforced else text("people.open_hint"))
        self._hint.setVisible(not enforced)


def _refill(combo: QComboBox, entries: list[tuple[str, str]]) -> None:
    chosen = combo.currentData()
    combo.clear()
    for words, value in entries:
        combo.addItem(words, value)
    select(combo, chosen)
