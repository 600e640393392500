"""Sitting down and calling: what a person does before a visitor is served."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop import requests as r
from desktop import snapshots as s
from ui.screens.counter.facts import Tone
from ui.screens.counter.post import Post
from ui.screens.counter.taking_back import TakingBack


class Calling(QObject):
    """`opened` carries the code of who sat down."""

    opened = Signal(str)

    def __init__(self, post: Post, back: TakingBack) -> None:
        super().__init__(post)
        self._post = post
        self._back = back

    def choose(self, number: int | None) -> None:
        """Be another counter; None asks which one."""
        self._post.follower.show(
            number=number, moment=None, finished=None, ended=None, saying=None, chosen=""
        )
        self._post.follower.settle()
        self._post.follower.refresh()

    def open(self, staff: str) -> None:
        """Sit down at the counter, or take it over with what is served."""
        if self._post.state.number is None or not staff.strip():
            return
        request = r.OpenCounter(self._post.state.number, staff.strip())
        self._post.errands.run(request, staff.strip(), self._opened)

    def _opened(self, answer: s.CounterAnswer) -> None:
        before = self._post.state.moment
        key = "taken_over" if before and before.counter.state != "closed" else "opened"
        self.opened.emit(answer.counter.staff or "")
        self._post.follower.say(Tone.GOOD, key, staff=answer.counter.staff or "")
        self._post.follower.settle()
        self._post.follower.refresh()

    def pause(self, reason: str) -> None:
        """Stop calling for a while."""
        self._post.run(lambda number: r.PauseCounter(number, reason), self._counter_done)

    def resume_work(self) -> None:
        """Go on calling."""
        self._post.run(r.ResumeCounter, self._counter_done)

    def close(self) -> None:
        """Leave the counter."""
        self._post.run(r.CloseCounter, self._closed)

    def _counter_done(self, answer: s.CounterAnswer) -> None:
        self._post.follower.say(Tone.INFO, f"now_{answer.counter.state}")
        self._post.follower.settle()
        self._post.follower.refresh()

    def _closed(self, answer: s.CounterAnswer) -> None:
        self._post.follower.show(saying=None, finished=None)
        self._post.follower.settle()
        self._post.follower.refresh()

    def call_next(self) -> None:
        """Call whoever is next."""
        self._post.run(r.CallNext, self._called_next)

    def call(self, ticket: str) -> None:
        """Call one ticket by name."""
        self._post.run(lambda number: r.CallTicket(number, ticket), self._called_one)

    def recall(self) -> None:
        """Repeat the call."""
        self._post.run(r.Recall, self._recalled)

    def start(self) -> None:
        """The visitor is here; a handover note was seen."""
        self._post.run(r.StartService, self._moved_on)

    def no_show(self) -> None:
        """The visitor did not come; while the database is away, the rule is asked here."""
        here, moment = self._post.state.here, self._post.state.moment
        ticket = moment.ticket if moment else None
        if self._post.state.away and here and ticket and ticket.calls < here.calls_needed:
            self._post.follower.say(
                Tone.WARN,
                "too_few_calls_away",
                label=ticket.label,
                calls=ticket.calls,
                needed=here.calls_needed,
            )
            return
        self._post.run(r.NoShow, self._missed)

    def reinstate(self, ticket: str) -> None:
        """Put a missed ticket back in line."""
        self._post.run(lambda _: r.ReinstateTicket(ticket), self._reinstated)

    def _called_next(self, answer: s.MaybeTicketAnswer) -> None:
        if answer.ticket is None:
            self._post.follower.say(Tone.INFO, "nobody")
        elif answer.reason is not None:
            reason = answer.reason
            self._post.follower.say(Tone.INFO, "why", reason=reason.code, values=reason.values)
            self._post.follower.show(finished=None)
        self._post.follower.settle()

    def _called_one(self, answer: s.CalledAnswer) -> None:
        self._post.follower.say(Tone.INFO, "called_by_name", label=answer.ticket.label)
        self._post.follower.show(finished=None)
        self._post.follower.settle()

    def _recalled(self, answer: s.TicketAnswer) -> None:
        self._post.follower.say(
            Tone.INFO, "recalled", label=answer.ticket.label, calls=answer.ticket.calls
        )
        self._post.follower.settle()

    def _moved_on(self, answer: s.TicketAnswer) -> None:
        self._post.follower.show(saying=None)
        self._post.follower.settle()

    def take_over(self, ticket: str) -> None:
        """Go on with a ticket whose counter is not there any more."""
        self._post.run(lambda number: r.TakeOver(number, ticket), self._taken_over)

    def _taken_over(self, answer: s.TicketAnswer) -> None:
        self._post.follower.say(Tone.GOOD, "took_over", label=answer.ticket.label)
        self._post.follower.show(finished=None)
        self._post.follower.settle()
        self._post.follower.refresh_here()

    def _missed(self, answer: s.TicketAnswer) -> None:
        self._back.remember(answer.ticket, "no_show")
        self.missed(answer)
        self._post.follower.refresh_missed()  # first: who is missed stands there once keys work
        self._post.follower.settle()

    def missed(self, answer: s.TicketAnswer) -> None:
        """Say that a visitor did not come."""
        key = "missed" if answer.ticket.misses < 2 else "missed_twice"
        self._post.follower.say(Tone.INFO, key, label=answer.ticket.label)

    def _reinstated(self, answer: s.TicketAnswer) -> None:
        self._post.follower.say(Tone.GOOD, "reinstated", label=answer.ticket.label)
        self._post.follower.settle()
        self._post.follower.refresh_missed()
