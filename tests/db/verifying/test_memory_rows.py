"""Rows in memory answer every query as the database does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from db.store import SqlStore
from desktop.domain.cases import Case, Paper
from desktop.domain.enterprise_file import Enterprise
from desktop.domain.people import Staff
from desktop.domain.site import CatalogueText
from desktop.domain.state import KEYS
from desktop.domain.tickets import Place, Ticket
from desktop.journal.memory import MemoryRows
from desktop.ports import Reads


def test_rows_in_memory_answer_as_the_database_does(demo: str) -> None:
    """Every query gives the same answer for the same rows."""
    store = SqlStore(demo)
    with store.look("DEMO") as reads:
        memory = MemoryRows("DEMO")
        _load(memory, reads)
        for name, given in _questions(memory):
            theirs, ours = getattr(reads, name)(*given), getattr(memory, name)(*given)
            assert ours == theirs, (name, given)
    store.close()


def test_rows_in_memory_answer_as_the_database_does_in_the_midst_of_a_day(demo: str) -> None:
    """So they do with people waiting, called, served and on hold."""
    store = SqlStore(demo)
    last = date(2026, 3, 6)
    with store.begin("DEMO") as tx:
        tickets = [row for row in tx.every(Ticket) if row.day == last]
        states = ("waiting", "called", "serving", "held", "missed", "waiting")
        for ticket, state, counter in zip(tickets, states * 5, range(1, 31), strict=False):
            _reopen(tx, ticket, state, counter, last)
    with store.look("DEMO") as reads:
        memory = MemoryRows("DEMO")
        _load(memory, reads)
        for name, given in _questions(memory):
            theirs, ours = getattr(reads, name)(*given), getattr(memory, name)(*given)
            assert ours == theirs, (name, given)
        codes = list(memory.every(CatalogueText)[0].content)
        assert codes
        assert any(memory.heads(last, ["CF", "RC", "GZ", "PP", "JR"], 9))
        assert any(memory.held_at(number) for number in range(1, 31))
    store.close()


def _load(memory: MemoryRows, reads: Reads) -> None:
    kinds: tuple[Any, ...] = tuple(KEYS)
    for kind in kinds:
        for row in reads.stream_rows(kind):
            memory.put(row)


def _reopen(tx: Any, ticket: Ticket, state: str, counter: int, day: date) -> None:
    tx.get(Ticket, ticket.ticket_id)
    at = counter if state in ("called", "serving") else None
    held = counter if state == "held" else None
    tx.put(
        replace(
            ticket,
            state=state,
            counter=at,
            held_counter=held,
            line_day=day,
            ended_at=None,
            last_pos=10**6 + counter,
        )
    )
    windows: set[str] = set()
    for place in tx.places(ticket.ticket_id):
        ready = state == "waiting" and place.window not in windows
        windows.add(place.window)
        new = replace(
            place, line_day=day, state="ready" if ready else "away", ended_at=None, end=None
        )
        tx.put(new)


def _questions(memory: MemoryRows) -> Iterator[tuple[str, tuple[Any, ...]]]:
    windows = sorted({place.window for place in memory.every(Place)})
    days = sorted({ticket.line_day for ticket in memory.every(Ticket)})
    for day in days:
        for most in (1, 3):
            yield "heads", (day, windows, most)
        for name in ("open_tickets", "lapsed_gaps", "label_counts"):
            yield name, (day,)
    for number in range(1, 32):
        yield "ticket_at", (number,)
        yield "held_at", (number,)
    for ticket in memory.every(Ticket):
        for day in days:
            yield "ticket_labelled", (ticket.label, day)
        for name in ("places", "open_intervals", "all_intervals", "cases_of", "consents_with"):
            yield name, (ticket.ticket_id,)
        cases = [case.case_id for case in memory.cases_of(ticket.ticket_id)]
        yield "papers_of", (ticket.ticket_id, cases)
        yield "papers_of", (None, cases)
    for place in memory.every(Place):
        yield "ready_before", (place,)
    for case in memory.every(Case):
        yield "case_numbered", (case.number,)
    for paper in memory.every(Paper):
        yield "paper_numbered", (paper.number,)
    for person in memory.every(Staff):
        yield "counter_of", (person.code,)
    for company in memory.every(Enterprise):
        yield "enterprise_with_code", (company.uscc,)
    for name in ("counters", "staff", "cases_with_due_dates"):
        yield name, ()


def test_shared_materials_in_memory_are_the_database_s(demo: str) -> None:
    """In whatever order, the same materials are on file."""
    store = SqlStore(demo)
    with store.look("DEMO") as reads:
        memory = MemoryRows("DEMO")
        for case in reads.stream_rows(Case):
            memory.put(case)
        found = 0
        for company in reads.stream_rows(Enterprise):
            key = company.enterprise_id
            theirs = sorted(reads.shared_materials(key))
            assert sorted(memory.shared_materials(key)) == theirs
            found += len(theirs)
        assert found
    store.close()
