"""Which calls are on the board: newest first, each for eight seconds at least, none passed over."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from math import inf

from ui.screens.board.facts import ROWS, STAYS_S, CallLine, Row


@dataclass(frozen=True, slots=True)
class _Placed:
    line: CallLine
    since: float


class CallLines:
    """`bright` is how long (seconds) a call looks new; times are those of a clock that only runs.

    More calls in eight seconds than there are rows wait for a place.
    """

    def __init__(self, bright: float = STAYS_S) -> None:
        self._bright = max(STAYS_S, bright)
        self._placed: list[_Placed] = []
        self._waiting: deque[CallLine] = deque()

    @property
    def waiting(self) -> int:
        """Return how many calls wait for a place."""
        return len(self._waiting)

    def begin(self, lines: Iterable[CallLine]) -> None:
        """Show these, newest first, as what was called before; whatever stood here is gone."""
        self._waiting.clear()
        self._placed = [_Placed(line, -inf) for line in lines][:ROWS]

    def add(self, line: CallLine, now: float) -> None:
        """Show a new call on top as soon as there is a place."""
        self._waiting.append(line)
        self.move(now)

    def keep(self, tickets: Collection[str]) -> None:
        """Take away the calls of tickets that are not of today any more."""
        self._placed = [one for one in self._placed if one.line.ticket in tickets]
        self._waiting = deque(line for line in self._waiting if line.ticket in tickets)

    def move(self, now: float) -> None:
        """Let those that wait come in where a place is free."""
        while self._waiting:
            ticket = self._waiting[0].ticket
            rest = [one for one in self._placed if one.line.ticket != ticket]
            if len(rest) >= ROWS and now - rest[-1].since < STAYS_S:
                return
            self._placed = [_Placed(self._waiting.popleft(), now), *rest][:ROWS]

    def rows(self, now: float) -> tuple[Row, ...]:
        """Return what is shown, newest first."""
        return tuple(Row(one.line, now - one.since < self._bright) for one in self._placed)

    def restless(self, now: float) -> bool:
        """Say whether what is shown will change by time alone."""
        return bool(self._waiting) or any(row.bright for row in self.rows(now))
