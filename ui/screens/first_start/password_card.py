"""The card that offers the first person a password, and says what follows from one."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from ui.language import Language
from ui.widgets.card import Card
from ui.widgets.labels import MutedLabel
from ui.widgets.password_field import PasswordField

SECRET = ("password", "again")


class PasswordCard(Card):
    """Holds the two `fields`; left empty, nobody has to sign in."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._text = MutedLabel(parent=self)
        self._text.setWordWrap(True)
        self.fields = {name: PasswordField(self) for name in SECRET}
        self.body.addWidget(self._text)
        for field in self.fields.values():
            self.body.addWidget(field)
        language.changed.connect(self._word)
        self._word()

    @Slot()
    def _word(self) -> None:
        text = self._language.text
        self.set_title(text("first.signing.title"))
        self._text.setText(text("first.signing.text"))
        for name, field in self.fields.items():
            field.set_text(text(f"first.{name}.label"), text(f"first.{name}.hint"))
            field.set_caps_words(text("frame.caps"))
