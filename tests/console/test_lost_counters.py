"""Counters that die: their desks stop beating, and what they had goes on elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from db.store import SqlStore
from desktop import requests as r
from desktop.clock import ManualClock, RealClock
from desktop.desk import Desk, Particulars
from desktop.domain.errors import DeskError
from desktop.domain.tickets import Ticket
from tests.talk import make_site

Open = Callable[..., Desk]
NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)


@pytest.fixture
def clock() -> ManualClock:
    """Give the clock that every PC of the test reads."""
    return ManualClock(NINE)


@pytest.fixture
def pc(empty: str, clock: ManualClock) -> Iterator[Open]:
    """Give what opens the desk of one more PC on the same database."""
    make_site(empty)
    desks: list[Desk] = []

    def opened(station: str = "A1", real: bool = False) -> Desk:
        ticking = RealClock() if real else clock
        desks.append(Desk(SqlStore(empty), ticking, Particulars("HQ", station)))
        return desks[-1]

    yield opened
    for desk in desks:
        desk.close()


def go_on(clock: ManualClock, seconds: float, *alive: tuple[Desk, int]) -> None:
    """Let time go by; those who are alive beat every fifteen seconds."""
    end = clock.now() + timedelta(seconds=seconds)
    while clock.now() < end:
        clock.set(min(end, clock.now() + timedelta(seconds=15)))
        for desk, counter in alive:
            assert not desk.beat(counter).lease_lost


def refused(desk: Desk, request: r.Request) -> str:
    """Ask for something that is refused; returns the code."""
    with pytest.raises(DeskError) as caught:
        desk.do(request)
    return caught.value.code


def alive(desk: Desk, counter: int) -> bool | None:
    """Return whether a counter is shown as alive."""
    answer: Any = desk.ask(r.ShowCounter(counter))
    site: Any = desk.ask(r.ShowSite())
    (row,) = [one for one in site.counters if one.number == counter]
    assert row == answer.counter
    found: bool | None = row.alive
    return found


def called(desk: Desk, counter: int, staff: str) -> Any:
    """Open a counter and call whoever is next; returns the ticket."""
    desk.do(r.OpenCounter(counter, staff))
    desk.beat(counter)
    answer: Any = desk.do(r.CallNext(counter))
    return answer.ticket


def queue(desk: Desk) -> list[tuple[str, str, datetime]]:
    """Return the queue."""
    answer: Any = desk.ask(r.ShowQueue())
    return [(row.label, row.window, row.rank_at) for row in answer.rows]


def test_a_called_ticket_of_a_lost_counter_goes_back(pc: Open, clock: ManualClock) -> None:
    """After 45 s without a beat and 60 s after the call; with its old rank; no board shows it."""
    lost, other = pc("A1"), pc("A2")
    lost.do(r.IssueTicket(items=("CF-01", "RC-01")))
    lost.do(r.IssueTicket(items=("CF-05",)))
    before = queue(other)
    clock.set(NINE + timedelta(minutes=4))
    ticket = called(lost, 1, "anna")
    other.do(r.OpenCounter(3, "chen"))
    other.beat(3)
    go_on(clock, 15, (lost, 1), (other, 3))
    go_on(clock, 44, (other, 3))
    assert (alive(other, 1), alive(other, 3)) == (True, True)
    assert other.return_lost() == ()
    go_on(clock, 1, (other, 3))
    assert (alive(other, 1), alive(other, 2)) == (False, None)
    assert other.return_lost() == ("F001",)
    assert other.return_lost() == ()
    assert queue(other) == before
    board: Any = other.ask(r.ShowBoard())
    assert board.calls == ()
    shown: Any = other.ask(r.ShowTicket(ticket.id))
    assert (shown.ticket.state, shown.ticket.calls, shown.ticket.fence) == ("waiting", 0, 1)
    assert lost.beat(1).lease_lost
    assert not lost.beat(1).lease_lost
    assert alive(other, 1) is True
    assert refused(lost, r.StartService(1, ticket.id, 1)) == "late_command"
    anew: Any = other.do(r.CallNext(3))
    assert (anew.ticket.label, anew.ticket.fence) == ("F001", 2)
    assert other.verify().sound
    assert other.rebuild().same


def test_a_call_that_is_young_waits_for_its_time(pc: Open, clock: ManualClock) -> None:
    """The setting counts from the call, and from a repeated one; 0 leaves it to people."""
    lost, other = pc("A1"), pc("A2")
    lost.do(r.IssueTicket(items=("CF-01",)))
    other.do(r.SetSetting("return_called_after_s", 120))
    called(lost, 1, "anna")
    go_on(clock, 30, (lost, 1))
    lost.do(r.Recall(1))
    go_on(clock, 119)
    assert other.return_lost() == ()
    go_on(clock, 1)
    other.do(r.SetSetting("return_called_after_s", 0))
    assert other.return_lost() == ()
    other.do(r.SetSetting("return_called_after_s", 1))
    assert other.return_lost() == ("F001",)


def test_what_is_served_waits_for_a_person(pc: Open, clock: ManualClock) -> None:
    """It never goes back by itself; it may be taken over as soon as its desk is lost."""
    lost, other = pc("A1"), pc("A2")
    lost.do(r.IssueTicket(items=("CF-01",)))
    ticket = called(lost, 1, "anna")
    lost.do(r.StartService(1))
    other.do(r.OpenCounter(3, "chen"))
    with pytest.raises(DeskError) as caught:
        other.do(r.TakeOver(3, "F001"))
    assert (caught.value.code, caught.value.values["counter"]) == ("counter_alive", 1)
    go_on(clock, 3600)
    assert other.return_lost() == ()
    taken: Any = other.do(r.TakeOver(3, "F001"))
    assert (taken.ticket.state, taken.ticket.counter, taken.ticket.fence) == ("serving", 3, 2)
    assert refused(lost, r.FinishStop(1, (), ticket.id, 1)) == "late_command"
    assert lost.beat(1).lease_lost
    done: Any = other.do(r.FinishStop(3, (), ticket.id, 2))
    assert done.ticket.state == "done"
    assert other.verify().sound


def test_a_counter_without_a_lease_is_never_lost(pc: Open, clock: ManualClock) -> None:
    """A script's counter keeps what it called, however long; the day of the call as well."""
    script, other = pc(), pc()
    script.do(r.IssueTicket(items=("CF-01",)))
    script.do(r.OpenCounter(1, "anna"))
    script.do(r.CallNext(1))
    other.beat(3)
    go_on(clock, 3600)
    assert alive(other, 1) is None
    assert other.return_lost() == ()


