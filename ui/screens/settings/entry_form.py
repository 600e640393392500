"""The panel of one entry of the catalogue: its fields, saving, what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from ui.language import Language
from ui.screens.settings.cards import select
from ui.screens.settings.saving_bar import SavingBar
from ui.theme import STEP
from ui.widgets.card import Card
from ui.widgets.fields import Field

_LINES = 8
Plain = dict[str, Any]


class EntryForm(Card):
    """`save(fields that differ, with the code)`; `history(code)`; `touching(bool)`.

    Words lie under `settings.<name>`; `sort` is what the desk calls such an entry.
    """

    save = Signal(object)
    history = Signal(str)
    touching = Signal(bool)

    def __init__(self, language: Language, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.wrap_title()
        self.language, self.sort = language, name
        self.known: Plain | None = None
        self.new = False
        self.fields: dict[str, Field] = {}
        self.boxes: dict[str, QCheckBox] = {}
        self.code = self._line("code", 32)
        self.bar = SavingBar(language, self)
        self.bar.save.connect(self._send)
        self.bar.back.connect(self._take_back)
        self.past = QPushButton(self)
        self.past.setAutoDefault(True)
        self.past.clicked.connect(self._ask_history)
        self.changes = QPlainTextEdit(self)
        self.changes.setReadOnly(True)
        self.changes.setTabChangesFocus(True)
        self.changes.hide()

    @property
    def touched(self) -> bool:
        """Say whether something differs from what is saved."""
        return self.known is not None and self.shown() != self._only_mine(self.known)

    def shown(self) -> Plain:
        """Return the fields as they stand here."""
        found: Plain = {}
        for name, field in self.fields.items():
            match field.control:
                case QLineEdit() as line:
                    found[name] = " ".join(line.text().split())
                case QSpinBox() as box:
                    found[name] = box.value()
                case QComboBox() as combo:
                    found[name] = combo.currentData()
        found |= {name: check.isChecked() for name, check in self.boxes.items()}
        return found

    def fill(self, plain: Mapping[str, Any]) -> None:
        """Put the fields of an entry in."""
        for name, field in self.fields.items():
            match field.control:
                case QLineEdit() as line:
                    line.setText(str(plain.get(name, "")))
                    line.setCursorPosition(0)
                case QSpinBox() as box:
                    box.setValue(int(plain.get(name, 0)))
                case QComboBox() as combo:
                    select(combo, plain.get(name))
            field.set_problem("")
        for name, check in self.boxes.items():
            check.setChecked(bool(plain.get(name)))

    def show_entry(self, plain: Plain, *, new: bool = False) -> None:
        """Show an entry; a new one has a code to be given."""
        self.known, self.new = None, new
        self.fill(plain)
        self.code.setReadOnly(not new)
        self.known = plain
        self.changes.hide()
        self.past.setEnabled(not new)
        self.set_title(self.heading())
        self.compare()

    def heading(self) -> str:
        """Return the words above the fields."""
        if self.new:
            return self.text("new")
        plain = self.known or {}
        return f"{plain.get('code', '')} {plain.get(f'name_{self.language.code}', '')}"

    def show_history(self, lines: Sequence[str]) -> None:
        """Show what became of the entry."""
        self.changes.setPlainText("\n".join(lines) or self.text("no_history"))
        self.changes.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES)
        self.changes.show()

    def show_problem(self, name: str, words: str) -> bool:
        """Say what is wrong beside its field; False where there is no such field here."""
        field = self.fields.get(name.partition(".")[0].partition("[")[0])
        if field is None:
            return False
        field.set_problem(words)
        field.setFocus()
        return True

    def text(self, key: str, **values: object) -> str:
        """Return the form's own text of `key`."""
        return self.language.text(f"settings.{self.sort}.{key}", **values)

    @Slot()
    def compare(self) -> None:
        """See whether something differs."""
        if self.known is None:
            return
        for field in self.fields.values():
            field.set_problem("")
        self.bar.show_touched(self.touched)
        self.touching.emit(self.touched)

    def word(self) -> None:
        """Put the words in."""
        hints = self.language.translator.has
        for name, field in self.fields.items():
            hint = f"settings.{self.sort}.hint.{name}"
            words = self.language.text(hint) if hints(hint) else ""
            field.set_text(self.language.text(f"settings.field.{name}"), words)
        for name, check in self.boxes.items():
            check.setText(self.text(f"box.{name}"))
        self.code.setAccessibleName(self.text("code"))
        self.fields["code"].label.setText(self.text("code"))
        self.past.setText(self.text("history"))
        self.changes.setAccessibleName(self.text("history"))
        if self.known is not None:
            self.set_title(self.heading())

    def _only_mine(self, plain: Plain) -> Plain:
        return {name: _on_one_line(plain.get(name)) for name in self.shown()}

    def _line(self, name: str, limit: int = 200) -> QLineEdit:
        line = QLineEdit(self)
        line.setMaxLength(limit)
        line.setTextMargins(STEP, 0, 0, 0)
        line.textChanged.connect(self.compare)
        line.returnPressed.connect(self._send)
        self.fields[name] = Field(line, self)
        return line

    def _spin(self, name: str, most: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(0, most)
        box.valueChanged.connect(self.compare)
        self.fields[name] = Field(box, self)
        return box

    def _combo(self, name: str) -> QComboBox:
        combo = QComboBox(self)
        combo.currentTextChanged.connect(combo.setToolTip)  # a window's name may be very long
        combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        combo.setMinimumContentsLength(6)
        combo.currentIndexChanged.connect(self.compare)
        self.fields[name] = Field(combo, self)
        return combo

    def _check(self, name: str) -> QCheckBox:
        box = QCheckBox(self)
        box.toggled.connect(self.compare)
        self.boxes[name] = box
        return box

    def _choices(self, combo: QComboBox, choices: Sequence[tuple[object, str]]) -> None:
        chosen = combo.currentData()
        with QSignalBlocker(combo):
            combo.clear()
            for value, words in choices:
                combo.addItem(words, value)
            select(combo, chosen)

    @Slot()
    def _send(self) -> None:
        if self.known is None or not self.touched:
            return
        before = self._only_mine(self.known)
        shown = self.shown()
        if self.new:
            self.save.emit({**self.known, **shown})
            return
        changed = {name: value for name, value in shown.items() if before.get(name) != value}
        self.save.emit({"code": self.known["code"], **changed})

    @Slot()
    def _take_back(self) -> None:
        if self.known is not None:
            self.show_entry(self.known, new=self.new)

    @Slot()
    def _ask_history(self) -> None:
        if self.changes.isVisible():
            self.changes.hide()
        elif self.known is not None:
            self.history.emit(str(self.known["code"]))


def _on_one_line(value: object) -> object:
    """Return a text as a line shows it: a file's line breaks are no difference."""
    return " ".join(value.split()) if isinstance(value, str) else value
