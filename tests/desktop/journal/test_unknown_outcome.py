"""A commit whose answer is lost: asked again under the lock, and nobody is told before."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from desktop import late
from desktop import requests as r
from desktop.bus import Bus, News
from desktop.clock import ManualClock
from desktop.domain.errors import DeskError
from desktop.domain.tickets import Ticket
from desktop.journal.memory_store import MemorySite, MemoryStore
from desktop.journal.runner import Origin, Runner
from desktop.journal.verifier import verify
from desktop.journal.work import Work
from desktop.ports import RunAgain, Store
from desktop.use_cases import days, people
from desktop.verbs import WRITES

pytestmark = pytest.mark.usefixtures("caplog")  # what is not known is logged as a warning

BEGIN = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
COMMAND = "00000000-0000-7000-8000-000000000001"


def away() -> DeskError:
    """Return what is raised when surely nothing was done."""
    return DeskError("database_away")


def busy() -> DeskError:
    """Return what is raised when others hold the lock."""
    return DeskError("database_busy")


def again() -> DeskError:
    """Return what is raised when the database undid a command for another's sake."""
    return RunAgain("database_busy")


class Undone(Exception):
    """Ends a command without doing it."""


class Elsewhere(MemoryStore):
    """A store that is elsewhere; each command meets the next of `faults`, if there is one.

    `done` and `undone`: the commit is not answered, and was or was not done.
    """

    local = False

    def __init__(self) -> None:
        super().__init__()
        self.faults: list[str | Callable[[], DeskError]] = []
        self.begun = 0
        self.at_fault: Callable[[], None] = lambda: None

    @contextmanager
    def begin(self, site: str) -> Iterator[MemorySite]:
        """Begin a command that may have a fault."""
        self.begun += 1
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None and not isinstance(fault, str):
            raise fault()
        try:
            with super().begin(site) as tx:
                yield tx
                if fault == "undone":
                    raise Undone
                if fault == "lost":
                    raise DeskError("database_away")
        except Undone:
            pass
        if fault in ("done", "undone"):
            self.at_fault()
            raise DeskError("outcome_unknown")


class Place:
    """A desk on such a store, and what its bus was told."""

    def __init__(self) -> None:
        self.store = Elsewhere()
        self.heard: list[Sequence[News]] = []
        bus = Bus()
        self.runner = Runner(cast(Store, self.store), ManualClock(BEGIN), bus, "T1", "0", 5.0)
        self.other = Runner(cast(Store, self.store), ManualClock(BEGIN), Bus(), "T2", "0")
        for runner in (self.runner, self.other):
            runner.on_new_day = days.begin_day
            runner.on_actor = people.meet
        self.do(r.SetUpSite("T", "Test", tuple(r.CounterFields(n, ("CF",)) for n in (1, 2))), None)
        self.do(r.OpenCounter(1, "S1"), None)
        self.do(r.OpenCounter(2, "S2"), None)
        bus.listen(self.heard.append)

    @property
    def site(self) -> MemorySite:
        """The site's rows and journal."""
        return self.store.site("T")

    def do(
        self, request: r.Request, command: str | None = COMMAND, runner: Runner | None = None
    ) -> Any:
        """Run a command."""
        use_case, kind = WRITES[type(request)]
        origin = Origin(command, "S1", "test")
        return (runner or self.runner).run("T", request, use_case, kind, origin)

    def issue(self, *faults: str | Callable[[], DeskError], command: str | None = COMMAND) -> Any:
        """Hand out a number while the store has these faults, one a try."""
        self.store.faults = list(faults)
        self.store.begun = 0
        return self.do(r.IssueTicket(windows=("CF",)), command)

    def tickets(self) -> list[str]:
        """Return the labels there are."""
        return sorted(ticket.label for ticket in self.site.every(Ticket))

    def told(self) -> list[str]:
        """Return the kinds of what the bus was told."""
        return [news.event.kind for part in self.heard for news in part]


@pytest.fixture
def place() -> Place:
    """Give a desk on a store elsewhere."""
    return Place()


@pytest.mark.parametrize("fault", ["done", "undone"])
def test_the_answer_is_found_and_told_once(place: Place, fault: str) -> None:
    before: list[list[str]] = []
    place.store.at_fault = lambda: before.append(place.told())
    answer = place.issue(fault)
    assert answer.ticket.label == "F001"
    assert place.tickets() == ["F001"]
    assert place.store.begun == 2
    assert before == [[]], "nobody was told while nobody knew"
    assert place.told().count("ticket.issued") == 1
    assert place.heard[0][0].initiator == "test"
    assert verify(place.site).sound


