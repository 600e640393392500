"""A move while the server leaves, its last word is lost, or a disk is full: nothing is left."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from psycopg import sql

from db.moving import move
from db.store import SqlStore
from desktop.journal.verifier import check_sound
from tests.db.moved import assert_empty, code, make, tallies
from tests.postgres import PostgresServer, running_server
from tests.proxy import Loss, Proxy


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a file with a few days of a centre."""
    return make(tmp_path_factory.mktemp("centre") / "desk.db")


@pytest.fixture
def source(centre: Path, tmp_path: Path) -> Path:
    """Give a copy of the centre for one test."""
    return Path(shutil.copy(centre, tmp_path / "centre.db"))


@pytest.fixture
def loopback() -> Iterator[PostgresServer]:
    """Give a server that listens on loopback too."""
    with running_server(loopback=True) as server:
        yield server


def test_a_server_that_leaves_in_the_middle(source: Path, loopback: PostgresServer) -> None:
    """Cut while copying: said, nothing is left, and a second try succeeds."""
    url = loopback.create("centre")
    with Proxy(loopback) as proxy:

        def cut(done: int, total: int) -> None:
            if done > total // 3:
                proxy.reset()

        assert code(lambda: move(str(source), proxy.url("centre"), cut)) == "database_away"
    assert_empty(url)
    assert move(str(source), url) is not None


@pytest.mark.parametrize("arrives", [True, False])
def test_the_last_word_is_lost(source: Path, loopback: PostgresServer, arrives: bool) -> None:
    """COMMIT was sent and not answered: it is asked whether it was done."""
    url = loopback.create("centre")
    with Proxy(loopback) as proxy:

        def last(done: int, total: int) -> None:
            if done == total:
                proxy.lose_commits(1, arrives=arrives, how=Loss.RESET)

        if arrives:
            assert move(str(source), proxy.url("centre"), last) is not None
            assert tallies(url) == tallies(source)
        else:
            fault = code(lambda: move(str(source), proxy.url("centre"), last))
            assert fault == "database_away", "surely nothing was done"
            assert_empty(url)


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[bool]:
    """Mount a small file system at a new folder, where one may be mounted."""
    folder.mkdir()
    order = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    mounted = subprocess.run(order, capture_output=True, check=False).returncode == 0
    try:
        yield mounted
    finally:
        if mounted:
            subprocess.run(["umount", folder], check=True)


def test_a_file_that_somebody_begins_meanwhile_is_not_replaced(
    source: Path, tmp_path: Path
) -> None:
    """Another program sets up a centre under the target's name while rows are copied."""
    target = tmp_path / "new" / "centre.db"
    target.parent.mkdir()

    def begun(done: int, total: int) -> None:
        if not target.exists():
            make(target)

    assert code(lambda: move(str(source), str(target), begun)) == "target_filled"
    with closing(SqlStore(target)) as store:
        assert store.sites() == ["DEMO"]
        check_sound(store)
    assert not list(target.parent.glob("*.part*"))


def test_a_full_disk_of_the_server(source: Path) -> None:
    """No room for the last rows: said, and the database is as empty as before."""
    with running_server() as server, small_disk(server.folder / "small", 20) as mounted:
        if not mounted:
            return  # nobody may mount here: other tests of a full disk have to do
        (server.folder / "small" / "space").mkdir()
        shutil.chown(server.folder / "small" / "space", "postgres", "postgres")
        where = sql.Literal(str(server.folder / "small" / "space"))
        server.run(sql.SQL("CREATE TABLESPACE small LOCATION {}").format(where))
        try:
            server.run(sql.SQL("CREATE DATABASE centre TEMPLATE template0 TABLESPACE small"))
            left = shutil.disk_usage(server.folder / "small").free - 400_000
            (server.folder / "small" / "ballast").write_bytes(bytes(left))
            assert code(lambda: move(str(source), server.url("centre"))) == "disk_full"
            assert_empty(server.url("centre"))
        finally:
            server.stop()


def test_a_full_disk_under_a_file(source: Path, tmp_path: Path) -> None:
    """No room for a file: nothing half done is left."""
    folder = tmp_path / "small"
    with small_disk(folder, 1) as mounted:
        if mounted:
            assert code(lambda: move(str(source), str(folder / "new.db"))) == "disk_full"
            assert list(folder.iterdir()) == []
