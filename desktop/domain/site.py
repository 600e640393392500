"""The site (站点), its counters (柜台), its series of numbers and its settings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Site:
    """A centre or a pop-up; its code is its id, and its row is the lock of every command.

    `at` and `day` are the site's last moment (UTC) and last day (in its `zone`): neither
    ever goes back.  The `_pos` fields name the journal position that last changed what they
    stand for, so that a reader knows when its copy is old.
    """

    code: str
    name: str
    zone: str
    hours: dict[str, list[list[str]]]
    rollover_hour: int
    at: datetime
    day: date
    closed_day: date | None = None
    settings_pos: int = 0
    catalogue_pos: int = 0
    calendar_pos: int = 0
    last_pos: int = 0


@dataclass(frozen=True, slots=True)
class Counter:
    """A numbered place where windows are served; `staff` sits there while it is not closed."""

    number: int
    windows: tuple[str, ...]
    state: str = "closed"
    staff: str | None = None
    opened_windows: tuple[str, ...] = ()
    pause_text: str | None = None
    withdrawn: bool = False
    last_pos: int = 0


COUNTER_STATES = ("open", "paused", "closed")


@dataclass(frozen=True, slots=True)
class Series:
    """A run of numbers without holes: `next_no` is the one to be given next.

    `scope` is the day of a label or case number, or the year of a paper; `code` says whose.
    `run` is the run mark after a fence, empty until one is needed.
    """

    scope: str
    code: str
    next_no: int = 1
    run: str = ""
    last_pos: int = 0


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting that was changed from its default."""

    key: str
    value: object
    last_pos: int = 0


@dataclass(frozen=True, slots=True)
class CatalogueText:
    """The site's catalogue as it was last loaded, in its plain form."""

    content: dict[str, object]
    name: str = "current"
    last_pos: int = 0


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """An imported day: working or not."""

    day: date
    working: bool
    last_pos: int = 0
