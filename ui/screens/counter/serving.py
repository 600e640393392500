"""Serving: cases, outcomes, one more thing, passing on, putting on hold."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop import requests as r
from desktop import snapshots as s
from ui.screens.counter import drafts as d
from ui.screens.counter.facts import Phase, Tone
from ui.screens.counter.post import Post
from ui.screens.counter.taking_back import TakingBack
from ui.screens.counter.ticks import Ticks


class Serving(QObject):
    """Signals: `papers_made(papers)` after a finish; `ask_finish(cases)` when open cases would
    stay undecided; `fix_case(id)` when a draft cannot be sent yet."""

    papers_made = Signal(object)
    ask_finish = Signal(object)
    fix_case = Signal(str)

    def __init__(self, post: Post, ticks: Ticks, back: TakingBack) -> None:
        super().__init__(post)
        self._post = post
        self._ticks = ticks
        self._back = back

    def choose_case(self, case_id: str) -> None:
        """Show another case of the stop."""
        if case_id in self._post.state.drafts:
            self._post.follower.show(chosen=case_id)

    def step_case(self, by: int) -> None:
        """Show the next or the previous case of the stop."""
        ids = (
            [file.case.id for file in self._post.state.moment.cases]
            if self._post.state.moment
            else []
        )
        if self._post.state.chosen in ids:
            place = ids.index(self._post.state.chosen) + by
            self._post.follower.show(chosen=ids[place % len(ids)])

    def edit(self, draft: d.Draft) -> None:
        """Keep what was prepared for the chosen case."""
        moment = self._post.state.moment
        file = moment.case(self._post.state.chosen) if moment else None
        if file is not None:
            if draft.in_hand != self._post.state.draft(file).in_hand:
                self._ticks.note(file.case.id, d.in_hand_now(draft, file))
            self._post.follower.show(
                drafts={**self._post.state.drafts, self._post.state.chosen: draft}
            )

    def finish(self, *, confirmed: bool = False) -> None:
        """End the stop, unless a draft is faulty (`fix_case`) or a case is open (`ask_finish`)."""
        moment = self._post.state.moment
        if moment is None or self._post.state.phase is not Phase.SERVING:
            return
        for file in moment.cases:
            if d.problem(self._post.state.draft(file), file):
                self._post.follower.show(chosen=file.case.id)
                self.fix_case.emit(file.case.id)
                return
        if self._post.state.undecided and not confirmed:
            self.ask_finish.emit(self._post.state.undecided)
            return
        self._ticks.send()
        outcomes = tuple(
            d.outcome_of(self._post.state.draft(file), file)
            for file in moment.cases
            if self._post.state.draft(file).outcome
        )
        self._post.run(lambda number: r.FinishStop(number, outcomes), self._finished)

    def finished(self, answer: s.FinishAnswer) -> None:
        """Show what was finished; its papers are somebody else's errand."""
        self._post.follower.show(finished=answer, saying=None, chosen="")

    def add(self, item: str) -> None:
        """One more thing."""
        self._post.run(lambda number: r.AddItems(number, (item,)), self._added)

    def transfer(self, to: str, note: str, come_back: bool) -> None:
        """Pass the visitor on."""
        self._ticks.send()
        self._post.run(
            lambda number: r.TransferStop(number, to, note.strip() or None, come_back),
            partial(self._transferred, to, come_back),
        )

    def hold(self, reason: str, minutes: int | None) -> None:
        """Put the visit on hold."""
        self._ticks.send()
        self._post.run(
            lambda n: r.HoldTicket(n, reason.strip() or None, minutes or None), self._held
        )

    def resume(self, ticket: str) -> None:
        """Go on with a held visit."""
        self._post.run(lambda number: r.ResumeTicket(number, ticket), self._resumed)

    def _finished(self, answer: s.FinishAnswer) -> None:
        self._back.remember(answer.ticket, "finish")
        self.finished(answer)
        if answer.papers:
            self.papers_made.emit(answer.papers)
        self._post.follower.settle()

    def _added(self, answer: s.AddedAnswer) -> None:
        for case in answer.cases:
            here = self._post.state.moment and case.window == (
                self._post.state.moment.stop.window if self._post.state.moment.stop else ""
            )
            key = "added_here" if here else "added_there"
            self._post.follower.say(Tone.GOOD, key, item=case.item, window=case.window)
        self._post.follower.settle()

    def _transferred(self, to: str, come_back: bool, answer: s.TicketAnswer) -> None:
        key = "transferred_back" if come_back else "transferred"
        self._post.follower.say(Tone.GOOD, key, label=answer.ticket.label, window=to)
        self._post.follower.show(chosen="")
        self._post.follower.settle()

    def _held(self, answer: s.TicketAnswer) -> None:
        self._post.follower.say(Tone.INFO, "held", label=answer.ticket.label)
        self._post.follower.settle()

    def _resumed(self, answer: s.TicketAnswer) -> None:
        self._post.follower.show(saying=None, finished=None)
        self._post.follower.settle()
