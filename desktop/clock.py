"""The desk's clocks: the machine's own, and one that is set by hand."""

from __future__ import annotations

from datetime import UTC, datetime

from desktop.domain.errors import DeskError
from desktop.domain.times import whole_ms

YEARS = range(1970, 9001)
"""A clock is set within these years: a limit counted from the last of them still has a date."""


class RealClock:
    """The machine's clock, in UTC with milliseconds."""

    manual = False

    def now(self) -> datetime:
        """Return the moment now."""
        return whole_ms(datetime.now(UTC))

    def set(self, at: datetime) -> None:
        """Refuse: a real clock is not set from here."""
        raise DeskError("invalid_value", field="at", value="clock real")


class ManualClock:
    """A clock that moves only when it is set, forwards or backwards."""

    manual = True

    def __init__(self, at: datetime | None = None) -> None:
        self._at = at

    def now(self) -> datetime:
        """Return the moment that was set; `clock_not_set` before the first one."""
        if self._at is None:
            raise DeskError("clock_not_set")
        return self._at

    def set(self, at: datetime) -> None:
        """Set the clock; `invalid_value` for a year that no due date can be counted from."""
        if at.year not in YEARS:
            raise DeskError("invalid_value", field="at", value=at.isoformat()[:100])
        self._at = whole_ms(at)
