"""The guide desk (导服台): one number for everything, and what may happen to it later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from desktop.domain.case_events import CaseEnded
from desktop.domain.cases import Case
from desktop.domain.errors import DeskError
from desktop.domain.events import (
    PlaceReleased,
    TicketEnded,
    TicketIssued,
    TicketReinstated,
)
from desktop.domain.numbering import label_series, next_label
from desktop.domain.queueing import PRIORITY_CLASSES, may_come_back, rank_at, reinstated
from desktop.domain.site import Series
from desktop.domain.site_events import DayReopened
from desktop.domain.state import need
from desktop.domain.stops import Need, Places, by_step, changed, drop_open, join, plan
from desktop.domain.tickets import (
    DOORS,
    DOORS_WITHOUT_TICKET,
    PLACE_OPEN,
    Place,
    Ticket,
)
from desktop.journal.work import Work
from desktop.requests import (
    CancelTicket,
    IssueTicket,
    Priority,
    ReinstateTicket,
    ReleasePlace,
    VoidTicket,
)
from desktop.snapshots import IssueAnswer, TicketAnswer
from desktop.use_cases import (
    consents,
    enterprises,
    guide_desk,
    notices,
    permissions,
    references,
    told,
)
from desktop.use_cases.making_papers import make_slip, ready_stops
from desktop.use_cases.needs import Visit, check_served, read_wants, receive
from desktop.use_cases.shapes import Shapes

UNDO = timedelta(seconds=60)
"""So long after the issue, before the first call, the issuer may void a number alone."""


def issue(work: Work, request: IssueTicket) -> IssueAnswer:
    """Hand over one number: cases for what is new, a place at every window that is needed.

    Doors phone, outreach and import make cases and no ticket.
    """
    if request.door not in DOORS:
        raise DeskError("invalid_value", field="door", value=request.door[:100])
    priority, priority_reason = _priority(request.door, request.priority)
    company = enterprises.wanted(work, request.enterprise)
    company_id = company.enterprise_id if company else None
    wants = read_wants(work, request, company_id)
    standing = request.door not in DOORS_WITHOUT_TICKET
    if not standing and not wants.new:
        raise DeskError("missing_field", field="items")
    ticket_id = work.new_id() if standing else None
    windows = [want.item.window for want in wants.new] + wants.windows
    windows += [case.window for case in wants.back]
    open_now = True
    if standing:
        open_now = check_served(work, dict.fromkeys(windows))
        guide_desk.check_not_stopped(work, dict.fromkeys(windows))
        _reopen_day(work)
    visitor = _visitor(work, request, ticket_id or company_id or "visit")
    visit = Visit(company_id, visitor, request.door, ticket_id)
    cases, needs = receive(work, wants, visit)
    shapes = Shapes(work.tx, work.catalogue, work.calendar, work.day)
    also = _also(work, cases, windows)
    if request.notified:
        notices.note_told(work, ticket_id, company_id, visitor)
    if ticket_id is None:
        papers = shapes.papers(consents.of_visit(work, request, cases, company_id))
        return IssueAnswer(None, shapes.cases(cases), papers, {}, also, ())
    texts = (work.text(priority_reason, ticket_id), work.text(request.text, ticket_id))
    ticket = _line_up(work, _unnumbered(work, visit, priority, texts), needs)
    places = work.tx.places(ticket_id)
    ahead = {place.step_no: work.tx.ready_before(place) for place in ready_stops(places)}
    wait = told.tell(work, ticket_id, request.told, ready_stops(places), ahead)
    slip = make_slip(work, ticket, ahead, [case.item for case in [*cases, *wants.back]], wait)
    signed = consents.of_visit(work, request, cases, company_id)
    return IssueAnswer(
        shapes.ticket(ticket),
        shapes.cases([*cases, *wants.back]),
        shapes.papers([slip, *signed]),
        {place.window: ahead[place.step_no] for place in ready_stops(places)},
        also,
        () if open_now else ("window_closed",),
    )


def cancel(work: Work, request: CancelTicket) -> TicketAnswer:
    """The visitor gives the number up: open places are dropped, untouched cases withdrawn."""
    return _give_up(work, request.ticket, "cancelled", request.reason)


def void(work: Work, request: VoidTicket) -> TicketAnswer:
    """The number should not have been issued; it stays taken.

    Where roles are enforced it needs a supervisor, but for who issued it, at once.
    """
    ticket = references.ticket(work.tx, request.ticket, work.day)
    if not (permissions.is_supervisor(work) or _is_fresh_and_own(work, ticket)):
        raise DeskError("forbidden", what=request.verb)
    return _give_up(work, request.ticket, "void", request.reason)


def end_ticket(work: Work, ticket: Ticket, state: str, end: str, text: str | None) -> None:
    """End a visit before its stops have ended; what nobody has touched yet ends with it."""
    places = work.tx.places(ticket.ticket_id)
    after = drop_open(places, end, work.at)
    moved = changed(places, after)
    work.record(TicketEnded(ticket.ticket_id, moved, state, end, text))
    withdraw_received(work, ticket, text, end)
    consents.end_with(work, ticket, text)


def withdraw_received(work: Work, ticket: Ticket, text: str | None, code: str) -> None:
    """Withdraw the cases that this ticket brought and that nobody has touched."""
    for case in work.tx.cases_of(ticket.ticket_id):
        if case.state == "received" and case.ticket_id == ticket.ticket_id:
            work.record(CaseEnded(case.case_id, text, "withdrawn", None, code))


def reinstate(work: Work, request: ReinstateTicket) -> TicketAnswer:
    """A ticket missed once goes back in line, behind some others at each window."""
    ticket = references.ticket(work.tx, request.ticket, work.day)
    if not may_come_back(ticket, work.day):
        raise wrong_state(ticket)
    positions = work.rules.number("positions_behind")

    def line(window: str) -> list[Place]:
        return work.tx.heads(ticket.line_day, [window], max(positions, 1))

    moved = reinstated(work.tx.places(ticket.ticket_id), line, positions)
    work.record(TicketReinstated(ticket.ticket_id, moved))
    return ticket_answer(work, ticket.ticket_id)


def release(work: Work, request: ReleasePlace) -> TicketAnswer:
    """Let a dropped stop go on although what it waited for did not succeed."""
    ticket = references.ticket(work.tx, request.ticket, work.day)
    before = work.tx.places(ticket.ticket_id)
    places = by_step(before)
    place = places.get(request.step_no)
    if place is None:
        raise DeskError("invalid_value", field="step_no", value=str(request.step_no)[:100])
    ended = ticket.state in ("cancelled", "void") or (
        ticket.state == "missed" and ticket.ended_at is not None
    )
    if place.state != "dropped" or ended or ticket.line_day != work.day:
        raise wrong_state(ticket)
    text = work.reason(request.reason, ticket.ticket_id)
    _let_go(places, place, ticket, work)
    state = "waiting" if ticket.state == "done" else ticket.state
    _reopen_day(work)
    moved = changed(before, places)
    work.record(PlaceReleased(ticket.ticket_id, moved, request.step_no, state, text))
    return ticket_answer(work, ticket.ticket_id)


def ticket_answer(work: Work, ticket_id: str) -> TicketAnswer:
    """Return the ticket as it is now."""
    shapes = Shapes(work.tx, work.catalogue, work.calendar, work.day)
    return TicketAnswer(shapes.ticket(need(work.tx, Ticket, ticket_id)))


def wrong_state(ticket: Ticket) -> DeskError:
    """Return the refusal of something that this ticket's state does not allow."""
    return DeskError("wrong_state", what="ticket", label=ticket.label, state=ticket.state)


