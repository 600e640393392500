"""Windows and items (category catalogue)."""

from __future__ import annotations

from PySide6.QtCore import Slot

from desktop.snapshots import CatalogueCounts
from ui.screens.context import ScreenContext
from ui.screens.settings.file_job import FileJob
from ui.screens.settings.parts import CardsPart
from ui.screens.settings.presenter import Finished, SettingsPresenter
from ui.screens.settings.surroundings import Surroundings
from ui.theme import Tone


class CataloguePart(CardsPart):
    """Loading a whole catalogue."""

    permission = "catalogue.load"

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context, "catalogue")
        language, files = context.language, "YAML (*.yaml *.yml)"
        self.catalogue = FileJob(language, "catalogue", self.widget, files=files)
        self.hold(self.catalogue)
        self.presenter = SettingsPresenter(context.desk, context.lanes, context.staff, self)
        self.catalogue.go.connect(self.presenter.load_catalogue)
        self.presenter.began.connect(self.catalogue.run)
        self.presenter.finished.connect(self._finished)

    @Slot(object)
    def _finished(self, end: Finished) -> None:
        language = self.context.language
        match end.answer:
            case CatalogueCounts(windows, items, bundles):
                counts = {"windows": windows, "items": items, "bundles": bundles}
                words = language.text("settings.catalogue.done", **counts)
                self.catalogue.end(words, Tone.GOOD)
            case _ if end.error is not None:
                self.catalogue.end(language.sentence(end.error), Tone.BAD)
            case _:
                self.catalogue.end(language.text("message.crash"), Tone.BAD)


def create(context: ScreenContext, _: Surroundings) -> CataloguePart:
    """Return the part."""
    return CataloguePart(context)
