"""代办: whether the desk acts for the company in an item, until when, and what it may do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.language import Language
from ui.theme import STEP
from ui.widgets.flow import FlowLayout

DAYS: Final = (30, 90, 180, 365)
"""For so many days an authorisation may hold, the usual one first."""


class ActRow(QWidget):
    """`acted(until, scope)`: a date and words, or None where the company acts for itself."""

    acted = Signal(object, str)

    def __init__(self, language: Language, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._today = date.min
        self.box = QCheckBox(self)
        self._label = QLabel(self)
        self.until = QComboBox(self)
        self.scope = QLineEdit(self)
        self.scope.setMaxLength(200)
        self.scope.setTextMargins(STEP, 0, 0, 0)
        self._label.setBuddy(self.until)
        text = language.text
        self.box.setText(text("reception.act.box"))
        self.box.setAccessibleName(text("reception.act.box_for", name=name))
        self.box.setToolTip(text("reception.act.hint"))
        self.box.setAccessibleDescription(text("reception.act.hint"))
        self._label.setText(text("reception.act.until"))
        self.until.setAccessibleName(text("reception.act.until_for", name=name))
        self.scope.setPlaceholderText(text("reception.act.scope"))
        self.scope.setAccessibleName(text("reception.act.scope"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        first = FlowLayout(gap=2 * STEP, line_gap=STEP)
        for part in (self.box, self._label, self.until):
            part.setMinimumHeight(self.until.sizeHint().height())
            first.addWidget(part)
        layout.addLayout(first)
        layout.addWidget(self.scope)
        self.box.clicked.connect(self._ticked)
        self.until.activated.connect(self._edited)
        self.scope.textEdited.connect(self._edited)

    def controls(self) -> list[QWidget]:
        """Return what can be operated, in the order of the Tab key."""
        return [self.box, self.until, self.scope]

    def show_act(self, until: date | None, scope: str, today: date) -> None:
        """Show until when the desk acts, None where it does not; `today` is the site's day."""
        if today != self._today:
            self._today = today
            self.until.clear()
            for days in DAYS:
                day = today + timedelta(days)
                words = self._language.text("reception.act.term", day=day.isoformat(), days=days)
                self.until.addItem(words, day)
        self.box.setChecked(until is not None)
        if until is not None:
            self.until.setCurrentIndex(max(0, self.until.findData(until)))
        if self.scope.text() != scope:
            self.scope.setText(scope)
        for part in (self._label, self.until, self.scope):
            part.setVisible(until is not None)

    def _ticked(self, on: bool) -> None:
        self.acted.emit(self.until.itemData(0) if on else None, self.scope.text())

    def _edited(self) -> None:
        self.acted.emit(self.until.currentData(), self.scope.text())
