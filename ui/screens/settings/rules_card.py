"""The site's rules: head starts of the priority classes, missed numbers, gaps, supplements."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QGridLayout, QSpinBox, QWidget

from ui.language import Language
from ui.screens.settings.cards import PartCard
from ui.screens.settings.saving_bar import SavingBar
from ui.theme import STEP
from ui.widgets.fields import Field
from ui.widgets.labels import MutedLabel

CLASSES: Final = ("booked", "disabled", "ill", "elderly", "infant", "military")
NUMBERS: Final = {
    "calls_before_no_show": (1, 20),
    "positions_behind": (0, 100),
    "return_called_after_s": (0, 86400),
    "supplement_days": (1, 365),
}


class RulesCard(PartCard):
    """`save(changed rules)`; nothing is sent while nothing differs.

    `touching(bool)`: whether something differs from what is saved.
    """

    save = Signal(object)
    touching = Signal(bool)

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(language, "rules", parent)
        self._known: dict[str, object] = {}
        self._lead = MutedLabel(parent=self)
        self._lead.setWordWrap(True)
        self.body.addWidget(self._lead)
        self.minutes = {name: self._number(0, 240) for name in CLASSES}
        self.numbers = {name: self._number(*limits) for name, limits in NUMBERS.items()}
        self.gap = QCheckBox(self)
        self.gap.toggled.connect(self._compare)
        self._fields = {n: Field(box, self) for n, box in (*self.minutes.items(),)}
        self._fields |= {n: Field(box, self) for n, box in self.numbers.items()}
        self.body.addLayout(self._grid([self._fields[name] for name in CLASSES]))
        self.body.addLayout(self._grid([self._fields[name] for name in NUMBERS]))
        self.body.addWidget(self.gap)
        self.bar = SavingBar(language, self)
        self.bar.save.connect(self._send)
        self.bar.back.connect(self._take_back)
        self.body.addWidget(self.bar)
        self.follow(self._word)

    def show_rules(self, rules: dict[str, object]) -> None:
        """Show the rules as they are; what a person has changed and not saved is replaced."""
        self._known = {}  # nothing is compared before everything stands there
        minutes = rules.get("priority_minutes")
        for name, box in self.minutes.items():
            box.setValue(int(minutes[name]) if isinstance(minutes, dict) else 0)
        for name, box in self.numbers.items():
            value = rules.get(name)
            box.setValue(value if isinstance(value, int) else box.minimum())
        self.gap.setChecked(rules.get("gap_stops_clock") is True)
        self._known = rules
        self._compare()

    def head_starts(self) -> dict[str, int]:
        """Return the minutes as they stand here."""
        return {name: box.value() for name, box in self.minutes.items()}

    def changed(self) -> dict[str, object]:
        """Return the rules that differ from what is known."""
        shown: dict[str, object] = {name: box.value() for name, box in self.numbers.items()}
        shown["priority_minutes"] = self.head_starts()
        shown["gap_stops_clock"] = self.gap.isChecked()
        return {key: value for key, value in shown.items() if self._known.get(key) != value}

    @property
    def touched(self) -> bool:
        """Say whether a person has changed something and not saved it."""
        return bool(self._known) and bool(self.changed())

    def _number(self, least: int, most: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(least, most)
        box.valueChanged.connect(self._compare)
        return box

    def _grid(self, fields: list[Field]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * STEP)
        grid.setVerticalSpacing(2 * STEP)
        for at, field in enumerate(fields):
            grid.addWidget(field, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        return grid

    @Slot()
    def _compare(self) -> None:
        if self._known:
            self.bar.show_touched(self.touched)
            self.touching.emit(self.touched)

    @Slot()
    def _send(self) -> None:
        self.bar.run()
        self.save.emit(self.changed())

    @Slot()
    def _take_back(self) -> None:
        self.show_rules(self._known)

    def _word(self) -> None:
        self._lead.setText(self.text("lead"))
        for name, field in self._fields.items():
            hint = self.text(f"{name}.hint") if name in NUMBERS else ""
            field.set_text(self.text(f"{name}.label"), hint)
        for name, box in (*self.minutes.items(), *self.numbers.items()):
            unit = "minutes" if name in CLASSES else f"{name}.unit"
            box.setSuffix(f" {self.text(unit)}")
        self.gap.setText(self.text("gap_stops_clock.label"))
