"""One day at the demo's centre: arrivals, calls, stops and their ends, played by the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from heapq import heappop, heappush
from typing import Any
from zoneinfo import ZoneInfo

from desktop import requests as r
from desktop.demo import outcomes
from desktop.demo.centre import Centre
from desktop.demo.guide_desk import HELP_AT, LAST_NUMBERS_AT, GuideDesk
from desktop.demo.wishes import Wishes
from desktop.domain.cases import Case
from desktop.domain.errors import DeskError
from desktop.domain.state import need
from desktop.domain.tickets import Place, Ticket
from desktop.snapshots import PlaceShape, TicketShape

HOUR = 3600.0
OPENS, NOON, AFTERNOON, LAST_CALL, CLOSES = 8.0, 12.0, 13.42, 17.3, 17.5
_HUMPS = ((9.6, 0.75, 8.45, 11.8), (14.5, 0.8, 13.3, 16.6))
"""Morning and afternoon: the busiest hour, its spread, the first and the last arrival."""


@dataclass(slots=True)
class Desk:
    """A counter during the day: who sits there, what it serves, what it is busy with."""

    number: int
    staff: str
    windows: tuple[str, ...]
    state: str = "closed"
    busy: str | None = None
    coming: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is the same every day: counters, wishes, the pace, the companies met so far."""

    desks: tuple[tuple[int, str, tuple[str, ...]], ...]
    wishes: Wishes
    pace: float
    companies: list[str]
    fresh: list[r.EnterpriseFields]


