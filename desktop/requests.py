"""What can be asked of the desk: one frozen class a verb, handed in by screens and console.

The fields are the console's (`docs/console.md`); references accept an id, today's label or a
case number.  Classes that only read are marked `reads`; those that need no site say so.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

LATER = {"later": True}
"""Marks a field that came later: unless it is given, what is asked is what was asked before."""

SECRET = {"secret": True, "shown": False}
"""Marks a field that is in no error, no log and no hash of what was asked."""


@dataclass(frozen=True, slots=True)
class Request:
    """The base of all requests; `verb` is its name on the console."""

    verb: ClassVar[str] = ""
    reads: ClassVar[bool] = False
    needs_site: ClassVar[bool] = True
    needs_clock: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class SetClock(Request):
    """Set a manual clock."""

    verb: ClassVar[str] = "clock.set"
    needs_site: ClassVar[bool] = False
    needs_clock: ClassVar[bool] = False
    at: datetime


@dataclass(frozen=True, slots=True)
class CounterFields:
    """A counter as it is set up."""

    number: int
    windows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetUpSite(Request):
    """Make a site, or change the one with this code."""

    verb: ClassVar[str] = "site.setup"
    needs_site: ClassVar[bool] = False
    code: str
    name: str
    counters: tuple[CounterFields, ...]
    zone: str | None = None
    hours: dict[str, object] | None = None
    rollover_hour: int | None = None


@dataclass(frozen=True, slots=True)
class ShowSite(Request):
    """The site and its counters."""

    verb: ClassVar[str] = "site.show"
    reads: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class AddStaff(Request):
    """Add a person, or change one."""

    verb: ClassVar[str] = "staff.add"
    code: str
    name: str
    roles: tuple[str, ...]
    windows: tuple[str, ...] | None = None
    active: bool = field(default=True, metadata=LATER)


@dataclass(frozen=True, slots=True)
class SignIn(Request):
    """Say who one is; never remembered, so that each time the password counts."""

    verb: ClassVar[str] = "staff.sign_in"
    reads: ClassVar[bool] = True
    staff: str
    password: str = field(repr=False, metadata=SECRET)


@dataclass(frozen=True, slots=True)
class SetPassword(Request):
    """Give a person a password; one's own is changed with the `old` one."""

    verb: ClassVar[str] = "staff.set_password"
    staff: str
    password: str = field(repr=False, metadata=SECRET)
    old: str | None = field(default=None, repr=False, metadata=SECRET)


@dataclass(frozen=True, slots=True)
class RecordSignIn(Request):
    """Write down whether a password was right; the desk's own, after it was looked at.

    `credential` is the row whose verifier was asked.
    """

    verb: ClassVar[str] = "staff.record_sign_in"
    staff: str
    credential: str
    right: bool


@dataclass(frozen=True, slots=True)
class KeepPassword(Request):
    """Keep the verifier of a new password; the desk's own, after it was made.

    `proof` is the row by which the old password was right.  Neither is part of what is asked:
    the same command again is the same although its verifier is another one.
    """

    verb: ClassVar[str] = "staff.keep_password"
    staff: str
    verifier: str = field(repr=False, metadata={"shown": False})
    proof: str | None = field(default=None, repr=False, metadata={"shown": False})


@dataclass(frozen=True, slots=True)
class ResetPassword(Request):
    """Keep the verifier of an administrator's new password; `main.py new-password` alone asks."""

    verb: ClassVar[str] = "staff.reset_password"
    staff: str
    verifier: str = field(repr=False, metadata={"shown": False})


@dataclass(frozen=True, slots=True)
class ListStaff(Request):
    """All people."""

    verb: ClassVar[str] = "staff.list"
    reads: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class GetSettings(Request):
    """One setting, or all."""

    verb: ClassVar[str] = "settings.get"
    reads: ClassVar[bool] = True
    key: str | None = None


@dataclass(frozen=True, slots=True)
class SetSetting(Request):
    """Change a setting."""

    verb: ClassVar[str] = "settings.set"
    key: str
    value: object


