"""What is wrong with a server, found with real ones: each fault by its code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql

from db import refusals
from db.diagnosis import OLDEST, diagnose
from db.engine import open_engine
from db.migrate import prepare
from desktop.server_address import Diagnosis
from tests.certificates import Pair, authority, signed_by
from tests.db.faults import SECRET, WRONG, fault
from tests.postgres import LOOPBACK, PostgresServer, running_server

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
    "CREATE TABLE journal (pos bigint)",
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


@pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII", "EUC_CN"])
def test_a_database_that_cannot_hold_every_character(
    server: PostgresServer, encoding: LiteralString
) -> None:
    options = f"ENCODING '{encoding}' LOCALE 'C' TEMPLATE template0"
    server.run(sql.SQL(f"CREATE DATABASE narrow {options}"))
    try:
        found = fault(server.loopback_url("narrow", "desk", SECRET))
    finally:
        server.drop("narrow")
    assert found == ("database_encoding", {"name": "narrow", "encoding": encoding})


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
