"""Working days, due dates and opening hours; days are days of the site's zone.

Limits are counted as in domain.md §3.8: the day of acceptance is not counted, and a limit in
natural days or months that ends on a day off ends on the next working day.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from desktop.domain.catalogue import Limit
from desktop.domain.errors import DeskError
from desktop.domain.statutory_days import statutory_days

MAX_COUNT = 36_525
"""The longest limit that is counted, in days or months: about a hundred years of days."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
Span = tuple[time, time]

_DAY = timedelta(days=1)
_TIME = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", re.ASCII)


@dataclass(frozen=True, slots=True)
class DueDay:
    """The last day of a limit; provisional (暂定) when a counted day's calendar is not imported."""

    day: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are working days: those imported, beyond them weekends and statutory days.

    `days` holds imported days, True for working; all of a year's days, or only those that
    differ from the plain week, as a State Council notice lists them.  A year is fully imported
    when it has days of both its New Year (1–3 January) and its National Day (1–7 October, the
    last holiday of a year): then its unlisted days are certain too.
    """

    days: Mapping[date, bool]
    years: frozenset[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find the fully imported years."""
        begun = {day.year for day in self.days if day.month == 1 and day.day <= 3}
        ended = {day.year for day in self.days if day.month == 10 and day.day <= 7}
        object.__setattr__(self, "years", frozenset(begun & ended))

    def is_working(self, day: date) -> bool:
        """Say whether people work on that day; never fails for want of a calendar."""
        known = self.days.get(day)
        if known is not None:
            return known
        if day.weekday() >= 5:
            return False
        return day.year in self.years or day not in statutory_days(day.year)

    def is_provisional(self, day: date) -> bool:
        """Say whether that day lies beyond what was imported."""
        return day.year not in self.years and day not in self.days

    def next_working(self, day: date) -> date:
        """Return the first working day strictly after a day."""
        following = day + _DAY
        while not self.is_working(following):
            following += _DAY
        return following

    def add_working(self, day: date, count: int) -> DueDay:
        """Return the `count`-th working day after a day; for 0 the next working day.

        Raises ValueError for a count below 0 or beyond what can be counted.
        """
        _check_count(day, count)
        end = day
        for _ in range(max(count, 1)):
            end = self.next_working(end)
        return self._due(day, end)

    def due(self, accepted_on: date, limit: Limit) -> DueDay:
        """Return the last day of a limit that is counted from the day after `accepted_on`.

        A limit of 0, on any basis, ends on the next working day.  Raises ValueError for a count
        below 0 or beyond what can be counted.
        """
        _check_count(accepted_on, limit.count)
        if limit.basis == "working" or limit.count == 0:
            return self.add_working(accepted_on, limit.count)
        if limit.basis == "natural":
            end = accepted_on + timedelta(days=limit.count)
        else:
            end = _months_later(accepted_on, limit.count)
        return self._due(accepted_on, end if self.is_working(end) else self.next_working(end))

    def working_days_between(self, first: date, last: date) -> int:
        """Return the number of working days after `first` up to and with `last`.

        When `last` is the earlier one the result is the same number below zero.
        """
        if last < first:
            return -self.working_days_between(last, first)
        ordinals = range(first.toordinal() + 1, last.toordinal() + 1)
        return sum(self.is_working(date.fromordinal(ordinal)) for ordinal in ordinals)

    def _due(self, start: date, end: date) -> DueDay:
        years = range(start.year, end.year + 1)
        if all(year in self.years for year in years):
            return DueDay(end, False)
        ordinals = range(start.toordinal() + 1, end.toordinal() + 1)
        counted = (date.fromordinal(ordinal) for ordinal in ordinals)
        return DueDay(end, any(self.is_provisional(day) for day in counted))


def _check_count(start: date, count: int) -> None:
    if count < 0:
        raise ValueError(f"a limit cannot be below zero: {count}")
    if count > MAX_COUNT or start.year + count // 12 + 200 > MAXYEAR:
        raise ValueError(f"a limit that cannot be counted: {count} from {start}")


def _months_later(day: date, months: int) -> date:
    """Return the same day number that many months on, or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Hours:
    """The opening hours of a site: for Monday to Sunday the spans (open, close) in local time.

    A working day without its own hours has Monday's.  Hours never make a day a working day:
    the calendar alone says that.
    """

    week: tuple[tuple[Span, ...], ...]

    def of(self, day: date) -> tuple[Span, ...]:
        """Return the spans of a working day in their order."""
        return self.week[day.weekday()] or self.week[0]

    def closing(self, day: date) -> time | None:
        """Return the last closing hour of a working day, None when no hours are known."""
        spans = self.of(day)
        return spans[-1][1] if spans else None

    def to_plain(self) -> dict[str, list[list[str]]]:
        """Return `{"mon": [["08:30", "12:00"], …], …}` for all seven days."""
        return {
            name: [[opens.strftime("%H:%M"), closes.strftime("%H:%M")] for opens, closes in spans]
            for name, spans in zip(WEEKDAYS, self.week, strict=True)
        }

    @staticmethod
    def from_plain(plain: object) -> Hours:
        """Return the hours that `to_plain` gives; days may be left out.

        Raises DeskError `invalid_value {field: "hours"}` for anything that is not such hours:
        an unknown day, a bad time, a span that does not end after it began, or overlaps.
        """
        if not isinstance(plain, Mapping) or not all(day in WEEKDAYS for day in plain):
            raise _bad_hours()
        return Hours(tuple(_spans(plain.get(day, ())) for day in WEEKDAYS))


_MORNING_AND_AFTERNOON = ((time(8, 30), time(12)), (time(13, 30), time(17)))
DEFAULT_HOURS = Hours((_MORNING_AND_AFTERNOON,) * 5 + ((), ()))
"""Monday to Friday 08:30–12:00 and 13:30–17:00."""


def _bad_hours() -> DeskError:
    return DeskError("invalid_value", field="hours")


def _spans(plain: object) -> tuple[Span, ...]:
    if isinstance(plain, str) or not isinstance(plain, Sequence):
        raise _bad_hours()
    spans: list[Span] = []
    for pair in plain:
        if isinstance(pair, str) or not isinstance(pair, Sequence) or len(pair) != 2:
            raise _bad_hours()
        opens, closes = _time(pair[0]), _time(pair[1])
        if opens >= closes or (spans and opens < spans[-1][1]):
            raise _bad_hours()
        spans.append((opens, closes))
    return tuple(spans)


def _time(plain: object) -> time:
    found = _TIME.fullmatch(plain) if isinstance(plain, str) else None
    if found is None:
        raise _bad_hours()
    return time(int(found[1]), int(found[2]))


def effective_acceptance_day(at_local: datetime, hours: Hours, calendar: Calendar) -> date:
    """Return the day that counts as the day of acceptance of what is accepted at a local time.

    After the last closing hour, or on a day off, it is the next working day (domain.md §3.8).
    """
    day = at_local.date()
    if not calendar.is_working(day):
        return calendar.next_working(day)
    closing = hours.closing(day)
    if closing is not None and at_local.time() > closing:
        return calendar.next_working(day)
    return day


def site_day(at_utc: datetime, zone: ZoneInfo, rollover_hour: int) -> date:
    """Return the site's day at a moment: before the rollover hour it is still the day before.

    Raises ValueError for a time without a zone.
    """
    if at_utc.tzinfo is None:
        raise ValueError("a moment needs its zone")
    local = at_utc.astimezone(zone)
    return local.date() - _DAY if local.hour < rollover_hour else local.date()