def test_a_script_that_opens_a_lost_counter_is_not_lost_with_it(
    pc: Open, clock: ManualClock
) -> None:
    """Opening ends the old lease: whoever sits there now beats anew, or never."""
    lost, script = pc(), pc()
    lost.do(r.IssueTicket(items=("CF-01",)))
    called(lost, 1, "anna")
    go_on(clock, 60)
    script.do(r.OpenCounter(1, "bob"))
    assert alive(script, 1) is None
    go_on(clock, 3600)
    assert script.return_lost() == ()
    first = lost.beat(1)  # it wakes up, and looks first whether it still works here
    assert first.lease_lost
    assert alive(script, 1) is None


def test_closing_ends_the_lease(pc: Open, clock: ManualClock) -> None:
    """A closed counter is neither alive nor lost, also when a late beat reaches it."""
    desk = pc()
    desk.do(r.OpenCounter(1, "anna"))
    desk.beat(1)
    assert alive(desk, 1) is True
    desk.do(r.CloseCounter(1))
    assert alive(desk, 1) is None
    assert desk.beat(1).lease_lost
    desk.beat(1)
    assert alive(desk, 1) is None
    desk.do(r.OpenCounter(1, "anna"))
    assert alive(desk, 1) is None
    assert not desk.beat(1).lease_lost
    assert alive(desk, 1) is True


def test_who_sits_down_has_the_lease(pc: Open, clock: ManualClock) -> None:
    """The one before hears of it once, and takes nothing back while the other lives."""
    first, second = pc("A1"), pc("A2")
    first.do(r.OpenCounter(1, "anna"))
    first.beat(1)
    second.do(r.OpenCounter(1, "bob"))
    second.beat(1)
    assert first.beat(1).lease_lost
    for _ in range(3):
        clock.set(clock.now() + timedelta(seconds=15))
        assert not first.beat(1).lease_lost
        assert not second.beat(1).lease_lost
    second.beat(None)
    for _ in range(4):
        clock.set(clock.now() + timedelta(seconds=15))
        assert not first.beat(1).lease_lost
    assert alive(first, 1) is True
    assert second.beat(None).lease_lost is False


