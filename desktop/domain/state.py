"""The state a journal makes: rows by key, read and put by `apply`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol, TypeVar

from desktop.domain.cases import Case, Paper
from desktop.domain.desk_records import Consent, Cutoff, Enquiry, HelpCall, ToldWait
from desktop.domain.enterprise_file import (
    Enterprise,
    EnterpriseCare,
    EnterpriseContact,
    EnterpriseNote,
)
from desktop.domain.people import Staff
from desktop.domain.site import CalendarDay, CatalogueText, Counter, Series, Setting, Site
from desktop.domain.tickets import Interval, Place, Ticket

Row = (
    Site
    | Counter
    | Series
    | Setting
    | CatalogueText
    | CalendarDay
    | Staff
    | Enterprise
    | Ticket
    | Place
    | Interval
    | Case
    | Paper
    | Enquiry
    | ToldWait
    | Cutoff
    | HelpCall
    | Consent
    | EnterpriseCare
    | EnterpriseContact
    | EnterpriseNote
)
R = TypeVar("R", bound=Row)

KEYS: dict[type, tuple[str, ...]] = {
    Site: ("code",),
    Counter: ("number",),
    Series: ("scope", "code"),
    Setting: ("key",),
    CatalogueText: ("name",),
    CalendarDay: ("day",),
    Staff: ("code",),
    Enterprise: ("enterprise_id",),
    Ticket: ("ticket_id",),
    Place: ("ticket_id", "step_no"),
    Interval: ("ticket_id", "n"),
    Case: ("case_id",),
    Paper: ("paper_id",),
    Enquiry: ("enquiry_id",),
    ToldWait: ("ticket_id", "step_no"),
    Cutoff: ("day", "window"),
    HelpCall: ("counter",),
    Consent: ("consent_id",),
    EnterpriseCare: ("enterprise_id",),
    EnterpriseContact: ("contact_id",),
    EnterpriseNote: ("note_id",),
}
"""Every projection of the journal and what identifies its rows within a site."""


def key_of(row: Row) -> tuple[object, ...]:
    """Return the key of a row within its site."""
    return tuple(getattr(row, name) for name in KEYS[type(row)])


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the journal says of every event: position, moment (UTC), the site's day, and by whom."""

    pos: int
    at: datetime
    day: date
    by: str | None = None


class Rows(Protocol):
    """The rows of one site, as `apply` needs them."""

    def get(self, kind: type[R], *key: object) -> R | None:
        """Return the row with this key, or None."""
        ...

    def put(self, row: Row) -> None:
        """Keep the row, in the place of the one with its key."""
        ...

    def places(self, ticket_id: str) -> tuple[Place, ...]:
        """Return the ticket's places in step order."""
        ...

    def open_intervals(self, ticket_id: str) -> tuple[Interval, ...]:
        """Return the ticket's intervals that have not ended."""
        ...


def need(rows: Rows, kind: type[R], *key: object) -> R:
    """Return the row that an event speaks of; without it the journal is broken or we are."""
    row = rows.get(kind, *key)
    if row is None:
        raise LookupError(f"no {kind.__name__} {key}")
    return row
