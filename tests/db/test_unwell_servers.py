"""Servers that wait for a standby, are full, read-only or crowded: said so, nothing half done."""

from __future__ import annotations

import os
import select
import shutil
import subprocess
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from psycopg import sql

from db.store import SqlStore
from db.transaction import SqlTransaction
from desktop.bus import Bus, News
from desktop.clock import ManualClock
from desktop.desk import Desk, Particulars
from desktop.domain.errors import DeskError
from desktop.journal.runner import Origin, Runner
from desktop.journal.work import Work
from desktop.requests import IssueTicket, SetSetting
from desktop.snapshots import IssueAnswer, SettingsAnswer
from desktop.use_cases.administration import set_setting
from tests.postgres import PostgresServer, running_server
from tests.talk import MORNING, make_site, talking

pytestmark = pytest.mark.usefixtures("caplog")  # what is not known is logged as a warning

PATIENCE = 30.0
_WAITING = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
_QUEUED = "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """Give a server of our own, whose settings we may change."""
    with running_server() as running:
        yield running


@pytest.fixture
def site(server: PostgresServer) -> Iterator[str]:
    """Give the URL of a database with the site HQ."""
    url = server.create("site")
    make_site(url)
    yield url
    server.drop("site")


@contextmanager
def desk_on(url: str) -> Iterator[Desk]:
    """Give a desk at HQ."""
    store = SqlStore(url)
    try:
        yield Desk(store, ManualClock(datetime.fromisoformat(MORNING)), Particulars("HQ"))
    finally:
        store.close()


def issue(desk: Desk) -> str:
    """Hand out a number; returns its label."""
    answer = desk.do(IssueTicket(windows=("CF",)), str(uuid.uuid4()))
    assert isinstance(answer, IssueAnswer)
    assert answer.ticket is not None
    return answer.ticket.label


def refused(desk: Desk) -> str:
    """Ask for a number that is refused; returns the code."""
    with pytest.raises(DeskError) as caught:
        issue(desk)
    assert "path" not in caught.value.values
    return caught.value.code


def set_up(server: PostgresServer, name: str, value: str) -> None:
    """Change a setting of the server, at work when this returns."""
    change = sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), sql.Literal(value))
    server.run(change)
    server.reload()


def until_found(server: PostgresServer, question: str) -> int:
    """Ask the server again and again until it has an answer; returns it."""
    pause = threading.Event()
    until = time.monotonic() + PATIENCE
    with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
        while time.monotonic() < until:
            found = connection.execute(question).fetchone()
            if found is not None:
                return int(found[0])
            pause.wait(0.02)
    raise AssertionError(question)


# ---- A standby that does not answer ----------------------------------------------------------


@dataclass
class Issuing:
    """A number being handed out on a thread, and what came of it."""

    url: str
    labels: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)

    def __enter__(self) -> Issuing:
        """Begin."""
        self._thread = threading.Thread(target=self._work)
        self._thread.start()
        return self

    def __exit__(self, *_ignored: object) -> None:
        """Wait for the end."""
        self._thread.join()

    def _work(self) -> None:
        with desk_on(self.url) as desk:
            desk.bus.listen(self._listen)
            self.labels.append(issue(desk))

    def _listen(self, news: Sequence[News]) -> None:
        self.told += [one.event.kind for one in news]


@pytest.fixture
def lonely(server: PostgresServer, site: str) -> Iterator[str]:
    """Give the site on a primary that waits for a standby that does not exist."""
    set_up(server, "synchronous_standby_names", "nobody")
    yield site
    set_up(server, "synchronous_standby_names", "")


def check_once(issuing: Issuing, url: str) -> None:
    """Check that the number was handed out once, and told once."""
    assert issuing.labels == ["F001"]
    assert issuing.told.count("ticket.issued") == 1
    with talking(url) as talk:
        talk.at(MORNING)
        talk.sound()
        assert talk.labels() == ["F001"]


def test_a_commit_that_waits_for_its_standby(server: PostgresServer, lonely: str) -> None:
    with Issuing(lonely) as issuing:
        first = until_found(server, _WAITING)
        # The deadline has passed: the same command stands in line at the lock of its first try.
        until_found(server, _QUEUED)
        assert until_found(server, _WAITING) == first
        assert (issuing.labels, issuing.told) == ([], [])
        set_up(server, "synchronous_standby_names", "")
    check_once(issuing, lonely)


@pytest.mark.parametrize("how", ["pg_cancel_backend", "pg_terminate_backend"])
def test_a_wait_that_is_ended_from_outside(server: PostgresServer, lonely: str, how: str) -> None:
    with Issuing(lonely) as issuing:
        first = until_found(server, _WAITING)
        server.run(sql.SQL("SELECT {}({})").format(sql.SQL(how), first))
        # Written and to be seen, but on one machine alone: the answer waits for the standby too.
        second = until_found(server, f"{_WAITING} AND pid <> {first}")
        assert second != first
        assert (issuing.labels, issuing.told) == ([], [])
        set_up(server, "synchronous_standby_names", "")
    check_once(issuing, lonely)


# ---- No room -----------------------------------------------------------------------------------


@pytest.fixture
def small(server: PostgresServer) -> Iterator[Path]:
    """Give a folder that holds the site's database; as root it is a small disk of its own."""
    folder = Path(tempfile.mkdtemp(prefix="yimen-small-"))
    disk = ["mount", "-t", "tmpfs", "-o", "size=28m", "tmpfs", str(folder)]
    mounted = subprocess.run(disk, check=False, capture_output=True).returncode == 0
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, "postgres", "postgres")
        place = sql.Literal(str(folder))
        server.run(sql.SQL("CREATE TABLESPACE small LOCATION {}").format(place))
        server.run(sql.SQL("CREATE DATABASE small TEMPLATE template0 TABLESPACE small"))
        make_site(server.url("small"))
        yield folder
        server.drop("small")
        server.run(sql.SQL("DROP TABLESPACE small"))
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)
        shutil.rmtree(folder)