@pytest.mark.parametrize(
    "faults",
    [
        ("done", "done"),
        ("undone", "undone", "done"),
        ("done", busy, away, busy),
        ("undone", away, busy),
        ("undone", "lost", again),
        (again, "done", again),
    ],
)
def test_it_is_asked_until_it_is_known(
    place: Place, faults: tuple[str | Callable[[], DeskError], ...]
) -> None:
    assert place.issue(*faults).ticket.label == "F001"
    assert place.store.begun == len(faults) + 1
    assert place.tickets() == ["F001"]
    assert place.told().count("ticket.issued") == 1
    assert place.issue(command=None).ticket.label == "F002"
    assert verify(place.site).sound


def test_work_goes_on_in_a_new_stream(place: Place) -> None:
    place.issue(command=None)
    place.issue("done")
    place.issue(command=None)
    streams = [link.stream_id for link in place.site.links if link.kind == "ticket.issued"]
    assert streams[0] == streams[1] != streams[2]
    assert all(place.runner.owns(stream) for stream in streams), "the bus was told of each"
    assert verify(place.site).sound


def test_a_refusal_that_is_sure_ends_the_asking(place: Place) -> None:
    def taken_by_another_pc() -> None:
        place.do(r.CallTicket(2, "F001"), None, place.other)

    place.issue(command=None)
    place.store.faults = ["undone"]
    place.store.at_fault = taken_by_another_pc
    with pytest.raises(DeskError) as refused:
        place.do(r.CallTicket(1, "F001"))
    assert refused.value.code == "already_called"
    assert place.store.faults == []
    assert place.site.remembered(COMMAND) is None


def test_what_stays_unknown_is_said_and_may_be_asked_again(place: Place) -> None:
    place.runner.resolve_for = 0.0
    with pytest.raises(DeskError) as caught:
        place.issue("done")
    assert caught.value.code == "outcome_unknown"
    assert caught.value.values == {"command": COMMAND}
    assert place.told() == []
    written = next(link.stream_id for link in place.site.links if link.kind == "ticket.issued")
    assert not place.runner.owns(written), "the feed tells of it: nobody else will"
    assert place.issue().ticket.label == "F001"
    assert place.tickets() == ["F001"]


def test_away_while_in_doubt_stays_in_doubt(place: Place) -> None:
    place.runner.resolve_for = 0.3
    with pytest.raises(DeskError) as caught:
        place.issue("done", *[away] * 50)
    assert caught.value.code == "outcome_unknown"


def test_people_who_leave_wait_for_no_answer(place: Place) -> None:
    """What is known not to be done is said to be that, the rest is asked by the next start."""

    def leaving(work: Work, staff: str) -> None:
        if place.store.begun == 2:
            place.runner.hurry()

    place.runner.on_actor = leaving
    for code in ("database_away", "outcome_unknown"):
        with pytest.raises(DeskError) as caught:
            place.issue("undone", "lost", *[away] * 5)
        assert caught.value.code == code
        assert place.store.begun <= 2


def test_a_late_command_is_asked_about_under_its_own_id(place: Place) -> None:
    """Beside the refusal something is written; where that is unknown, the whole is."""
    use_case, kind = WRITES[r.StartService]
    ticket = place.issue(command=None).ticket
    place.do(r.CallTicket(2, ticket.label), None)
    origin, late_start = Origin(COMMAND, "S1", "test"), r.StartService(1, ticket.id, 1)

    def start() -> DeskError:
        with pytest.raises(DeskError) as caught:
            late.run(place.runner, "T", late_start, use_case, kind, origin)
        return caught.value

    place.runner.resolve_for = 0.0
    place.store.faults = ["", "done"]
    unknown = start()
    assert (unknown.code, unknown.values) == ("outcome_unknown", {"command": COMMAND})
    assert start().code == "late_command"
    assert [link.kind for link in place.site.links].count("command.late") == 1


def test_away_and_no_doubt_is_away(place: Place) -> None:
    for fault in (away, "lost"):
        with pytest.raises(DeskError) as caught:
            place.issue(fault)
        assert caught.value.code == "database_away"
        assert place.store.begun == 1
    assert place.tickets() == []


def test_what_the_database_undid_is_run_again(place: Place) -> None:
    assert place.issue(again, again, again).ticket.label == "F001"
    with pytest.raises(DeskError) as caught:
        place.issue(*[again] * 50, command=None)
    assert caught.value.code == "database_busy"
    assert place.tickets() == ["F001"]


def test_every_command_elsewhere_is_remembered(place: Place) -> None:
    place.issue(command=None)
    links = [link for link in place.site.links if link.kind == "ticket.issued"]
    assert place.site.remembered(links[0].cmd_id) is not None
    assert place.store.was_done("T", links[0].cmd_id) is not None
    assert place.store.was_done("T", COMMAND) is None


def test_another_request_under_the_id_is_refused(place: Place) -> None:
    place.issue()
    place.store.faults = [busy]
    with pytest.raises(DeskError) as caught:
        place.do(r.IssueTicket(windows=("RC",)))
    assert caught.value.code == "database_busy"
    with pytest.raises(DeskError) as caught:
        place.do(r.IssueTicket(windows=("RC",)))
    assert caught.value.code == "command_reused"
