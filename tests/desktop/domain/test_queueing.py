"""Who is next, by example."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from desktop.domain.queueing import behind, next_place, rank_at, why_in_row, why_next
from desktop.domain.tickets import Place, Ticket

NINE = datetime(2026, 11, 23, 1, tzinfo=UTC)
DAY = date(2026, 11, 23)
MINUTES = {"elderly": 15, "booked": 20}


def place(label: int, minute: int, pos: int, step: int = 1) -> Place:
    """Return a ready place."""
    at = NINE + timedelta(minutes=minute)
    return Place(f"t{label}", step, DAY, "CF", at, queue_pos=pos)


def ticket(label: str, minute: int, priority: str | None = None) -> Ticket:
    """Return a ticket that came at a minute past nine."""
    at = NINE + timedelta(minutes=minute)
    return Ticket(
        label, DAY, "F", 1, label, DAY, at, rank_at(at, priority, MINUTES), priority=priority
    )


def test_the_rank_is_the_arrival_less_the_head_start() -> None:
    assert rank_at(NINE, None, MINUTES) == NINE
    assert rank_at(NINE, "booked", MINUTES) == NINE - timedelta(minutes=20)


def test_the_order_is_rank_then_issue_then_step() -> None:
    rows = [place(1, 5, 1), place(2, 0, 9), place(3, 0, 8), place(4, 0, 8, step=2)]
    ordered = sorted(rows, key=lambda one: one.order)
    assert [one.ticket_id for one in ordered] == ["t3", "t4", "t2", "t1"]
    assert next_place(rows) == rows[2]
    assert next_place([]) is None


@pytest.mark.parametrize(
    ("mine", "other", "code"),
    [
        (ticket("F001", 0), None, "only_one"),
        (ticket("F001", 0), ticket("F002", 3), "first_come"),
        (ticket("F001", 0), ticket("F002", 0), "same_moment"),
        (ticket("F002", 10, "elderly"), ticket("F001", 0), "head_start"),
        (ticket("F001", 0, "elderly"), ticket("F002", 3), "first_come"),
        (ticket("F002", 10), ticket("F001", 0), "put_back"),
        (ticket("F003", 25, "elderly"), ticket("F001", 0), "put_back"),
    ],
)
def test_why_it_is_next(mine: Ticket, other: Ticket | None, code: str) -> None:
    assert why_next(mine, other, MINUTES.get(mine.priority or "", 0)).code == code


def test_the_minutes_between_two_ranks() -> None:
    reason = why_next(ticket("F002", 10, "elderly"), ticket("F001", 0), 15)
    assert reason.values == {
        "label": "F002",
        "arrived": "2026-11-23T01:10:00Z",
        "other": "F001",
        "minutes": 5,
        "priority": "elderly",
        "head_start": 15,
    }


def test_why_it_stands_where_it_stands() -> None:
    one = ticket("F001", 0)
    row = place(1, 0, 1)
    assert why_in_row(one, row, 0).code == "row_arrival"
    assert why_in_row(ticket("F001", 15, "elderly"), row, 15).code == "row_head_start"
    later = replace(row, rank_at=NINE + timedelta(minutes=9))
    assert why_in_row(one, later, 0).code == "reinstated"


@pytest.mark.parametrize(
    ("others", "positions", "minute"),
    [
        ([1, 2, 3, 4], 3, 3),
        ([1, 2], 3, 2),
        ([], 3, 0),
        ([-9, -8, -7], 3, 0),  # all before it anyway: its own rank is the later
        ([1, 2, 3], 1, 1),
        ([1, 2, 3], 0, 0),
    ],
)
def test_a_reinstated_place_stands_behind_some(
    others: list[int], positions: int, minute: int
) -> None:
    rows = [place(n + 2, at, n) for n, at in enumerate(others)]
    found = behind(place(1, 0, 1), rows, positions)
    assert found == NINE + timedelta(minutes=minute)