@dataclass(frozen=True, slots=True)
class LoadCatalogue(Request):
    """Load a catalogue file; a faulty one changes nothing."""

    verb: ClassVar[str] = "catalogue.load"
    path: str
    dry_run: bool = field(default=False, metadata=LATER)


@dataclass(frozen=True, slots=True)
class SaveCatalogueEntry(Request):
    """Add or change exactly one window, item or bundle; fields left out stay as they are."""

    verb: ClassVar[str] = "catalogue.save"
    item: dict[str, object] | None = None
    window: dict[str, object] | None = None
    bundle: dict[str, object] | None = None


@dataclass(frozen=True, slots=True)
class ShowCatalogueHistory(Request):
    """What became of a window, item or bundle: when, who, which fields."""

    verb: ClassVar[str] = "catalogue.history"
    reads: ClassVar[bool] = True
    code: str


@dataclass(frozen=True, slots=True)
class PreviewRules(Request):
    """Today's lines and missed numbers under other rules; what is left out stays as it is."""

    verb: ClassVar[str] = "rules.preview"
    reads: ClassVar[bool] = True
    priority_minutes: dict[str, object]
    positions_behind: int | None = field(default=None, metadata=LATER)
    calls_before_no_show: int | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class ExportSettings(Request):
    """The whole set-up as one file; `board_notice` is what this PC's board says."""

    verb: ClassVar[str] = "settings.export"
    reads: ClassVar[bool] = True
    path: str
    board_notice: str | None = None


@dataclass(frozen=True, slots=True)
class ImportSettings(Request):
    """Take over a set-up from a file, all of it or nothing; `dry_run` only says what differs."""

    verb: ClassVar[str] = "settings.import"
    path: str
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class ShowCatalogue(Request):
    """The whole catalogue."""

    verb: ClassVar[str] = "catalogue.show"
    reads: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ImportCalendar(Request):
    """Import working days from a CSV file, or from the text of a yearly notice."""

    verb: ClassVar[str] = "calendar.import"
    path: str | None = None
    text: str | None = field(default=None, metadata=LATER)
    dry_run: bool = field(default=False, metadata=LATER)


@dataclass(frozen=True, slots=True)
class ComputeDue(Request):
    """A due date by the site's calendar."""

    verb: ClassVar[str] = "calendar.due"
    reads: ClassVar[bool] = True
    accepted_on: date
    days: int
    basis: str


@dataclass(frozen=True, slots=True)
class CheckCode(Request):
    """Check a 统一社会信用代码."""

    verb: ClassVar[str] = "uscc.check"
    reads: ClassVar[bool] = True
    needs_site: ClassVar[bool] = False
    needs_clock: ClassVar[bool] = False
    text: str


@dataclass(frozen=True, slots=True)
class Contact:
    """A person to talk to: personal data."""

    name: str | None = None
    phone: str | None = None
    id_number: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class EnterpriseFields:
    """An enterprise as somebody writes it down."""

    name: str
    uscc: str | None = None
    registered_place: str | None = None
    work_place: str | None = None
    contact: Contact | None = None


@dataclass(frozen=True, slots=True)
class SaveEnterprise(Request):
    """Make an enterprise's file, or change it (the same code is the same enterprise).

    `notified`: the contact was told what becomes of personal data.
    """

    verb: ClassVar[str] = "enterprise.save"
    name: str
    uscc: str | None = None
    registered_place: str | None = None
    work_place: str | None = None
    contact: Contact | None = None
    enterprise: str | None = None
    notified: bool = field(default=False, metadata=LATER)


@dataclass(frozen=True, slots=True)
class FindEnterprises(Request):
    """Enterprises by code, Han characters, pinyin or initials."""

    verb: ClassVar[str] = "enterprise.find"
    reads: ClassVar[bool] = True
    text: str
    limit: int = 10


@dataclass(frozen=True, slots=True)
class ShowEnterprise(Request):
    """One enterprise with its cases and tickets."""

    verb: ClassVar[str] = "enterprise.show"
    reads: ClassVar[bool] = True
    enterprise: str


