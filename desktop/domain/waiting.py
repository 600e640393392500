"""How long one would wait: the line is played through to its end, many times, with real times.

Counters take whoever stands first in any of their windows, as they do in truth, so windows that
share a counter also share its load; who has several stops comes back with the old rank, and who
comes later with a head start may overtake.  How long each visitor takes is drawn from how long
visitors of that window took lately.  A simulation rather than a formula: the counters' windows
overlap as they like, and lines are short, where a normal approximation is at its worst.

The draws come from fixed seeds and belong to a visitor's turn in line, so that the same hall gives
the same answer, and one more in front at the same window never shortens a wait.  Times are
seconds from now.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import chain
from math import ceil, exp, floor, inf
from random import Random
from statistics import NormalDist

RUNS = 100
STEPS = 64
"""A table of times has so many values, each as likely as the next."""

SHRINK = 15
"""So many times of its own count as much as all the site's when a window's table is made."""

_LEAST_RUNS = 20
_MOST_STEPS = 60_000
_SEED = 20_261_123
_PACE_SPREAD = 0.15
"""How far a day's pace strays from the usual, as a share of it."""

_USUAL_SPREAD = 0.5
_AT_LEAST_S = 15.0
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Server:
    """A counter that is working: its windows, what it is busy with, and when it will pause.

    `busy_window`, `busy_s`: whose visitor it has and for how long already; None while free.
    `busy_ticket`, `busy_step`: who that is and which stop, for where else they stand in line.
    `away_s`: so long until it goes on at all.  `pauses`: (begin, end), in order.
    """

    number: int
    windows: frozenset[str]
    busy_window: str | None = None
    busy_s: float = 0.0
    busy_ticket: str | None = None
    busy_step: int = 0
    away_s: float = 0.0
    pauses: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """A place in line: whose it is, and which steps of the same ticket come `after` first.

    `away`: at a counter now for another step, so back in line when that ends.
    """

    ticket: str
    step: int
    window: str
    after: tuple[int, ...] = ()
    away: bool = False

    @property
    def is_ready(self) -> bool:
        """Whether it may be called now."""
        return not (self.after or self.away)


@dataclass(frozen=True, slots=True)
class Overtaking:
    """Somebody who will come in `after_s` and stand before who comes now."""

    window: str
    after_s: float


@dataclass(frozen=True, slots=True)
class Pace:
    """How long visitors take: a table of times for each window, ascending; a call's own time.

    `gap_s` lies between the end of one visitor and the call of the next.  `later` has for each
    of the last days who came from this time of day on and overtook those who came now.
    """

    tables: Mapping[str, tuple[float, ...]]
    gap_s: float
    later: Sequence[Sequence[Overtaking]] = ()


@dataclass(frozen=True, slots=True)
class Range:
    """A wait in whole minutes: p10 rounded down, p90 up."""

    p10: int
    p50: int
    p90: int


def table(
    own: Sequence[float], site: Sequence[float], usual_s: float, factor: float = 1.0
) -> tuple[float, ...]:
    """Return the table of a window's times: its own, the fewer the more of the site's.

    Without any, times spread around `usual_s`, what the catalogue says.  `factor` is today's
    pace against the usual.
    """
    if not site and not own:
        spread = (_NORMAL.inv_cdf((n + 0.5) / STEPS) for n in range(STEPS))
        return tuple(usual_s * factor * exp(_USUAL_SPREAD * one) for one in spread)
    share = len(own) / (len(own) + SHRINK) if site else 1.0
    mine = round(STEPS * share)
    values = chain(_evenly(own, mine), _evenly(site, STEPS - mine))
    return tuple(sorted(max(_AT_LEAST_S, one * factor) for one in values))


def estimate(
    window: str, ahead: Sequence[Waiting], servers: Sequence[Server], pace: Pace
) -> Range | None:
    """Return how long somebody who comes now waits at a window; None where nobody serves it.

    `ahead`: every place in line, also of visitors who are elsewhere now, in calling order.
    """
    waits = simulated(window, ahead, servers, pace)
    if not waits:
        return None
    p10, p50, p90 = (waits[int(share * len(waits))] for share in (0.1, 0.5, 0.9))
    return Range(floor(p10 / 60), round(p50 / 60), ceil(p90 / 60))


