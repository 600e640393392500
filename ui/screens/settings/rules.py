"""Rules (category rules): what holds for everybody who stands in line."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot

from desktop.snapshots import SettingsAnswer
from ui.live import Watch
from ui.screens.context import ScreenContext
from ui.screens.settings.parts import CardsPart
from ui.screens.settings.presenter import Finished, SettingsPresenter
from ui.screens.settings.rules_card import RulesCard
from ui.screens.settings.surroundings import Surroundings
from ui.theme import Tone


class RulesPart(CardsPart):
    """What a person has changed and not saved stays; what others save is shown otherwise."""

    permission = "settings.set"
    unsaved_changed = Signal(bool)

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context, "rules")
        self.rules = RulesCard(context.language, self.widget)
        self.hold(self.rules)
        self.presenter = SettingsPresenter(context.desk, context.lanes, context.staff, self)
        self.rules.save.connect(self.presenter.save_rules)
        self.rules.touching.connect(self.unsaved_changed)
        self.presenter.finished.connect(self._finished)
        self._watch = Watch(context.live, self)
        self._watch.stale.connect(self.presenter.read_rules)
        self._watch.changed.connect(self.presenter.read_rules)

    @property
    def unsaved(self) -> bool:
        """Say whether something is not saved."""
        return self.rules.touched

    def set_visible(self, visible: bool) -> None:
        """Ask anew for what may have changed meanwhile."""
        self._watch.set_visible(visible)

    @Slot(object)
    def _finished(self, end: Finished) -> None:
        if isinstance(end.answer, SettingsAnswer):
            if end.task == "save_rules" or not self.rules.touched:
                self.rules.show_rules(end.answer.settings)
            if end.task == "save_rules":
                words = self.context.language.text("settings.rules.saved")
                self.rules.outcome.end(words, Tone.GOOD)
        elif end.error is not None:
            self.rules.outcome.end(self.context.language.sentence(end.error), Tone.BAD)


def create(context: ScreenContext, _: Surroundings) -> RulesPart:
    """Return the part."""
    return RulesPart(context)