@contextmanager
def no_room(folder: Path, url: str) -> Iterator[None]:
    """Leave no room on a small disk; where none could be had, the server says so by itself."""
    if not folder.is_mount():
        with _server_says_full(url):
            yield
        return
    ballast = folder / "ballast"
    with suppress(OSError), ballast.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    yield
    ballast.unlink()


@contextmanager
def _server_says_full(url: str) -> Iterator[None]:
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE 'no space' USING ERRCODE = 'disk_full'; END $$"
        )
        owner.execute(
            "CREATE TRIGGER full_disk BEFORE INSERT ON journal FOR EACH ROW"
            " EXECUTE FUNCTION full_disk()"
        )
        yield
        owner.execute("DROP FUNCTION full_disk CASCADE")


def until_refused(desk: Desk) -> tuple[list[str], str]:
    """Hand out numbers until one is refused; returns the labels and the code."""
    labels: list[str] = []
    for _ in range(500):
        try:
            labels.append(issue(desk))
        except DeskError as error:
            return labels, error.code
    raise AssertionError("never refused")


def test_a_full_disk(server: PostgresServer, small: Path) -> None:
    url = server.url("small")
    with desk_on(url) as desk:
        with no_room(small, url):
            labels, code = until_refused(desk)
            assert code == "disk_full"
            assert refused(desk) == "disk_full"
        labels.append(issue(desk))
    assert labels == [f"F{number:03d}" for number in range(1, len(labels) + 1)]
    with talking(url) as talk:
        talk.at(MORNING)
        talk.sound()
        assert talk.labels() == labels


def test_the_server_says_that_it_is_full(server: PostgresServer, site: str) -> None:
    with desk_on(site) as desk:
        with _server_says_full(site):
            assert refused(desk) == "disk_full"
        assert issue(desk) == "F001"


