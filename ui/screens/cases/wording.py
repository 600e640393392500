"""How facts of a case are said: lights, due dates, owners, what happened, papers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from desktop.snapshots import CaseShape, ConsentShape, PaperShape, TimelineRow
from ui.language import Language
from ui.screens.cases.names import Names
from ui.theme import Tone

LIGHTS = {"normal": Tone.GOOD, "soon": Tone.WARN, "overdue": Tone.BAD, "stopped": Tone.NEUTRAL}
STATES = {
    "received": Tone.INFO,
    "accepted": Tone.GOOD,
    "supplementing": Tone.WARN,
    "forwarded": Tone.INFO,
    "refused": Tone.BAD,
    "terminated": Tone.BAD,
}


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language with the names of one site."""

    language: Language
    names: Names

    def day(self, day: date | None) -> str:
        """Return a day as month and day, with the year where it is another one."""
        if day is None:
            return ""
        key = "cases.day" if day.year == self.names.day.year else "cases.day_of_year"
        return self._day(key, day)

    def moment(self, at: datetime) -> str:
        """Return a moment (UTC) as day and time of the site's zone."""
        local = at.astimezone(ZoneInfo(self.names.zone))
        day = "" if local.date() == self.names.day else f"{local:%m-%d} "
        return f"{day}{local:%H:%M}"

    def state(self, case: CaseShape) -> str:
        """Return the state's word; an open gap and a refusal by decision have their own."""
        state = case.state
        if state == "accepted" and case.gap_open:
            state = "gap"
        elif state == "refused" and case.refused_at == "decision":
            state = "refused_by_decision"
        return self.language.text(f"cases.state.{state}")

    def light(self, case: CaseShape) -> str:
        """Return the words of the light, "" where no clock runs."""
        return self.language.text(f"cases.light.{case.light}") if case.light else ""

    def light_tone(self, case: CaseShape) -> Tone | None:
        """Return the shape and colour of the light, None where no clock is known."""
        return LIGHTS.get(case.light or "")

    def state_tone(self, case: CaseShape) -> Tone:
        """Return the tone of the state."""
        return STATES.get(case.state, Tone.NEUTRAL)

    def due(self, case: CaseShape) -> str:
        """Return the working days left, marked where the calendar is provisional (暂定)."""
        text = self.language.text
        left = case.days_left
        if left is None:
            return ""
        if left < 0:
            words = text("cases.due.late", days=-left)
        elif left == 0:
            words = text("cases.due.today")
        else:
            words = text("cases.due.left", days=left)
        return text("cases.due.provisional", words=words) if case.provisional else words

    def due_sentence(self, case: CaseShape) -> str:
        """Return the due date with what it means today, "" where there is none."""
        if case.due_on is None:
            return ""
        parts = [self.day(case.due_on)]
        if case.provisional and case.days_left is None:
            parts.append(self.language.text("cases.provisional"))
        parts += [part for part in (self.due(case),) if part]
        return " · ".join(parts)

    def owner(self, case: CaseShape) -> str:
        """Return who is responsible: the person, else that nobody is yet."""
        if case.assigned_to is None:
            return self.language.text("cases.unassigned")
        return self.names.person(case.assigned_to)

    def item(self, case: CaseShape) -> str:
        """Return the item's name in the chosen language."""
        known = self.names.item(case.item, self.language.code)
        return case.item_name if known == case.item else known

    def company(self, case: CaseShape) -> str:
        """Return the company, or that a person came without one."""
        return case.enterprise_name or self.language.text("cases.no_company")

    def window(self, code: str) -> str:
        """Return a window's name."""
        return self.names.window(code, self.language.code)

    def paper(self, paper: PaperShape, item: str) -> str:
        """Return the paper's title: an authority's papers are called otherwise than a service's."""
        style = self.names.styles.get(item, "service")
        return self.language.text(f"cases.paper.{style}.{paper.kind}")

    def paper_line(self, paper: PaperShape, item: str) -> str:
        """Return the title with the number as it is printed."""
        return f"{self.paper(paper, item)}  {self.language.paper_number(paper.number)}"

    def paper_state(self, paper: PaperShape) -> str:
        """Return whether it was printed, how often again, or that it is void."""
        text = self.language.text
        if paper.void:
            return text("cases.paper_state.void")
        if paper.reprints:
            return text("cases.paper_state.reprinted", count=paper.reprints)
        return text(f"cases.paper_state.{'printed' if paper.printed else 'waiting'}")

    def consent(self, consent: ConsentShape) -> str:
        """Return what was told or authorised, until when, and whether it still stands."""
        text = self.language.text
        words = text(f"cases.consent.{consent.kind}", day=self.moment(consent.at))
        if consent.withdrawn_at is not None:
            return text("cases.consent.withdrawn", what=words)
        if consent.until is None:
            return words
        key = "over" if consent.until < self.names.day else "until"
        return text(f"cases.consent.{key}", what=words, day=self.day(consent.until))

    def happened(self, row: TimelineRow) -> str:
        """Return what happened as a sentence; days and people among its values become words."""
        values = {name: self._value(name, value) for name, value in row.values.items()}
        words = self.language.translator.filled(f"cases.timeline.{row.kind}", values)
        return f"{words}{self.language.text('cases.colon')}{row.text}" if row.text else words

    def _value(self, name: str, value: object) -> object:
        if name in ("due_on", "until") and isinstance(value, str):
            return self.day(date.fromisoformat(value))
        if name == "staff":
            return self.names.person(str(value))
        if name == "window":
            return self.window(str(value))
        return value

    def _day(self, key: str, day: date) -> str:
        months = self.language.text("cases.months").split()
        return self.language.text(key, year=day.year, month=months[day.month - 1], day=day.day)
