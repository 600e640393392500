"""What happened, in the past tense: frozen facts that carry decisions, never wishes.

Each class has a `kind` (its name in the journal) and a `subject` (the id of what it is
about).  Free texts and people's data stand in events by the ids of their rows.  `places`
are the ticket's places that changed, as they are afterwards, so that a newer version with
other rules still rebuilds the same state.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from desktop.domain.tickets import Place, Ticket


@dataclass(frozen=True, slots=True)
class Event:
    """The base of all events; not itself an event."""

    kind: ClassVar[str] = ""

    @property
    def subject(self) -> str:
        """The id of the ticket, case, paper … that this event is about."""
        raise NotImplementedError(type(self).__name__)


@dataclass(frozen=True, slots=True)
class AboutTicket(Event):
    """The base of what happens to a ticket; `places` are those that changed."""

    ticket_id: str
    places: tuple[Place, ...] = ()

    @property
    def subject(self) -> str:
        """The ticket."""
        return self.ticket_id


@dataclass(frozen=True, slots=True)
class TicketIssued(Event):
    """A number was handed over; the queue position of its places is this event's own."""

    kind: ClassVar[str] = "ticket.issued"
    ticket: Ticket
    places: tuple[Place, ...]

    @property
    def subject(self) -> str:
        """The ticket."""
        return self.ticket.ticket_id

    @property
    def ticket_id(self) -> str:
        """The ticket."""
        return self.ticket.ticket_id


@dataclass(frozen=True, slots=True)
class TicketCalled(AboutTicket):
    """A counter called the ticket to one of its stops (`reason`: the code of why it)."""

    kind: ClassVar[str] = "ticket.called"
    counter: int = 0
    window: str = ""
    step_no: int = 0
    staff: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TicketRecalled(AboutTicket):
    """The call was repeated; `calls` counts this one."""

    kind: ClassVar[str] = "ticket.recalled"
    counter: int = 0
    calls: int = 0


@dataclass(frozen=True, slots=True)
class ServiceStarted(AboutTicket):
    """The visitor is at the counter; the handover note is acknowledged."""

    kind: ClassVar[str] = "ticket.started"
    counter: int = 0
    step_no: int = 0
    staff: str | None = None


@dataclass(frozen=True, slots=True)
class StopEnded(AboutTicket):
    """A stop ended at its counter (`how`: finished or transferred); `state`: the ticket's next."""

    kind: ClassVar[str] = "ticket.stop_ended"
    counter: int = 0
    step_no: int = 0
    staff: str | None = None
    how: str = "finished"
    state: str = "waiting"
    to_window: str | None = None


@dataclass(frozen=True, slots=True)
class StopsAdded(AboutTicket):
    """One more thing was asked for at the counter."""

    kind: ClassVar[str] = "ticket.stops_added"


@dataclass(frozen=True, slots=True)
class TicketMissed(AboutTicket):
    """The visitor did not come; the second time (`misses` 2) the visit ends."""

    kind: ClassVar[str] = "ticket.missed"
    counter: int = 0
    misses: int = 1


@dataclass(frozen=True, slots=True)
class TicketReinstated(AboutTicket):
    """A missed ticket is back in line, behind some others."""

    kind: ClassVar[str] = "ticket.reinstated"


@dataclass(frozen=True, slots=True)
class TicketHeld(AboutTicket):
    """The visit waits at this counter for something; `until` only reminds."""

    kind: ClassVar[str] = "ticket.held"
    counter: int = 0
    until: datetime | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class TicketResumed(AboutTicket):
    """A held visit goes on at a counter."""

    kind: ClassVar[str] = "ticket.resumed"
    counter: int = 0
    staff: str | None = None


@dataclass(frozen=True, slots=True)
class TicketEnded(AboutTicket):
    """The visit ended in `state` (cancelled, void, done) for the reason `end`."""

    kind: ClassVar[str] = "ticket.ended"
    state: str = "cancelled"
    end: str = "cancelled"
    text: str | None = None


@dataclass(frozen=True, slots=True)
class PlaceReleased(AboutTicket):
    """A person let a dropped stop go on, with a reason; `state`: the ticket's next."""

    kind: ClassVar[str] = "ticket.place_released"
    step_no: int = 0
    state: str = "waiting"
    text: str | None = None


@dataclass(frozen=True, slots=True)
class TicketCarriedOver(AboutTicket):
    """An open ticket keeps its place for a later day (`line_day`)."""

    kind: ClassVar[str] = "ticket.carried_over"
    line_day: date = date.min
    text: str | None = None


@dataclass(frozen=True, slots=True)
class TicketHandedOver(AboutTicket):
    """Another person opened the counter with this ticket at it; `fence` is the ticket's new one."""

    kind: ClassVar[str] = "ticket.handed_over"
    counter: int = 0
    staff: str | None = None
    fence: int = 0


@dataclass(frozen=True, slots=True)
class TicketTakenOver(AboutTicket):
    """A counter took the ticket over from one that had stopped; `fence` is its new one."""

    kind: ClassVar[str] = "ticket.taken_over"
    counter: int = 0
    from_counter: int = 0
    staff: str | None = None
    fence: int = 0


@dataclass(frozen=True, slots=True)
class TicketReturned(AboutTicket):
    """A called ticket went back in line, its rank as it was: its counter had stopped."""

    kind: ClassVar[str] = "ticket.returned"
    counter: int = 0


@dataclass(frozen=True, slots=True)
class CommandLate(AboutTicket):
    """A counter gave a command on a ticket that was no longer its own: nothing changed by it.

    `counter`, `verb` and `fence` (None: not said) are the command's; `meant`: the outcomes that it
    named, a text.
    """

    kind: ClassVar[str] = "command.late"
    counter: int = 0
    verb: str = ""
    fence: int | None = None
    meant: str | None = None


@dataclass(frozen=True, slots=True)
class CounterOpened(Event):
    """A person opened a counter, or took it over (`ticket_id`: what is served goes on)."""

    kind: ClassVar[str] = "counter.opened"
    number: int
    staff: str
    windows: tuple[str, ...]
    ticket_id: str | None = None

    @property
    def subject(self) -> str:
        """The counter."""
        return f"counter/{self.number}"


@dataclass(frozen=True, slots=True)
class CounterPaused(Event):
    """Calling stopped at a counter; `text` is the reason."""

    kind: ClassVar[str] = "counter.paused"
    number: int
    text: str | None = None

    @property
    def subject(self) -> str:
        """The counter."""
        return f"counter/{self.number}"


@dataclass(frozen=True, slots=True)
class CounterResumed(Event):
    """Calling goes on at a paused counter."""

    kind: ClassVar[str] = "counter.resumed"
    number: int

    @property
    def subject(self) -> str:
        """The counter."""
        return f"counter/{self.number}"


@dataclass(frozen=True, slots=True)
class CounterClosed(Event):
    """The person left the counter."""

    kind: ClassVar[str] = "counter.closed"
    number: int
    text: str | None = None

    @property
    def subject(self) -> str:
        """The counter."""
        return f"counter/{self.number}"