@dataclass(frozen=True, slots=True)
class ActFor:
    """The desk is to act for the company (代办): until which day, and what it may do."""

    until: date
    scope: str | None = None


@dataclass(frozen=True, slots=True)
class TellWait:
    """A wait that is told with a number: minutes, eight in ten between `p10` and `p90`."""

    window: str
    p10: int
    p50: int
    p90: int


@dataclass(frozen=True, slots=True)
class ListEnterprises(Request):
    """Companies page by page, those changed last first; by a text, those it finds, best first.

    `after`: a company, go on behind it.
    """

    verb: ClassVar[str] = "enterprise.list"
    reads: ClassVar[bool] = True
    text: str | None = None
    tier: str | None = None
    limit: int = 100
    after: str | None = None


@dataclass(frozen=True, slots=True)
class CareForEnterprise(Request):
    """Say how the centre looks after a company: its tier and its named contact, a person here.

    What is not given stays; an empty text takes it away.
    """

    verb: ClassVar[str] = "enterprise.care"
    enterprise: str
    tier: str | None = None
    named_contact: str | None = None


@dataclass(frozen=True, slots=True)
class SaveContact(Request):
    """Write down a person of a company, change one (`contact`), or take one off (`withdrawn`).

    Of one that is changed what is not given stays; an empty text takes it away.
    """

    verb: ClassVar[str] = "enterprise.contact"
    enterprise: str
    contact: str | None = None
    person: Contact | None = None
    duty: str | None = None
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class NoteEnterprise(Request):
    """Write a note on a company."""

    verb: ClassVar[str] = "enterprise.note"
    enterprise: str
    text: str


@dataclass(frozen=True, slots=True)
class RevealContact(Request):
    """Show a person's particulars unmasked; it is written down who looked."""

    verb: ClassVar[str] = "enterprise.reveal"
    contact: str


@dataclass(frozen=True, slots=True)
class MergeEnterprises(Request):
    """Make two files of one company one; it cannot be taken back."""

    verb: ClassVar[str] = "enterprise.merge"
    keep: str
    merge: str
    reason: str


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A company as a row of a list has it; `tier` is a code or its word."""

    name: str = ""
    uscc: str | None = None
    registered_place: str | None = None
    work_place: str | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    tier: str | None = None


@dataclass(frozen=True, slots=True)
class ImportEnterprises(Request):
    """Take over rows of a list, at most 500 at a time; `dry_run` only says what would come of it.

    A faulty row hinders no other.
    """

    verb: ClassVar[str] = "enterprise.import"
    rows: tuple[ImportRow, ...]
    dry_run: bool = False


@dataclass(frozen=True, slots=True)
class ItemWanted:
    """An item for one of several enterprises (代账), with the materials brought along."""

    item: str
    enterprise: str | None = None
    given: tuple[str, ...] = ()
    act_for: ActFor | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class Priority:
    """A priority class and why it applies; the document shown is not kept."""

    kind: str = field(metadata={"name": "class"})
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class IssueTicket(Request):
    """Hand over one number for everything a visitor wants."""

    verb: ClassVar[str] = "reception.issue"
    items: tuple[str | ItemWanted, ...] = ()
    bundle: str | None = None
    choose: tuple[str, ...] = ()
    windows: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    enterprise: str | EnterpriseFields | None = None
    visitor: Contact | None = None
    door: str = "walk_in"
    priority: Priority | None = None
    text: str | None = None
    told: tuple[TellWait, ...] = field(default=(), metadata=LATER)
    notified: bool = field(default=False, metadata=LATER)


@dataclass(frozen=True, slots=True)
class AnswerEnquiry(Request):
    """A question was answered at the desk without a number (咨询)."""

    verb: ClassVar[str] = "reception.answer"
    text: str | None = None
    window: str | None = None
    item: str | None = None
    enterprise: str | None = None


@dataclass(frozen=True, slots=True)
class GiveLastNumber(Request):
    """A window gives no more numbers today (截号)."""

    verb: ClassVar[str] = "window.last_number"
    window: str


@dataclass(frozen=True, slots=True)
class ReopenWindow(Request):
    """A window gives numbers again today."""

    verb: ClassVar[str] = "window.reopen"
    window: str


@dataclass(frozen=True, slots=True)
class GiveConsent(Request):
    """The notice on personal data was given, or an authorisation to act (代办) was signed."""

    verb: ClassVar[str] = "consent.give"
    kind: str
    ticket: str | None = None
    case: str | None = None
    enterprise: str | None = None
    person: Contact | None = None
    scope: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class WithdrawConsent(Request):
    """A consent is taken back."""

    verb: ClassVar[str] = "consent.withdraw"
    consent: str
    reason: str


@dataclass(frozen=True, slots=True)
class SuggestWindows(Request):
    """The windows for a need that a visitor says in words; the text is not kept."""

    verb: ClassVar[str] = "reception.suggest"
    reads: ClassVar[bool] = True
    text: str


@dataclass(frozen=True, slots=True)
class EstimateWait(Request):
    """How long somebody who came now would wait at a window."""

    verb: ClassVar[str] = "wait.estimate"
    reads: ClassVar[bool] = True
    window: str


@dataclass(frozen=True, slots=True)
class ShowTicket(Request):
    """A ticket with its intervals, cases and papers."""

    verb: ClassVar[str] = "ticket.show"
    reads: ClassVar[bool] = True
    ticket: str


@dataclass(frozen=True, slots=True)
class FindTickets(Request):
    """Today's tickets by phone digits, company or label."""

    verb: ClassVar[str] = "ticket.find"
    reads: ClassVar[bool] = True
    text: str


