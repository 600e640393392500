"""Practice (category practice): a window of its own in which nothing is real."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from ui.language import Language
from ui.screens.context import ScreenContext
from ui.screens.settings.cards import PartCard
from ui.screens.settings.parts import CardsPart
from ui.screens.settings.surroundings import Surroundings
from ui.widgets.labels import MutedLabel


class PracticeCard(PartCard):
    """What practice is, and the button that begins it."""

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(language, "practice", parent)
        self._lead = MutedLabel(parent=self)
        self._lead.setWordWrap(True)
        self.button = QPushButton(self)
        self.button.setAutoDefault(True)
        self.body.addWidget(self._lead)
        self.body.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.follow(self._word)

    def _word(self) -> None:
        self._lead.setText(self.text("lead"))
        self.button.setText(self.text("begin"))


class PracticePart(CardsPart):
    """Anybody may practise."""

    def __init__(self, context: ScreenContext, around: Surroundings) -> None:
        super().__init__(context, "practice")
        self.card = PracticeCard(context.language, self.widget)
        self.hold(self.card)
        self.card.button.setEnabled(around.practise is not None)
        if around.practise is not None:
            self.card.button.clicked.connect(around.practise)


def create(context: ScreenContext, around: Surroundings) -> PracticePart:
    """Return the part."""
    return PracticePart(context, around)
