"""The change feed on a server: without notices, several sites, a server that goes and comes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from itertools import count

import psycopg
import pytest

from db.bell import CHANNEL
from db.ear import POLL, NoticeEar
from db.store import SqlStore
from desktop import requests as r
from desktop.desk import Desk
from desktop.link import AWAY_AFTER, LinkState
from desktop.ports import JournalRow
from tests.db.listening import SETUP, Ear, Listen, feed_of, make_desk
from tests.postgres import LOOPBACK, PostgresServer
from tests.proxy import Proxy

BACK = 3.0  # seconds from the server's return to ONLINE: what is promised
OTHER_SITE = r.SetUpSite("WZ", "文昭", (r.CounterFields(1, ("CF",)),))
ISSUE = r.IssueTicket(windows=("CF",))

_numbers = count(1)


@pytest.fixture
def name(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """Give the name of a database with the site QC."""
    made = f"feed_{next(_numbers)}"
    desk = make_desk(postgres_server.create(made, postgres_template))
    desk.do(SETUP)
    desk.close()
    yield made
    postgres_server.drop(made)


@pytest.fixture
def url(postgres_server: PostgresServer, name: str) -> str:
    """Give that database's URL."""
    return postgres_server.url(name)


@pytest.fixture
def other(url: str) -> Iterator[Desk]:
    """Give another program's desk on the database."""
    desk = make_desk(url)
    yield desk
    desk.close()


def wait_until(done: Callable[[], bool], seconds: float) -> float:
    """Wait until something is so, asking often; returns how long it took."""
    pause = threading.Event()
    began = time.monotonic()
    while not done():
        assert time.monotonic() - began < seconds
        pause.wait(0.01)
    return time.monotonic() - began


def issued(ear: Ear) -> list[int]:
    """Return the positions of the tickets heard of."""
    return [row.pos for row in ear.rows if row.kind == "ticket.issued"]


def test_everything_is_heard_where_no_notice_is_ever_sent(url: str, listen: Listen) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "CREATE FUNCTION public.pg_notify(text, text) RETURNS void LANGUAGE sql AS ''"
        )
    quiet = f"{url}&options=-c%20search_path%3Dpublic%2Cpg_catalog"
    ear, other = listen(make_desk(quiet)), make_desk(quiet)
    with psycopg.connect(url, autocommit=True) as witness:
        witness.execute(f"LISTEN {CHANNEL}".encode())
        for number in range(3):
            other.do(ISSUE)
            written = time.monotonic()
            ear.wait_for("ticket.issued", number + 1)
            assert ear.times[-1] - written < POLL + 0.5
        other.close()
        assert list(witness.notifies(timeout=0.1)) == []
    assert ear.restores == 0


def test_two_sites_in_one_database_hear_only_their_own(url: str, listen: Listen) -> None:
    first, second = make_desk(url, "QC"), make_desk(url, "WZ")
    second.do(OTHER_SITE)
    ears = listen(first), listen(second)
    others = make_desk(url, "QC"), make_desk(url, "WZ")
    for site in (0, 1, 1):
        others[site].do(ISSUE)
    ears[0].wait_for("ticket.issued", 1)
    ears[1].wait_for("ticket.issued", 2)
    assert [len(issued(ear)) for ear in ears] == [1, 2]
    for desk in others:
        desk.close()


def test_another_sites_bell_asks_nothing_of_us(url: str, other: Desk) -> None:
    store = SqlStore(url)
    with closing(store), closing(NoticeEar(store)) as ear:
        sign = ear.sign("QC")
        for text, soon in ((f"WZ:{9}", False), ("QC:9", True)):
            ear.wait()
            with psycopg.connect(url, autocommit=True) as bell:
                bell.execute("SELECT pg_notify(%s, %s)", (CHANNEL, text))
            began = time.monotonic()
            ear.wait()
            assert (time.monotonic() - began < POLL / 2) is soon
            assert ear.sign("QC") == sign


def test_several_programs_are_heard_in_the_order_of_the_journal(url: str, listen: Listen) -> None:
    ear = listen(make_desk(url))
    start = threading.Barrier(3)

    def work() -> None:
        desk = make_desk(url)
        start.wait(timeout=10)
        for _ in range(10):
            desk.do(ISSUE)
        desk.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    ear.wait_for("ticket.issued", 30)
    first = ear.rows[0].pos
    assert [row.pos for row in ear.rows] == list(range(first, first + len(ear.rows)))


