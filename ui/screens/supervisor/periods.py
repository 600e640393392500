"""The days that are looked at: today, a day, a week, a month, and those before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class Span(StrEnum):
    """How many days are looked at together."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """The day, week (from Monday) or month that `day` is in; never beyond `today`."""

    today: date
    span: Span = Span.DAY
    day: date | None = None
    """None: today, also when a new day begins."""

    @property
    def anchor(self) -> date:
        """Return a day that is in it."""
        return self.day or self.today

    @property
    def first(self) -> date:
        """Return the first day."""
        match self.span:
            case Span.WEEK:
                return self.anchor - timedelta(days=self.anchor.weekday())
            case Span.MONTH:
                return self.anchor.replace(day=1)
        return self.anchor

    @property
    def last(self) -> date:
        """Return the last day that has come."""
        match self.span:
            case Span.WEEK:
                end = self.first + timedelta(days=6)
            case Span.MONTH:
                end = (self.first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
            case _:
                end = self.anchor
        return min(end, max(self.today, self.first))

    @property
    def is_now(self) -> bool:
        """Say whether the hall as it stands is looked at."""
        return self.span is Span.DAY and self.anchor >= self.today

    @property
    def is_latest(self) -> bool:
        """Say whether there is none after it."""
        return self.last >= self.today

    def on(self, today: date) -> Period:
        """Return the same, seen from another day."""
        return Period(today, self.span, self.day)

    def as_span(self, span: Span) -> Period:
        """Return what contains it, or its last day."""
        day = self.last if span is Span.DAY else self.anchor
        return Period(self.today, span, None if day >= self.today else day)

    def of_day(self, day: date) -> Period:
        """Return one day."""
        return Period(self.today, Span.DAY, None if day >= self.today else day)

    def earlier(self) -> Period:
        """Return the one before."""
        return Period(self.today, self.span, self.first - timedelta(days=1))

    def later(self) -> Period:
        """Return the one after; the present one has none."""
        if self.is_latest:
            return self
        day = self.last + timedelta(days=1)
        return Period(self.today, self.span, None if day >= self.today else day)
