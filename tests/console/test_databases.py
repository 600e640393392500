"""Databases that cannot be used: each line is answered with the reason, and the console goes on."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from db import location
from db.engine import open_engine
from db.store import SqlStore
from tests.talk import COUNTERS, MORNING, Answer, Talk, talking


def refusals(talk: Talk) -> set[str]:
    """Say three things and return the codes of their refusals."""
    said: dict[str, Answer] = {
        "clock.set": {"at": MORNING},
        "site.show": {},
        "reception.issue": {"windows": ["CF"]},
    }
    return {talk.refused(do, **fields) for do, fields in said.items()}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_line_is_answered_with_the_reason(tmp_path: Path, language: str) -> None:
    with talking(tmp_path / "no such folder" / "desk.db", language=language) as talk:
        assert refusals(talk) == {"not_found"}
        assert talk.ok("uscc.check", text="1")["valid"] is False


@pytest.mark.parametrize("content", [b"this is no database at all" * 100, b"\0" * 4096])
def test_a_file_that_is_none(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "desk.db"
    file.write_bytes(content)
    with talking(file) as talk:
        assert refusals(talk) == {"database_damaged"}
    assert file.read_bytes() == content


def test_a_database_of_a_newer_program(site_file: Path) -> None:
    engine = open_engine(site_file)
    with engine.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999_later'")
        connection.exec_driver_sql("UPDATE schema_gate SET oldest = '9999_later'")
    engine.dispose()
    with talking(site_file) as talk:
        assert refusals(talk) == {"database_newer"}


def test_a_database_on_a_share(site_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of mounts is the one thing changed: its reading has tests of its own."""
    monkeypatch.setattr(location, "filesystem_of", lambda path, mounts: "nfs4")
    with talking(site_file) as talk:
        assert refusals(talk) == {"database_on_network"}


def test_a_folder_one_may_not_write_to(
    site_file: Path, as_anybody: Callable[[], AbstractContextManager[None]]
) -> None:
    site_file.chmod(0o644)
    site_file.parent.chmod(0o755)
    with as_anybody(), talking(site_file) as talk:
        assert refusals(talk) == {"database_read_only"}
    with talking(site_file) as talk:
        talk.at(MORNING)
        talk.sound()


def test_the_console_goes_on_when_the_database_is_there_again(tmp_path: Path) -> None:
    file = tmp_path / "later" / "desk.db"
    with talking(file) as talk:
        assert refusals(talk) == {"not_found"}
        file.parent.mkdir()
        talk.at(MORNING)
        talk.ok("site.setup", code="HQ", name="中心", counters=COUNTERS)


def full(store: SqlStore) -> None:
    """Let every connection of a store run on a disk that is full from now on."""
    event.listen(store._engine, "checkout", _no_more_pages)


def _no_more_pages(driver: Any, record: object, proxy: object) -> None:
    with closing(driver.cursor()) as cursor:
        cursor.execute("PRAGMA max_page_count=1")  # no less than there are


def test_a_full_disk_loses_nothing_and_work_goes_on_with_space(site_file: Path) -> None:
    stores: list[SqlStore] = []

    def opening(location: str | Path) -> SqlStore:
        stores.append(SqlStore(location))
        return stores[-1]

    with talking(site_file, open_store=opening) as talk:
        talk.at(MORNING)
        talk.issue("CF-01")
        full(stores[0])
        codes, labels = [], []
        for number in range(200):
            answer = talk.say("reception.issue", items=["CF-01"], text="需要" * 500)
            codes.append(None if answer["ok"] else answer["error"]["code"])
            if answer["ok"]:
                labels.append(answer["ticket"]["label"])
            elif number > 20 and codes[-5:] == ["disk_full"] * 5:
                break
        assert codes[-1] == "disk_full"
        assert set(codes) <= {None, "disk_full"}
        talk.sound()
        event.remove(stores[0]._engine, "checkout", _no_more_pages)
        event.listen(stores[0]._engine, "checkout", _space_again)
        given = [talk.issue("CF-01")["ticket"]["label"] for _ in range(3)]
        assert given == [f"F{len(labels) + n:03d}" for n in (2, 3, 4)], "no number was lost"
        talk.sound()


