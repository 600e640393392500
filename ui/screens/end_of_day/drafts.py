"""How each open ticket truly ended, as chosen so far; nothing is written before the close."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from desktop.requests import DayOutcome
from desktop.snapshots import TicketShape

ENDS: Final = ("left", "cancelled", "void", "carried_over", "served_on_paper")
"""What may become of a ticket that is still open, in the order of their keys 1 to 5."""

AT_COUNTER: Final = ("called", "serving")


@dataclass(frozen=True, slots=True)
class Draft:
    """An end and its reason."""

    end: str
    reason: str


@dataclass(frozen=True, slots=True)
class Row:
    """An open ticket and the end chosen for it, if any."""

    ticket: TicketShape
    draft: Draft | None = None


@dataclass(frozen=True, slots=True)
class Drafts:
    """Frozen choices by ticket id; each change gives a new one."""

    chosen: Mapping[str, Draft] = field(default_factory=dict)

    def choose(self, tickets: Iterable[str], draft: Draft) -> Drafts:
        """Choose an end for these."""
        return Drafts({**self.chosen, **dict.fromkeys(tickets, draft)})

    def clear(self, ticket: str) -> Drafts:
        """Take a choice back."""
        return Drafts({key: draft for key, draft in self.chosen.items() if key != ticket})

    def only(self, tickets: Iterable[TicketShape]) -> Drafts:
        """Forget the choices for tickets that have found their end meanwhile."""
        known = {ticket.id for ticket in tickets}
        return Drafts({key: draft for key, draft in self.chosen.items() if key in known})

    def rows(self, tickets: Iterable[TicketShape]) -> tuple[Row, ...]:
        """Return the tickets with their choices."""
        return tuple(Row(ticket, self.chosen.get(ticket.id)) for ticket in tickets)

    def outcomes(self, tickets: Iterable[TicketShape]) -> tuple[DayOutcome, ...]:
        """Return what to hand to the desk, in the order shown."""
        return tuple(
            DayOutcome(row.ticket.id, row.draft.end, row.draft.reason)
            for row in self.rows(tickets)
            if row.draft is not None
        )


def without_end(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Return the rows for which nothing is chosen yet."""
    return tuple(row for row in rows if row.draft is None)


def next_without_end(rows: tuple[Row, ...], after: str) -> str | None:
    """Return the ticket to go on with: the next one below without an end, else the first."""
    place = next((at for at, row in enumerate(rows) if row.ticket.id == after), -1)
    round_trip = (*rows[place + 1 :], *rows[: place + 1])
    return next((row.ticket.id for row in round_trip if row.draft is None), None)
