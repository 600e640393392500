"""Casework: every step of a case, from the desk or from a counter, with the papers it makes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from desktop.domain import case_decisions as decisions
from desktop.domain.case_decisions import Today
from desktop.domain.case_events import CaseAssigned, CaseEnded, CaseForwarded
from desktop.domain.cases import OPEN_CASE_STATES, Case, Paper, check_move
from desktop.domain.catalogue import ServiceItem
from desktop.domain.counter_events import CaseMaterialsGiven
from desktop.domain.errors import DeskError
from desktop.domain.state import need
from desktop.journal.work import Work
from desktop.requests import (
    AcceptCase,
    AskSupplement,
    AssignCase,
    DeliverCase,
    ExtendCase,
    FillGap,
    ForwardCase,
    NoteMaterials,
    PromiseGap,
    RefuseCase,
    ResolveCase,
    Supplemented,
    TerminateCase,
    WithdrawCase,
)
from desktop.snapshots import CaseAnswer
from desktop.use_cases import people, permissions, references
from desktop.use_cases.making_papers import make_notice
from desktop.use_cases.shapes import Shapes


def today(work: Work) -> Today:
    """Return the moment of the command with the site's hours and calendar."""
    known = work.knowledge
    return Today(work.local, work.day, known.hours, known.calendar)


def item_of(work: Work, case: Case) -> ServiceItem:
    """Return the case's item, also one that was withdrawn since."""
    return work.catalogue.items[case.item]


def accept(work: Work, case: Case) -> list[Paper]:
    """Accept: the clock starts; makes the acceptance notice."""
    check_move(case, "accept")
    return [make_notice(work, "acceptance_notice", _accepted(work, case))]


def promise_gap(work: Work, case: Case, missing: tuple[str, ...]) -> list[Paper]:
    """Accept with deferrable materials to come; makes the notice and the promise."""
    moment = today(work)
    item = item_of(work, case)
    accepted = decisions.accept(case, item, moment)
    gap = decisions.promise_gap(case, item, missing, accepted, moment)
    if work.rules.is_on("gap_stops_clock"):
        gap = replace(gap, stopped_on=decisions.stop_day(accepted.accepted_on, moment))
    work.record(accepted)
    work.record(gap)
    case = _fresh(work, case)
    return [make_notice(work, kind, case) for kind in ("acceptance_notice", "gap_promise")]


def ask_supplement(
    work: Work, case: Case, missing: tuple[str, ...], reason: str | None
) -> list[Paper]:
    """Tell once and in writing what is missing; makes the one-time notice."""
    if decisions.asks_anew(case, missing) and not permissions.is_supervisor(work):
        raise DeskError("forbidden", what="case.supplement_again")
    text = work.text(reason, case.case_id)
    after_acceptance = case.state == "accepted"
    work.record(decisions.supplement(case, item_of(work, case), missing, text, today(work)))
    until = work.calendar.add_working(work.day, work.rules.number("supplement_days"))
    notice = make_notice(
        work,
        "one_time_notice",
        _fresh(work, case),
        until=until.day.isoformat(),
        after_acceptance=after_acceptance,
        reason_text=text,
    )
    return [notice]


def resolve(work: Work, case: Case, note: str | None) -> list[Paper]:
    """Resolve, accepting first where that was not done; makes the resolution receipt."""
    check_move(case, "resolve")
    if case.gap_open:
        raise DeskError("gap_open", case=case.number, missing=list(case.missing))
    if case.state == "received":
        case = _accepted(work, case)
    text = work.text(note, case.case_id)
    return _end(work, case, CaseEnded(case.case_id, text, "resolved"), "resolution_receipt")


def forward(
    work: Work, case: Case, to: str | None, reference: str | None, note: str | None
) -> list[Paper]:
    """Forward to an authority, accepting first; makes the forwarding slip."""
    check_move(case, "forward")
    if case.gap_open:  # nobody could fill it any more
        raise DeskError("gap_open", case=case.number, missing=list(case.missing))
    to_text = work.text(to, case.case_id)
    if to_text is None:
        raise DeskError("missing_field", field="to")
    if case.state == "received":
        case = _accepted(work, case)
    reference_text = work.text(reference, case.case_id)
    text = work.text(note, case.case_id)
    work.record(CaseForwarded(case.case_id, text, to_text, reference_text))
    more = {"to_text": to_text, "reference_text": reference_text, "reason_text": text}
    return [make_notice(work, "forwarding_slip", _fresh(work, case), **more)]


def refuse(work: Work, case: Case, note: str | None) -> list[Paper]:
    """Refuse at acceptance or by decision; makes the refusal notice."""
    check_move(case, "refuse")
    stage = "acceptance" if case.state == "received" else "decision"
    text = work.reason(note, case.case_id)
    ended = CaseEnded(case.case_id, text, "refused", stage)
    return _end(work, case, ended, "refusal_notice", stage=stage)


def withdraw(work: Work, case: Case, reason: str | None) -> list[Paper]:
    """Take the request back; makes no paper."""
    check_move(case, "withdraw")
    work.record(CaseEnded(case.case_id, work.text(reason, case.case_id), "withdrawn"))
    return []


def terminate(work: Work, case: Case, text: str | None, code: str | None = None) -> list[Paper]:
    """End without a decision (`code`: why, where no person said it); makes the receipt."""
    check_move(case, "terminate")
    ended = CaseEnded(case.case_id, text, "terminated", None, code)
    return _end(work, case, ended, "resolution_receipt", code=code)


