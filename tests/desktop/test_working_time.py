"""Due dates fall on working days, whatever the calendar, the limit and the year."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.calendar_file import read_calendar
from desktop.domain.catalogue import Limit
from desktop.domain.errors import DeskError
from desktop.domain.statutory_days import qingming, statutory_days
from desktop.domain.working_time import (
    DEFAULT_HOURS,
    Calendar,
    DueDay,
    Hours,
    effective_acceptance_day,
    site_day,
)

BUILT_IN = Path(__file__).parents[2] / "resources" / "calendar" / "cn_2024_2026.csv"
IMPORTED = Calendar(read_calendar(BUILT_IN))
NOTHING = Calendar({})
SHANGHAI = ZoneInfo("Asia/Shanghai")

all_days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
calendars = st.sampled_from([IMPORTED, NOTHING]) | st.dictionaries(
    st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.booleans(), max_size=40
).map(Calendar)
limits = st.builds(Limit, st.integers(0, 60), st.sampled_from(["working", "natural", "month"]))


def days_between(first: str, last: str) -> set[date]:
    """Return all days from the first to the last."""
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return {start + timedelta(days=offset) for offset in range((end - start).days + 1)}


def test_the_notice_for_2026_is_built_in() -> None:
    off = days_between("2026-01-01", "2026-01-03") | days_between("2026-02-15", "2026-02-23")
    off |= days_between("2026-04-04", "2026-04-06") | days_between("2026-05-01", "2026-05-05")
    off |= days_between("2026-06-19", "2026-06-21") | days_between("2026-09-25", "2026-09-27")
    off |= days_between("2026-10-01", "2026-10-07")
    shifted = {date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28)}
    shifted |= {date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10)}
    for day in days_between("2026-01-01", "2026-12-31"):
        expected = day in shifted or (day not in off and day.weekday() < 5)
        assert IMPORTED.is_working(day) == expected
        assert not IMPORTED.is_provisional(day)


@pytest.mark.parametrize(
    ("first", "last", "working"),
    [("2024-01-01", "2024-12-31", 251), ("2025-01-01", "2025-12-31", 248)],
)
def test_earlier_years_have_their_number_of_working_days(
    first: str, last: str, working: int
) -> None:
    days = days_between(first, last)
    assert sum(IMPORTED.is_working(day) for day in days) == working
    assert not any(IMPORTED.is_provisional(day) for day in days)
    statutory = statutory_days(date.fromisoformat(first).year)
    assert not any(IMPORTED.is_working(day) for day in statutory)


def test_known_festivals_are_computed() -> None:
    assert {date(2027, 2, day) for day in (5, 6, 7, 8)} <= statutory_days(2027)
    assert {date(2027, 4, 5), date(2027, 6, 9), date(2027, 9, 15)} <= statutory_days(2027)
    assert {date(2028, 1, 26), date(2028, 10, 3)} <= statutory_days(2028)
    assert {date(2029, 2, 13), date(2030, 2, 3), date(2033, 1, 31)} <= (
        statutory_days(2029) | statutory_days(2030) | statutory_days(2033)
    )
    assert [qingming(year).day for year in (2024, 2025, 2026, 2027)] == [4, 4, 5, 5]
    assert date(2026, 5, 2) in statutory_days(2026)
    assert date(2024, 5, 2) not in statutory_days(2024)


@pytest.mark.parametrize("year", range(2027, 2061))
def test_festivals_keep_their_distances(year: int) -> None:
    """A lunar month has 29 or 30 days, and a leap month may lie between two festivals."""
    lunar = sorted(day for day in statutory_days(year) if day.month not in {4, 5, 10})
    spring = next(day for day in lunar if day > date(year, 1, 20)) + timedelta(days=1)
    assert date(year, 1, 21) <= spring <= date(year, 2, 20)
    gaps = {(day - spring).days for day in statutory_days(year)}
    assert gaps & ({*range(121, 125)} | {*range(150, 154)})
    assert gaps & ({*range(219, 224)} | {*range(249, 254)})


@given(calendars, all_days, limits)
def test_a_due_day_is_a_working_day_after_acceptance(
    calendar: Calendar, accepted_on: date, limit: Limit
) -> None:
    due = calendar.due(accepted_on, limit)
    assert calendar.is_working(due.day)
    assert due.day > accepted_on
    counted = (due.day - accepted_on).days
    beyond = any(
        calendar.is_provisional(accepted_on + timedelta(days=day)) for day in range(1, counted + 1)
    )
    assert due.provisional == beyond


@given(calendars, all_days, st.integers(0, 80), st.integers(0, 80))
def test_adding_working_days_is_monotone_and_counts_them(
    calendar: Calendar, day: date, fewer: int, more: int
) -> None:
    fewer, more = sorted((fewer, more))
    early, late = calendar.add_working(day, fewer).day, calendar.add_working(day, more).day
    assert early <= late
    assert calendar.working_days_between(day, late) == max(more, 1)
    assert calendar.working_days_between(late, day) == -max(more, 1)
    assert calendar.add_working(day + timedelta(days=1), fewer).day >= early


@given(all_days)
def test_an_import_changes_nothing_but_its_years(day: date) -> None:
    if day.year in {2024, 2025, 2026}:
        assert not IMPORTED.is_provisional(day)
    else:
        assert IMPORTED.is_provisional(day)
        assert IMPORTED.is_working(day) == NOTHING.is_working(day)


@given(st.dates(date(2027, 1, 1), date(2027, 12, 31)), limits)
def test_importing_what_was_computed_only_makes_it_certain(day: date, limit: Limit) -> None:
    years = days_between("2027-01-01", "2032-12-31")
    imported = Calendar({**IMPORTED.days, **{one: IMPORTED.is_working(one) for one in years}})
    before, after = IMPORTED.due(day, limit), imported.due(day, limit)
    assert (before.day, before.provisional) == (after.day, True)
    assert not after.provisional


@pytest.mark.parametrize(
    ("accepted_on", "count", "basis", "due_on"),
    [
        ("2026-11-23", 5, "working", "2026-11-30"),
        ("2026-11-23", 0, "working", "2026-11-24"),
        ("2026-11-21", 0, "natural", "2026-11-23"),
        ("2026-09-30", 1, "working", "2026-10-08"),
        ("2026-09-30", 3, "working", "2026-10-10"),
        ("2026-09-24", 2, "natural", "2026-09-28"),
        ("2026-02-10", 4, "natural", "2026-02-14"),
        ("2026-01-31", 1, "month", "2026-02-28"),
        ("2025-08-31", 1, "month", "2025-09-30"),
        ("2025-09-03", 1, "month", "2025-10-09"),
        ("2024-11-29", 3, "month", "2025-02-28"),
        ("2026-11-21", 1, "working", "2026-11-23"),
    ],
)
def test_limits_end_where_the_rules_say(
    accepted_on: str, count: int, basis: str, due_on: str
) -> None:
    limit = Limit(count, basis)  # type: ignore[arg-type]  # the table's words
    due = IMPORTED.due(date.fromisoformat(accepted_on), limit)
    assert due == DueDay(date.fromisoformat(due_on), False)


def test_a_limit_over_the_edge_is_provisional() -> None:
    assert not IMPORTED.add_working(date(2026, 11, 22), 29).provisional
    assert IMPORTED.add_working(date(2026, 11, 22), 29).day == date(2026, 12, 31)
    assert IMPORTED.add_working(date(2026, 11, 22), 30) == DueDay(date(2027, 1, 4), True)


@pytest.mark.parametrize("count", [-1, 36_526, 10**12])
@pytest.mark.parametrize("basis", ["working", "natural", "month"])
def test_a_count_that_cannot_be_is_refused(count: int, basis: str) -> None:
    limit = Limit(count, basis)  # type: ignore[arg-type]  # the table's words
    with pytest.raises(ValueError, match="a limit"):
        IMPORTED.due(date(2026, 1, 1), limit)


def test_part_of_a_year_imported_is_certain_for_those_days_alone() -> None:
    calendar = Calendar({**IMPORTED.days, date(2027, 1, 1): False, date(2027, 1, 4): True})
    assert not calendar.is_provisional(date(2027, 1, 4))
    assert calendar.is_provisional(date(2027, 1, 5))
    whole = Calendar({date(2027, 1, 1): False, date(2027, 10, 7): False})
    assert not whole.is_provisional(date(2027, 12, 31))
    assert whole.is_working(date(2027, 2, 8))


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-11-23T09:00", "2026-11-23"),
        ("2026-11-23T06:00", "2026-11-23"),
        ("2026-11-23T17:00", "2026-11-23"),
        ("2026-11-23T17:00:01", "2026-11-24"),
        ("2026-11-20T23:10", "2026-11-23"),
        ("2026-11-21T10:00", "2026-11-23"),
        ("2026-10-10T16:00", "2026-10-10"),
        ("2026-10-10T17:30", "2026-10-12"),
        ("2026-10-01T10:00", "2026-10-08"),
    ],
)
def test_after_hours_and_days_off_count_as_the_next_working_day(at: str, day: str) -> None:
    found = effective_acceptance_day(datetime.fromisoformat(at), DEFAULT_HOURS, IMPORTED)
    assert found == date.fromisoformat(day)


def test_hours_survive_the_way_through_json() -> None:
    plain = DEFAULT_HOURS.to_plain()
    assert plain["mon"] == [["08:30", "12:00"], ["13:30", "17:00"]]
    assert plain["sun"] == []
    assert Hours.from_plain(plain) == DEFAULT_HOURS
    monday_only = Hours.from_plain({"mon": [["9:00", "16:00"]]})
    assert monday_only.closing(date(2026, 11, 27)) == time(16)
    assert Hours.from_plain({}).closing(date(2026, 11, 27)) is None


@pytest.mark.parametrize(
    "plain",
    [
        None,
        [],
        "mon",
        {"monday": []},
        {"mon": "08:30"},
        {"mon": 5},
        {"mon": ["08:30", "12:00"]},
        {"mon": [["08:30"]]},
        {"mon": [["12:00", "08:30"]]},
        {"mon": [["08:30", "08:30"]]},
        {"mon": [["08:30", "24:00"]]},
        {"mon": [["08:30", "12:60"]]},
        {"mon": [[830, 1200]]},
        {"mon": [["08:30", "12:00"], ["11:00", "17:00"]]},
    ],
)
def test_bad_hours_are_named(plain: object) -> None:
    with pytest.raises(DeskError) as caught:
        Hours.from_plain(plain)
    assert (caught.value.code, caught.value.values) == ("invalid_value", {"field": "hours"})


def test_the_sites_day_begins_at_its_rollover_hour() -> None:
    before, after = (
        datetime(2026, 11, 22, 19, 59, tzinfo=UTC),
        datetime(2026, 11, 22, 20, tzinfo=UTC),
    )
    assert site_day(before, SHANGHAI, 4) == date(2026, 11, 22)
    assert site_day(after, SHANGHAI, 4) == date(2026, 11, 23)
    assert site_day(before, SHANGHAI, 0) == date(2026, 11, 23)
    with pytest.raises(ValueError, match="zone"):
        site_day(datetime(2026, 11, 22), SHANGHAI, 4)
