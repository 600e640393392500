"""What happened at the guide desk beside numbers: enquiries, waits told, last numbers, consents.

Free texts and people stand here by the ids of their rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from desktop.domain.desk_records import Consent, Enquiry, ToldWait
from desktop.domain.events import Event


@dataclass(frozen=True, slots=True)
class EnquiryAnswered(Event):
    """A question was answered without a number (咨询)."""

    kind: ClassVar[str] = "enquiry.answered"
    enquiry: Enquiry

    @property
    def subject(self) -> str:
        """The enquiry."""
        return self.enquiry.enquiry_id


@dataclass(frozen=True, slots=True)
class WaitTold(Event):
    """With a number it was told how long its stops would wait."""

    kind: ClassVar[str] = "ticket.wait_told"
    ticket_id: str
    waits: tuple[ToldWait, ...]

    @property
    def subject(self) -> str:
        """The ticket."""
        return self.ticket_id


@dataclass(frozen=True, slots=True)
class LastNumberGiven(Event):
    """A window gives no more numbers on this day (截号)."""

    kind: ClassVar[str] = "window.last_number_given"
    window: str
    day: date

    @property
    def subject(self) -> str:
        """The window."""
        return f"window/{self.window}"


@dataclass(frozen=True, slots=True)
class WindowReopened(Event):
    """A window gives numbers again on this day."""

    kind: ClassVar[str] = "window.reopened"
    window: str
    day: date

    @property
    def subject(self) -> str:
        """The window."""
        return f"window/{self.window}"


@dataclass(frozen=True, slots=True)
class ConsentGiven(Event):
    """Somebody was told how personal data is used, or authorised the desk to act (代办)."""

    kind: ClassVar[str] = "consent.given"
    consent: Consent

    @property
    def subject(self) -> str:
        """The consent."""
        return self.consent.consent_id


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn(Event):
    """A consent was taken back; `text` is the reason."""

    kind: ClassVar[str] = "consent.withdrawn"
    consent_id: str
    text: str | None = None

    @property
    def subject(self) -> str:
        """The consent."""
        return self.consent_id