@dataclass(frozen=True, slots=True)
class CancelTicket(Request):
    """The visitor gives the number up."""

    verb: ClassVar[str] = "ticket.cancel"
    ticket: str
    reason: str


@dataclass(frozen=True, slots=True)
class VoidTicket(Request):
    """The number should not have been issued."""

    verb: ClassVar[str] = "ticket.void"
    ticket: str
    reason: str


@dataclass(frozen=True, slots=True)
class ReinstateTicket(Request):
    """A missed ticket goes back in line."""

    verb: ClassVar[str] = "ticket.reinstate"
    ticket: str


@dataclass(frozen=True, slots=True)
class ReleasePlace(Request):
    """Let a dropped stop go on."""

    verb: ClassVar[str] = "ticket.release"
    ticket: str
    step_no: int
    reason: str


@dataclass(frozen=True, slots=True)
class OpenCounter(Request):
    """Sit down at a counter, or take it over."""

    verb: ClassVar[str] = "counter.open"
    counter: int
    staff: str
    windows: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class PauseCounter(Request):
    """Stop calling for a while."""

    verb: ClassVar[str] = "counter.pause"
    counter: int
    reason: str


@dataclass(frozen=True, slots=True)
class ResumeCounter(Request):
    """Go on calling."""

    verb: ClassVar[str] = "counter.resume_work"
    counter: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class CloseCounter(Request):
    """Leave a counter."""

    verb: ClassVar[str] = "counter.close"
    counter: int
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class ShowCounter(Request):
    """A counter and what is at it."""

    verb: ClassVar[str] = "counter.show"
    reads: ClassVar[bool] = True
    counter: int


@dataclass(frozen=True, slots=True)
class CallNext(Request):
    """Call whoever is next."""

    verb: ClassVar[str] = "counter.call_next"
    counter: int


@dataclass(frozen=True, slots=True)
class CallTicket(Request):
    """Call one ticket by name."""

    verb: ClassVar[str] = "counter.call"
    counter: int
    ticket: str


