"""How wide the papers are, for the whole centre."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QWidget

from ui.language import Language
from ui.screens.settings.cards import PartCard, choice_field, select
from ui.theme import STEP

WIDTHS: Final = {"slip_width": ("80", "58"), "notice_width": ("A5", "A4")}


class WidthCard(PartCard):
    """`sheet(rule, size)` as one is chosen."""

    sheet = Signal(str, str)

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(language, "widths", parent)
        self._widths = {key: choice_field(self) for key in WIDTHS}
        row = QHBoxLayout()
        row.setSpacing(4 * STEP)
        for key, (field, combo) in self._widths.items():
            combo.setObjectName(key)
            combo.activated.connect(self._choose)
            row.addWidget(field)
        self.body.addLayout(row)
        self.follow(self._word)

    def combo(self, rule: str) -> QComboBox:
        """Return the list of a rule."""
        return self._widths[rule][1]

    def show_rules(self, rules: dict[str, object]) -> None:
        """Show how wide the papers are."""
        for key, (_, combo) in self._widths.items():
            select(combo, rules.get(key))

    @Slot()
    def _choose(self) -> None:
        combo = self.sender()
        assert isinstance(combo, QComboBox)
        self.sheet.emit(combo.objectName(), str(combo.currentData()))

    def _word(self) -> None:
        for key, (field, combo) in self._widths.items():
            field.set_text(self.text(f"{key}.label"), self.text(f"{key}.hint"))
            chosen = combo.currentData()
            combo.clear()
            for value in WIDTHS[key]:
                combo.addItem(self.text(f"{key}.{value}"), value)
            select(combo, chosen)
