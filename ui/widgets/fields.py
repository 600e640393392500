"""Form rows: a label above its control, a hint, and below it the sentence of what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.theme import STEP, Tone
from ui.widgets.announce import announce
from ui.widgets.labels import MutedLabel, ToneLabel
from ui.widgets.shapes import GLYPHS


class Field(QWidget):
    """One labelled control.

    The label is the control's buddy (its `&` letter moves the focus there) and its accessible
    name; hint and error become its accessible description, and an error is announced.
    """

    def __init__(self, control: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self.label = QLabel(self)
        self.label.setBuddy(control)
        self._hint = MutedLabel(parent=self)
        self._error = ToneLabel(tone=Tone.BAD, parent=self)
        self._problem = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP // 2)
        layout.addWidget(self.label)
        layout.addWidget(control)
        for words in (self._hint, self._error):
            words.setWordWrap(True)
            words.hide()
            layout.addWidget(words)

    def setFocus(self, reason: Qt.FocusReason = Qt.FocusReason.OtherFocusReason) -> None:
        """Put the focus into the control.

        No proxy of Qt's: one that comes later on the way of the Tab key than its control leads
        back to it, and Tab would go round there for ever.
        """
        self.control.setFocus(reason)

    @property
    def problem(self) -> str:
        """Return the sentence that is shown as an error, "" for none."""
        return self._problem

    def set_text(self, label: str, hint: str = "", placeholder: str = "") -> None:
        """Set the words of the label, the hint and, where it has one, the placeholder."""
        self.label.setText(label)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.control.setAccessibleName(label.replace("&", ""))
        if isinstance(self.control, QLineEdit | QComboBox) and placeholder:
            self.control.setProperty("placeholderText", placeholder)
        self._describe()

    def set_problem(self, sentence: str) -> None:
        """Show what is wrong with the content; "" when nothing is."""
        if sentence and sentence != self._problem:
            announce(self.control, sentence)
        self._problem = sentence
        self._error.setText(f"{GLYPHS[Tone.BAD]} {sentence}" if sentence else "")
        self._error.setVisible(bool(sentence))
        self._describe()

    def _describe(self) -> None:
        parts = [part for part in (self._problem, self._hint.text()) if part]
        self.control.setAccessibleDescription(" ".join(parts))


def line_field(parent: QWidget | None = None, *, limit: int = 200) -> Field:
    """Return a field with a line of text of at most `limit` characters."""
    line = QLineEdit(parent)
    line.setMaxLength(limit)
    line.setClearButtonEnabled(True)
    line.setTextMargins(STEP, 0, 0, 0)
    return Field(line, parent)
