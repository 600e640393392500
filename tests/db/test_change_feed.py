"""News of other programs, on both engines: heard soon, in order, once; restores noticed."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from desktop import requests as r
from desktop.domain.errors import DeskError
from desktop.ports import JournalRow
from tests.db.listening import SETUP, Ear, Listen, feed_of, make_desk

SOON = 0.3  # seconds from the answer to the news: what is promised on one PC


@pytest.fixture
def place(database: str) -> str:
    """Give a database with a site, on each engine."""
    desk = make_desk(database)
    desk.do(SETUP)
    desk.close()
    return database


@pytest.fixture
def file(sqlite_template: Path, tmp_path: Path) -> Path:
    """Give a SQLite file with a site."""
    path = tmp_path / "alone.db"
    path.write_bytes(sqlite_template.read_bytes())
    desk = make_desk(path)
    desk.do(SETUP)
    desk.close()
    return path


def test_what_another_process_writes_is_heard_soon(
    place: str, listen: Listen, checkout: Path
) -> None:
    ear = listen(make_desk(place))
    command = [sys.executable, "main.py", "console", "--database", place]
    with subprocess.Popen(
        command, cwd=checkout, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as console:
        assert console.stdin is not None
        assert console.stdout is not None
        delays = []
        for number in range(12):
            line = {"do": "reception.issue", "windows": ["CF"], "id": number}
            console.stdin.write(json.dumps(line) + "\n")
            console.stdin.flush()
            assert json.loads(console.stdout.readline())["ok"]
            answered = time.monotonic()
            ear.wait_for("ticket.issued", number + 1)
            delays.append(ear.times[-1] - answered)
        console.stdin.close()
    assert sorted(delays)[-2] <= SOON, delays  # one may meet a machine that is busy elsewhere
    assert [row.pos for row in ear.rows] == sorted({row.pos for row in ear.rows})


def test_what_this_program_writes_is_not_news(place: str, listen: Listen) -> None:
    mine, other = make_desk(place), make_desk(place)
    ear = listen(mine)
    mine.do(r.IssueTicket(windows=("CF",)))
    other.do(r.SetSetting("positions_behind", 2))
    mine.do(r.IssueTicket(windows=("CF",)))
    ear.wait(lambda: "setting.changed" in ear.kinds)
    assert "ticket.issued" not in ear.kinds
    other.close()


def test_the_first_site_of_an_empty_database_is_heard(database: str, listen: Listen) -> None:
    ear = listen(make_desk(database))
    other = make_desk(database)
    other.do(SETUP)
    ear.wait(lambda: "site.set_up" in ear.kinds)
    other.close()


def test_a_restore_is_noticed_even_when_the_journal_grew_longer_since(
    file: Path, tmp_path: Path, listen: Listen
) -> None:
    other = make_desk(file)
    other.back_up(r.MakeBackup(str(tmp_path / "backup.db")))
    other.do(r.SetSetting("positions_behind", 2))
    ear = listen(make_desk(file))
    other.restore(r.RestoreBackup(str(tmp_path / "backup.db")))
    for number in range(3):
        other.do(r.SetSetting("positions_behind", number))
    ear.wait(lambda: ear.restores == 1)
    count = len(ear.rows)
    other.do(r.IssueTicket(windows=("CF",)))
    ear.wait(lambda: "ticket.issued" in ear.kinds[count:])
    assert ear.restores == 1
    other.close()


def test_a_fault_is_logged_once_and_outlived(place: str, caplog: pytest.LogCaptureFixture) -> None:
    desk = make_desk(place)
    rounds = threading.Semaphore(0)
    fails = [True]

    def site() -> str:
        rounds.release()
        if fails[0]:
            raise DeskError("database_busy")
        return desk.site()

    feed = feed_of(desk, site)
    ear = Ear()
    feed.start(ear.heard, ear.restored)
    for _ in range(4):
        assert rounds.acquire(timeout=5)
    fails[0] = False
    for _ in range(2):
        rounds.acquire(timeout=0.5)
    other = make_desk(place)
    other.do(r.IssueTicket(windows=("CF",)))
    ear.wait(lambda: "ticket.issued" in ear.kinds)
    feed.stop()
    feed.stop()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert "database_busy" in caplog.text
    for one in (desk, other):
        one.close()


def test_a_listener_that_fails_hears_on(
    place: str, listen: Listen, caplog: pytest.LogCaptureFixture
) -> None:
    desk, other = make_desk(place), make_desk(place)
    ear = Ear()

    def heard(rows: Sequence[JournalRow]) -> None:
        ear.heard(rows)
        raise ValueError("ours")

    feed = feed_of(desk)
    feed.start(heard, ear.restored)
    for count in (1, 2):
        other.do(r.IssueTicket(windows=("CF",)))
        ear.wait_for("ticket.issued", count)
    feed.stop()
    assert "ours" in caplog.text
    for one in (desk, other):
        one.close()
