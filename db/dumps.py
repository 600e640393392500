"""Backup and restore of PostgreSQL by its own programs: pg_dump, pg_restore, psql."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from db.copies import name_beside, put_in_place, scratch_beside
from db.deadlines import patient
from db.engine import open_postgres
from db.problems import world_faults
from desktop.domain.errors import DeskError
from desktop.ports import Cancelled, Progress, Stopped

Ready = Callable[[Engine], None]
"""Checks a database that was restored from an archive, bringing it up to date where it must."""

# What the programs are told of the driver's connection.  They may be older than the libpq in
# the driver, and refuse a parameter that they do not know.
_KNOWN = (
    *("dbname", "user", "passfile", "options", "connect_timeout", "tcp_user_timeout"),
    *("keepalives_idle", "keepalives_interval", "keepalives_count", "channel_binding"),
    *("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "gssencmode", "hostaddr"),
)
OWNS_TABLES = (
    "SELECT coalesce(bool_and(pg_has_role(relowner, 'USAGE')), true) FROM pg_class"
    " WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')"
)
"""Asks whether this login may change, and remove, all the tables that are there."""

_SCRATCH = "yimen_scratch_"
_LEFT_BEHIND = 24 * 3600  # seconds: no copy takes a day to be looked through
_LOOK = 0.1  # seconds between two looks at `cancelled`
_EMPTY = """
SET LOCAL lock_timeout = '60s';
DO $$ DECLARE found record; BEGIN
  FOR found IN SELECT oid::regclass AS name FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
  LOOP EXECUTE format('DROP TABLE IF EXISTS %s CASCADE', found.name); END LOOP;
END $$
"""
_ENDS = "SELECT coalesce(string_agg(concat(code, pos, feed_hash), ',' ORDER BY code), '') FROM site"
_MEANWHILE = "written meanwhile"
_STILL = f"""
SET LOCAL lock_timeout = '60s';
LOCK TABLE site IN ACCESS EXCLUSIVE MODE;
DO $$ BEGIN
  IF ({_ENDS}) <> {{ends}} THEN RAISE EXCEPTION '{_MEANWHILE}'; END IF;
END $$
"""
_TRIES = 5


def dump(
    engine: Engine,
    work: Path,
    ready: Ready | None,
    progress: Progress | None,
    cancelled: Cancelled | None,
) -> bool:
    """Write an archive of the database and open it; say whether it could be opened as one.

    It is restored into a scratch database and given to `ready`; without the right to make one
    it is only read through: False.  Raises DeskError `dump_tools_missing` without a pg_dump on
    PATH that knows the server, `disk_full`, `database_away`.
    """
    place = _Place(engine)
    _run(place, ["pg_dump", "-Fc", "--file", str(work), "--dbname", place.conninfo], cancelled)
    if progress is not None:
        progress(1, 2)
    opened = _rehearse(place, work, ready, cancelled)
    if progress is not None:
        progress(2, 2)
    return opened


def restore(engine: Engine, source: Path, ready: Ready | None, cancelled: Cancelled | None) -> Path:
    """Put an archive's content into the database; return the archive of what was there.

    The archive is first restored into a scratch database and given to `ready`.  What others
    write until the very moment of replacing is in the archive of what was there.  Raises
    DeskError `database_damaged` if it is no archive, `forbidden` to a login that does not own
    the tables, `database_busy` where somebody wrote at each try.
    """
    with source.open("rb") as file:
        if file.read(5) != b"PGDMP":
            raise DeskError("database_damaged", path=str(source))
    place = _Place(engine)
    if not place.owns:
        raise DeskError("forbidden")
    _rehearse(place, source, ready, cancelled)
    for _ in range(_TRIES):
        ends = _ends(engine)
        kept = name_beside(source, "before-restore")
        with put_in_place(kept) as work:
            dump(engine, work, None, None, cancelled)
        with scratch_beside(source) as script:
            _run(place, ["pg_restore", "--no-owner", "--file", str(script), str(source)], cancelled)
            try:
                # One transaction: all of it, or nothing.
                steps = ["-c", _unchanged(ends), "-c", _EMPTY, "-f", str(script)]
                _run(place, _psql(place.conninfo, *steps), None)
            except _WrittenMeanwhile:
                kept.unlink()
                continue
        return kept
    raise DeskError("database_busy")


class _WrittenMeanwhile(Exception):
    """Something was written since the content was kept: it has to be kept anew."""


def _ends(engine: Engine) -> str | None:
    """Return how far each site's journal goes, None for a database without sites' table."""
    with world_faults(), engine.connect() as connection:
        if connection.exec_driver_sql("SELECT to_regclass('site')").scalar() is None:
            return None
        return str(connection.exec_driver_sql(_ENDS).scalar())


def _unchanged(ends: str | None) -> str:
    """Return what stops all others and fails where they wrote since `ends` was read."""
    if ends is None:
        return "SELECT 1"
    quoted = ends.replace("'", "''")
    return _STILL.format(ends=f"'{quoted}'")


class _Place:
    """How to reach an engine's database from another program; the password stays apart."""

    def __init__(self, engine: Engine) -> None:
        with world_faults(), engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            given = driver.info.get_parameters()
            known = {name: value for name, value in given.items() if name in _KNOWN}
            # Of several hosts, the one that answered.
            known |= {"host": driver.info.host, "port": driver.info.port}
            self.conninfo = _conninfo(known)
            self.password: str = driver.info.password
            self.may_create = bool(
                connection.exec_driver_sql(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                ).scalar()
            )
            self.owns = bool(connection.exec_driver_sql(OWNS_TABLES).scalar())
            self.engine = engine

    def elsewhere(self, name: str) -> str:
        """Return the conninfo of another database on the same server, without the password."""
        return f"{self.conninfo} {_conninfo({'dbname': name})}"


