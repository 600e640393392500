"""What the counter screen reads; every function waits for the database: lanes only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from desktop import requests as r
from desktop import snapshots as s
from desktop.desk import Desk
from ui.screens.counter.facts import Book, Here, ItemFacts, Moment, Spans, WindowFacts

A = TypeVar("A", bound=s.Answer)


def read_book(desk: Desk) -> Book:
    """Return the catalogue's windows and items."""
    answer = _ask(desk, r.ShowCatalogue(), s.CatalogueAnswer)
    windows = [_window(entry) for entry in map(_plain, answer.windows) if not entry["withdrawn"]]
    items = [_item(entry) for entry in map(_plain, answer.items) if not entry["withdrawn"]]
    return Book({one.code: one for one in windows}, {one.code: one for one in items})


def read_here(desk: Desk) -> Here:
    """Return the site's counters and people, and what stands at counters that were lost."""
    site = _ask(desk, r.ShowSite(), s.SiteAnswer)
    staff = _ask(desk, r.ListStaff(), s.StaffListAnswer)
    dead = {counter.number for counter in site.counters if counter.alive is False}
    tickets = _ask(desk, r.ListOpenTickets(), s.TicketsAnswer).tickets if dead else ()
    lost = tuple(one for one in tickets if one.counter in dead)
    calls = _ask(desk, r.GetSettings(), s.SettingsAnswer).settings.get("calls_before_no_show")
    needed = calls if isinstance(calls, int) else 1
    return Here(site.site.zone, site.counters, staff.staff, lost, needed)


def read_moment(desk: Desk, number: int, papers_of: str, line: Sequence[s.QueueRow] = ()) -> Moment:
    """Return the counter as it is now, with the papers of the ticket `papers_of` ("" none).

    Rows that are as they were in `line` are those very objects: the table then sees at once
    that nothing changed, and compares thousands of rows here instead of on the GUI thread.
    """
    file = _ask(desk, r.ShowCounter(number), s.CounterFile)
    queue = _ask(desk, r.ShowQueue(counter=number), s.QueueAnswer)
    papers: tuple[s.PaperShape, ...] = ()
    if papers_of:
        papers = _ask(desk, r.ShowTicket(papers_of), s.TicketFile).papers
    now = desk.now()
    ticket = file.ticket
    stop, spans, company = None, None, None
    cases: tuple[s.CaseFile, ...] = ()
    if ticket is not None:
        stop = next((p for p in ticket.places if p.step_no == ticket.step_no), None)
        spans = spans_of(_ask(desk, r.ShowTicket(ticket.id), s.TicketFile), now)
        ids = stop.cases if stop else ()
        cases = tuple(_ask(desk, r.ShowCase(case), s.CaseFile) for case in ids)
        if ticket.enterprise is not None:
            company = _ask(desk, r.ShowEnterprise(ticket.enterprise), s.EnterpriseFile)
    return Moment(
        now,
        file.counter,
        ticket,
        spans,
        stop,
        cases,
        company,
        _kept(queue.rows, line),
        file.held,
        papers,
    )


def read_missed(desk: Desk, number: int) -> tuple[s.TicketShape, ...]:
    """Return the missed tickets that this counter could go on with.

    Looks at every open ticket, so it is read only when one was missed or came back.
    """
    counter = _ask(desk, r.ShowCounter(number), s.CounterFile).counter
    answer = _ask(desk, r.ListOpenTickets(), s.TicketsAnswer)
    windows = set(counter.opened_windows or counter.windows)
    return tuple(
        ticket
        for ticket in answer.tickets
        if ticket.state == "missed"
        and any(place.state == "away" and place.window in windows for place in ticket.places)
    )


def spans_of(file: s.TicketFile, now: datetime) -> Spans:
    """Return how long the visitor waited since the door, walked, and was served at this stop."""
    ticket = file.ticket
    mine = [one for one in file.intervals if one.step_no == ticket.step_no]
    walks = [one for one in mine if one.kind == "walking"]
    serves = [one for one in mine if one.kind == "serving"]
    called = walks[0].started_at if walks else now
    running = {"called": "walking", "serving": "serving"}.get(ticket.state, "")
    return Spans(
        waited=(called - ticket.issued_at).total_seconds(),
        walked=_seconds(walks, now),
        served=_seconds(serves, now),
        running=running,
    )


def _kept(rows: Sequence[s.QueueRow], before: Sequence[s.QueueRow]) -> tuple[s.QueueRow, ...]:
    known = {(row.ticket, row.step_no): row for row in before}
    found = ((known.get((row.ticket, row.step_no)), row) for row in rows)
    return tuple(old if old is not None and old == row else row for old, row in found)


def _seconds(intervals: list[s.IntervalShape], now: datetime) -> float | None:
    if not intervals:
        return None
    return sum(((one.ended_at or now) - one.started_at).total_seconds() for one in intervals)


def _ask(desk: Desk, request: r.Request, kind: type[A]) -> A:
    answer = desk.ask(request)
    assert isinstance(answer, kind)
    return answer


def _plain(entry: object) -> Mapping[str, Any]:
    assert isinstance(entry, Mapping)
    return entry


def _window(entry: Mapping[str, Any]) -> WindowFacts:
    return WindowFacts(entry["code"], entry["letter"], entry["name_zh"], entry["name_en"])


def _item(entry: Mapping[str, Any]) -> ItemFacts:
    return ItemFacts(
        entry["code"],
        entry["window"],
        entry["name_zh"],
        entry["name_en"],
        entry.get("authority") or "",
    )
