"""Backups count when they were opened and found whole; restoring loses nothing on the way."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine

from db.backup import backup, restore, restore_unopened
from db.copies import copy_to_new, name_beside
from db.engine import begin_write
from db.migrate import HEAD, downgrade, prepare, revision
from desktop.domain.errors import DeskError
from desktop.ports import Stopped

Opening = Callable[[str | Path], Engine]


@contextmanager
def _writing(engine: Engine) -> Iterator[Connection]:
    with engine.connect() as connection:
        begin_write(connection)
        yield connection
        connection.commit()


def _fill(engine: Engine, *words: str) -> None:
    with _writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE IF NOT EXISTS noted (word TEXT)")
        connection.exec_driver_sql("DELETE FROM noted")
        for word in words:
            connection.exec_driver_sql(f"INSERT INTO noted VALUES ('{word}')")


def _words(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.exec_driver_sql("SELECT word FROM noted ORDER BY 1").scalars())


def _code(doing: Callable[[], object]) -> str:
    with pytest.raises(DeskError) as caught:
        doing()
    return caught.value.code


@pytest.fixture
def desk(sqlite_template: Path, tmp_path: Path, opened: Opening) -> Engine:
    """Give an open SQLite database with one word noted in it."""
    (tmp_path / "data").mkdir()
    engine = opened(Path(shutil.copy(sqlite_template, tmp_path / "data" / "desk.db")))
    _fill(engine, "first")
    return engine


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_there_and_back(engine: Engine, tmp_path: Path) -> None:
    """What was backed up is there again; an open connection sees it; the present is kept."""
    target = tmp_path / "kept" / "备份.bak"
    target.parent.mkdir()
    _fill(engine, "first", "second")
    seen: list[list[str]] = []
    assert backup(engine, target, verify=lambda copy: seen.append(_words(copy)))
    assert _names(target.parent) == {"备份.bak"}
    _fill(engine, "later")
    with engine.connect() as other:
        assert other.exec_driver_sql("SELECT word FROM noted").scalars().all() == ["later"]
        other.rollback()
        kept = restore(engine, target, verify=lambda copy: seen.append(_words(copy)))
        again = other.exec_driver_sql("SELECT word FROM noted ORDER BY 1").scalars().all()
        assert again == ["first", "second"]
    assert _words(engine) == ["first", "second"]
    assert seen == [["first", "second"], ["first", "second"]]
    restore(engine, kept)
    assert _words(engine) == ["later"]


def test_work_goes_on_meanwhile(desk: Engine, tmp_path: Path) -> None:
    """Commits during the copying neither stop nor change it: the copy is of one moment."""
    _fill(desk, *("x" * 900 + str(number) for number in range(10_000)))
    steps: list[tuple[int, int]] = []

    def progress(done: int, total: int) -> None:
        steps.append((done, total))
        with _writing(desk) as connection:
            connection.exec_driver_sql("INSERT INTO noted VALUES ('meanwhile')")

    counted: list[int] = []
    backup(
        desk, tmp_path / "a.bak", lambda copy: counted.append(len(_words(copy))), progress=progress
    )
    assert counted == [10_000]
    assert len(steps) >= 3
    assert steps[-1][0] == steps[-1][1]
    assert len(_words(desk)) == 10_000 + len(steps)


def test_cancelled_leaves_nothing(engine: Engine, tmp_path: Path) -> None:
    """Cancelled or refused by `verify`, nothing appears, and an earlier backup stays."""
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "a.bak").write_bytes(b"PGDMP an earlier one")

    def unsound(_: Engine) -> None:
        raise DeskError("database_damaged")

    if engine.dialect.name == "sqlite":
        with pytest.raises(Stopped):
            backup(engine, folder / "a.bak", cancelled=lambda: True)
    assert _code(lambda: backup(engine, folder / "a.bak", unsound)) == "database_damaged"
    assert _names(folder) == {"a.bak"}
    assert (folder / "a.bak").read_bytes() == b"PGDMP an earlier one"


def test_a_full_disk_leaves_nothing(desk: Engine, tmp_path: Path) -> None:
    """No room in the middle of it: said as such, nothing half done is left."""

    def full(_done: int, _total: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    folder = tmp_path / "kept"
    folder.mkdir()
    with pytest.raises(DeskError) as caught:
        backup(desk, folder / "a.bak", progress=full)
    assert caught.value.code == "disk_full"
    assert caught.value.values["path"] == str(folder / "a.bak")
    assert _names(folder) == set()


def test_places_that_cannot_be(
    desk: Engine, tmp_path: Path, as_anybody: Callable[[], AbstractContextManager[None]]
) -> None:
    """The database itself, a folder, a stranger's file, one in use, no folder, no right."""
    path = tmp_path / "data" / "desk.db"
    (tmp_path / "letter.odt").write_bytes(b"PK a letter")
    (tmp_path / "link.db").symlink_to(path)
    for target in (path, tmp_path / "link.db", tmp_path, tmp_path / "letter.odt"):
        assert _code(partial(backup, desk, target)) == "invalid_value"
    assert (tmp_path / "letter.odt").read_bytes() == b"PK a letter"
    assert _code(lambda: backup(desk, tmp_path / "no" / "a.bak")) == "not_found"
    assert _code(lambda: restore(desk, tmp_path / "no.bak")) == "not_found"
    assert _code(lambda: restore(desk, path)) == "invalid_value"
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o555)
    path.parent.chmod(0o777)
    for file in path.parent.iterdir():
        file.chmod(0o666)
    with as_anybody():
        assert _code(lambda: backup(desk, closed / "a.bak")) == "database_read_only"


