"""What a desk sends to a server: each command once, whoever dies and whatever is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from db.store import SqlStore
from desktop import requests as r
from desktop.clock import RealClock
from desktop.desk import Desk, Particulars, new_command
from desktop.domain.errors import DeskError
from desktop.outbox import Outbox
from desktop.snapshots import Answer, IssueAnswer
from tests.db.listening import SETUP
from tests.postgres import PostgresServer
from tests.proxy import Proxy

pytestmark = pytest.mark.usefixtures("caplog")  # what is not known is logged as a warning

ISSUE = r.IssueTicket(windows=("CF",))
NOT_OPEN = r.CallNext(1)  # refused: nobody sits there

_numbers = count(1)

Open = Callable[..., Desk]


@pytest.fixture
def name(postgres_server: PostgresServer, postgres_template: str) -> Iterator[str]:
    """Give the name of a database with the site QC."""
    made = f"outgoing_{next(_numbers)}"
    desk = Desk(
        SqlStore(postgres_server.create(made, postgres_template)), RealClock(), Particulars()
    )
    desk.do(SETUP)
    desk.close()
    yield made
    postgres_server.drop(made)


@pytest.fixture
def url(postgres_server: PostgresServer, name: str) -> str:
    """Give that database's URL."""
    return postgres_server.url(name)


