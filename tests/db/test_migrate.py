"""The schema: made from nothing, equal to the tables in the code, up and down, all or nothing."""

from __future__ import annotations

import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import Connection, Engine, event, inspect

from db.engine import begin_write, open_engine
from db.migrate import (
    HEAD,
    SCRIPTS,
    alembic_config,
    downgrade,
    known_revisions,
    prepare,
    revision,
)
from db.migrations.options import OPTIONS
from db.tables import metadata
from desktop.domain.errors import DeskError
from tests.postgres import PostgresServer

Opening = Callable[[str | Path], Engine]

# A step that rebuilds a parent table in place, which is what empties children by a cascade.
PARENTS = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0098_parents", "{head}"


def upgrade():
    op.create_table(
        "parent", sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.Text)
    )
    op.create_table(
        "child",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("of", sa.Integer, sa.ForeignKey("parent.id", ondelete="CASCADE")),
    )
    op.execute("INSERT INTO parent (id) VALUES (1)")
    op.execute("INSERT INTO child VALUES (7, 1)")


def downgrade():
    op.drop_table("child")
    op.drop_table("parent")
"""
REBUILD = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0099_rebuild", "0098_parents"


def upgrade():
    with op.batch_alter_table("parent") as parent:
        parent.alter_column("a", type_=sa.String(9), existing_type=sa.Text)
        parent.add_column(sa.Column("b", sa.Integer))


def downgrade():
    with op.batch_alter_table("parent") as parent:
        parent.drop_column("b")
"""


@pytest.fixture
def scripts(tmp_path: Path) -> Path:
    """Give a folder with our steps and two more."""
    folder = tmp_path / "steps 100%"
    shutil.copytree(SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "0098_parents.py").write_text(PARENTS.format(head=HEAD))
    (folder / "versions" / "0099_rebuild.py").write_text(REBUILD)
    return folder


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give a location without any table, on each engine."""
    if request.param == "sqlite":
        return str(tmp_path / "empty.db")
    url: str = request.getfixturevalue("postgres_url")
    return url


def _schema(connection: Connection) -> list[Any]:
    """Return all there is to know of a SQLite schema, and where it stands."""
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2")
    found: list[Any] = [tuple(row) for row in rows]
    return [*found, revision(connection)]


def test_the_head_is_the_last_step() -> None:
    """`HEAD`, known without importing Alembic, is the one head of the steps."""
    assert ScriptDirectory.from_config(alembic_config()).get_heads() == [HEAD]
    assert HEAD in known_revisions()


def _checks(connection: Connection) -> dict[str, list[tuple[Any, str]]]:
    found = inspect(connection)
    return {
        table: sorted(
            (check["name"], check["sqltext"]) for check in found.get_check_constraints(table)
        )
        for table in metadata.tables
    }


def test_the_steps_make_the_tables_of_the_code(engine: Engine) -> None:
    """Nothing is missing, nothing is left over; every type and CHECK is the same."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=OPTIONS)
        assert compare_metadata(context, metadata) == []
        connection.rollback()
        begin_write(connection)
        by_steps = _checks(connection)
        downgrade(connection, "base")
        metadata.create_all(connection)
        assert by_steps == _checks(connection)
        assert any(by_steps.values())


def test_up_from_nothing_and_down_again(empty: str, opened: Opening) -> None:
    """The way back leaves nothing but the empty version table; the way forward works again."""
    engine = opened(empty)
    prepare(engine)
    with engine.connect() as connection:
        begin_write(connection)
        downgrade(connection, "base")
        connection.commit()
        assert set(inspect(connection).get_table_names()) == {"alembic_version"}
    prepare(engine)
    with engine.connect() as connection:
        assert revision(connection) == HEAD


def test_at_the_head_nothing_is_done(engine: Engine) -> None:
    """A start at the head costs two statements, and a reader is welcome."""
    seen: list[str] = []
    event.listen(engine, "before_cursor_execute", lambda *heard: seen.append(heard[2]))
    prepare(engine, read_only=True)
    assert len(seen) == 2


def test_older_is_copied_then_migrated(
    opened: Opening, database: str, scripts: Path, tmp_path: Path
) -> None:
    """Children survive the rebuilding of their parents; a whole copy of before stands beside."""
    engine = opened(database)
    prepare(engine, head="0098_parents", scripts=scripts, keep_copy=False)
    backups = tmp_path / "home" / "backups"
    prepare(engine, head="0099_rebuild", scripts=scripts, backups=backups)
    with engine.connect() as connection:
        assert revision(connection) == "0099_rebuild"
        assert connection.exec_driver_sql("SELECT id FROM child").scalars().all() == [7]
        assert "b" in {column["name"] for column in inspect(connection).get_columns("parent")}
        if engine.dialect.name != "sqlite":
            (archive,) = backups.glob("*-before-0099_rebuild-*.dump")
            assert archive.read_bytes().startswith(b"PGDMP")
            assert not list(backups.glob(".*"))
            return
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    (copy,) = tmp_path.glob("desk-before-0099_rebuild-*.db")
    with opened(copy).connect() as connection:
        assert revision(connection) == "0098_parents"
    assert not list(tmp_path.glob(".*"))


