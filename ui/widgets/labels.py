"""Labels with a rank: muted words, headings; they follow the scheme and the text size."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ui.fonts import scaled
from ui.theme import Tokens, Tone, tokens_of, tone_colours


def unkeyed(words: str) -> str:
    """Return words for a button that somebody else chose: their “&” is no key of Qt's."""
    return words.replace("&", "&&")


def _ink(label: QLabel, colour: str) -> None:
    """Give the label its own text colour, unless it has it already (no endless events)."""
    palette = label.palette()
    if palette.color(QPalette.ColorRole.WindowText) != QColor(colour):
        palette.setColor(QPalette.ColorRole.WindowText, QColor(colour))
        label.setPalette(palette)


class ToneLabel(QLabel):
    """Words in the colour of a tone; the words say it too."""

    def __init__(
        self, text: str = "", tone: Tone = Tone.NEUTRAL, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._tone = tone
        # On a parent of another background role Qt would write in that role's colour.
        self.setForegroundRole(QPalette.ColorRole.WindowText)
        self._colour()

    def set_tone(self, tone: Tone) -> None:
        """Change what the words mean."""
        self._tone = tone
        self._colour()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the scheme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._colour()

    def _colour(self) -> None:
        _ink(self, self._chosen(tokens_of(self.palette())))

    def _chosen(self, colours: Tokens) -> str:
        return tone_colours(colours, self._tone)[0]


class MutedLabel(ToneLabel):
    """Words of second rank."""


class Heading(QLabel):
    """The title of a part of a screen, `factor` times the size of ordinary text."""

    def __init__(self, text: str = "", factor: float = 1.15, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._factor = factor
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Follow the text size, which arrives as a change of the application's font."""
        handled = super().event(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._fit()
        return handled

    def _fit(self) -> None:
        # The application's font, not the parent's: Qt tells widgets in no particular order.
        self.setFont(scaled(QApplication.font(), self._factor, bold=True))
