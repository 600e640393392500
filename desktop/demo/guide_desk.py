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

_PACE, _WEIGHT = 4.0, 0.15
"""Minutes between two starts at a window before any was seen, and what one more counts for."""


class GuideDesk:
    """One day's guide desk: waits are told from who stands in line and how fast it moves."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._pace: dict[str, float] = {}
        self._last: dict[str, float] = {}
        self._waiting: Counter[str] = Counter()
        self._asked: Counter[str] = Counter()

    def telling(self, wish: r.IssueTicket) -> tuple[r.TellWait, ...]:
        """Return the waits to tell for a wish."""
        told = []
        for window in self._windows(wish):
            ahead = max(self._waiting[window], 0)
            minutes = (ahead + 0.5) * self._pace.get(window, _PACE)
            most = round(minutes * 2 + 8)
            least = round(minutes * 0.2) if ahead > 1 else 0
            told.append(r.TellWait(window, least, round(minutes), most))
        return tuple(told)

    def arrived(self, windows: Iterable[str]) -> None:
        """Remember which windows somebody stands in line at now."""
        standing = tuple(windows)
        self._waiting.update(standing)
        self._asked.update(standing)

    def started(self, window: str, seconds: float) -> None:
        """Learn how fast a window's line moves; `seconds` since midnight."""
        self._waiting[window] -= 1
        last = self._last.pop(window, None)
        if last is not None:
            before = self._pace.get(window, _PACE)
            between = min((seconds - last) / 60, 5 * _PACE)  # noon is no pace
            self._pace[window] = before + _WEIGHT * (between - before)
        if self._waiting[window] > 0:  # the next one comes as soon as it can
            self._last[window] = seconds

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
