"""News of what was done, sent after the commit to whoever asked for it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.events import Event

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class News:
    """One event with its place in the feed; `initiator` names the screen or verb that began it.

    `initiator` is None for what another process did.
    """

    event: Event
    pos: int
    at: datetime
    day: date
    by: str | None
    initiator: str | None


Heard = Callable[[Sequence[News]], None]


class Bus:
    """Passes news on, on the thread that publishes it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[Heard] = []

    def listen(self, heard: Heard) -> Callable[[], None]:
        """Call `heard` with all news from now on; returns the function that ends it."""
        with self._lock:
            self._listeners.append(heard)

        def stop() -> None:
            with self._lock:
                if heard in self._listeners:
                    self._listeners.remove(heard)

        return stop

    def publish(self, news: Sequence[News]) -> None:
        """Pass the news to every listener; one that fails is logged and hinders no other."""
        if not news:
            return
        with self._lock:
            listeners = list(self._listeners)
        for heard in listeners:
            try:
                heard(news)
            except Exception:  # the work is committed: a listener's fault must not look like ours
                _log.exception("a listener failed")
