"""Bring a database to the schema of this program: made, migrated, or refused."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from db import dumps
from db.copies import copy_to_new, name_beside, put_in_place
from db.deadlines import patient
from db.engine import begin_write, open_engine, sqlite_path
from db.gate import is_later, lets_in, oldest, open_sites
from db.location import is_url
from db.problems import world_faults
from desktop.domain.errors import DeskError

if TYPE_CHECKING:
    from alembic.config import Config

# The newest step in db/migrations/versions; a test holds them together.  It is known here so
# that a start at the head need not import Alembic (a third of a second).
HEAD = "0003_desk_records"
SCRIPTS = Path(__file__).parent / "migrations"

_PATIENCE = 60.0  # seconds to wait for another program that is migrating
_STEP_PATIENCE = "3s"
_NO_RIGHT = ("42501", "3F000")  # PostgreSQL: insufficient_privilege, invalid_schema_name
_MADE_MEANWHILE = ("23505", "42P07")  # unique_violation in the catalogue, duplicate_table
_VERSION_TABLE = (
    "CREATE TABLE IF NOT EXISTS alembic_version ("
    "version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
)


def prepare(
    engine: Engine,
    *,
    read_only: bool = False,
    keep_copy: bool = True,
    backups: Path | None = None,
    in_hours: bool = False,
    head: str = HEAD,
    scripts: Path = SCRIPTS,
) -> None:
    """Make or migrate the tables, once, however many programs start at the same moment.

    All steps are one transaction.  Before an older database is changed, a verified copy is made
    if `keep_copy`: of a SQLite file beside it (`<name>-before-<head>-<time>.db`), of a server's
    by pg_dump into the folder `backups`; the steps are tried on the restored archive first.
    A later program's database is left as it is, and worked on where its gate allows that
    (`db.gate`).

    Raises DeskError `database_newer` (a later program's, and we are too old for it);
    `database_older` (and it may not be changed: `read_only`, no right to, a server's without
    `backups`); `database_empty` (a server's without tables, and no right to make them);
    `dump_tools_missing`; `upgrade_waits` (a step shuts out the programs that are at work, a
    site is open now, and it was not asked for `in_hours`); `database_damaged` and, on a server,
    `database_foreign` (other tables: not ours); `database_busy`, `disk_full` and so on.
    """
    path = sqlite_path(engine)
    with world_faults(path or ""), engine.connect() as connection:
        found = revision(connection)
        welcome = found == head or lets_in(connection, found, head)
        connection.rollback()
        if welcome:
            return
        refuse_newer(connection, found, scripts)
        if read_only:
            raise _may_not(connection, found)
        with locked(connection) as found:
            if found == head or lets_in(connection, found, head):
                return  # another program was faster
            if found and keep_copy:
                _keep(connection, found, head, scripts, backups)
            _migrate(connection, found, head, scripts, in_hours)


def upgrade_at(
    location: str, *, backups: Path, keep_copy: bool = True, in_hours: bool = False
) -> str:
    """Bring the database at a path or URL to this program's schema; return the step it is at.

    For the administrator's command line: it makes no database.  Raises what opening and
    `prepare` raise.
    """
    if not is_url(location) and not Path(location).exists():
        raise DeskError("not_found", path=location)
    engine = open_engine(location)
    try:
        prepare(engine, keep_copy=keep_copy, backups=backups, in_hours=in_hours)
        with world_faults(sqlite_path(engine) or ""), engine.connect() as connection:
            return str(revision(connection))
    finally:
        engine.dispose()


def _migrate(
    connection: Connection, found: str | None, head: str, scripts: Path, in_hours: bool
) -> None:
    """Run the steps; on a server, those that shut out the others not while a site is open."""
    at_work = open_sites(connection) if found and not sqlite_path(connection.engine) else []
    upgrade(connection, head, scripts)
    _check_references(connection)
    if found and at_work and not in_hours and is_later(oldest(connection), found):
        raise DeskError("upgrade_waits", sites=at_work)


def _keep(
    connection: Connection, found: str, head: str, scripts: Path, backups: Path | None
) -> None:
    path = sqlite_path(connection.engine)
    if path:
        with put_in_place(name_beside(path, f"before-{head}")) as work:
            copy_to_new(path, work)
        return
    if backups is None or not _owns_tables(connection):
        raise _may_not(connection, found)

    def ready(copy: Engine) -> None:
        with copy.connect() as restored:
            if revision(restored) != found:
                raise DeskError("database_damaged", path=str(backups))
        prepare(copy, keep_copy=False, in_hours=True, head=head, scripts=scripts)

    name = re.sub(r"[^\w-]", "_", database_name(connection))
    with world_faults(backups):
        backups.mkdir(parents=True, exist_ok=True)
        with put_in_place(name_beside(backups / f"{name}.dump", f"before-{head}")) as work:
            dumps.dump(connection.engine, work, ready, None, None)


def _owns_tables(connection: Connection) -> bool:
    return bool(connection.exec_driver_sql(dumps.OWNS_TABLES).scalar())


def database_name(connection: Connection) -> str:
    """Return the name of the PostgreSQL database that a connection is in."""
    return str(connection.exec_driver_sql("SELECT current_database()").scalar())


def _may_not(connection: Connection, found: str | None) -> DeskError:
    """Return what is said where a database should be changed and may not be."""
    path = sqlite_path(connection.engine)
    if path:
        return DeskError("database_older", path=str(path))
    if found is None:
        return DeskError("database_empty", name=database_name(connection))
    return DeskError("database_older")


def revision(connection: Connection) -> str | None:
    """Return the step a database stands at, None if it is empty.

    DeskError `database_damaged`, on a server `database_foreign`, if it holds something else;
    `database_encoding` if it cannot hold all characters.
    """
    _refuse_encoding(connection)
    tables = _tables(connection)
    if "alembic_version" not in tables:
        if tables:
            raise _not_ours(connection)
        return None
    rows = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    ours = "journal" in tables if rows else tables == {"alembic_version"}
    if len(rows) > 1 or not ours:  # others use Alembic too
        raise _not_ours(connection)
    return str(rows[0]) if rows else None


def _refuse_encoding(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        return
    driver: Any = connection.connection.driver_connection
    encoding = driver.info.parameter_status("server_encoding")
    if encoding != "UTF8":
        name = database_name(connection)
        raise DeskError("database_encoding", name=name, encoding=str(encoding))


def upgrade(connection: Connection, target: str, scripts: Path = SCRIPTS) -> None:
    """Run the steps up to `target` in the connection's transaction, which stays open."""
    from alembic import command  # late: see HEAD

    command.upgrade(alembic_config(connection, scripts), target)


def downgrade(connection: Connection, target: str, scripts: Path = SCRIPTS) -> None:
    """Run the steps down to `target` (`base` for none) in the connection's transaction."""
    from alembic import command  # late: see HEAD

    command.downgrade(alembic_config(connection, scripts), target)


def alembic_config(connection: Connection | None = None, scripts: Path = SCRIPTS) -> Config:
    """Return Alembic's configuration for our steps on a connection."""
    from alembic.config import Config  # late: see HEAD

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s")
    config.attributes["connection"] = connection
    return config


def known_revisions(scripts: Path = SCRIPTS) -> set[str]:
    """Return the names of all steps this program has."""
    from alembic.script import ScriptDirectory  # late: see HEAD

    steps = ScriptDirectory.from_config(alembic_config(scripts=scripts)).walk_revisions()
    return {step.revision for step in steps}


def refuse_newer(connection: Connection, found: str | None, scripts: Path = SCRIPTS) -> None:
    """Raise `database_newer` for a step that this program does not know."""
    if found is not None and found not in known_revisions(scripts):
        path = sqlite_path(connection.engine)
        raise DeskError("database_newer", **({"path": str(path)} if path else {}), revision=found)


def _check_references(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(5)
    if orphans:  # foreign keys were on before: the step lost the parents, not the world
        raise RuntimeError(f"a migration left rows without their parents: {orphans}")


def _tables(connection: Connection) -> set[str]:
    if connection.dialect.name == "sqlite":
        query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
    else:
        query = (
            "SELECT relname::text FROM pg_catalog.pg_class"
            " WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p', 'v')"
        )
    names = set(connection.exec_driver_sql(query).scalars())
    return {name for name in names if not name.startswith("sqlite_")}


def _not_ours(connection: Connection) -> DeskError:
    path = sqlite_path(connection.engine)
    if path:
        return DeskError("database_damaged", path=str(path))
    return DeskError("database_foreign", name=database_name(connection))


@contextmanager
def locked(connection: Connection) -> Iterator[str | None]:
    """Hold the schema alone; give the step it stands at then; commit at the end."""
    lock = _sqlite_lock if connection.dialect.name == "sqlite" else _postgres_lock
    with lock(connection):
        try:
            yield revision(connection)
            connection.commit()
        except BaseException:
            # Where the connection is gone as well, what went wrong first is what is told.
            with suppress(DBAPIError):
                connection.rollback()
            raise


@contextmanager
def _sqlite_lock(connection: Connection) -> Iterator[None]:
    # Rebuilding a parent table drops it; with foreign keys on, that would silently empty its
    # children.  The switch works outside a transaction only; what is wrong is found after.
    driver = connection.connection.driver_connection
    assert driver is not None
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.rollback()
    try:
        begin_write(connection, _PATIENCE)
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


@contextmanager
def _postgres_lock(connection: Connection) -> Iterator[None]:
    try:
        for _ in range(2):
            begin_write(connection)
            with patient(connection):
                try:
                    connection.exec_driver_sql(_VERSION_TABLE)
                except DBAPIError as error:
                    # Two programs that make it at once: the second one fails here, after the
                    # first committed, and finds the table at its second try.
                    connection.rollback()
                    if getattr(error.orig, "sqlstate", None) not in _MADE_MEANWHILE:
                        raise
                    continue
                # Against each other, not against those who only look.
                connection.exec_driver_sql("LOCK TABLE alembic_version IN SHARE ROW EXCLUSIVE MODE")
                # A step waits for a table only briefly: behind it all others wait too.
                connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_STEP_PATIENCE}'")
                yield
                return
        raise DeskError("database_busy")
    except DBAPIError as error:
        connection.rollback()
        if getattr(error.orig, "sqlstate", None) in _NO_RIGHT:
            raise _may_not(connection, revision(connection)) from error
        raise
