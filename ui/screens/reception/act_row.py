"""代办: whether the desk acts for the company in an item, until when, and what it may do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit, QVBoxLayout, QWidget

from ui.language import Language
from ui.screens.reception.shown import TickShown
from ui.theme import STEP
from ui.widgets.flow import FlowLayout

DAYS: Final = (30, 90, 180, 365)
"""For so many days an authorisation may hold, the usual one first."""


class ActRow(QWidget):
    """`acted(until, scope, item)`: a date and words, or None where the company acts for itself.

    `item` is one of a bundle's, "" for all there is.
    """

    acted = Signal(object, str, str)

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
        self._items = QWidget(self)
        self._boxes: dict[str, QCheckBox] = {}
        self._flow = FlowLayout(self._items, gap=3 * STEP, line_gap=STEP)
        layout.addWidget(self._items)
        layout.addWidget(self.scope)
        self.box.clicked.connect(self._ticked)
        self.until.activated.connect(self._edited)
        self.scope.textEdited.connect(self._edited)

    def controls(self) -> list[QWidget]:
        """Return what can be operated, in the order of the Tab key."""
        return [self.box, self.until, *self._boxes.values(), self.scope]

    def show_act(
        self, until: date | None, scope: str, today: date, items: Sequence[TickShown] = ()
    ) -> None:
        """Show until when the desk acts, None where it does not; `today` is the site's day.

        `items`: the bundle's items, each with its own tick.
        """
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
        self._show_items(items)
        self._items.setVisible(until is not None and len(items) > 1)

    def _show_items(self, items: Sequence[TickShown]) -> None:
        for gone in self._boxes.keys() - {one.name for one in items}:
            box = self._boxes.pop(gone)
            self._flow.removeWidget(box)
            box.hide()
            box.deleteLater()
        for one in items:
            if one.name not in self._boxes:
                box = QCheckBox(self._items)
                box.setProperty("item", one.name)
                box.clicked.connect(self._item_ticked)
                self._boxes[one.name] = box
                self._flow.addWidget(box)
            box = self._boxes[one.name]
            box.setText(one.words)
            box.setAccessibleName(self._language.text("reception.act.box_for", name=one.words))
            box.setChecked(one.ticked)

    def _ticked(self, on: bool) -> None:
        self.acted.emit(self.until.itemData(0) if on else None, self.scope.text(), "")

    def _item_ticked(self, on: bool) -> None:
        until = self.until.currentData() if on else None
        self.acted.emit(until, self.scope.text(), self.sender().property("item"))

    def _edited(self) -> None:
        self.acted.emit(self.until.currentData(), self.scope.text(), "")
