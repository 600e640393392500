"""Races: many desks on one database; nobody is called twice, no number is given twice.

`YIMEN_RACE=20000` runs them with that many tickets, each of them served as well.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.postgres import PostgresServer, running_server
from tests.proof.workers import Report, call, issue, race
from tests.talk import MORNING, talking

TICKETS = int(os.environ.get("YIMEN_RACE", "2000"))
THOROUGH = "YIMEN_RACE" in os.environ
PROCESSES = 8
_numbers = count(1)


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a database with a site whose eight counters all serve one window; to be copied."""
    path = tmp_path_factory.mktemp("hall") / "hall.db"
    _make_hall(path)
    return path


@pytest.fixture
def postgres_hall() -> Iterator[str]:
    """Give such a site on a PostgreSQL server."""
    with running_server() as server:
        url = _server_database(server)
        _make_hall(url)
        yield url


def _server_database(server: PostgresServer) -> str:
    return server.create(f"hall_{next(_numbers)}")


def _make_hall(location: str | Path) -> None:
    counters = [{"number": n, "windows": ["CF"]} for n in range(1, PROCESSES + 1)]
    with talking(location) as talk:
        talk.at(MORNING)
        talk.ok("site.setup", code="HQ", name="大厅", counters=counters)


def everything(reports: list[Report]) -> list[str]:
    """Return all labels of all processes."""
    return [label for report in reports for label in report.labels]


def doubles(reports: list[Report]) -> int:
    """Return how many labels came more than once."""
    labels = everything(reports)
    return len(labels) - len(set(labels))


def check(location: str | Path) -> None:
    """Check that the state is what the journal says."""
    with talking(location) as talk:
        talk.at(MORNING)
        talk.sound()
        assert talk.labels() == []


@pytest.mark.slow
def test_eight_processes_on_one_file(hall: Path, tmp_path: Path) -> None:
    file = str(shutil.copy(hall, tmp_path / "hall.db"))
    issued = race(file, issue, PROCESSES, TICKETS // PROCESSES, unguarded=False)
    assert [report.faults for report in issued] == [[]] * PROCESSES
    assert doubles(issued) == 0
    assert set(everything(issued)) == {f"F{n:03d}" for n in range(1, TICKETS + 1)}

    called = race(file, call, PROCESSES, int(THOROUGH), unguarded=False)
    assert [report.faults for report in called] == [[]] * PROCESSES
    assert doubles(called) == 0
    assert sorted(everything(called)) == sorted(everything(issued))
    shares = sorted(len(report.labels) / TICKETS for report in called)
    assert shares[0] >= 0.05, f"somebody was starved: {shares}"
    for report in called:  # each saw the one order
        numbers = [int(label[1:]) for label in report.labels]
        assert numbers == sorted(numbers)
    check(file)


@pytest.mark.slow
def test_without_the_lock_the_same_race_finds_doubles(hall: Path, tmp_path: Path) -> None:
    found = 0
    for attempt in range(3):  # chance decides who meets whom; one round in many is too kind
        file = str(shutil.copy(hall, tmp_path / f"hall{attempt}.db"))
        race(file, issue, 1, 200, unguarded=False)
        found += doubles(race(file, call, 4, 0, unguarded=True))
        if found:
            break
    assert found > 0


@pytest.mark.slow
def test_without_the_lock_the_database_itself_still_refuses_a_second_label(
    hall: Path, tmp_path: Path
) -> None:
    file = str(shutil.copy(hall, tmp_path / "hall.db"))
    issued = race(file, issue, 4, 50, unguarded=True)
    assert doubles(issued) == 0
    faults = [fault for report in issued for fault in report.faults]
    assert any("UNIQUE" in fault for fault in faults), "the race was none"


@pytest.mark.slow
def test_processes_on_a_server(postgres_hall: str) -> None:
    tickets = 400 if THOROUGH else 120
    issued = race(postgres_hall, issue, 4, tickets // 4, unguarded=False)
    assert [report.faults for report in issued] == [[]] * 4
    assert sorted(everything(issued)) == [f"F{n:03d}" for n in range(1, tickets + 1)]
    called = race(postgres_hall, call, 4, 1, unguarded=False)
    assert [report.faults for report in called] == [[]] * 4
    assert sorted(everything(called)) == sorted(everything(issued))
    check(postgres_hall)
