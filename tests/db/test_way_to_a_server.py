"""The way to a server: nobody there, no answer, somebody else, a standby, one of several."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic
from urllib.parse import quote

import pytest

from db.diagnosis import diagnose
from db.engine import open_engine, postgres_parameters
from db.migrate import prepare
from db.probing import root_certificates
from tests.db.faults import SECRET, fault
from tests.postgres import LOOPBACK, PostgresServer, free_port, running_server, running_standby
from tests.proxy import Proxy

# ---- the way there -------------------------------------------------------------------------------


def at(host: str, port: int) -> str:
    """Return the URL of a place where no server of ours is."""
    return f"postgresql://desk:{quote(SECRET)}@{host}:{port}/centre"


@contextmanager
def deaf() -> Iterator[int]:
    """Give a port whose host takes no more connections and does not say so: a cable cut."""
    with socket.socket() as listener, socket.socket() as first, socket.socket() as second:
        listener.bind((LOOPBACK, 0))
        listener.listen(0)
        for waiting in (first, second):
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        yield listener.getsockname()[1]


@contextmanager
def saying(words: bytes) -> Iterator[int]:
    """Give a port where somebody says this to whoever comes, and goes."""

    def answer() -> None:
        while True:
            try:
                other, _place = listener.accept()
            except OSError:
                return
            with other:
                other.settimeout(2)
                if other.recv(100) and words:
                    other.sendall(words)

    with socket.create_server((LOOPBACK, 0)) as listener:
        thread = Thread(target=answer)
        thread.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def test_nobody_listens() -> None:
    port = free_port()
    assert fault(at(LOOPBACK, port)) == ("server_refused", {"host": LOOPBACK, "port": port})
    url = "postgresql://desk@/centre?host=%2Ftmp%2Fno-such-folder"
    assert fault(url) == ("server_refused", {"host": "/tmp/no-such-folder", "port": 5432})


@pytest.mark.parametrize("name", ["no-such-host.invalid", "a..b", "x" * 70])
def test_a_name_that_nobody_has(name: str) -> None:
    assert fault(at(name, 5432)) == ("server_unknown", {"host": name})


def test_no_answer_at_all() -> None:
    with deaf() as port:
        assert fault(at(LOOPBACK, port)) == ("server_no_route", {"host": LOOPBACK})


def test_an_answer_that_stops(postgres_server: PostgresServer) -> None:
    with Proxy(postgres_server) as proxy:
        url = f"postgresql://yimen@{LOOPBACK}:{proxy.port}/postgres"
        proxy.black_hole()
        assert fault(url) == ("server_no_route", {"host": LOOPBACK})


@pytest.mark.parametrize("words", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b"SSH-2.0-OpenSSH\r\n"])
@pytest.mark.parametrize("mode", ["prefer", "verify-full"])
def test_somebody_else(words: bytes, mode: str) -> None:
    with saying(words) as port:
        code, values = fault(f"{at(LOOPBACK, port)}?sslmode={mode}")
    if words.startswith(b"S"):  # taken for a yes to TLS, and then no TLS follows
        assert code in ("server_strange", "certificate_untrusted", "database_away")
    else:
        assert (code, values) == ("server_strange", {"host": LOOPBACK, "port": port})


@pytest.mark.parametrize(
    ("url", "field"),
    [
        ("postgresql//a/d", "url"),
        ("postgresql://a/d?nonsense=1", "url"),
        ("postgresql://a:port/d", "port"),
        ("postgresql://a/", "database"),
        ("postgresql://a/d?sslmode=yes", "tls"),
    ],
)
def test_a_typo(url: str, field: str) -> None:
    assert fault(url) == ("invalid_value", {"field": field})


# ---- standbys, starts, and several hosts ---------------------------------------------------------


def test_several_hosts_and_standbys() -> None:
    with running_server(loopback=True) as primary:
        engine = open_engine(primary.create("centre"))
        prepare(engine)
        engine.dispose()
        with running_standby(primary, loopback=True) as standby:
            two, one = (f"{LOOPBACK}:{server.port}" for server in (primary, standby))
            nobody = f"{LOOPBACK}:{free_port()}"
            assert fault(f"postgresql://yimen@{one}/centre") == ("server_standby", {})
            assert fault(f"postgresql://yimen@{nobody},{one}/centre") == ("server_standby", {})
            assert fault(f"postgresql://yimen@{one},{nobody}/centre") == ("server_standby", {})
            assert fault(f"postgresql://yimen@{nobody},{one},{two}/centre") == (None, {})
            with deaf() as port:
                begun = monotonic()
                found = diagnose(f"postgresql://yimen@{LOOPBACK}:{port},{two}/centre")
                assert found.ok
                assert monotonic() - begun < 2.5
            primary.kill()
            assert fault(f"postgresql://yimen@{two},{one}/centre") == ("server_standby", {})
            standby.promote()
            assert fault(f"postgresql://yimen@{two},{one}/centre") == (None, {})


def test_a_server_that_is_not_ready() -> None:
    with running_server(loopback=True) as primary:
        silent = {"hot_standby": "off"}
        with running_standby(primary, loopback=True, settings=silent) as standby:
            assert fault(standby.loopback_url("postgres")) == ("server_starting", {})


def test_a_server_set_to_read_only() -> None:
    settings = {"default_transaction_read_only": "on"}
    with running_server(loopback=True, settings=settings) as server:
        assert fault(server.loopback_url("postgres")) == ("server_standby", {})


# ---- who vouches for a server --------------------------------------------------------------------


def test_roots_are_those_named_then_this_persons_then_the_systems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The driver's own OpenSSL would look into a folder that only its builders have."""
    monkeypatch.setenv("HOME", str(tmp_path))
    system = root_certificates("system")
    assert system is None or Path(system).is_file()
    assert root_certificates(None) == system
    own = tmp_path / ".postgresql" / "root.crt"
    own.parent.mkdir()
    own.write_text("")
    assert root_certificates(None) == str(own)
    assert root_certificates("/named.crt") == "/named.crt"
    assert root_certificates("system") == system
    far = {"host": "db1.example"}
    assert postgres_parameters(far)["sslrootcert"] == str(own)
    assert postgres_parameters(far | {"sslrootcert": "/named.crt"})["sslrootcert"] == "/named.crt"
    assert "sslrootcert" not in postgres_parameters({"host": "localhost"})
