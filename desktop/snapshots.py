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
    """An enterprise's particulars; contacts are personal data and not here.

    `named_contact` is a person who works here, by code; `named_contact_name` is shown to staff.
    `open_cases` is counted where enterprises are listed or shown, else None.
    """

    id: str
    name: str
    uscc: str | None
    registered_place: str | None = None
    work_place: str | None = None
    tier: str | None = None
    named_contact: str | None = None
    open_cases: int | None = None
    named_contact_ref: str | None = field(default=None, metadata=_REFERENCE)
    named_contact_name: str | None = field(default=None, metadata=_WORDS)


@dataclass(frozen=True, slots=True)
class ContactShape:
    """A person of a company: personal data, masked unless `masked` is false."""

    id: str
    duty: str | None = field(default=None, metadata=_WORDS)
    masked: bool = True
    withdrawn: bool = False
    person_ref: str | None = field(default=None, metadata=_REFERENCE)
    name: str | None = field(default=None, metadata=_WORDS)
    phone: str | None = field(default=None, metadata=_WORDS)
    id_number: str | None = field(default=None, metadata=_WORDS)
    note: str | None = field(default=None, metadata=_WORDS)


@dataclass(frozen=True, slots=True)
class NoteShape:
    """A note on a company; `at` is UTC."""

    id: str
    at: datetime
    staff: str | None
    text_ref: str | None = field(default=None, metadata=_REFERENCE)
    text: str | None = field(default=None, metadata=_WORDS)


@dataclass(frozen=True, slots=True)
class FoundShape:
    """An enterprise that typed text found, and by what."""

    id: str
    name: str
    uscc: str | None
    why: str


@dataclass(frozen=True, slots=True)
class HelpShape:
    """A counter's call for a colleague; `note` is in a person's words."""

    asked_at: datetime
    asked_by: str | None
    label: str | None
    note_ref: str | None = field(default=None, metadata=_REFERENCE)
    note: str | None = field(default=None, metadata=_WORDS)


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
    help: HelpShape | None = None


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
    stopped: tuple[WindowShape, ...] = field(default=(), metadata=_LATER)
    """The windows that gave their last number today."""


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
class DifferenceShape:
    """One field that differs; `field` is "" where the whole thing is new or gone.

    `part`: site, counter, setting, window, item, bundle, day, person or board.
    """

    part: str
    code: str
    field: str
    before: object = None
    after: object = None


@dataclass(frozen=True, slots=True)
class PersonDifference(DifferenceShape):
    """What differs of somebody who works here: their name may be in it, so it is not remembered."""

    before: object = field(default=None, metadata=_WORDS)
    after: object = field(default=None, metadata=_WORDS)


@dataclass(frozen=True, slots=True)
class CatalogueCounts(Answer):
    """How much a catalogue holds."""

    windows: int
    items: int
    bundles: int
    differences: tuple[DifferenceShape, ...] = ()


@dataclass(frozen=True, slots=True)
class CatalogueEntryAnswer(Answer):
    """An entry as it is now; `sort` says which: window, item or bundle."""

    sort: str
    entry: dict[str, object]


@dataclass(frozen=True, slots=True)
class CatalogueChange:
    """What one person changed of an entry at one moment (UTC); `kind`: saved or loaded."""

    at: datetime
    kind: str
    by: str | None
    differences: tuple[DifferenceShape, ...]


@dataclass(frozen=True, slots=True)
class CatalogueHistory(Answer):
    """The changes of an entry, newest first."""

    changes: tuple[CatalogueChange, ...]


@dataclass(frozen=True, slots=True)
class RowMove:
    """Where a row of a window's line stands and would stand, counted from 1."""

    label: str
    ticket: str
    window: str
    priority: str | None
    before: int
    after: int
    reason: ReasonShape


@dataclass(frozen=True, slots=True)
class MissedMove:
    """Where a missed ticket would stand at a window, reinstated now; counted from 1."""

    label: str
    ticket: str
    window: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class CalledMove:
    """How often a called ticket was called; whether a no-show could be entered now and then."""

    label: str
    ticket: str
    counter: int | None
    calls: int
    before: bool
    after: bool


@dataclass(frozen=True, slots=True)
class RulesPreview(Answer):
    """Today's lines, missed and called tickets under other rules."""

    rows: tuple[RowMove, ...]
    missed: tuple[MissedMove, ...]
    called: tuple[CalledMove, ...]


@dataclass(frozen=True, slots=True)
class SettingsFileAnswer(Answer):
    """Where the set-up was written."""

    path: str


