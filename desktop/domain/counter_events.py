"""What happened at counters beside the visit itself: steps taken back, materials seen, help asked.

Free texts stand in by their ids.  What was taken back is told as rows: the ticket, its places and
intervals, and the cases as they are afterwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from desktop.domain.case_events import AboutCase
from desktop.domain.cases import Case
from desktop.domain.events import AboutTicket, Event
from desktop.domain.tickets import Interval, Ticket


@dataclass(frozen=True, slots=True)
class TicketRestored(AboutTicket):
    """A counter took back how it ended a stop (`undone`: finished or missed); `text`: why.

    `places` and `intervals` are those that changed; the ticket is at the counter again, its
    fence raised.
    """

    kind: ClassVar[str] = "ticket.restored"
    counter: int = 0
    ticket: Ticket | None = None
    intervals: tuple[Interval, ...] = ()
    undone: str = "finished"
    text: str | None = None


@dataclass(frozen=True, slots=True)
class CaseRestored(AboutCase):
    """A decision on a case was taken back (`undone`: as a timeline calls it); `text`: why."""

    kind: ClassVar[str] = "case.restored"
    case: Case | None = None
    undone: str = ""


@dataclass(frozen=True, slots=True)
class CaseMaterialsGiven(AboutCase):
    """Somebody looked at what the company brought: `given` are all materials in hand."""

    kind: ClassVar[str] = "case.materials_given"
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HelpAsked(Event):
    """A counter called for a colleague's help; `text`: what for."""

    kind: ClassVar[str] = "counter.help_asked"
    number: int
    ticket_id: str | None = None
    text: str | None = None

    @property
    def subject(self) -> str:
        """The counter."""
        return f"counter/{self.number}"


@dataclass(frozen=True, slots=True)
class HelpEnded(Event):
    """Somebody came, or the counter needs help no more."""

    kind: ClassVar[str] = "counter.help_ended"
    number: int

    @property
    def subject(self) -> str:
        """The counter."""
        return f"counter/{self.number}"
