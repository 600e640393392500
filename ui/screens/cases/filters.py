"""Which cases are listed: the chips, the typed text, and the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.requests import ListCases
from desktop.snapshots import CaseShape


class Filter(StrEnum):
    """The chips, in the order shown."""

    MINE = "mine"
    WINDOW = "window"
    TODAY = "today"
    OVERDUE = "overdue"
    WAITING = "waiting"
    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for; a text searches all cases, whatever the chip.

    `staff` is who works here, `windows` the codes served here, `day` the site's day.
    """

    chip: Filter = Filter.OPEN
    text: str = ""
    staff: str = ""
    windows: tuple[str, ...] = ()
    day: date = date.min

    @property
    def impossible(self) -> bool:
        """Say whether the chip needs something that is not known: who, or which window."""
        if self.text:
            return False
        nobody = self.chip is Filter.MINE and not self.staff
        return nobody or (self.chip is Filter.WINDOW and not self.windows)


def requests(wanted: Wanted, limit: int, after: str | None = None) -> tuple[ListCases, ...]:
    """Return what to ask the desk; several windows take a request each."""
    if wanted.impossible:
        return ()
    if wanted.text:
        return (ListCases(text=wanted.text, limit=limit, after=after),)
    match wanted.chip:
        case Filter.MINE:
            return (ListCases(assigned_to=wanted.staff, open=True, limit=limit, after=after),)
        case Filter.WINDOW:
            return tuple(
                ListCases(window=window, open=True, limit=limit, after=after)
                for window in wanted.windows
            )
        case Filter.TODAY:
            return (ListCases(due_by=wanted.day, overdue=False, limit=limit, after=after),)
        case Filter.OVERDUE:
            return (ListCases(overdue=True, limit=limit, after=after),)
        case Filter.WAITING:
            return (ListCases(waiting=True, limit=limit, after=after),)
        case Filter.OPEN:
            return (ListCases(open=True, limit=limit, after=after),)
        case Filter.ENDED:
            return (ListCases(open=False, limit=limit, after=after),)


def newest(parts: list[tuple[CaseShape, ...]], most: int) -> tuple[CaseShape, ...]:
    """Return the newest of several answers: ids are in the order of time."""
    rows = {row.id: row for part in parts for row in part}
    return tuple(sorted(rows.values(), key=lambda row: row.id, reverse=True)[:most])


def with_kept(
    before: tuple[CaseShape, ...], fresh: tuple[CaseShape, ...], kept: CaseShape | None
) -> tuple[CaseShape, ...]:
    """Return the fresh rows, and the case in work where it stood although it left the list."""
    if kept is None or any(row.id == kept.id for row in fresh):
        return fresh
    place = next((at for at, row in enumerate(before) if row.id == kept.id), None)
    if place is None:
        return fresh
    return (*fresh[:place], kept, *fresh[place:])
