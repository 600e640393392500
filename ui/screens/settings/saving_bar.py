"""Below a form: save, take back, and whether something is not saved."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.language import Language
from ui.theme import STEP, Tone
from ui.widgets.labels import ToneLabel
from ui.widgets.outcome import Outcome
from ui.widgets.primary_button import PrimaryButton
from ui.widgets.shapes import GLYPHS


class SavingBar(QWidget):
    """`save`, `back`; both buttons wake when `show_touched(True)` says that something differs."""

    save = Signal()
    back = Signal()

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self.button = PrimaryButton(self)
        self.button.clicked.connect(self.save)
        self.discard = QPushButton(self)
        self.discard.setAutoDefault(True)
        self.discard.clicked.connect(self.back)
        self._state = ToneLabel(tone=Tone.WARN, parent=self)
        self._state.hide()
        self.outcome = Outcome(self)
        row = QHBoxLayout()
        row.setSpacing(2 * STEP)
        self._state.setWordWrap(True)
        for widget in (self.button, self.discard):
            row.addWidget(widget)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self._state)
        column.addLayout(row)
        column.addWidget(self.outcome)
        language.changed.connect(self._word)
        self._word()
        self.show_touched(False)

    def show_touched(self, touched: bool) -> None:
        """Say whether something is not saved; a new change takes the last outcome away."""
        self.button.setEnabled(touched)
        self.discard.setEnabled(touched)
        self._state.setVisible(touched)
        if touched:
            self.outcome.end("", Tone.NEUTRAL)

    def run(self) -> None:
        """Say that it is being saved."""
        self.button.setEnabled(False)
        self.discard.setEnabled(False)

    @Slot()
    def _word(self) -> None:
        text = self._language.text
        self.button.set_words(text("settings.save"))
        self.discard.setText(text("settings.discard"))
        self._state.setText(f"{GLYPHS[Tone.WARN]} {text('settings.not_saved')}")
