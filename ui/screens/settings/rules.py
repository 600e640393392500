"""Rules (category rules): what holds for everybody who stands in line, tried on today's line."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.requests import GetSettings, PreviewRules, ShowCatalogue, ShowSite
from desktop.snapshots import CatalogueAnswer, RulesPreview, SettingsAnswer, SiteAnswer
from ui.live import Watch
from ui.screens.context import ScreenContext
from ui.screens.settings.parts import CardsPart, SideBySide
from ui.screens.settings.presenter import Finished, SettingsPresenter
from ui.screens.settings.rules_card import RulesCard
from ui.screens.settings.rules_missed import MissedCard
from ui.screens.settings.rules_preview import PreviewCard
from ui.screens.settings.surroundings import Surroundings
from ui.theme import STEP, Tone

PREVIEW_AFTER_MS = 200
NO_SHOWS = ("positions_behind", "calls_before_no_show")


class RulesPart(CardsPart):
    """What a person has changed and not saved stays; what others save is shown otherwise."""

    permission = "settings.set"
    unsaved_changed = Signal(bool)

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context, "rules", lines=84)
        self._letters: dict[str, str] = {}
        self._zone = "UTC"
        self.rules = RulesCard(context.language, self.widget)
        self.preview = PreviewCard(context.language, self._letter, self.widget)
        self.missed = MissedCard(context.language, self._letter, self.widget)
        self.hold(SideBySide(self.rules, self._tried()))
        self.presenter = SettingsPresenter(context.desk, context.lanes, context.staff, self)
        self.rules.save.connect(self.presenter.save_rules)
        self.rules.touching.connect(self._touched)
        self.presenter.finished.connect(self._finished)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(PREVIEW_AFTER_MS)
        self._wait.timeout.connect(self._try_out)
        self._watch = Watch(context.live, self)
        self._watch.stale.connect(self._read)
        self._watch.changed.connect(self._read)

    @property
    def unsaved(self) -> bool:
        """Say whether something is not saved."""
        return self.rules.touched

    def set_visible(self, visible: bool) -> None:
        """Ask anew for what may have changed meanwhile."""
        self._watch.set_visible(visible)

    def _tried(self) -> QWidget:
        """Return what is tried, one card below the other."""
        column = QWidget(self.widget)
        box = QVBoxLayout(column)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(3 * STEP)
        for card in (self.preview, self.missed):
            box.addWidget(card)
        return column

    def _letter(self, window: str) -> str:
        return self._letters.get(window, "")

    @Slot()
    def _read(self) -> None:
        self.presenter.look("rules", GetSettings(), ShowSite(), ShowCatalogue())

    @Slot(bool)
    def _touched(self, touched: bool) -> None:
        self.unsaved_changed.emit(touched)
        self._wait.start()

    @Slot()
    def _try_out(self) -> None:
        minutes: dict[str, object] = dict(self.rules.head_starts())
        numbers = self.rules.numbers
        behind, calls = (numbers[name].value() for name in NO_SHOWS)
        self.presenter.look("preview", PreviewRules(minutes, behind, calls))

    @Slot(object)
    def _finished(self, end: Finished) -> None:
        match end.answer:
            case (SettingsAnswer() as rules, SiteAnswer() as site, CatalogueAnswer() as catalogue):
                self._learn(site, catalogue)
                if not self.rules.touched:
                    self.rules.show_rules(rules.settings)
                self._wait.start()
            case SettingsAnswer() as rules:
                self.rules.show_rules(rules.settings)
                words = self.context.language.text("settings.rules.saved")
                self.rules.bar.outcome.end(words, Tone.GOOD)
            case RulesPreview() as tried:
                same = "priority_minutes" not in self.rules.changed()
                self.preview.show_rows(tried.rows, self._zone, same=same)
                self.missed.show_rows(tried.missed, tried.called)
            case _ if end.error is not None:
                self._refused(end)

    def _learn(self, site: SiteAnswer, catalogue: CatalogueAnswer) -> None:
        self._zone = site.site.zone
        windows = cast("tuple[dict[str, Any], ...]", catalogue.windows)
        self._letters = {one["code"]: one["letter"] for one in windows}

    def _refused(self, end: Finished) -> None:
        assert end.error is not None
        words = self.context.language.sentence(end.error)
        if end.task == "preview":
            self.preview.show_problem(words)
            self.missed.show_nothing()
        else:
            self.rules.bar.show_touched(self.rules.touched)
            self.rules.bar.outcome.end(words, Tone.BAD)


def create(context: ScreenContext, _: Surroundings) -> RulesPart:
    """Return the part."""
    return RulesPart(context)
