"""The counter (柜台): opened by one person, calling one ticket at a time."""

from __future__ import annotations

from datetime import timedelta

from desktop.domain.errors import DeskError
from desktop.domain.events import (
    CounterClosed,
    CounterOpened,
    CounterPaused,
    CounterResumed,
    ServiceStarted,
    TicketCalled,
    TicketHandedOver,
    TicketHeld,
    TicketMissed,
    TicketRecalled,
    TicketResumed,
)
from desktop.domain.people import Staff
from desktop.domain.queueing import Reason, called_enough, next_place, why_next
from desktop.domain.site import Counter
from desktop.domain.state import need
from desktop.domain.stops import changed, drop_open, take_away
from desktop.domain.tickets import Place, Ticket
from desktop.journal.work import Work
from desktop.requests import (
    CallNext,
    CallTicket,
    CloseCounter,
    HoldTicket,
    NoShow,
    OpenCounter,
    PauseCounter,
    Recall,
    ResumeCounter,
    ResumeTicket,
    StartService,
)
from desktop.snapshots import CalledAnswer, CounterAnswer, MaybeTicketAnswer, TicketAnswer
from desktop.use_cases import fences, people, references
from desktop.use_cases.helping import counter_answer, end_call
from desktop.use_cases.reception import ticket_answer, withdraw_received, wrong_state
from desktop.use_cases.shapes import reason_shape


def open_counter(work: Work, request: OpenCounter) -> CounterAnswer:
    """Sit down at a counter; somebody else's open one is handed over with what it serves."""
    counter = references.counter(work.tx, request.counter)
    staff = people.known(work, request.staff)
    elsewhere = work.tx.counter_of(staff.code)
    if elsewhere is not None and elsewhere.number != counter.number:
        raise DeskError("staff_elsewhere", counter=elsewhere.number, staff=staff.code)
    windows = counter.windows
    if request.windows is not None:
        asked = [references.window(work.catalogue, code).code for code in request.windows]
        for code in asked:
            if code not in counter.windows:
                raise DeskError("counter_does_not_serve", counter=counter.number, window=code)
        windows = tuple(dict.fromkeys(asked))
    same = counter.state == "open" and counter.staff == staff.code
    if not same or (request.windows is not None and windows != counter.opened_windows):
        ticket = work.tx.ticket_at(counter.number)
        ticket_id = ticket.ticket_id if ticket else None
        work.record(CounterOpened(counter.number, staff.code, windows, ticket_id))
        if ticket is not None and counter.staff != staff.code:
            fence = ticket.fence + 1
            event = TicketHandedOver(ticket.ticket_id, (), counter.number, staff.code, fence)
            work.record(event)
    work.tx.end_lease(counter.number)  # whoever sits there now beats anew
    return counter_answer(work, counter.number)


def pause(work: Work, request: PauseCounter) -> CounterAnswer:
    """Stop calling; what is at the counter goes on."""
    counter = references.counter(work.tx, request.counter)
    if counter.state != "open":
        raise _not_open(counter)
    text = work.reason(request.reason, f"counter/{counter.number}")
    work.record(CounterPaused(counter.number, text))
    return counter_answer(work, counter.number)


def resume_work(work: Work, request: ResumeCounter) -> CounterAnswer:
    """Go on calling."""
    counter = references.counter(work.tx, request.counter)
    if counter.state != "paused":
        raise DeskError("wrong_state", what="counter", counter=counter.number, state=counter.state)
    work.record(CounterResumed(counter.number))
    return counter_answer(work, counter.number)


def close(work: Work, request: CloseCounter) -> CounterAnswer:
    """Leave the counter; not with somebody called or being served."""
    counter = references.counter(work.tx, request.counter)
    if counter.state == "closed":
        raise _not_open(counter)
    _must_be_free(work, counter)
    text = work.text(request.reason, f"counter/{counter.number}")
    end_call(work, counter.number)
    work.record(CounterClosed(counter.number, text))
    work.tx.end_lease(counter.number)
    return counter_answer(work, counter.number)


def call_next(work: Work, request: CallNext) -> MaybeTicketAnswer:
    """Call whoever is next at the counter's windows, and say why."""
    counter = calling_counter(work, request.counter)
    heads = work.tx.heads(work.day, windows_of(work, counter), 2)
    place = next_place(heads)
    if place is None:
        return MaybeTicketAnswer(None)
    rivals = [head for head in heads if head.ticket_id != place.ticket_id]
    rival = next_place(rivals)
    ticket = need(work.tx, Ticket, place.ticket_id)
    against = need(work.tx, Ticket, rival.ticket_id) if rival else None
    starts = work.rules.head_starts()
    reason = why_next(ticket, against, starts.get(ticket.priority or "", 0))
    _call(work, counter, ticket, place, reason)
    shape = ticket_answer(work, ticket.ticket_id).ticket
    return MaybeTicketAnswer(shape, place.window, reason_shape(reason))