@dataclass(frozen=True, slots=True)
class Recall(Request):
    """Repeat the call."""

    verb: ClassVar[str] = "counter.recall"
    counter: int
    ticket: str | None = field(default=None, metadata=LATER)
    fence: int | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class StartService(Request):
    """The visitor is here."""

    verb: ClassVar[str] = "counter.start"
    counter: int
    ticket: str | None = field(default=None, metadata=LATER)
    fence: int | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class NoShow(Request):
    """The visitor did not come."""

    verb: ClassVar[str] = "counter.no_show"
    counter: int
    ticket: str | None = field(default=None, metadata=LATER)
    fence: int | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class AddItems(Request):
    """One more thing."""

    verb: ClassVar[str] = "counter.add"
    counter: int
    items: tuple[str | ItemWanted, ...]
    ticket: str | None = field(default=None, metadata=LATER)
    fence: int | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one case ends at this stop; `given`: the materials in hand, where that is said."""

    case: str
    outcome: str
    note: str | None = None
    missing: tuple[str, ...] = ()
    to: str | None = None
    reference: str | None = None
    given: tuple[str, ...] | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class FinishStop(Request):
    """End the stop, with an outcome for each case that has one."""

    verb: ClassVar[str] = "counter.finish"
    counter: int
    outcomes: tuple[Outcome, ...] = ()
    ticket: str | None = field(default=None, metadata=LATER)
    fence: int | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class TransferStop(Request):
    """Pass the visitor on to another window."""

    verb: ClassVar[str] = "counter.transfer"
    counter: int
    to: str
    note: str | None = None
    come_back: bool = False
    ticket: str | None = field(default=None, metadata=LATER)
    fence: int | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class HoldTicket(Request):
    """Put the visit on hold; the counter is free."""

    verb: ClassVar[str] = "counter.hold"
    counter: int
    reason: str | None = None
    minutes: int | None = None
    ticket: str | None = field(default=None, metadata=LATER)
    fence: int | None = field(default=None, metadata=LATER)


@dataclass(frozen=True, slots=True)
class ResumeTicket(Request):
    """Go on with a held visit."""

    verb: ClassVar[str] = "counter.resume"
    counter: int
    ticket: str


@dataclass(frozen=True, slots=True)
class TakeOver(Request):
    """Go on with a ticket whose counter has stopped, at another one."""

    verb: ClassVar[str] = "counter.take_over"
    counter: int
    ticket: str


@dataclass(frozen=True, slots=True)
class UndoStop(Request):
    """Take back how this counter ended its latest stop; `ticket`: the one that is meant."""

    verb: ClassVar[str] = "counter.undo"
    counter: int
    reason: str
    ticket: str | None = None


@dataclass(frozen=True, slots=True)
class AskHelp(Request):
    """Call a colleague to this counter."""

    verb: ClassVar[str] = "counter.help"
    counter: int
    note: str | None = None


@dataclass(frozen=True, slots=True)
class EndHelp(Request):
    """Somebody goes there, or nobody need come any more."""

    verb: ClassVar[str] = "counter.help_end"
    counter: int


@dataclass(frozen=True, slots=True)
class ShowQueue(Request):
    """Who waits, in calling order."""

    verb: ClassVar[str] = "queue.show"
    reads: ClassVar[bool] = True
    window: str | None = None
    counter: int | None = None


@dataclass(frozen=True, slots=True)
class ShowBoard(Request):
    """What the public board shows: today's `limit` newest calls."""

    verb: ClassVar[str] = "board.show"
    reads: ClassVar[bool] = True
    limit: int = 6


@dataclass(frozen=True, slots=True)
class ListCases(Request):
    """Cases, newest first; `after`: a case, go on with what is older.

    `open` false lists the ended ones; `waiting` those that wait for the company; `text` is a
    part of a case's number, or a company as `enterprise.find` takes it.
    """

    verb: ClassVar[str] = "case.list"
    reads: ClassVar[bool] = True
    state: str | None = None
    window: str | None = None
    enterprise: str | None = None
    overdue: bool | None = None
    limit: int = 100
    after: str | None = None
    assigned_to: str | None = None
    due_by: date | None = None
    open: bool | None = None
    text: str | None = None
    waiting: bool | None = None


