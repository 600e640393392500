"""What the palette asks of the desk for one text: companies, today's numbers, cases."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, cast

from desktop.desk import Desk
from desktop.requests import FindEnterprises, FindTickets, ListCases, Request
from desktop.snapshots import (
    CasesAnswer,
    CaseShape,
    EnterprisesAnswer,
    FoundShape,
    TicketsAnswer,
    TicketShape,
)

MOST: Final = 5
LONGEST: Final = 60
"""No name, label or number that is looked for is longer, in characters."""
SEARCHES: Final[tuple[type[Request], ...]] = (FindEnterprises, FindTickets, ListCases)
_LABEL: Final = re.compile(r"([A-Za-z])(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Found:
    """What the desk found for `text`, the best of each kind first."""

    text: str
    companies: tuple[FoundShape, ...] = ()
    tickets: tuple[TicketShape, ...] = ()
    cases: tuple[CaseShape, ...] = ()


def cleaned(text: str) -> str:
    """Return what is meant by typed or pasted text: no controls, no marks of direction."""
    seen = "".join(sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cf"))
    return " ".join(seen.split())[:LONGEST]


def search(desk: Desk, text: str, staff: str | None, allowed: frozenset[str]) -> Found:
    """Return what the desk finds for a cleaned text, by the verbs that are allowed.

    Waits for the database.  `f12` is the label F012 as well.
    """
    companies: tuple[FoundShape, ...] = ()
    tickets: list[TicketShape] = []
    cases: tuple[CaseShape, ...] = ()
    if FindEnterprises.verb in allowed:
        wanted = FindEnterprises(text, limit=MOST)
        companies = cast("EnterprisesAnswer", desk.ask(wanted, staff)).enterprises
    if FindTickets.verb in allowed:
        for one in _labels(text):
            tickets += cast("TicketsAnswer", desk.ask(FindTickets(one), staff)).tickets
            if tickets:
                break
    if ListCases.verb in allowed:
        cases = cast("CasesAnswer", desk.ask(ListCases(text=text, limit=MOST), staff)).cases
    return Found(text, companies, _newest(tickets), cases)


def _labels(text: str) -> tuple[str, ...]:
    short = _LABEL.fullmatch(text)
    return (f"{short[1].upper()}{int(short[2]):03}",) if short else (text,)


def _newest(tickets: list[TicketShape]) -> tuple[TicketShape, ...]:
    return tuple(sorted(tickets, key=lambda one: one.issued_at, reverse=True)[:MOST])