class DayPlay:
    """Plays one day; `later` is told each case whose story may go on, and gives those of today."""

    def __init__(self, centre: Centre, plan: Plan, day: date, zone: ZoneInfo) -> None:
        self._centre = centre
        self._plan = plan
        self._dice = centre.dice
        self._midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
        self._heap: list[tuple[float, int, Callable[..., None], tuple[Any, ...]]] = []
        self._count = 0
        self._now = 0.0
        self._desks = [Desk(*desk) for desk in plan.desks]
        self._guide_desk = GuideDesk(centre.knowledge.catalogue)
        self.touched: set[str] = set()

    def play(self, visits: int, ongoing: Iterable[str], guides: list[str]) -> None:
        """Play the whole day up to the last counter's closing."""
        for desk in self._desks:
            self._at(OPENS * HOUR + self._dice.uniform(0, 1500), self._open, desk)
            if desk.number > 2:
                self._at(NOON * HOUR + self._dice.uniform(0, 300), self._pause, desk)
                self._at(AFTERNOON * HOUR + self._dice.uniform(0, 200), self._resume, desk)
            self._at(CLOSES * HOUR + self._dice.uniform(0, 900), self._close, desk)
        for _ in range(visits):
            self._at(self._arrival(), self._arrive, self._dice.choice(guides))
        self._at(HELP_AT * HOUR, self._call_help, self._desks[0])
        self._at(LAST_NUMBERS_AT * HOUR, self._end_longest_line, guides[0])
        for case_id in ongoing:
            self._at(self._dice.uniform(8.6, 17.2) * HOUR, self._go_on, case_id)
        while self._heap:
            self._now, _, action, given = heappop(self._heap)
            action(*given)

    def end(self, day: date, staff: str, carry: bool) -> None:
        """Close the day: every ticket that is still open gets its end."""
        self._now += 300
        outcomes = []
        for ticket in self._centre.rows.open_tickets(day):
            end = "left"
            if ticket.state == "waiting":
                ends = ("left", "carried_over" if carry else "left", "served_on_paper")
                end = self._dice.choices(ends, (70, 20, 10))[0]
            word = {"carried_over": "carried", "served_on_paper": "paper"}.get(end, end)
            reason = self._centre.words.one_of(word)
            outcomes.append(r.DayOutcome(ticket.ticket_id, end, reason))
        self._do(r.CloseDay(day, tuple(outcomes)), staff)

    # ---- Time ------------------------------------------------------------------------------

    def _at(self, seconds: float, action: Callable[..., None], *given: Any) -> None:
        self._count += 1
        heappush(self._heap, (seconds, self._count, action, given))

    def _in(self, least: float, most: float, action: Callable[..., None], *given: Any) -> None:
        self._at(self._now + self._dice.uniform(least, most), action, *given)

    def _do(self, request: r.Request, staff: str | None) -> Any:
        return self._centre.do(self._moment(), request, staff)

    def _moment(self) -> datetime:
        return self._midnight + timedelta(milliseconds=int(self._now * 1000))

    def _print(self, papers: Any, staff: str) -> None:
        self._centre.print_papers(papers, self._moment(), staff)

    # ---- Reception -----------------------------------------------------------------------------

    def _arrival(self) -> float:
        hump = _HUMPS[0] if self._dice.random() < 0.56 else _HUMPS[1]
        while True:
            hour = self._dice.gauss(hump[0], hump[1])
            if hump[2] <= hour <= hump[3]:
                return hour * HOUR

    def _arrive(self, guide: str) -> None:
        wish = self._visitor(self._plan.wishes.wish())
        told = self._guide_desk.telling(wish)
        request = replace(wish, told=told, notified=wish.visitor is not None)
        answer = self._do(request, guide)
        windows = [place.window for place in _ready(answer.ticket.places)]
        self._guide_desk.arrived(windows)
        if (question := self._guide_desk.question(request)) is not None:
            self._do(question, guide)
        self.touched.update(case.id for case in answer.cases)
        self._print(answer.papers, guide)
        if isinstance(request.enterprise, r.EnterpriseFields) and answer.ticket.enterprise:
            self._plan.companies.append(answer.ticket.enterprise)
        chance = self._dice.random()
        if chance < 0.003:
            self._in(10, 50, self._give_up, answer.ticket.id, r.VoidTicket, "void", guide)
        elif chance < 0.012:
            self._in(300, 1500, self._give_up, answer.ticket.id, r.CancelTicket, "cancel", guide)
        self._wake(answer.ticket)

    def _visitor(self, wish: r.IssueTicket) -> r.IssueTicket:
        """Say who it is, by which door, with which priority and what for."""
        dice, words, companies = self._dice, self._centre.words, self._plan.companies
        company: str | r.EnterpriseFields | None = None
        chance = dice.random()
        if chance < 0.03 and self._plan.fresh:
            company = self._plan.fresh.pop()
        elif chance < 0.9 and companies:
            company = companies[int(len(companies) * dice.random() ** 1.7)]
        priority = None
        if dice.random() < 0.05:
            kind = dice.choice(list(words.centre["priorities"]))
            priority = r.Priority(kind, words.centre["priorities"][kind])
        door = dice.choices(("walk_in", "kiosk", "booked"), (78, 10, 12))[0]
        items, cases = wish.items, wish.cases
        if companies and len(items) > 1 and dice.random() < 0.15:  # an agent for two companies
            other = dice.choice(companies)
            items = (*items[:-1], self._plan.wishes.brought(_code(items[-1]), other))
        if self._centre.planned and dice.random() < 0.05:
            case = self._centre.rows.get(Case, dice.choice(tuple(self._centre.planned)[:50]))
            if case is not None and case.state in ("supplementing", "accepted", "resolved"):
                cases = (case.case_id,)
        return replace(
            wish,
            items=items,
            cases=cases,
            enterprise=company,
            visitor=words.contact() if dice.random() < 0.55 else None,
            door="walk_in" if priority and door == "booked" else door,
            priority=priority,
            text=self._need(wish) if dice.random() < 0.12 else None,
        )

    def _need(self, wish: r.IssueTicket) -> str:
        """Return the need in words: what is wished, or what one says at a desk."""
        said = self._plan.wishes.said(wish)
        words = self._centre.words
        return str(words.centre["two_needs"]).join(said[:2]) if said else words.one_of("need")

    def _give_up(self, ticket_id: str, request: Any, word: str, guide: str) -> None:
        ticket = need(self._centre.rows, Ticket, ticket_id)
        if ticket.state == "waiting":
            self._do(request(ticket_id, self._centre.words.one_of(word)), guide)

    def _end_longest_line(self, guide: str) -> None:
        window = self._guide_desk.longest()
        if window is not None:
            self._do(r.GiveLastNumber(window), guide)

    # ---- Counters ------------------------------------------------------------------------------

    def _open(self, desk: Desk) -> None:
        self._do(r.OpenCounter(desk.number, desk.staff), desk.staff)
        desk.state = "open"
        self._in(20, 60, self._call, desk)

    def _call_help(self, desk: Desk) -> None:
        if desk.state == "open":
            self._do(r.AskHelp(desk.number), desk.staff)
            self._in(120, 120, self._helped, desk)

    def _helped(self, desk: Desk) -> None:
        if desk.state == "open":
            self._do(r.EndHelp(desk.number), desk.staff)

    def _pause(self, desk: Desk) -> None:
        reason = self._centre.words.one_of("pause")
        self._do(r.PauseCounter(desk.number, reason), desk.staff)
        desk.state = "paused"

    def _resume(self, desk: Desk) -> None:
        self._do(r.ResumeCounter(desk.number), desk.staff)
        desk.state = "open"
        self._call(desk)

    def _close(self, desk: Desk) -> None:
        if desk.busy is not None:
            self._in(120, 300, self._close, desk)
            return
        self._do(r.CloseCounter(desk.number), desk.staff)
        desk.state = "closed"

    def _wake(self, ticket: TicketShape) -> None:
        """Let a free counter call where this ticket has come to stand in line."""
        for place in _ready(ticket.places):
            for desk in self._desks:
                free = desk.state == "open" and desk.busy is None
                if free and place.window in desk.windows:
                    self._in(4, 20, self._call, desk)
                    break

    def _call(self, desk: Desk) -> None:
        if desk.state != "open" or desk.busy is not None:
            return
        if desk.coming and self._call_back(desk, desk.coming.pop(0)):
            return
        if self._now > LAST_CALL * HOUR:
            return
        answer = self._do(r.CallNext(desk.number), desk.staff)
        if answer.ticket is None:
            return
        desk.busy = answer.ticket.id
        chance = self._dice.random()
        if chance < 0.045:
            self._in(50, 80, self._recall, desk, 2)
        else:
            self._in(15, 80, self._start, desk)

    def _call_back(self, desk: Desk, ticket_id: str) -> bool:
        ticket = need(self._centre.rows, Ticket, ticket_id)
        if ticket.state != "held":
            return False
        self._do(r.ResumeTicket(desk.number, ticket_id), desk.staff)
        desk.busy = ticket_id
        self._in(60, 400, self._done, desk, False)
        return True

    def _recall(self, desk: Desk, calls: int) -> None:
        self._do(r.Recall(desk.number), desk.staff)
        if calls < 3:
            self._in(50, 80, self._recall, desk, calls + 1)
        elif self._dice.random() < 0.2:
            self._in(10, 60, self._start, desk)
        else:
            self._in(50, 80, self._miss, desk)

    def _miss(self, desk: Desk) -> None:
        answer = self._do(r.NoShow(desk.number), desk.staff)
        if answer.ticket.misses == 1 and self._dice.random() < 0.55:
            self._in(300, 1500, self._back_again, answer.ticket.id, desk.staff)
        self._free(desk)

    def _back_again(self, ticket_id: str, staff: str) -> None:
        if self._now < LAST_CALL * HOUR:
            self._wake(self._do(r.ReinstateTicket(ticket_id), staff).ticket)

    def _start(self, desk: Desk) -> None:
        answer = self._do(r.StartService(desk.number), desk.staff)
        ticket = answer.ticket
        place = next(one for one in ticket.places if one.step_no == ticket.step_no)
        self._guide_desk.started(place.window, self._now)
        items = self._centre.knowledge.catalogue.items
        rows = self._centre.rows
        minutes = sum(items[need(rows, Case, one).item].minutes for one in place.cases) or 8
        seconds = minutes * 60 * self._plan.pace * self._dice.lognormvariate(-0.06, 0.35)
        self._at(self._now + max(seconds, 20), self._done, desk, True)

    def _free(self, desk: Desk) -> None:
        desk.busy = None
        self._in(10, 45, self._call, desk)

    # ---- How a stop ends -------------------------------------------------------------------------

    def _done(self, desk: Desk, first: bool) -> None:
        chance = self._dice.random() if first else 1.0
        if chance < 0.03:
            self._hold(desk)
        elif chance < 0.06:
            self._one_more(desk)
        elif chance < 0.09 and self._now < (LAST_CALL - 0.5) * HOUR:
            self._pass_on(desk)
        else:
            self._finish(desk)

    def _hold(self, desk: Desk) -> None:
        minutes = self._dice.choice((5, 10, 15))
        request = r.HoldTicket(desk.number, self._centre.words.one_of("hold"), minutes)
        answer = self._do(request, desk.staff)
        self._in(minutes * 40, minutes * 80, self._come_back, desk, answer.ticket.id)
        self._free(desk)

    def _come_back(self, desk: Desk, ticket_id: str) -> None:
        desk.coming.append(ticket_id)
        self._call(desk)

    def _one_more(self, desk: Desk) -> None:
        window = self._dice.choice(desk.windows)
        code = self._plan.wishes.item(window).code
        answer = self._do(r.AddItems(desk.number, (code,)), desk.staff)
        self.touched.update(case.id for case in answer.cases)
        self._in(120, 500, self._done, desk, False)

    def _pass_on(self, desk: Desk) -> None:
        others = [code for code in self._plan.wishes.windows if code not in desk.windows]
        if not others:
            self._finish(desk)
            return
        note = self._centre.words.one_of("note") if self._dice.random() < 0.8 else None
        come_back = self._dice.random() < 0.3
        to = self._dice.choice(others)
        answer = self._do(r.TransferStop(desk.number, to, note, come_back), desk.staff)
        self._wake(answer.ticket)
        self._free(desk)

    def _finish(self, desk: Desk) -> None:
        rows = self._centre.rows
        ticket = rows.ticket_at(desk.number)
        assert ticket is not None
        assert ticket.step_no is not None
        place = need(rows, Place, ticket.ticket_id, ticket.step_no)
        found = []
        for case_id in place.cases:
            case = need(rows, Case, case_id)
            first = outcomes.coming_back(self._centre, case)
            if first is not None:
                self._print(self._do(first, desk.staff).papers, desk.staff)
                case = need(rows, Case, case_id)
            if case.state == "received" and (how := outcomes.at_counter(self._centre, case)):
                found.append(how)
            self.touched.add(case_id)
        answer = self._do(r.FinishStop(desk.number, tuple(found)), desk.staff)
        self._print(answer.papers, desk.staff)
        self._wake(answer.ticket)
        self._free(desk)

    def _go_on(self, case_id: str) -> None:
        """Let a case of an earlier day go on, unless somebody is at a counter for it."""
        case = self._centre.rows.get(Case, case_id)
        self._centre.planned.discard(case_id)
        if case is None:
            return
        self.touched.add(case_id)
        staff = self._dice.choice(self._desks).staff
        try:
            outcomes.go_on(self._centre, case, self._moment(), staff)
        except DeskError as error:
            if error.code not in ("wrong_state", "extension_too_late"):
                raise


def _ready(places: Iterable[PlaceShape]) -> list[PlaceShape]:
    return [place for place in places if place.state == "ready"]


def _code(wanted: str | r.ItemWanted) -> str:
    return wanted if isinstance(wanted, str) else wanted.item