def _rehearse(
    place: _Place, archive: Path, ready: Ready | None, cancelled: Cancelled | None
) -> bool:
    if not place.may_create:
        _run(place, ["pg_restore", "--file", os.devnull, str(archive)], cancelled)
        return False
    with _scratch_database(place) as conninfo:
        _run(
            place,
            ["pg_restore", "--no-owner", "--exit-on-error", "--dbname", conninfo, str(archive)],
            cancelled,
        )
        with world_faults():
            secret = {"password": place.password} if place.password else {}
            engine = open_postgres(f"{conninfo} {_conninfo(secret)}")
        try:
            if ready is not None:
                ready(engine)
        finally:
            engine.dispose()
    return True


@contextmanager
def _scratch_database(place: _Place) -> Iterator[str]:
    autocommit = place.engine.execution_options(isolation_level="AUTOCOMMIT")
    with world_faults(), autocommit.connect() as connection, patient(connection):
        now = connection.exec_driver_sql("SELECT extract(epoch FROM now())::bigint").scalar_one()
        _sweep(connection, now)
        name = f"{_SCRATCH}{now}_{secrets.token_hex(6)}"
        connection.exec_driver_sql(f"CREATE DATABASE {name} TEMPLATE template0")
    try:
        yield place.elsewhere(name)
    finally:
        with world_faults(), autocommit.connect() as connection, patient(connection):
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


def _sweep(connection: Connection, now: int) -> None:
    """Remove scratch databases that a program left when it was killed; the name says its age."""
    mine = "SELECT datname FROM pg_database WHERE pg_has_role(datdba, 'USAGE')"
    for name in connection.exec_driver_sql(mine).scalars().all():
        found = re.fullmatch(_SCRATCH + r"([0-9]+)_[0-9a-f]{12}", name)
        if found and now - int(found[1]) > _LEFT_BEHIND:
            with suppress(DBAPIError):  # somebody is at work in it after all
                connection.exec_driver_sql(f"DROP DATABASE {name}")


def _psql(conninfo: str, *words: str) -> list[str]:
    quiet = ["psql", "--no-psqlrc", "--quiet", "--set", "ON_ERROR_STOP=1"]
    return [*quiet, "--single-transaction", "--dbname", conninfo, "-o", os.devnull, *words]


def _run(place: _Place, command: list[str], cancelled: Cancelled | None) -> None:
    program = shutil.which(command[0])
    if program is None:
        raise DeskError("dump_tools_missing", program=command[0])
    # `YIMEN_PASSPHRASE` opens the file of passwords: no other program is told.
    kept = {name: value for name, value in os.environ.items() if not name.startswith("YIMEN_")}
    environment = kept | {"LC_ALL": "C", "PGPASSWORD": place.password}
    with subprocess.Popen(
        [program, *command[1:]],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=environment,
        text=True,
        errors="replace",
    ) as running:
        while True:
            try:
                _, said = running.communicate(timeout=_LOOK)
                break
            except subprocess.TimeoutExpired:
                if cancelled is not None and cancelled():
                    running.terminate()
                    running.communicate()
                    raise Stopped from None
    if running.returncode:
        raise _fault(command[0], said)


def _fault(program: str, said: str) -> Exception:
    """Return the world's fault behind what a program said (in the C locale), or our own."""
    if _MEANWHILE in said:
        return _WrittenMeanwhile()
    if "server version mismatch" in said:
        return DeskError("dump_tools_missing", program=program)
    for words, code in {
        "No space left on device": "disk_full",
        "connection to server": "database_away",
        "input file": "database_damaged",
        "could not read from": "database_damaged",
        "could not uncompress": "database_damaged",
        "unexpected end of file": "database_damaged",
        "Permission denied": "database_read_only",
        "could not open output file": "not_found",
        "deadlock detected": "database_busy",
        "due to lock timeout": "database_busy",
    }.items():
        if words in said:
            return DeskError(code)
    return RuntimeError(f"{program}: {said.strip()}")


def _conninfo(parameters: dict[str, Any]) -> str:
    """Return libpq's keyword form; of a keyword given twice the later value counts."""
    words = []
    for name, value in parameters.items():
        escaped = str(value).replace("\\", "\\\\").replace("'", "\\'")
        words.append(f"{name}='{escaped}'")
    return " ".join(words)
