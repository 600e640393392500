"""What the pages of the settings have in common."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QComboBox, QWidget

from ui.language import Language
from ui.widgets.card import Card
from ui.widgets.fields import Field


class PartCard(Card):
    """One card of the settings; its words lie under `settings.<name>`."""

    def __init__(self, language: Language, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.language, self.name = language, name

    def text(self, key: str, **values: object) -> str:
        """Return the card's own text of `key`."""
        return self.language.text(f"settings.{self.name}.{key}", **values)

    def follow(self, word: Callable[[], None]) -> None:
        """Put the words in now and whenever the language changes."""
        self._word_rest = word
        self.language.changed.connect(self._reword)
        self._reword()

    def _reword(self) -> None:
        self.set_title(self.text("title"))
        self._word_rest()


def choice_field(parent: QWidget) -> tuple[Field, QComboBox]:
    """Return a field with a list to choose from."""
    combo = QComboBox(parent)
    return Field(combo, parent), combo


def select(combo: QComboBox, value: object) -> None:
    """Choose the entry that stands for `value`, if there is one."""
    at = combo.findData(value)
    if at >= 0:
        combo.setCurrentIndex(at)
