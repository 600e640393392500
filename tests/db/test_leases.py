"""Beats and stations in the database: beside the commands, by its clock, one winner of two."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from db.store import SqlStore
from desktop.domain.errors import DeskError
from desktop.domain.leases import Hold, Lease

NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture
def stores(database: str) -> Iterator[tuple[SqlStore, SqlStore]]:
    """Give two programs on one database, on each engine."""
    pair = (SqlStore(database), SqlStore(database))
    yield pair
    for store in pair:
        store.close()


def leases(store: SqlStore, site: str = "HQ") -> dict[int, Lease]:
    """Return the leases of a site."""
    with store.look(site) as reads:
        return reads.leases()


def test_a_beat_is_the_databases_moment(stores: tuple[SqlStore, SqlStore]) -> None:
    """Its clock, in UTC and whole milliseconds; the row says the same."""
    store = stores[0]
    before = datetime.now(UTC)
    found = store.beat("HQ", 1, "s1", "A1")
    assert abs(found.now - before) < timedelta(seconds=5)
    assert found.now.microsecond % 1000 == 0
    assert found.before is None
    assert leases(store) == {1: Lease(1, "s1", "A1", found.now)}
    assert store.beat("HQ", 1, "s1", "A1", Hold.HELD).before == Lease(1, "s1", "A1", found.now)
    assert leases(store, "OTHER") == {}


def test_beats_of_two_programs(stores: tuple[SqlStore, SqlStore]) -> None:
    """Each finds what the other left; a living lease is taken by who sits down, not by a beat."""
    one, two = stores
    one.beat("HQ", 1, "s1", "A1", at=NOW)
    two.beat("HQ", 2, "s2", "A2", at=NOW)
    assert two.beat("HQ", 1, "s2", "A2", Hold.HELD, NOW).before == Lease(1, "s1", "A1", NOW)
    assert leases(one)[1].session_id == "s1"
    two.beat("HQ", 1, "s2", "A2", Hold.NEW, NOW)
    assert leases(one)[1].session_id == "s2"
    later = NOW + timedelta(seconds=45)
    one.beat("HQ", 1, "s1", "A1", Hold.LOST, later)
    assert leases(two)[1] == Lease(1, "s1", "A1", later)
    one.beat("HQ", None, "s1", "A1", at=later)
    assert len(leases(two)) == 2


def test_a_beat_waits_for_no_command(postgres_url: str) -> None:
    """While a command holds the site's lock, beats go on; none waits for the disk."""
    one, two = SqlStore(postgres_url), SqlStore(postgres_url)
    said: list[str] = []
    event.listen(two._engine, "before_cursor_execute", lambda *heard: said.append(heard[2]))
    with one.begin("HQ"):
        assert two.beat("HQ", 1, "s2", "A2").before is None
        two.enrol("HQ", "A2", "machine", "pc")
        two.beat("HQ", 1, "s2", "A2", Hold.HELD)
    assert said.count("SET LOCAL synchronous_commit = off") == 3
    assert not any("FROM site" in text for text in said)
    one.close()
    two.close()


def test_of_two_pcs_that_enrol_at_once_one_has_the_code(
    stores: tuple[SqlStore, SqlStore],
) -> None:
    """However close together: the second finds the first."""
    start = threading.Barrier(2)

    def enrol(store: SqlStore, machine: str) -> list[str]:
        refused = []
        for number in range(10):
            start.wait(10)
            try:
                store.enrol("HQ", f"S{number}", machine, machine)
            except DeskError as error:
                refused.append(f"{error.code} S{number}")
        return refused

    with ThreadPoolExecutor(2) as pool:
        ends = [pool.submit(enrol, store, f"pc{n}") for n, store in enumerate(stores)]
        refused = [code for end in ends for code in end.result(60)]
    assert sorted(refused) == [f"station_taken S{number}" for number in range(10)]


def test_a_station_beats_with_its_desk(stores: tuple[SqlStore, SqlStore]) -> None:
    """Its row lives as long as the desk beats, at a counter or at none, and dies after 45 s."""
    one, two = stores
    one.enrol("HQ", "A1", "pc1", "pc1", NOW)
    for seconds in (30, 60):
        one.beat("HQ", None, "s1", "A1", at=NOW + timedelta(seconds=seconds))
    with pytest.raises(DeskError) as caught:
        two.enrol("HQ", "A1", "pc2", "pc2", NOW + timedelta(seconds=104))
    assert caught.value.code == "station_taken"
    two.enrol("OTHER", "A1", "pc2", "pc2", NOW)
    two.enrol("HQ", "A1", "pc2", "pc2", NOW + timedelta(seconds=105))
