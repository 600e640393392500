"""What always holds, whatever was asked of a desk."""

from __future__ import annotations

from db.reads.looks import SqlReads
from desktop.domain.cases import Case
from desktop.domain.site import Series
from desktop.domain.tickets import Interval, Place, Ticket


def no_ticket_is_in_two_places(reads: SqlReads) -> None:
    """One counter, one state; places, intervals and ticket tell the same."""
    tickets = list(reads.stream_rows(Ticket))
    places = list(reads.stream_rows(Place))
    intervals = list(reads.stream_rows(Interval))
    _tickets_are_whole(tickets)
    states = {ticket.ticket_id: ticket for ticket in tickets}
    ready: set[tuple[str, str]] = set()
    open_places: dict[str, list[str]] = {ticket.ticket_id: [] for ticket in tickets}
    for place in places:
        ticket = states[place.ticket_id]
        if place.state in ("blocked", "ready", "away"):
            open_places[place.ticket_id].append(place.state)
            assert place.line_day == ticket.line_day
        if place.state == "ready":
            assert (place.ticket_id, place.window) not in ready
            ready.add((place.ticket_id, place.window))
            assert ticket.state == "waiting"
        if place.state == "away":
            assert ticket.state in ("called", "serving", "held", "missed")
            assert ticket.ended_at is None
    for ticket_id, states_open in open_places.items():
        ticket = states[ticket_id]
        assert bool(states_open) == (ticket.ended_at is None), (ticket, states_open)
        if ticket.state == "waiting":
            assert "ready" in states_open
        running = [i for i in intervals if i.ticket_id == ticket_id and i.ended_at is None]
        assert sum(i.kind == "ready" for i in running) == states_open.count("ready")
        others = [i.kind for i in running if i.kind != "ready"]
        span = {"called": "walking", "serving": "serving", "held": "holding"}
        assert others == ([span[ticket.state]] if ticket.state in span else [])
        if ticket.state in ("called", "serving"):
            assert [i.counter for i in running if i.kind != "ready"] == [ticket.counter]


def _tickets_are_whole(tickets: list[Ticket]) -> None:
    labels = [(ticket.day, ticket.label) for ticket in tickets]
    assert len(set(labels)) == len(labels), "a number twice"
    at_counters = [t.counter for t in tickets if t.counter is not None]
    assert len(set(at_counters)) == len(at_counters), "two tickets at one counter"
    for ticket in tickets:
        assert (ticket.counter is not None) == (ticket.state in ("called", "serving"))
        assert (ticket.held_counter is not None) == (ticket.state == "held")
        away = ticket.state in ("called", "serving", "held")
        assert (ticket.step_no is not None) == away


def no_series_has_a_hole(reads: SqlReads) -> None:
    """Every number up to the last one was given, once."""
    tickets = list(reads.stream_rows(Ticket))
    cases = list(reads.stream_rows(Case))
    series = {(row.scope, row.code): row.next_no for row in reads.stream_rows(Series)}
    taken: dict[tuple[str, str], set[int]] = {}
    for ticket in tickets:
        taken.setdefault((ticket.day.isoformat(), ticket.code), set()).add(ticket.no)
    for case in cases:
        taken.setdefault((case.received_on.isoformat(), case.series), set()).add(case.no)
    for key, numbers in taken.items():
        assert numbers == set(range(1, series[key])), key