@dataclass(frozen=True, slots=True)
class SettingsImportAnswer(Answer):
    """What a set-up file changes or has changed; `site` and `made_at` say whose it was."""

    site: str
    made_at: datetime
    differences: tuple[DifferenceShape, ...]
    board_notice: str | None = None


@dataclass(frozen=True, slots=True)
class CatalogueAnswer(Answer):
    """The catalogue in its plain form."""

    windows: tuple[object, ...]
    items: tuple[object, ...]
    bundles: tuple[object, ...]


@dataclass(frozen=True, slots=True)
class CalendarAnswer(Answer):
    """How many days were imported and whose due date moved.

    `was_due`: the dates of the `moved` before; `changed`: the days that are otherwise now;
    `provisional`: the years from this one to the next whose days are still computed.
    """

    days: int
    moved: tuple[CaseShape, ...]
    was_due: tuple[date | None, ...] = ()
    changed: tuple[CalendarChange, ...] = ()
    provisional: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """A day on which people work or not, otherwise than the calendar said."""

    day: date
    working: bool


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
    """One enterprise with its cases and tickets, newest first; `on_file`: shared materials held.

    `merged` are the files that became part of this one.
    """

    enterprise: EnterpriseShape
    cases: tuple[CaseShape, ...]
    tickets: tuple[TicketShape, ...]
    on_file: tuple[str, ...] = ()
    contacts: tuple[ContactShape, ...] = ()
    notes: tuple[NoteShape, ...] = ()
    merged: tuple[EnterpriseShape, ...] = ()


@dataclass(frozen=True, slots=True)
class EnterpriseListAnswer(Answer):
    """A page of companies; `more`: whether others follow."""

    enterprises: tuple[EnterpriseShape, ...]
    more: bool = False


@dataclass(frozen=True, slots=True)
class ContactAnswer(Answer):
    """A person of a company."""

    contact: ContactShape


@dataclass(frozen=True, slots=True)
class NoteAnswer(Answer):
    """A note on a company."""

    note: NoteShape


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """What became of a row: `created`, `updated`, `unchanged`, or `faulty` and why."""

    state: str
    enterprise: str | None = None
    reason: ReasonShape | None = None


@dataclass(frozen=True, slots=True)
class ImportAnswer(Answer):
    """What became of each row, in their order."""

    rows: tuple[ImportedRow, ...]


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
class EnquiryShape:
    """A question answered without a number; `today`: how many this is today."""

    id: str
    at: datetime
    window: str | None = None
    item: str | None = None
    enterprise: str | None = None
    today: int = 0


@dataclass(frozen=True, slots=True)
class EnquiryAnswer(Answer):
    """A question that was counted."""

    enquiry: EnquiryShape


@dataclass(frozen=True, slots=True)
class WindowShape:
    """Whether a window gives numbers today: `stopped_at` is when it gave its last one."""

    code: str
    stopped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class WindowAnswer(Answer):
    """One window."""

    window: WindowShape


@dataclass(frozen=True, slots=True)
class ConsentShape:
    """A notice that was given or an authorisation; `until` is its last day."""

    id: str
    kind: str
    at: datetime
    case: str | None = None
    ticket: str | None = None
    enterprise: str | None = None
    until: date | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ConsentAnswer(Answer):
    """A consent, with the papers it made."""

    consent: ConsentShape
    papers: tuple[PaperShape, ...] = ()


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
    """How long one would wait, null where nobody can say; `basis`: what it was told from.

    `worth_paper`: real visits bear it out and the range is narrow enough to help a visitor.
    """

    minutes: WaitMinutes | None
    basis: ReasonShape
    worth_paper: bool = False


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
class UndoneAnswer(Answer):
    """A visitor who is at the counter again, the cases as they were, the papers that are void."""

    ticket: TicketShape
    cases: tuple[CaseShape, ...]
    papers: tuple[PaperShape, ...]


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
    promised, if the case were accepted now; null for a case that was accepted already.  `undo`:
    the kind of the latest decision, where it could be taken back.
    """

    case: CaseShape
    materials: tuple[MaterialShape, ...]
    timeline: tuple[TimelineRow, ...]
    papers: tuple[PaperShape, ...]
    next: tuple[str, ...] = ()
    would_be_due: date | None = None
    would_be_filled: date | None = None
    consents: tuple[ConsentShape, ...] = field(default=(), metadata=_LATER)
    undo: str | None = None


@dataclass(frozen=True, slots=True)
class CaseCounts(Answer):
    """How many cases there are: of the person, of the windows, due today, overdue, waiting for the
    company, and open at all; null where nobody and no window was named.
    """

    mine: int | None
    window: int | None
    today: int
    overdue: int
    waiting: int
    open: int


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
    answered: int = 0


@dataclass(frozen=True, slots=True)
class WindowNow:
    """A window as it stands: who waits, counters that call it, and the day so far.

    `longest_wait_seconds`: of those in line now, null for nobody; `…_seconds`: as in FiguresAnswer.
    """

    window: str
    waiting_now: int
    longest_wait_seconds: int | None
    counters: int
    issued: int
    served: int
    missed: int
    wait_seconds: dict[str, int | None]
    serve_seconds: dict[str, int | None]


@dataclass(frozen=True, slots=True)
class NowAnswer(Answer):
    """The hall at a moment (UTC): the tiles, the waits of the day so far, the windows."""

    at: datetime
    day: date
    tiles: dict[str, int | None]
    wait_seconds: dict[str, int | None]
    windows: tuple[WindowNow, ...]


@dataclass(frozen=True, slots=True)
class DayFigures:
    """A day's totals and windows, as in FiguresAnswer."""

    day: date
    totals: dict[str, object]
    windows: dict[str, object]
    answered: int


