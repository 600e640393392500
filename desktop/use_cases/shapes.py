"""From rows to what is shown: the shapes of tickets, cases, papers, counters."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from desktop.domain.cases import Case, Paper, is_overdue
from desktop.domain.catalogue import Catalogue
from desktop.domain.desk_records import HelpCall
from desktop.domain.enterprise_file import Enterprise, EnterpriseCare
from desktop.domain.people import Staff
from desktop.domain.queueing import Reason
from desktop.domain.rules import Rules
from desktop.domain.site import Counter, Site
from desktop.domain.tickets import Interval, Place, Ticket
from desktop.domain.working_time import Calendar
from desktop.snapshots import (
    CaseShape,
    CounterShape,
    EnterpriseShape,
    HelpShape,
    IntervalShape,
    PaperShape,
    PlaceShape,
    ReasonShape,
    SiteShape,
    StaffShape,
    TicketShape,
)
from desktop.use_cases.references import kept_enterprise

HELP_STANDS = timedelta(hours=2)
"""A call for help that nobody has ended for so long is forgotten."""

DUE_SOON = 2
"""A case is shown as due soon from so many working days before its due date."""


def place_shape(place: Place) -> PlaceShape:
    """Return a place as it is shown."""
    return PlaceShape(
        place.step_no,
        place.window,
        place.state,
        place.rank_at,
        place.after,
        place.cases,
        place.end,
        place.counter,
        place.notes,
    )


def ticket_shape(ticket: Ticket, places: Iterable[Place], company: str | None) -> TicketShape:
    """Return a ticket as it is shown; `company` is its enterprise's name."""
    return TicketShape(
        id=ticket.ticket_id,
        label=ticket.label,
        day=ticket.day,
        state=ticket.state,
        counter=ticket.counter,
        step_no=ticket.step_no,
        issued_at=ticket.issued_at,
        places=tuple(place_shape(place) for place in places),
        line_day=ticket.line_day,
        door=ticket.door,
        priority=ticket.priority,
        enterprise=ticket.enterprise_id,
        enterprise_name=company,
        calls=ticket.calls if ticket.counter is not None else 0,
        misses=ticket.misses,
        called_at=ticket.called_at,
        started_at=ticket.started_at,
        held_counter=ticket.held_counter,
        hold_until=ticket.hold_until,
        end=ticket.end,
        fence=ticket.fence,
    )


def light(case: Case, today: date, calendar: Calendar) -> tuple[str | None, int | None]:
    """Return a case's light (normal, soon, overdue) and the working days left until it is due.

    None where no clock of ours runs.  Days left are negative once it is overdue.
    """
    if case.due_on is None or case.state not in ("accepted", "supplementing"):
        return None, None
    if case.clock_stopped_on is not None:
        return "stopped", None
    if is_overdue(case, today):
        return "overdue", -max(1, calendar.working_days_between(case.due_on, today))
    left = calendar.working_days_between(today, case.due_on)
    return ("soon" if left <= DUE_SOON else "normal"), left


def case_shape(
    case: Case, catalogue: Catalogue, today: date, calendar: Calendar, company: str | None
) -> CaseShape:
    """Return a case as it is shown on `today`."""
    item = catalogue.items.get(case.item)
    colour, left = light(case, today, calendar)
    return CaseShape(
        id=case.case_id,
        number=case.number,
        item=case.item,
        item_name=item.name_zh if item else case.item,
        enterprise=case.enterprise_id,
        state=case.state,
        window=case.window,
        co_windows=case.co_windows,
        due_on=case.due_on,
        provisional=case.provisional,
        overdue=is_overdue(case, today),
        bundle=case.bundle,
        gap_until=case.gap_until,
        assigned_to=case.assigned_to,
        enterprise_name=company,
        kind=str(item.kind) if item else "",
        received_at=case.received_at,
        accepted_on=case.accepted_on,
        extended_to=case.extended_to,
        missing=case.missing,
        gap_open=case.is_gap_awaited,
        refused_at=case.refused_at,
        ticket=case.ticket_id,
        waits_for=case.waits_for,
        days_left=left,
        light=colour,
    )


def paper_shape(paper: Paper) -> PaperShape:
    """Return a paper as it is shown."""
    return PaperShape(
        paper.paper_id,
        paper.kind,
        paper.number,
        paper.printed,
        paper.reprints,
        paper.void,
        paper.case_id,
        paper.ticket_id,
    )


