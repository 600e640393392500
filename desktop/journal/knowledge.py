"""What changes rarely and is read at every command: rules, catalogue, calendar, hours.

Kept between commands and read anew only when the site's row says that it has changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from desktop.domain.catalogue import Catalogue
from desktop.domain.rules import Rules
from desktop.domain.site import CalendarDay, CatalogueText, Setting, Site
from desktop.domain.state import Rows
from desktop.domain.working_time import Calendar, Hours
from desktop.journal.figuring import FigureMemory
from desktop.journal.learning import Learner
from desktop.journal.pacing import PaceMemory
from desktop.ports import Head, Queries


@dataclass(frozen=True, slots=True)
class Knowledge:
    """One consistent view of a site's rules, catalogue, calendar and hours."""

    marks: tuple[int, int, int, int]
    zone: ZoneInfo
    hours: Hours
    rules: Rules
    catalogue: Catalogue
    calendar: Calendar
    learner: Learner = field(compare=False)
    """Knows how needs are said: kept as long as the catalogue stays the same."""

    pace_memory: PaceMemory = field(compare=False)
    """Knows how fast the last days were."""

    figure_memory: FigureMemory = field(compare=False)
    """Knows the figures of days that are over."""


EMPTY = Catalogue({}, {}, {})


def read_knowledge(rows: Any, site: Site, old: Knowledge | None) -> Knowledge:
    """Return what the site knows now, taking from `old` whatever has not changed since."""
    marks = (site.last_pos, site.settings_pos, site.catalogue_pos, site.calendar_pos)
    if old is not None and old.marks == marks:
        return old
    same = old.marks if old is not None else (-1, -1, -1, -1)
    same_catalogue = old is not None and same[2] == marks[2]
    catalogue = old.catalogue if old and same_catalogue else _catalogue(rows)
    return Knowledge(
        marks,
        ZoneInfo(site.zone),
        Hours.from_plain(site.hours),
        old.rules if old and same[1] == marks[1] else Rules(_settings(rows)),
        catalogue,
        old.calendar if old and same[3] == marks[3] else Calendar(_days(rows)),
        old.learner if old and same_catalogue else Learner(catalogue),
        old.pace_memory if old else PaceMemory(),
        old.figure_memory if old else FigureMemory(),
    )


def goes_on(rows: Queries, seen: Head | None, head: Head | None) -> bool:
    """Say whether the journal that was seen up to `seen` is the one that ends with `head` now.

    A backup that was brought back, here or by another program, may end earlier or have become
    longer since, so the hash at the last position that was seen decides.
    """
    if seen is None:
        return True
    if head is None or head.pos < seen.pos:
        return False
    now = head.feed_hash if head.pos == seen.pos else rows.feed_hash_at(seen.pos)
    return now == seen.feed_hash


def _settings(rows: Any) -> dict[str, object]:
    return {row.key: row.value for row in rows.every(Setting)}


def _catalogue(rows: Rows) -> Catalogue:
    row = rows.get(CatalogueText, "current")
    return EMPTY if row is None else Catalogue.from_plain(row.content)


def _days(rows: Any) -> dict[date, bool]:
    return {row.day: row.working for row in rows.every(CalendarDay)}
