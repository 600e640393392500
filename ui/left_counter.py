"""The counter that somebody left open at this PC: told to who comes, who may take it over."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from desktop.desk import Desk, new_command
from desktop.domain.errors import DeskError
from desktop.requests import OpenCounter
from desktop.snapshots import Answer, CounterAnswer, CounterShape, StaffShape
from ui.application import Shell
from ui.doors import Here
from ui.screens.context import PcSettings
from ui.theme import Tone
from ui.widgets.toast import WayOn


class LeftCounter(QObject):
    """It stays open and its visitor stays there; beats go on as long as the PC is there."""

    def __init__(self, shell: Shell, desk: Desk, settings: PcSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._desk, self._settings = shell, desk, settings
        self._here = Here(None)

    def see(self, here: Here) -> None:
        """Know the counters and people, as the database says now."""
        self._here = here

    def words(self) -> str:
        """Return who has this PC's counter open, in words; "" for nobody."""
        counter = self._counter()
        if counter is None or counter.staff is None:
            return ""
        names = {person.code: person.name for person in self._here.staff}
        name = names.get(counter.staff) or counter.staff
        text = self._shell.language.text
        return text("sign_in.counter_open", counter=counter.number, name=name)

    def offer(self, person: StaffShape) -> None:
        """Tell who came about somebody else's counter, and let them take it if they may."""
        counter = self._counter()
        if counter is None or counter.staff in (None, person.code):
            return
        ways: tuple[WayOn, ...] = ()
        if self._shell.commands.allows(OpenCounter.verb):
            act = partial(self._take, counter.number, person.code)
            ways = (WayOn(self._shell.language.text("sign_in.take_counter"), act),)
        self._shell.messages.note(self.words(), Tone.WARN, ways)

    def _counter(self) -> CounterShape | None:
        number = self._settings.get("counter")
        counters = self._here.site.counters if self._here.site is not None else ()
        found = (one for one in counters if str(one.number) == number and one.state != "closed")
        return next(found, None)

    def _take(self, number: int, code: str) -> None:
        request = OpenCounter(number, code)
        work = partial(self._desk.do, request, new_command(), code, "gate")
        self._shell.lanes.database.submit(work, self._taken, self._refused)

    @Slot(object)
    def _taken(self, answer: Answer) -> None:
        assert isinstance(answer, CounterAnswer)
        text = self._shell.language.text
        self._shell.messages.done(text("sign_in.counter_taken", counter=answer.counter.number))

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self._shell.messages.refused(error)
