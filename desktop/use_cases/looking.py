"""What is only looked at: tickets, counters, queue, board, cases, enterprises, settings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Literal, cast

from desktop.domain.cases import CASE_STATES
from desktop.domain.catalogue import Limit
from desktop.domain.desk_records import HelpCall
from desktop.domain.errors import DeskError
from desktop.domain.people import Staff
from desktop.domain.queueing import why_in_row
from desktop.domain.site import Counter
from desktop.domain.tickets import Place, Ticket
from desktop.journal.looking import Look
from desktop.ports import CaseChoice
from desktop.requests import (
    ComputeDue,
    FindEnterprises,
    FindTickets,
    GetSettings,
    ListCases,
    ListOpenTickets,
    ListStaff,
    ShowBoard,
    ShowCatalogue,
    ShowCounter,
    ShowQueue,
    ShowSite,
    ShowTicket,
)
from desktop.snapshots import (
    BoardAnswer,
    BoardCall,
    CasesAnswer,
    CatalogueAnswer,
    CounterFile,
    CounterShape,
    DueAnswer,
    EnterprisesAnswer,
    FoundShape,
    QueueAnswer,
    QueueRow,
    SettingsAnswer,
    SiteAnswer,
    StaffListAnswer,
    TicketFile,
    TicketsAnswer,
)
from desktop.use_cases import guide_desk, references
from desktop.use_cases.shapes import (
    Shapes,
    counter_shape,
    help_shape,
    interval_shape,
    reason_shape,
    site_shape,
    staff_shape,
)

BOARD_NEXT = 3
MOST_LISTED = 1000
COMPANIES_MEANT = 50
"""A text in `case.list` may mean so many companies, the best first."""


def shapes(look: Look) -> Shapes:
    """Return the maker of shapes of this look."""
    return Shapes(look.reads, look.catalogue, look.calendar, look.day)


def site(look: Look, request: ShowSite) -> SiteAnswer:
    """Answer `site.show`."""
    counters = tuple(with_life(look, look.reads.counters()))
    return SiteAnswer(site_shape(look.site), counters, guide_desk.stopped(look))


def staff_list(look: Look, request: ListStaff) -> StaffListAnswer:
    """Answer `staff.list`."""
    people = look.reads.staff()
    return StaffListAnswer(tuple(staff_shape(person, look.rules) for person in people))


def settings(look: Look, request: GetSettings) -> SettingsAnswer:
    """Answer `settings.get`."""
    if request.key is None:
        return SettingsAnswer(look.rules.all())
    return SettingsAnswer({request.key: look.rules.value(request.key)})


def catalogue(look: Look, request: ShowCatalogue) -> CatalogueAnswer:
    """Answer `catalogue.show`."""
    plain = look.catalogue.to_plain()
    return CatalogueAnswer(tuple(plain["windows"]), tuple(plain["items"]), tuple(plain["bundles"]))


def due(look: Look, request: ComputeDue) -> DueAnswer:
    """Answer `calendar.due`; `invalid_value` for an unknown basis or an impossible number."""
    if request.basis not in ("working", "natural", "month"):
        raise DeskError("invalid_value", field="basis", value=request.basis[:100])
    basis = cast("Literal['working', 'natural', 'month']", request.basis)
    try:
        found = look.calendar.due(request.accepted_on, Limit(request.days, basis))
    except (ValueError, OverflowError):
        raise DeskError("invalid_value", field="days", value=str(request.days)[:100]) from None
    return DueAnswer(found.day, found.provisional)


def ticket(look: Look, request: ShowTicket) -> TicketFile:
    """Answer `ticket.show`."""
    found = references.ticket(look.reads, request.ticket, look.day)
    cases = look.reads.cases_of(found.ticket_id)
    mine = [case.case_id for case in cases if case.ticket_id == found.ticket_id]
    papers = look.reads.papers_of(found.ticket_id, mine)
    make = shapes(look)
    return TicketFile(
        make.ticket(found),
        tuple(interval_shape(i) for i in look.reads.all_intervals(found.ticket_id)),
        make.cases(cases),
        make.papers(papers),
    )


def tickets(look: Look, request: FindTickets) -> TicketsAnswer:
    """Answer `ticket.find`: today's tickets by label, company or the phone's last digits."""
    text = request.text.strip()
    if not text:
        return TicketsAnswer(())
    today = look.reads.tickets_of_day(look.day)
    people = {}
    if text.isdecimal() and len(text) >= 4:
        people = look.reads.people(t.visitor for t in today if t.visitor is not None)
    names = look.reads.enterprises(t.enterprise_id for t in today if t.enterprise_id is not None)
    companies = {
        found.enterprise.enterprise_id for found in look.reads.find_enterprises(text, 1000)
    }
    companies.update(merged_ids(look, tuple(companies)))

    def fits(one: Ticket) -> bool:
        phone = people.get(one.visitor or "", {}).get("phone", "")
        company = names.get(one.enterprise_id or "")
        return (
            one.label == text.upper()
            or (bool(phone) and phone.endswith(text))
            or one.enterprise_id in companies
            or (company is not None and text in company.name)
        )

    make = shapes(look)
    return TicketsAnswer(tuple(make.ticket(one) for one in today if fits(one)))


def open_tickets(look: Look, request: ListOpenTickets) -> TicketsAnswer:
    """Answer `day.open_tickets`: what `day.close` would still ask about."""
    day = request.day or look.day
    make = shapes(look)
    return TicketsAnswer(tuple(make.ticket(one) for one in look.reads.open_tickets(day)))


def counter(look: Look, request: ShowCounter) -> CounterFile:
    """Answer `counter.show`."""
    found = references.counter(look.reads, request.counter)
    at_it = look.reads.ticket_at(found.number)
    make = shapes(look)
    held = tuple(make.ticket(one) for one in look.reads.held_at(found.number))
    cases = make.cases(look.reads.cases_of(at_it.ticket_id)) if at_it else ()
    (shape,) = with_life(look, [found])
    return CounterFile(shape, make.ticket(at_it) if at_it else None, held, cases)


def with_life(look: Look, counters: Iterable[Counter]) -> Iterator[CounterShape]:
    """Yield counters as they are shown, with whether their desks are still there."""
    leases = look.reads.leases()
    calls = {call.counter: call for call in look.reads.every(HelpCall)}
    now = look.now or look.at
    for one in counters:
        lease = leases.get(one.number)
        alive = None if lease is None else lease.is_alive(now)
        yield counter_shape(one, alive, help_shape(look.reads, calls.get(one.number), look.at))


def called_windows(look: Look, number: int) -> list[str]:
    """Return what a counter calls: opened windows (all of its own while closed) ∩ the person's."""
    found: Counter = references.counter(look.reads, number)
    person = look.reads.get(Staff, found.staff) if found.staff else None
    mine = person.windows if person else None
    windows = found.opened_windows if found.state != "closed" else found.windows
    return [window for window in windows if mine is None or window in mine]