@dataclass(frozen=True, slots=True)
class CountCases(Request):
    """How many cases each usual list has; `assigned_to` and `windows` say whose."""

    verb: ClassVar[str] = "case.counts"
    reads: ClassVar[bool] = True
    assigned_to: str | None = None
    windows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ShowCase(Request):
    """A case with materials, timeline and papers."""

    verb: ClassVar[str] = "case.show"
    reads: ClassVar[bool] = True
    case: str


@dataclass(frozen=True, slots=True)
class AcceptCase(Request):
    """Accept: the clock starts."""

    verb: ClassVar[str] = "case.accept"
    case: str


@dataclass(frozen=True, slots=True)
class AskSupplement(Request):
    """Tell once and in writing what is missing."""

    verb: ClassVar[str] = "case.supplement"
    case: str
    missing: tuple[str, ...]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Supplemented(Request):
    """What was missing has come."""

    verb: ClassVar[str] = "case.supplemented"
    case: str


@dataclass(frozen=True, slots=True)
class PromiseGap(Request):
    """Accept with deferrable materials still to come."""

    verb: ClassVar[str] = "case.gap"
    case: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FillGap(Request):
    """The promised materials have come."""

    verb: ClassVar[str] = "case.gap_filled"
    case: str


@dataclass(frozen=True, slots=True)
class ResolveCase(Request):
    """Resolve."""

    verb: ClassVar[str] = "case.resolve"
    case: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class ForwardCase(Request):
    """Forward to an authority."""

    verb: ClassVar[str] = "case.forward"
    case: str
    to: str
    reference: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class RefuseCase(Request):
    """Refuse, with the reason."""

    verb: ClassVar[str] = "case.refuse"
    case: str
    note: str


@dataclass(frozen=True, slots=True)
class ExtendCase(Request):
    """Move the due date once."""

    verb: ClassVar[str] = "case.extend"
    case: str
    days: int
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawCase(Request):
    """The company takes the request back."""

    verb: ClassVar[str] = "case.withdraw"
    case: str
    reason: str


@dataclass(frozen=True, slots=True)
class TerminateCase(Request):
    """End without a decision, with the reason."""

    verb: ClassVar[str] = "case.terminate"
    case: str
    reason: str


@dataclass(frozen=True, slots=True)
class AssignCase(Request):
    """Make a person responsible."""

    verb: ClassVar[str] = "case.assign"
    case: str
    staff: str


@dataclass(frozen=True, slots=True)
class UndoCase(Request):
    """Take back the latest decision on a case."""

    verb: ClassVar[str] = "case.undo"
    case: str
    reason: str


@dataclass(frozen=True, slots=True)
class NoteMaterials(Request):
    """Say which materials of a case are in hand: all of them, those noted before included."""

    verb: ClassVar[str] = "case.materials"
    case: str
    given: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DeliverCase(Request):
    """The result was handed over."""

    verb: ClassVar[str] = "case.deliver"
    case: str


@dataclass(frozen=True, slots=True)
class SavePaper(Request):
    """Save a paper as PDF; never changes its print state."""

    verb: ClassVar[str] = "paper.pdf"
    reads: ClassVar[bool] = True
    paper: str
    path: str
    width: str | None = None


@dataclass(frozen=True, slots=True)
class PaperWasPrinted(Request):
    """The printer took it, or not."""

    verb: ClassVar[str] = "paper.printed"
    paper: str
    ok: bool


@dataclass(frozen=True, slots=True)
class ReprintPaper(Request):
    """Once more, marked 补打."""

    verb: ClassVar[str] = "paper.reprint"
    paper: str


@dataclass(frozen=True, slots=True)
class VoidPaper(Request):
    """Void a paper; its number stays taken."""

    verb: ClassVar[str] = "paper.void"
    paper: str
    reason: str


@dataclass(frozen=True, slots=True)
class FiguresOfDay(Request):
    """The figures of a day."""

    verb: ClassVar[str] = "figures.day"
    reads: ClassVar[bool] = True
    day: date


