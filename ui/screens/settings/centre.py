"""The centre and its hours (category centre)."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal, Slot

from desktop.requests import CounterFields, SetUpSite, ShowSite
from desktop.snapshots import SiteAnswer
from ui.live import Changes, Watch
from ui.screens.context import ScreenContext
from ui.screens.settings.centre_card import Centre, CentreCard, Hours
from ui.screens.settings.parts import CardsPart
from ui.screens.settings.presenter import Finished, SettingsPresenter
from ui.screens.settings.surroundings import Surroundings
from ui.theme import Tone


class CentrePart(CardsPart):
    """What a person has changed and not saved stays, whatever others save."""

    permission = "site.setup"
    unsaved_changed = Signal(bool)

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context, "centre")
        self._site: SiteAnswer | None = None
        self.card = CentreCard(context.language, self.widget)
        self.hold(self.card)
        self.presenter = SettingsPresenter(context.desk, context.lanes, context.staff, self)
        self.card.save.connect(self._save)
        self.card.touching.connect(self.unsaved_changed)
        self.presenter.finished.connect(self._finished)
        self._watch = Watch(context.live, self)
        self._watch.stale.connect(self._read)
        self._watch.changed.connect(self._hear)

    @property
    def unsaved(self) -> bool:
        """Say whether something is not saved."""
        return self.card.touched

    def set_visible(self, visible: bool) -> None:
        """Ask anew for what may have changed meanwhile."""
        self._watch.set_visible(visible)

    @Slot()
    def _read(self) -> None:
        self.presenter.look("site", ShowSite())

    @Slot(object)
    def _hear(self, changes: Changes) -> None:
        if site_changed(changes):
            self._read()

    @Slot(object)
    def _save(self, centre: Centre) -> None:
        if self._site is not None:
            self.card.bar.run()
            self.presenter.do("save", set_up(self._site, centre, counters_of(self._site)))

    @Slot(object)
    def _finished(self, end: Finished) -> None:
        if isinstance(end.answer, SiteAnswer):
            self._site = end.answer
            if end.task == "save" or not self.card.touched:
                self.card.show_centre(centre_of(end.answer))
            if end.task == "save":
                words = self.context.language.text("settings.centre.saved")
                self.card.bar.outcome.end(words, Tone.GOOD)
        elif end.error is not None:
            words = self.context.language.sentence(end.error)
            self.card.bar.show_touched(self.card.touched)
            field = {"name_empty": "name", "name_too_long": "name"}.get(
                end.error.code, str(end.error.values.get("field", ""))
            )
            if end.task != "save" or not self.card.show_problem(field, words):
                self.card.bar.outcome.end(words, Tone.BAD)


def site_changed(changes: Changes) -> bool:
    """Say whether the site or a counter is otherwise now."""
    kinds = (str(getattr(event, "kind", "")) for event in changes.events)
    return any(kind.startswith(("site.", "counter.")) for kind in kinds)


def centre_of(answer: SiteAnswer) -> Centre:
    """Return what is set of a site."""
    site = answer.site
    week = cast("Hours", site.hours)
    hours = {day: [list(span) for span in spans] for day, spans in week.items()}
    return Centre(site.name, site.zone, site.rollover_hour, hours)


def counters_of(answer: SiteAnswer) -> tuple[CounterFields, ...]:
    """Return the counters as they are set up."""
    return tuple(CounterFields(one.number, tuple(one.windows)) for one in answer.counters)


def set_up(site: SiteAnswer, centre: Centre, counters: tuple[CounterFields, ...]) -> SetUpSite:
    """Return the request that sets a site up like this."""
    hours: dict[str, object] = dict(centre.hours)
    return SetUpSite(
        site.site.code, centre.name, counters, centre.zone, hours, centre.rollover_hour
    )


def create(context: ScreenContext, _: Surroundings) -> CentrePart:
    """Return the part."""
    return CentrePart(context)
