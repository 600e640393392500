"""A line of small buttons after a few words: what else may be wanted, each one press away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from ui.theme import STEP
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import MutedLabel, unkeyed


class OfferRow(QWidget):
    """Hidden while it has nothing to offer; `wanted(key)` when a button is pressed."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap=2 * STEP, line_gap=STEP)
        self._title = ""
        self._offers: tuple[tuple[str, str], ...] = ()
        self._buttons: list[QPushButton] = []
        self.hide()

    @property
    def offers(self) -> tuple[tuple[str, str], ...]:
        """Return what is offered: keys and words."""
        return self._offers

    def controls(self) -> list[QWidget]:
        """Return what can be operated, in the order of the Tab key."""
        return list(self._buttons)

    def show_offers(self, title: str, offers: Sequence[tuple[str, str]], sign: str = "+") -> None:
        """Offer these, by key and words."""
        if (title, tuple(offers)) == (self._title, self._offers):
            return
        self._title, self._offers = title, tuple(offers)
        while (item := self._flow.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        self._buttons = []
        self.setVisible(bool(offers))
        if offers and title:
            label = MutedLabel(title, parent=self)
            label.setMinimumHeight(QPushButton(title).sizeHint().height())  # in line with them
            self._flow.addWidget(label)
        for key, words in offers:
            button = QPushButton(unkeyed(f"{sign} {words}".strip()), self)
            button.setAutoDefault(True)
            button.setAccessibleName(f"{title} {words}".strip())
            button.setProperty("key", key)
            button.clicked.connect(self._clicked)
            self._flow.addWidget(button)
            self._buttons.append(button)
            button.show()

    def _clicked(self) -> None:
        self.wanted.emit(self.sender().property("key"))
