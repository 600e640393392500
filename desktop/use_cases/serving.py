"""What a counter does with the visitor in front of it: one more thing, outcomes, passing on."""

from __future__ import annotations

from dataclasses import replace

from desktop.domain.case_events import CaseMoved
from desktop.domain.cases import OPEN_CASE_STATES, Case, Paper
from desktop.domain.errors import DeskError
from desktop.domain.events import StopEnded, StopsAdded
from desktop.domain.state import need
from desktop.domain.stops import (
    Places,
    by_step,
    changed,
    end_stop,
    is_in_line,
    redirect,
    settle,
)
from desktop.domain.tickets import Place, Ticket
from desktop.journal.work import Work
from desktop.requests import AddItems, FinishStop, Outcome, TransferStop
from desktop.snapshots import AddedAnswer, FinishAnswer, TicketAnswer
from desktop.use_cases import casework, references
from desktop.use_cases.fences import serving_at
from desktop.use_cases.needs import Visit, check_served, item_wants, receive_one
from desktop.use_cases.reception import ticket_answer
from desktop.use_cases.shapes import Shapes, place_shape

RELEASES_NOTHING = ("refused", "supplementing", "withdrawn")
"""A case in one of these states drops the stops that wait for it."""


def add(work: Work, request: AddItems) -> AddedAnswer:
    """One more thing: items of this window join the stop, others get or join a stop at theirs."""
    _, ticket = serving_at(work, request)
    if not request.items:
        raise DeskError("missing_field", field="items")
    wants = item_wants(work, request.items, ticket.enterprise_id)
    check_served(work, dict.fromkeys(want.item.window for want in wants))
    visit = Visit(ticket.enterprise_id, ticket.visitor, ticket.door, ticket.ticket_id)
    before = work.tx.places(ticket.ticket_id)
    places = by_step(before)
    cases = []
    for want in wants:
        case = receive_one(work, want, visit)
        cases.append(case)
        _attach(places, ticket, case)
    work.record(StopsAdded(ticket.ticket_id, changed(before, places)))
    shapes = Shapes(work.tx, work.catalogue, work.calendar, work.day)
    return AddedAnswer(ticket_answer(work, ticket.ticket_id).ticket, shapes.cases(cases))


def finish(work: Work, request: FinishStop) -> FinishAnswer:
    """End the stop: its cases get their outcomes, the visit goes on or is done."""
    counter, ticket = serving_at(work, request)
    assert ticket.step_no is not None
    before = work.tx.places(ticket.ticket_id)
    stop = by_step(before)[ticket.step_no]
    papers, decided = _decide(work, stop, request.outcomes)
    places = by_step(before)
    end_stop(places, stop.step_no, "finished", (counter.number, counter.staff, work.at))
    steps = _settle(work, ticket, places)
    state = "waiting" if is_in_line(places) else "done"
    moved = changed(before, places)
    event = StopEnded(
        ticket.ticket_id, moved, counter.number, stop.step_no, counter.staff, "finished", state
    )
    work.record(event)
    shapes = Shapes(work.tx, work.catalogue, work.calendar, work.day)
    cases = [need(work.tx, Case, case_id) for case_id in stop.cases]
    ready = [place for place in places.values() if place.state == "ready"]
    return FinishAnswer(
        ticket_answer(work, ticket.ticket_id).ticket,
        shapes.cases(cases),
        shapes.papers(papers),
        tuple(place.window for place in sorted(ready, key=lambda place: place.step_no)),
        shapes.cases([case for case in cases if case.case_id not in decided and _is_open(case)]),
        tuple(place_shape(places[step]) for step in steps),
    )


