"""Every round trip to PostgreSQL ends: with an answer, or with an error within seven seconds."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import psycopg
import pytest
from sqlalchemy import text

from db.deadlines import patient
from db.engine import begin_write, dial, open_engine
from db.store import SqlStore
from desktop.domain.errors import DeskError
from desktop.link import LinkState
from desktop.ports import Remembered
from tests.postgres import PostgresServer
from tests.proxy import Loss, Proxy

LONGEST = 7.0


@pytest.fixture
def desk_url(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """Give the name of a database with the tables and no rows."""
    postgres_server.create("deadlines", postgres_template)
    yield "deadlines"
    postgres_server.drop("deadlines")


@pytest.fixture
def store(proxy: Proxy, desk_url: str) -> Iterator[SqlStore]:
    """Give a store behind the proxy."""
    opened = SqlStore(proxy.url(desk_url))
    yield opened
    opened.close()


@contextmanager
def refused(code: str, within: float = LONGEST) -> Iterator[None]:
    """Expect a DeskError with this code, within so many seconds."""
    begun = time.monotonic()
    with pytest.raises(DeskError) as caught:
        yield
    assert caught.value.code == code, caught.value
    assert time.monotonic() - begun <= within


def idle_for(store: SqlStore, seconds: float) -> None:
    """Let the pool's connection look as if it had been idle for so long."""
    with store._engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
    driver.last_answer -= seconds


def _look(store: SqlStore) -> None:
    with store.look("HQ") as reads:
        assert reads.head() is None


def _command(store: SqlStore) -> None:
    with store.begin("HQ") as tx:
        assert tx.head() is None


def _sites(store: SqlStore) -> None:
    assert store.sites() == []


WAYS: dict[str, Callable[[SqlStore], None]] = {"look": _look, "command": _command, "sites": _sites}


@pytest.mark.parametrize(("way", "idle"), [("command", 0.0), ("look", 60.0)])
def test_a_black_hole(store: SqlStore, proxy: Proxy, way: str, idle: float) -> None:
    WAYS[way](store)
    assert store.link.state() is LinkState.ONLINE
    idle_for(store, idle)
    proxy.black_hole()
    with refused("database_away"):
        WAYS[way](store)
    assert store.link.state() is not LinkState.ONLINE
    with refused("database_away", 2.5):  # no connection is left: this one dials
        WAYS[way](store)
    proxy.restore()
    begun = time.monotonic()
    WAYS[way](store)
    assert time.monotonic() - begun < 1.0
    assert store.link.state() is LinkState.ONLINE


@pytest.mark.parametrize("way", list(WAYS))
def test_connections_that_were_cut_are_replaced_unseen(
    store: SqlStore, proxy: Proxy, way: str
) -> None:
    WAYS[way](store)
    proxy.reset()
    assert store.link.state() is LinkState.ONLINE, "nobody has noticed yet"
    WAYS[way](store)
    assert store.link.state() is LinkState.ONLINE


def test_a_restarted_server_is_not_noticed(desk_url: str, postgres_server: PostgresServer) -> None:
    store = SqlStore(postgres_server.url(desk_url))
    try:
        _command(store)
        postgres_server.stop()
        with refused("database_away", 2.5):
            _command(store)
        assert store.link.state() is not LinkState.ONLINE
        postgres_server.start()
        _command(store)
        assert store.link.state() is LinkState.ONLINE
        with psycopg.connect(postgres_server.url("postgres"), autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [desk_url],
            )
        _command(store)
        assert store.link.state() is LinkState.ONLINE
    finally:
        store.close()


def test_a_server_that_takes_calls_and_never_speaks() -> None:
    with socket.create_server(("127.0.0.1", 0)) as one, socket.create_server(("127.0.0.1", 0)) as b:
        ports = f"{one.getsockname()[1]},{b.getsockname()[1]}"
        url = f"host=127.0.0.1,127.0.0.1 port={ports} user=yimen dbname=desk sslmode=disable"
        with refused("database_away"):
            open_engine(f"postgresql://?{url.replace(' ', '&')}")


def test_a_cut_in_the_middle_of_a_command(store: SqlStore, proxy: Proxy) -> None:
    with refused("database_away"), store.begin("HQ") as tx:
        proxy.reset()
        tx.remembered("none")
    _command(store)


def test_a_refusal_in_the_dark_stays_that_refusal(store: SqlStore, proxy: Proxy) -> None:
    def refuse() -> None:
        with store.begin("HQ"):
            proxy.black_hole()
            raise DeskError("wrong_state")

    with refused("wrong_state"):
        refuse()
    proxy.restore()
    _command(store)


