"""Thirty stations at one centre on a server, ten commands a second together."""

from __future__ import annotations

from itertools import chain
from typing import Final

from benchmarks.measure import Figure, Spread
from tests.postgres import running_server
from tests.proof.hall import COUNTERS, check_feed, doubles, make_hall
from tests.proof.workers import issue, pace, race

SECONDS: Final = 60
AIM: Final = 100.0


def run() -> Figure:
    """Measure; a command's time counts from the moment it was due."""
    with running_server() as server:
        url = server.create("hall")
        make_hall(url)
        race(url, issue, 1, COUNTERS, unguarded=False)
        reports = race(url, pace, COUNTERS, SECONDS, unguarded=False)
        check_feed(url)
    told = Spread.of([seconds * 1000 for one in reports for seconds in one.times])
    faults = sum(len(report.faults) for report in reports)
    twice = doubles(list(chain.from_iterable(report.labels for report in reports)))
    aim = f"p99 ≤ {AIM:g} ms; faults {faults}, called twice {twice}"
    held = told.p99 <= AIM and not faults and not twice
    return Figure(f"{COUNTERS} stations, 10 commands/s on a server", told, None, None, aim, held)
