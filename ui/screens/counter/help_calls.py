"""Counters that call for help, told at every PC: a toast with a way on, never the public board."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Slot

from desktop.desk import new_command
from desktop.domain.counter_events import HelpAsked, HelpEnded
from desktop.requests import EndHelp, ShowCounter
from desktop.snapshots import Answer, CounterFile
from ui.connection import held_back
from ui.live import Changes
from ui.screens.context import ScreenContext
from ui.theme import Tone
from ui.widgets.toast import WayOn

ME = "help"
SETTING = "counter"
"""Which counter this PC is; it need not hear of its own call."""


class HelpCalls(QObject):
    """Tells of each call once; whoever goes there ends it, and its toast goes away everywhere."""

    def __init__(self, context: ScreenContext, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._told: dict[int, str] = {}
        context.live.changed.connect(self._heard)

    @Slot(object)
    def _heard(self, changes: Changes) -> None:
        for event in changes.events:
            match event:
                case HelpAsked() if str(event.number) != self._context.settings.get(SETTING):
                    self._read(event.number)
                case HelpEnded():
                    self._take_away(event.number)

    def _read(self, number: int) -> None:
        work = partial(self._context.desk.ask, ShowCounter(number))
        self._context.lanes.database.submit(work, self._tell, self._unread)

    @Slot(object)
    def _tell(self, answer: Answer) -> None:
        if not isinstance(answer, CounterFile) or answer.counter.help is None:
            return
        number, call, text = answer.counter.number, answer.counter.help, self._context.language.text
        who = call.asked_by or ""
        values = {"counter": number, "label": call.label or "", "staff": who}
        words = text("counter.help.called_for" if call.label else "counter.help.called", **values)
        if call.note:
            words = f"{words} {call.note}"
        self._take_away(number)
        self._told[number] = words
        way = WayOn(text("counter.help.go", counter=number), partial(self._go, number))
        self._context.messages.note(words, Tone.WARN, (way,))

    def _take_away(self, number: int) -> None:
        words = self._told.pop(number, None)
        for toast in self._context.messages.toasts.shown:
            if words is not None and toast.note.words == words:
                toast.dismiss()

    def _go(self, number: int) -> None:
        """Say that somebody goes there."""
        why = held_back(self._context.desk)
        if why is not None:
            self._context.messages.refused(why)
            return
        staff = self._context.staff() or None
        work = partial(
            self._context.desk.do,
            EndHelp(number),
            command=new_command(),
            staff=staff,
            initiator=ME,
        )
        self._context.lanes.database.submit(work, self._gone, self._context.messages.show_error)

    @Slot(object)
    def _gone(self, _: object) -> None:
        """Nothing more to say: the counter reads who comes."""

    @Slot(object)
    def _unread(self, _: object) -> None:
        """Say nothing: the banner tells that the database is away."""