def test_much_is_read_in_parts_and_no_transaction_stays_open_between(
    url: str, other: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("db.change_feed.MOST", 4)
    written = threading.Event()
    parts: list[int] = []
    left_open: list[object] = []
    ear = Ear()

    def heard(rows: Sequence[JournalRow]) -> None:
        assert written.wait(10)
        parts.append(len(rows))
        with psycopg.connect(url) as asking:
            query = "SELECT count(*) FROM pg_stat_activity WHERE state LIKE 'idle in%'"
            left_open.append(asking.execute(query).fetchone())
        ear.heard(rows)

    desk = make_desk(url)
    feed = feed_of(desk)
    feed.start(heard, ear.restored)
    for _ in range(10):
        other.do(ISSUE)
    written.set()
    ear.wait_for("ticket.issued", 10)
    feed.stop()
    desk.close()
    assert max(parts) == 4
    assert set(left_open) == {(0,)}


def test_a_database_rolled_back_to_a_copy_is_noticed(
    postgres_server: PostgresServer,
    url: str,
    name: str,
    listen: Listen,
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = make_desk(url)
    before.do(ISSUE)
    before.close()
    postgres_server.create(f"{name}_copy", name)
    lost = make_desk(url)
    lost.do(ISSUE)
    lost.close()
    desk = make_desk(url)
    ear = listen(desk)
    postgres_server.drop(name)
    postgres_server.create(name, f"{name}_copy")
    postgres_server.drop(f"{name}_copy")
    other = make_desk(url)
    for _ in range(3):
        other.do(ISSUE)
    ear.wait(lambda: ear.restores == 1)
    seen = len(issued(ear))
    other.do(ISSUE)
    ear.wait_for("ticket.issued", seen + 1)
    assert ear.restores == 1
    other.close()


def test_what_was_written_while_the_way_was_dark_is_caught_up_with_whole(
    name: str, other: Desk, proxy: Proxy, listen: Listen, caplog: pytest.LogCaptureFixture
) -> None:
    desk = make_desk(proxy.url(name))
    link = desk.store.link
    ear = listen(desk)
    other.do(ISSUE)
    ear.wait_for("ticket.issued", 1)
    proxy.black_hole()
    for _ in range(20):
        other.do(ISSUE)
    assert wait_until(lambda: link.state() is LinkState.SUSPECT, 5.0) <= 4.2
    wait_until(lambda: link.state() is LinkState.AWAY, AWAY_AFTER + 0.5)
    proxy.restore()
    assert wait_until(lambda: link.state() is LinkState.ONLINE, 10.0) <= BACK
    ear.wait_for("ticket.issued", 21)
    assert issued(ear) == sorted(set(issued(ear)))
    assert ear.restores == 0
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_a_connection_that_is_reset_is_made_anew_at_once(
    name: str, other: Desk, proxy: Proxy, listen: Listen, caplog: pytest.LogCaptureFixture
) -> None:
    ear = listen(make_desk(proxy.url(name)))
    for number in range(3):
        proxy.reset()
        other.do(ISSUE)
        ear.wait_for("ticket.issued", number + 1)
        assert ear.restores == 0


def test_a_server_that_was_away_at_the_start_makes_everything_be_read_anew(
    name: str, other: Desk, proxy: Proxy, caplog: pytest.LogCaptureFixture
) -> None:
    desk, ear = make_desk(proxy.url(name)), Ear()
    desk.site()
    proxy.refuse()
    proxy.reset()
    feed = feed_of(desk)
    feed.start(ear.heard, ear.restored)
    other.do(ISSUE)
    proxy.restore()
    ear.wait(lambda: ear.restores == 1)
    other.do(ISSUE)
    ear.wait_for("ticket.issued", 1)
    assert (ear.restores, len(issued(ear))) == (1, 1)
    feed.stop()
    desk.close()


def test_every_host_is_tried_until_one_answers(
    postgres_server: PostgresServer,
    name: str,
    other: Desk,
    listen: Listen,
    caplog: pytest.LogCaptureFixture,
) -> None:
    with Proxy(postgres_server) as first, Proxy(postgres_server) as second:
        hosts = f"{LOOPBACK}:{first.port},{LOOPBACK}:{second.port}"
        desk = make_desk(f"postgresql://yimen@{hosts}/{name}?sslmode=disable")
        link = desk.store.link
        ear = listen(desk)
        first.black_hole()
        other.do(ISSUE)
        ear.wait_for("ticket.issued")
        assert link.silent_for() < POLL
        assert ear.restores == 0
        first.restore()


def test_it_ends_soon_while_the_way_is_dark(
    name: str, proxy: Proxy, caplog: pytest.LogCaptureFixture
) -> None:
    desk = make_desk(proxy.url(name))
    feed = feed_of(desk)
    feed.start(lambda rows: None, lambda: None)
    proxy.black_hole()
    wait_until(lambda: desk.store.link.state() is not LinkState.ONLINE, 5.0)
    began = time.monotonic()
    feed.stop()
    assert time.monotonic() - began < 4.0
    proxy.restore()
    desk.close()
