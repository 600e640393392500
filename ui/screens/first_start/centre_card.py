"""The card that leads to the centre's server."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QPushButton, QWidget

from ui.language import Language
from ui.widgets.card import Card
from ui.widgets.labels import MutedLabel


class CentreCard(Card):
    """Holds the `button` that leads to connecting; says otherwise where we are on a server."""

    def __init__(
        self, language: Language, *, on_server: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._language, self._on_server = language, on_server
        self._text = MutedLabel(parent=self)
        self._text.setWordWrap(True)
        self.button = QPushButton(self)
        self.button.setAutoDefault(True)
        self.body.addWidget(self._text)
        self.body.addWidget(self.button)
        language.changed.connect(self._word)
        self._word()

    @Slot()
    def _word(self) -> None:
        part = "first.on_server" if self._on_server else "first.centre"
        self.set_title(self._language.text(f"{part}.title"))
        self._text.setText(self._language.text(f"{part}.text"))
        self.button.setText(self._language.text(f"{part}.button"))