def test_a_long_statement_needs_patience(desk_url: str, postgres_server: PostgresServer) -> None:
    engine = open_engine(postgres_server.url(desk_url))
    sleep = text("SELECT pg_sleep(0.4)")
    try:
        with engine.connect() as connection:
            driver = connection.connection.driver_connection
            assert driver is not None
            driver.limit = 0.2
            begin_write(connection)
            with patient(connection), patient(connection):
                connection.execute(sleep)
            limit = text("SELECT current_setting('idle_in_transaction_session_timeout')")
            assert connection.execute(limit).scalar_one() == "0"
            connection.rollback()
            assert connection.execute(limit).scalar_one() == "2s"
            with pytest.raises(psycopg.OperationalError):
                driver.execute("SELECT pg_sleep(5)")
            assert driver.closed
            with suppress(Exception):
                connection.invalidate()
    finally:
        engine.dispose()


@pytest.mark.parametrize("how", list(Loss))
@pytest.mark.parametrize("arrives", [True, False])
def test_a_lost_commit_is_unknown(store: SqlStore, proxy: Proxy, how: Loss, arrives: bool) -> None:
    _command(store)
    proxy.lose_commits(arrives=arrives, how=how)
    with refused("outcome_unknown", 4.0), store.begin("HQ") as tx:
        tx.keep_text("t1", "s1", "words")
    assert store.link.state() is LinkState.SUSPECT
    with store.look("HQ") as reads:
        assert reads.texts(["t1"]) == ({"t1": "words"} if arrives else {})


def test_a_commit_that_is_refused_is_no_secret(
    store: SqlStore, postgres_server: PostgresServer, desk_url: str
) -> None:
    with psycopg.connect(postgres_server.url(desk_url), autocommit=True) as owner:
        owner.execute("CREATE TABLE one (n int UNIQUE DEFERRABLE INITIALLY DEFERRED)")
        owner.execute("INSERT INTO one VALUES (1)")
    with pytest.raises(Exception, match="one_n_key"), store.begin("HQ") as tx:
        tx.connection.execute(text("INSERT INTO one VALUES (1)"))
    _command(store)


def test_what_was_done_is_asked_under_the_lock(store: SqlStore) -> None:
    memory = Remembered("a" * 64, "{}")
    with store.begin("HQ") as tx:
        tx.remember("c1", "verb", memory)
    assert store.was_done("HQ", "c1") == memory
    assert store.was_done("HQ", "c2") is None


@pytest.mark.parametrize("batch", [False, True])
def test_who_stands_still_in_a_transaction_is_put_out(
    postgres_server: PostgresServer, desk_url: str, batch: bool
) -> None:
    options = "options=-c%20idle_in_transaction_session_timeout%3D200"
    store = SqlStore(f"{postgres_server.url(desk_url)}&{options}")
    gone = "SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction'"
    pause = threading.Event()

    def stand_still() -> None:
        with store.begin("HQ") as tx, psycopg.connect(postgres_server.url(desk_url)) as other:
            if batch:
                tx.keep_text("t1", "s1", "words")
                tx.finish()
            other.autocommit = True
            while other.execute(gone).fetchone():
                pause.wait(0.05)
            tx.remembered("none")

    with refused("database_busy"):
        stand_still()
    store.close()


def test_a_connection_for_oneself(store: SqlStore) -> None:
    driver = store.dial()
    assert driver.autocommit
    assert driver.execute("SELECT 1").fetchone() == (1,)
    driver.close()


def test_the_bell_rings_after_the_commit(store: SqlStore) -> None:
    heard: list[str] = []
    listening = threading.Event()
    driver = dial(store._engine)
    driver.execute("LISTEN yimen_feed")

    def listen() -> None:
        listening.set()
        for notice in driver.notifies(timeout=5.0):
            heard.append(notice.payload)
            if notice.payload.endswith(":9"):
                return

    thread = threading.Thread(target=listen)
    thread.start()
    listening.wait()
    assert store._bell is not None
    for pos in range(1, 10):
        store._bell.ring("HQ", pos)
    thread.join()
    driver.close()
    assert heard[-1] == "HQ:9"
    assert len(heard) <= 3, "those that come together are told together"


def test_where_a_database_is_names_no_person_and_no_password(
    postgres_server: PostgresServer, desk_url: str
) -> None:
    url = postgres_server.url(desk_url).replace("yimen@", "yimen:very-secret@")
    store = SqlStore(url)
    assert store.location == f"{desk_url} @ {postgres_server.folder}"
    store.close()
    postgres_server.stop()
    with pytest.raises(DeskError) as caught:
        store.sites()
    postgres_server.start()
    assert caught.value.values == {}
    store.close()
