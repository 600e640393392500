"""The primary dies and its standby takes over; or the standby dies and a COMMIT waits for it."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import psycopg
import pytest

from db.store import SqlStore
from desktop.clock import ManualClock
from desktop.desk import Desk, Particulars
from desktop.requests import IssueTicket
from desktop.snapshots import IssueAnswer
from tests.postgres import LOOPBACK, PostgresServer, running_server, running_standby
from tests.proof.conftest import Measured
from tests.proof.hall import check, check_feed, doubles, labels, make_hall
from tests.talk import MORNING

pytestmark = pytest.mark.soak

DESKS = 4
PATIENCE = 120.0
WAITING = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE wait_event = 'SyncRep' AND application_name = 'yimen'"
)
CANCEL = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"


@dataclass(frozen=True, slots=True)
class Pair:
    """A primary with a hall, and the synchronous standby that follows it."""

    primary: PostgresServer
    standby: PostgresServer

    @property
    def url(self) -> str:
        """Return the URL of whichever of the two takes writes."""
        hosts = f"host={LOOPBACK},{LOOPBACK}&port={self.primary.port},{self.standby.port}"
        return f"postgresql://yimen@/hall?{hosts}&target_session_attrs=read-write"


@pytest.fixture
def pair() -> Iterator[Pair]:
    """Give two servers, the second synchronous."""
    settings = {"synchronous_commit": "remote_apply"}
    with running_server(loopback=True, settings=settings) as primary:
        make_hall(primary.create("hall"))
        with running_standby(primary, loopback=True, settings=settings) as standby:
            wait_for_standby(primary, "standby")
            yield Pair(primary, standby)


def wait_for_standby(primary: PostgresServer, names: str) -> None:
    """Let commits wait for these standbys; returns when one is followed."""
    with psycopg.connect(primary.url("postgres"), autocommit=True) as connection:
        connection.execute(f"ALTER SYSTEM SET synchronous_standby_names = '{names}'")
    primary.reload()
    if names:
        asked = "SELECT count(*) FROM pg_stat_replication WHERE sync_state = 'sync'"
        assert until(lambda: counted(primary, asked) == 1)


def counted(server: PostgresServer, question: str) -> int:
    """Return the number that a question is answered with."""
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        return int(connection.execute(question).fetchall()[0][0])


def until(done: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Ask until it is so, but not longer than so many seconds; returns the last answer."""
    nobody, end = threading.Event(), time.monotonic() + seconds
    while not done() and time.monotonic() < end:
        nobody.wait(0.02)
    return done()


@dataclass
class Acknowledged:
    """What the desks were told, and when."""

    labels: list[str] = field(default_factory=list)
    moments: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def longest_gap(self) -> float:
        """Return the seconds in which nobody was told anything."""
        pairs = zip(self.moments, self.moments[1:], strict=False)
        return max(later - earlier for earlier, later in pairs)


@contextmanager
def desks_at_work(url: str, count: int) -> Iterator[Acknowledged]:
    """Let desks hand out numbers as fast as they can until the end of the block."""
    told, ending = Acknowledged(), threading.Event()
    stores = [SqlStore(url) for _ in range(count)]

    def work(store: SqlStore) -> None:
        desk = Desk(store, ManualClock(datetime.fromisoformat(MORNING)), Particulars("HQ"))
        while not ending.is_set():
            try:
                answer = desk.do(IssueTicket(windows=("CF",)), str(uuid.uuid4()))
            except Exception as error:  # whatever it is, it is reported
                told.faults.append(repr(error))
                ending.wait(0.1)
                continue
            assert isinstance(answer, IssueAnswer)
            assert answer.ticket is not None
            told.labels.append(answer.ticket.label)
            told.moments.append(time.monotonic())

    threads = [threading.Thread(target=work, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    try:
        yield told
    finally:
        ending.set()
        for thread in threads:
            thread.join(PATIENCE)
        for store in stores:
            store.close()


@pytest.mark.slow
def test_the_standby_takes_over_and_nothing_is_lost(
    pair: Pair, soak: bool, measured: Measured, caplog: pytest.LogCaptureFixture
) -> None:
    before, after = (2000, 500) if soak else (40, 20)
    with desks_at_work(pair.url, DESKS) as told:
        assert until(lambda: len(told.labels) >= before, PATIENCE)
        pair.primary.kill()
        died, known = time.monotonic(), len(told.labels)
        threading.Event().wait(1.0)  # whoever decides takes a second
        promote(pair.standby)
        assert until(lambda: len(told.labels) >= known + after + DESKS, PATIENCE)
    assert told.moments[0] < died < told.moments[-1]
    url = pair.standby.url("hall")
    there = tickets(url)
    assert doubles(told.labels) == 0
    assert set(told.labels) <= set(there), "nothing that was answered is lost"
    refused = [fault for fault in told.faults if "database_away" not in fault]
    assert refused == []
    assert there == labels(len(there))
    assert set(there) == set(told.labels), "nothing was done that nobody was told"
    check_feed(url)
    check(url, left=there)
    measured(
        "kill -9 of the primary, promoted after 1 s",
        f"lost 0 of {len(told.labels)}, doubles 0, outage {told.longest_gap():.2f} s,"
        f" {len(told.faults)} sure refusals",
        "0, 0, ≤ promotion + 3 s",
    )
    assert told.longest_gap() <= 5.0


def promote(standby: PostgresServer) -> None:
    """Make the standby the primary, which then waits for nobody."""
    standby.promote()
    with psycopg.connect(standby.url("postgres"), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET synchronous_standby_names = ''")
    standby.reload()


def tickets(url: str) -> list[str]:
    """Return the labels there are, by number."""
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT label FROM ticket ORDER BY no")]


@pytest.mark.slow
def test_nobody_is_told_anything_while_the_standby_is_dead(
    pair: Pair, soak: bool, measured: Measured, caplog: pytest.LogCaptureFixture
) -> None:
    rounds, times = 5 if soak else 1, []
    for number in range(1, rounds + 1):
        pair.standby.stop()
        with one_command(pair.url) as told:
            assert until(lambda: counted(pair.primary, WAITING) == 1)
            assert not until(lambda: bool(told), 0.5)
            counted(pair.primary, CANCEL)  # the row is visible now, and on one machine only
            assert not until(lambda: bool(told), 4.0 if soak else 1.0)
            begun = time.monotonic()
            if number % 2:
                pair.standby.start()
            else:  # an administrator decides to go on without one
                wait_for_standby(pair.primary, "")
            assert until(lambda: bool(told), PATIENCE)
            times.append(time.monotonic() - begun)
        assert told == labels(number)[-1:]
        if not number % 2:
            pair.standby.start()
            wait_for_standby(pair.primary, "standby")
    check(pair.primary.url("hall"), left=labels(rounds))
    measured(
        f"standby dead, COMMIT waits and is cancelled, {rounds} times",
        f"told nothing meanwhile; answered {max(times):.1f} s after the mending",
        "≤ 5 s",
    )
    assert max(times) <= 5.0


@contextmanager
def one_command(url: str) -> Iterator[list[str]]:
    """Hand out one number on a thread of its own; gives the labels it was told."""
    told: list[str] = []
    store = SqlStore(url)

    def work() -> None:
        desk = Desk(store, ManualClock(datetime.fromisoformat(MORNING)), Particulars("HQ"))
        answer = desk.do(IssueTicket(windows=("CF",)), str(uuid.uuid4()))
        assert isinstance(answer, IssueAnswer)
        assert answer.ticket is not None
        told.append(answer.ticket.label)

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield told
    finally:
        thread.join(PATIENCE)
        store.close()
