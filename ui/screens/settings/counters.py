"""The counters (category counters)."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import Signal, Slot

from desktop.requests import CounterFields, ListStaff, ShowCatalogue, ShowSite
from desktop.snapshots import CatalogueAnswer, SiteAnswer, StaffListAnswer
from ui.live import Changes, Watch
from ui.screens.context import ScreenContext
from ui.screens.settings.centre import centre_of, counters_of, set_up, site_changed
from ui.screens.settings.counter_row import WindowName
from ui.screens.settings.counters_card import CountersCard
from ui.screens.settings.parts import CardsPart
from ui.screens.settings.presenter import Finished, SettingsPresenter
from ui.screens.settings.surroundings import Surroundings
from ui.theme import Tone


class CountersPart(CardsPart):
    """What a person has changed and not saved stays; how the counters are now is followed."""

    permission = "site.setup"
    unsaved_changed = Signal(bool)

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context, "counters")
        self._site: SiteAnswer | None = None
        self._catalogue: CatalogueAnswer | None = None
        self._people: dict[str, str] = {}
        self.card = CountersCard(context.language, self.widget)
        self.hold(self.card)
        self.presenter = SettingsPresenter(context.desk, context.lanes, context.staff, self)
        self.card.save.connect(self._save)
        self.card.touching.connect(self.unsaved_changed)
        self.presenter.finished.connect(self._finished)
        self._watch = Watch(context.live, self)
        self._watch.stale.connect(self._read)
        self._watch.changed.connect(self._hear)
        context.language.changed.connect(self._show)

    @property
    def unsaved(self) -> bool:
        """Say whether something is not saved."""
        return self.card.touched

    def set_visible(self, visible: bool) -> None:
        """Ask anew for what may have changed meanwhile."""
        self._watch.set_visible(visible)

    @Slot()
    def _read(self) -> None:
        self.presenter.look("read", ShowSite(), ShowCatalogue(), ListStaff())

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        kinds = [str(getattr(event, "kind", "")) for event in changes.events]
        if site_changed(changes) or any(kind.startswith("catalogue.") for kind in kinds):
            self._read()

    @Slot(object)
    def _save(self, counters: tuple[CounterFields, ...]) -> None:
        if self._site is not None:
            self.card.bar.run()
            self.presenter.do("save", set_up(self._site, centre_of(self._site), counters))

    @Slot()
    def _show(self) -> None:
        if self._site is None or self._catalogue is None:
            return
        names = windows_of(self._catalogue, self.context.language.code)
        if self.card.touched:
            if {one.code for one in names} == self.card.window_codes:
                self.card.name_windows(names)
            self.card.show_states(self._states(self._site))
        else:
            self._show_all()

    def _show_all(self) -> None:
        assert self._site is not None
        assert self._catalogue is not None
        names = windows_of(self._catalogue, self.context.language.code)
        self.card.show_counters(counters_of(self._site), names, self._states(self._site))

    def _states(self, site: SiteAnswer) -> dict[int, str]:
        text = self.context.language.text
        return {
            one.number: text(
                f"settings.counters.state.{one.state}",
                staff=self._people.get(one.staff or "", one.staff or ""),
            )
            for one in site.counters
        }

    @Slot(object)
    def _finished(self, end: Finished) -> None:
        match end.answer:
            case (
                SiteAnswer() as site,
                CatalogueAnswer() as catalogue,
                StaffListAnswer() as people,
            ):
                self._site, self._catalogue = site, catalogue
                self._people = {one.code: one.name or one.code for one in people.staff}
                self._show()
            case SiteAnswer() as site:
                self._site = site
                self._show_all()
                words = self.context.language.text("settings.counters.saved")
                self.card.bar.outcome.end(words, Tone.GOOD)
            case _ if end.error is not None:
                self.card.bar.show_touched(self.card.touched)
                self.card.bar.outcome.end(self._sentence(end), Tone.BAD)

    def _sentence(self, end: Finished) -> str:
        assert end.error is not None
        if end.error.code == "counter_busy":
            number = end.error.values.get("counter")
            return self.context.language.text("settings.counters.busy", number=number)
        return self.context.language.sentence(end.error)


def windows_of(catalogue: CatalogueAnswer, language: str) -> tuple[WindowName, ...]:
    """Return the windows on offer in the words of a language."""
    plain = cast("tuple[dict[str, Any], ...]", catalogue.windows)
    return tuple(
        WindowName(one["code"], one["letter"], one[f"name_{language}"])
        for one in plain
        if not one["withdrawn"]
    )


def create(context: ScreenContext, _: Surroundings) -> CountersPart:
    """Return the part."""
    return CountersPart(context)