def test_older_may_not_be_changed_by_a_reader(
    opened: Opening, database: str, scripts: Path
) -> None:
    """A reader is told that the database is older, and changes nothing."""
    engine = opened(database)
    with pytest.raises(DeskError) as caught:
        prepare(engine, read_only=True, head="0099_rebuild", scripts=scripts)
    assert caught.value.code == "database_older"
    with engine.connect() as connection:
        assert revision(connection) == HEAD


def test_a_login_without_the_right_is_told(
    postgres_server: PostgresServer, postgres_url: str, opened: Opening
) -> None:
    """A login that may make no tables is told that there are none."""
    postgres_server.run(sql.SQL("CREATE ROLE guest LOGIN"))
    engine = opened(postgres_url.replace("yimen@", "guest@"))
    with pytest.raises(DeskError) as caught:
        prepare(engine)
    assert caught.value.code == "database_empty"
    engine.dispose()
    postgres_server.run(sql.SQL("DROP ROLE guest"))


def test_newer_is_refused(engine: Engine) -> None:
    """A step that this program does not know, and whose gate is shut to it."""
    with engine.connect() as connection:
        begin_write(connection)
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_later'")
        connection.exec_driver_sql("UPDATE schema_gate SET oldest = '9998_contract'")
        connection.commit()
    with pytest.raises(DeskError) as caught:
        prepare(engine)
    assert caught.value.code == "database_newer"
    assert caught.value.values["revision"] == "9999_later"


def test_other_tables_are_not_ours(empty: str, opened: Opening) -> None:
    """A database of something else is refused, and left as it is."""
    engine = opened(empty)
    with engine.connect() as connection:
        begin_write(connection)
        connection.exec_driver_sql("CREATE TABLE other (x INTEGER)")
        connection.commit()
    with pytest.raises(DeskError) as caught:
        prepare(engine)
    on_sqlite = engine.dialect.name == "sqlite"
    assert caught.value.code == ("database_damaged" if on_sqlite else "database_foreign")
    with engine.connect() as connection:
        assert inspect(connection).get_table_names() == ["other"]


def test_another_program_that_uses_alembic_too(empty: str, opened: Opening) -> None:
    """A step of somebody else's is not taken for a later one of ours."""
    engine = opened(empty)
    with engine.connect() as connection:
        begin_write(connection)
        connection.exec_driver_sql("CREATE TABLE users (x INTEGER)")
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32))")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('ab12cd34ef56')")
        connection.commit()
    with pytest.raises(DeskError) as caught:
        prepare(engine)
    on_sqlite = engine.dialect.name == "sqlite"
    assert caught.value.code == ("database_damaged" if on_sqlite else "database_foreign")


class _Broken(Exception):
    """What a test breaks a migration with."""


def _break_at(number: int, seen: list[str], act: Callable[[], None]) -> Callable[..., None]:
    def before(*heard: Any) -> None:
        seen.append(heard[2])
        if len(seen) == number:
            act()

    return before


def _raise() -> None:
    raise _Broken


def test_a_failing_migration_leaves_nothing(
    opened: Opening, sqlite_template: Path, tmp_path: Path, scripts: Path
) -> None:
    """Broken at each of its statements, a migration changes nothing, and then succeeds."""
    path = Path(shutil.copy(sqlite_template, tmp_path / "desk.db"))
    engine = opened(path)
    with engine.connect() as connection:
        before = _schema(connection)
    for number in range(1, 1000):
        seen: list[str] = []
        breaking = _break_at(number, seen, _raise)
        event.listen(engine, "before_cursor_execute", breaking)
        try:
            prepare(engine, head="0099_rebuild", scripts=scripts, keep_copy=False)
            break
        except _Broken:
            pass
        finally:
            event.remove(engine, "before_cursor_execute", breaking)
        with engine.connect() as connection:
            assert _schema(connection) == before, seen[-1]
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
    assert number > 15
    with engine.connect() as connection:
        assert revision(connection) == "0099_rebuild"


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _migrate_and_die(path: Path, scripts: Path, number: int) -> None:
    engine = open_engine(path)
    event.listen(engine, "before_cursor_execute", _break_at(number, [], _die))
    prepare(engine, head="0099_rebuild", scripts=scripts)


def test_a_killed_migration_leaves_nothing(
    opened: Opening, sqlite_template: Path, tmp_path: Path, scripts: Path
) -> None:
    """Killed early, in the middle and late, a migration leaves the old schema, and no lock."""
    path = Path(shutil.copy(sqlite_template, tmp_path / "desk.db"))
    with opened(path).connect() as connection:
        before = _schema(connection)
    context = multiprocessing.get_context("spawn")
    for number in (6, 10, 14, 17):
        process = context.Process(target=_migrate_and_die, args=(path, scripts, number))
        process.start()
        process.join(30)
        assert process.exitcode == -signal.SIGKILL
        with opened(path).connect() as connection:
            assert _schema(connection) == before
    engine = opened(path)
    prepare(engine, head="0099_rebuild", scripts=scripts)
    with engine.connect() as connection:
        assert revision(connection) == "0099_rebuild"


def _start_at_once(location: str, start: Barrier) -> None:
    engine = open_engine(location)
    start.wait(60)
    prepare(engine)
    engine.dispose()


def test_programs_that_start_at_once_migrate_once(empty: str, opened: Opening) -> None:
    """Four programs on one new database: none fails, and the tables are made once."""
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(4)
    processes = [context.Process(target=_start_at_once, args=(empty, start)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0, 0, 0]
    engine = opened(empty)
    with engine.connect() as connection:
        assert revision(connection) == HEAD