def test_a_damaged_backup_changes_nothing(desk: Engine, tmp_path: Path) -> None:
    """Cut, overwritten in the middle, empty or foreign: refused before anything is touched."""
    _fill(desk, *("y" * 500 + str(number) for number in range(2_000)))
    good = tmp_path / "good.bak"
    backup(desk, good)
    content = good.read_bytes()
    for bad in (
        content[: len(content) // 2],
        content[:40_960] + b"\xff" * 200_000 + content[240_960:],
        b"",
        b"PK a letter",
    ):
        (tmp_path / "bad.bak").write_bytes(bad)
        assert _code(lambda: restore(desk, tmp_path / "bad.bak")) == "database_damaged"
    assert _names(tmp_path / "data") == {"desk.db", "desk.db-wal", "desk.db-shm"}
    assert len(_words(desk)) == 2_000


def test_an_older_backup_is_migrated_on_the_copy(
    desk: Engine, tmp_path: Path, opened: Opening
) -> None:
    """The backup itself stays as old as it is."""
    old = tmp_path / "old.bak"
    backup(desk, old)
    engine = opened(old)
    with _writing(engine) as connection:
        downgrade(connection, "base")
        connection.exec_driver_sql("CREATE TABLE journal (pos INTEGER)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('9999_later')")
    engine.dispose()
    with pytest.raises(DeskError) as caught:
        restore(desk, old)
    assert caught.value.code == "database_newer"
    assert caught.value.values["path"] == str(old)
    assert _words(desk) == ["first"]


def test_damage_found_in_the_present_database_is_kept(
    desk: Engine, tmp_path: Path, opened: Opening
) -> None:
    """A database that is damaged inside can be restored, and is kept as it was."""
    good = tmp_path / "good.bak"
    backup(desk, good)
    _fill(desk, *("z" * 500 + str(number) for number in range(2_000)))
    desk.dispose()
    path = tmp_path / "data" / "desk.db"
    content = path.read_bytes()
    middle = len(content) // 2
    path.write_bytes(content[:middle] + b"\xff" * 100_000 + content[middle + 100_000 :])
    kept = restore(desk, good)
    assert kept.name.startswith("desk-damaged-")
    assert kept.stat().st_size == len(content)
    assert _words(desk) == ["first"]


def test_a_file_that_cannot_be_opened_is_moved_aside(
    desk: Engine, tmp_path: Path, opened: Opening
) -> None:
    """With a destroyed head there is no engine; the backup takes the file's place."""
    good = tmp_path / "good.bak"
    backup(desk, good)
    desk.dispose()
    path = tmp_path / "data" / "desk.db"
    path.write_bytes(b"\0" * 8192)
    assert _code(lambda: opened(path)) == "database_damaged"
    kept = restore_unopened(path, good)
    assert kept.read_bytes() == b"\0" * 8192
    assert _words(opened(path)) == ["first"]


def test_another_program_sees_the_restored_content(desk: Engine, tmp_path: Path) -> None:
    """A connection of another process stays valid over a restore."""
    good = tmp_path / "good.bak"
    backup(desk, good)
    _fill(desk, "later")
    script = (
        "import sys\nfrom db.engine import open_engine\n"
        "engine = open_engine(sys.argv[1])\n"
        "with engine.connect() as connection:\n"
        "    for line in sys.stdin:\n"
        "        rows = connection.exec_driver_sql('SELECT word FROM noted').all()\n"
        "        connection.rollback()\n"
        "        print(rows[0][0], flush=True)\n"
        "engine.dispose()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "data" / "desk.db")],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdin.write("look\n")
        assert other.stdout.readline() == "later\n"
        restore(desk, good)
        other.stdin.write("look\n")
        assert other.stdout.readline() == "first\n"


def test_what_a_killed_program_left_is_swept(desk: Engine, tmp_path: Path) -> None:
    """Work files of yesterday go with the next backup; younger ones may be somebody's."""
    old, young = (tmp_path / f".a.bak.{number}.part" for number in (1, 2))
    for left in (old, young):
        left.touch()
    os.utime(old, (time.time() - 90_000,) * 2)
    backup(desk, tmp_path / "a.bak")
    assert (old.exists(), young.exists()) == (False, True)


def test_names_beside_never_meet(tmp_path: Path) -> None:
    """Two copies of one second have two names."""
    first = name_beside(tmp_path / "desk.db", "before-x")
    first.touch()
    assert name_beside(tmp_path / "desk.db", "before-x") != first


def test_the_copy_stands_at_the_head(desk: Engine, tmp_path: Path, opened: Opening) -> None:
    """A backup is a database like any other: it can be opened and worked with."""
    backup(desk, tmp_path / "a.db")
    engine = opened(tmp_path / "a.db")
    prepare(engine)
    with engine.connect() as connection:
        assert revision(connection) == HEAD


def test_what_is_written_before_the_content_is_replaced_is_kept(
    desk: Engine, tmp_path: Path, opened: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing that was committed is neither in the kept copy nor in the database."""
    good = tmp_path / "good.bak"
    backup(desk, good)
    other = opened(tmp_path / "data" / "desk.db")
    copied: list[str] = []

    def kept_and_then_written(source: Path, target: Path, *more: Any, **rest: Any) -> None:
        copy_to_new(source, target, *more, **rest)
        if "before-restore" in target.name:
            copied.append(target.name)
            if len(copied) == 1:
                _fill(other, "late")

    monkeypatch.setattr("db.backup.copy_to_new", kept_and_then_written)
    kept = restore(desk, good)
    assert len(copied) == 2
    assert _words(desk) == ["first"]
    assert _words(opened(kept)) == ["late"]
    assert list(kept.parent.glob("*before-restore*.db")) == [kept]
