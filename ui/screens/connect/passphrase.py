"""Asks for the passphrase of the file of passwords, inline: once, or twice when it is new."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.language import Language
from ui.theme import STEP
from ui.widgets.fields import Field, line_field
from ui.widgets.labels import MutedLabel
from ui.widgets.primary_button import PrimaryButton

SHORTEST = 8
"""Characters a new passphrase needs at least."""


class PassphraseForm(QWidget):
    """`given(passphrase)` after Enter or the button; `left()` after Esc or the other button."""

    given = Signal(str)
    left = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._fresh = False
        self._problem = ""
        self._lead = MutedLabel(parent=self)
        self._lead.setWordWrap(True)
        self.first, self.second = self._make_line(), self._make_line()
        self.go = PrimaryButton(self)
        self.go.clicked.connect(self._send)
        self.leave = QPushButton(self)
        self.leave.setAutoDefault(True)
        self.leave.clicked.connect(self.left)
        lines = QHBoxLayout()
        lines.setSpacing(4 * STEP)
        lines.addWidget(self.first, 1, Qt.AlignmentFlag.AlignTop)
        lines.addWidget(self.second, 1, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        buttons.addWidget(self.go)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * STEP)
        column.addWidget(self._lead)
        column.addLayout(lines)
        column.addLayout(buttons)
        self.setFocusProxy(self.first.control)
        language.changed.connect(self._word)
        self._word()

    def ask(self, *, fresh: bool) -> None:
        """Show it empty; `fresh`: there is no file yet, so the passphrase is chosen now."""
        self._fresh = fresh
        self._problem = ""
        self._line(self.first).setText("")
        self._line(self.second).setText("")
        self._word()
        self.show()
        self.setFocus()

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong with the passphrase."""
        self.first.set_problem(sentence)
        self._line(self.first).selectAll()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _make_line(self) -> Field:
        field = line_field(self)
        line = self._line(field)
        line.setEchoMode(QLineEdit.EchoMode.Password)
        line.returnPressed.connect(self._send)
        return field

    @staticmethod
    def _line(field: Field) -> QLineEdit:
        assert isinstance(field.control, QLineEdit)
        return field.control

    @Slot()
    def _send(self) -> None:
        text = self._line(self.first).text()
        self._problem = self._wrong_with(text)
        self._word()
        if self._problem:
            self.setFocus()
            return
        self.given.emit(text)

    def _wrong_with(self, text: str) -> str:
        if not text:
            return "empty"
        if self._fresh and len(text) < SHORTEST:
            return "short"
        if self._fresh and text != self._line(self.second).text():
            return "different"
        return ""

    @Slot()
    def _word(self) -> None:
        text = self._language.text
        kind = "new" if self._fresh else "old"
        self._lead.setText(text(f"connect.passphrase.{kind}.lead", shortest=SHORTEST))
        self.first.set_text(text(f"connect.passphrase.{kind}.label"))
        self.second.set_text(text("connect.passphrase.again"))
        self.second.setVisible(self._fresh)
        self.go.set_words(text(f"connect.passphrase.{kind}.button"))
        self.leave.setText(text("connect.passphrase.leave"))
        key = f"connect.passphrase.{self._problem}"
        self.first.set_problem(text(key, shortest=SHORTEST) if self._problem else "")
