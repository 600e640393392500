"""Words of the counter screen in the chosen language: windows, items, people, times, sentences."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QDate

from desktop.snapshots import CaseShape, QueueRow, StaffShape, TicketShape
from ui.language import Language
from ui.screens.counter.facts import Book, Here, Saying, Shown
from ui.screens.counter.facts import Tone as SayingTone
from ui.theme import Tone

TONES: Final = {
    SayingTone.INFO: Tone.INFO,
    SayingTone.GOOD: Tone.GOOD,
    SayingTone.WARN: Tone.WARN,
}
"""How the screen shows what a sentence means."""
_LIST_MARKS: Final = {"zh": "、", "en": ", "}


class Words:
    """Puts what is shown into words; `take(shown)` tells it site and catalogue."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._book = Book({}, {})
        self._here: Here | None = None

    def take(self, shown: Shown) -> None:
        """Know what names there are."""
        self._book = shown.book or self._book
        self._here = shown.here or self._here

    @property
    def book(self) -> Book:
        """Return the catalogue as it is known."""
        return self._book

    @property
    def staff(self) -> tuple[StaffShape, ...]:
        """Return the people as they are known."""
        return self._here.staff if self._here else ()

    @property
    def zone(self) -> ZoneInfo:
        """Return the site's zone."""
        return ZoneInfo(self._here.zone if self._here else "Asia/Shanghai")

    def text(self, key: str, /, **values: object) -> str:
        """Return a text of this screen."""
        return self.language.text(f"counter.{key}", **values)

    def paper_number(self, number: str) -> str:
        """Return a paper's number as it is printed."""
        return self.language.paper_number(number)

    def listed(self, parts: tuple[str, ...] | list[str]) -> str:
        """Return parts as a list within a sentence."""
        return _LIST_MARKS[self.language.code].join(parts)

    def letter(self, window: str) -> str:
        """Return a window's letter."""
        found = self._book.windows.get(window)
        return found.letter if found else window

    def window(self, window: str) -> str:
        """Return a window's short name."""
        found = self._book.windows.get(window)
        if found is None:
            return window
        name = found.zh if self.language.code == "zh" else found.en
        return name.removesuffix(self.text("window_ending"))

    def window_full(self, window: str) -> str:
        """Return a window's whole name with its letter."""
        found = self._book.windows.get(window)
        if found is None:
            return window
        name = found.zh if self.language.code == "zh" else found.en
        return self.text("window_full", name=name, letter=found.letter)

    def item(self, code: str, otherwise: str = "") -> str:
        """Return an item's name."""
        found = self._book.items.get(code)
        if found is None:
            return otherwise or code
        return found.zh if self.language.code == "zh" else found.en

    def person(self, code: str | None) -> str:
        """Return a person's name with the code, or the code alone."""
        if not code:
            return ""
        known = next((one for one in self.staff if one.code == code), None)
        return f"{known.name} {code}" if known and known.name else code

    def first_name(self, code: str | None) -> str:
        """Return a person's name, the code where there is none."""
        known = next((one for one in self.staff if one.code == code), None)
        return (known.name if known else None) or code or ""

    def staff_code(self, text: str) -> str:
        """Return the code of a person who is named, else the text itself as a code."""
        found = [one.code for one in self.staff if one.name == text]
        return found[0] if len(found) == 1 else text.strip()

    def state(self, state: str) -> str:
        """Return the word for a state."""
        return self.language.text(f"word.state.{state}")

    def tier(self, tier: str | None) -> str:
        """Return the word for a company's tier."""
        return self.language.text(f"word.tier.{tier}") if tier else ""

    def day(self, day: date | None) -> str:
        """Return a day with its day of the week."""
        return self.language.date(QDate(day.year, day.month, day.day)) if day else ""

    def clock(self, at: datetime) -> str:
        """Return the time of day at the site."""
        return at.astimezone(self.zone).strftime("%H:%M")

    def why(self, row: QueueRow) -> str:
        """Return in a few words why a row stands where it stands."""
        values = row.reason.values
        key = row.reason.code if row.reason.code in ("reinstated", "row_head_start") else "first"
        arrived = values.get("arrived")
        shown = self.clock(datetime.fromisoformat(arrived)) if isinstance(arrived, str) else ""
        priority = self.text(f"priority.{row.priority}") if row.priority else ""
        return self.text(
            f"why.{key}", arrived=shown, priority=priority, minutes=values.get("head_start")
        )

    def why_fully(self, row: QueueRow) -> str:
        """Return the whole sentence, with the company."""
        sentence = self.language.reason(row.reason.code, row.reason.values, self.zone)
        return "\n".join(part for part in (sentence, row.enterprise_name) if part)

    def light(self, case: CaseShape) -> str:
        """Return a case's state with its light: due date, overdue, due soon."""
        words = self.state(case.state)
        if case.light and case.due_on:
            return self.text(f"light.{case.light}", state=words, day=self.day(case.due_on))
        return words

    def saying(self, saying: Saying) -> str:
        """Return sentences in words; codes among the values become names."""
        return " ".join(self._line(key, values) for key, values in saying.lines)

    def _line(self, key: str, values: Mapping[str, object]) -> str:
        if key == "why":
            given = values.get("values")
            reason = given if isinstance(given, Mapping) else {}
            return self.language.reason(str(values.get("reason")), reason, self.zone)
        return self.text(f"say.{key}", **{name: self._value(name, v) for name, v in values.items()})

    def _value(self, name: str, value: object) -> object:
        match name, value:
            case "window", str():
                return self.window_full(value)
            case "windows", tuple():
                return self.listed([self.window_full(str(one)) for one in value])
            case "item", str():
                return self.item(value)
            case "staff", str():
                return self.person(value)
            case "why", str():
                return self.text(f"dropped_why.{value}") if value else ""
        return value

    def company(self, ticket: TicketShape) -> str:
        """Return the visitor's company, or that there is none."""
        return ticket.enterprise_name or self.text("no_company")
