"""The journal's proof: recomputed on request, with the result."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.snapshots import VerifyAnswer
from ui.language import Language
from ui.screens.settings.cards import PartCard
from ui.theme import Tone
from ui.widgets.labels import MutedLabel
from ui.widgets.outcome import Outcome


class ProofCard(PartCard):
    """`verify()` after the button."""

    verify = Signal()

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(language, "verify", parent)
        self._lead = MutedLabel(parent=self)
        self._lead.setWordWrap(True)
        self.button = QPushButton(self)
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.verify)
        self.outcome = Outcome(self)
        self.body.addWidget(self._lead)
        self.body.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.outcome)
        self.follow(self._word)

    def run(self) -> None:
        """Say that it runs."""
        self.button.setEnabled(False)
        self.outcome.run(self.text("running"))

    def end(self, words: str, tone: Tone) -> None:
        """Say how it went."""
        self.button.setEnabled(True)
        self.outcome.end(words, tone)

    def show_answer(self, answer: VerifyAnswer) -> None:
        """Say what was found."""
        if answer.sound:
            self.end(self.text("sound", events=answer.events, head=answer.head[:12]), Tone.GOOD)
            return
        first = answer.faults[0]
        words = self.text("faults", count=len(answer.faults), pos=first.pos, what=first.what)
        self.end(words, Tone.BAD)

    def _word(self) -> None:
        self._lead.setText(self.text("lead"))
        self.button.setText(self.text("button"))
