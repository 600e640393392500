"""Whatever is done at a desk, the state is the journal's fold, and refusals leave nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from desktop import requests as r
from desktop.bus import Bus
from desktop.clock import ManualClock
from desktop.domain.cases import Case, Paper
from desktop.domain.errors import DeskError
from desktop.domain.site import CatalogueText, Site
from desktop.domain.state import KEYS
from desktop.domain.tickets import AT_COUNTER, Place, Ticket
from desktop.journal.memory_store import MemorySite, MemoryStore
from desktop.journal.runner import Origin, Runner
from desktop.journal.verifier import verify
from desktop.ports import Store
from desktop.use_cases import days, people
from desktop.verbs import WRITES

BEGIN = datetime(2026, 3, 2, 0, 30, tzinfo=UTC)
WINDOWS = ("CF", "RC", "JR")
ITEMS = ("CF-01", "CF-05", "RC-01", "RC-04", "JR-05", "JR-01")
OUTCOMES = ("resolved", "accepted", "supplement", "gap", "refused", "withdrawn", "forwarded", "")


class World:
    """A desk in memory with three counters, told what to do by numbers."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.clock = ManualClock(BEGIN)
        runner = Runner(cast(Store, self.store), self.clock, Bus(), "T1", "0")
        runner.on_new_day = days.begin_day
        runner.on_actor = people.meet
        self._runner = runner
        counters = tuple(r.CounterFields(n, WINDOWS[n - 1 :]) for n in (1, 2, 3))
        self.do(r.SetUpSite("T", "Test", counters))
        for number in (1, 2, 3):
            self.do(r.OpenCounter(number, f"S{number}"))

    @property
    def site(self) -> MemorySite:
        """The site's rows and journal."""
        return self.store.site("T")

    def do(self, request: r.Request) -> Any:
        """Run a command."""
        use_case, kind = WRITES[type(request)]
        return self._runner.run("T", request, use_case, kind, Origin(None, "S1", "test"))

    def attempt(self, request: r.Request) -> bool:
        """Run a command that may be refused; a refusal must leave everything as it was."""
        before = self.everything()
        try:
            self.do(request)
        except DeskError:
            assert self.everything() == before
            return False
        return True

    def everything(self) -> Any:
        """Return all rows, the journal and the records."""
        site = self.site
        rows = {kind: set(map(id, site.every(kind))) for kind in cast(Any, KEYS)}
        sizes = (len(site.links), len(site.texts), len(site.people), len(site.streams))
        return rows, sizes, site.head()

    def pick(self, kind: Any, number: int) -> Any:
        """Return one of the rows of a kind, or None."""
        rows = self.site.every(kind)
        return rows[number % len(rows)] if rows else None


def _issue(world: World, n: int) -> r.Request:
    items = tuple(ITEMS[(n >> shift) % len(ITEMS)] for shift in range(1 + n % 3))
    match n % 7:
        case 0:
            return r.IssueTicket(bundle="B01", door="booked")
        case 1:
            return r.IssueTicket(windows=(WINDOWS[n % 3],), priority=r.Priority("elderly", "x"))
        case 2:
            case = world.pick(Case, n)
            return r.IssueTicket(items=items, cases=(case.case_id,) if case else ())
    return r.IssueTicket(items=items, text="t" if n % 2 else None)


def _finish(world: World, n: int) -> r.Request:
    counter = 1 + n % 3
    ticket = world.site.ticket_at(counter)
    place = ticket and world.site.get(Place, ticket.ticket_id, ticket.step_no)
    found = []
    for turn, case_id in enumerate(place.cases if place else ()):
        case = cast(Case, world.site.get(Case, case_id))
        outcome = OUTCOMES[(n + turn) % len(OUTCOMES)]
        if outcome:
            names = _materials(world, case, outcome)
            found.append(r.Outcome(case.number, outcome, "because", names, "there", "1"))
    return r.FinishStop(counter, tuple(found))


def _materials(world: World, case: Case, outcome: str) -> tuple[str, ...]:
    content = cast(Any, world.site.every(CatalogueText)[0].content)
    item = next(one for one in content["items"] if one["code"] == case.item)
    names = [m["name"] for m in item["materials"] if outcome != "gap" or m["deferrable"]]
    return tuple(names[:1])