def counter_shape(
    counter: Counter, alive: bool | None = None, called: HelpShape | None = None
) -> CounterShape:
    """Return a counter as it is shown; `alive`: whether its desk is still there."""
    return CounterShape(
        counter.number,
        counter.windows,
        counter.state,
        counter.staff,
        counter.opened_windows,
        alive if counter.state != "closed" else None,
        called,
    )


def help_shape(rows: Any, call: HelpCall | None, at: datetime) -> HelpShape | None:
    """Return a counter's call for help while it stands; `rows` is a transaction or a look."""
    if call is None or call.answered_at is not None or at - call.asked_at > HELP_STANDS:
        return None
    ticket = rows.get(Ticket, call.ticket_id) if call.ticket_id else None
    label = ticket.label if ticket is not None else None
    return HelpShape(call.asked_at, call.asked_by, label, call.note_text)


def site_shape(site: Site) -> SiteShape:
    """Return the site as it is shown."""
    return SiteShape(
        site.code, site.name, site.zone, dict(site.hours), site.rollover_hour, site.day
    )


def staff_shape(staff: Staff, rules: Rules) -> StaffShape:
    """Return a person as shown; the name is filled in when the answer is given."""
    signs_in = staff.code in rules.credentials()
    return StaffShape(
        staff.code, staff.roles, staff.windows, staff.name, active=staff.active, signs_in=signs_in
    )


def enterprise_shape(
    enterprise: Enterprise,
    care: EnterpriseCare | None = None,
    person: Staff | None = None,
    open_cases: int | None = None,
) -> EnterpriseShape:
    """Return an enterprise as it is shown; `person` is its named contact."""
    return EnterpriseShape(
        enterprise.enterprise_id,
        enterprise.name,
        enterprise.uscc,
        enterprise.registered_place,
        enterprise.work_place,
        care.tier if care else None,
        care.named_contact if care else None,
        open_cases,
        person.name if person else None,
    )


def interval_shape(interval: Interval) -> IntervalShape:
    """Return an interval as it is shown."""
    return IntervalShape(
        interval.kind,
        interval.started_at,
        interval.ended_at,
        interval.step_no,
        interval.window,
        interval.counter,
        interval.staff,
    )


def reason_shape(reason: Reason) -> ReasonShape:
    """Return a reason without its sentence, which is made when the answer is given."""
    return ReasonShape(reason.code, dict(reason.values))


class Shapes:
    """Shapes of one moment: looks company names up as they are needed, each once.

    `rows` is a transaction or a look.
    """

    def __init__(self, rows: Any, catalogue: Catalogue, calendar: Calendar, today: date) -> None:
        self._rows = rows
        self._catalogue = catalogue
        self._calendar = calendar
        self._today = today

    def company(self, enterprise_id: str | None) -> str | None:
        """Return the name of an enterprise, of a merged one that of the one it lives on in."""
        found = self._kept(enterprise_id)
        return None if found is None else found.name

    def _kept(self, enterprise_id: str | None) -> Enterprise | None:
        if enterprise_id is None:
            return None
        found = self._rows.get(Enterprise, enterprise_id)
        return kept_enterprise(self._rows, found) if isinstance(found, Enterprise) else None

    def ticket(self, ticket: Ticket) -> TicketShape:
        """Return a ticket with its places."""
        places = self._rows.places(ticket.ticket_id)
        company = self._kept(ticket.enterprise_id)
        if company is not None and company.enterprise_id != ticket.enterprise_id:
            ticket = replace(ticket, enterprise_id=company.enterprise_id)
        return ticket_shape(ticket, places, None if company is None else company.name)

    def case(self, case: Case) -> CaseShape:
        """Return a case."""
        company = self._kept(case.enterprise_id)
        if company is not None and company.enterprise_id != case.enterprise_id:
            case = replace(case, enterprise_id=company.enterprise_id)
        name = None if company is None else company.name
        return case_shape(case, self._catalogue, self._today, self._calendar, name)

    def cases(self, cases: Iterable[Case]) -> tuple[CaseShape, ...]:
        """Return cases."""
        return tuple(self.case(case) for case in cases)

    def papers(self, papers: Sequence[Paper]) -> tuple[PaperShape, ...]:
        """Return papers."""
        return tuple(paper_shape(paper) for paper in papers)


def shown_names(staff: Iterable[Staff], people: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    """Return the names of staff by their codes, the code where a name is not known."""
    return {
        person.code: people.get(person.name or "", {}).get("name", person.code) for person in staff
    }