def transfer(work: Work, request: TransferStop) -> TicketAnswer:
    """Pass the visitor on: undecided cases go to the other window, with a note."""
    counter, ticket = serving_at(work, request)
    assert ticket.step_no is not None
    target = references.window(work.catalogue, request.to).code
    check_served(work, [target])
    before = work.tx.places(ticket.ticket_id)
    places = by_step(before)
    stop = places[ticket.step_no]
    note = work.text(request.note, ticket.ticket_id)
    moving = [case for case in _cases(work, stop) if _is_undecided(case, ticket)]
    for case in moving:
        if case.window != target:
            work.record(CaseMoved(case.case_id, None, target))
    new = max(places) + 1
    end_stop(places, stop.step_no, "transferred", (counter.number, counter.staff, work.at))
    staying = tuple(c for c in stop.cases if c not in {case.case_id for case in moving})
    places[stop.step_no] = replace(places[stop.step_no], cases=staying)
    places[new] = _new_place(ticket, new, target, "away", tuple(case.case_id for case in moving))
    places[new] = replace(places[new], notes=(note,) if note else ())
    redirect(places, stop.step_no, new)
    if request.come_back:
        back = _new_place(ticket, new + 1, stop.window, "blocked", ())
        places[new + 1] = replace(back, after=(new,))
    _settle(work, ticket, places)
    event = StopEnded(
        ticket.ticket_id,
        changed(before, places),
        counter.number,
        stop.step_no,
        counter.staff,
        "transferred",
        "waiting",
        target,
    )
    work.record(event)
    return ticket_answer(work, ticket.ticket_id)


def _decide(work: Work, stop: Place, outcomes: tuple[Outcome, ...]) -> tuple[list[Paper], set[str]]:
    papers: list[Paper] = []
    decided: set[str] = set()
    for outcome in outcomes:
        case = _case_of_stop(work, stop, outcome.case)
        if case.case_id in decided:
            raise DeskError("invalid_value", field="outcomes", value=case.number)
        if outcome.given is not None:
            case = casework.have_in_hand(work, case, outcome.given)
        papers += _outcome(work, case, outcome)
        decided.add(case.case_id)
    return papers, decided


def _outcome(work: Work, case: Case, given: Outcome) -> list[Paper]:
    match given.outcome:
        case "resolved":
            return casework.resolve(work, case, given.note)
        case "accepted":
            return casework.accept(work, case)
        case "supplement":
            return casework.ask_supplement(work, case, given.missing, given.note)
        case "gap":
            return casework.promise_gap(work, case, given.missing)
        case "refused":
            return casework.refuse(work, case, given.note)
        case "withdrawn":
            return casework.withdraw(work, case, given.note)
        case "forwarded":
            return casework.forward(work, case, given.to, given.reference, given.note)
        case other:
            raise DeskError("invalid_value", field="outcome", value=other[:100])


def _case_of_stop(work: Work, stop: Place, reference: str) -> Case:
    case = references.case(work.tx, reference)
    if case.case_id not in stop.cases:
        raise DeskError("unknown_case", case=reference[:100])
    return case


def _settle(work: Work, ticket: Ticket, places: Places) -> list[int]:
    cases = {case.case_id: case for place in places.values() for case in _cases(work, place)}
    waits_for = {case_id: case.waits_for for case_id, case in cases.items()}
    failed = {}
    for case in cases.values():
        for before in case.waits_for:
            state = need(work.tx, Case, before).state
            if state in RELEASES_NOTHING:
                failed[before] = "supplement" if state == "supplementing" else state
    return settle(places, waits_for, failed, work.at)


def _attach(places: Places, ticket: Ticket, case: Case) -> None:
    """Put a new case at the stop of its window: the present one, an open one, or a new one."""
    assert ticket.step_no is not None
    for step in (ticket.step_no, *sorted(places)):
        place = places[step]
        if place.window == case.window and place.state == "away":
            places[step] = replace(place, cases=(*place.cases, case.case_id))
            return
    step = max(places) + 1
    places[step] = _new_place(ticket, step, case.window, "away", (case.case_id,))


def _new_place(
    ticket: Ticket, step_no: int, window: str, state: str, cases: tuple[str, ...]
) -> Place:
    return Place(
        ticket_id=ticket.ticket_id,
        step_no=step_no,
        line_day=ticket.line_day,
        window=window,
        rank_at=ticket.rank_at,
        state=state,
        queue_pos=ticket.queue_pos,
        cases=cases,
    )


def _cases(work: Work, place: Place) -> list[Case]:
    return [need(work.tx, Case, case_id) for case_id in place.cases]


def _is_open(case: Case) -> bool:
    return case.state in OPEN_CASE_STATES


def _is_undecided(case: Case, ticket: Ticket) -> bool:
    """Say whether a case still waits for its decision at this visit."""
    if case.ticket_id == ticket.ticket_id:
        return case.state == "received"
    return _is_open(case)
