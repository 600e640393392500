"""An older database is brought up once, whole or not at all; a newer one worked on or refused."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import pytest
from psycopg import sql
from sqlalchemy import Engine, event, inspect

from db.engine import begin_write, open_engine
from db.migrate import HEAD, SCRIPTS, downgrade, locked, prepare, revision
from db.store import SqlStore
from desktop.clock import ManualClock
from desktop.desk import Desk, Particulars
from desktop.domain.errors import DeskError
from desktop.requests import CallNext, CounterFields, IssueTicket, OpenCounter, SetUpSite
from desktop.snapshots import IssueAnswer, MaybeTicketAnswer
from tests.postgres import PostgresServer

Opening = Callable[[str | Path], Engine]
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
LATER = "0098_later"

STEP = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "0098_later", "{head}"


def upgrade():
    op.create_table("more", sa.Column("site_id", sa.Text, primary_key=True))
    with op.batch_alter_table("ticket") as ticket:
        ticket.add_column(sa.Column("colour", sa.Text))
    op.create_index("ix_ticket_colour", "ticket", ["site_id", "colour"])
    {contract}


def downgrade():
    raise NotImplementedError
"""
CONTRACT = """op.execute("UPDATE schema_gate SET oldest = '0098_later'")"""


def steps(folder: Path, *, contract: bool = False) -> Path:
    """Return a folder with our steps and a later one, which adds only, or shuts others out."""
    shutil.copytree(SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    text = STEP.format(head=HEAD, contract=CONTRACT if contract else "pass")
    (folder / "versions" / f"{LATER}.py").write_text(text)
    return folder


@pytest.fixture
def expand(tmp_path: Path) -> Path:
    """Give steps of which the last one only adds."""
    return steps(tmp_path / "expand")


@pytest.fixture
def contract(tmp_path: Path) -> Path:
    """Give steps of which the last one shuts out this program."""
    return steps(tmp_path / "contract", contract=True)


@contextmanager
def at_work(location: str) -> Iterator[Desk]:
    """Give a desk of this program's."""
    with closing(SqlStore(location)) as store:
        yield Desk(store, ManualClock(MONDAY), Particulars("HQ"))


def set_up(location: str) -> None:
    """Make a site with one counter."""
    with at_work(location) as desk:
        counters = (CounterFields(1, ("CF",)),)
        desk.do(SetUpSite(code="HQ", name="中心", counters=counters))


def code(work: Callable[[], object]) -> str:
    """Return the code of the DeskError that work raises."""
    with pytest.raises(DeskError) as caught:
        work()
    return caught.value.code


def standing(engine: Engine) -> tuple[str | None, list[str]]:
    """Return where the schema stands, and its tables' columns."""
    with engine.connect() as connection:
        looked = inspect(connection)
        columns = [
            f"{table}.{column['name']}"
            for table in sorted(looked.get_table_names())
            for column in looked.get_columns(table)
        ]
        return revision(connection), columns


# ---- Once, whole or not at all ---------------------------------------------------------------


def _die_at(number: int) -> Callable[..., None]:
    seen: list[str] = []

    def before(*heard: Any) -> None:
        seen.append(heard[2])
        if len(seen) == number:
            os.kill(os.getpid(), signal.SIGKILL)

    return before


def _migrate_and_die(location: str, scripts: Path, number: int) -> None:
    engine = open_engine(location)
    event.listen(engine, "before_cursor_execute", _die_at(number))
    prepare(engine, keep_copy=False, head=LATER, scripts=scripts)
    engine.dispose()


def test_killed_at_each_statement(database: str, contract: Path, opened: Opening) -> None:
    """kill -9 before each of a migration's statements: the old schema; then it succeeds."""
    set_up(database)
    engine = opened(database)
    before = standing(engine)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.db.test_upgrade"])
    for number in range(1, 1000):
        process = context.Process(target=_migrate_and_die, args=(database, contract, number))
        process.start()
        process.join(60)
        if process.exitcode == 0:
            break
        assert process.exitcode == -signal.SIGKILL
        assert standing(engine) == before, number
    assert number > 10
    found, columns = standing(engine)
    assert found == LATER
    assert {"more.site_id", "ticket.colour"} <= set(columns)


def _upgrade_at_once(location: str, backups: Path, start: Barrier) -> None:
    engine = open_engine(location)
    start.wait(60)
    prepare(engine, backups=backups)
    engine.dispose()


def test_two_programs_upgrade_once(database: str, tmp_path: Path, opened: Opening) -> None:
    """Both go on at this program's schema; one copy was made before."""
    set_up(database)
    engine = opened(database)
    with engine.connect() as connection, locked(connection):
        downgrade(connection, "0001_first")
    context = multiprocessing.get_context("spawn")
    start = context.Barrier(2)
    backups = tmp_path / "backups"
    order = (database, backups, start)
    processes = [context.Process(target=_upgrade_at_once, args=order) for _ in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0, 0]
    assert standing(engine)[0] == HEAD
    kept = [*tmp_path.glob(f"desk-before-{HEAD}-*.db"), *tmp_path.glob("backups/*.dump")]
    assert len(kept) == 1
    with at_work(database) as desk:
        desk.do(IssueTicket(windows=("CF",)))


# ---- A server's database is kept first -------------------------------------------------------


@pytest.fixture
def older(postgres_url: str, opened: Opening) -> Engine:
    """Give a server's database at the first step."""
    set_up(postgres_url)
    engine = opened(postgres_url)
    with engine.connect() as connection, locked(connection):
        downgrade(connection, "0001_first")
    return engine


def test_without_pg_dump_nothing_is_changed(
    older: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No copy, no upgrade, unless the administrator has one of their own."""
    before = standing(older)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeskError) as caught:
        prepare(older, backups=tmp_path / "backups")
    assert caught.value.code == "dump_tools_missing"
    assert caught.value.values["program"] == "pg_dump"
    assert standing(older) == before
    assert list((tmp_path / "backups").iterdir()) == []
    assert code(lambda: prepare(older)) == "database_older"  # nowhere to keep it
    prepare(older, keep_copy=False)
    assert standing(older)[0] == HEAD


def test_a_login_that_does_not_own_the_tables(
    older: Engine, postgres_server: PostgresServer, postgres_url: str, opened: Opening
) -> None:
    """It is told who may upgrade; nothing is changed."""
    before = standing(older)
    postgres_server.run(sql.SQL("CREATE ROLE desk LOGIN"))
    try:
        with older.connect() as connection:
            begin_write(connection)
            connection.exec_driver_sql("GRANT ALL ON SCHEMA public TO desk")
            connection.exec_driver_sql("GRANT ALL ON ALL TABLES IN SCHEMA public TO desk")
            connection.commit()
        guest = opened(postgres_url.replace("yimen@", "desk@"))
        assert code(lambda: prepare(guest, backups=Path("."))) == "database_older"
        guest.dispose()
        assert standing(older) == before
    finally:
        with older.connect() as connection:
            begin_write(connection)
            connection.exec_driver_sql("DROP OWNED BY desk")
            connection.commit()
        postgres_server.run(sql.SQL("DROP ROLE desk"))


# ---- Expand, then contract -------------------------------------------------------------------


def test_a_later_step_that_only_adds_lets_us_work(
    database: str, expand: Path, opened: Opening
) -> None:
    """This program issues and calls on the schema of a later one."""
    set_up(database)
    prepare(opened(database), keep_copy=False, head=LATER, scripts=expand)
    with at_work(database) as desk:
        desk.do(OpenCounter(1, "A01"))
        issued = desk.do(IssueTicket(windows=("CF",)))
        assert isinstance(issued, IssueAnswer)
        called = desk.do(CallNext(1))
        assert isinstance(called, MaybeTicketAnswer)
        assert called.ticket is not None
        assert desk.verify().sound
    assert standing(opened(database))[0] == LATER


def test_a_later_step_that_shuts_us_out(database: str, contract: Path, opened: Opening) -> None:
    """This program says that it has to be updated."""
    set_up(database)
    prepare(opened(database), keep_copy=False, head=LATER, scripts=contract)
    with pytest.raises(DeskError) as caught:
        SqlStore(database)
    assert caught.value.code == "database_newer"
    assert caught.value.values["revision"] == LATER


def test_pcs_at_work_are_not_shut_out(
    postgres_url: str, expand: Path, contract: Path, opened: Opening
) -> None:
    """While a site is open: a step that only adds is made, another one only when told to."""
    set_up(postgres_url)
    engine = opened(postgres_url)
    now = datetime.now(UTC)
    zone = "UTC" if 2 <= now.hour <= 21 else "Asia/Shanghai"
    with engine.connect() as connection:
        begin_write(connection)
        hours = json.dumps({"mon": [["00:00", "23:59"]]})
        connection.exec_driver_sql(f"UPDATE site SET zone = '{zone}', hours = '{hours}'")
        connection.exec_driver_sql(
            "INSERT INTO calendar_day (site_id, day, working, last_pos)"
            f" VALUES ('HQ', (now() AT TIME ZONE '{zone}')::date, true, 1)"
            " ON CONFLICT (site_id, day) DO UPDATE SET working = true"
        )
        connection.commit()
    before = standing(engine)
    with pytest.raises(DeskError) as caught:
        prepare(engine, keep_copy=False, head=LATER, scripts=contract)
    assert (caught.value.code, caught.value.values) == ("upgrade_waits", {"sites": ["HQ"]})
    assert standing(engine) == before
    prepare(engine, keep_copy=False, head=LATER, scripts=expand)
    with engine.connect() as connection, locked(connection):
        connection.exec_driver_sql("DROP TABLE more")
        connection.exec_driver_sql("ALTER TABLE ticket DROP COLUMN colour")
        connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{HEAD}'")
    prepare(engine, keep_copy=False, in_hours=True, head=LATER, scripts=contract)
    assert standing(engine)[0] == LATER
