"""This PC: language, colours, text size, who sits here, its code."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QBoxLayout,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QWidget,
)

from ui.language import Language
from ui.screens.settings.cards import PartCard, choice_field, select
from ui.theme import STEP
from ui.widgets.fields import Field, line_field
from ui.widgets.labels import MutedLabel

CHOICES = ("language", "scheme", "text_size")


class ThisPc(PartCard):
    """`chosen(command id)` of the frame; `person(code)`, `station(code)`."""

    chosen = Signal(str)
    person = Signal(str)
    station = Signal(str)

    def __init__(
        self, language: Language, options: dict[str, tuple[str, ...]], parent: QWidget
    ) -> None:
        super().__init__(language, "this_pc", parent)
        self._options = options
        self.combos: dict[str, QComboBox] = {}
        self._fields: dict[str, Field] = {}
        looks, codes = QHBoxLayout(), QHBoxLayout()
        for row in (looks, codes):
            row.setSpacing(4 * STEP)
            self.body.addLayout(row)
        for name in CHOICES:
            field, combo = choice_field(self)
            combo.setObjectName(name)
            combo.activated.connect(self._choose)
            self._add(name, field, looks)
            self.combos[name] = combo
        for name in ("staff", "station"):
            field = line_field(self, limit=40)
            field.control.setObjectName(name)
            self.line_of(field).editingFinished.connect(self._edited)
            self._add(name, field, codes)
        self._note = MutedLabel(parent=self)
        self._note.setWordWrap(True)
        self.body.addWidget(self._note)
        self.follow(self._word)

    def line(self, name: str) -> QLineEdit:
        """Return the line of staff or station."""
        return self.line_of(self._fields[name])

    def show_values(self, values: dict[str, str], staff: str, station: str) -> None:
        """Show what is so now."""
        for name, value in values.items():
            select(self.combos[name], value)
        self.line("staff").setText(staff)
        self.line("station").setText(station)

    def offer_sitting_down(self, offered: bool) -> None:
        """Let people say who works here, as long as nobody has to sign in."""
        self._fields["staff"].setVisible(offered)

    @staticmethod
    def line_of(field: Field) -> QLineEdit:
        """Return a field's line."""
        assert isinstance(field.control, QLineEdit)
        return field.control

    def _add(self, name: str, field: Field, row: QBoxLayout) -> None:
        self._fields[name] = field
        row.addWidget(field)

    @Slot()
    def _choose(self) -> None:
        combo = self.sender()
        assert isinstance(combo, QComboBox)
        self.chosen.emit(f"frame.{combo.objectName()}.{combo.currentData()}")

    @Slot()
    def _edited(self) -> None:
        line = self.sender()
        assert isinstance(line, QLineEdit)
        code = line.text().strip().upper()
        if code and line.isModified():
            line.setModified(False)
            line.setText(code)
            (self.person if line.objectName() == "staff" else self.station).emit(code)

    def _word(self) -> None:
        for name, field in self._fields.items():
            hint = "" if name in CHOICES else self.text(f"{name}.hint")
            field.set_text(self.text(f"{name}.label"), hint)
        for name, combo in self.combos.items():
            chosen = combo.currentData()
            combo.clear()
            for option in self._options[name]:
                combo.addItem(self.language.text(f"frame.{name}.{option}"), option)
            select(combo, chosen)
        self._note.setText(self.text("note"))
