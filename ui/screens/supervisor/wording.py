"""The words of figures: minutes, windows, what a list is called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate

from ui.language import Language
from ui.screens.supervisor.periods import Period, Span
from ui.screens.supervisor.presenter import Names
from ui.theme import Tone

NONE: Final = "–"
WARN_S, BAD_S = 600, 1200
"""From ten minutes on a wait is worth a look, above twenty it is too long (domain/advice.py)."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language for one centre."""

    language: Language
    names: Names = field(default_factory=Names)

    def text(self, key: str, /, **values: object) -> str:
        """Return `supervisor.<key>`."""
        return self.language.text(f"supervisor.{key}", **values)

    def window(self, code: str) -> str:
        """Return a window's name."""
        known = self.names.windows.get(code)
        if known is None:
            return code
        return known[2] if self.language.code == "en" and known[2] else known[1]

    def letter(self, code: str) -> str:
        """Return a window's letter."""
        known = self.names.windows.get(code)
        return known[0] if known is not None else code[:1]

    def item(self, code: str | None) -> str:
        """Return an item's name."""
        if code is None:
            return NONE
        chinese, english = self.names.items.get(code, (code, ""))
        return english if self.language.code == "en" and english else chinese

    def person(self, code: str | None) -> str:
        """Return a person's name, the code where it is not known, – for nobody."""
        return self.names.people.get(code or "", code or NONE)

    def clock(self, at: datetime | None) -> str:
        """Return a moment as the site's clock shows it."""
        return NONE if at is None else f"{at.astimezone(ZoneInfo(self.names.zone)):%H:%M}"

    def day(self, day: date) -> str:
        """Return a day with its day of the week."""
        return self.language.date(QDate(day.year, day.month, day.day))

    def period(self, period: Period) -> str:
        """Return what is looked at."""
        match period.span:
            case Span.DAY:
                return self.day(period.anchor)
            case Span.WEEK:
                return f"{period.first:%Y-%m-%d} – {period.last:%m-%d}"
        return self.text("month", year=period.first.year, month=period.first.month)


def minutes(seconds: int | None) -> str:
    """Return whole minutes, – for none."""
    return NONE if seconds is None else f"{seconds // 60}′"


def percentile(tally: Mapping[str, object], kind: str, which: str) -> int | None:
    """Return a percentile of `wait` or `serve` in seconds."""
    spread = tally.get(f"{kind}_seconds")
    found = spread.get(which) if isinstance(spread, dict) else None
    return found if isinstance(found, int) else None


def wait_tone(seconds: int | None) -> Tone | None:
    """Return what a wait means; None while it is nothing to speak of."""
    if seconds is None or seconds < WARN_S:
        return None
    return Tone.WARN if seconds <= BAD_S else Tone.BAD
