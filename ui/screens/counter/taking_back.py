"""Taking back a finish or a no-show, and calling a colleague: what goes beside the visit."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop import requests as r
from desktop import snapshots as s
from ui.screens.counter.facts import Ended, Phase, Tone
from ui.screens.counter.post import Post


class TakingBack(QObject):
    """`ended(Ended)`: a stop was ended here, and can be taken back for a while.

    `ask(Ended)`: why is it taken back?
    """

    ended = Signal(object)
    ask = Signal(object)

    def __init__(self, post: Post) -> None:
        super().__init__(post)
        self._post = post

    def remember(self, ticket: s.TicketShape, how: str) -> None:
        """Know what was ended last, with what had been prepared for its cases."""
        ended = Ended(ticket.id, ticket.label, how, dict(self._post.state.drafts))
        self._post.follower.show(ended=ended)
        self.ended.emit(ended)

    def begin(self) -> None:
        """Ask why, while nobody is here; else say what has to come first."""
        if self._post.state.phase in (Phase.FREE, Phase.PAUSED):
            self.ask.emit(self._post.state.ended)
        elif self._post.state.moment is not None and self._post.state.moment.ticket is not None:
            label = self._post.state.moment.ticket.label
            self._post.follower.say(Tone.WARN, "undo_busy", label=label)

    def undo(self, reason: str) -> None:
        """Take it back."""
        ended = self._post.state.ended
        ticket = ended.ticket if ended else None
        self._post.run(lambda number: r.UndoStop(number, reason, ticket), self._undone)

    def _undone(self, answer: s.UndoneAnswer) -> None:
        ended, follower = self._post.state.ended, self._post.follower
        kept = ended.drafts if ended and ended.ticket == answer.ticket.id else {}
        drafts = {**self._post.state.drafts, **kept}
        follower.show(ended=None, finished=None, drafts=drafts)
        key = "undone_papers" if answer.papers else "undone"
        follower.say(Tone.GOOD, key, label=answer.ticket.label, count=len(answer.papers))
        follower.settle()
        follower.refresh_missed()


class Helping(QObject):
    """Calls a colleague to this counter, and takes the call back."""

    def __init__(self, post: Post) -> None:
        super().__init__(post)
        self._post = post

    def toggle(self) -> None:
        """Call for help, or say that nobody need come any more."""
        moment = self._post.state.moment
        if moment is not None and moment.counter.help is not None:
            self._post.run(r.EndHelp, self._ended)
        else:
            self._post.run(r.AskHelp, self._asked)

    def _asked(self, answer: s.CounterAnswer) -> None:
        self._post.follower.show(saying=None)  # the call itself stands there
        self._post.follower.settle()

    def _ended(self, answer: s.CounterAnswer) -> None:
        self._post.follower.say(Tone.INFO, "help_over")
        self._post.follower.settle()
