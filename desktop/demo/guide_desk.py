"""What the demo's guide desk does beside numbers: it tells waits, answers questions, ends a line.

No dice are thrown: what is played at the counters is the same with it and without.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from desktop import requests as r
from desktop.domain.catalogue import Catalogue

QUESTION_EVERY = 9
"""After every ninth number somebody is answered without one."""
LAST_NUMBERS_AT, HELP_AT = 16.75, 10.5
"""Hours of the day: when the longest line ends, and when a counter calls a colleague."""

_FIRST_GUESS, _WEIGHT = 8.0, 0.2


class GuideDesk:
    """One day's guide desk; minutes that people waited are told it as they are seen."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._minutes: dict[str, float] = {}
        self._arrived: dict[str, float] = {}
        self._asked: Counter[str] = Counter()

    def telling(self, wish: r.IssueTicket) -> tuple[r.TellWait, ...]:
        """Return the waits to tell for a wish, from how long others waited today."""
        told = []
        for window in self._windows(wish):
            minutes = self._minutes.get(window, _FIRST_GUESS)
            most = round(minutes * 1.8 + 4)
            told.append(r.TellWait(window, round(minutes * 0.3), round(minutes), most))
        return tuple(told)

    def arrived(self, ticket_id: str, seconds: float, windows: Iterable[str]) -> None:
        """Remember when somebody came, in seconds since midnight, and for which windows."""
        self._arrived[ticket_id] = seconds
        self._asked.update(windows)

    def started(self, ticket_id: str, window: str, seconds: float) -> None:
        """Learn from a first stop how long one waits at its window now."""
        came = self._arrived.pop(ticket_id, None)
        if came is not None:
            before = self._minutes.get(window, _FIRST_GUESS)
            self._minutes[window] = before + _WEIGHT * ((seconds - came) / 60 - before)

    def question(self, wish: r.IssueTicket) -> r.AnswerEnquiry | None:
        """Return a question to be answered without a number, if it is somebody's turn."""
        windows = self._windows(wish)
        if not windows or sum(self._asked.values()) % QUESTION_EVERY:
            return None
        return r.AnswerEnquiry(window=windows[0])

    def longest(self) -> str | None:
        """Return the window that was asked for most today."""
        return next((window for window, _ in self._asked.most_common(1)), None)

    def _windows(self, wish: r.IssueTicket) -> tuple[str, ...]:
        codes = [one if isinstance(one, str) else one.item for one in wish.items]
        items = (self._catalogue.items[code].window for code in codes)
        return tuple(dict.fromkeys((*items, *wish.windows)))
