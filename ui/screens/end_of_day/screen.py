"""Puts the End of day screen together: its commands, its view, its presenter."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import DeskError
from ui.commands import Command, Needs
from ui.live import Watch
from ui.screens.context import ScreenContext
from ui.screens.end_of_day.drafts import ENDS, Draft
from ui.screens.end_of_day.presenter import EndOfDayPresenter, Shown, Written
from ui.screens.end_of_day.view import EndOfDayView

SCOPE: Final = "end_of_day"
KEYS: Final = {
    "choose": ("F5", "mdi6.ticket-confirmation-outline"),
    "rest": ("F6", "mdi6.playlist-check"),
    "clear": ("F4", "mdi6.undo"),
    "write": ("F7", "mdi6.content-save-outline"),
    "close": ("F8", "mdi6.calendar-check-outline"),
}


_WRITE: Final = ("write", "close")


class EndOfDayScreen(QObject):
    """What the frame shows as 日结."""

    def __init__(self, context: ScreenContext) -> None:
        super().__init__()
        self._context = context
        self._busy = False
        acts = {
            "choose": self._choose,
            "rest": self._rest,
            "clear": self._clear,
            "write": self._write,
            "close": self._write,
        }
        for name, (keys, icon) in KEYS.items():
            key = f"end_of_day.{name}"
            needs = Needs.DESK if name in _WRITE else Needs.NOTHING
            words = f"end_of_day.do.{name}"
            verb = "day.close" if name in _WRITE else ""
            made = Command(key, words, keys, icon, False, verb, SCOPE, needs=needs)
            context.commands.add(made, acts[name])
        self.view = EndOfDayView(context.commands, context.language)
        self.setParent(self.view)
        self.presenter = EndOfDayPresenter(context.desk, context.lanes, context.staff, self)
        self._watch = Watch(context.live, self)
        self._connect()

    @property
    def widget(self) -> QWidget:
        """Return the view."""
        return self.view

    def set_visible(self, visible: bool) -> None:
        """Listen only while people can see the day."""
        self._watch.set_visible(visible)

    def take_focus(self) -> None:
        """Begin in the list."""
        self.view.focus_list()

    def _connect(self) -> None:
        view, presenter = self.view, self.presenter
        view.end_wanted.connect(self._end_wanted)
        view.cleared.connect(self._clear)
        view.retried.connect(presenter.refresh)
        view.bar.confirmed.connect(self._confirmed)
        view.bar.left.connect(self._allow)
        presenter.shown.connect(self._shown)
        presenter.written.connect(self._written)
        presenter.refused.connect(self._refused)
        presenter.broken.connect(view.show_broken)
        presenter.busy.connect(self._set_busy)
        self._watch.stale.connect(presenter.refresh)
        self._watch.changed.connect(presenter.hear)
        self._context.language.changed.connect(self._retranslate)
        # queued: by then the keys are held back, or let go
        self._context.watch.changed.connect(self._connection, Qt.ConnectionType.QueuedConnection)

    @Slot(str)
    def _end_wanted(self, end: str) -> None:
        row = self.view.current
        if row is not None and not self._busy:
            usual = row.draft.end if row.draft is not None else ENDS[0]
            self.view.ask_end(row, end or usual)
            self._allow()

    def _choose(self) -> None:
        self._end_wanted("")

    def _rest(self) -> None:
        self.view.ask_rest(ENDS[0])
        self._allow()

    @Slot()
    def _clear(self) -> None:
        row = self.view.current
        if row is not None:
            self.presenter.clear(row.ticket.id)

    def _write(self) -> None:
        self.presenter.write()

    @Slot(str, object)
    def _confirmed(self, ticket: str, draft: Draft) -> None:
        if ticket:
            following = self.presenter.choose(ticket, draft)
            if following is not None:
                self.view.table.select_key(following)
        else:
            self.presenter.choose_rest(draft)
        self.view.focus_list()
        self._allow()

    @Slot(object)
    def _shown(self, shown: Shown) -> None:
        asked = self.view.bar.ticket
        if asked and all(row.ticket.id != asked for row in shown.rows):
            self.view.bar.close_bar()  # somebody else gave it its end
            self.view.focus_list()
        self.view.show_day(shown)
        self._allow()

    @Slot(object)
    def _written(self, written: Written) -> None:
        text = self._context.language.text
        if written.closed:
            self._context.messages.done(text("end_of_day.closed"))
        else:
            words = text("end_of_day.written", count=written.ends, open=written.open)
            self._context.messages.done(words)
        self.view.focus_list()

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self._context.messages.refused(error, self.presenter.write)

    @Slot(bool)
    def _set_busy(self, busy: bool) -> None:
        self._busy = busy
        self._allow()

    @Slot()
    def _allow(self) -> None:
        """The day closes only when every ticket has its end; what is chosen may be kept before."""
        shown = self.presenter.now
        free = shown is not None and not self._busy and self.view.bar.ticket is None
        rows = len(shown.rows) if shown is not None else 0
        undecided = shown.undecided if shown is not None else 0
        closed = shown is not None and shown.state == "closed" and not rows
        allowed = {
            "choose": rows > 0,
            "rest": undecided > 0,
            "clear": rows > undecided,
            "write": 0 < undecided < rows,
            "close": undecided == 0 and not closed,
        }
        for name, able in allowed.items():
            self._context.commands.set_enabled(f"end_of_day.{name}", free and able)

    @Slot(object)
    def _connection(self, _: object) -> None:
        self.view.reword_task()

    @Slot(str)
    def _retranslate(self, _code: str) -> None:
        self.view.retranslate()


def create(context: ScreenContext) -> EndOfDayScreen:
    """Return the screen for the frame."""
    return EndOfDayScreen(context)
