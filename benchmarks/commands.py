"""Issue and call next on SQLite, beside a bare transaction that writes the same rows.

The bare limit is honest because it is the desk's own writes: the INSERT and UPDATE statements
of real commands are recorded on one copy of a database and played again on another copy by the
driver alone, between BEGIN IMMEDIATE and COMMIT.  Desk and bare run in turn, block by block.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.pool import ConnectionPoolEntry, Pool

from benchmarks.measure import Figure, Spread, median, timed
from db.engine import open_file
from db.quick import TAP
from db.store import SqlStore
from desktop import requests as r
from desktop import snapshots as s
from desktop.clock import RealClock
from desktop.desk import Desk, Particulars, new_command

BLOCKS, IN_BLOCK = 10, 40
WINDOWS = ("CF", "RC", "GZ", "PP", "CY", "JR", "SZ", "RW", "DQ")
COUNTERS = {n: (WINDOWS[n % 9], WINDOWS[(n + 1) % 9]) for n in range(1, 32)} | {32: WINDOWS}
"""As many counters as the centre with history has: all are read for every number."""

Statement = tuple[str, Any, bool]
Step = tuple[list[Statement], list[Statement]]
"""What one measured command wrote, and what was written between it and the next."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command to be measured, and what must be done after each one, untimed."""

    work: Callable[[], object]
    after: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Times:
    """The times of a kind of command, block by block: the desk's and the bare ones."""

    desk: list[list[float]]
    bare: list[list[float]]

    def figure(self, name: str, aim: float, most: float = 20) -> Figure:
        """Return the line of the table; the aim is a ratio, and so many ms for p99."""
        desk = Spread.of([one for block in self.desk for one in block])
        bare = Spread.of([one for block in self.bare for one in block])
        blocks = zip(self.desk, self.bare, strict=True)
        ratio = median(median(mine) / median(limit) for mine, limit in blocks)
        held = ratio <= aim and desk.p99 <= most
        return Figure(name, desk, bare, ratio, f"≤ {aim:g} ×, p99 ≤ {most:g} ms", held)


def run(folder: Path, base: Path | None, name: str) -> Times:
    """Measure `issue` or `call` on copies of the database `base` (None: an empty one)."""
    prepared = copied(base, folder / "prepared.db")
    with desk_on(prepared) as desk:
        company = prepare(desk, waiting=BLOCKS * IN_BLOCK + 5 if name == "call" else 5)
    with desk_on(copied(prepared, folder / "recorded.db")) as desk:
        script = recorded(command(desk, name, company))
    times = Times([], [])
    driver = open_file(copied(prepared, folder / "bare.db"))
    with desk_on(copied(prepared, folder / "desk.db")) as desk:
        one = command(desk, name, company)
        for block in range(BLOCKS):
            times.desk.append(desk_block(one))
            times.bare.append(_bare_block(driver, script[block * IN_BLOCK :][:IN_BLOCK]))
    driver.close()
    return times


@contextmanager
def desk_on(location: str | Path) -> Iterator[Desk]:
    """Give a desk on a database, with a site."""
    store = SqlStore(location)
    desk = Desk(store, RealClock(), Particulars())
    if not store.sites():
        counters = tuple(r.CounterFields(n, windows) for n, windows in COUNTERS.items())
        desk.do(r.SetUpSite("BENCH", "Benchmark", counters))
    try:
        yield desk
    finally:
        store.close()


def prepare(desk: Desk, waiting: int) -> str:
    """Open a counter for CF, save a company and let some tickets wait; returns the company."""
    desk.do(r.OpenCounter(_counter(desk), "BENCH", ("CF",)), new_command(), "BENCH")
    saved = desk.do(r.SaveEnterprise("杭州量度科技有限公司"), new_command(), "BENCH")
    assert isinstance(saved, s.EnterpriseAnswer)
    for _ in range(waiting):
        desk.do(
            r.IssueTicket(items=("CF-02",), enterprise=saved.enterprise.id), new_command(), "BENCH"
        )
    return saved.enterprise.id


def command(desk: Desk, name: str, company: str) -> Command:
    """Return the command of that name; a called ticket is let go before the next is called."""
    counter = _counter(desk)
    called: list[str] = []

    def issue() -> None:
        desk.do(r.IssueTicket(items=("CF-02",), enterprise=company), new_command(), "BENCH")

    def call() -> None:
        answer = desk.do(r.CallNext(counter), new_command(), "BENCH")
        assert isinstance(answer, s.MaybeTicketAnswer)
        assert answer.ticket is not None
        called.append(answer.ticket.id)

    def let_go() -> None:
        desk.do(r.CancelTicket(called.pop(), "benchmark"), new_command(), "BENCH")

    return Command(issue, lambda: None) if name == "issue" else Command(call, let_go)


Note = Callable[[str, Any, bool], None]


def recorded(
    one: Command, listening: Callable[[Note], AbstractContextManager[None]] | None = None
) -> list[Step]:
    """Run every block once and return what each command said to its database.

    `listening` says how it is heard; without it, what the driver itself is given to write.
    """
    said: list[Statement] = []

    def note(text: str, values: Any, many: bool) -> None:
        said.append((text, values, many))

    script = []
    with (listening or tapped)(note):
        for _ in range(BLOCKS * IN_BLOCK):
            one.work()
            mine, said[:] = list(said), []
            one.after()
            between, said[:] = list(said), []
            script.append((mine, between))
    return script


@contextmanager
def tapped(note: Note) -> Iterator[None]:
    """Let `note` hear what is given to the driver directly."""

    def tap(_driver: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        record.info[TAP] = note

    event.listen(Pool, "checkout", tap)
    try:
        yield
    finally:
        event.remove(Pool, "checkout", tap)


def copied(base: Path | None, target: Path) -> Path:
    """Copy a closed database (None: begin with none); returns the target."""
    for end in ("", "-wal", "-shm"):
        target.with_name(target.name + end).unlink(missing_ok=True)
    if base is not None:
        shutil.copyfile(base, target)
        with target.open("rb+") as file:
            os.fsync(
                file.fileno()
            )  # or the first commits would wait for the copy to reach the disk
    return target


def desk_block(one: Command) -> list[float]:
    """Run a block of commands; returns how long each took."""
    times = []
    for _ in range(IN_BLOCK):
        times.append(timed(one.work))
        one.after()
    return times


def _bare_block(driver: Any, script: list[Step]) -> list[float]:
    times = []
    for mine, between in script:
        times.append(timed(partial(_play, driver, mine)))
        if between:
            _play(driver, between)
    return times


def _play(driver: Any, statements: list[Statement]) -> None:
    driver.execute("BEGIN IMMEDIATE")
    for text, values, many in statements:
        if many:
            driver.executemany(text, values)
        else:
            driver.execute(text, values)
    driver.execute("COMMIT")


def _counter(desk: Desk) -> int:
    shown = desk.ask(r.ShowSite())
    assert isinstance(shown, s.SiteAnswer)
    return next(counter.number for counter in shown.counters if "CF" in counter.windows)
