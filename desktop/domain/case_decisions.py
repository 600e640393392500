"""What may happen to a case and what follows: due dates, stopped clocks, gaps, extensions.

Pure: a case, its item and the working time go in, events come out.  Source of the rules:
`docs/architecture.md` (cases), `domain` notes on 行政许可法 art. 32 and 容缺受理.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from desktop.domain.case_events import (
    CaseAccepted,
    CaseDueMoved,
    CaseExtended,
    CaseSupplemented,
    GapFilled,
    GapPromised,
    SupplementAsked,
)
from desktop.domain.cases import Case, check_move
from desktop.domain.catalogue import Limit, ServiceItem
from desktop.domain.errors import DeskError
from desktop.domain.working_time import Calendar, DueDay, Hours, effective_acceptance_day

MOST_EXTENSION = 10
GAP_AHEAD = 2
"""A gap must be filled so many working days before the case is due (Shenzhen's rule)."""


@dataclass(frozen=True, slots=True)
class Today:
    """The moment of a decision: local time, the site's day, its hours and calendar."""

    local: datetime
    day: date
    hours: Hours
    calendar: Calendar


def due_day(item: ServiceItem, accepted_on: date, calendar: Calendar) -> DueDay:
    """Return when a case accepted on that day is due: the earlier of promised and (ours) legal."""
    promised = calendar.add_working(accepted_on, item.promised_working_days)
    if item.legal_limit is None or item.limit_of != "centre":
        return promised
    legal = calendar.due(accepted_on, item.legal_limit)
    return min((promised, legal), key=lambda due: due.day)


def accept(case: Case, item: ServiceItem, today: Today, text: str | None = None) -> CaseAccepted:
    """Decide that the case is accepted now."""
    if case.state != "received":
        check_move(case, "accept")
    accepted_on = effective_acceptance_day(today.local, today.hours, today.calendar)
    due = due_day(item, accepted_on, today.calendar)
    return CaseAccepted(case.case_id, text, accepted_on, due.day, due.provisional)


def supplement(
    case: Case, item: ServiceItem, missing: Sequence[str], text: str | None, today: Today
) -> SupplementAsked:
    """Decide to ask for what is missing; from accepted the clock stops.

    Raises `missing_reason` where one is needed: from accepted, and for new materials a second
    time (everything must be told at once, 行政许可法 art. 32).
    """
    check_move(case, "supplement")
    if case.gap_open:  # what is promised must come or lapse first, or the promise would be lost
        raise DeskError("gap_open", case=case.number)
    names = check_materials(item, missing)
    again = asks_anew(case, names)
    if text is None and (case.state == "accepted" or again):
        raise DeskError("missing_reason")
    stopped = None
    if case.state == "accepted":
        stopped = case.clock_stopped_on or stop_day(case.accepted_on, today)
    return SupplementAsked(case.case_id, text, names, stopped)


def asks_anew(case: Case, missing: Sequence[str]) -> bool:
    """Say whether materials are asked for that a first request did not name."""
    return bool(case.asked) and any(name not in case.asked for name in missing)


def stop_day(accepted_on: date | None, today: Today) -> date:
    """Return the day on which a clock that is stopped now stands still: not before it ran.

    The day of acceptance is not counted, and after hours it lies ahead.
    """
    return max(today.day, accepted_on or today.day)


def supplemented(case: Case, today: Today) -> CaseSupplemented:
    """Decide that what was missing has come: back to where it came from, the clock goes on."""
    check_move(case, "supplemented")
    state = case.supplement_from or "received"
    if state == "received":
        return CaseSupplemented(case.case_id, None, state)
    due = _moved(case, today)
    return CaseSupplemented(case.case_id, None, state, due.day, due.provisional)


def promise_gap(
    case: Case, item: ServiceItem, missing: Sequence[str], accepted: CaseAccepted, today: Today
) -> GapPromised:
    """Decide what is promised until when, for a case that is being accepted with a gap."""
    check_move(case, "gap")
    names = check_materials(item, missing)
    for name in names:
        material = item.material(name)
        if material is None or not material.deferrable:
            raise DeskError("not_deferrable", case=case.number, material=name)
    until = gap_until(accepted.accepted_on, accepted.due_on, today.calendar)
    return GapPromised(case.case_id, None, names, until)


def gap_until(accepted_on: date, due_on: date, calendar: Calendar) -> date:
    """Return until when a gap is promised: due − 2 working days, not before the next one."""
    before = due_on
    for _ in range(GAP_AHEAD):
        before -= timedelta(days=1)
        while not calendar.is_working(before):
            before -= timedelta(days=1)
    return max(before, calendar.next_working(accepted_on))


def fill_gap(case: Case, today: Today) -> GapFilled:
    """Decide that the promised materials have come."""
    check_move(case, "gap_filled")
    if not case.gap_open:
        raise DeskError("wrong_state", what="case", case=case.number, state=case.state)
    if case.clock_stopped_on is None:
        return GapFilled(case.case_id)
    due = _moved(case, today)
    return GapFilled(case.case_id, None, due.day, due.provisional)


def extend(case: Case, days: int, text: str, today: Today) -> CaseExtended:
    """Decide to move the due date: once, at least one working day before it, at most 10 days."""
    check_move(case, "extend")
    if case.extended_to is not None or case.due_on is None:
        raise DeskError("wrong_state", what="case", case=case.number, state="extended")
    if not 1 <= days <= MOST_EXTENSION:
        raise DeskError("invalid_value", field="days", value=str(days)[:100])
    if today.calendar.working_days_between(today.day, case.due_on) < 1:
        raise DeskError("extension_too_late", case=case.number, due_on=case.due_on.isoformat())
    due = today.calendar.add_working(case.due_on, days)
    return CaseExtended(case.case_id, text, due.day, due.provisional)


def recomputed(
    case: Case, item: ServiceItem, before: Calendar, after: Calendar
) -> CaseDueMoved | None:
    """Return how a new calendar moves a case's due date and gap, None where nothing moves.

    The working days by which the due date was moved meanwhile (a stopped clock, an extension)
    are counted by the old calendar and added by the new one.  A case keeps what it was promised,
    although the item's limits may have been changed since.
    """
    if case.accepted_on is None or case.due_on is None:
        return None
    accepted = case.accepted_on
    base_before = due_day(item, accepted, before)
    extra = before.working_days_between(base_before.day, case.due_on)
    base = due_day(item, accepted, after)
    if extra < 0:  # the item promises more time now; this case keeps what it was promised
        base = after.add_working(accepted, before.working_days_between(accepted, case.due_on))
    due = after.add_working(base.day, extra) if extra > 0 else base
    provisional = due.provisional or base.provisional
    until = case.gap_until
    if case.gap_open and until is not None:
        if until == gap_until(accepted, base_before.day, before):
            until = gap_until(accepted, base.day, after)
        else:  # promised by what the item said then
            until = after.add_working(accepted, before.working_days_between(accepted, until)).day
    if (due.day, provisional, until) == (case.due_on, case.provisional, case.gap_until):
        return None
    return CaseDueMoved(case.case_id, None, due.day, provisional, until)


def check_materials(item: ServiceItem, names: Sequence[str]) -> tuple[str, ...]:
    """Return the names without doubles; `missing_field` for none, `invalid_value` if unknown."""
    if not names:
        raise DeskError("missing_field", field="missing")
    for name in names:
        if item.material(name) is None:
            raise DeskError("invalid_value", field="missing", value=name[:100])
    return tuple(dict.fromkeys(names))


def limit_words(limit: Limit | None) -> dict[str, object] | None:
    """Return a limit as plain JSON."""
    return None if limit is None else {"count": limit.count, "basis": limit.basis}


def _moved(case: Case, today: Today) -> DueDay:
    assert case.due_on is not None
    stood = 0
    if case.clock_stopped_on is not None:
        stood = today.calendar.working_days_between(case.clock_stopped_on, today.day)
    if stood <= 0:
        return DueDay(case.due_on, case.provisional)
    due = today.calendar.add_working(case.due_on, stood)
    return DueDay(due.day, due.provisional or case.provisional)
