"""A server prepared for a centre: what is made, what is there already, and what desks may not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql

from db.diagnosis import diagnose
from db.moving import move
from db.server_setup import GROUP, OWNER, address_for_desks, set_up_server
from db.store import SqlStore
from desktop.domain.errors import DeskError, Value
from desktop.server_address import with_password
from tests.console.test_page import BLOCKS, play
from tests.db.moved import code as code_of
from tests.db.moved import make, tallies
from tests.postgres import PostgresServer, running_server
from tests.talk import COUNTERS, MORNING, talking

PASSWORD, LOGIN = "hunter2 密码 @/:?", "柜台"
HBA = (
    "host all boss,maker,nobody,yimen 127.0.0.1/32 trust",
    "host all all 127.0.0.1/32 scram-sha-256",
)
CODES = ["owner", "group", "login", "database", "schema", "rights"]
_numbers = count(1)

# What takes an administrator's login: copies come back, and state is made anew, by its owner.
ADMINISTRATIVE = ("backup", "restore", "journal.rebuild")

FORBIDDEN = """
UPDATE journal SET body = '{}'
UPDATE journal SET pos = pos + 1000
DELETE FROM journal
TRUNCATE journal
TRUNCATE journal CASCADE
DROP TABLE journal
ALTER TABLE journal ADD COLUMN x int
ALTER TABLE journal DISABLE TRIGGER ALL
CREATE RULE x AS ON INSERT TO journal DO INSTEAD NOTHING
CREATE TRIGGER x BEFORE INSERT ON journal EXECUTE FUNCTION suppress_redundant_updates_trigger()
CREATE INDEX x ON journal (pos)
ALTER TABLE journal OWNER TO ym_desk
LOCK TABLE journal IN ACCESS EXCLUSIVE MODE
UPDATE stream SET station = 'X'
DELETE FROM stream
UPDATE texts SET content = ''
DELETE FROM texts
DELETE FROM pii
UPDATE command SET answer = '{}'
TRUNCATE command
DELETE FROM ticket
DELETE FROM place
DELETE FROM "case"
DELETE FROM paper
DELETE FROM site
DELETE FROM series
DELETE FROM enterprise
DELETE FROM staff
DELETE FROM station
TRUNCATE ticket CASCADE
UPDATE alembic_version SET version_num = '0'
DELETE FROM alembic_version
UPDATE schema_gate SET oldest = '0'
CREATE TABLE mine (a int)
CREATE TEMPORARY TABLE mine (a int)
CREATE SCHEMA mine
CREATE ROLE mine
CREATE DATABASE mine
CREATE FUNCTION mine() RETURNS int LANGUAGE sql AS 'SELECT 1'
SET ROLE ym_owner
SET SESSION AUTHORIZATION boss
GRANT ym_owner TO CURRENT_USER
ALTER ROLE CURRENT_USER SUPERUSER
ALTER DATABASE CURRENT_DATABASE OWNER TO ym_desk
COPY journal TO '/tmp/journal'
COPY journal TO PROGRAM 'cat'
SELECT pg_read_file('/etc/passwd')
""".strip().splitlines()


@dataclass(slots=True)
class Centre:
    """A server that was prepared, and how to come to it."""

    server: PostgresServer
    said: list[tuple[str, bool]] = field(default_factory=list)

    def set_up(
        self, database: str = "centre", login: str = LOGIN, admin: str = "boss", new: str = ""
    ) -> list[tuple[str, bool]]:
        """Prepare the server; returns what was said."""
        said: list[tuple[str, bool]] = []

        def report(code: str, made: bool, values: Mapping[str, Value]) -> None:
            said.append((code, made))

        def password(exists: bool) -> str | None:
            return new or (None if exists else PASSWORD)

        url = self.server.loopback_url("postgres", admin)
        set_up_server(url, database, login, password, report)
        return said

    def desk(self, database: str = "centre", password: str = PASSWORD) -> str:
        """Return the URL of a desk with its password."""
        admin = self.server.loopback_url("postgres", "boss")
        return with_password(address_for_desks(admin, database, LOGIN), password)

    def all_of(self, database: str = "centre") -> list[str]:
        """Return roles, their settings, rights, owners and tables, for comparison."""
        tables = "SELECT relname, relowner::regrole::text, relacl::text FROM pg_class"
        queries: tuple[LiteralString, ...] = (
            "SELECT rolname, rolsuper, rolcanlogin, rolconfig FROM pg_roles",
            "SELECT roleid::regrole::text, member::regrole::text FROM pg_auth_members",
            "SELECT datname, datdba::regrole::text, datacl::text FROM pg_database",
            f"{tables} WHERE relnamespace = 'public'::regnamespace",
            "SELECT defaclrole::regrole::text, defaclacl::text FROM pg_default_acl",
        )
        with psycopg.connect(self.server.url(database)) as connection:
            return [row for query in queries for row in sorted(map(str, connection.execute(query)))]


@pytest.fixture(scope="module")
def bare() -> Iterator[PostgresServer]:
    """Give a server with an administrator and one who may only make roles and databases."""
    with running_server(loopback=True, hba=HBA) as server:
        server.run(sql.SQL("CREATE ROLE boss SUPERUSER LOGIN"))
        server.run(sql.SQL("CREATE ROLE maker CREATEROLE CREATEDB LOGIN"))
        server.run(sql.SQL("CREATE ROLE nobody LOGIN"))
        yield server


@pytest.fixture(scope="module")
def centre(bare: PostgresServer) -> Centre:
    """Give a server that was prepared; nobody is connected."""
    made = Centre(bare)
    made.said = made.set_up()
    return made


@contextmanager
def copy_of(centre: Centre) -> Iterator[str]:
    """Give the name of a copy of the prepared database, rights and all."""
    name = f"copy_{next(_numbers)}"
    centre.server.create(name, "centre")
    yield name
    centre.server.drop(name)


def refusal(centre: Centre, *given: str, **more: str) -> DeskError:
    """Return why the server is not prepared."""
    with pytest.raises(DeskError) as refused:
        centre.set_up(*given, **more)
    return refused.value


# ---- what is made --------------------------------------------------------------------------------


def test_each_thing_is_made_once_and_a_second_run_finds_it(centre: Centre) -> None:
    assert centre.said == [(code, True) for code in CODES]
    before = centre.all_of()
    assert centre.set_up() == [(code, False) for code in CODES]
    assert centre.all_of() == before


def test_the_desks_login_is_ready(centre: Centre) -> None:
    found = diagnose(centre.desk())
    assert (found.ok, found.sites) == (True, ())
    with psycopg.connect(centre.desk()) as connection:
        for name, value in (("idle_in_transaction_session_timeout", "2s"), ("lock_timeout", "3s")):
            assert connection.execute(f"SHOW {name}".encode()).fetchone() == (value,)
        row = connection.execute(
            "SELECT rolsuper, rolinherit FROM pg_roles WHERE rolname = %s", [LOGIN]
        )
        assert row.fetchone() == (False, True)
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(centre.server.loopback_url("centre", "nobody"))


def test_the_password_is_never_in_the_log_and_can_be_changed(centre: Centre) -> None:
    centre.server.run(sql.SQL("ALTER SYSTEM SET log_statement = 'all'"))
    centre.server.reload()
    assert ("password", True) in centre.set_up(new="another password")
    log = centre.server.log.read_text("utf-8", "replace")
    assert "ALTER ROLE" in log
    assert "another password" not in log
    assert diagnose(centre.desk()).code == "password_wrong"
    assert diagnose(centre.desk(password="another password")).ok
    centre.set_up(new=PASSWORD)
    assert diagnose(centre.desk()).ok


def test_what_is_missing_is_made_again(centre: Centre) -> None:
    with psycopg.connect(centre.server.url("centre")) as connection:
        connection.execute("GRANT DELETE ON journal TO ym_desk")
        connection.execute("REVOKE INSERT ON ticket FROM ym_desk")
        connection.execute("ALTER TABLE ticket OWNER TO boss")
        connection.execute("GRANT ALL ON journal TO PUBLIC")
    said = dict(centre.set_up())
    assert [code for code, made in said.items() if made] == ["rights"]
    assert dict(centre.set_up())["rights"] is False


def test_an_administrator_need_not_be_a_superuser(bare: PostgresServer) -> None:
    with running_server(loopback=True, hba=HBA) as server:
        server.run(sql.SQL("CREATE ROLE maker CREATEROLE CREATEDB LOGIN"))
        server.run(sql.SQL("CREATE ROLE boss SUPERUSER LOGIN"))
        other = Centre(server)
        assert other.set_up(admin="maker") == [(code, True) for code in CODES]
        assert other.set_up(admin="maker") == [(code, False) for code in CODES]
        assert diagnose(other.desk()).ok


def test_a_database_that_was_worked_with_by_another_login_is_taken_over(centre: Centre) -> None:
    SqlStore(centre.server.create("grown")).close()
    try:
        said = dict(centre.set_up("grown"))
        assert (said["database"], said["schema"], said["rights"]) == (False, False, True)
        assert diagnose(centre.desk("grown")).ok
        owners = centre.all_of("grown")
        assert not [row for row in owners if "journal" in row and "yimen" in row]
    finally:
        centre.server.drop("grown")


def test_several_at_once_take_turns(centre: Centre) -> None:
    """Each finds what the one before it made, or makes it."""
    try:
        with ThreadPoolExecutor() as pool:
            said = list(pool.map(lambda _: dict(centre.set_up("crowded")), range(4)))
        assert sorted(one["database"] for one in said) == [False, False, False, True]
        assert sorted(one["rights"] for one in said) == [False, False, False, True]
        assert diagnose(centre.desk("crowded")).ok
    finally:
        centre.server.drop("crowded")


# ---- what is refused -----------------------------------------------------------------------------


def test_a_database_with_other_tables_is_left_alone(centre: Centre) -> None:
    with psycopg.connect(centre.server.create("other")) as connection:
        connection.execute("CREATE TABLE customers (name text)")
    try:
        before = centre.all_of("other")
        error = refusal(centre, "other")
        assert (error.code, error.values) == ("database_foreign", {"name": "other"})
        assert centre.all_of("other") == before
    finally:
        centre.server.drop("other")


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"admin": "nobody"}, "not_administrator"),
        ({"admin": "unheard"}, "password_missing"),
        ({"login": "maker"}, "invalid_value"),
        ({"login": "boss"}, "invalid_value"),
        ({"login": OWNER}, "invalid_value"),
        ({"login": GROUP}, "invalid_value"),
        ({"login": "pg_monitor"}, "invalid_value"),
        ({"login": ""}, "invalid_value"),
        ({"login": "x" * 64}, "invalid_value"),
        ({"database": "a\nb"}, "invalid_value"),
        ({"database": "postgres"}, "invalid_value"),
        ({"database": "template1"}, "invalid_value"),
    ],
)
def test_what_cannot_be(centre: Centre, more: dict[str, str], code: str) -> None:
    before = centre.all_of()
    assert refusal(centre, **more).code == code
    assert centre.all_of() == before


def test_a_new_login_has_a_password(centre: Centre) -> None:
    url = centre.server.loopback_url("postgres", "boss")
    with pytest.raises(DeskError) as refused:
        set_up_server(url, "centre", "another", lambda exists: None, lambda *said: None)
    assert refused.value.code == "missing_field"


@pytest.mark.parametrize("name", ['a "quoted" name', "100% sure", "'; DROP TABLE x; --", "企业"])
def test_names_are_names(centre: Centre, name: str) -> None:
    said = centre.set_up(name)
    try:
        assert ("database", True) in said
        assert diagnose(centre.desk(name)).ok
    finally:
        centre.server.drop(name)


# ---- what a desk may do --------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(1, len(BLOCKS)))
def test_all_that_the_console_can_do_a_desk_may_do(centre: Centre, number: int) -> None:
    """Every example of docs/console.md through the desks' login, a site set up by it included."""
    if any(f'"{verb}"' in BLOCKS[number] for verb in ADMINISTRATIVE):
        return  # the next test has these
    with copy_of(centre) as name, talking(centre.desk(name)) as talk:
        assert play(talk, BLOCKS[0])
        assert play(talk, BLOCKS[number])
        talk.sound()


