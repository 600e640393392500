"""One thing that is asked for before the database opens: a password, a passphrase, a code."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.language import Language
from ui.theme import STEP
from ui.widgets.fields import line_field
from ui.widgets.primary_button import PrimaryButton

_CODE_LENGTH = 12


class AskedFor(QWidget):
    """`answered(text, keep)` after Enter or the button; `kind`: password, passphrase, station.

    A password that `keeps` may be remembered on this PC; `forgotten` belongs to a passphrase.
    """

    answered = Signal(str, bool)
    forgotten = Signal()

    def __init__(
        self, language: Language, kind: str, parent: QWidget | None = None, *, keeps: bool = False
    ) -> None:
        super().__init__(parent)
        self._language, self._kind, self._empty = language, kind, False
        self.field = line_field(self, limit=_CODE_LENGTH if kind == "station" else 500)
        line = self.field.control
        assert isinstance(line, QLineEdit)
        self.line = line
        if kind != "station":
            line.setEchoMode(QLineEdit.EchoMode.Password)
        line.returnPressed.connect(self._send)
        self.keep = QCheckBox(self)
        self.keep.setChecked(keeps)
        self.keep.setVisible(kind == "password" and keeps)
        self.go = PrimaryButton(self)
        self.go.clicked.connect(self._send)
        self.forgot = QPushButton(self)
        self.forgot.setAutoDefault(True)
        self.forgot.clicked.connect(self.forgotten)
        self.forgot.setVisible(kind == "passphrase")
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        buttons.addWidget(self.go)
        buttons.addWidget(self.forgot)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3 * STEP)
        column.addWidget(self.field)
        column.addWidget(self.keep, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addLayout(buttons)
        self.setFocusProxy(line)
        language.changed.connect(self._word)
        self._word()

    @Slot()
    def _send(self) -> None:
        text = self.line.text()
        text = text.strip().upper() if self._kind == "station" else text
        self._empty = not text
        self._word()
        if not text:
            self.line.setFocus()
            return
        keep = self.keep.isChecked() and not self.keep.isHidden()
        self.answered.emit(text, keep)

    @Slot()
    def _word(self) -> None:
        text = self._language.text
        part = f"opening.ask.{self._kind}"
        self.field.set_text(text(f"{part}.label"), text(f"{part}.hint"))
        self.field.set_problem(text("first.empty") if self._empty else "")
        self.go.set_words(text(f"{part}.button"))
        self.keep.setText(text("opening.ask.password.keep"))
        self.forgot.setText(text("opening.ask.passphrase.forgot"))
