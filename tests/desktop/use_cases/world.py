"""A service desk for tests: the real store and runner, and a clock that is set by hand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete

from db.store import SqlStore
from db.tables import pii, texts
from desktop.bus import Bus
from desktop.clock import ManualClock
from desktop.domain.site import Site
from desktop.domain.working_time import site_day
from desktop.journal.knowledge import read_knowledge
from desktop.journal.looking import Look
from desktop.journal.runner import Origin, Runner
from desktop.requests import (
    CallNext,
    CallTicket,
    CounterFields,
    FinishStop,
    IssueTicket,
    ItemWanted,
    OpenCounter,
    OpenDay,
    Outcome,
    Request,
    SetUpSite,
    StartService,
)
from desktop.use_cases import days
from desktop.verbs import LOOKS, WRITES

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = date(2026, 11, 23)
COUNTERS = (
    CounterFields(1, ("CF", "RC")),
    CounterFields(2, ("CF", "RC", "GZ")),
    CounterFields(3, ("PP", "SZ", "JR")),
)


class World:
    """One site, `CQ`, on the database at `location`; times are said as the site's clock."""

    def __init__(self, location: str | Path, site: str = "CQ") -> None:
        self.store = SqlStore(location)
        self.clock = ManualClock()
        self.site = site
        self.day = MONDAY
        self.runner = Runner(self.store, self.clock, Bus(), "A1", "0")
        self.runner.on_new_day = days.begin_day

    def at(self, text: str, day: date | None = None) -> None:
        """Set the clock: `09:30` or `09:30:15` on the present day, or on a later one."""
        self.day = day or self.day
        local = datetime.combine(self.day, time.fromisoformat(text), ZONE)
        self.clock.set(local.astimezone(UTC))

    def do(self, request: Request, staff: str | None = None) -> Any:
        """Run a command."""
        use_case, kind = WRITES[type(request)]
        return self.runner.run(self.site, request, use_case, kind, Origin(staff=staff))

    def ask(self, request: Request) -> Any:
        """Look at something."""
        with self.look() as look:
            return LOOKS[type(request)](look, request)

    @contextmanager
    def look(self) -> Iterator[Look]:
        """Begin a look, after the day's beginning."""
        with self.store.look(self.site) as reads:
            row = reads.get(Site, self.site)
        assert row is not None
        if site_day(self.clock.now(), ZONE, row.rollover_hour) > row.day:
            self.do(OpenDay())
        with self.store.look(self.site) as reads:
            row = reads.get(Site, self.site)
            assert row is not None
            known = read_knowledge(reads, row, None)
            yield Look(reads, row, known, max(self.clock.now(), row.at), row.day)

    def erase(self) -> None:
        """Erase every free text and all personal data, as retention does."""
        with self.store.begin(self.site) as tx:
            for table in (texts, pii):
                tx.connection.execute(delete(table))

    def issue(self, *items: str | ItemWanted, **fields: Any) -> Any:
        """Issue a number for items."""
        return self.do(IssueTicket(items=items, **fields))

    def call(self, counter: int, ticket: Any = None) -> Any:
        """Call a ticket's label, or whoever is next."""
        if ticket is None:
            return self.do(CallNext(counter)).ticket
        return self.do(CallTicket(counter, ticket.label)).ticket

    def serve(self, counter: int, ticket: Any = None) -> Any:
        """Call and start."""
        self.call(counter, ticket)
        return self.serve_called(counter)

    def serve_called(self, counter: int) -> Any:
        """Start with the ticket that was called."""
        return self.do(StartService(counter)).ticket

    def finish(self, counter: int, *outcomes: Outcome, staff: str | None = None) -> Any:
        """Finish the stop at a counter."""
        return self.do(FinishStop(counter, outcomes), staff)

    def case(self, item: str, **fields: Any) -> str:
        """Receive a case without a ticket and return its number."""
        number: str = self.issue(item, door="phone", **fields).cases[0].number
        return number


def set_up(location: str | Path, site: str = "CQ") -> World:
    """Return a desk at half past eight on a Monday with counters 1 to 3 open."""
    world = World(location, site)
    world.at("08:30")
    world.do(SetUpSite(site, "仓前梦创社区企业服务中心", COUNTERS))
    for counter, staff in ((1, "W1"), (2, "W2"), (3, "W3")):
        world.do(OpenCounter(counter, staff))
    return world
