"""This PC (category appearance): looks, who sits here, its code."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot

from desktop.i18n import LANGUAGES
from ui.fonts import TextSize
from ui.screens.context import ScreenContext
from ui.screens.settings.parts import CardsPart
from ui.screens.settings.surroundings import Surroundings
from ui.screens.settings.this_pc_card import ThisPc
from ui.theme import Scheme

OPTIONS: Final = {
    "language": LANGUAGES,
    "scheme": tuple(scheme.value for scheme in Scheme),
    "text_size": tuple(str(size.value) for size in TextSize),
}


class AppearancePart(CardsPart):
    """What is chosen here counts at once and is remembered on this PC."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context, "appearance")
        self.this_pc = ThisPc(context.language, OPTIONS, self.widget)
        self.hold(self.this_pc)
        context.appearance.changed.connect(self._show)
        context.language.changed.connect(self._show)
        self.this_pc.chosen.connect(context.commands.run)
        self.this_pc.person.connect(self._sit_down)
        self.this_pc.station.connect(self._keep_station)

    def set_visible(self, visible: bool) -> None:
        """Show what may have changed meanwhile."""
        if visible:
            self._show()

    @Slot()
    def _show(self) -> None:
        appearance = self.context.appearance
        values = {
            "language": self.context.language.code,
            "scheme": appearance.scheme.value,
            "text_size": str(appearance.text_size.value),
        }
        station = self.context.settings.get("station")
        self.this_pc.show_values(values, self.context.staff(), station)
        self.this_pc.offer_sitting_down(not self.context.gate.enforced)

    @Slot(str)
    def _sit_down(self, code: str) -> None:
        self.context.sit_down(code)

    @Slot(str)
    def _keep_station(self, code: str) -> None:
        self.context.settings.put("station", code)


def create(context: ScreenContext, _: Surroundings) -> AppearancePart:
    """Return the part."""
    return AppearancePart(context)
