"""What follows from each event of a case or a paper."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from desktop.domain.case_events import (
    AboutCase,
    CaseAccepted,
    CaseAssigned,
    CaseDueMoved,
    CaseEnded,
    CaseExtended,
    CaseForwarded,
    CaseMoved,
    CaseReceived,
    CaseSupplemented,
    GapFilled,
    GapPromised,
    PaperMade,
    PaperPrinted,
    PaperReprinted,
    PaperVoided,
    SupplementAsked,
)
from desktop.domain.cases import Case, Paper
from desktop.domain.site import Series
from desktop.domain.state import Rows, Stamp, need


def _change(rows: Rows, event: AboutCase, stamp: Stamp, **fields: Any) -> None:
    case = need(rows, Case, event.case_id)
    rows.put(replace(case, last_pos=stamp.pos, **fields))


def _take_number(rows: Rows, scope: str, code: str, no: int, stamp: Stamp) -> None:
    series = rows.get(Series, scope, code) or Series(scope, code)
    rows.put(replace(series, next_no=no + 1, last_pos=stamp.pos))


def _received(rows: Rows, event: CaseReceived, stamp: Stamp, site: str) -> None:
    case = replace(event.case, last_pos=stamp.pos)
    rows.put(case)
    _take_number(rows, case.received_on.isoformat(), case.series, case.no, stamp)


def _accepted(rows: Rows, event: CaseAccepted, stamp: Stamp, site: str) -> None:
    _change(
        rows,
        event,
        stamp,
        state="accepted",
        accepted_at=stamp.at,
        accepted_on=event.accepted_on,
        due_on=event.due_on,
        provisional=event.provisional,
    )


def _supplement(rows: Rows, event: SupplementAsked, stamp: Stamp, site: str) -> None:
    case = need(rows, Case, event.case_id)
    new = tuple(name for name in event.missing if name not in case.asked)
    _change(
        rows,
        event,
        stamp,
        state="supplementing",
        supplement_from=case.state,
        missing=event.missing,
        asked=case.asked + new,
        clock_stopped_on=event.stopped_on,
    )


def _supplemented(rows: Rows, event: CaseSupplemented, stamp: Stamp, site: str) -> None:
    case = need(rows, Case, event.case_id)
    due = {} if event.due_on is None else {"due_on": event.due_on, "provisional": event.provisional}
    _change(
        rows,
        event,
        stamp,
        state=event.state,
        supplement_from=None,
        missing=(),
        given=_with(case.given, case.missing),
        clock_stopped_on=None,
        **due,
    )


def _gap(rows: Rows, event: GapPromised, stamp: Stamp, site: str) -> None:
    _change(
        rows,
        event,
        stamp,
        missing=event.missing,
        gap_until=event.until,
        gap_open=True,
        clock_stopped_on=event.stopped_on,
    )


def _gap_filled(rows: Rows, event: GapFilled, stamp: Stamp, site: str) -> None:
    case = need(rows, Case, event.case_id)
    due = {} if event.due_on is None else {"due_on": event.due_on, "provisional": event.provisional}
    _change(
        rows,
        event,
        stamp,
        missing=(),
        given=_with(case.given, case.missing),
        gap_open=False,
        clock_stopped_on=None,
        **due,
    )


def _forwarded(rows: Rows, event: CaseForwarded, stamp: Stamp, site: str) -> None:
    _change(rows, event, stamp, state="forwarded", to_text=event.to, reference_text=event.reference)


def _ended(rows: Rows, event: CaseEnded, stamp: Stamp, site: str) -> None:
    fields: dict[str, Any] = {"state": event.state}
    if event.state != "delivered":
        fields |= {"ended_at": stamp.at, "outcome_text": event.text, "refused_at": event.at}
        fields |= {"clock_stopped_on": None}
    _change(rows, event, stamp, **fields)


def _extended(rows: Rows, event: CaseExtended, stamp: Stamp, site: str) -> None:
    _change(
        rows,
        event,
        stamp,
        extended_to=event.due_on,
        due_on=event.due_on,
        provisional=event.provisional,
    )


def _assigned(rows: Rows, event: CaseAssigned, stamp: Stamp, site: str) -> None:
    _change(rows, event, stamp, assigned_to=event.staff)


def _moved(rows: Rows, event: CaseMoved, stamp: Stamp, site: str) -> None:
    _change(rows, event, stamp, window=event.window)


def _due_moved(rows: Rows, event: CaseDueMoved, stamp: Stamp, site: str) -> None:
    _change(
        rows,
        event,
        stamp,
        due_on=event.due_on,
        provisional=event.provisional,
        gap_until=event.gap_until,
    )


def _paper_made(rows: Rows, event: PaperMade, stamp: Stamp, site: str) -> None:
    paper = replace(event.paper, last_pos=stamp.pos)
    rows.put(paper)
    if paper.kind != "ticket_slip":  # a slip's number is its ticket's label, counted there
        _take_number(rows, paper.scope, f"paper/{paper.kind}", paper.no, stamp)


def _paper_printed(rows: Rows, event: PaperPrinted, stamp: Stamp, site: str) -> None:
    paper = need(rows, Paper, event.paper_id)
    printed_at = stamp.at if event.ok else paper.printed_at
    printed = paper.printed or event.ok
    rows.put(replace(paper, printed=printed, printed_at=printed_at, last_pos=stamp.pos))


def _paper_reprinted(rows: Rows, event: PaperReprinted, stamp: Stamp, site: str) -> None:
    paper = need(rows, Paper, event.paper_id)
    rows.put(replace(paper, reprints=paper.reprints + 1, last_pos=stamp.pos))


def _paper_voided(rows: Rows, event: PaperVoided, stamp: Stamp, site: str) -> None:
    paper = need(rows, Paper, event.paper_id)
    rows.put(replace(paper, void=True, void_text=event.text, last_pos=stamp.pos))


def _with(given: tuple[str, ...], more: tuple[str, ...]) -> tuple[str, ...]:
    return given + tuple(name for name in more if name not in given)


CASE_RULES: dict[type, Callable[[Rows, Any, Stamp, str], None]] = {
    CaseReceived: _received,
    CaseAccepted: _accepted,
    SupplementAsked: _supplement,
    CaseSupplemented: _supplemented,
    GapPromised: _gap,
    GapFilled: _gap_filled,
    CaseForwarded: _forwarded,
    CaseEnded: _ended,
    CaseExtended: _extended,
    CaseAssigned: _assigned,
    CaseMoved: _moved,
    CaseDueMoved: _due_moved,
    PaperMade: _paper_made,
    PaperPrinted: _paper_printed,
    PaperReprinted: _paper_reprinted,
    PaperVoided: _paper_voided,
}
