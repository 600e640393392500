"""A card with something to be read in, a button, and how it went: a file, or a text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from ui.language import Language
from ui.screens.settings.cards import PartCard
from ui.theme import STEP, Tone
from ui.widgets.fields import Field
from ui.widgets.labels import MutedLabel
from ui.widgets.outcome import Outcome

_LINES_SHOWN = 8
Words = str | Callable[[], str]
Lines = Sequence[str] | Callable[[], Sequence[str]]
"""What is said once, or anew in each language."""


class Job(PartCard):
    """`go(what was given)` after the button; words lie under `settings.<name>`.

    `careful`: the button asks once more first.  `tries`: the first press emits `attempt`, and
    `show_trial` says what would come of it; only then the button does it.  `stops`: it can be
    ended while it runs.  Esc takes a first press back.
    """

    go = Signal(object)
    attempt = Signal(object)
    stop = Signal()

    def __init__(
        self,
        language: Language,
        name: str,
        parent: QWidget,
        field: Field,
        *,
        careful: bool = False,
        tries: bool = False,
        stops: bool = False,
    ) -> None:
        super().__init__(language, name, parent)
        self._careful, self._tries, self._stops = careful, tries, stops
        self._sure = self._trying = False
        self._told: tuple[Words, Tone, Lines] | None = None
        self._lead = MutedLabel(parent=self)
        self._lead.setWordWrap(True)
        self.field = field
        self.button = QPushButton(self)
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.press)
        self.halt = QPushButton(self)
        self.halt.setAutoDefault(True)
        self.halt.clicked.connect(self.stop)
        self.halt.hide()
        self.outcome = Outcome(self)
        self.list = QPlainTextEdit(self)
        self.list.setReadOnly(True)
        self.list.setTabChangesFocus(True)
        self.list.hide()
        self._lay_out()
        self.follow(self.word)
        language.changed.connect(self._say_again)

    def given(self) -> object | None:
        """Return what was given, None for nothing yet."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Go where something is to be given."""
        self.field.setFocus()

    def run(self) -> None:
        """Say that it runs; it cannot be begun twice."""
        self.button.setEnabled(False)
        self.halt.setVisible(self._stops)
        if self._stops:
            self.halt.setFocus()
        self.list.hide()
        self._told = None
        self.outcome.run(self.text("running"))

    def end(self, words: Words, tone: Tone, lines: Lines = ()) -> None:
        """Say how it went, with the lines that belong to it; both may follow the language."""
        self._trying = False
        self._told = (words, tone, lines)
        self.button.setEnabled(True)
        if self.halt.hasFocus():
            self.button.setFocus()
        self.halt.hide()
        self._say_again()
        self.word()

    def show_trial(self, words: Words, lines: Lines, *, worth: bool = True) -> None:
        """Say what would come of it; with nothing `worth` doing there is nothing to confirm."""
        self.end(words, Tone.INFO if worth else Tone.NEUTRAL, lines)
        self._sure = worth
        self.word()
        if worth:
            self.button.setFocus()

    @property
    def trying(self) -> bool:
        """Say whether what runs is a trial."""
        return self._trying

    def keyPressEvent(self, event: object) -> None:
        """Esc takes the first of two presses back."""
        escaped = getattr(event, "key", int)() == Qt.Key.Key_Escape
        if escaped and (self._sure or self.halt.isVisible()):
            self.doubt() if self._sure else self.stop.emit()
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]  # Qt hands in its own event

    @Slot()
    def press(self) -> None:
        """Do what the button does."""
        given = self.given()
        if not self.button.isEnabled():
            return
        self.field.set_problem("" if given else self.nothing_given())
        if given is None:
            self.take_focus()
        elif self._tries and not self._sure:
            self._trying = True
            self.attempt.emit(given)
        elif self._careful and not self._sure:
            self._sure = True
            self.word()
            self._told = (partial(self.text, "sure"), Tone.WARN, ())
            self._say_again()
            self.button.setFocus()
        else:
            self.doubt()
            self.go.emit(given)

    def nothing_given(self) -> str:
        """Return the sentence for somebody who gave nothing."""
        return self.language.text("opening.no_path")

    @Slot()
    def doubt(self) -> None:
        """Take a first press back."""
        if self._sure:
            self._sure = False
            self._told = None
            self.outcome.end("", Tone.NEUTRAL)
            self._show_lines("", ())
            self.word()

    def word(self) -> None:
        """Put the words in."""
        self._lead.setText(self.text("lead"))
        self.field.set_text(self.text("path"))
        self.halt.setText(self.language.text("connect.stop"))
        self.button.setText(self.text("really" if self._sure else "button"))

    @Slot()
    def _say_again(self) -> None:
        """Say in the chosen language how it went."""
        if self._told is not None:
            said, tone, found = self._told
            words = said if isinstance(said, str) else said()
            self.outcome.end(words, tone)
            self._show_lines(words, found() if callable(found) else found)

    def _show_lines(self, words: str, lines: Sequence[str]) -> None:
        self.list.setPlainText("\n".join(lines))
        self.list.setAccessibleName(words)
        height = self.fontMetrics().lineSpacing() * (min(len(lines), _LINES_SHOWN) + 1)
        self.list.setFixedHeight(height)
        self.list.setVisible(bool(lines))

    def _lay_out(self) -> None:
        for widget in (self._lead, self.field):
            self.body.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        buttons.addWidget(self.button)
        buttons.addWidget(self.halt)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.body.addWidget(self.outcome)
        self.body.addWidget(self.list)