def _space_again(driver: Any, record: object, proxy: object) -> None:
    with closing(driver.cursor()) as cursor:
        cursor.execute("PRAGMA max_page_count=1000000")


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Give a file system of 3 MB, where one may be mounted."""
    folder.mkdir()
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", folder], capture_output=True, check=False
    )
    try:
        yield folder
    finally:
        if done.returncode == 0:
            subprocess.run(["umount", folder], check=True)


def test_a_small_disk_that_fills_up(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        if not os.path.ismount(disk):
            return  # nobody may mount here: the test above counts pages instead
        with talking(disk / "desk.db") as talk:
            talk.at(MORNING)
            talk.ok("site.setup", code="HQ", name="中心", counters=COUNTERS)
            labels = []
            for _ in range(2000):
                answer = talk.say("reception.issue", items=["CF-01"], text="需要" * 3000)
                if not answer["ok"]:
                    break
                labels.append(answer["ticket"]["label"])
            assert answer["error"]["code"] == "disk_full", answer
            assert labels
            talk.sound()
            for _ in range(3):
                code = talk.refused("reception.issue", windows=["CF"], text="需要" * 30000)
                assert code == "disk_full"
            assert talk.ok("ticket.show", ticket=labels[-1])["ticket"]["label"] == labels[-1]
        with talking(disk / "desk.db") as talk:
            talk.at(MORNING)
            talk.sound()


# ---- Copies, and what the verifier finds ---------------------------------------------------------


def test_a_backup_is_verified_and_comes_back(talk: Talk, tmp_path: Path) -> None:
    talk.issue("CF-01")
    copy = str(tmp_path / "copy.db")
    assert talk.ok("backup", path=copy) == {"id": None, "ok": True, "path": copy, "verified": True}
    talk.issue("CF-01")
    assert talk.ok("restore", path=copy)["verified"] is True
    assert talk.labels() == ["F001"]
    assert talk.issue("CF-01")["ticket"]["label"] == "F002"
    talk.sound()
    with talking(copy) as other:
        other.at(MORNING)
        assert other.labels() == ["F001"]
    assert talk.refused("restore", path=str(tmp_path / "none.db")) == "not_found"
    assert talk.refused("backup", path=str(tmp_path / "none" / "copy.db")) == "not_found"
    (tmp_path / "bad.db").write_bytes(b"bad" * 1000)
    assert talk.refused("restore", path=str(tmp_path / "bad.db")) == "database_damaged"
    assert talk.labels() == ["F001", "F002"]


def test_others_go_on_after_a_restore_and_know_nothing_of_what_was(
    talk: Talk, site_file: Path, tmp_path: Path
) -> None:
    copy = str(tmp_path / "copy.db")
    talk.ok("backup", path=copy)
    with talking(site_file) as other:
        other.at(MORNING)
        other.ok("settings.set", key="positions_behind", value=5)
        talk.ok("restore", path=copy)
        talk.ok("settings.set", key="positions_behind", value=7)  # at the very same position
        assert other.ok("settings.get", key="positions_behind")["settings"] == {
            "positions_behind": 7
        }
        other.issue("CF-01")
        talk.issue("CF-01")
        talk.ok("restore", path=copy)
        assert other.issue("CF-01")["ticket"]["label"] == "F001"
        assert talk.issue("CF-01")["ticket"]["label"] == "F002"
        other.sound()


def test_a_backup_that_was_tampered_with_does_not_count(talk: Talk, tmp_path: Path) -> None:
    talk.issue("CF-01")
    copy = tmp_path / "copy.db"
    talk.ok("backup", path=str(copy))
    with closing(sqlite3.connect(copy)) as tampered, tampered:
        tampered.execute("UPDATE ticket SET label = 'F007'")
    assert talk.refused("restore", path=str(copy)) == "database_damaged"
    assert talk.labels() == ["F001"]


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE ticket SET label = 'F007', no = 7",
        "UPDATE place SET rank_at = 0",
        "DELETE FROM place",
        "DELETE FROM paper",
        "UPDATE series SET next_no = 1",
        "UPDATE \"case\" SET state = 'resolved'",
        "UPDATE journal SET body = replace(body, 'F001', 'F002')",
        "UPDATE journal SET day = '2026-11-22' WHERE pos = 5",
        "DELETE FROM journal WHERE pos = (SELECT max(pos) FROM journal)",
        "DELETE FROM journal WHERE pos = 3",
        "UPDATE site SET pos = pos - 1",
    ],
)
def test_the_verifier_finds_what_was_changed_behind_it(
    talk: Talk, site_file: Path, tampering: str
) -> None:
    talk.issue("CF-01")
    talk.console.close()
    with closing(sqlite3.connect(site_file)) as tampered, tampered:
        assert tampered.execute(tampering).rowcount > 0
    found = talk.ok("journal.verify")
    assert found["sound"] is False
    assert found["faults"]
    assert all(set(fault) == {"pos", "what"} for fault in found["faults"])


def test_rebuilding_mends_the_state(talk: Talk, site_file: Path) -> None:
    talk.issue("CF-01")
    assert talk.ok("journal.rebuild")["same"] is True
    talk.console.close()
    with closing(sqlite3.connect(site_file)) as tampered, tampered:
        tampered.execute("UPDATE ticket SET label = 'F007', no = 7")
        tampered.execute("DELETE FROM place")
    assert talk.ok("journal.rebuild")["same"] is False
    talk.sound()
    assert talk.labels() == ["F001"]


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM journal WHERE pos = (SELECT max(pos) FROM journal)",
        "DELETE FROM journal WHERE pos = 5",
        "UPDATE journal SET body = replace(body, 'F001', 'F002')",
    ],
)
def test_nothing_is_rebuilt_from_a_journal_that_is_not_whole(
    talk: Talk, site_file: Path, tampering: str
) -> None:
    talk.issue("CF-01")
    talk.console.close()
    with closing(sqlite3.connect(site_file)) as tampered, tampered:
        tampered.execute(tampering)
    assert talk.refused("journal.rebuild") == "database_damaged"
    assert talk.labels() == ["F001"], "what is there is not made less"


@pytest.mark.parametrize("name", ["x" * 300, "file/inside", "pipe", "nul\0"])
def test_a_path_that_cannot_be_is_said_and_nothing_waits(
    talk: Talk, tmp_path: Path, name: str
) -> None:
    (tmp_path / "file").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe")
    [slip] = talk.issue("CF-01")["papers"]
    path = f"{tmp_path}/{name}"
    for verb in ("catalogue.load", "calendar.import", "restore", "backup"):
        assert talk.refused(verb, path=path) in ("not_found", "invalid_value"), verb
    refusal = talk.refused("paper.pdf", paper=slip["id"], path=path)
    assert refusal in ("not_found", "invalid_value")
    assert (tmp_path / "pipe").is_fifo(), "what is no file does not become one"
    talk.sound()