def _case_step(world: World, n: int) -> r.Request | None:
    case = world.pick(Case, n)
    if case is None:
        return None
    key = case.case_id
    steps: tuple[r.Request, ...] = (
        r.AcceptCase(key),
        r.Supplemented(key),
        r.AskSupplement(key, _materials(world, case, "supplement"), "because"),
        r.FillGap(key),
        r.ResolveCase(key),
        r.ExtendCase(key, 3, "because"),
        r.DeliverCase(key),
        r.TerminateCase(key, "because"),
        r.AssignCase(key, "S2"),
        r.WithdrawCase(key, "because"),
        r.UndoCase(key, "because"),
        r.NoteMaterials(key, _materials(world, case, "supplement")),
    )
    return steps[(n // 3) % len(steps)]


def _ticket_step(world: World, n: int) -> r.Request | None:
    ticket = world.pick(Ticket, n)
    if ticket is None:
        return None
    key, counter = ticket.ticket_id, 1 + n % 3
    dropped = next((p.step_no for p in world.site.places(key) if p.state == "dropped"), 1)
    steps: tuple[r.Request, ...] = (
        r.CallTicket(counter, ticket.label),
        r.ResumeTicket(counter, key),
        r.ReinstateTicket(key),
        r.CancelTicket(key, "because"),
        r.VoidTicket(key, "because"),
        r.ReleasePlace(key, dropped, "because"),
    )
    return steps[(n // 3) % len(steps)]


def _counter_step(world: World, n: int) -> r.Request:
    counter = 1 + n % 3
    steps: tuple[r.Request, ...] = (
        r.CallNext(counter),
        r.StartService(counter),
        r.CallNext(counter),
        r.StartService(counter),
        r.Recall(counter),
        r.NoShow(counter),
        r.HoldTicket(counter, "because", 5),
        r.TransferStop(counter, WINDOWS[n % 2], "note", n % 4 == 0),
        r.AddItems(counter, (ITEMS[n % len(ITEMS)],)),
        r.PauseCounter(counter, "because"),
        r.ResumeCounter(counter),
        r.CloseCounter(counter),
        r.OpenCounter(counter, f"S{1 + n % 5}"),
        r.UndoStop(counter, "because"),
        r.AskHelp(counter, "note" if n % 2 else None),
        r.EndHelp(counter),
        r.UndoStop(counter, "because"),
    )
    return steps[(n // 3) % len(steps)]


def _paper_step(world: World, n: int) -> r.Request | None:
    paper = world.pick(Paper, n)
    if paper is None:
        return None
    key = paper.paper_id
    steps = (r.PaperWasPrinted(key, n % 2 == 0), r.ReprintPaper(key), r.VoidPaper(key, "because"))
    return steps[(n // 3) % 3]


def _day_end(world: World, n: int) -> r.Request:
    day = world.site.every(Site)[0].day
    ends = ("left", "carried_over", "served_on_paper", "void")
    outcomes = tuple(
        r.DayOutcome(ticket.ticket_id, ends[(n + turn) % 4], "because")
        for turn, ticket in enumerate(world.site.open_tickets(day))
    )
    return r.CloseDay(None, outcomes)


MOVES = (_issue, _counter_step, _finish, _ticket_step, _case_step, _paper_step, _day_end)
WEIGHTED = st.sampled_from((0, 0, 0, 1, 1, 1, 1, 1, 2, 2, 3, 4, 4, 5, 6))


@given(
    st.lists(
        st.tuples(WEIGHTED, st.integers(0, 5000), st.sampled_from((1, 60, 1800, 40_000))),
        max_size=50,
    )
)
def test_the_state_of_any_run_is_the_fold_of_its_journal(
    run: list[tuple[int, int, int]],
) -> None:
    """And the chain holds, no ticket is at two counters, lines stand in order."""
    world = World()
    at = BEGIN
    for move, number, seconds in run:
        at += timedelta(seconds=seconds)
        world.clock.set(at)
        request = MOVES[move](world, number)
        if request is not None:
            world.attempt(request)
        _check_lines(world)
    verdict = verify(world.site)
    assert verdict.sound, verdict.faults


def _check_lines(world: World) -> None:
    site = world.site
    tickets = site.every(Ticket)
    counters = [ticket.counter for ticket in tickets if ticket.state in AT_COUNTER]
    assert len(counters) == len(set(counters))
    labels = [(ticket.day, ticket.label) for ticket in tickets]
    assert len(labels) == len(set(labels))
    ready = [place for place in site.every(Place) if place.state == "ready"]
    assert len({(place.ticket_id, place.window) for place in ready}) == len(ready)
    for day in {place.line_day for place in ready}:
        for window in WINDOWS:
            line = [p for p in ready if (p.line_day, p.window) == (day, window)]
            line.sort(key=lambda place: place.order)
            assert site.heads(day, [window], 100) == line
            assert [site.ready_before(place) for place in line] == list(range(len(line)))