def call_ticket(work: Work, request: CallTicket) -> CalledAnswer:
    """Call one ticket by name, out of its turn."""
    counter = calling_counter(work, request.counter)
    ticket = references.ticket(work.tx, request.ticket, work.day)
    windows = windows_of(work, counter)
    if ticket.state in ("called", "serving") and ticket.counter is not None:
        raise DeskError("already_called", label=ticket.label, counter=ticket.counter)
    ready = [p for p in work.tx.places(ticket.ticket_id) if p.state == "ready"]
    mine = [place for place in ready if place.window in windows]
    if ticket.state != "waiting" or ticket.line_day != work.day or not mine:
        raise DeskError("not_in_line_here", label=ticket.label, counter=counter.number)
    place = min(mine, key=lambda place: place.order)
    _call(work, counter, ticket, place, Reason("by_name", {"label": ticket.label}))
    return CalledAnswer(ticket_answer(work, ticket.ticket_id).ticket, place.window)


def recall(work: Work, request: Recall) -> TicketAnswer:
    """Repeat the call."""
    counter, ticket = _called_at(work, request)
    work.record(TicketRecalled(ticket.ticket_id, (), counter.number, ticket.calls + 1))
    return ticket_answer(work, ticket.ticket_id)


def start(work: Work, request: StartService) -> TicketAnswer:
    """The visitor is here: serving begins, a handover note is acknowledged."""
    counter, ticket = _called_at(work, request)
    assert ticket.step_no is not None
    work.record(ServiceStarted(ticket.ticket_id, (), counter.number, ticket.step_no, counter.staff))
    return ticket_answer(work, ticket.ticket_id)


def no_show(work: Work, request: NoShow) -> TicketAnswer:
    """The visitor did not come: missed; the second time the visit ends."""
    counter, ticket = _called_at(work, request)
    needed = work.rules.number("calls_before_no_show")
    if not called_enough(ticket, needed):
        raise DeskError("too_few_calls", calls=ticket.calls, needed=needed, label=ticket.label)
    misses = ticket.misses + 1
    places = work.tx.places(ticket.ticket_id)
    moved: tuple[Place, ...] = ()
    if misses > 1:
        moved = changed(places, drop_open(places, "missed", work.at))
    work.record(TicketMissed(ticket.ticket_id, moved, counter.number, misses))
    if misses > 1:
        withdraw_received(work, ticket, None, "missed")
    return ticket_answer(work, ticket.ticket_id)


def hold(work: Work, request: HoldTicket) -> TicketAnswer:
    """Put the visit on hold; the counter is free; the minutes only remind."""
    counter, ticket = fences.serving_at(work, request)
    if request.minutes is not None and not 0 < request.minutes <= 24 * 60:
        raise DeskError("invalid_value", field="minutes", value=str(request.minutes)[:100])
    until = work.at + timedelta(minutes=request.minutes) if request.minutes else None
    text = work.text(request.reason, ticket.ticket_id)
    work.record(TicketHeld(ticket.ticket_id, (), counter.number, until, text))
    return ticket_answer(work, ticket.ticket_id)


def resume(work: Work, request: ResumeTicket) -> TicketAnswer:
    """Go on with a held visit at a free counter that serves its window."""
    counter = calling_counter(work, request.counter, paused_too=True)
    ticket = references.ticket(work.tx, request.ticket, work.day)
    if ticket.state != "held" or ticket.step_no is None:
        raise wrong_state(ticket)
    place = need(work.tx, Place, ticket.ticket_id, ticket.step_no)
    if place.window not in windows_of(work, counter):
        raise DeskError("counter_does_not_serve", counter=counter.number, window=place.window)
    work.record(TicketResumed(ticket.ticket_id, (), counter.number, counter.staff))
    return ticket_answer(work, ticket.ticket_id)


def windows_of(work: Work, counter: Counter) -> tuple[str, ...]:
    """Return what the counter calls: its windows ∩ those opened ∩ the person's (None: all)."""
    staff = work.tx.get(Staff, counter.staff) if counter.staff else None
    mine = staff.windows if staff else None
    return tuple(
        window
        for window in counter.opened_windows
        if window in counter.windows and (mine is None or window in mine)
    )


def _call(work: Work, counter: Counter, ticket: Ticket, place: Place, reason: Reason) -> None:
    places = work.tx.places(ticket.ticket_id)
    moved = changed(places, take_away(places))
    work.record(
        TicketCalled(
            ticket.ticket_id,
            moved,
            counter.number,
            place.window,
            place.step_no,
            counter.staff,
            reason.code,
        )
    )


def calling_counter(work: Work, number: int, paused_too: bool = False) -> Counter:
    """Return a counter that is open (or paused) and free; raises why it is not."""
    counter = references.counter(work.tx, number)
    if counter.state == "closed" or (counter.state == "paused" and not paused_too):
        raise _not_open(counter)
    _must_be_free(work, counter)
    return counter


def _must_be_free(work: Work, counter: Counter) -> None:
    ticket = work.tx.ticket_at(counter.number)
    if ticket is not None:
        raise DeskError("counter_busy", counter=counter.number, label=ticket.label)


def _called_at(work: Work, request: fences.OnTicket) -> tuple[Counter, Ticket]:
    counter, ticket = fences.at_counter(work, request)
    if ticket is None or ticket.state != "called":
        state = "free" if ticket is None else ticket.state
        raise DeskError("wrong_state", what="counter", counter=counter.number, state=state)
    return counter, ticket


def _not_open(counter: Counter) -> DeskError:
    return DeskError("counter_not_open", counter=counter.number, state=counter.state)
