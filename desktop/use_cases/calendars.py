"""The working calendar: imported from a file or a notice, and what it moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from desktop.calendar_file import read_calendar
from desktop.calendar_notice import read_notice
from desktop.domain.case_decisions import recomputed
from desktop.domain.case_events import CaseDueMoved
from desktop.domain.cases import Case
from desktop.domain.errors import DeskError
from desktop.domain.site_events import CalendarImported
from desktop.domain.working_time import Calendar
from desktop.journal.work import Work
from desktop.requests import ImportCalendar
from desktop.snapshots import CalendarAnswer, CalendarChange
from desktop.use_cases import references
from desktop.use_cases.shapes import Shapes

Moves = list[tuple[Case, CaseDueMoved]]


def import_calendar(work: Work, request: ImportCalendar) -> CalendarAnswer:
    """Import working days; due dates are recomputed and those that moved are listed.

    With `dry_run` the same is told and nothing is written.
    """
    days = _read(request)
    before = work.calendar
    after = Calendar({**before.days, **days})
    changed = [day for day, on in days.items() if before.is_working(day) != on]
    moves = moves_of(work, before, after)
    if not request.dry_run:
        take_over(work, days, moves)
    seen = [(case, event) for case, event in moves if _is_seen(case, event)]
    shapes = Shapes(work.tx, work.catalogue, after, work.day)
    return CalendarAnswer(
        len(days),
        shapes.cases([_as_moved(work, case, event, request.dry_run) for case, event in seen]),
        tuple(case.due_on for case, _ in seen),
        tuple(CalendarChange(day, days[day]) for day in sorted(changed)),
        tuple(y for y in (work.day.year, work.day.year + 1) if y not in after.years),
    )


def moves_of(work: Work, before: Calendar, after: Calendar) -> Moves:
    """Return how a new calendar moves the due dates of the cases that have one."""
    items = work.catalogue.items
    found = (
        (case, recomputed(case, items[case.item], before, after))
        for case in work.tx.cases_with_due_dates()
    )
    return [(case, event) for case, event in found if event is not None]


def take_over(work: Work, days: dict[date, bool], moves: Moves) -> None:
    """Write the days and what they move."""
    work.record(CalendarImported({day.isoformat(): on for day, on in days.items()}))
    for _, event in moves:
        work.record(event)


def _read(request: ImportCalendar) -> dict[date, bool]:
    if (request.path is None) == (request.text is None):
        raise DeskError("missing_field", field="path")
    if request.text is not None:
        return read_notice(request.text)
    assert request.path is not None
    return read_calendar(Path(request.path))


def _is_seen(case: Case, event: CaseDueMoved) -> bool:
    return event.due_on != case.due_on or event.gap_until != case.gap_until


def _as_moved(work: Work, case: Case, event: CaseDueMoved, dry_run: bool) -> Case:
    if not dry_run:
        return references.case(work.tx, case.case_id)
    until = event.gap_until if event.gap_until is not None else case.gap_until
    return replace(case, due_on=event.due_on, provisional=event.provisional, gap_until=until)
