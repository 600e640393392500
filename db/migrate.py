"""Bring a database to the schema of this program: made, migrated, or refused."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from db.copies import copy_to_new, name_beside, put_in_place
from db.engine import begin_write, sqlite_path
from db.problems import world_faults
from desktop.domain.errors import DeskError

if TYPE_CHECKING:
    from alembic.config import Config

# The newest step in db/migrations/versions; a test holds them together.  It is known here so
# that a start at the head need not import Alembic (a third of a second).
HEAD = "0002_leases"
SCRIPTS = Path(__file__).parent / "migrations"

_PATIENCE = 60.0  # seconds to wait for another program that is migrating
_NO_RIGHT = "42501"  # PostgreSQL: insufficient_privilege
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
    head: str = HEAD,
    scripts: Path = SCRIPTS,
) -> None:
    """Make or migrate the tables, once, however many programs start at the same moment.

    All steps are one transaction; before an older SQLite database is changed, a verified copy
    is put beside it (`<name>-before-<head>-<time>.db`) if `keep_copy`.  Raises DeskError
    `database_newer` (made by a later program), `database_older` (and it may not be changed:
    `read_only`, or no right to), `database_damaged` (other tables: not a database of ours; the
    sentence and the way on are those of a file that is no database at all), `database_busy`,
    `disk_full` and so on.
    """
    path = sqlite_path(engine)
    with world_faults(path or ""), engine.connect() as connection:
        found = revision(connection)
        connection.rollback()
        if found == head:
            return
        refuse_newer(connection, found, scripts)
        if read_only:
            raise DeskError("database_older", path=str(path or ""))
        with locked(connection) as found:
            if found == head:  # another program was faster
                return
            if found and path and keep_copy:
                with put_in_place(name_beside(path, f"before-{head}")) as work:
                    copy_to_new(path, work)
            upgrade(connection, head, scripts)
            _check_references(connection)


def revision(connection: Connection) -> str | None:
    """Return the step a database stands at, None if it is empty.

    DeskError `database_damaged` if it holds something else.
    """
    tables = _tables(connection)
    if "alembic_version" not in tables:
        if tables:
            raise _not_ours(connection)
        return None
    rows = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all()
    if len(rows) > 1 or (not rows and tables != {"alembic_version"}):
        raise _not_ours(connection)
    return str(rows[0]) if rows else None


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


def refuse_newer(
    connection: Connection, found: str | None, scripts: Path = SCRIPTS
) -> None:
    """Raise `database_newer` for a step that this program does not know."""
    if found is not None and found not in known_revisions(scripts):
        path = sqlite_path(connection.engine)
        raise DeskError("database_newer", path=str(path or ""), revision=found)


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
    return DeskError("database_damaged", path=str(path or ""))


@contextmanager
def locked(connection: Connection) -> Iterator[str | None]:
    """Hold the schema alone; give the step it stands at then; commit at the end."""
    lock = _sqlite_lock if connection.dialect.name == "sqlite" else _postgres_lock
    with lock(connection):
        try:
            yield revision(connection)
            connection.commit()
        except BaseException:
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
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_PATIENCE:.0f}s'")
            try:
                connection.exec_driver_sql(_VERSION_TABLE)
                break
            except DBAPIError as error:
                # Two programs that make it at once: the second one fails here, after the first
                # committed, and finds the table at its second try.
                connection.rollback()
                if getattr(error.orig, "sqlstate", None) not in _MADE_MEANWHILE:
                    raise
        # Against each other, not against those who only look.
        connection.exec_driver_sql("LOCK TABLE alembic_version IN SHARE ROW EXCLUSIVE MODE")
        yield
    except DBAPIError as error:
        connection.rollback()
        if getattr(error.orig, "sqlstate", None) == _NO_RIGHT:
            raise DeskError("database_older") from error
        raise