@pytest.fixture
def proxied(postgres_server: PostgresServer, name: str) -> Iterator[tuple[Proxy, str]]:
    """Give a way to the server that can misbehave, and the database's URL there."""
    with Proxy(postgres_server) as proxy:
        yield proxy, proxy.url(name)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give where the outbox lies."""
    return tmp_path / "outbox"


@contextmanager
def opened(url: str, folder: Path) -> Iterator[Desk]:
    """Give a desk of a program that starts now."""
    desk = Desk(SqlStore(url), RealClock(), Particulars("QC"), Outbox(folder))
    desk.site()
    try:
        yield desk
    finally:
        desk.close()


def impatient(desk: Desk) -> None:
    """Let a desk ask for a lost answer once and no more."""
    desk._runner.resolve_for = 0.0


def label_of(answer: Answer | None) -> str:
    """Return the label of a ticket just issued."""
    assert isinstance(answer, IssueAnswer)
    assert answer.ticket is not None
    return answer.ticket.label


def tickets(url: str) -> int:
    """Return how many tickets were ever issued."""
    store = SqlStore(url)
    with store.look("QC") as reads:
        found = sum(row.kind == "ticket.issued" for row in reads.feed(0, 100_000))
    store.close()
    return found


def entries(folder: Path) -> tuple[int, int]:
    """Return how many entries of ended programs lie there, in flight and kept."""
    with_one = Outbox(folder)
    found = [path.name.partition("-")[0] for path in folder.glob("*.outbox")]
    if not found:
        return 0, 0
    with_one.open(found[0])
    counts = len(with_one.flights()), len(with_one.kept())
    with_one.close()
    return counts


def test_a_command_is_marked_before_and_crossed_out_after(url: str, folder: Path) -> None:
    with opened(url, folder) as desk:
        seen: list[bytes] = []
        desk.bus.listen(lambda news: seen.extend(p.read_bytes() for p in folder.glob("*.outbox")))
        command = new_command()
        desk.do(ISSUE, command, "anna")
        assert command.encode() in seen[0]
        assert b"gone" not in seen[0]
    assert entries(folder) == (0, 0)


def test_a_refusal_is_an_answer_too(url: str, folder: Path) -> None:
    with opened(url, folder) as desk, pytest.raises(DeskError, match="counter_not_open"):
        desk.do(NOT_OPEN, new_command())
    assert entries(folder) == (0, 0)


def test_a_command_without_an_id_of_its_own_leaves_no_mark(url: str, folder: Path) -> None:
    with opened(url, folder) as desk:
        desk.do(ISSUE)
        assert [path.read_bytes() for path in folder.glob("*.outbox")] == [b""]


def test_a_desk_on_this_pc_has_no_outbox(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    path.write_bytes(sqlite_template.read_bytes())
    desk = Desk(SqlStore(path), RealClock(), Particulars(), Outbox(tmp_path / "outbox"))
    desk.do(SETUP)
    desk.do(ISSUE, new_command())
    assert not (tmp_path / "outbox").exists()
    assert (desk.kept(), desk.send_kept(), desk.settle_flights()) == ((), (), ())
    with pytest.raises(RuntimeError, match="outbox"):
        desk.keep(ISSUE, new_command(), None, "F001")
    desk.close()


@pytest.mark.parametrize("arrives", [True, False])
def test_a_lost_answer_is_asked_for_until_it_is_known(
    proxied: tuple[Proxy, str], url: str, folder: Path, arrives: bool
) -> None:
    proxy, way = proxied
    with opened(way, folder) as desk:
        desk.do(ISSUE)
        proxy.lose_commits(arrives=arrives)
        answer = desk.do(ISSUE, new_command())
        assert label_of(answer) == "F002"
        assert desk.settle_flights() == ()
    assert tickets(url) == 2


@pytest.mark.parametrize("arrives", [True, False])
def test_an_unknown_outcome_is_settled_by_whoever_starts_next(
    proxied: tuple[Proxy, str], url: str, folder: Path, arrives: bool
) -> None:
    proxy, way = proxied
    with opened(way, folder) as desk:
        impatient(desk)
        proxy.lose_commits(arrives=arrives)
        command = new_command()
        with pytest.raises(DeskError, match="outcome_unknown"):
            desk.do(ISSUE, command, "anna")
    with opened(url, folder) as desk:
        [settled] = desk.settle_flights()
        assert (settled.kept.command, settled.done) == (command, arrives)
        assert (settled.kept.verb, settled.kept.staff) == ("reception.issue", "anna")
        assert desk.settle_flights() == ()
    assert tickets(url) == arrives


def test_an_unknown_outcome_of_this_run_can_be_settled_here_or_asked_again(
    proxied: tuple[Proxy, str], url: str, folder: Path
) -> None:
    proxy, way = proxied
    with opened(way, folder) as desk:
        impatient(desk)
        first, second = new_command(), new_command()
        for command in (first, second):
            proxy.lose_commits()
            with pytest.raises(DeskError, match="outcome_unknown"):
                desk.do(ISSUE, command)
        answer = desk.do(ISSUE, first)
        assert label_of(answer) == "F001"
        [settled] = desk.settle_flights()
        assert (settled.kept.command, settled.done) == (second, True)
    assert tickets(url) == 2


def test_what_is_kept_is_sent_in_order_and_refusals_are_told(url: str, folder: Path) -> None:
    with opened(url, folder) as desk:
        for request, label in ((ISSUE, "1"), (NOT_OPEN, "2"), (ISSUE, "3")):
            desk.keep(request, new_command(), "anna", label)
        assert [kept.label for kept in desk.kept()] == ["1", "2", "3"]
        sent = desk.send_kept()
        assert [one.kept.label for one in sent] == ["1", "2", "3"]
        assert [one.error and one.error.code for one in sent] == [None, "counter_not_open", None]
        assert label_of(sent[2].answer) == "F002"
        assert not desk.kept()
        assert not desk.send_kept()
    assert tickets(url) == 2


def test_what_cannot_be_sent_stays_in_order(
    proxied: tuple[Proxy, str], url: str, folder: Path
) -> None:
    proxy, way = proxied
    with opened(way, folder) as desk:
        impatient(desk)
        commands = [new_command() for _ in range(3)]
        for command in commands:
            desk.keep(ISSUE, command, None, "")
        proxy.refuse()
        proxy.reset()
        assert desk.send_kept() == ()
        proxy.restore()
        proxy.lose_commits()
        assert desk.send_kept() == ()
        assert [kept.command for kept in desk.kept()] == commands
        assert [one.kept.command for one in desk.send_kept()] == commands
    assert tickets(url) == 3


def test_what_is_kept_outlives_the_program_and_a_person_may_drop_it(url: str, folder: Path) -> None:
    first, second = new_command(), new_command()
    with opened(url, folder) as desk:
        desk.keep(ISSUE, first, None, "F001")
        desk.keep(ISSUE, second, None, "F002")
    with opened(url, folder) as desk:
        desk.drop_kept(first)
    with opened(url, folder) as desk:
        assert [kept.command for kept in desk.kept()] == [second]
        assert [one.kept.label for one in desk.send_kept()] == ["F002"]
    assert tickets(url) == 1


def test_what_is_kept_stays_at_hand_when_all_else_is_read_anew(url: str, folder: Path) -> None:
    """Another program brought a backup back; before anything is asked, the server is away."""
    with opened(url, folder) as desk:
        desk.keep(ISSUE, new_command(), "anna", "")
        desk.forget()
        desk.keep(ISSUE, new_command(), "anna", "")
        assert len(desk.kept()) == 2
        sent = desk.send_kept()
        assert [label_of(one.answer) for one in sent] == ["F001", "F002"]
    assert entries(folder) == (0, 0)


def test_a_full_disk_stops_keeping_but_not_working(
    url: str, folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with opened(url, folder) as desk:
        with monkeypatch.context() as full:

            def refuse(file: int) -> None:
                raise OSError(28, "No space left on device")

            full.setattr(os, "fsync", refuse)
            desk.do(ISSUE, new_command())
            desk.do(ISSUE, new_command())
            with pytest.raises(DeskError, match="not_kept"):
                desk.keep(ISSUE, new_command(), None, "F001")
        assert desk.kept() == ()
        desk.do(ISSUE, new_command())
    assert tickets(url) == 3
    assert entries(folder) == (0, 0)
    assert [record.levelname for record in caplog.records] == ["ERROR", "ERROR"]


# ---- deaths at every point -------------------------------------------------------------------


@contextmanager
def dying(url: str, folder: Path, what: str, checkout: Path) -> Iterator[Callable[[int, str], str]]:
    """Give lives of a program that dies at its n-th step; see `tests.db.dying`."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.db.dying", url, str(folder), what],
        cwd=checkout,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        lives, ends = program.stdin, program.stdout

        def live(number: int, command: str) -> str:
            print(number, command, file=lives, flush=True)
            return ends.readline().strip()

        yield live
        lives.close()


