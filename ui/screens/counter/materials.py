"""The checklist of a case's materials: ticked is in hand, what is not ticked is missing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.snapshots import MaterialShape
from ui.screens.counter.card import bare, scrolling
from ui.screens.counter.words import Words
from ui.theme import STEP
from ui.widgets.labels import MutedLabel

_ROWS: Final = 2
"""So many are seen at once even where there is little room; the others scroll."""


class MaterialBox(QCheckBox):
    """One material; scrolls itself into view when the focus comes."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Come into view."""
        super().focusInEvent(event)
        above = self.parentWidget()
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(self, 0, 2 * STEP)


class Materials(QWidget):
    """Ticks; `ticked` carries the names in hand whenever a person changes one."""

    ticked = Signal(object)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._shown: object = None
        self._names: tuple[str, ...] = ()
        self.boxes: list[MaterialBox] = []
        self.title = MutedLabel(parent=self)
        self.all = QPushButton(self)
        self.all.setAutoDefault(False)
        self.all.clicked.connect(self._tick_all)
        self._list = QWidget(self)
        self._rows = QVBoxLayout(self._list)
        bare(self._rows, STEP)
        layout = QVBoxLayout(self)
        bare(layout, STEP)
        head = QHBoxLayout()
        bare(head)
        head.addWidget(self.title, 1)
        head.addWidget(self.all)
        layout.addLayout(head)
        self.area = scrolling(self._list, self)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout.addWidget(self.area, 1)

    def show_materials(
        self, materials: tuple[MaterialShape, ...], in_hand: frozenset[str], watcher: QObject
    ) -> None:
        """Show a case's materials; `watcher` filters the keys of each box."""
        wanted = (materials, self._words.language.code)
        self.title.setText(self._words.text("case.materials" if materials else "case.no_materials"))
        self.all.setText(self._words.text("case.all"))
        self.all.setVisible(len(materials) > 1)
        if wanted != self._shown:
            self._shown = wanted
            self._build(materials, watcher)
        for name, box in zip(self._names, self.boxes, strict=True):
            box.setChecked(name in in_hand)

    def take_focus(self) -> bool:
        """Focus the first that is not ticked; False where everything is."""
        for box in self.boxes:
            if not box.isChecked() and box.isEnabled():
                box.setFocus()
                return True
        return False

    def _build(self, materials: tuple[MaterialShape, ...], watcher: QObject) -> None:
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.boxes = []
        self._names = tuple(one.name for one in materials)
        before: QWidget = self.title
        for material in materials:
            box = MaterialBox(self._line(material), self._list)
            box.clicked.connect(self._clicked)
            box.installEventFilter(watcher)
            QWidget.setTabOrder(before, box)
            before = box
            self.boxes.append(box)
            self._rows.addWidget(box)
        QWidget.setTabOrder(before, self.all)
        self._rows.addStretch(1)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        """Be no higher than the list, so that the outcomes stand close below."""
        line = self.all.sizeHint().height()
        self.area.setMinimumHeight(line * min(len(self.boxes), _ROWS))
        most = (line + STEP) * max(1, len(self.boxes))
        self.area.setMaximumHeight(most)
        self.setMaximumHeight(most + line + 2 * STEP)

    def _line(self, material: MaterialShape) -> str:
        marks = [self._words.text("case.deferrable")] if material.deferrable else []
        if material.state in ("on_file", "promised"):
            marks.append(self._words.text(f"case.{material.state}"))
        return " · ".join([material.name, *marks])

    def _tick_all(self) -> None:
        for box in self.boxes:
            box.setChecked(True)
        self._clicked()

    def _clicked(self) -> None:
        pairs = zip(self._names, self.boxes, strict=True)
        self.ticked.emit(frozenset(name for name, box in pairs if box.isChecked()))
