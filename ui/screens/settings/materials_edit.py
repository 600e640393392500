"""The materials of an item: what it is called, may it come later, have we got it already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.language import Language
from ui.theme import STEP

_LONGEST = 200
Plain = dict[str, Any]


class _Row(QObject):
    """The controls of one material."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.name = QLineEdit(parent)
        self.name.setMaxLength(_LONGEST)
        self.name.setTextMargins(STEP, 0, 0, 0)
        self.later, self.shared = QCheckBox(parent), QCheckBox(parent)
        self.away = QPushButton(parent)
        self.away.setAutoDefault(True)

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """Return the controls in their order."""
        return self.name, self.later, self.shared, self.away

    def plain(self) -> Plain:
        """Return the material."""
        return {
            "name": " ".join(self.name.text().split()),
            "deferrable": self.later.isChecked(),
            "shared": self.shared.isChecked(),
        }


class MaterialsEdit(QWidget):
    """Its lines for each material: its name, then what holds for it; `edited` on each change."""

    edited = Signal()

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self.rows: list[_Row] = []
        self._title = QLabel(self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(3 * STEP)
        self._grid.setVerticalSpacing(STEP)
        self._grid.setColumnStretch(0, 1)
        self.add = QPushButton(self)
        self.add.setAutoDefault(True)
        self.add.clicked.connect(self._add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._title)
        column.addLayout(self._grid)
        column.addWidget(self.add, alignment=Qt.AlignmentFlag.AlignLeft)

    def plain(self) -> list[Plain]:
        """Return the materials; lines without a name are none."""
        return [found for row in self.rows if (found := row.plain())["name"]]

    def show_materials(self, materials: Sequence[Plain]) -> None:
        """Show these materials."""
        while self.rows:
            self._drop(self.rows[-1])
        for one in materials:
            row = self._row()
            row.name.setText(str(one["name"]))
            row.name.setCursorPosition(0)
            row.later.setChecked(bool(one["deferrable"]))
            row.shared.setChecked(bool(one["shared"]))

    def word(self) -> None:
        """Put the words in."""
        text = self._language.text
        self._title.setText(text("settings.item.materials"))
        self.add.setText(text("settings.item.material.add"))
        for at, row in enumerate(self.rows, start=1):
            row.name.setAccessibleName(text("settings.item.material.name", number=at))
            row.later.setText(text("settings.item.material.later"))
            row.shared.setText(text("settings.item.material.shared"))
            row.away.setText(text("settings.counters.remove"))
            row.away.setAccessibleName(text("settings.item.material.remove", number=at))

    def _row(self) -> _Row:
        row = _Row(self)
        at = self._grid.rowCount() + 1
        self._grid.addWidget(row.name, at, 0, 1, 4)
        self._grid.addWidget(row.later, at + 1, 0, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(row.away, at + 1, 3, 2, 1, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(row.shared, at + 2, 0, Qt.AlignmentFlag.AlignLeft)
        before: QWidget = self.rows[-1].away if self.rows else self
        for widget in row.widgets:
            self.setTabOrder(before, widget)
            before = widget
        self.setTabOrder(before, self.add)
        row.name.textChanged.connect(self.edited)
        row.later.toggled.connect(self.edited)
        row.shared.toggled.connect(self.edited)
        row.away.clicked.connect(self._away)
        self.rows.append(row)
        self.word()
        return row

    def _drop(self, row: _Row) -> None:
        self.rows.remove(row)
        for widget in row.widgets:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        row.deleteLater()

    @Slot()
    def _add(self) -> None:
        row = self._row()
        for widget in row.widgets:
            widget.show()  # what is not seen yet cannot have the keyboard
        row.name.setFocus()

    @Slot()
    def _away(self) -> None:
        pressed = self.sender()
        row = next((one for one in self.rows if one.away is pressed), None)
        if row is not None:
            self._drop(row)
            self.add.setFocus()
            self.word()
            self.edited.emit()