@dataclass(frozen=True, slots=True)
class FiguresNow(Request):
    """The hall as it stands: tiles and windows."""

    verb: ClassVar[str] = "figures.now"
    reads: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class FiguresOfRange(Request):
    """The figures of several days, each and together."""

    verb: ClassVar[str] = "figures.range"
    reads: ClassVar[bool] = True
    since: date = field(metadata={"name": "from"})
    until: date = field(metadata={"name": "to"})


@dataclass(frozen=True, slots=True)
class FiguresOfHalfHours(Request):
    """A day's waits by half-hour, beside the counters that were open."""

    verb: ClassVar[str] = "figures.half_hours"
    reads: ClassVar[bool] = True
    day: date


@dataclass(frozen=True, slots=True)
class ListFigure(Request):
    """What stands behind a figure of a day, of all windows or of one."""

    verb: ClassVar[str] = "figures.tickets"
    reads: ClassVar[bool] = True
    day: date
    figure: str
    window: str | None = None


@dataclass(frozen=True, slots=True)
class ShowAdvice(Request):
    """What a supervisor might do now."""

    verb: ClassVar[str] = "advice.show"
    reads: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ExportFigures(Request):
    """Save the figures of several days as a file: xlsx, csv or pdf."""

    verb: ClassVar[str] = "figures.export"
    reads: ClassVar[bool] = True
    since: date = field(metadata={"name": "from"})
    until: date = field(metadata={"name": "to"})
    path: str
    format: str
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class FiguresOfWaits(Request):
    """How near the waits that were told came to those that were."""

    verb: ClassVar[str] = "figures.waits"
    reads: ClassVar[bool] = True
    since: date = field(metadata={"name": "from"})
    until: date = field(metadata={"name": "to"})


@dataclass(frozen=True, slots=True)
class DayOutcome:
    """How one open ticket truly ended."""

    ticket: str
    end: str
    reason: str


@dataclass(frozen=True, slots=True)
class CloseDay(Request):
    """Give every open ticket its end, and close the day."""

    verb: ClassVar[str] = "day.close"
    day: date | None = None
    outcomes: tuple[DayOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class ListOpenTickets(Request):
    """The tickets that have no end yet, of a day and the days before."""

    verb: ClassVar[str] = "day.open_tickets"
    reads: ClassVar[bool] = True
    day: date | None = None


@dataclass(frozen=True, slots=True)
class MakeBackup(Request):
    """Copy the database and verify the copy."""

    verb: ClassVar[str] = "backup"
    reads: ClassVar[bool] = True
    path: str


@dataclass(frozen=True, slots=True)
class RestoreBackup(Request):
    """Bring a verified backup back."""

    verb: ClassVar[str] = "restore"
    reads: ClassVar[bool] = True
    needs_site: ClassVar[bool] = False
    path: str


@dataclass(frozen=True, slots=True)
class VerifyJournal(Request):
    """Recompute the chain and re-project the state."""

    verb: ClassVar[str] = "journal.verify"
    reads: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class RebuildState(Request):
    """Make the state anew from the journal."""

    verb: ClassVar[str] = "journal.rebuild"
    reads: ClassVar[bool] = True


@dataclass(frozen=True, slots=True)
class ConfirmClock(Request):
    """A person confirms that the clock is right after a long silence."""

    verb: ClassVar[str] = "clock.confirm"


@dataclass(frozen=True, slots=True)
class OpenDay(Request):
    """Begin the new day if it has come; changes nothing otherwise."""

    verb: ClassVar[str] = "day.open"


@dataclass(frozen=True, slots=True)
class ReturnLost(Request):
    """Let called tickets of counters that have stopped go back in line; by rule, not by a verb."""

    verb: ClassVar[str] = "counter.return_lost"


@dataclass(frozen=True, slots=True)
class RecordLate(Request):
    """Write down a command that came too late; the desk's own, beside its refusal."""

    verb: ClassVar[str] = "command.late"
    counter: int
    ticket: str
    command: str
    fence: int | None = None
    meant: str | None = field(default=None, metadata=LATER)


FENCED = (Recall, StartService, NoShow, AddItems, FinishStop, TransferStop, HoldTicket)
"""What a counter does with the ticket at it; each may name the ticket and the hold it means."""
