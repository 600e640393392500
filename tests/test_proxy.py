"""The proxy does to a conversation what its orders say: or the proofs would prove nothing."""

from __future__ import annotations

import select
import time
from collections.abc import Iterator

import psycopg
import pytest

from tests.postgres import PostgresServer, running_server
from tests.proxy import Loss, Proxy


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """Give a server with a table of one column."""
    with running_server() as running:
        with psycopg.connect(running.url("postgres"), autocommit=True) as connection:
            connection.execute("CREATE TABLE said (word text)")
        yield running


@pytest.fixture
def proxy(server: PostgresServer) -> Iterator[Proxy]:
    """Give a proxy in front of it."""
    with Proxy(server) as running:
        yield running


@pytest.fixture
def talking(proxy: Proxy) -> Iterator[psycopg.Connection]:
    """Give a connection through the proxy."""
    connection = psycopg.connect(proxy.url("postgres"))
    yield connection
    connection.close()


def one(connection: psycopg.Connection) -> int:
    """Ask for 1."""
    return int(connection.execute("SELECT 1").fetchall()[0][0])


def words(server: PostgresServer) -> set[str]:
    """Return what was committed."""
    with psycopg.connect(server.url("postgres")) as connection:
        return {word for (word,) in connection.execute("SELECT word FROM said").fetchall()}


def hangs(connection: psycopg.Connection, said: bytes = b"SELECT 1") -> None:
    """Say something, which is not answered for a moment."""
    connection.pgconn.send_query(said)
    connection.pgconn.flush()
    assert not hears(connection, 0.3)


def hears(connection: psycopg.Connection, seconds: float) -> bool:
    """Wait for an answer so long; libpq's own waiting would hold up the proxy's thread."""
    until = time.monotonic() + seconds
    while connection.pgconn.is_busy() and time.monotonic() < until:
        select.select([connection], [], [], until - time.monotonic())
        connection.pgconn.consume_input()
    return not connection.pgconn.is_busy()


def answered(connection: psycopg.Connection) -> None:
    """Wait for the answer to what hung."""
    assert hears(connection, 5)
    result = connection.pgconn.get_result()
    assert result is not None
    assert result.get_value(0, 0) == b"1"
    assert hears(connection, 5), "the server's turn is over too"
    assert connection.pgconn.get_result() is None


def test_everything_passes_much_of_it_too(talking: psycopg.Connection) -> None:
    much = "a" * 5_000_000
    found = talking.execute("SELECT %s::text", [much]).fetchall()
    assert found == [(much,)]


def test_a_delay_holds_each_way(proxy: Proxy, talking: psycopg.Connection) -> None:
    one(talking)
    proxy.delay(0.05)
    begun = time.monotonic()
    one(talking)
    assert 0.1 <= time.monotonic() - begun < 1
    proxy.restore()


def test_what_a_black_hole_held_back_arrives_later(
    proxy: Proxy, talking: psycopg.Connection
) -> None:
    proxy.black_hole()
    hangs(talking)
    with pytest.raises(psycopg.OperationalError, match="timeout"):
        psycopg.connect(proxy.url("postgres", more="&connect_timeout=2"))
    proxy.restore()
    answered(talking)


@pytest.mark.parametrize("dead", ["client", "server"])
def test_half_open(proxy: Proxy, talking: psycopg.Connection, dead: str) -> None:
    proxy.half_open("client" if dead == "client" else "server")
    hangs(talking)
    proxy.restore()
    answered(talking)


def test_a_reset_is_felt_at_once_and_new_connections_work(
    proxy: Proxy, talking: psycopg.Connection
) -> None:
    proxy.reset()
    with pytest.raises(psycopg.OperationalError):
        one(talking)
    with psycopg.connect(proxy.url("postgres")) as fresh:
        assert one(fresh) == 1


def test_refusing_leaves_the_living_alone(proxy: Proxy, talking: psycopg.Connection) -> None:
    proxy.refuse()
    with pytest.raises(psycopg.OperationalError, match="refused"):
        psycopg.connect(proxy.url("postgres"))
    assert one(talking) == 1
    proxy.restore()
    psycopg.connect(proxy.url("postgres")).close()


def test_flapping_comes_and_goes(proxy: Proxy, talking: psycopg.Connection) -> None:
    proxy.flap((0.2, 0.2))
    begun = time.monotonic()
    slow = 0
    while time.monotonic() - begun < 1:
        before = time.monotonic()
        one(talking)
        slow += time.monotonic() - before > 0.1
    assert 2 <= slow <= 3
    proxy.restore()


@pytest.mark.parametrize("arrives", [True, False])
def test_a_lost_commit(
    server: PostgresServer, proxy: Proxy, talking: psycopg.Connection, arrives: bool
) -> None:
    word = f"arrives {arrives}"
    talking.execute("INSERT INTO said VALUES (%s)", [word])
    proxy.lose_commits(arrives=arrives)
    with pytest.raises(psycopg.OperationalError):
        talking.commit()
    assert (word in words(server)) is arrives
    assert (proxy.lost, proxy.live) == (1, 0)
    with psycopg.connect(proxy.url("postgres")) as fresh:
        fresh.execute("INSERT INTO said VALUES ('later')")
    assert "later" in words(server)


@pytest.mark.parametrize("arrives", [True, False])
def test_a_commit_lost_in_silence(
    server: PostgresServer, proxy: Proxy, talking: psycopg.Connection, arrives: bool
) -> None:
    word = f"silent {arrives}"
    talking.execute("INSERT INTO said VALUES (%s)", [word])
    proxy.lose_commits(arrives=arrives, how=Loss.SILENCE)
    hangs(talking, b"COMMIT")
    assert (word in words(server)) is arrives
    with psycopg.connect(proxy.url("postgres")) as fresh:
        assert one(fresh) == 1
