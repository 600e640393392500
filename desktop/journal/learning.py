"""What a site has learned of how needs are said: its catalogue, and what staff chose.

Kept from one look to the next; the words themselves are not, only how often pieces of them
stood beside an item.  Made anew every day, so that what was erased is forgotten.
"""

from __future__ import annotations

import threading
from datetime import date

from desktop.domain.catalogue import Catalogue
from desktop.domain.suggestion import Advice, Aim, Evidence, advise
from desktop.ports import Reads, ToldNeed
from desktop.suggesting import learn_catalogue, withdrawn

MOST_NEEDS = 2000
"""So many needs in words are learned from, the newest."""

AT_ONCE = 100
"""So many are learned at one question, the newest first, so that nobody waits for the rest."""

_AGAIN_MS = 600_000
"""Ids of numbers issued at different stations may come so much out of turn."""


class Learner:
    """Learns when it is first asked, and then what has come since; safe for several threads."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Learn nothing yet: most programs that read a catalogue are never asked."""
        self._catalogue = catalogue
        self._lock = threading.Lock()
        self._evidence: Evidence | None = None
        self._gone = withdrawn(catalogue)
        self._day: date | None = None
        self._pos = -1
        self._seen: set[str] = set()
        self._to_learn: list[ToldNeed] = []  # the newest last, and learned first

    def advise(self, text: str, reads: Reads, day: date) -> Advice:
        """Return the windows for a need, by all that is known at this look."""
        with self._lock:
            return advise(text, self._learned(reads, day), self._gone)

    def _learned(self, reads: Reads, day: date) -> Evidence:
        if self._evidence is None or self._day != day:
            self._evidence = learn_catalogue(self._catalogue)
            self._day, self._pos = day, -1
            self._seen.clear()
            self._to_learn = []
        head = reads.head()
        pos = head.pos if head is not None else 0
        if pos != self._pos:
            told = reads.told_needs(self._after(), MOST_NEEDS)
            fresh = [need for need in told if need.ticket_id not in self._seen]
            self._seen.update(need.ticket_id for need in fresh)
            self._to_learn = [*self._to_learn, *reversed(fresh)]
            self._pos = pos
        some, self._to_learn = self._to_learn[-AT_ONCE:], self._to_learn[:-AT_ONCE]
        for need in reversed(some):
            self._evidence.choose(need.text, self._aims(need))
        return self._evidence

    def _after(self) -> str:
        """Return an id a little older than the newest that was seen (they begin with the time)."""
        newest = max(self._seen, default="")
        if not newest:
            return ""
        at = int(newest.replace("-", "")[:12], 16) - _AGAIN_MS
        digits = f"{max(at, 0):012x}"
        return f"{digits[:8]}-{digits[8:]}"

    def _aims(self, need: ToldNeed) -> list[Aim]:
        items = [self._catalogue.items.get(code) for code in need.items]
        aims: dict[Aim, None] = {(one.window, one.code): None for one in items if one is not None}
        covered = {window for window, _ in aims}
        aims.update({(code, None): None for code in need.windows if code not in covered})
        return list(aims)