def test_yesterdays_call_is_left_to_people(pc: Open, clock: ManualClock) -> None:
    """In yesterday's line nobody would see it; the close of the day asks for its end."""
    lost, other = pc("A1"), pc("A2")
    lost.do(r.IssueTicket(items=("CF-01",)))
    called(lost, 1, "anna")
    clock.set(NINE + timedelta(days=1))
    assert other.return_lost() == ()
    answer: Any = other.ask(r.ListOpenTickets())
    assert [(one.label, one.state) for one in answer.tickets] == [("F001", "called")]
    other.do(r.OpenCounter(3, "chen"))
    taken: Any = other.do(r.TakeOver(3, answer.tickets[0].id))
    assert taken.ticket.state == "called"


def test_a_ticket_with_two_stops_at_a_window_goes_back_whole(pc: Open, clock: ManualClock) -> None:
    """All its places that the call took away are in line again, each as it was."""
    lost, other = pc("A1"), pc("A2")
    lost.do(r.IssueTicket(bundle="B02"))
    before = queue(other)
    called(lost, 1, "anna")
    go_on(clock, 60)
    assert other.return_lost() == ("F001",)
    assert queue(other) == before
    with other.store.look("HQ") as reads:
        (row,) = reads.stream_rows(Ticket)
    assert (row.state, row.counter, row.called_at, row.fence) == ("waiting", None, None, 1)


def test_two_pcs_return_a_ticket_once(pc: Open, clock: ManualClock) -> None:
    """What was seen without the lock is looked at again under it."""
    lost, one, two = pc("A1"), pc("A2"), pc("A3")
    lost.do(r.IssueTicket(items=("CF-01",)))
    called(lost, 1, "anna")
    go_on(clock, 60)
    assert one.return_lost() == ("F001",)
    answer: Any = two.do(r.ReturnLost())
    assert answer.labels == ()


def test_a_desk_that_comes_back_in_time_keeps_its_ticket(pc: Open, clock: ManualClock) -> None:
    """A beat between the look and the lock: the rule is asked again under the lock."""
    lost, other = pc("A1"), pc("A2")
    lost.do(r.IssueTicket(items=("CF-01",)))
    called(lost, 1, "anna")
    go_on(clock, 60)
    assert lost.beat(1).lease_lost
    answer: Any = other.do(r.ReturnLost())
    assert answer.labels == ()
    lost.do(r.StartService(1))


def test_the_databases_clock_counts(pc: Open) -> None:
    """Without a clock set by hand a beat tells how far this PC's is off; here, not at all."""
    desk = pc(real=True)
    assert desk.beat(1).clock_off_s == 0
    assert desk.beat(None).clock_off_s == 0
    for number in (0, -1, 2**31, 10**30):
        with pytest.raises(DeskError) as caught:
            desk.beat(number)
        assert caught.value.code == "unknown_counter"


def test_a_clock_that_is_off_is_told(empty: str) -> None:
    """A PC a day ahead or behind is told so, and its own clock decides nothing."""
    make_site(empty)

    class Off(RealClock):
        def __init__(self, by: timedelta) -> None:
            self._by = by

        def now(self) -> datetime:
            return super().now() + self._by

    for days in (-1, 1):
        desk = Desk(SqlStore(empty), Off(timedelta(days=days)), Particulars("HQ"))
        assert abs(desk.beat(1).clock_off_s - days * 86400) <= 1
        assert desk.beat(1).lease_lost is False
        desk.close()


def test_a_station_is_one_pc(pc: Open, clock: ManualClock) -> None:
    """While the other one lives its code is taken; dead, the new PC takes it over."""
    first, second = pc("A7"), pc("A7")
    first.enrol("machine-1", "窗口电脑一")
    first.enrol("machine-1", "窗口电脑一")
    with pytest.raises(DeskError) as caught:
        second.enrol("machine-2", "窗口电脑二")
    assert caught.value.code == "station_taken"
    assert caught.value.values == {"station": "A7", "name": "窗口电脑一"}
    go_on(clock, 60, (first, 1))
    with pytest.raises(DeskError):
        second.enrol("machine-2", "窗口电脑二")
    go_on(clock, 45)
    second.enrol("machine-2", "窗口电脑二")
    with pytest.raises(DeskError) as caught:
        first.enrol("machine-1", "窗口电脑一")
    assert caught.value.values["name"] == "窗口电脑二"
    pc("A8").enrol("machine-1", "窗口电脑一")
