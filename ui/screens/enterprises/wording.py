"""How facts of a company are said: tier, cases and their lights, tickets, moments."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from desktop.snapshots import CaseShape, EnterpriseShape, TicketShape
from ui.language import Language
from ui.screens.enterprises.names import Names
from ui.theme import Tone

LIGHTS = {"normal": Tone.GOOD, "soon": Tone.WARN, "overdue": Tone.BAD, "stopped": Tone.NEUTRAL}
TIERS = ("seed", "seedling", "golden_ear")
GOING_ON = ("received", "accepted", "supplementing", "forwarded")
"""The states of a case that has not ended."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language with the names of one site."""

    language: Language
    names: Names

    def text(self, key: str, **values: object) -> str:
        """Return a text of this screen."""
        return self.language.text(f"enterprises.{key}", **values)

    def tier(self, tier: str | None) -> str:
        """Return the word of a tier, "" for none."""
        return self.language.text(f"word.tier.{tier}") if tier else ""

    def open_cases(self, company: EnterpriseShape) -> str:
        """Return how many cases are going on, "" for none."""
        return str(company.open_cases) if company.open_cases else ""

    def named_contact(self, company: EnterpriseShape) -> str:
        """Return the name of the person here who looks after a company."""
        return company.named_contact_name or self.names.person(company.named_contact)

    def moment(self, at: datetime) -> str:
        """Return a moment (UTC) as day and time of the site's zone."""
        local = at.astimezone(ZoneInfo(self.names.zone))
        year = "" if local.year == self.names.day.year else f"{local:%Y-}"
        return f"{year}{local:%m-%d %H:%M}"

    def item(self, case: CaseShape) -> str:
        """Return the item of a case."""
        return self.names.item(case.item, case.item_name, self.language.code)

    def case_state(self, case: CaseShape) -> str:
        """Return the light's words where a clock runs, else the state's."""
        if case.light is None:
            return self.language.text(f"cases.state.{case.state}")
        words = self.language.text(f"cases.light.{case.light}")
        left = case.days_left
        if left is None:
            return words
        key = "late" if left < 0 else "today" if left == 0 else "left"
        return f"{words} · {self.language.text(f'cases.due.{key}', days=abs(left))}"

    def case_tone(self, case: CaseShape) -> Tone | None:
        """Return the shape and colour of the light."""
        return LIGHTS.get(case.light or "")

    def ticket_state(self, ticket: TicketShape) -> str:
        """Return how far a visit is."""
        return self.text(f"ticket_state.{ticket.state}")

    def ticket_windows(self, ticket: TicketShape) -> str:
        """Return the windows of a visit by their names, in order."""
        codes = dict.fromkeys(place.window for place in ticket.places)
        return " → ".join(self.names.window(code, self.language.code) for code in codes)