def test_what_an_administrator_does_is_refused_to_a_desk(centre: Centre, tmp_path: Path) -> None:
    with copy_of(centre) as name, talking(centre.desk(name)) as talk:
        talk.at(MORNING)
        talk.ok("site.setup", code="HQ", name="中心", counters=COUNTERS)
        talk.issue("CF-01")
        assert talk.refused("journal.rebuild") == "forbidden"
        copy = str(tmp_path / "copy.dump")
        assert talk.ok("backup", path=copy)["verified"] is False
        assert talk.refused("restore", path=copy) == "forbidden"
        assert [path.name for path in tmp_path.iterdir()] == ["copy.dump"]
        talk.sound()


def test_a_centre_moves_onto_the_server_by_a_desks_login(centre: Centre, tmp_path: Path) -> None:
    """Nobody needs an administrator's password at a PC: the tables are there."""
    source = str(make(tmp_path / "centre.db"))
    with copy_of(centre) as name:
        target = centre.desk(name)
        assert move(source, target) is not None
        assert tallies(target) == tallies(source)
        assert code_of(lambda: move(source, target)) == "target_filled"


def test_statements_that_are_forbidden(centre: Centre) -> None:
    with copy_of(centre) as name:
        centre.set_up(name)  # rights of the database itself are not copied
        with talking(centre.desk(name)) as talk:
            talk.at(MORNING)
            talk.ok("site.setup", code="HQ", name="中心", counters=COUNTERS)
            talk.issue("CF-01")
            talk.sound()
        with psycopg.connect(centre.desk(name), autocommit=True) as connection:
            # Who may not pass a right on is only warned, and nothing comes of it: see below.
            _state(connection, "GRANT ALL ON journal TO ym_desk")
            for statement in FORBIDDEN:
                text = statement.replace("CURRENT_DATABASE", f'"{name}"')
                assert _state(connection, text) == "42501", statement
        with talking(centre.desk(name)) as talk:
            talk.at(MORNING)
            talk.sound()
            assert talk.labels() == ["F001"]


