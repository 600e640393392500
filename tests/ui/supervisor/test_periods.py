"""Which days are looked at, and how one goes from some to others."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.screens.supervisor.periods import Period, Span

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        (Span.DAY, TODAY, TODAY),
        (Span.WEEK, date(2026, 11, 23), TODAY),
        (Span.MONTH, date(2026, 11, 1), TODAY),
    ],
)
def test_nothing_beyond_today_is_looked_at(span: Span, first: date, last: date) -> None:
    period = Period(TODAY, span)
    assert (period.first, period.last) == (first, last)
    assert period.is_latest
    assert period.later() == period


def test_a_month_back_is_whole() -> None:
    before = Period(TODAY, Span.MONTH).earlier()
    assert (before.first, before.last) == (date(2026, 10, 1), date(2026, 10, 31))
    assert before.later().is_latest
    assert before.earlier().last == date(2026, 9, 30)
    assert before.as_span(Span.DAY).anchor == date(2026, 10, 31)


def test_today_stays_today_when_a_day_begins() -> None:
    period = Period(TODAY).on(TODAY + timedelta(days=1))
    assert period.anchor == TODAY + timedelta(days=1)
    assert period.is_now
    assert not period.of_day(TODAY).is_now


@given(st.sampled_from(Span), st.integers(0, 800))
def test_there_and_back_again(span: Span, back: int) -> None:
    day = TODAY - timedelta(days=back)
    period = Period(TODAY).of_day(day).as_span(span)
    assert period.first <= day <= period.last <= TODAY
    there = period.earlier()
    assert there.last == period.first - timedelta(days=1)
    again = there.later()
    assert (again.first, again.last) == (period.first, period.last)
