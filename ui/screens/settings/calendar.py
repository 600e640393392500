"""The working calendar (category calendar)."""

from __future__ import annotations

from PySide6.QtCore import Slot

from desktop.snapshots import CalendarAnswer
from ui.screens.context import ScreenContext
from ui.screens.settings.file_job import FileJob
from ui.screens.settings.parts import CardsPart
from ui.screens.settings.presenter import Finished, SettingsPresenter
from ui.screens.settings.surroundings import Surroundings
from ui.theme import Tone


class CalendarPart(CardsPart):
    """Importing days; due dates that move are listed."""

    permission = "calendar.import"

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context, "calendar")
        language = context.language
        self.calendar = FileJob(language, "calendar", self.widget, files="CSV (*.csv)")
        self.hold(self.calendar)
        self.presenter = SettingsPresenter(context.desk, context.lanes, context.staff, self)
        self.calendar.go.connect(self.presenter.import_calendar)
        self.presenter.began.connect(self.calendar.run)
        self.presenter.finished.connect(self._finished)

    @Slot(object)
    def _finished(self, end: Finished) -> None:
        text = self.context.language.text
        if isinstance(end.answer, CalendarAnswer):
            days, moved = end.answer.days, end.answer.moved
            lines = [
                text(
                    "settings.calendar.moved",
                    number=case.number,
                    item=case.item_name,
                    due=case.due_on,
                )
                for case in moved
            ]
            words = text("settings.calendar.done", days=days, moved=len(moved))
            self.calendar.end(words, Tone.GOOD, lines)
        elif end.error is not None:
            self.calendar.end(self.context.language.sentence(end.error), Tone.BAD)
        else:
            self.calendar.end(text("message.crash"), Tone.BAD)


def create(context: ScreenContext, _: Surroundings) -> CalendarPart:
    """Return the part."""
    return CalendarPart(context)
