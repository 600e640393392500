"""Prepare a PostgreSQL server for a centre: roles, login, database, schema and rights.

Who may do what (`docs/server.md`): `ym_owner` owns everything and nobody logs in as it;
`ym_desk` is the group of the desks' logins, which add to the journal and never change it.
Each thing is done only where it is missing, so it may be run again at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Final, LiteralString

import psycopg
from psycopg import conninfo, sql

from db import tables as t
from db.bounded import Bounded
from db.diagnosis import diagnose
from db.engine import open_engine, postgres_parameters
from db.migrate import prepare
from db.problems import world_faults
from desktop.domain.errors import DeskError, Value
from desktop.server_address import Diagnosis, from_url, password_of, to_url, with_password

OWNER: Final = "ym_owner"
GROUP: Final = "ym_desk"

# What a desk may do with each table; with all others SELECT, INSERT, UPDATE.
_USUAL: Final = "SELECT, INSERT, UPDATE"
_RIGHTS: dict[str, LiteralString] = {
    "alembic_version": "SELECT",
    "schema_gate": "SELECT",
    "journal": "SELECT, INSERT",
    "stream": "SELECT, INSERT",
    "texts": "SELECT, INSERT",
    "pii": "SELECT, INSERT",
    "command": "SELECT, INSERT, DELETE",  # remembered answers are forgotten after a while
    "lease": "SELECT, INSERT, UPDATE, DELETE",
    "enterprise_index": "SELECT, INSERT, UPDATE, DELETE",  # the words of an old name
}

# A desk that is unplugged while it holds the site's lock lets go of it after two seconds.
_LIMITS = {"idle_in_transaction_session_timeout": "2s", "lock_timeout": "3s"}
_SERVERS_OWN = ("postgres", "template0", "template1")  # each new database is a copy of the last
_TURN = 0x59494D454E  # "YIMEN": two set-ups at once take turns
_NAME_BYTES = 63

NewPassword = Callable[[bool], str | None]
"""Asked once for the login's password, with whether there is such a login; None leaves it as it
is, which a login that is made may not have."""

Report = Callable[[str, bool, Mapping[str, Value]], None]
"""Told of each thing that is in place now: its code, whether this run made it, its values."""


def set_up_server(
    admin: str, database: str, login: str, password: NewPassword, report: Report
) -> str:
    """Prepare the server and return the URL by which the administrator acts as its owner.

    `admin` is an administrator's URL of any database there.  Raises DeskError: a connection's
    fault as `diagnose` names it; `not_administrator {person}`; `invalid_value` for a name that
    cannot be, or a login that may do more than a desk; `missing_field` for a new login without
    a password; `database_foreign`, `database_older`, `database_newer` for one that is there.
    """
    _check_names(database, login)
    inside = _url(admin, database)
    elsewhere = ("database_foreign", "database_empty", "database_older", "database_encoding")
    _refuse(diagnose(admin), elsewhere)
    _check_rights(admin)
    _refuse(diagnose(inside), ("database_missing", "database_empty"))
    owner = _url(admin, database, role=OWNER)
    with _connected(admin) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [_TURN])
        _roles(connection, report)
        _login(connection, login, password, report)
        _database(connection, database, report)
        with _connected(inside) as there:
            _take_over(there, database)
        _schema(inside, owner, report)
        with _connected(owner) as mine, mine.transaction():
            _grant(mine, report)
    return owner


def address_for_desks(admin: str, database: str, login: str, hosts: str = "") -> str:
    """Return the URL without a password that desks are given.

    `hosts` (`db1,db2:6432`) are those by which desks reach the server, "" for the administrator's.
    """
    server = from_url(admin)
    if hosts:
        server = replace(server, hosts=from_url(f"postgresql://{hosts}/x").hosts)
    more = tuple(one for one in server.more if one[0] != "options")
    return to_url(replace(server, database=database, person=login, more=more))


def _check_names(database: str, login: str) -> None:
    for name, value in (("database", database), ("login", login)):
        if not 0 < len(value.encode()) <= _NAME_BYTES or not value.isprintable():
            raise DeskError("invalid_value", field=name)
    if database in _SERVERS_OWN:
        raise DeskError("invalid_value", field="database", value=database)
    if login in (OWNER, GROUP, "public", "none") or login.startswith("pg_"):
        raise DeskError("invalid_value", field="login")


def _check_rights(admin: str) -> None:
    query: LiteralString = (
        "SELECT rolsuper OR rolcreaterole AND rolcreatedb FROM pg_roles"
        " WHERE rolname = current_user"
    )
    with _connected(admin) as connection:
        if not _one(connection, query):
            raise DeskError("not_administrator", person=connection.info.user)


def _refuse(found: Diagnosis, welcome: tuple[str, ...]) -> None:
    error = found.error()
    if error is not None and error.code not in welcome:
        raise error


def _url(admin: str, database: str, role: str = "") -> str:
    """Return the administrator's URL with another database, acting as a role."""
    server = from_url(admin)
    more = dict(server.more)
    if role:
        more["options"] = f"{more.get('options', '')} -c role={role}".strip()
    url = to_url(replace(server, database=database, more=tuple(sorted(more.items()))))
    password = password_of(admin)
    return with_password(url, password) if password else url


