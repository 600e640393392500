"""How long somebody who came now would wait: the hall as it stands, and how fast it has been."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from statistics import fmean

from desktop.domain.catalogue import Catalogue
from desktop.domain.paces import Past, Stop, pace, through
from desktop.domain.queueing import Reason
from desktop.domain.site import Counter
from desktop.domain.tickets import Place, Ticket
from desktop.domain.told_waits import is_worth_paper
from desktop.domain.waiting import Server, Waiting, estimate
from desktop.journal.looking import Look
from desktop.requests import EstimateWait
from desktop.snapshots import WaitAnswer, WaitMinutes
from desktop.use_cases import references
from desktop.use_cases.looking import called_windows
from desktop.use_cases.shapes import reason_shape

SHORT_PAUSE_S = 600.0
"""A counter that pauses within the opening hours is expected back after so long."""

_USUAL_MINUTES = 10.0


@dataclass(frozen=True, slots=True)
class _Hall:
    """The counters that call, with whom they have, and the windows in line in calling order."""

    servers: tuple[Server, ...]
    ahead: tuple[Waiting, ...]


def wait(look: Look, request: EstimateWait) -> WaitAnswer:
    """Answer `wait.estimate`; `unknown_window` for a window that there is not."""
    window = references.window(look.catalogue, request.window).code
    memory = look.known.pace_memory
    past = memory.past(look.reads, look.day)
    today = memory.today(look.reads, look.day, look.at)
    hall = _hall(look, past)
    serving = [server for server in hall.servers if window in server.windows]
    values: dict[str, str | int] = {
        "window": window,
        "ahead": sum(
            1 for one in hall.ahead if one.window == window and not (one.after or one.away)
        ),
        "counters": len(serving),
        "served": _told_from(window, past, today),
    }
    usual = {code: usual_seconds(look.catalogue, code) for code in look.catalogue.windows}
    speed = pace(past, today, usual, look.at, look.known.zone)
    found = estimate(window, hall.ahead, hall.servers, speed)
    if found is None:
        return WaitAnswer(None, reason_shape(Reason("window_is_closed", values)))
    code = "wait_from_history" if values["served"] else "wait_from_catalogue"
    minutes = WaitMinutes(found.p10, found.p50, found.p90)
    worth = bool(values["served"]) and is_worth_paper(found.p10, found.p50, found.p90)
    return WaitAnswer(minutes, reason_shape(Reason(code, values)), worth)


def pauses(
    at: time, working: Mapping[tuple[time, time], frozenset[int]], number: int
) -> tuple[tuple[float, float], ...]:
    """Return the pauses between opening hours still to come for a counter, in seconds from now.

    `working` names for each pause the counters that work through it.  `at` is local time.
    """
    now = _seconds(at)
    found = []
    for (begin, end), staying in working.items():
        if number not in staying and _seconds(end) > now:
            found.append((_seconds(begin) - now, _seconds(end) - now))
    return tuple(sorted(found))


def _hall(look: Look, past: Past) -> _Hall:
    local = look.at.astimezone(look.known.zone).time()
    spans = look.known.hours.of(look.day)
    working = through(past, spans, look.known.zone)
    servers = []
    away: set[str] = set()
    for one in look.reads.counters():
        if one.state == "closed":
            continue
        ticket = look.reads.ticket_at(one.number)
        servers.append(_server(look, one, ticket, pauses(local, working, one.number)))
        if ticket is not None:
            away.add(ticket.ticket_id)
    line = [
        one
        for one in look.reads.places_of_day(look.day)
        if one.state in ("ready", "blocked") or (one.state == "away" and one.ticket_id in away)
    ]
    line.sort(key=lambda one: one.order)
    return _Hall(tuple(servers), waiting(line, {(s.busy_ticket, s.busy_step) for s in servers}))


def waiting(line: Iterable[Place], busy: Container[tuple[str | None, int]]) -> tuple[Waiting, ...]:
    """Return the places of a line in the order given, without those that are being served."""
    return tuple(
        Waiting(
            one.ticket_id,
            one.step_no,
            one.window,
            one.after if one.state == "blocked" else (),
            one.state == "away",
        )
        for one in line
        if (one.ticket_id, one.step_no) not in busy
    )


def _server(
    look: Look, one: Counter, ticket: Ticket | None, resting: tuple[tuple[float, float], ...]
) -> Server:
    away = 0.0
    if one.state == "paused":
        in_pause = [end for begin, end in resting if begin <= 0 < end]
        away = in_pause[0] if in_pause else SHORT_PAUSE_S
    else:
        # It works now, whatever the hours say: what has begun already is no pause of its own.
        resting = tuple(span for span in resting if span[0] > 0)
    windows = frozenset(called_windows(look, one.number))
    if ticket is None:
        return Server(one.number, windows, away_s=away, pauses=resting)
    return Server(
        one.number,
        windows,
        busy_window=ticket.call_window,
        busy_s=_elapsed(look.at, ticket),
        busy_ticket=ticket.ticket_id,
        busy_step=ticket.step_no or 0,
        away_s=away,
        pauses=resting,
    )


def _elapsed(at: datetime, ticket: Ticket) -> float:
    began = ticket.called_at or ticket.started_at or at
    return max(0.0, (at - began).total_seconds())


def usual_seconds(catalogue: Catalogue, window: str) -> float:
    """Return what the catalogue says a visitor of a window takes, in seconds."""
    minutes = [item.minutes for item in catalogue.items_of(window)]
    return 60 * (fmean(minutes) if minutes else _USUAL_MINUTES)


def _told_from(window: str, past: Past, today: Sequence[Stop]) -> int:
    return sum(1 for stop in (*past.stops, *today) if stop.window == window)


def _seconds(at: time) -> float:
    return at.hour * 3600.0 + at.minute * 60 + at.second
