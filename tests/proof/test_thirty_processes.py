"""Thirty PCs at one hall on one server: each is called once, in one order, without a gap."""

from __future__ import annotations

import time
from itertools import chain

import pytest

from tests.postgres import PostgresServer
from tests.proof.conftest import Measured
from tests.proof.hall import COUNTERS, check, check_feed, doubles, labels, room
from tests.proof.workers import Report, call, issue, pace, race

pytestmark = pytest.mark.soak


def everything(reports: list[Report]) -> list[str]:
    """Return all labels of all processes."""
    return list(chain.from_iterable(report.labels for report in reports))


def no_faults(reports: list[Report]) -> None:
    """Check that nobody met any."""
    assert [report.faults for report in reports] == [[]] * len(reports)


def spread(reports: list[Report]) -> str:
    """Say how long the commands took."""
    times = sorted(chain.from_iterable(report.times for report in reports))
    shown = (times[len(times) * share // 1000] * 1000 for share in (500, 990))
    return "p50 {:.0f} ms, p99 {:.0f} ms".format(*shown)


@pytest.mark.slow
def test_thirty_processes_call_each_once(
    server: PostgresServer, hall: str, soak: bool, measured: Measured
) -> None:
    url, tickets = server.url(hall), 2010 if soak else 60
    begun = time.perf_counter()
    issued = race(url, issue, COUNTERS, tickets // COUNTERS, unguarded=False)
    no_faults(issued)
    assert sorted(everything(issued)) == sorted(labels(tickets))
    called = race(url, call, COUNTERS, 1, unguarded=False)
    took = time.perf_counter() - begun
    no_faults(called)
    assert sorted(everything(called)) == sorted(labels(tickets))
    for report in called:  # each saw the one order
        numbers = [int(label[1:]) for label in report.labels]
        assert numbers == sorted(numbers)
    events = check_feed(url)
    check(url)
    event, visit = room(url)
    measured("room on disk", f"{event:.0f} bytes an event, {visit:.1f} kB a visit", "")
    measured(
        f"{COUNTERS} processes, {tickets} tickets, as fast as they can",
        f"called twice 0, labels twice 0, gaps 0 of {events} positions;"
        f" {tickets * 4 / took:.0f} commands/s, {spread([*issued, *called])}",
        "each once",
    )


@pytest.mark.slow
def test_ten_commands_a_second(
    server: PostgresServer, hall: str, soak: bool, measured: Measured
) -> None:
    url = server.url(hall)
    race(url, issue, 1, COUNTERS, unguarded=False)
    reports = race(url, pace, COUNTERS, 120 if soak else 3, unguarded=False)
    no_faults(reports)
    assert doubles(everything(reports)) == 0
    check_feed(url)
    times = sorted(chain.from_iterable(report.times for report in reports))
    measured("10 commands/s of 30 processes, each from its due moment", spread(reports), "≤ 100 ms")
    if soak:  # a figure of a machine that does nothing else
        assert times[len(times) * 99 // 100] <= 0.1


@pytest.mark.slow
def test_without_the_lock_the_same_hall_finds_doubles(
    server: PostgresServer, hall: str, measured: Measured
) -> None:
    url = server.url(hall)
    race(url, issue, 1, 80, unguarded=False)
    called = race(url, call, 8, 0, unguarded=True)
    found = doubles(everything(called))
    measured("control: without the lock and the check of last_pos", f"{found} called twice", "> 0")
    assert found > 0