def test_whatever_kills_the_sending_each_is_sent_once(
    url: str, folder: Path, checkout: Path
) -> None:
    issued = 0
    with dying(url, folder, "send", checkout) as live:
        for number in count():
            commands = [new_command(), new_command()]
            with opened(url, folder) as desk:
                for command in commands:
                    desk.keep(ISSUE, command, None, "")
            end = live(number, "-")
            with opened(url, folder) as desk:
                left = [kept.command for kept in desk.kept()]
                assert left == commands[len(commands) - len(left) :]
                assert [one.error for one in desk.send_kept()] == [None] * len(left)
                assert not desk.kept()
                assert not desk.settle_flights()
            issued += 2
            assert tickets(url) == issued
            if end == "lived":
                break
    assert number > 12


def test_whatever_kills_a_command_the_next_start_says_whether_it_was_done(
    url: str, folder: Path, checkout: Path
) -> None:
    issued, known = 0, set()
    with dying(url, folder, "do", checkout) as live:
        for number in count():
            end = live(number, command := new_command())
            with opened(url, folder) as desk:
                settled = desk.settle_flights()
            now = tickets(url)
            if settled:
                assert [one.kept.command for one in settled] == [command]
                assert settled[0].done is (now == issued + 1)
                known.add(settled[0].done)
            else:  # it died before it had begun, or was through with it
                assert now in (issued, issued + 1)
            issued = now
            if end == "lived":
                break
    assert known == {True, False}


def test_times_are_the_desks(url: str, folder: Path) -> None:
    with opened(url, folder) as desk:
        before = datetime.now(UTC)
        desk.keep(ISSUE, new_command(), None, "F001")
        assert abs((desk.kept()[0].at - before).total_seconds()) < 5
