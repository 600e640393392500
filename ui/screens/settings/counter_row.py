"""One counter in the settings: its number, the windows it serves, away with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QPushButton, QSpinBox, QWidget

from ui.language import Language
from ui.widgets.labels import MutedLabel


@dataclass(frozen=True, slots=True)
class WindowName:
    """A window as it is shown beside a counter."""

    code: str
    letter: str
    name: str


class CounterRow(QObject):
    """The controls of a row; `edited` after each change.

    One that is taken away stays to be seen, and may be taken back, until it is saved.
    """

    edited = Signal()

    def __init__(
        self, language: Language, windows: Sequence[WindowName], number: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._language, self._windows = language, tuple(windows)
        self._served: tuple[str, ...] = ()
        self.gone = False
        self.number = QSpinBox(parent)
        self.number.setRange(1, 9999)
        self.number.setValue(number)
        self.boxes = {one.code: QCheckBox(one.letter, parent) for one in self._windows}
        self.state = MutedLabel(parent=parent)
        self.away = QPushButton(parent)
        self.away.setAutoDefault(True)
        self.away.clicked.connect(self._turn)
        self.number.valueChanged.connect(self._changed)
        for box in self.boxes.values():
            box.toggled.connect(self._changed)
        self.word()

    @property
    def widgets(self) -> tuple[QWidget, ...]:
        """Return the controls in their order."""
        return (self.number, *self.boxes.values(), self.state, self.away)

    @property
    def windows(self) -> tuple[str, ...]:
        """Return the codes of the windows it serves."""
        chosen = [code for code, box in self.boxes.items() if box.isChecked()]
        return tuple(dict.fromkeys((*(c for c in self._served if c in chosen), *chosen)))

    def serve(self, codes: Sequence[str]) -> None:
        """Show which windows it serves."""
        self._served = tuple(codes)
        for code, box in self.boxes.items():
            box.setChecked(code in codes)

    def name_windows(self, windows: Sequence[WindowName]) -> None:
        """Call the same windows otherwise."""
        self._windows = tuple(windows)
        self.word()

    def show_state(self, words: str) -> None:
        """Say how the counter is now."""
        self.state.setText(words)

    def drop(self) -> None:
        """Let the controls go."""
        for widget in self.widgets:
            widget.deleteLater()
        self.deleteLater()

    def word(self) -> None:
        """Put the words in."""
        text = self._language.text
        number = self.number.value()
        self.number.setAccessibleName(text("settings.counters.number"))
        for one in self._windows:
            box = self.boxes[one.code]
            box.setAccessibleName(text("settings.counters.serves", number=number, window=one.name))
            box.setToolTip(one.name)
        key = "keep" if self.gone else "remove"
        self.away.setText(text(f"settings.counters.{key}"))
        self.away.setAccessibleName(text(f"settings.counters.{key}_one", number=number))

    @Slot()
    def _turn(self) -> None:
        self.gone = not self.gone
        for widget in (self.number, *self.boxes.values()):
            widget.setEnabled(not self.gone)
        self._changed()

    @Slot()
    def _changed(self) -> None:
        self.word()
        self.edited.emit()