# ---- Not the primary, shut down, crowded -----------------------------------------------------


def test_a_session_that_has_become_read_only(site: str) -> None:
    with desk_on(site) as desk:
        assert isinstance(desk.store, SqlStore)
        driver = desk.store._engine.raw_connection()
        assert driver.driver_connection is not None
        driver.driver_connection.execute("SET default_transaction_read_only = on")
        driver.driver_connection.commit()
        driver.close()
        assert refused(desk) == "database_away"
        assert issue(desk) == "F001", "the next connection is one that may write"


def test_a_server_that_became_a_standby(server: PostgresServer, site: str) -> None:
    with desk_on(site) as desk:
        assert issue(desk) == "F001"
        server.stop()
        server.put({"standby.signal": ""})
        server.start()
        assert refused(desk) == "database_away"
        server.stop()
        (server.folder / "data" / "standby.signal").unlink()
        server.start()
        assert issue(desk) == "F002"


@pytest.mark.parametrize("end", ["terminate", "kill"])
def test_a_session_that_is_ended_in_the_middle(server: PostgresServer, site: str, end: str) -> None:
    with desk_on(site) as desk:
        desk.site()

        def cut() -> None:
            with desk.store.begin("HQ") as tx:
                if end == "terminate":
                    server.run(
                        sql.SQL(
                            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                            " WHERE datname = 'site'"
                        )
                    )
                else:
                    server.kill()
                    server.start()
                tx.remembered("none")

        with pytest.raises(DeskError) as caught:
            cut()
        assert caught.value.code == "database_away"
        assert issue(desk) == "F001"


def test_no_connection_is_free(server: PostgresServer, site: str) -> None:
    with psycopg.connect(site, autocommit=True) as owner:
        owner.execute("CREATE ROLE desk LOGIN CONNECTION LIMIT 1")
        owner.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO desk")
    mine = server.url("site", user="desk")
    try:
        with psycopg.connect(mine):
            with pytest.raises(DeskError) as caught:
                SqlStore(mine)
            assert caught.value.code == "database_busy"
            assert caught.value.values == {}
        SqlStore(mine).close()
    finally:
        with psycopg.connect(site, autocommit=True) as owner:
            owner.execute("DROP OWNED BY desk")
            owner.execute("DROP ROLE desk")


def test_who_is_undone_for_another_is_run_again(site: str) -> None:
    with desk_on(site) as desk, psycopg.connect(site) as other:
        other.execute("SELECT pos FROM site FOR UPDATE")
        other.execute("CREATE SEQUENCE turns")
        other.execute(
            "CREATE FUNCTION undo_once() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
            " IF nextval('turns') < 3 THEN RAISE 'undone' USING ERRCODE = '40001'; END IF;"
            " RETURN NEW; END $$"
        )
        other.execute(
            "CREATE TRIGGER undo_once BEFORE INSERT ON ticket FOR EACH ROW"
            " EXECUTE FUNCTION undo_once()"
        )
        other.commit()
        assert issue(desk) == "F001"


def test_a_pc_that_was_too_slow_under_the_lock_is_let_try_again(site: str) -> None:
    turns = []

    def slow(work: Work, request: SetSetting) -> SettingsAnswer:
        assert isinstance(work.tx, SqlTransaction)
        turns.append(work.day)
        if len(turns) == 1:  # until the server has ended the transaction
            socket = work.tx.connection.connection.driver_connection
            assert socket is not None
            select.select([socket.fileno()], [], [], PATIENCE)
        return set_setting(work, request)

    options = quote("-c idle_in_transaction_session_timeout=100ms")
    with desk_on(f"{site}&options={options}") as desk:
        runner = Runner(desk.store, desk.clock, Bus(), "A1", "0")
        asked = SetSetting("positions_behind", 5)
        runner.run("HQ", asked, slow, SettingsAnswer, Origin(str(uuid.uuid4())))
        assert len(turns) == 2
        assert desk.verify().sound