@contextmanager
def _connected(url: str) -> Iterator[Bounded]:
    """Give a patient connection in autocommit; where a right is missing, `not_administrator`."""
    parameters = postgres_parameters(conninfo.conninfo_to_dict(url))
    with world_faults(), Bounded.connect(**parameters, autocommit=True) as connection:
        try:
            with connection.patiently():
                yield connection
        except psycopg.errors.InsufficientPrivilege:
            raise DeskError("not_administrator", person=connection.info.user) from None


def _run(connection: Bounded, statement: LiteralString, **names: sql.Composable) -> None:
    connection.execute(sql.SQL(statement).format(**names))


def _one(connection: Bounded, query: LiteralString, *values: str) -> Any:
    row = connection.execute(query, values).fetchone()
    return None if row is None else row[0]


def _roles(connection: Bounded, report: Report) -> None:
    for role, code in ((OWNER, "owner"), (GROUP, "group")):
        there = _one(connection, "SELECT true FROM pg_roles WHERE rolname = %s", role)
        if not there:
            _run(connection, "CREATE ROLE {role} NOLOGIN", role=sql.Identifier(role))
        report(code, not there, {"role": role})
    if not _one(connection, "SELECT pg_has_role(current_user, %s, 'USAGE')", OWNER):
        # An administrator who is no superuser acts as the owner by being one of its members.
        _run(connection, "GRANT {role} TO CURRENT_USER", role=sql.Identifier(OWNER))


def _login(connection: Bounded, login: str, password: NewPassword, report: Report) -> None:
    mighty = _one(
        connection,
        "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls OR rolreplication"
        " OR pg_has_role(oid, %s, 'USAGE') FROM pg_roles WHERE rolname = %s",
        OWNER,
        login,
    )
    exists, name = mighty is not None, sql.Identifier(login)
    if mighty:
        raise DeskError("invalid_value", field="login", value=login)
    secret = password(exists)
    if not exists:
        if not secret:
            raise DeskError("missing_field", field="password")
        _run(connection, "CREATE ROLE {login} LOGIN", login=name)
    if secret:
        # Made here, so that not even the server's log sees it.
        made = connection.pgconn.encrypt_password(secret.encode(), login.encode(), b"scram-sha-256")
        hashed = sql.Literal(made.decode())
        _run(connection, "ALTER ROLE {login} LOGIN PASSWORD {hashed}", login=name, hashed=hashed)
    _run(connection, "GRANT {role} TO {login}", role=sql.Identifier(GROUP), login=name)
    for setting, value in _LIMITS.items():
        names = {"login": name, "name": sql.Identifier(setting), "value": sql.Literal(value)}
        _run(connection, "ALTER ROLE {login} SET {name} = {value}", **names)
    report("login", not exists, {"person": login})
    if exists and secret:
        report("password", True, {"person": login})


def _database(connection: Bounded, database: str, report: Report) -> None:
    there = _one(connection, "SELECT true FROM pg_database WHERE datname = %s", database)
    if not there:
        # Names are compared by their bytes everywhere: no collation of the system's, which
        # changes with it and leaves indexes behind that are wrong.
        _run(
            connection,
            "CREATE DATABASE {name} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'",
            name=sql.Identifier(database),
            owner=sql.Identifier(OWNER),
        )
    report("database", not there, {"name": database})


def _take_over(connection: Bounded, database: str) -> None:
    """Let the owner have the database and our tables; nobody else may so much as connect."""
    names = {"db": sql.Identifier(database), "owner": sql.Identifier(OWNER)}
    _run(connection, "ALTER DATABASE {db} OWNER TO {owner}", **names)
    _run(connection, "REVOKE ALL ON DATABASE {db} FROM PUBLIC", **names)
    names["group"] = sql.Identifier(GROUP)
    _run(connection, "GRANT CONNECT ON DATABASE {db} TO {group}", **names)
    others = connection.execute(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND relkind IN ('r', 'p') AND relowner <> %s::regrole",
        [OWNER],
    )
    for (table,) in others.fetchall():
        names["table"] = sql.Identifier(table)
        _run(connection, "ALTER TABLE public.{table} OWNER TO {owner}", **names)


def _schema(inside: str, owner: str, report: Report) -> None:
    with _connected(inside) as connection:
        there = _one(connection, "SELECT to_regclass('public.alembic_version') IS NOT NULL")
    engine = open_engine(owner)
    try:
        prepare(engine)
    finally:
        engine.dispose()
    report("schema", not there, {})


def _grant(connection: Bounded, report: Report) -> None:
    before = _rights(connection)
    group = sql.Identifier(GROUP)
    _run(connection, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    _run(connection, "GRANT USAGE ON SCHEMA public TO {group}", group=group)
    _run(connection, "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {group}, PUBLIC", group=group)
    for table in sorted({*t.metadata.tables, "alembic_version"}):
        rights = sql.SQL(_RIGHTS.get(table, _USUAL))
        names = {"rights": rights, "table": sql.Identifier(table), "group": group}
        _run(connection, "GRANT {rights} ON public.{table} TO {group}", **names)
    # What a later step adds can be worked with at once; a new run makes it exact.
    _run(
        connection,
        "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE ON TABLES"
        " TO {group}",
        group=group,
    )
    report("rights", _rights(connection) != before, {"role": GROUP})


def _rights(connection: Bounded) -> list[Any]:
    found = connection.execute(
        "SELECT relname, grantee::regrole::text, privilege_type"
        " FROM pg_class, LATERAL aclexplode(relacl)"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') ORDER BY 1, 2, 3"
    )
    return found.fetchall()