@dataclass(frozen=True, slots=True)
class RangeAnswer(Answer):
    """Several days, oldest first, and all of them together; empty days are left out."""

    days: tuple[DayFigures, ...]
    totals: dict[str, object]
    windows: dict[str, object]
    answered: int


@dataclass(frozen=True, slots=True)
class HalfHourShape:
    """Half an hour from `at` (UTC; `clock` is the site's): whose turn came then.

    `started` and `waits` (the longest, in seconds) are by window; `counters`: most open at once,
    `counter_minutes`: of all of them together.
    """

    at: datetime
    clock: str
    issued: int
    begun: int
    wait_seconds: dict[str, int | None]
    counters: int
    counter_minutes: int
    started: dict[str, int]
    waits: dict[str, int]


@dataclass(frozen=True, slots=True)
class HalfHoursAnswer(Answer):
    """A day's half-hours, from the first that anything happened in to the last."""

    day: date
    half_hours: tuple[HalfHourShape, ...]
    minutes: int = 30


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A ticket behind a figure, or one of its stops; times in whole seconds, null for none."""

    ticket: str
    label: str
    step_no: int | None
    windows: tuple[str, ...]
    state: str
    end: str | None
    enterprise_name: str | None
    issued_at: datetime
    started_at: datetime | None
    wait_seconds: int | None
    serve_seconds: int | None
    counter: int | None


@dataclass(frozen=True, slots=True)
class EnquiryRow:
    """A question answered without a number."""

    enquiry: str
    at: datetime
    window: str | None
    item: str | None
    staff: str | None


@dataclass(frozen=True, slots=True)
class FigureAnswer(Answer):
    """What stands behind a figure: `count` is the figure, and as many rows of one kind follow.

    `cases` behind overdue, `counters` behind those open, `enquiries` behind answered, else `rows`.
    """

    day: date
    figure: str
    window: str | None
    count: int
    rows: tuple[FigureRow, ...] = ()
    cases: tuple[CaseShape, ...] = ()
    counters: tuple[CounterShape, ...] = ()
    enquiries: tuple[EnquiryRow, ...] = ()


@dataclass(frozen=True, slots=True)
class AdviceShape:
    """A piece of advice: why, about what, who could help, and the figure that stands behind it.

    `level`: act or watch.  `figure` is one of `figures.tickets`, null where there is none.
    """

    reason: ReasonShape
    level: str
    window: str | None = None
    counter: int | None = None
    figure: str | None = None
    people: tuple[StaffShape, ...] = ()


@dataclass(frozen=True, slots=True)
class AdviceAnswer(Answer):
    """What a supervisor might do now, the most pressing first."""

    advice: tuple[AdviceShape, ...]


@dataclass(frozen=True, slots=True)
class ExportAnswer(Answer):
    """A file of figures: where, its format, and how many days are in it."""

    path: str
    format: str
    days: int


@dataclass(frozen=True, slots=True)
class ToldWindow:
    """How well waits were told at a window; the numbers are those of `ToldAnswer`."""

    window: str
    told: int
    within: int
    share: float | None
    median_error_min: int | None


@dataclass(frozen=True, slots=True)
class ToldAnswer(Answer):
    """How near the waits that were told came to those that were.

    `told` counts those that can be compared: the stop was called on the day it was told.
    `within`: between p10 and p90, both rounded as they were told.  `share` is `within` of
    `told`, `median_error_min` the middle distance from p50 in whole minutes; null for none.
    """

    told: int
    within: int
    share: float | None
    median_error_min: int | None
    windows: tuple[ToldWindow, ...]


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