def _give_up(work: Work, reference: str, end: str, reason: str) -> TicketAnswer:
    ticket = references.ticket(work.tx, reference, work.day)
    if ticket.state not in ("waiting", "called", "held", "missed") or ticket.ended_at is not None:
        raise wrong_state(ticket)
    text = work.reason(reason, ticket.ticket_id)
    end_ticket(work, ticket, end, end, text)
    return ticket_answer(work, ticket.ticket_id)


def _is_fresh_and_own(work: Work, ticket: Ticket) -> bool:
    """Say whether who issued the number takes it back within a minute and before its first call."""
    uncalled = ticket.state == "waiting" and ticket.called_at is None and not ticket.misses
    return uncalled and ticket.issued_by == work.by and work.at - ticket.issued_at <= UNDO


def _visitor(work: Work, request: IssueTicket, subject: str) -> str | None:
    return enterprises.keep_contact(work, request.visitor, subject) if request.visitor else None


def _unnumbered(
    work: Work, visit: Visit, priority: str | None, texts: tuple[str | None, str | None]
) -> Ticket:
    """Return the visit's ticket before it has a number; `texts`: why a priority, what is needed."""
    assert visit.ticket_id is not None
    return Ticket(
        ticket_id=visit.ticket_id,
        day=work.day,
        code="",
        no=0,
        label="",
        line_day=work.day,
        issued_at=work.at,
        rank_at=rank_at(work.at, priority, work.rules.head_starts()),
        door=visit.door,
        priority=priority,
        priority_text=texts[0],
        enterprise_id=visit.enterprise_id,
        visitor=visit.visitor,
        need_text=texts[1],
        issued_by=work.by,
    )


