"""The card that holds the connect form, its buttons and what a try found."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.domain.errors import DeskError
from ui.language import Language
from ui.screens.connect.form import ServerForm
from ui.screens.connect.passphrase import PassphraseForm
from ui.screens.connect.presenter import Verdict
from ui.screens.connect.wording import fault_of, verdict_words
from ui.theme import STEP, Tone
from ui.widgets.card import Card
from ui.widgets.labels import MutedLabel
from ui.widgets.outcome import Outcome
from ui.widgets.page import reveal
from ui.widgets.primary_button import PrimaryButton


class ConnectCard(Card):
    """`test(Typed)`, `use(Typed)`, `stop()`; words of title and button under `connect.<name>`."""

    test = Signal(object)
    use = Signal(object)
    stop = Signal()

    def __init__(self, language: Language, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language, self._name = language, name
        self._verdict: Verdict | None = None
        self._lead = MutedLabel(parent=self)
        self._lead.setWordWrap(True)
        self.form = ServerForm(language, self)
        self.form.entered.connect(self._test)
        self.form.edited.connect(self._clear)
        self.try_out = QPushButton(self)
        self.try_out.setAutoDefault(True)
        self.try_out.clicked.connect(self._test)
        self.go = PrimaryButton(self)
        self.go.clicked.connect(self._use)
        self.halt = QPushButton(self)
        self.halt.setAutoDefault(True)
        self.halt.clicked.connect(self.stop)
        self.halt.hide()
        self.outcome = Outcome(self)
        self.passphrase = PassphraseForm(language, self)
        self.passphrase.hide()
        self.passphrase.left.connect(self._leave_passphrase)
        self._arrange()
        language.changed.connect(self._word)
        self._word()

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Begin where one types; a proxy of Qt's would keep Tab from what stands above."""
        self.form.setFocus(reason)

    def set_busy(self, busy: bool) -> None:
        """Hold the form still while a server is asked; stopping is possible."""
        for part in (self.form, self.try_out, self.go, self.passphrase):
            part.setEnabled(not busy)
        self.halt.setVisible(busy)
        if busy:
            self._verdict = None
            self.outcome.run(self._language.text("connect.running"))
            self.halt.setFocus()
            reveal(self.outcome)
        elif self.outcome.running:
            self.outcome.end("", Tone.NEUTRAL)

    def show_verdict(self, verdict: Verdict) -> None:
        """Say what a try found, and go where it can be mended."""
        self._verdict = verdict
        words, tone = verdict_words(self._language, verdict)
        self.outcome.end(words, tone)
        reveal(self.outcome)
        if self.passphrase.isVisible() and verdict.error is not None:
            self._verdict = None
            self.outcome.end("", Tone.NEUTRAL)
            self.passphrase.setEnabled(True)
            self.passphrase.show_problem(words)
            return
        self.form.setEnabled(True)
        field = fault_of(verdict)
        if field:
            self.form.fields[field].control.setFocus()
        else:
            good = verdict.found is not None and verdict.found.ok
            button = self.go if good else self.try_out
            button.setEnabled(True)
            button.setFocus()

    def show_problem(self, error: DeskError | None) -> None:
        """Say what is wrong with the form itself."""
        self.form.show_problem(error)
        self._verdict = None
        if error is not None:
            self.outcome.end("", Tone.NEUTRAL)

    def ask_passphrase(self, *, fresh: bool) -> None:
        """Ask for the passphrase that opens the file of passwords."""
        self.outcome.end("", Tone.NEUTRAL)
        self.passphrase.setEnabled(True)
        self.passphrase.ask(fresh=fresh)
        self._offer(False)
        reveal(self.passphrase)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up waiting."""
        if event.key() == Qt.Key.Key_Escape and self.halt.isVisible():
            self.stop.emit()
            return
        super().keyPressEvent(event)

    def _arrange(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(2 * STEP)
        for button in (self.try_out, self.go, self.halt):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addWidget(self._lead)
        self.body.addWidget(self.form)
        self.body.addLayout(row)
        self.body.addWidget(self.outcome)
        self.body.addWidget(self.passphrase)

    def _offer(self, offered: bool) -> None:
        """Show the two buttons of the form, or only what is asked below."""
        self.try_out.setVisible(offered)
        self.go.setVisible(offered)

    @Slot()
    def _test(self) -> None:
        if self.try_out.isEnabled():
            self._leave_passphrase()
            self.test.emit(self.form.typed())

    @Slot()
    def _use(self) -> None:
        self._leave_passphrase()
        self.use.emit(self.form.typed())

    @Slot()
    def _clear(self) -> None:
        self._verdict = None
        if not self.outcome.running:
            self.outcome.end("", Tone.NEUTRAL)

    @Slot()
    def _leave_passphrase(self) -> None:
        if self.passphrase.isVisible():
            self.passphrase.hide()
            self._offer(True)
            self.go.setFocus()

    @Slot()
    def _word(self) -> None:
        text = self._language.text
        self.set_title(text(f"connect.{self._name}.title"))
        self._lead.setText(text(f"connect.{self._name}.lead"))
        self.try_out.setText(text("connect.test"))
        self.go.set_words(text(f"connect.{self._name}.button"))
        self.halt.setText(text("connect.stop"))
        if self.outcome.running:
            self.outcome.run(text("connect.running"))
        if self._verdict is not None:
            self.outcome.end(*verdict_words(self._language, self._verdict))
