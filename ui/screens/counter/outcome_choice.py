"""How one case ends: eight choices, each with its digit."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QRadioButton, QWidget

from ui.screens.counter.card import bare
from ui.screens.counter.drafts import OUTCOMES
from ui.screens.counter.words import Words
from ui.theme import STEP

CHOICES: Final = ("", *OUTCOMES)
"""By digit: 0 is undecided."""
_COLUMNS: Final = 4


class OutcomeChoice(QWidget):
    """Radio buttons; `chosen` carries the outcome a person picked ("" undecided)."""

    chosen = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._group = QButtonGroup(self)
        self.buttons: list[QRadioButton] = []
        self._grid = QGridLayout(self)
        self._columns = 0
        bare(self._grid, STEP)
        for digit, _ in enumerate(CHOICES):
            button = QRadioButton(self)
            self._group.addButton(button, digit)
            self.buttons.append(button)
        self._group.idClicked.connect(self._clicked)
        self.retranslate()

    def retranslate(self) -> None:
        """Put the words in again."""
        self.setAccessibleName(self._words.text("case.outcomes"))
        for digit, outcome in enumerate(CHOICES):
            words = self._words.text(f"outcome.{outcome or 'undecided'}")
            self.buttons[digit].setText(f"{digit} {words}")
            self.buttons[digit].setAccessibleName(words)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return the width of the widest choice: the others go below."""
        return QSize(self._widest(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand in as many columns as there is room for."""
        super().resizeEvent(event)
        self._arrange()

    def _widest(self) -> int:
        return max(button.sizeHint().width() for button in self.buttons)

    def _arrange(self) -> None:
        fitting = (self.width() + STEP) // (self._widest() + STEP)
        columns = max(1, min(_COLUMNS, fitting))
        if columns == self._columns:
            return
        self._columns = columns
        for digit, button in enumerate(self.buttons):
            at = digit - 1 if digit else len(OUTCOMES)
            self._grid.addWidget(button, at // columns, at % columns)

    def show_choice(self, outcome: str, allowed: Collection[str]) -> None:
        """Show what is chosen and what may be chosen."""
        for digit, choice in enumerate(CHOICES):
            self.buttons[digit].setEnabled(not choice or choice in allowed)
        self.buttons[CHOICES.index(outcome)].setChecked(True)

    def take_focus(self) -> None:
        """Put the focus on what is chosen."""
        checked = self._group.checkedButton()
        if checked is not None:
            checked.setFocus()

    def press(self, event: QEvent) -> bool:
        """Take a digit; False if it is none or may not be chosen now."""
        if (
            not isinstance(event, QKeyEvent)
            or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            return False
        digit = event.key() - int(Qt.Key.Key_0)
        if not 0 <= digit < len(CHOICES) or not self.buttons[digit].isEnabled():
            return False
        if not self.isEnabled():
            return False
        self.buttons[digit].setChecked(True)
        self.take_focus()
        self.chosen.emit(CHOICES[digit])
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take digits typed elsewhere in the panel, as in a table."""
        if event.type() == QEvent.Type.KeyPress and self.press(event):
            return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose by digit."""
        if not self.press(event):
            super().keyPressEvent(event)

    def _clicked(self, digit: int) -> None:
        self.chosen.emit(CHOICES[digit])
