"""What the parts of the presenter share: the counter that is followed and its errands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject

from desktop.requests import FENCED, Request
from ui.screens.counter.errands import Errands
from ui.screens.counter.facts import Shown
from ui.screens.counter.follower import Follower


class Post(QObject):
    """One counter, what is known of it, and how commands are given there."""

    def __init__(
        self, follower: Follower, errands: Errands, staff: Callable[[], str], parent: QObject
    ) -> None:
        super().__init__(parent)
        self.follower = follower
        self.errands = errands
        self._staff = staff

    @property
    def state(self) -> Shown:
        """Return what is shown."""
        return self.follower.state

    def run(self, make: Callable[[int], Request], done: Callable[..., None]) -> None:
        """Give the command that `make` returns for this counter's number.

        It names the ticket that people saw, and this counter's hold on it: if another counter
        went on with it meanwhile, the command changes nothing.
        """
        if self.state.number is None:
            return
        request = make(self.state.number)
        ticket = self.state.moment.ticket if self.state.moment else None
        if isinstance(request, FENCED) and ticket is not None:
            request = replace(request, ticket=ticket.id, fence=ticket.fence)
        self.errands.run(request, self._who(), done)

    def _who(self) -> str:
        moment = self.state.moment
        return self._staff() or (moment.counter.staff if moment else "") or ""