def lapse_gaps(work: Work, until: date) -> list[Case]:
    """Terminate with notice every case whose promised materials were due by then and never came."""
    lapsed = work.tx.lapsed_gaps(until)
    for case in lapsed:
        terminate(work, case, None, "gap_lapsed")
    return lapsed


def _accepted(work: Work, case: Case) -> Case:
    work.record(decisions.accept(case, item_of(work, case), today(work)))
    return _fresh(work, case)


def _end(work: Work, case: Case, event: CaseEnded, kind: str, **more: object) -> list[Paper]:
    work.record(event)
    facts = {"outcome": event.state, "ended_on": work.day.isoformat(), "reason_text": event.text}
    return [make_notice(work, kind, _fresh(work, case), **facts, **more)]


def _fresh(work: Work, case: Case) -> Case:
    return need(work.tx, Case, case.case_id)


def _answer(work: Work, case: Case, papers: list[Paper]) -> CaseAnswer:
    shapes = Shapes(work.tx, work.catalogue, work.calendar, work.day)
    return CaseAnswer(shapes.case(_fresh(work, case)), shapes.papers(papers))


def accept_case(work: Work, request: AcceptCase) -> CaseAnswer:
    """Answer `case.accept`."""
    case = references.case(work.tx, request.case)
    return _answer(work, case, accept(work, case))


def supplement_case(work: Work, request: AskSupplement) -> CaseAnswer:
    """Answer `case.supplement`."""
    case = references.case(work.tx, request.case)
    return _answer(work, case, ask_supplement(work, case, request.missing, request.reason))


def supplemented_case(work: Work, request: Supplemented) -> CaseAnswer:
    """Answer `case.supplemented`."""
    case = references.case(work.tx, request.case)
    work.record(decisions.supplemented(case, today(work)))
    return _answer(work, case, [])


def gap_case(work: Work, request: PromiseGap) -> CaseAnswer:
    """Answer `case.gap`."""
    case = references.case(work.tx, request.case)
    return _answer(work, case, promise_gap(work, case, request.missing))


def fill_gap_of_case(work: Work, request: FillGap) -> CaseAnswer:
    """Answer `case.gap_filled`."""
    case = references.case(work.tx, request.case)
    work.record(decisions.fill_gap(case, today(work)))
    return _answer(work, case, [])


def resolve_case(work: Work, request: ResolveCase) -> CaseAnswer:
    """Answer `case.resolve`."""
    case = references.case(work.tx, request.case)
    return _answer(work, case, resolve(work, case, request.note))


def forward_case(work: Work, request: ForwardCase) -> CaseAnswer:
    """Answer `case.forward`."""
    case = references.case(work.tx, request.case)
    papers = forward(work, case, request.to, request.reference, request.note)
    return _answer(work, case, papers)


def refuse_case(work: Work, request: RefuseCase) -> CaseAnswer:
    """Answer `case.refuse`."""
    case = references.case(work.tx, request.case)
    return _answer(work, case, refuse(work, case, request.note))


def extend_case(work: Work, request: ExtendCase) -> CaseAnswer:
    """Answer `case.extend`."""
    case = references.case(work.tx, request.case)
    check_move(case, "extend")
    text = work.reason(request.reason, case.case_id)
    work.record(decisions.extend(case, request.days, text, today(work)))
    return _answer(work, case, [])


def withdraw_case(work: Work, request: WithdrawCase) -> CaseAnswer:
    """Answer `case.withdraw`."""
    case = references.case(work.tx, request.case)
    check_move(case, "withdraw")
    if not request.reason.strip():
        raise DeskError("missing_reason")
    return _answer(work, case, withdraw(work, case, request.reason))


def terminate_case(work: Work, request: TerminateCase) -> CaseAnswer:
    """Answer `case.terminate`."""
    case = references.case(work.tx, request.case)
    check_move(case, "terminate")
    text = work.reason(request.reason, case.case_id)
    return _answer(work, case, terminate(work, case, text))


def assign_case(work: Work, request: AssignCase) -> CaseAnswer:
    """Answer `case.assign`."""
    case = references.case(work.tx, request.case)
    check_move(case, "assign")
    staff = people.known(work, request.staff)
    work.record(CaseAssigned(case.case_id, None, staff.code))
    return _answer(work, case, [])


def deliver_case(work: Work, request: DeliverCase) -> CaseAnswer:
    """Answer `case.deliver`."""
    case = references.case(work.tx, request.case)
    check_move(case, "deliver")
    work.record(CaseEnded(case.case_id, None, "delivered"))
    return _answer(work, case, [])


def note_materials(work: Work, request: NoteMaterials) -> CaseAnswer:
    """Answer `case.materials`."""
    case = references.case(work.tx, request.case)
    return _answer(work, have_in_hand(work, case, request.given), [])


def have_in_hand(work: Work, case: Case, names: tuple[str, ...]) -> Case:
    """Note what is in hand, as somebody ticked it; the same again is nothing.

    What is awaited (a supplement, a gap) is said by `supplemented` and `gap_filled`.
    """
    if case.state not in OPEN_CASE_STATES:
        raise DeskError("wrong_state", what="case", case=case.number, state=case.state)
    given = decisions.check_materials(item_of(work, case), names) if names else ()
    awaited = [name for name in given if name in case.missing]
    if awaited:
        raise DeskError("invalid_value", field="given", value=awaited[0][:100])
    ordered = tuple(one.name for one in item_of(work, case).materials if one.name in given)
    if ordered == case.given:
        return case
    work.record(CaseMaterialsGiven(case.case_id, None, ordered))
    return _fresh(work, case)
