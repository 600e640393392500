"""What other processes do in the races: whole desks of their own on one database."""

from __future__ import annotations

import multiprocessing
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from multiprocessing.context import ForkServerContext
from time import perf_counter
from typing import Any

from sqlalchemy import select

from db import tables as t
from db.store import SqlStore, SqlTransaction
from db.tables import ROWS
from desktop import requests as r
from desktop.clock import ManualClock
from desktop.desk import Desk, Particulars
from desktop.domain.site import Site
from desktop.domain.state import KEYS, Row
from desktop.domain.tickets import Interval
from desktop.ports import Head, JournalRow
from desktop.snapshots import IssueAnswer, MaybeTicketAnswer
from tests.talk import MORNING

PATIENCE = 120.0
MOST_FAULTS = 50


@dataclass
class Report:
    """What one process did: labels in its order, faults it met, seconds each command took."""

    labels: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


Work = Callable[[Desk, int, int, Report], None]


def processes() -> ForkServerContext:
    """Return the way to start processes: from a clean one that has our modules already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.proof.workers"])
    return context


def race(location: str, work: Work, count: int, share: int, unguarded: bool) -> list[Report]:
    """Let `count` processes work at the same time; returns their reports."""
    context = processes()
    start = context.Barrier(count)
    results: Any = context.Queue()
    running = [
        context.Process(
            target=_run, args=(location, work, number, share, unguarded, start, results)
        )
        for number in range(1, count + 1)
    ]
    for process in running:
        process.start()
    reports = [results.get(timeout=PATIENCE) for _ in running]
    for process in running:
        process.join(PATIENCE)
        process.close()
    results.close()
    results.join_thread()
    return reports


def _run(
    location: str, work: Work, number: int, share: int, unguarded: bool, start: Any, results: Any
) -> None:
    report = Report()
    store = Unguarded(location) if unguarded else SqlStore(location)
    clock = ManualClock(datetime.fromisoformat(MORNING))
    try:
        desk = Desk(store, clock, Particulars("HQ", f"P{number}"))
        desk.ask(r.ShowSite())
        start.wait(PATIENCE)
        work(desk, number, share, report)
    except Exception as error:  # a race that a constraint stopped is something to report
        report.faults.append(repr(error))
    finally:
        store.close()
    results.put(report)


def issue(desk: Desk, number: int, share: int, report: Report) -> None:
    """Hand out `share` numbers."""
    for _ in range(share):
        answer = _timed(desk, r.IssueTicket(windows=("CF",)), report)
        if isinstance(answer, IssueAnswer) and answer.ticket is not None:
            report.labels.append(answer.ticket.label)


def call(desk: Desk, number: int, share: int, report: Report) -> None:
    """Call until nobody is ready, and send each away again (`share` 1: serve them first).

    A counter that the missing lock has left with a visitor for good gives up.
    """
    while _timed(desk, r.OpenCounter(number, f"s{number}"), report) is None:
        if len(report.faults) >= MOST_FAULTS:
            return
    while len(report.faults) < MOST_FAULTS:
        answer = _timed(desk, r.CallNext(number), report)
        if answer is None:
            continue
        if not isinstance(answer, MaybeTicketAnswer) or answer.ticket is None:
            return
        report.labels.append(answer.ticket.label)
        if share:
            _timed(desk, r.StartService(number), report)
            _timed(desk, r.FinishStop(number), report)
        else:
            _timed(desk, r.CancelTicket(answer.ticket.id, "下一位"), report)


def pace(desk: Desk, number: int, share: int, report: Report) -> None:
    """Do one command in turn with 29 others for `share` seconds, together ten a second.

    Each is due at its moment whatever became of the ones before: a command's time counts from
    there, so that a queue of late commands shows.
    """
    counter = number
    desk.do(r.OpenCounter(counter, f"s{number}"))
    turn: Sequence[r.Request] = (
        r.IssueTicket(windows=("CF",)),
        r.CallNext(counter),
        r.StartService(counter),
        r.FinishStop(counter),
    )
    nobody, begun = threading.Event(), perf_counter()
    for n in range(share * 10 // 30):
        due = begun + (n * 30 + number) / 10
        nobody.wait(max(0.0, due - perf_counter()))
        answer = _timed(desk, turn[n % 4], report)
        report.times[-1] = perf_counter() - due
        if n % 4 == 1 and isinstance(answer, MaybeTicketAnswer) and answer.ticket is not None:
            report.labels.append(answer.ticket.label)


def _timed(desk: Desk, request: r.Request, report: Report) -> Any:
    begun = perf_counter()
    try:
        return desk.do(request)
    except Exception as error:  # as above
        report.faults.append(repr(error))
        return None
    finally:
        report.times.append(perf_counter() - begun)


# ---- The control arm ---------------------------------------------------------------------------


class UnguardedTransaction(SqlTransaction):
    """A command without the lock, and without what would stop it where the lock fails.

    No journal (two events at one position), no intervals (two of one number), and rows are
    overwritten whoever has changed them meanwhile.
    """

    def lock(self) -> None:
        """Read the site's row, and lock nothing."""
        site = t.site.c
        found = select(site.pos, site.feed_hash, site.at, site.day, *site)
        for row in self.connection.execute(found.where(site.code == self.site)):
            self._head = Head(row[0], row[1], row[2], row[3])
            self.take(Site, [row[4 : 4 + len(Site.__slots__)]])

    def put(self, row: Row) -> None:
        """Keep the row, but no interval."""
        if not isinstance(row, Interval):
            super().put(row)

    def append(self, links: Sequence[JournalRow]) -> None:
        """Move the head only."""
        self._new_head = (links[-1].pos, links[-1].feed_hash)

    def flush(self) -> None:
        """Write every changed row over what is there now."""
        for kind, key in self._changed:
            stored = self._stored[kind].get(key)
            if stored is not None:
                table = ROWS[kind]
                found = select(table.c.last_pos)
                if "site_id" in table.c:
                    found = found.where(table.c.site_id == self.site)
                for name, value in zip(KEYS[kind], key, strict=True):
                    found = found.where(table.c[name] == value)
                now = self.connection.execute(found).scalar_one()
                self._stored[kind][key] = replace(stored, last_pos=now)
        super().flush()

    def finish(self) -> None:
        """Write the head over what is there now, however often somebody moves it meanwhile."""
        found = select(t.site.c.pos).where(t.site.c.code == self.site)
        for attempt in range(MOST_FAULTS):
            if self._head is not None:
                self._head = replace(self._head, pos=self.connection.execute(found).scalar_one())
            try:
                return super().finish()
            except AssertionError:
                if attempt == MOST_FAULTS - 1:
                    raise
        return None


class Unguarded(SqlStore):
    """A store that does not lock: everybody decides on what they saw a moment ago."""

    @contextmanager
    def begin(self, site: str) -> Iterator[SqlTransaction]:
        """Begin a command in autocommit: each statement stands alone, and locks nothing longer."""
        with self._engine.connect() as connection:
            if connection.dialect.name != "sqlite":
                connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.begin()
            transaction = UnguardedTransaction(connection, site)
            transaction.lock()
            yield transaction
            transaction.finish()
            connection.commit()
