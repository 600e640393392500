"""What is wrong with a server, found with real ones: each fault by its code."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from time import monotonic

import psycopg
import pytest
from psycopg import sql

from db import refusals
from db.diagnosis import OLDEST, diagnose
from db.engine import open_engine
from db.migrate import prepare
from desktop.i18n import LANGUAGES, Translator, error_sentence
from desktop.server_address import Diagnosis
from tests.certificates import Pair, authority, signed_by
from tests.postgres import LOOPBACK, PostgresServer, free_port, running_server, running_standby
from tests.proxy import Proxy

SECRET, WRONG = "hunter2 密码", "hunter3"
HBA = (
    "host all refused 127.0.0.1/32 reject",
    "hostssl all secure 127.0.0.1/32 scram-sha-256",
    "host all desk,full,nologin,nobody_known 127.0.0.1/32 scram-sha-256",
    "host all trusted,stranger,locked 127.0.0.1/32 trust",
)
ROLES = (
    f"CREATE ROLE desk LOGIN PASSWORD '{SECRET}'",
    "CREATE ROLE trusted LOGIN",
    "CREATE ROLE locked NOLOGIN",
    f"CREATE ROLE full LOGIN PASSWORD '{SECRET}' CONNECTION LIMIT 0",
    "CREATE ROLE refused LOGIN",
    f"CREATE ROLE secure LOGIN PASSWORD '{SECRET}'",
)


@pytest.fixture(scope="module")
def ca() -> Pair:
    """Give an authority."""
    return authority()


@pytest.fixture(scope="module", params=["en", "zh_CN"])
def server(request: pytest.FixtureRequest, ca: Pair) -> Iterator[PostgresServer]:
    """Give a server with TLS that speaks English or, where its words are installed, Chinese."""
    with running_server(
        loopback=True,
        hba=HBA,
        settings={"ssl": "on", "lc_messages": "C.UTF-8"},
        files=signed_by(ca, "localhost", LOOPBACK).files(),
        environment={"LANGUAGE": request.param},
    ) as one:
        for role in ROLES:
            one.run(sql.SQL(role))
        url = one.create("centre")
        engine = open_engine(url)
        prepare(engine)
        engine.dispose()
        with psycopg.connect(url) as connection:
            connection.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO desk, secure")
        yield one


@pytest.fixture
def ca_file(ca: Pair, tmp_path: Path) -> str:
    """Give the path of the authority's certificate."""
    path = tmp_path / "ca.crt"
    path.write_bytes(ca.certificate)
    return str(path)


def fault(url: str, **more: int) -> tuple[str | None, dict[str, object]]:
    """Return what a try finds; it is quick, it has a sentence, and it repeats no password."""
    begun = monotonic()
    found = diagnose(url, **more)
    assert monotonic() - begun < 3.5
    error = found.error()
    assert found.ok == (error is None)
    for language in LANGUAGES:
        sentence = "" if error is None else error_sentence(Translator(language), error)
        assert not sentence.startswith("error.")
        assert SECRET not in sentence + str(found)
        assert WRONG not in sentence + str(found)
    return found.code, dict(found.values)


# ---- who may come in -----------------------------------------------------------------------------


def test_all_is_well(server: PostgresServer) -> None:
    found = diagnose(server.loopback_url("centre", "desk", SECRET))
    assert found == Diagnosis(True, found.version)
    assert found.version.startswith("1")
    assert diagnose(server.url("centre")).ok, "by the Unix socket too"
    assert diagnose(server.loopback_url("centre", "desk", SECRET, "localhost")).ok


@pytest.mark.parametrize(
    ("user", "password", "code", "values"),
    [
        ("desk", WRONG, "password_wrong", {"person": "desk"}),
        ("nobody_known", WRONG, "password_wrong", {"person": "nobody_known"}),
        ("desk", "", "password_missing", {"person": "desk"}),
        ("refused", "", "login_refused", {"person": "refused"}),
        ("unheard_of", "", "login_refused", {"person": "unheard_of"}),
        ("stranger", "", "person_unknown", {"person": "stranger"}),
        ("locked", "", "person_unknown", {"person": "locked"}),
        ("full", SECRET, "database_busy", {}),
        ("trusted", "", "login_refused", {"person": "trusted"}),
    ],
)
def test_who_is_refused(
    server: PostgresServer, user: str, password: str, code: str, values: dict[str, object]
) -> None:
    """A login that PostgreSQL lets in but that may not read our tables is refused as well."""
    assert fault(server.loopback_url("centre", user, password)) == (code, values)


def test_a_login_for_tls_alone(server: PostgresServer, ca_file: str) -> None:
    plain = server.loopback_url("centre", "secure", SECRET, sslmode="disable")
    assert fault(plain) == ("login_refused", {"person": "secure"})
    url = server.loopback_url(
        "centre", "secure", SECRET, sslmode="verify-full", sslrootcert=ca_file
    )
    assert fault(url) == (None, {})


@pytest.mark.parametrize(
    ("user", "password", "database", "state"),
    [
        ("desk", WRONG, "centre", "28P01"),
        ("refused", "", "centre", "28000"),
        ("unheard_of", "", "centre", "28000"),
        ("stranger", "", "centre", "28000"),
        ("locked", "", "centre", "28000"),
        ("full", SECRET, "centre", "53300"),
        ("trusted", "", "none", "3D000"),
    ],
)
@pytest.mark.parametrize("verbose", [True, False])
def test_the_state_is_known_by_its_number_and_in_need_by_the_words(
    server: PostgresServer, user: str, password: str, database: str, state: str, verbose: bool
) -> None:
    url = server.loopback_url(database, user, password)
    found = refusals.connect(url, 2, verbose=verbose)
    assert isinstance(found, refusals.Refusal)
    assert found.state == state
    assert found.no_such_role == (user in ("stranger", "locked"))
    assert (f"{state}: " in found.text) == verbose