def simulated(
    window: str, ahead: Sequence[Waiting], servers: Sequence[Server], pace: Pace
) -> list[float]:
    """Return the waits of all runs in seconds, ascending; none where nobody serves the window."""
    if not any(window in server.windows for server in servers):
        return []
    served = frozenset(chain.from_iterable(server.windows for server in servers))
    line = [one for one in ahead if one.window in served]
    runs = max(_LEAST_RUNS, min(RUNS, _MOST_STEPS // (len(line) + 1)))
    return sorted(_Play(window, line, servers, pace, (n + 0.5) / runs).wait() for n in range(runs))


class _Play:
    """One run: who is still in line, when each may be called, and when each counter is free."""

    def __init__(
        self,
        window: str,
        line: Sequence[Waiting],
        servers: Sequence[Server],
        pace: Pace,
        turn: float,
    ) -> None:
        """`turn` (0–1) is this run's turn among all: its seed, and how fast its day goes."""
        seed = int(turn * _SEED)
        dice = Random(seed)
        speed = exp(_PACE_SPREAD * _NORMAL.inv_cdf(turn))
        later = pace.later[seed % len(pace.later)] if pace.later else ()
        comers = [Waiting(f"+{n}", 0, one.window) for n, one in enumerate(later)]
        self._window = window
        self._servers = servers
        self._line = line = [*line, *comers]
        self._left = list(range(len(line)))
        self._spent = [
            times[int(dice.random() * len(times))] * speed + pace.gap_s
            for times in (pace.tables[one.window] for one in line)
        ]
        going_on = {(one.ticket, one.step) for one in line}
        going_on |= {(server.busy_ticket or "", server.busy_step) for server in servers}
        self._after = [{n for n in one.after if (one.ticket, n) in going_on} for one in line]
        self._ready = [
            inf if after or one.away else 0.0 for one, after in zip(line, self._after, strict=True)
        ]
        self._ready[len(line) - len(later) :] = [one.after_s for one in later]
        self._of_ticket: dict[str, list[int]] = {}
        for n, one in enumerate(line):
            self._of_ticket.setdefault(one.ticket, []).append(n)
        self._free: list[tuple[float, int]] = []
        for n, server in enumerate(servers):
            at = _free_at(server, seed, speed, pace)
            if server.busy_ticket is not None:
                self._ended(server.busy_ticket, server.busy_step, at)
            self._free.append((at, n))
        heapify(self._free)

    def wait(self) -> float:
        """Return when the newcomer is called."""
        while True:
            at, number = heappop(self._free)
            server = self._servers[number]
            found = self._first(server.windows, at)
            if found is None and self._window in server.windows:
                return at
            if found is None:  # nothing for it until somebody else is done
                later = min((ready for ready in self._coming(server.windows)), default=inf)
                if later < inf:
                    heappush(self._free, (max(later, at), number))
                continue
            one = self._line[found]
            until = _worked(at + self._spent[found], server.pauses)
            self._ended(one.ticket, one.step, until)
            heappush(self._free, (until, number))

    def _first(self, windows: frozenset[str], at: float) -> int | None:
        """Take out of the line who is first at a counter, if anybody is ready."""
        for index, n in enumerate(self._left):
            if self._ready[n] <= at and self._line[n].window in windows:
                del self._left[index]
                return n
        return None

    def _coming(self, windows: frozenset[str]) -> Iterator[float]:
        return (self._ready[n] for n in self._left if self._line[n].window in windows)

    def _ended(self, ticket: str, step: int, at: float) -> None:
        """Let a visitor be elsewhere until `at`, and then stand where nothing is waited for."""
        for n in self._of_ticket.get(ticket, ()):
            self._after[n].discard(step)
            if not self._after[n]:
                self._ready[n] = at


def _free_at(server: Server, seed: int, speed: float, pace: Pace) -> float:
    """Return when a counter calls next: what its visitor still takes, by how long it took."""
    luck = Random(seed * 1009 + server.number).random()
    at = server.away_s + luck * pace.gap_s
    if server.busy_window is not None:
        times = pace.tables[server.busy_window]
        longer = [one * speed for one in times if one * speed > server.busy_s]
        luck = Random(seed * 1009 + server.number).random()
        if longer:
            left = longer[int(luck * len(longer))] - server.busy_s
        else:  # longer than anybody before: as long again as a short one takes
            left = luck * times[len(times) // 2]
        at = max(at, left + pace.gap_s)
    return _worked(at, server.pauses)


def _worked(at: float, pauses: Sequence[tuple[float, float]]) -> float:
    for begin, end in pauses:
        if begin <= at < end:
            return end
    return at


def _evenly(values: Sequence[float], count: int) -> list[float]:
    """Return `count` values that stand for all, each for as many as the next."""
    ordered = sorted(values)
    return [ordered[int((n + 0.5) / count * len(ordered))] for n in range(count)]
