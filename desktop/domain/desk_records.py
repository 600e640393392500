"""What the desk keeps beside tickets and cases: enquiries, waits told, last numbers, calls for
help, and what a person was told of or has signed.

Moments are UTC, days are the site's.  Free text and people are named by the ids of their own rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

CONSENT_KINDS = ("privacy_notice", "authorisation")


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A question answered at the desk without a number (咨询): it is counted, and that is all."""

    enquiry_id: str
    at: datetime
    day: date
    window: str | None = None
    item: str | None = None
    enterprise_id: str | None = None
    need_text: str | None = None
    staff: str | None = None
    last_pos: int = 0


@dataclass(frozen=True, slots=True)
class ToldWait:
    """The wait that was told with a number, for one of its stops: minutes, eight in ten between."""

    ticket_id: str
    step_no: int
    day: date
    window: str
    at: datetime
    p10: int
    p50: int
    p90: int
    last_pos: int = 0


@dataclass(frozen=True, slots=True)
class Cutoff:
    """The last number of a window for a day (截号); taken back when `reopened_at` is set."""

    day: date
    window: str
    at: datetime
    staff: str | None = None
    reopened_at: datetime | None = None
    last_pos: int = 0


@dataclass(frozen=True, slots=True)
class HelpCall:
    """A counter's latest call for a colleague's help; over once it is answered or taken back."""

    counter: int
    asked_at: datetime
    asked_by: str | None = None
    ticket_id: str | None = None
    note_text: str | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    last_pos: int = 0


@dataclass(frozen=True, slots=True)
class Consent:
    """A notice on personal data that was given, or an authorisation to act for a company (代办).

    `person_id` names who signed, a row of personal data; `until` is its last day; `paper_id` is
    what was made of it, None for a notice that was only noted.
    """

    consent_id: str
    kind: str
    at: datetime
    day: date
    ticket_id: str | None = None
    case_id: str | None = None
    enterprise_id: str | None = None
    person_id: str | None = None
    scope_text: str | None = None
    staff: str | None = None
    until: date | None = None
    paper_id: str | None = None
    withdrawn_at: datetime | None = None
    last_pos: int = 0
