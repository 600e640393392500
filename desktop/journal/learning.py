"""What a site has learned of how needs are said: its catalogue, and what staff chose.

Kept from one look to the next; the words themselves are not, only how often pieces of them
stood beside an item.  Made anew every day, so that what was erased is forgotten.
"""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta

from desktop.domain.catalogue import Catalogue
from desktop.domain.suggestion import Advice, Aim, Evidence, advise
from desktop.ports import Reads, ToldNeed
from desktop.suggesting import learn_catalogue, withdrawn

MOST_NEEDS = 2000
"""So many needs in words are learned from, the newest."""

AT_ONCE = 100
"""So many are learned at one question, the newest first, so that nobody waits for the rest."""

_FURTHEST_BACK = timedelta(days=180)
_AGAIN = timedelta(minutes=10)
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
        self._read_to = datetime.min.replace(tzinfo=UTC)
        self._seen: set[str] = set()
        self._to_learn: list[ToldNeed] = []  # the newest last, and learned first

    def advise(self, text: str, reads: Reads, day: date, at: datetime) -> Advice:
        """Return the windows for a need, by all that is known at this look (`at`, UTC)."""
        with self._lock:
            return advise(text, self._learned(reads, day, at), self._gone)

    def _learned(self, reads: Reads, day: date, at: datetime) -> Evidence:
        if self._evidence is None or self._day != day:
            self._evidence = learn_catalogue(self._catalogue)
            self._day, self._pos, self._read_to = day, -1, at - _FURTHEST_BACK
            self._seen.clear()
            self._to_learn = []
        head = reads.head()
        pos = head.pos if head is not None else 0
        if pos != self._pos:
            told = reads.told_needs(_id_at(self._read_to), MOST_NEEDS)
            fresh = [need for need in told if need.ticket_id not in self._seen]
            self._seen.update(need.ticket_id for need in fresh)
            self._to_learn = [*self._to_learn, *reversed(fresh)]
            self._pos, self._read_to = pos, at - _AGAIN
        some, self._to_learn = self._to_learn[-AT_ONCE:], self._to_learn[:-AT_ONCE]
        for need in reversed(some):
            self._evidence.choose(need.text, self._aims(need))
        return self._evidence

    def _aims(self, need: ToldNeed) -> list[Aim]:
        items = [self._catalogue.items.get(code) for code in need.items]
        aims: dict[Aim, None] = {(one.window, one.code): None for one in items if one is not None}
        covered = {window for window, _ in aims}
        aims.update({(code, None): None for code in need.windows if code not in covered})
        return list(aims)


def _id_at(at: datetime) -> str:
    """Return what every id of that moment or later lies beyond: ids begin with the time."""
    digits = f"{max(0, int(at.timestamp() * 1000)):012x}"
    return f"{digits[:8]}-{digits[8:]}"
