"""PCs whose clocks are wrong by a day, on one server: its clock counts, theirs changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from db.store import SqlStore
from desktop.clock import RealClock
from desktop.desk import Desk, Particulars
from desktop.domain.times import whole_ms
from desktop.domain.working_time import site_day
from desktop.requests import CounterFields, IssueTicket, SetUpSite, ShowQueue
from desktop.snapshots import IssueAnswer, QueueAnswer, TicketShape
from tests.postgres import PostgresServer

DAY = timedelta(days=1)
ZONE = ZoneInfo("Asia/Shanghai")


class WrongClock(RealClock):
    """A PC's clock that is wrong."""

    def __init__(self, off: timedelta) -> None:
        self.off = off

    def now(self) -> datetime:
        """Return the moment as this PC has it."""
        return super().now() + self.off


@contextmanager
def desk_on(url: str, off: timedelta) -> Iterator[Desk]:
    """Give a desk at HQ on a PC whose clock is wrong by so much."""
    store = SqlStore(url)
    try:
        yield Desk(store, WrongClock(off), Particulars("HQ"))
    finally:
        store.close()


@pytest.fixture
def desks(postgres_server: PostgresServer, postgres_template: str) -> Iterator[list[Desk]]:
    """Give three desks on one server: a day ahead, right, a day behind."""
    url = postgres_server.create("clocks", postgres_template)
    with ExitStack() as stack:
        found = [stack.enter_context(desk_on(url, off)) for off in (DAY, timedelta(), -DAY)]
        found[0].do(SetUpSite("HQ", "Hall", (CounterFields(1, ("CF",)),)))
        yield found
    postgres_server.drop("clocks")


def now() -> datetime:
    """Return the server's clock: it runs on this machine."""
    return whole_ms(datetime.now(UTC))


def days(begun: datetime) -> set[date]:
    """Return the site's days since a moment."""
    return {site_day(at, ZONE, 4) for at in (begun, now())}


def issue(desk: Desk) -> TicketShape:
    """Hand out a number."""
    answer = desk.do(IssueTicket(windows=("CF",)))
    assert isinstance(answer, IssueAnswer)
    assert answer.ticket is not None
    return answer.ticket


def test_order_and_day_are_the_servers(desks: list[Desk]) -> None:
    begun = now()
    tickets = [issue(desk) for desk in desks * 3]
    labels = [ticket.label for ticket in tickets]
    assert labels == [f"F{number:03d}" for number in range(1, 10)]
    moments = [ticket.issued_at.astimezone(UTC) for ticket in tickets]
    assert moments == sorted(moments)
    assert begun <= moments[0]
    assert moments[-1] <= now()
    assert {ticket.day for ticket in tickets} <= days(begun)
    for desk in desks:
        seen = desk.ask(ShowQueue(window="CF"))
        assert isinstance(seen, QueueAnswer)
        assert [row.label for row in seen.rows] == labels


def test_waiting_is_counted_by_the_server(desks: list[Desk]) -> None:
    issue(desks[1])
    for desk in desks:
        seen = desk.ask(ShowQueue(window="CF"))
        assert isinstance(seen, QueueAnswer)
        assert [row.waiting_minutes for row in seen.rows] == [0]
        begun = now()
        assert begun - timedelta(minutes=1) < desk.now() < begun + timedelta(minutes=1)
        assert desk.verify().sound


def test_a_look_alone_begins_no_day(desks: list[Desk]) -> None:
    head = desks[1].verify().head
    for desk in desks:
        desk.ask(ShowQueue())
    assert desks[1].verify().head == head
