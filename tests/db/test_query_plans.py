"""How SQLite looks things up: by an index, never through all the days of a site."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from shutil import copy
from typing import Any

import pytest

from db.reads.looks import SqlReads
from db.store import SqlStore
from desktop.ports import CaseChoice
from tests.talk import make_site

DAY = date(2026, 11, 23)
TICKET = "019aae00-0000-7000-8000-000000000000"


@pytest.mark.parametrize(
    "look",
    [
        lambda reads: reads.queue(DAY, None),
        lambda reads: reads.queue(DAY, ["CF", "RC"]),
        lambda reads: reads.heads(DAY, ["CF", "RC"], 2),
        lambda reads: reads.places(TICKET),
        lambda reads: reads.open_intervals(TICKET),
        lambda reads: reads.all_intervals(TICKET),
        lambda reads: reads.places_of_day(DAY),
        lambda reads: reads.intervals_of_day(DAY),
        lambda reads: reads.tickets_of_day(DAY),
        lambda reads: reads.open_tickets(DAY),
        lambda reads: reads.ticket_at(1),
        lambda reads: reads.held_at(1),
        lambda reads: reads.ticket_labelled("F001", DAY),
        lambda reads: reads.latest_calls(DAY, 6),
        lambda reads: reads.label_counts(DAY),
        lambda reads: reads.case_numbered("CF-20261123-0001"),
        lambda reads: reads.paper_numbered("acceptance_notice-2026-00001"),
        lambda reads: reads.papers_of(TICKET, [TICKET]),
        lambda reads: reads.cases_of(TICKET),
        lambda reads: reads.consents_with(TICKET),
        lambda reads: reads.consents_of_case(TICKET),
        lambda reads: reads.cutoffs_of(DAY),
        lambda reads: reads.contacts_of([TICKET]),
        lambda reads: reads.notes_of([TICKET]),
        lambda reads: reads.enquiries_on(DAY),
        lambda reads: reads.told_and_waited(DAY, DAY),
        lambda reads: reads.cases(CaseChoice(overdue_on=DAY)),
        lambda reads: reads.cases(CaseChoice(open_only=True, window="CF")),
        lambda reads: reads.cases(CaseChoice(waiting=True, after=TICKET)),
        lambda reads: reads.cases(CaseChoice(state="accepted")),
        lambda reads: reads.cases(CaseChoice(enterprise_id=TICKET)),
        lambda reads: reads.tickets_of_enterprise(TICKET, 50),
        lambda reads: reads.lapsed_gaps(DAY),
        lambda reads: reads.cases_with_due_dates(),
        lambda reads: reads.history([TICKET]),
        lambda reads: reads.feed_hash_at(7),
    ],
)
def test_nothing_reads_through_a_whole_site(
    look: Callable[[SqlReads], object], sqlite_template: Path, tmp_path: Path
) -> None:
    file = copy(sqlite_template, tmp_path / "desk.db")
    make_site(file)
    store = SqlStore(file)
    said: list[str] = []
    with store.look("HQ") as reads:
        driver: Any = reads.connection.connection.driver_connection
        driver.set_trace_callback(said.append)
        look(reads)
        driver.set_trace_callback(None)
        asked = [text for text in said if text.startswith("SELECT") and "FROM site" not in text]
        plans = [
            str(row[3]) for text in asked for row in driver.execute(f"EXPLAIN QUERY PLAN {text}")
        ]
    store.close()
    steps = [plan for plan in plans if plan.startswith(("SEARCH", "SCAN")) and "anon" not in plan]
    assert steps
    assert not [plan for plan in steps if plan.startswith("SCAN") or plan.endswith("(site_id=?)")]
