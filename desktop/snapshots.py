"""What the desk answers: frozen, read-only, the same for screens and console (`docs/console.md`).

Fields marked `shown: False` are kept in remembered answers only; those marked `stored: False`
hold words (free texts, sentences) and are filled when an answer is given, so that erasing a
text erases it everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

_WORDS = {"stored": False}
_REFERENCE = {"shown": False}
_LATER = {"later": True}


@dataclass(frozen=True, slots=True)
class ReasonShape:
    """Why: a code, its values, and one sentence in the chosen language."""

    code: str
    values: dict[str, object]
    text: str = field(default="", metadata=_WORDS)


@dataclass(frozen=True, slots=True)
class PlaceShape:
    """One stop of a ticket."""

    step_no: int
    window: str
    state: str
    rank_at: datetime
    after: tuple[int, ...]
    cases: tuple[str, ...]
    end: str | None = None
    counter: int | None = None
    notes: tuple[str, ...] = field(default=(), metadata=_REFERENCE)
    note: str | None = field(default=None, metadata=_WORDS)


@dataclass(frozen=True, slots=True)
class TicketShape:
    """A ticket with its places in step order; times in UTC, days in the site's zone.

    `fence` grows with each call and each change of hands: who gives it with a command on the
    ticket says which hold on it is meant.
    """

    id: str
    label: str
    day: date
    state: str
    counter: int | None
    step_no: int | None
    issued_at: datetime
    places: tuple[PlaceShape, ...]
    line_day: date | None = None
    door: str = "walk_in"
    priority: str | None = None
    enterprise: str | None = None
    enterprise_name: str | None = None
    calls: int = 0
    misses: int = 0
    called_at: datetime | None = None
    started_at: datetime | None = None
    held_counter: int | None = None
    hold_until: datetime | None = None
    end: str | None = None
    fence: int = 0


@dataclass(frozen=True, slots=True)
class CaseShape:
    """A case as lists show it."""

    id: str
    number: str
    item: str
    item_name: str
    enterprise: str | None
    state: str
    window: str
    co_windows: tuple[str, ...]
    due_on: date | None
    provisional: bool
    overdue: bool
    bundle: str | None
    gap_until: date | None
    assigned_to: str | None
    enterprise_name: str | None = None
    kind: str = ""
    received_at: datetime | None = None
    accepted_on: date | None = None
    extended_to: date | None = None
    missing: tuple[str, ...] = ()
    gap_open: bool = False
    refused_at: str | None = None
    ticket: str | None = None
    waits_for: tuple[str, ...] = ()
    days_left: int | None = None
    light: str | None = None


@dataclass(frozen=True, slots=True)
class PaperShape:
    """A paper as lists show it."""

    id: str
    kind: str
    number: str
    printed: bool
    reprints: int
    void: bool
    case: str | None = None
    ticket: str | None = None


@dataclass(frozen=True, slots=True)
class EnterpriseShape:
    """An enterprise's particulars; contacts are personal data and not here."""

    id: str
    name: str
    uscc: str | None
    registered_place: str | None = None
    work_place: str | None = None


@dataclass(frozen=True, slots=True)
class FoundShape:
    """An enterprise that typed text found, and by what."""

    id: str
    name: str
    uscc: str | None
    why: str


@dataclass(frozen=True, slots=True)
class CounterShape:
    """A counter: what it may serve, who sits there and what is open.

    `alive`: whether the desk that works there is still there; None for a closed counter, for
    one that no desk beats for, and in the answer of a command.
    """

    number: int
    windows: tuple[str, ...]
    state: str
    staff: str | None
    opened_windows: tuple[str, ...]
    alive: bool | None = None


@dataclass(frozen=True, slots=True)
class SiteShape:
    """The site's particulars."""

    code: str
    name: str
    zone: str
    hours: dict[str, object]
    rollover_hour: int
    day: date


@dataclass(frozen=True, slots=True)
class StaffShape:
    """A person who works here; the name is shown to staff only."""

    code: str
    roles: tuple[str, ...]
    windows: tuple[str, ...] | None
    name_ref: str | None = field(default=None, metadata=_REFERENCE)
    name: str | None = field(default=None, metadata=_WORDS)
    active: bool = field(default=True, metadata=_LATER)
    signs_in: bool = field(default=False, metadata=_LATER)
    """Whether this person has a password."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The base of answers; an empty one says only that it was done."""


@dataclass(frozen=True, slots=True)
class Nothing(Answer):
    """Done, and nothing more to say."""


@dataclass(frozen=True, slots=True)
class ClockAnswer(Answer):
    """What the clock was set to."""

    now: datetime


@dataclass(frozen=True, slots=True)
class SiteAnswer(Answer):
    """The site with its counters."""

    site: SiteShape
    counters: tuple[CounterShape, ...]


@dataclass(frozen=True, slots=True)
class StaffAnswer(Answer):
    """One person."""

    staff: StaffShape


@dataclass(frozen=True, slots=True)
class SignInAnswer(Answer):
    """What came of a password: the person, or how often it may still be wrong.

    `minutes`: how long nobody may try now.
    """

    staff: StaffShape | None = None
    left: int = 0
    minutes: int = 0