# ---- which database ------------------------------------------------------------------------------


@contextmanager
def changed(server: PostgresServer, *statements: str) -> Iterator[str]:
    """Give the URL of a database that these statements were run in."""
    url = server.create("other")
    try:
        with psycopg.connect(url) as connection:
            for statement in statements:
                connection.execute(statement.encode())
        yield server.loopback_url("other", "desk", SECRET)
    finally:
        server.drop("other")


VERSIONS = (
    "CREATE TABLE alembic_version (version_num text)",
    "GRANT SELECT ON alembic_version TO desk",
)


@pytest.mark.parametrize(
    ("statements", "code", "values"),
    [
        ((), "database_empty", {"name": "other"}),
        (("GRANT CREATE ON SCHEMA public TO desk",), None, {}),
        (("CREATE TABLE customers (name text)",), "database_foreign", {"name": "other"}),
        ((*VERSIONS, "INSERT INTO alembic_version VALUES ('0000_x')"), "database_newer", None),
        ((*VERSIONS, "INSERT INTO alembic_version VALUES ('9999_x')"), "database_newer", None),
        ((*VERSIONS, "INSERT INTO alembic_version VALUES ('0001_first')"), "database_older", None),
    ],
)
def test_which_database(
    server: PostgresServer,
    statements: tuple[str, ...],
    code: str | None,
    values: dict[str, object] | None,
) -> None:
    with changed(server, *statements) as url:
        found = fault(url)
    assert found[0] == code
    assert values is None or found[1] == values


def test_no_such_database(server: PostgresServer) -> None:
    url = server.loopback_url("nowhere", "desk", SECRET)
    assert fault(url) == ("database_missing", {"name": "nowhere"})


def test_an_older_server(server: PostgresServer) -> None:
    """Only one version is installed, so the rule is raised above it instead."""
    url = server.loopback_url("centre", "desk", SECRET)
    code, values = fault(url, oldest=99)
    assert (code, values["oldest"]) == ("server_too_old", 99)
    assert str(values["version"]).startswith("1")
    assert diagnose(url, oldest=OLDEST).ok


# ---- TLS -----------------------------------------------------------------------------------------


@contextmanager
def presented(server: PostgresServer, pair: Pair, usual: Pair) -> Iterator[None]:
    """Let a server show another certificate."""
    server.put(pair.files())
    server.reload()
    yield
    server.put(usual.files())
    server.reload()


def test_certificates(server: PostgresServer, ca: Pair, ca_file: str) -> None:
    usual = signed_by(ca, "localhost", LOOPBACK)

    def strictly(host: str = "localhost", mode: str = "verify-full") -> tuple[str | None, object]:
        more = {"sslmode": mode, "sslrootcert": ca_file}
        return fault(server.loopback_url("centre", "desk", SECRET, host, **more))

    assert strictly() == (None, {})
    assert strictly(LOOPBACK) == (None, {})
    with presented(server, signed_by(authority("Another"), "localhost"), usual):
        assert strictly() == ("certificate_untrusted", {})
    with presented(server, signed_by(ca, "localhost", self_signed=True), usual):
        assert strictly() == ("certificate_untrusted", {})
    with presented(server, signed_by(ca, "localhost", days=(-9, -1)), usual):
        assert strictly() == ("certificate_expired", {})
        assert strictly(mode="require") == ("certificate_expired", {}), "the CA's file is named"
    with presented(server, signed_by(ca, "localhost", days=(1, 9)), usual):
        assert strictly() == ("certificate_expired", {})
    with presented(server, signed_by(ca, "db.example"), usual):
        assert strictly() == ("certificate_other_name", {"host": "localhost"})
        assert strictly(LOOPBACK) == ("certificate_other_name", {"host": LOOPBACK})
        assert strictly(mode="verify-ca") == (None, {})


def test_roots_that_are_none(server: PostgresServer, tmp_path: Path) -> None:
    def with_roots(path: Path) -> tuple[str | None, object]:
        more = {"sslmode": "verify-full", "sslrootcert": str(path)}
        return fault(server.loopback_url("centre", "desk", SECRET, "localhost", **more))

    missing, empty = tmp_path / "none.crt", tmp_path / "empty.crt"
    empty.write_text("nothing")
    assert with_roots(missing) == ("not_found", {"path": str(missing)})
    assert with_roots(empty) == ("certificate_untrusted", {})
    url = server.loopback_url("centre", "desk", SECRET, "localhost", sslmode="verify-full")
    assert fault(url)[0] == "certificate_untrusted", "nobody else vouches for it"


def test_a_server_without_tls() -> None:
    with running_server(loopback=True) as server:
        for mode in ("require", "verify-full"):
            assert fault(server.loopback_url("postgres", sslmode=mode)) == ("tls_missing", {})


# ---- the way there -------------------------------------------------------------------------------


def at(host: str, port: int) -> str:
    """Return the URL of a place where no server of ours is."""
    return f"postgresql://desk:{SECRET.replace(' ', '%20')}@{host}:{port}/centre"


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


def test_an_answer_that_stops(server: PostgresServer) -> None:
    with Proxy(server) as proxy:
        url = f"postgresql://trusted@{LOOPBACK}:{proxy.port}/postgres"
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
