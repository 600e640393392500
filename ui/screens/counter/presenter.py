"""Decides what the counter screen does; knows the desk and no widget.

Commands run one at a time (`Errands`); what is shown is kept by the `Follower`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal

from desktop.desk import Desk
from ui.background import Lanes
from ui.screens.counter.calling import Calling
from ui.screens.counter.errands import Errands, Refusal
from ui.screens.counter.facts import Shown, Tone
from ui.screens.counter.follower import Follower
from ui.screens.counter.post import Post
from ui.screens.counter.serving import Serving

ME: Final = "counter"
"""The initiator of this screen's commands."""


class Presenter(QObject):
    """The counter at this PC: `calling` and `serving` act, `follower` knows.

    `refused(Refusal)` carries what the desk would not do, but for too few calls, which is said
    at the counter.
    """

    refused = Signal(object)

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
        self._errands = errands
        post = Post(self.follower, errands, staff, self)
        self.calling = Calling(post)
        self.serving = Serving(post)

    @property
    def state(self) -> Shown:
        """Return what is shown."""
        return self.follower.state

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
        self.follower.set_running(self._errands.busy)