@dataclass(frozen=True, slots=True)
class Standing(Answer):
    """How somebody stands who wants to sign in: the row of the verifier, and the verifier."""

    credential: str | None
    verifier: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class StaffListAnswer(Answer):
    """All people."""

    staff: tuple[StaffShape, ...]


@dataclass(frozen=True, slots=True)
class SettingsAnswer(Answer):
    """Settings by key."""

    settings: dict[str, object]


@dataclass(frozen=True, slots=True)
class CatalogueCounts(Answer):
    """How much a catalogue holds."""

    windows: int
    items: int
    bundles: int


@dataclass(frozen=True, slots=True)
class CatalogueAnswer(Answer):
    """The catalogue in its plain form."""

    windows: tuple[object, ...]
    items: tuple[object, ...]
    bundles: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class CalendarAnswer(Answer):
    """How many days were imported and whose due date moved."""

    days: int
    moved: tuple[CaseShape, ...]


@dataclass(frozen=True, slots=True)
class DueAnswer(Answer):
    """A due date; provisional where the calendar is not yet published."""

    due_on: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class CodeReason:
    """Why a credit code is not valid; `position` counts from 1."""

    code: str
    text: str
    position: int | None = None


@dataclass(frozen=True, slots=True)
class CodeAnswer(Answer):
    """What a 统一社会信用代码 is."""

    valid: bool
    normalised: str
    reason: CodeReason | None = None
    suggestions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EnterpriseAnswer(Answer):
    """One enterprise."""

    enterprise: EnterpriseShape


@dataclass(frozen=True, slots=True)
class EnterprisesAnswer(Answer):
    """Enterprises found, best first."""

    enterprises: tuple[FoundShape, ...]


