"""The windows that an item often needs too: a box to tick for each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ui.theme import STEP
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import MutedLabel


class WindowsEdit(QWidget):
    """`edited` on each change; codes stay in the order in which they were given."""

    edited = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._given: list[str] = []
        self._title = MutedLabel(parent=self)
        self.boxes: dict[str, QCheckBox] = {}
        inside = QWidget(self)
        self._flow = FlowLayout(inside, gap=3 * STEP, line_gap=STEP)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        layout.addWidget(self._title)
        layout.addWidget(inside)

    def show_windows(self, windows: Sequence[tuple[str, str]]) -> None:
        """Offer these windows by code and name; what was ticked stays ticked."""
        if list(self.boxes) != [code for code, _ in windows]:
            for gone in self.boxes.values():
                self._flow.removeWidget(gone)
                gone.hide()
                gone.deleteLater()
            self.boxes = {code: self._box(code) for code, _ in windows}
        for code, name in windows:
            self.boxes[code].setText(name)
            self.boxes[code].setAccessibleName(f"{self._title.text()} {name}")

    def set_title(self, words: str) -> None:
        """Say what the boxes are about."""
        self._title.setText(words)
        for box in self.boxes.values():
            box.setAccessibleName(f"{words} {box.text()}")

    def show_chosen(self, codes: Iterable[str]) -> None:
        """Tick these."""
        self._given = list(codes)
        for code, box in self.boxes.items():
            box.setChecked(code in self._given)

    def chosen(self) -> list[str]:
        """Return what is ticked, and what was given that no box stands for."""
        return list(self._given)

    def _box(self, code: str) -> QCheckBox:
        box = QCheckBox(self)
        box.setProperty("window", code)
        box.setChecked(code in self._given)
        box.clicked.connect(self._clicked)
        self._flow.addWidget(box)
        return box

    def _clicked(self, on: bool) -> None:
        code = str(self.sender().property("window"))
        self._given = [one for one in self._given if one != code] + ([code] if on else [])
        self.edited.emit()
