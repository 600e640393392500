"""Try a server, and say in a code what is wrong: for "Test", and to name why opening failed."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import Any, Final

import psycopg
from psycopg import conninfo, pq
from sqlalchemy import create_engine, select
from sqlalchemy.pool import StaticPool

from db import refusals
from db import tables as t
from db.bounded import Bounded
from db.engine import postgres_parameters
from db.gate import lets_in
from db.migrate import HEAD, database_name, refuse_newer, revision
from db.probing import listening, resolved, socket_is_served, tls_fault
from db.problems import world_faults
from desktop.domain.errors import DeskError
from desktop.server_address import Diagnosis, Server, from_url

OLDEST: Final = 15
"""The oldest major version of PostgreSQL the desk works with."""

_MAY_FILL = "SELECT has_schema_privilege(current_schema(), 'CREATE')"
_MAY_UPGRADE = (
    "SELECT bool_and(pg_has_role(relowner, 'USAGE')) FROM pg_class"
    " WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')"
)

# How far a try came: of several hosts the one that came farthest says what is wrong.
_NEARER = (
    "invalid_value",
    "not_found",
    "server_unknown",
    "server_no_route",
    "server_refused",
    "server_strange",
    "database_away",
    "tls_missing",
    "certificate_untrusted",
    "certificate_other_name",
    "certificate_expired",
    "login_refused",
    "person_unknown",
    "password_missing",
    "password_wrong",
    "database_missing",
    "database_busy",
    "server_starting",
    "server_standby",
    "server_too_old",
)


def diagnose(url: str, *, oldest: int = OLDEST, limit: float = 2.0) -> Diagnosis:
    """Try each host of a URL in turn; never raises for the world's faults.

    Takes at most about `limit` seconds a host, half of it again where TLS is at fault.  A
    server is all right when it takes writes and its database is empty and may be filled, or
    has the schema of this program, or an older one that this login may bring up to it.
    """
    best: Diagnosis | None = None
    try:
        server = from_url(url)
        parameters = postgres_parameters(conninfo.conninfo_to_dict(url))
        roots = parameters.get("sslrootcert")
        if roots and roots != "system" and not Path(roots).exists():
            raise DeskError("not_found", path=str(roots))
    except psycopg.ProgrammingError:  # a parameter that libpq does not know
        return Diagnosis(False, code="invalid_value", values={"field": "url"})
    except DeskError as error:
        return _fault(error)
    for place in server.hosts:
        found = _try_host(parameters, replace(server, hosts=(place,)), oldest, limit)
        if found.ok:
            return found
        if best is None or _progress(found) > _progress(best):
            best = found
    assert best is not None
    return best


def _progress(found: Diagnosis) -> int:
    """Return how far a try came; what is not in the list concerns the schema and came farthest."""
    return _NEARER.index(found.code) if found.code in _NEARER else len(_NEARER)


def _fault(error: DeskError, version: str = "") -> Diagnosis:
    return Diagnosis(False, version, code=error.code, values=error.values)


def _try_host(
    parameters: Mapping[str, Any], server: Server, oldest: int, limit: float
) -> Diagnosis:
    ((host, port),) = server.hosts
    until = monotonic() + limit
    mine = {**parameters, "host": host, "port": str(port), "target_session_attrs": "any"}
    mine.pop("hostaddr", None)
    try:
        if host.startswith(("/", "@")):
            if not socket_is_served(host, port):
                raise DeskError("server_refused", host=host, port=port)
        elif host:
            addresses = resolved(host, port, limit)
            mine["hostaddr"] = listening(host, port, addresses, max(0.1, until - monotonic()))
        made = refusals.connect(conninfo.make_conninfo(**mine), max(0.1, until - monotonic()))
        if isinstance(made, refusals.Refusal):
            raise _why(made, mine, server, limit / 2)
    except DeskError as error:
        return _fault(error)
    return _looked_at(made, oldest, limit)


def _why(
    refusal: refusals.Refusal, mine: Mapping[str, Any], server: Server, limit: float
) -> DeskError:
    ((host, port),) = server.hosts
    if not refusal.state and not refusal.asked_password and not refusal.silent:
        mode, roots = str(mine.get("sslmode", "prefer")), mine.get("sslrootcert")
        address = mine.get("hostaddr")
        fault = address and tls_fault(host, str(address), port, mode, roots, limit)
        if fault:
            return fault
    person = str(mine.get("user") or server.person)
    found = refusals.named(refusal, host, person, server.database)
    return found or DeskError("database_away")


def _looked_at(made: pq.abc.PGconn, oldest: int, limit: float) -> Diagnosis:
    version = (made.parameter_status(b"server_version") or b"").decode().partition(" ")[0]
    with closing(Bounded(made)) as connection:
        connection.limit = limit
        try:
            if made.server_version // 10000 < oldest:
                raise DeskError("server_too_old", version=version, oldest=oldest)
            if b"on" in (
                made.parameter_status(b"in_hot_standby"),
                made.parameter_status(b"default_transaction_read_only"),
            ):
                raise DeskError("server_standby")
            return Diagnosis(True, version, _sites(connection))
        except DeskError as error:
            if error.code != "forbidden":
                return _fault(error, version)
            return _fault(DeskError("login_refused", person=connection.info.user), version)


def _sites(driver: Bounded) -> tuple[str, ...]:
    """Return the codes of the sites; DeskError where the schema is not one to work with."""
    engine = create_engine("postgresql+psycopg://", creator=lambda: driver, poolclass=StaticPool)
    with world_faults(), engine.connect() as connection:
        found = revision(connection)
        if found != HEAD and not lets_in(connection, found, HEAD):
            refuse_newer(connection, found)
            if not connection.exec_driver_sql(_MAY_UPGRADE if found else _MAY_FILL).scalar():
                if found:
                    raise DeskError("database_older")
                raise DeskError("database_empty", name=database_name(connection))
        if not found:
            return ()
        return tuple(connection.execute(select(t.site.c.code).order_by(t.site.c.code)).scalars())
