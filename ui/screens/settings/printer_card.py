"""The printer: which one, how wide the slips are, a test page."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from ui.language import Language
from ui.screens.settings.cards import PartCard, choice_field, select
from ui.theme import Tone
from ui.widgets.outcome import Outcome

WIDTHS = {"slip_width": ("80", "58"), "notice_width": ("A5", "A4")}


class PrinterCard(PartCard):
    """`printer(name)` ("" for the system's choice), `sheet(rule, size)`, `test()`."""

    printer = Signal(str)
    sheet = Signal(str, str)
    test = Signal()

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(language, "printer", parent)
        self._names: tuple[str, ...] = ()
        self._chosen = ""
        self._field, self.names = choice_field(self)
        self.names.activated.connect(self._choose)
        self.body.addWidget(self._field)
        self.state = Outcome(self)
        self.body.addWidget(self.state)
        self.try_out = QPushButton(self)
        self.try_out.setAutoDefault(True)
        self.try_out.clicked.connect(self.test)
        self.body.addWidget(self.try_out, alignment=Qt.AlignmentFlag.AlignLeft)
        self._widths = {key: choice_field(self) for key in WIDTHS}
        for key, (field, combo) in self._widths.items():
            combo.setObjectName(key)
            combo.activated.connect(self._choose_width)
            self.body.addWidget(field)
        self.follow(self._word)

    def show_printers(self, names: Sequence[str], chosen: str, problem: str | None) -> None:
        """Show which printers there are and how the one in use is."""
        self._names, self._chosen = tuple(names), chosen
        self.names.clear()
        self.names.addItem(self.text("system"), "")
        for name in self._missing_first():
            self.names.addItem(name, name)
        select(self.names, chosen)
        self.try_out.setEnabled(bool(names))
        words = problem or self.text("ready")
        self.state.end(words, Tone.WARN if problem else Tone.GOOD)

    def show_rules(self, rules: dict[str, object]) -> None:
        """Show how wide the papers are."""
        for key, (_, combo) in self._widths.items():
            select(combo, rules.get(key))

    def _missing_first(self) -> tuple[str, ...]:
        """Return the names; one that was chosen and is gone still stands there."""
        gone = self._chosen and self._chosen not in self._names
        return (self._chosen, *self._names) if gone else self._names

    @Slot()
    def _choose(self) -> None:
        self.printer.emit(str(self.names.currentData()))

    @Slot()
    def _choose_width(self) -> None:
        combo = self.sender()
        assert isinstance(combo, QComboBox)
        self.sheet.emit(combo.objectName(), str(combo.currentData()))

    def _word(self) -> None:
        self._field.set_text(self.text("name.label"), self.text("name.hint"))
        if self.names.count():
            self.names.setItemText(0, self.text("system"))
        self.try_out.setText(self.text("test"))
        for key, (field, combo) in self._widths.items():
            field.set_text(self.text(f"{key}.label"), self.text(f"{key}.hint"))
            chosen = combo.currentData()
            combo.clear()
            for value in WIDTHS[key]:
                combo.addItem(self.text(f"{key}.{value}"), value)
            select(combo, chosen)
