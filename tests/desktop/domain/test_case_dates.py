"""Dates of cases by example: promised and legal limits, gaps, stopped clocks, a new calendar."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from desktop.calendar_file import read_calendar
from desktop.catalogue_file import read_catalogue
from desktop.domain import case_decisions as decisions
from desktop.domain.case_decisions import Today
from desktop.domain.cases import MOVES, Case, check_move
from desktop.domain.catalogue import Limit, LimitOf, ServiceItem
from desktop.domain.errors import DeskError
from desktop.domain.working_time import DEFAULT_HOURS, Calendar
from resources import path

CALENDAR = Calendar(read_calendar(path("calendar/cn_2024_2026.csv")))
ITEM = read_catalogue(path("catalogue/catalogue.yaml")).items["CF-04"]
MONDAY = date(2026, 11, 23)
SHANGHAI = ZoneInfo("Asia/Shanghai")


def today(day: int, hour: int = 9, month: int = 11) -> Today:
    """Return a moment of 2026 in the site's time."""
    local = datetime(2026, month, day, hour, tzinfo=SHANGHAI)
    return Today(local, local.date(), DEFAULT_HOURS, CALENDAR)


def case(**fields: Any) -> Case:
    """Return a case of Monday."""
    at = datetime(2026, 11, 23, 1, tzinfo=UTC)
    made = Case("c", "CF-20261123-0001", "case/CF", 1, ITEM.code, "CF", at, MONDAY)
    return replace(made, **fields)


def item(promised: int, legal: Limit | None = None, whose: LimitOf = "centre") -> ServiceItem:
    """Return an item with other limits."""
    return replace(
        ITEM,
        promised_working_days=promised,
        legal_limit=legal,
        limit_of=whose,
    )


@pytest.mark.parametrize(
    ("given", "due"),
    [
        (item(3), date(2026, 11, 26)),
        (item(0), date(2026, 11, 24)),
        (item(9, Limit(2, "working")), date(2026, 11, 25)),
        (item(9, Limit(2, "working"), "authority"), date(2026, 12, 4)),
        (item(9, Limit(5, "natural")), date(2026, 11, 30)),  # the 28th is a Saturday
        (item(60, Limit(1, "month")), date(2026, 12, 23)),
        (item(1, Limit(1, "month")), date(2026, 11, 24)),
    ],
)
def test_the_earlier_limit_of_ours_counts(given: ServiceItem, due: date) -> None:
    assert decisions.due_day(given, MONDAY, CALENDAR).day == due


@pytest.mark.parametrize(
    ("accepted", "due", "until"),
    [
        (MONDAY, date(2026, 11, 30), date(2026, 11, 26)),
        (MONDAY, date(2026, 11, 24), date(2026, 11, 24)),
        (MONDAY, date(2026, 11, 26), date(2026, 11, 24)),
        (date(2026, 9, 24), date(2026, 10, 9), date(2026, 9, 30)),  # over the holidays
    ],
)
def test_until_when_a_gap_is_promised(accepted: date, due: date, until: date) -> None:
    assert decisions.gap_until(accepted, due, CALENDAR) == until


def test_a_stopped_clock_moves_the_date_by_the_working_days_it_stood() -> None:
    stopped = case(
        state="supplementing",
        supplement_from="accepted",
        accepted_on=MONDAY,
        due_on=date(2026, 11, 26),
        clock_stopped_on=date(2026, 11, 24),
    )
    assert decisions.supplemented(stopped, today(24)).due_on == date(2026, 11, 26)
    assert decisions.supplemented(stopped, today(28)).due_on == date(2026, 12, 1)  # a Saturday
    assert decisions.supplemented(stopped, today(30)).due_on == date(2026, 12, 2)


def test_a_new_calendar_keeps_what_was_moved_meanwhile() -> None:
    changed = Calendar({**CALENDAR.days, date(2026, 11, 25): False})
    accepted = case(state="accepted", accepted_on=MONDAY, due_on=date(2026, 11, 26))
    moved = decisions.recomputed(accepted, ITEM, CALENDAR, changed)
    assert moved is not None
    assert moved.due_on == date(2026, 11, 27)
    extended = replace(accepted, due_on=date(2026, 11, 30), extended_to=date(2026, 11, 30))
    moved = decisions.recomputed(extended, ITEM, CALENDAR, changed)
    assert moved is not None
    assert moved.due_on == date(2026, 12, 1)
    assert decisions.recomputed(accepted, ITEM, CALENDAR, CALENDAR) is None


@pytest.mark.parametrize(
    ("on", "days", "code"),
    [
        (25, 10, None),
        (26, 1, "extension_too_late"),
        (27, 1, "extension_too_late"),
        (24, 0, "invalid_value"),
        (24, 11, "invalid_value"),
    ],
)
def test_extending(on: int, days: int, code: str | None) -> None:
    accepted = case(state="accepted", accepted_on=MONDAY, due_on=date(2026, 11, 26))
    if code is None:
        assert decisions.extend(accepted, days, "t", today(on)).due_on == date(2026, 12, 10)
        return
    with pytest.raises(DeskError) as refused:
        decisions.extend(accepted, days, "t", today(on))
    assert refused.value.code == code


def test_every_move_is_from_a_named_state_only() -> None:
    for verb, allowed in MOVES.items():
        for state in ("received", "accepted", "supplementing", "forwarded", "resolved", "refused"):
            if state in allowed:
                check_move(case(state=state), verb)
            else:
                with pytest.raises(DeskError, match="wrong_state"):
                    check_move(case(state=state), verb)
