"""The card that offers the demo, with its progress and a way to stop."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QProgressBar, QPushButton, QWidget

from ui.background import Step
from ui.language import Language
from ui.widgets.card import Card
from ui.widgets.labels import MutedLabel


class DemoCard(Card):
    """Emits `load` and `stop`, and `practise` for a window in which nothing is kept."""

    practise = Signal()
    load = Signal()
    stop = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._making = False
        self._said = ""
        self._text = MutedLabel(parent=self)
        self._text.setWordWrap(True)
        self.button = QPushButton(self)
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self._press)
        self.practice = QPushButton(self)
        self.practice.setAutoDefault(True)
        self.practice.clicked.connect(self.practise)
        self.progress = QProgressBar(self)
        self.progress.hide()
        self._note = MutedLabel(parent=self)
        self._note.setWordWrap(True)
        self._note.hide()
        for widget in (self._text, self.progress, self._note, self.button, self.practice):
            self.body.addWidget(widget)
        language.changed.connect(self._word)
        self._word()

    def set_busy(self, busy: bool) -> None:
        """Only stopping is possible while something runs."""
        self.button.setEnabled(self._making or not busy)

    @Slot(object)
    def show_step(self, step: Step) -> None:
        """Show how far it is."""
        self.progress.setMaximum(step.total)
        self.progress.setValue(step.done)

    def ended(self, sentence: str = "") -> None:
        """Offer it again; `sentence` says what happened."""
        self._making, self._said = False, sentence
        self.progress.hide()
        self._word()

    @Slot()
    def _press(self) -> None:
        if self._making:
            self.stop.emit()
            return
        self._making, self._said = True, ""
        self.progress.setRange(0, 0)
        self.progress.show()
        self._word()
        self.load.emit()

    @Slot()
    def _word(self) -> None:
        text = self._language.text
        self.set_title(text("first.demo.title"))
        self._text.setText(text("first.demo.text"))
        self.button.setText(text("first.demo.stop" if self._making else "first.demo.load"))
        self.practice.setText(text("practice.first"))
        self.progress.setAccessibleName(text("first.demo.making"))
        note = text("first.demo.making") if self._making else self._said
        self._note.setText(note)
        self._note.setVisible(bool(note))
