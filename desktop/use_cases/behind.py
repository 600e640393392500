"""What stands behind each figure: as many tickets, stops, cases or counters as it counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from desktop.domain.day_figures import GIVEN_UP, StopSum, is_missed
from desktop.domain.errors import DeskError
from desktop.domain.tickets import Ticket
from desktop.journal.looking import Look
from desktop.ports import CaseChoice
from desktop.requests import ListFigure
from desktop.snapshots import EnquiryRow, FigureAnswer, FigureRow
from desktop.use_cases import references
from desktop.use_cases.figures import at_counters, calls, stands, waited
from desktop.use_cases.looking import with_life
from desktop.use_cases.shapes import Shapes

OF_TICKETS: Final = ("issued", "served", "missed", "cancelled", "waiting_now", "waits")
OF_NOW: Final = ("called", "serving", "counters_open", "overdue")
FIGURES: Final = (*OF_TICKETS, *OF_NOW, "answered")

_TICKET_STATES: Final = {
    "served": ("done",),
    "missed": ("missed",),
    "cancelled": ("cancelled", "void"),
    "waiting_now": ("waiting",),
}


def behind(look: Look, request: ListFigure) -> FigureAnswer:
    """Answer `figures.tickets`; `invalid_value` for a figure that there is not, or not that day.

    Those who wait stand with the longest wait first, others in the order of their issue.
    """
    figure, day = request.figure, request.day
    if figure not in FIGURES or (figure in OF_NOW and day != look.day):
        raise DeskError("invalid_value", field="figure", value=figure[:100])
    window = None
    if request.window is not None:
        window = references.window(look.catalogue, request.window).code
    match figure:
        case "overdue":
            return _overdue(look, request, window)
        case "counters_open":
            return _counters(look, request, window)
        case "answered":
            return _answered(look, request, window)
    stops = look.known.figure_memory.stops(look.reads, day)
    if window is None:
        chosen = _tickets(look, stops, request)
    else:
        chosen = [[stop] for stop in _places(look, stops, request, window)]
    rows = _rows(look, chosen, window is not None, figure == "waits")
    if figure == "waiting_now":
        rows.sort(key=lambda row: -(row.wait_seconds or 0))
    else:
        rows.sort(key=lambda row: (row.issued_at, row.label, row.step_no or 0))
    return FigureAnswer(day, figure, window, len(rows), tuple(rows))


def _tickets(look: Look, stops: list[StopSum], request: ListFigure) -> list[list[StopSum]]:
    grouped: dict[str, list[StopSum]] = {}
    for stop in stops:
        grouped.setdefault(stop.ticket_id, []).append(stop)
    day, figure = request.day, request.figure
    if figure in ("called", "serving"):
        wanted = at_counters(stops, day)[figure == "serving"]
        return [mine for key, mine in grouped.items() if key in wanted]
    found = []
    for mine in grouped.values():
        if figure == "waits":
            begun = _begun(mine)
            fits = begun is not None and begun.first_day == day
        else:
            states = _TICKET_STATES.get(figure)
            fits = mine[0].ticket_day == day
            fits = fits and (states is None or mine[0].ticket_state in states)
        if fits:
            found.append(mine)
    return found


def _places(look: Look, stops: list[StopSum], request: ListFigure, window: str) -> list[StopSum]:
    day = request.day
    if request.figure == "waits":
        return [stop for stop in stops if stop.window == window and stop.first_day == day]
    here = [
        stop for stop in stops if stop.window == window and stop.day == day and stop.end != "joined"
    ]
    if request.figure in ("called", "serving"):
        wanted = at_counters(here, day)[request.figure == "serving"]
        return [stop for stop in here if stop.ticket_id in wanted and stop.state == "away"]
    if request.figure == "issued":
        return here
    return [stop for stop in here if fate(stop) == request.figure]


def fate(stop: StopSum) -> str:
    """Return which of a window's figures a stop belongs to, "" for none yet."""
    tests: tuple[tuple[str, bool], ...] = (
        ("served", stop.end == "finished"),
        ("missed", stop.end == "missed" or is_missed(stop)),
        ("cancelled", stop.end in GIVEN_UP),
        ("waiting_now", stop.state == "ready"),
    )
    return next((name for name, is_so in tests if is_so), "")