@dataclass(frozen=True, slots=True)
class EnterpriseFile(Answer):
    """One enterprise with its cases and tickets, newest first; `on_file`: shared materials held."""

    enterprise: EnterpriseShape
    cases: tuple[CaseShape, ...]
    tickets: tuple[TicketShape, ...]
    on_file: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IssueAnswer(Answer):
    """What a visitor gets: number, cases, papers, who stands before them, and hints."""

    ticket: TicketShape | None
    cases: tuple[CaseShape, ...]
    papers: tuple[PaperShape, ...]
    ahead: dict[str, int]
    also: tuple[str, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SuggestedWindow:
    """A window for a need: the item meant, how sure (0–1), and which words spoke for it."""

    window: str
    item: str | None
    confidence: float
    reason: ReasonShape


@dataclass(frozen=True, slots=True)
class SuggestAnswer(Answer):
    """Windows for a need, the surest first; `reason` says why the desk would ask back."""

    windows: tuple[SuggestedWindow, ...]
    ask_back: bool
    reason: ReasonShape | None = None


@dataclass(frozen=True, slots=True)
class WaitMinutes:
    """A range of minutes: of ten who wait, one waits at most p10, five p50, nine p90."""

    p10: int
    p50: int
    p90: int


@dataclass(frozen=True, slots=True)
class WaitAnswer(Answer):
    """How long one would wait, null where nobody can say; `basis`: what it was told from."""

    minutes: WaitMinutes | None
    basis: ReasonShape


@dataclass(frozen=True, slots=True)
class TicketAnswer(Answer):
    """One ticket."""

    ticket: TicketShape


@dataclass(frozen=True, slots=True)
class MaybeTicketAnswer(Answer):
    """A ticket, or null where nobody is ready; `window` and `reason` of the call."""

    ticket: TicketShape | None
    window: str | None = None
    reason: ReasonShape | None = None


@dataclass(frozen=True, slots=True)
class CalledAnswer(Answer):
    """A ticket called by name."""

    ticket: TicketShape
    window: str


@dataclass(frozen=True, slots=True)
class IntervalShape:
    """A span of a ticket's time."""

    kind: str
    started_at: datetime
    ended_at: datetime | None
    step_no: int | None
    window: str | None
    counter: int | None
    staff: str | None


@dataclass(frozen=True, slots=True)
class TicketFile(Answer):
    """A ticket with its intervals, cases and papers."""

    ticket: TicketShape
    intervals: tuple[IntervalShape, ...]
    cases: tuple[CaseShape, ...]
    papers: tuple[PaperShape, ...]


@dataclass(frozen=True, slots=True)
class TicketsAnswer(Answer):
    """Tickets of today."""

    tickets: tuple[TicketShape, ...]


@dataclass(frozen=True, slots=True)
class CounterAnswer(Answer):
    """One counter."""

    counter: CounterShape


@dataclass(frozen=True, slots=True)
class CounterFile(Answer):
    """A counter, the ticket at it (or null) and those on hold there."""

    counter: CounterShape
    ticket: TicketShape | None
    held: tuple[TicketShape, ...]
    cases: tuple[CaseShape, ...] = ()


@dataclass(frozen=True, slots=True)
class AddedAnswer(Answer):
    """A ticket with the cases of one more thing."""

    ticket: TicketShape
    cases: tuple[CaseShape, ...]


@dataclass(frozen=True, slots=True)
class FinishAnswer(Answer):
    """What ended, what was made, where the visit goes on and what is left open."""

    ticket: TicketShape
    cases: tuple[CaseShape, ...]
    papers: tuple[PaperShape, ...]
    next: tuple[str, ...]
    undecided: tuple[CaseShape, ...]
    dropped: tuple[PlaceShape, ...]


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One ready place in calling order."""

    label: str
    ticket: str
    window: str
    rank_at: datetime
    waiting_minutes: int
    priority: str | None
    reason: ReasonShape
    enterprise_name: str | None = None
    step_no: int = 1


@dataclass(frozen=True, slots=True)
class QueueAnswer(Answer):
    """The queue of a window, a counter or the site."""

    rows: tuple[QueueRow, ...]


@dataclass(frozen=True, slots=True)
class BoardCall:
    """One line of the public board: numbers only."""

    label: str
    ticket: str
    counter: int
    window: str
    at: datetime
    times: int


@dataclass(frozen=True, slots=True)
class BoardAnswer(Answer):
    """The public board: latest calls, and the next labels of each window."""

    calls: tuple[BoardCall, ...]
    next: dict[str, object]


@dataclass(frozen=True, slots=True)
class CasesAnswer(Answer):
    """A list of cases."""

    cases: tuple[CaseShape, ...]


@dataclass(frozen=True, slots=True)
class MaterialShape:
    """One material of a case: state given, on_file, promised, missing or open."""

    name: str
    deferrable: bool
    shared: bool
    state: str


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One thing that happened to a case; `values` is what was decided: due_on, missing, to, …"""

    at: datetime
    kind: str
    by: str | None
    text: str | None
    values: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CaseFile(Answer):
    """A case with its materials, what happened to it, its papers, and the verbs allowed next.

    `would_be_due` and `would_be_filled`: the due date, and the day by which a gap would be
    promised, if the case were accepted now; null for a case that was accepted already.
    """

    case: CaseShape
    materials: tuple[MaterialShape, ...]
    timeline: tuple[TimelineRow, ...]
    papers: tuple[PaperShape, ...]
    next: tuple[str, ...] = ()
    would_be_due: date | None = None
    would_be_filled: date | None = None


@dataclass(frozen=True, slots=True)
class CaseAnswer(Answer):
    """A case after a step, with the papers the step made."""

    case: CaseShape
    papers: tuple[PaperShape, ...]


@dataclass(frozen=True, slots=True)
class PaperAnswer(Answer):
    """One paper."""

    paper: PaperShape


@dataclass(frozen=True, slots=True)
class PdfAnswer(Answer):
    """Where a paper was saved and how many pages it has."""

    path: str
    pages: int


@dataclass(frozen=True, slots=True)
class DayCloseAnswer(Answer):
    """The tickets that still need an end, and whether the day is closed."""

    open: tuple[TicketShape, ...]
    closed: bool


@dataclass(frozen=True, slots=True)
class FiguresAnswer(Answer):
    """The figures of a day: seconds as whole numbers, null where there are none.

    `state`: open, closed, reopened (a number was issued after the close).  `last` has the last
    number of each label series and `void` how many tickets are void: no number is missing.
    """

    totals: dict[str, object]
    windows: dict[str, object]
    staff: dict[str, object]
    hours: dict[str, object]
    state: str = "open"
    last: dict[str, int] = field(default_factory=dict)
    void: int = 0


@dataclass(frozen=True, slots=True)
class CopyAnswer(Answer):
    """A copy that was made or brought back, and verified."""

    path: str
    verified: bool


@dataclass(frozen=True, slots=True)
class BeatAnswer(Answer):
    """What a heartbeat found.

    `clock_off_s`: how many seconds this PC's clock is ahead of the database's (negative:
    behind).  `lease_lost`: since the last beat at this counter the desk was taken for lost, or
    somebody else sat down there; said once.
    """

    clock_off_s: int
    lease_lost: bool


@dataclass(frozen=True, slots=True)
class ReturnedAnswer(Answer):
    """The labels of the tickets that went back in line."""

    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FaultShape:
    """One fault in the journal or in the state it should have made."""

    pos: int
    what: str


@dataclass(frozen=True, slots=True)
class VerifyAnswer(Answer):
    """Whether chain and state are sound."""

    sound: bool
    events: int
    head: str
    faults: tuple[FaultShape, ...]


@dataclass(frozen=True, slots=True)
class RebuildAnswer(Answer):
    """Whether the state rebuilt from the journal equals the state before, and its rows."""

    same: bool
    rows: int


@dataclass(frozen=True, slots=True)
class Moved:
    """What was moved from one database to another: sites, and how many of the main things.

    `rows` counts every table's; `seconds` is how long it took with its verification.
    """

    sites: tuple[str, ...]
    rows: int
    events: int
    enterprises: int
    tickets: int
    cases: int
    papers: int
    seconds: float
