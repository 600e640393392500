"""How a longer piece of work went: a moving bar while it runs, then a sentence that stays."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from ui.theme import STEP, Tone
from ui.widgets.announce import announce
from ui.widgets.labels import ToneLabel
from ui.widgets.shapes import GLYPHS


class Outcome(QWidget):
    """Empty at first; takes no room then."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bar = QProgressBar(self)
        self._bar.setRange(0, 0)
        self._bar.hide()
        self._words = ToneLabel(parent=self)
        self._words.setWordWrap(True)
        self._words.hide()
        self.text = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        layout.addWidget(self._bar)
        layout.addWidget(self._words)

    @property
    def running(self) -> bool:
        """Say whether the bar moves."""
        return not self._bar.isHidden()

    def run(self, words: str) -> None:
        """Say that it runs."""
        self._bar.setAccessibleName(words)
        self._bar.setRange(0, 0)
        self._bar.show()
        self._say(words, Tone.NEUTRAL)

    def step(self, done: int, total: int) -> None:
        """Show how far it is, of `total` steps; 0 means unknown."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def end(self, words: str, tone: Tone) -> None:
        """Say how it went; "" clears it."""
        self._bar.hide()
        self._say(words, tone)
        if words:
            announce(self, words)

    def _say(self, words: str, tone: Tone) -> None:
        self.text = words
        glyph = GLYPHS.get(tone, "") if tone is not Tone.NEUTRAL else ""
        self._words.set_tone(tone)
        self._words.setText(f"{glyph} {words}".strip())
        self._words.setVisible(bool(words))
