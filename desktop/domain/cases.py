"""The case (办件): one requested item of one enterprise, followed to its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from desktop.domain.errors import DeskError

CASE_STATES = (
    "received",
    "accepted",
    "supplementing",
    "resolved",
    "forwarded",
    "refused",
    "withdrawn",
    "terminated",
    "delivered",
)
OPEN_CASE_STATES = ("received", "accepted", "supplementing", "forwarded")

MOVES: dict[str, tuple[str, ...]] = {
    "accept": ("received",),
    "supplement": ("received", "accepted"),
    "supplemented": ("supplementing",),
    "gap": ("received",),
    "gap_filled": ("accepted",),
    "resolve": ("received", "accepted", "forwarded"),
    "forward": ("received", "accepted"),
    "refuse": ("received", "accepted"),
    "extend": ("accepted",),
    "withdraw": ("received", "accepted", "supplementing", "forwarded"),
    "terminate": ("accepted", "supplementing"),
    "assign": OPEN_CASE_STATES,
    "deliver": ("resolved",),
}
"""From which states each verb is allowed; everything else is `wrong_state`."""


@dataclass(frozen=True, slots=True)
class Case:
    """One requested service item; outlives the ticket that brought it.

    `waits_for` names the cases of the bundle's step before.  `missing` is what is being
    waited for (supplement or gap), `asked` everything ever asked for.  `clock_stopped_on`
    is the day the clock stopped (supplement from accepted); days are in the site's zone.
    """

    case_id: str
    number: str
    series: str
    no: int
    item: str
    window: str
    received_at: datetime
    received_on: date
    state: str = "received"
    enterprise_id: str | None = None
    visitor: str | None = None
    ticket_id: str | None = None
    bundle: str | None = None
    door: str = "walk_in"
    co_windows: tuple[str, ...] = ()
    waits_for: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    accepted_at: datetime | None = None
    accepted_on: date | None = None
    due_on: date | None = None
    provisional: bool = False
    missing: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    supplement_from: str | None = None
    clock_stopped_on: date | None = None
    gap_until: date | None = None
    gap_open: bool = False
    extended_to: date | None = None
    assigned_to: str | None = None
    refused_at: str | None = None
    supervised: bool = False
    outcome_text: str | None = None
    to_text: str | None = None
    reference_text: str | None = None
    ended_at: datetime | None = None
    archived_at: datetime | None = None
    last_pos: int = 0

    @property
    def is_gap_awaited(self) -> bool:
        """Whether materials that were promised are still to come; what has ended awaits none."""
        return self.gap_open and self.state == "accepted"


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper that was made (回执): its number, its facts at that moment, and its print state.

    `facts` is plain JSON without personal data: free texts stand in it by their ids.
    """

    paper_id: str
    kind: str
    number: str
    scope: str
    no: int
    made_at: datetime
    made_by: str | None = None
    case_id: str | None = None
    ticket_id: str | None = None
    facts: dict[str, object] | None = None
    printed: bool = False
    printed_at: datetime | None = None
    reprints: int = 0
    void: bool = False
    void_text: str | None = None
    last_pos: int = 0


def check_move(case: Case, verb: str) -> None:
    """Raise `wrong_state` unless the case may do `verb` now (`architecture.md` §3, moves)."""
    if case.state not in MOVES[verb]:
        raise DeskError("wrong_state", what="case", case=case.number, state=case.state)


def is_overdue(case: Case, today: date) -> bool:
    """Say whether the case's clock runs and its due date has passed on `today`."""
    return case.due_on is not None and case.state == "accepted" and today > case.due_on
