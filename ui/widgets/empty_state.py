"""What a list shows when there is nothing in it: what that means and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.theme import STEP
from ui.widgets.labels import Heading, MutedLabel


class EmptyState(QWidget):
    """A short title, a sentence and, where there is a next step, its button (`acted`)."""

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Heading(factor=1.3, parent=self)
        self._sentence = MutedLabel(parent=self)
        self._button = QPushButton(self)
        self._button.clicked.connect(self.acted)
        self._button.setAutoDefault(True)
        self._button.hide()
        layout = QVBoxLayout(self)
        layout.setSpacing(2 * STEP)
        layout.addStretch(2)
        for label in (self._title, self._sentence):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            label.setWordWrap(True)
            layout.addWidget(label)
        layout.addSpacing(STEP)
        layout.addWidget(self._button, alignment=Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def say(self, title: str, sentence: str, button: str = "") -> None:
        """Set the words; without `button` there is none."""
        self._title.setText(title)
        self._sentence.setText(sentence)
        self._button.setText(button)
        self._button.setAccessibleName(button)
        self._button.setAccessibleDescription(sentence)
        self._button.setVisible(bool(button))
        # None ends it, which the stubs do not know; a hidden proxy would swallow the focus.
        self.setFocusProxy(self._button if button else None)  # type: ignore[arg-type]
        self.setAccessibleName(title)
        self.setAccessibleDescription(sentence)