def _line_up(work: Work, ticket: Ticket, needs: list[Need]) -> Ticket:
    stops = plan(needs)
    letter = work.catalogue.windows[stops[0].window].letter
    scope, code = label_series(work.day, letter)
    label = next_label(work.tx.get(Series, scope, code) or Series(scope, code))
    ticket = replace(ticket, code=code, no=label.no, label=label.text)
    places = tuple(
        Place(
            ticket_id=ticket.ticket_id,
            step_no=stop.step_no,
            line_day=ticket.line_day,
            window=stop.window,
            rank_at=ticket.rank_at,
            state="blocked" if stop.after else "ready",
            after=stop.after,
            cases=stop.cases,
        )
        for stop in stops
    )
    work.record(TicketIssued(ticket, places))
    return need(work.tx, Ticket, ticket.ticket_id)


def _let_go(places: Places, place: Place, ticket: Ticket, work: Work) -> None:
    """Give a dropped place the state it would have: blocked, in line, or away with its ticket."""
    step = place.step_no
    state = "ready" if ticket.state in ("waiting", "done") else "away"
    # It still waits for steps that go on; what made it drop counts no more.
    after = tuple(before for before in place.after if places[before].state in PLACE_OPEN)
    if after:
        state = "blocked"
    places[step] = replace(
        place,
        state=state,
        after=after or place.after,
        end=None,
        ended_at=None,
        line_day=ticket.line_day,
        rank_at=ticket.rank_at,
        queue_pos=ticket.queue_pos,
    )
    if state != "blocked":
        join(places, step, state, work.at)


def _priority(door: str, given: Priority | None) -> tuple[str | None, str | None]:
    if given is None:
        return ("booked" if door == "booked" else None), None
    if given.kind not in PRIORITY_CLASSES:
        raise DeskError("invalid_value", field="priority.class", value=given.kind[:100])
    if not given.reason or not given.reason.strip():
        raise DeskError("missing_reason")
    return given.kind, given.reason


def _also(work: Work, cases: list[Case], windows: list[str]) -> tuple[str, ...]:
    """Return the windows that the items suggest and that nobody asked for."""
    suggested = [w for case in cases for w in work.catalogue.items[case.item].also_needs]
    return tuple(dict.fromkeys(window for window in suggested if window not in windows))


def _reopen_day(work: Work) -> None:
    if work.site.closed_day == work.day:
        work.record(DayReopened(work.day))
