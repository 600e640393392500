"""The working calendar (category calendar): from a notice's text or from a file."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDate, Slot

from desktop.requests import ImportCalendar
from desktop.snapshots import CalendarAnswer
from ui.screens.context import ScreenContext
from ui.screens.settings.file_job import FileJob, TextJob
from ui.screens.settings.job import Job
from ui.screens.settings.parts import CardsPart
from ui.screens.settings.presenter import Finished, SettingsPresenter
from ui.screens.settings.surroundings import Surroundings
from ui.theme import Tone


class CalendarPart(CardsPart):
    """Both ways are tried first: which days change, whose due dates move."""

    permission = "calendar.import"

    def __init__(self, context: ScreenContext) -> None:
        super().__init__(context, "calendar")
        language = context.language
        self.notice = TextJob(language, "notice", self.widget, tries=True)
        self.calendar = FileJob(language, "calendar", self.widget, files="CSV (*.csv)", tries=True)
        self.hold(self.notice, self.calendar)
        self.presenter = SettingsPresenter(context.desk, context.lanes, context.staff, self)
        self.notice.attempt.connect(self._try_notice)
        self.notice.go.connect(self._take_notice)
        self.calendar.attempt.connect(self._try_file)
        self.calendar.go.connect(self._take_file)
        self.presenter.began.connect(self._began)
        self.presenter.finished.connect(self._finished)

    @Slot(object)
    def _try_notice(self, text: str) -> None:
        self.presenter.do("notice", ImportCalendar(text=text, dry_run=True))

    @Slot(object)
    def _take_notice(self, text: str) -> None:
        self.presenter.do("notice", ImportCalendar(text=text))

    @Slot(object)
    def _try_file(self, path: Path) -> None:
        self.presenter.do("calendar", ImportCalendar(str(path), dry_run=True))

    @Slot(object)
    def _take_file(self, path: Path) -> None:
        self.presenter.do("calendar", ImportCalendar(str(path)))

    def _card(self, task: str) -> Job:
        return self.notice if task == "notice" else self.calendar

    @Slot(str)
    def _began(self, task: str) -> None:
        self._card(task).run()

    @Slot(object)
    def _finished(self, end: Finished) -> None:
        language, card = self.context.language, self._card(end.task)
        if isinstance(end.answer, CalendarAnswer):
            answer = end.answer
            lines = partial(self._lines, answer)
            if card.trying:
                key = "trial" if answer.changed or answer.moved else "nothing_new"
                card.show_trial(partial(self._words, key, answer), lines)
            else:
                card.end(partial(self._words, "done", answer), Tone.GOOD, lines)
        elif end.error is not None:
            card.end(partial(language.sentence, end.error), Tone.BAD)
        else:
            card.end(partial(language.text, "message.crash"), Tone.BAD)

    def _words(self, key: str, answer: CalendarAnswer) -> str:
        text = self.context.language.text
        words = text(
            f"settings.calendar.{key}",
            days=answer.days,
            changed=len(answer.changed),
            moved=len(answer.moved),
        )
        if answer.provisional:
            years = [str(year) for year in answer.provisional]
            words += " " + text("settings.calendar.provisional", years=years)
        return words

    def _lines(self, answer: CalendarAnswer) -> list[str]:
        text = self.context.language.text
        cases = [
            text(
                "settings.calendar.moved",
                number=case.number,
                item=case.item_name,
                was=was,
                due=case.due_on,
            )
            for case, was in zip(answer.moved, answer.was_due, strict=True)
        ]
        days = [
            text(f"settings.calendar.{'works' if one.working else 'off'}", day=self._day(one.day))
            for one in answer.changed
        ]
        return [*cases, *days]

    def _day(self, day: date) -> str:
        shown = self.context.language.date(QDate(day.year, day.month, day.day))
        return f"{day.year} {shown}"


def create(context: ScreenContext, _: Surroundings) -> CalendarPart:
    """Return the part."""
    return CalendarPart(context)
