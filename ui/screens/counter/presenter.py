"""Decides what the counter screen does; knows the desk and no widget.

Commands run one at a time (`Errands`); what is shown is kept by the `Follower`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal

from desktop.desk import Desk
from desktop.requests import Request
from desktop.snapshots import Answer, FinishAnswer, TicketAnswer
from ui.background import Lanes
from ui.connection import Connection
from ui.screens.counter.calling import Calling
from ui.screens.counter.errands import KEEPABLE, Errand, Errands, Refusal
from ui.screens.counter.facts import Shown, Tone
from ui.screens.counter.follower import Follower
from ui.screens.counter.post import Post
from ui.screens.counter.serving import Serving
from ui.screens.counter.taking_back import Helping, TakingBack
from ui.screens.counter.ticks import Ticks

ME: Final = "counter"
"""The initiator of this screen's commands."""


class Presenter(QObject):
    """The counter at this PC: `calling` and `serving` act, `follower` knows.

    `refused(Refusal)` carries what the desk would not do, but for too few calls and for what
    came too late, which are said at the counter.  `kept(Errand, label)`: to be kept on this PC
    and sent later; `told` hears what came of it.  `answered(command, Answer)`: one that was to
    be kept has its answer after all.
    """

    refused = Signal(object)
    kept = Signal(object, str)
    answered = Signal(str, object)

    def __init__(
        self,
        desk: Desk,
        lanes: Lanes,
        number: int | None,
        staff: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.follower = Follower(desk, lanes, number, staff, self)
        errands = Errands(desk, lanes, ME, self)
        errands.changed.connect(self._busy_changed)
        errands.refused.connect(self._refused)
        errands.kept.connect(self._keep)
        errands.answered.connect(self._answered)
        self._errands = errands
        post = Post(self.follower, errands, staff, self)
        self.back = TakingBack(post)
        self.helping = Helping(post)
        self.calling = Calling(post, self.back)
        ticks = Ticks(desk, lanes, staff, ME, self)
        self.serving = Serving(post, ticks, self.back)

    @property
    def state(self) -> Shown:
        """Return what is shown."""
        return self.follower.state

    def connection(self, state: Connection) -> None:
        """Follow how the database answers."""
        if state is not Connection.SUSPECT:  # too short to speak of
            self.follower.show(away=state is Connection.AWAY)
        if state is Connection.AWAY:
            self._errands.let_go()
            self.follower.lose_touch()

    def told(self, request: Request, answer: Answer | None) -> None:
        """Hear what came of a command that was kept; no answer: it had no effect."""
        if not isinstance(request, KEEPABLE) or request.counter != self.state.number:
            return
        self.follower.answered(request.ticket or "")
        match answer:
            case FinishAnswer():
                self.back.remember(answer.ticket, "finish")
                self.serving.finished(answer)
            case TicketAnswer():
                self.back.remember(answer.ticket, "no_show")
                self.calling.missed(answer)
        self.follower.settle()
        self.follower.refresh()

    def take_back(self) -> None:
        """Show everything as the desk knows it: what was to be kept could not be."""
        self.follower.show(kept={})

    def _answered(self, errand: Errand, answer: Answer) -> None:
        self.answered.emit(errand.command, answer)

    def _keep(self, errand: Errand) -> None:
        ticket = self.state.moment.ticket if self.state.moment else None
        if ticket is None:
            return
        self.follower.keep(ticket.id, errand.request.verb.removeprefix("counter."))
        self.kept.emit(errand, ticket.label)

    def _refused(self, refusal: Refusal) -> None:
        values = refusal.error.values
        if refusal.error.code == "late_command":
            self.follower.say(Tone.WARN, "late", label=values.get("label"))
            self.follower.refresh()
            return
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
        self.follower.set_running(self._errands.busy)