def _state(connection: psycopg.Connection[object], statement: str) -> str | None:
    try:
        alone = statement.startswith("CREATE DATABASE")  # never inside a transaction
        with nullcontext() if alone else connection.transaction():
            connection.execute(statement.encode())
    except psycopg.Error as error:
        return error.sqlstate
    return None


def test_every_table_has_the_rights_that_were_thought_of(centre: Centre) -> None:
    """A new table is met here: nobody may change the journal, whatever else comes."""
    query = (
        "SELECT relname, string_agg(privilege_type, ', ' ORDER BY privilege_type)"
        " FROM pg_class, LATERAL aclexplode(relacl) WHERE grantee = 'ym_desk'::regrole"
        " AND relkind = 'r' GROUP BY relname"
    )
    with psycopg.connect(centre.server.url("centre")) as connection:
        rights: dict[str, str] = dict(connection.execute(query).fetchall())
        tables = connection.execute(
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind = 'r'"
        )
        assert set(rights) == {name for (name,) in tables}
    for name in ("journal", "stream", "texts", "pii"):
        assert rights[name] == "INSERT, SELECT"
    deletes = sorted(name for name, given in rights.items() if re.search("DELETE", given))
    assert deletes == ["command", "enterprise_index", "lease"]
    assert not [name for name, given in rights.items() if re.search("TRUNCATE|TRIGGER", given)]