def queue(look: Look, request: ShowQueue) -> QueueAnswer:
    """Answer `queue.show`: ready places in calling order, each with its reason."""
    windows: list[str] | None = None
    if request.window is not None:
        windows = [_window(look, request.window)]
    if request.counter is not None:
        called = called_windows(look, request.counter)
        windows = called if windows is None else [w for w in called if w in windows]
    places = look.reads.queue(look.day, windows)
    waiting = look.reads.tickets(place.ticket_id for place in places)
    ids = (one.enterprise_id for one in waiting.values() if one.enterprise_id is not None)
    names = {key: row.name for key, row in look.reads.enterprises(ids).items()}
    return QueueAnswer(
        tuple(_row(look, place, waiting[place.ticket_id], names) for place in places)
    )


def _row(look: Look, place: Place, one: Ticket, names: dict[str, str]) -> QueueRow:
    starts = look.rules.head_starts()
    reason = why_in_row(one, place, starts.get(one.priority or "", 0))
    waited = max(0, int((look.at - one.issued_at).total_seconds() // 60))
    return QueueRow(
        label=one.label,
        ticket=one.ticket_id,
        window=place.window,
        rank_at=place.rank_at,
        waiting_minutes=waited,
        priority=one.priority,
        reason=reason_shape(reason),
        enterprise_name=names.get(one.enterprise_id or ""),
        step_no=place.step_no,
    )


def board(look: Look, request: ShowBoard) -> BoardAnswer:
    """Answer `board.show`: numbers only."""
    if not 1 <= request.limit <= MOST_LISTED:
        raise DeskError("invalid_value", field="limit", value=str(request.limit)[:100])
    calls = tuple(
        BoardCall(
            one.label, one.ticket_id, one.call_counter, one.call_window, one.called_at, one.calls
        )
        for one in look.reads.latest_calls(look.day, request.limit)
        if one.call_counter is not None
        and one.call_window is not None
        and one.called_at is not None
    )
    windows = look.catalogue.windows
    heads = look.reads.heads(look.day, list(windows), BOARD_NEXT)
    waiting = look.reads.tickets(place.ticket_id for place in heads)
    following: dict[str, object] = {}
    for code, window in windows.items():
        mine = sorted((p for p in heads if p.window == code), key=lambda place: place.order)
        if mine or not window.withdrawn:  # who waited for one that is gone is served all the same
            following[code] = [waiting[place.ticket_id].label for place in mine]
    return BoardAnswer(calls, following)


def _window(look: Look, code: str) -> str:
    """Return a window's code, also of one that is gone: somebody may wait for it still."""
    found = look.catalogue.windows.get(code.upper())
    if found is None:
        raise DeskError("unknown_window", window=code[:100])
    return found.code


def cases(look: Look, request: ListCases) -> CasesAnswer:
    """Answer `case.list`."""
    if request.state is not None and request.state not in CASE_STATES:
        raise DeskError("invalid_value", field="state", value=request.state[:100])
    if not 1 <= request.limit <= MOST_LISTED:
        raise DeskError("invalid_value", field="limit", value=str(request.limit)[:100])
    window = None if request.window is None else _window(look, request.window)
    company = request.enterprise
    merged: tuple[str, ...] = ()
    if company is not None:
        company = references.enterprise(look.reads, company).enterprise_id
        merged = merged_ids(look, [company])
    after = request.after
    if after is not None:
        after = references.case(look.reads, after).case_id
    choice = CaseChoice(
        state=request.state,
        window=window,
        enterprise_id=company,
        merged=merged,
        assigned_to=request.assigned_to.upper() if request.assigned_to else None,
        due_by=request.due_by,
        overdue_on=look.day if request.overdue is True else None,
        not_overdue_on=look.day if request.overdue is False else None,
        open_only=request.open is True,
        ended_only=request.open is False,
        waiting=bool(request.waiting),
        limit=request.limit,
        after=after,
    )
    text = (request.text or "").strip()
    if text:
        found = look.reads.find_enterprises(text, COMPANIES_MEANT)
        ids = tuple(one.enterprise.enterprise_id for one in found)
        ids += merged_ids(look, ids)
        choice = replace(choice, number=text.upper(), companies=ids)
    return CasesAnswer(shapes(look).cases(look.reads.cases(choice)))


def merged_ids(look: Look, ids: Sequence[str]) -> tuple[str, ...]:
    """Return the ids of the enterprises that were merged into these."""
    return tuple(row.enterprise_id for row in look.reads.merged_into(ids))


def enterprises(look: Look, request: FindEnterprises) -> EnterprisesAnswer:
    """Answer `enterprise.find`, best first."""
    if not 1 <= request.limit <= MOST_LISTED:
        raise DeskError("invalid_value", field="limit", value=str(request.limit)[:100])
    found = look.reads.find_enterprises(request.text, request.limit)
    return EnterprisesAnswer(
        tuple(
            FoundShape(
                one.enterprise.enterprise_id, one.enterprise.name, one.enterprise.uscc, one.why
            )
            for one in found
        )
    )
