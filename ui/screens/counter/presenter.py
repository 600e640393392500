"""Decides what the counter screen does; knows the desk and no widget.

Commands run one at a time (`Errands`); what is shown is kept by the `Follower`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, Signal

from desktop import requests as r
from desktop import snapshots as s
from desktop.desk import Desk
from ui.background import Lanes
from ui.screens.counter import drafts as d
from ui.screens.counter.errands import Errands, Refusal
from ui.screens.counter.facts import Phase, Shown, Tone
from ui.screens.counter.follower import Follower

ME: Final = "counter"
"""The initiator of this screen's commands."""


class Presenter(QObject):
    """The counter at this PC.

    Signals: `refused(Refusal)`; `papers_made(papers)` after a finish; `ask_finish(cases)` when
    open cases would stay undecided; `fix_case(id)` when a draft cannot be sent yet.
    """

    refused = Signal(object)
    papers_made = Signal(object)
    ask_finish = Signal(object)
    fix_case = Signal(str)

    def __init__(
        self,
        desk: Desk,
        lanes: Lanes,
        number: int | None,
        staff: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._staff = staff
        self.follower = Follower(desk, lanes, number, staff, self)
        self.errands = Errands(desk, lanes, ME, self)
        self.errands.changed.connect(self._busy_changed)
        self.errands.refused.connect(self._refused)

    @property
    def state(self) -> Shown:
        """Return what is shown."""
        return self.follower.state

    # ---- which counter, who --------------------------------------------------------------

    def choose(self, number: int | None) -> None:
        """Be another counter; None asks which one."""
        self.follower.show(number=number, moment=None, finished=None, saying=None, chosen="")
        self.follower.refresh()

    def open(self, staff: str) -> None:
        """Sit down at the counter, or take it over with what is served."""
        if self.state.number is None or not staff.strip():
            return
        request = r.OpenCounter(self.state.number, staff.strip())
        self.errands.run(request, staff.strip(), self._opened)

    def _opened(self, answer: s.CounterAnswer) -> None:
        before = self.state.moment
        key = "taken_over" if before and before.counter.state != "closed" else "opened"
        self.follower.say(Tone.GOOD, key, staff=answer.counter.staff or "")
        self.follower.refresh()

    def pause(self, reason: str) -> None:
        """Stop calling for a while."""
        self._run(lambda number: r.PauseCounter(number, reason), self._counter_done)

    def resume_work(self) -> None:
        """Go on calling."""
        self._run(r.ResumeCounter, self._counter_done)

    def close(self) -> None:
        """Leave the counter."""
        self._run(r.CloseCounter, self._closed)

    def _counter_done(self, answer: s.CounterAnswer) -> None:
        self.follower.say(Tone.INFO, f"now_{answer.counter.state}")
        self.follower.refresh()

    def _closed(self, answer: s.CounterAnswer) -> None:
        self.follower.show(saying=None, finished=None)
        self.follower.refresh()

    # ---- calling -------------------------------------------------------------------------

    def call_next(self) -> None:
        """Call whoever is next."""
        self._run(r.CallNext, self._called_next)

    def call(self, ticket: str) -> None:
        """Call one ticket by name."""
        self._run(lambda number: r.CallTicket(number, ticket), self._called_one)

    def recall(self) -> None:
        """Repeat the call."""
        self._run(r.Recall, self._recalled)

    def start(self) -> None:
        """The visitor is here; a handover note was seen."""
        self._run(r.StartService, self._moved_on)

    def no_show(self) -> None:
        """The visitor did not come."""
        self._run(r.NoShow, self._missed)

    def reinstate(self, ticket: str) -> None:
        """Put a missed ticket back in line."""
        self._run(lambda _: r.ReinstateTicket(ticket), self._reinstated)

    def _called_next(self, answer: s.MaybeTicketAnswer) -> None:
        if answer.ticket is None:
            self.follower.say(Tone.INFO, "nobody")
        elif answer.reason is not None:
            reason = answer.reason
            self.follower.say(Tone.INFO, "why", reason=reason.code, values=reason.values)
            self.follower.show(finished=None)
        self.follower.refresh_moment()

    def _called_one(self, answer: s.CalledAnswer) -> None:
        self.follower.say(Tone.INFO, "called_by_name", label=answer.ticket.label)
        self.follower.show(finished=None)
        self.follower.refresh_moment()

    def _recalled(self, answer: s.TicketAnswer) -> None:
        self.follower.say(
            Tone.INFO, "recalled", label=answer.ticket.label, calls=answer.ticket.calls
        )
        self.follower.refresh_moment()

    def _moved_on(self, answer: s.TicketAnswer) -> None:
        self.follower.show(saying=None)
        self.follower.refresh_moment()

    def _missed(self, answer: s.TicketAnswer) -> None:
        key = "missed" if answer.ticket.misses < 2 else "missed_twice"
        self.follower.say(Tone.INFO, key, label=answer.ticket.label)
        self.follower.refresh_moment()

    def _reinstated(self, answer: s.TicketAnswer) -> None:
        self.follower.say(Tone.GOOD, "reinstated", label=answer.ticket.label)
        self.follower.refresh_moment()

    # ---- serving -------------------------------------------------------------------------

    def choose_case(self, case_id: str) -> None:
        """Show another case of the stop."""
        if case_id in self.state.drafts:
            self.follower.show(chosen=case_id)

    def step_case(self, by: int) -> None:
        """Show the next or the previous case of the stop."""
        ids = [file.case.id for file in self.state.moment.cases] if self.state.moment else []
        if self.state.chosen in ids:
            place = ids.index(self.state.chosen) + by
            self.follower.show(chosen=ids[place % len(ids)])

    def edit(self, draft: d.Draft) -> None:
        """Keep what was prepared for the chosen case."""
        if self.state.chosen:
            self.follower.show(drafts={**self.state.drafts, self.state.chosen: draft})

    def finish(self, *, confirmed: bool = False) -> None:
        """End the stop, unless a draft is faulty (`fix_case`) or a case is open (`ask_finish`)."""
        moment = self.state.moment
        if moment is None or self.state.phase is not Phase.SERVING:
            return
        for file in moment.cases:
            if d.problem(self.state.draft(file), file):
                self.follower.show(chosen=file.case.id)
                self.fix_case.emit(file.case.id)
                return
        if self.state.undecided and not confirmed:
            self.ask_finish.emit(self.state.undecided)
            return
        outcomes = tuple(
            d.outcome_of(self.state.draft(file), file)
            for file in moment.cases
            if self.state.draft(file).outcome
        )
        self._run(lambda number: r.FinishStop(number, outcomes), self._finished)

    def add(self, item: str) -> None:
        """One more thing."""
        self._run(lambda number: r.AddItems(number, (item,)), self._added)

    def transfer(self, to: str, note: str, come_back: bool) -> None:
        """Pass the visitor on."""
        self._run(
            lambda number: r.TransferStop(number, to, note.strip() or None, come_back),
            partial(self._transferred, to, come_back),
        )

    def hold(self, reason: str, minutes: int | None) -> None:
        """Put the visit on hold."""
        self._run(lambda n: r.HoldTicket(n, reason.strip() or None, minutes or None), self._held)

    def resume(self, ticket: str) -> None:
        """Go on with a held visit."""
        self._run(lambda number: r.ResumeTicket(number, ticket), self._resumed)

    def _finished(self, answer: s.FinishAnswer) -> None:
        self.follower.show(finished=answer, saying=None, chosen="")
        if answer.papers:
            self.papers_made.emit(answer.papers)
        self.follower.refresh_moment()

    def _added(self, answer: s.AddedAnswer) -> None:
        for case in answer.cases:
            here = self.state.moment and case.window == (
                self.state.moment.stop.window if self.state.moment.stop else ""
            )
            key = "added_here" if here else "added_there"
            self.follower.say(Tone.GOOD, key, item=case.item, window=case.window)
        self.follower.refresh_moment()

    def _transferred(self, to: str, come_back: bool, answer: s.TicketAnswer) -> None:
        key = "transferred_back" if come_back else "transferred"
        self.follower.say(Tone.GOOD, key, label=answer.ticket.label, window=to)
        self.follower.show(chosen="")
        self.follower.refresh_moment()

    def _held(self, answer: s.TicketAnswer) -> None:
        self.follower.say(Tone.INFO, "held", label=answer.ticket.label)
        self.follower.refresh_moment()

    def _resumed(self, answer: s.TicketAnswer) -> None:
        self.follower.show(saying=None, finished=None)
        self.follower.refresh_moment()

    # ---- the rest ------------------------------------------------------------------------

    def _run(self, make: Callable[[int], r.Request], done: Callable[..., None]) -> None:
        if self.state.number is not None:
            self.errands.run(make(self.state.number), self._who(), done)

    def _who(self) -> str:
        moment = self.state.moment
        return self._staff() or (moment.counter.staff if moment else "") or ""

    def _refused(self, refusal: Refusal) -> None:
        values = refusal.error.values
        calls, needed = values.get("calls"), values.get("needed")
        if isinstance(calls, int) and isinstance(needed, int):
            left, label = needed - calls, values.get("label")
            self.follower.say(
                Tone.WARN, "too_few_calls", label=label, calls=calls, needed=needed, left=left
            )
            return
        self.refused.emit(refusal)
        self.follower.refresh_moment()

    def _busy_changed(self) -> None:
        self.follower.show(busy=self.errands.busy)