def _begun(stops: list[StopSum]) -> StopSum | None:
    started = [stop for stop in stops if stop.first_n is not None]
    return min(started, key=lambda stop: stop.first_n or 0, default=None)


def _rows(look: Look, chosen: list[list[StopSum]], places: bool, begun: bool) -> list[FigureRow]:
    """Return a row each; `begun`: the wait is the one that ended with the first start."""
    tickets = look.reads.tickets(stops[0].ticket_id for stops in chosen)
    ids = (one.enterprise_id for one in tickets.values() if one.enterprise_id is not None)
    found = look.reads.enterprises(ids)

    def company(ticket: Ticket) -> str | None:
        row = found.get(ticket.enterprise_id or "")
        return row.name if row is not None else None

    make: Callable[[Look, Ticket, list[StopSum], str | None, bool], FigureRow]
    make = _place_row if places else _ticket_row
    rows = []
    for stops in chosen:
        ticket = tickets[stops[0].ticket_id]
        rows.append(make(look, ticket, stops, company(ticket), begun))
    return rows


def _ticket_row(
    look: Look, ticket: Ticket, stops: list[StopSum], company: str | None, ended: bool
) -> FigureRow:
    """A ticket waits from the door to its first start; still waiting: as its stops in line do."""
    begun = _begun(stops)
    if ticket.state == "waiting" and not ended:
        now = [waited(stop, look.at) for stop in stops if stands(stop, ticket.line_day)]
        wait = max(now) // 1000 if now else None
    else:
        wait = begun.door_ms // 1000 if begun is not None else None
    times = [stop.serving_ms for stop in stops if stop.serving_ms is not None]
    return FigureRow(
        ticket.ticket_id,
        ticket.label,
        None,
        tuple(stop.window for stop in sorted(stops, key=lambda one: one.step_no)),
        ticket.state,
        ticket.end,
        company,
        ticket.issued_at,
        begun.started_at if begun is not None else None,
        wait,
        sum(times) // 1000 if times else None,
        ticket.counter if ticket.counter is not None else ticket.held_counter,
    )


def _place_row(
    look: Look, ticket: Ticket, stops: list[StopSum], company: str | None, ended: bool
) -> FigureRow:
    stop = stops[0]
    wait = None
    if stop.state == "ready" and not ended:
        wait = waited(stop, look.at) // 1000
    elif stop.first_n is not None:
        wait = stop.ready_ms // 1000
    return FigureRow(
        ticket.ticket_id,
        ticket.label,
        stop.step_no,
        (stop.window,),
        stop.state,
        stop.end,
        company,
        ticket.issued_at,
        stop.started_at,
        wait,
        None if stop.serving_ms is None else stop.serving_ms // 1000,
        ticket.counter if stop.step_no == ticket.step_no else None,
    )


def _overdue(look: Look, request: ListFigure, window: str | None) -> FigureAnswer:
    choice = CaseChoice(
        overdue_on=look.day, window=window, limit=max(1, look.reads.overdue_count(look.day))
    )
    found = sorted(
        look.reads.cases(choice), key=lambda case: (case.due_on or look.day, case.number)
    )
    shapes = Shapes(look.reads, look.catalogue, look.calendar, look.day).cases(found)
    return FigureAnswer(request.day, request.figure, window, len(shapes), cases=shapes)


def _counters(look: Look, request: ListFigure, window: str | None) -> FigureAnswer:
    every = with_life(look, look.reads.counters())
    if window is None:
        found = tuple(one for one in every if one.state == "open")
    else:
        found = tuple(one for one in every if calls(one, window))
    return FigureAnswer(request.day, request.figure, window, len(found), counters=found)


def _answered(look: Look, request: ListFigure, window: str | None) -> FigureAnswer:
    found = tuple(
        EnquiryRow(one.enquiry_id, one.at, one.window, one.item, one.staff)
        for one in look.reads.enquiries_of_day(request.day)
        if window in (None, one.window)
    )
    return FigureAnswer(request.day, request.figure, window, len(found), enquiries=found)
