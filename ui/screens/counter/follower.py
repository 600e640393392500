"""Follows one counter: reads it, keeps what is shown, and lets time pass without asking.

`shown(Shown)` follows every change.  Reads carry keys, so an outdated one is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from time import monotonic
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.desk import Desk
from desktop.domain.counter_events import HelpEnded
from desktop.domain.errors import DeskError
from desktop.domain.events import TicketReturned, TicketTakenOver
from desktop.snapshots import TicketShape
from ui.background import Lanes
from ui.live import Changes
from ui.screens.counter.drafts import Draft, first_draft
from ui.screens.counter.facts import Book, Here, Moment, Phase, Shown, Tone, say
from ui.screens.counter.reading import read_book, read_here, read_missed, read_moment

_TICK_MS: Final = 20_000
_AGAIN_MS: Final = 3_000
_LONGEST_REST_S: Final = 1.0
_SLOW_KINDS: Final = ("site.", "catalogue.", "staff.", "settings.", "calendar.", "counter.")
"""Events after which counters, people or catalogue are read anew."""

_MISSED_KINDS: Final = frozenset({"ticket.missed", "ticket.reinstated", "ticket.ended"})


class Follower(QObject):
    """What is known of the counter `number` (None: not chosen yet)."""

    shown = Signal(object)

    def __init__(
        self,
        desk: Desk,
        lanes: Lanes,
        number: int | None,
        staff: Callable[[], str],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self._staff = staff
        self._state = Shown(number=number, staff=staff())
        self._read_at = monotonic()
        self._reminded: set[str] = set()
        self._answered: set[str] = set()
        self._lost: set[str] = set()
        self._running = False
        self._settling = False
        self._reading = self._outdated = self._missed_outdated = False
        self._asked_at = monotonic()
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.tick)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self.refresh)

    @property
    def state(self) -> Shown:
        """Return what is shown."""
        return self._state

    def show(self, **changes: object) -> None:
        """Change some fields of what is shown."""
        # The names are those of Shown's fields; a wrong one raises at once.
        state = replace(self._state, staff=self._staff(), **changes)  # type: ignore[arg-type]
        if state != self._state:
            self._state = state
            self.shown.emit(state)

    def say(self, tone: Tone, key: str, **values: object) -> None:
        """Tell one sentence."""
        self.show(saying=say(tone, key, **values))

    def set_visible(self, visible: bool) -> None:
        """Count minutes on while people look."""
        if visible:
            self._tick.start()
        else:
            self._tick.stop()
            self._again.stop()

    def set_running(self, running: bool) -> None:
        """Be busy while a command runs."""
        self._running = running
        self.show(busy=self._running or self._settling)

    def keep(self, ticket: str, how: str) -> None:
        """Show that a ticket was ended here and waits to be sent."""
        self.show(kept={**self._state.kept, ticket: how}, saying=None)

    def answered(self, ticket: str) -> None:
        """Show a ticket as the desk knows it again, once that is read."""
        self._answered.add(ticket)

    def lose_touch(self) -> None:
        """Wait for no read any more: the database is away, what is shown stays."""
        self._settling = self._reading = False
        self.show(busy=self._running)

    def settle(self) -> None:
        """Read what a command changed, and stay busy until it is shown."""
        if self._state.number is not None:
            self._settling = True
            self.refresh_moment()

    def refresh(self) -> None:
        """Read everything anew."""
        lane = self._lanes.database
        lane.submit(partial(read_book, self._desk), self._book, self._broken, key="counter.book")
        self.refresh_here()
        self.refresh_moment()
        self.refresh_missed()

    def refresh_here(self) -> None:
        """Read counters and people anew: a counter may have been lost without a word."""
        work = partial(read_here, self._desk)
        self._lanes.database.submit(work, self._here, self._broken, key="counter.here")

    def refresh_moment(self) -> None:
        """Read the counter, its visitor and the queue anew."""
        if self._state.number is None:
            return
        finished = self._state.finished
        papers_of = finished.ticket.id if finished and finished.papers else ""
        self._reading, self._outdated, self._asked_at = True, False, monotonic()
        moment = self._state.moment
        line = moment.queue if moment is not None else ()
        work = partial(read_moment, self._desk, self._state.number, papers_of, line)
        self._lanes.database.submit(work, self._moment, self._broken, key="counter.moment")

    def refresh_missed(self) -> None:
        """Read the missed tickets anew."""
        if self._state.number is not None:
            work = partial(read_missed, self._desk, self._state.number)
            lane = self._lanes.database
            lane.submit(work, self._missed, self._broken, key="counter.missed")

    def heard(self, changes: Changes) -> None:
        """Follow what happened elsewhere."""
        kinds = [str(getattr(event, "kind", "")) for event in changes.events]
        self._tell_of_mine(changes)
        if any(kind.startswith(_SLOW_KINDS) for kind in kinds):
            self.refresh()
        elif kinds:
            self._missed_outdated |= any(kind in _MISSED_KINDS for kind in kinds)
            self._follow()

    def _follow(self) -> None:
        """Read what happened elsewhere, after what is being read now.

        A new read would throw the one under way away, and where much happens without a pause
        none would ever be shown.
        """
        if self._reading:
            self._outdated = True
        else:
            self.refresh_moment()

    def _read(self) -> None:
        """Know that a read has come to its end; go on with what happened meanwhile.

        It rests as long as it read: of a line of thousands the screen would do nothing else.
        """
        if self._outdated and self._reading:
            took = min(monotonic() - self._asked_at, _LONGEST_REST_S)
            QTimer.singleShot(round(took * 1000), self, self.refresh_moment)
        else:
            self._reading = False

    def tick(self) -> None:
        """Let waiting minutes grow, and remind of holds whose time is over."""
        moment = self._state.moment
        if moment is None:
            return
        passed = monotonic() - self._read_at
        self._remind(moment, passed)
        self.show(passed=passed)

    def _tell_of_mine(self, changes: Changes) -> None:
        """Say what became of the ticket at this counter without its doing."""
        ticket = self._state.moment.ticket if self._state.moment else None
        for news in changes.news:
            event = news.event
            match event:
                case HelpEnded() if event.number == self._state.number:
                    who = getattr(news, "by", None) or ""
                    self.say(Tone.GOOD, "help_comes" if who else "help_over", staff=who)
                case TicketReturned() if ticket and event.ticket_id == ticket.id:
                    self.say(Tone.WARN, "returned", label=ticket.label)
                case TicketTakenOver() if ticket and event.ticket_id == ticket.id:
                    if event.counter != self._state.number:
                        key, number = "went_over", event.counter
                        self.say(Tone.WARN, key, label=ticket.label, counter=number)

    def _remind(self, moment: Moment, passed: float) -> None:
        for ticket in moment.held:
            until = ticket.hold_until
            if until is None or ticket.id in self._reminded:
                continue
            if (until - moment.now).total_seconds() <= passed:
                self._reminded.add(ticket.id)
                self.say(Tone.WARN, "hold_over", label=ticket.label)

    def _book(self, book: Book) -> None:
        self.show(book=book)

    def _here(self, here: Here) -> None:
        known = {counter.number for counter in here.counters}
        number = self._state.number if self._state.number in known else None
        self._again.stop()
        self.show(here=here, number=number, problem=None)
        new = [one for one in self._state.lost if one.id not in self._lost]
        self._lost = {one.id for one in self._state.lost}
        if new and self._state.phase is Phase.FREE:
            self.say(Tone.WARN, "lost", label=new[0].label, counter=new[0].counter)

    def _moment(self, moment: Moment) -> None:
        if moment.counter.number != self._state.number:
            return
        self._again.stop()
        self._read()
        self._read_at = monotonic()
        drafts = self._drafts(moment)
        here = [file.case.id for file in moment.cases]
        chosen = self._state.chosen if self._state.chosen in here else next(iter(here), "")
        self._reminded &= {ticket.id for ticket in moment.held}
        self._settling = False
        kept = {one: how for one, how in self._state.kept.items() if one not in self._answered}
        self._answered.clear()
        self.show(
            moment=moment,
            kept=kept,
            drafts=drafts,
            chosen=chosen,
            problem=None,
            passed=0.0,
            busy=self._running,
        )
        if self._missed_outdated:
            self._missed_outdated = False
            self.refresh_missed()

    def _missed(self, missed: tuple[TicketShape, ...]) -> None:
        self.show(missed=missed)

    def _drafts(self, moment: Moment) -> Mapping[str, Draft]:
        """Return the drafts of this stop's cases, and those of visits on hold as they were."""
        old, book = self._state.drafts, self._state.book
        held = {case for one in moment.held for place in one.places for case in place.cases}
        drafts = {case: draft for case, draft in old.items() if case in held}
        for file in moment.cases:
            item = book.items.get(file.case.item) if book else None
            first = first_draft(file, item.authority if item else "")
            drafts[file.case.id] = old.get(file.case.id, first)
        return drafts

    def _broken(self, error: DeskError) -> None:
        if error.code == "unknown_counter":
            self._settling = False
            self.show(number=None, moment=None, busy=self._running)
            return
        self._again.start()
        self._settling = self._reading = self._outdated = False
        self.show(problem=error, busy=self._running)
