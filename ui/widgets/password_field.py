"""A line for a password, which says when Caps Lock seems to be on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.theme import STEP, Tone
from ui.widgets.announce import announce
from ui.widgets.fields import Field
from ui.widgets.labels import ToneLabel
from ui.widgets.shapes import GLYPHS

_LONGEST = 200


class PasswordLine(QLineEdit):
    """Shows dots; `caps(bool)` whenever a letter tells that Caps Lock is on, or no longer.

    Qt knows no state of Caps Lock: a capital without Shift, or a small letter with it, tells.
    """

    caps = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._caps = False
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(_LONGEST)
        self.setTextMargins(STEP, 0, 0, 0)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Type, and look at how the letter came."""
        letter = event.text()
        if event.key() == Qt.Key.Key_CapsLock:
            self._say(False)  # it may be off now; the next letter tells
        elif len(letter) == 1 and letter.isascii() and letter.isalpha():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._say(letter.isupper() != shift)
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Say nothing any more once the keyboard is elsewhere."""
        self._say(False)
        super().focusOutEvent(event)

    def _say(self, on: bool) -> None:
        if on != self._caps:
            self._caps = on
            self.caps.emit(on)


class PasswordField(Field):
    """A labelled password line; below it, where it is so, the words about Caps Lock."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self.line = PasswordLine(parent)
        super().__init__(self.line, parent)
        self._caps = ToneLabel(tone=Tone.WARN, parent=self)
        self._caps.setWordWrap(True)
        self._caps.hide()
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self._caps)
        self.line.caps.connect(self._show_caps)

    @property
    def warns(self) -> bool:
        """Say whether the hint about Caps Lock is there."""
        return not self._caps.isHidden()

    def set_caps_words(self, words: str) -> None:
        """Set what is said when Caps Lock seems to be on."""
        self._caps.setText(f"{GLYPHS[Tone.WARN]} {words}")

    @Slot(bool)
    def _show_caps(self, on: bool) -> None:
        self._caps.setVisible(on)
        if on:
            announce(self.line, self._caps.text())
