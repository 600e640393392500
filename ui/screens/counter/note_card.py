"""What the window before wrote for this one; starting says that it was read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from ui.screens.counter.card import Card, column, wrapped
from ui.screens.counter.facts import Phase, Shown
from ui.screens.counter.words import Words
from ui.theme import STEP, Tone
from ui.widgets.labels import Heading, MutedLabel, ToneLabel
from ui.widgets.shapes import GLYPHS


class NoteCard(Card):
    """Hidden where there is no note."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent, Tone.WARN)
        self._words = words
        self.title = ToneLabel(tone=Tone.WARN, parent=self)
        self.text = wrapped(Heading(factor=1.1, parent=self))
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.hint = wrapped(MutedLabel(parent=self))
        layout = column(self, margin=2 * STEP, gap=STEP)
        for label in (self.title, self.text, self.hint):
            layout.addWidget(label)

    def show_state(self, shown: Shown) -> None:
        """Show the note of the present stop."""
        stop = shown.moment.stop if shown.moment else None
        note = stop.note if stop else None
        self.setVisible(bool(note))
        self.title.setText(f"{GLYPHS[Tone.WARN]} {self._words.text('stop.note')}")
        self.text.setText(note or "")
        self.hint.setText(self._words.text("stop.note_hint"))
        self.hint.setVisible(shown.phase is Phase.CALLED)
