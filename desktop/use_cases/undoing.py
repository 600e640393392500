"""Taking back what was done by mistake: how a counter ended a stop, a decision on a case."""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.apply import apply
from desktop.domain.case_events import CaseEnded, PaperVoided
from desktop.domain.cases import Case, Paper
from desktop.domain.counter_events import CaseRestored, TicketRestored
from desktop.domain.errors import DeskError
from desktop.domain.events import Event, StopEnded, TicketHeld, TicketMissed
from desktop.domain.state import Stamp, need
from desktop.domain.tickets import Ticket
from desktop.domain.undoing import (
    FRESH,
    Step,
    case_again,
    intervals_again,
    last_decision,
    places_again,
    ticket_again,
)
from desktop.journal.kinds import read_body
from desktop.journal.memory import MemoryRows
from desktop.journal.work import Work
from desktop.ports import JournalRow
from desktop.requests import UndoCase, UndoStop
from desktop.snapshots import CaseAnswer, UndoneAnswer
from desktop.use_cases import permissions, references
from desktop.use_cases.counter import calling_counter
from desktop.use_cases.shapes import Shapes

ENDINGS = ("ticket.stop_ended", "ticket.missed", "ticket.held", "ticket.restored")
LOOKED_AT = 20_000
"""So much of the journal, from its end, is looked through for a counter's latest ending: a day."""


def undo_stop(work: Work, request: UndoStop) -> UndoneAnswer:
    """Take back the counter's latest finish or no-show with its outcomes; the visitor is here.

    Raises `nothing_to_undo` where its latest ending is none of these, `undo_too_late` where
    something was built on it, and after ten minutes unless a supervisor asks.
    """
    counter = calling_counter(work, request.counter, paused_too=True)
    found = _latest_ending(work, counter.number)
    if found is None:
        raise DeskError("nothing_to_undo", counter=counter.number)
    link, event = found
    ticket = need(work.tx, Ticket, link.subject)
    if request.ticket is not None:
        meant = references.ticket(work.tx, request.ticket, work.day)
        if meant.ticket_id != ticket.ticket_id:
            raise _too_late(meant.label)
    if ticket.last_pos != link.pos or work.site.closed_day == work.day:
        raise _too_late(ticket.label)
    if work.at - link.at > FRESH and not permissions.is_supervisor(work):
        raise _too_late(ticket.label)
    text = work.reason(request.reason, ticket.ticket_id)
    cases, papers = _take_back_cases(work, ticket, link, text)
    before = _as_before(work, [ticket.ticket_id], link.pos)
    undone = "missed" if isinstance(event, TicketMissed) else "finished"
    work.record(
        TicketRestored(
            ticket.ticket_id,
            places_again(before.places(ticket.ticket_id), work.tx.places(ticket.ticket_id)),
            counter.number,
            ticket_again(need(before, Ticket, ticket.ticket_id), ticket),
            intervals_again(work.tx.all_intervals(ticket.ticket_id), link.pos),
            undone,
            text,
        )
    )
    shapes = Shapes(work.tx, work.catalogue, work.calendar, work.day)
    again = need(work.tx, Ticket, ticket.ticket_id)
    return UndoneAnswer(
        shapes.ticket(again), shapes.cases(_fresh(work, cases)), shapes.papers(papers)
    )


def undo_case(work: Work, request: UndoCase) -> CaseAnswer:
    """Take back the latest decision on a case; its papers are void.

    A supervisor may, and within ten minutes whoever decided.  Raises `nothing_to_undo`,
    `undo_too_late`, `forbidden`.
    """
    case = references.case(work.tx, request.case)
    links = work.tx.history([case.case_id])
    steps = last_decision(_step(link) for link in links)
    if not steps:
        raise DeskError("nothing_to_undo", case=case.number)
    link = next(link for link in links if link.pos == steps[-1].pos)
    event, by = read_body(link.kind, link.body)
    if _is_own(event):
        raise DeskError("nothing_to_undo", case=case.number)
    if not permissions.is_supervisor(work):
        if by != work.by:
            raise DeskError("forbidden", what=request.verb)
        if work.at - link.at > FRESH:
            raise _too_late(case.number)
    _must_stand_alone(work, [case], link.pos)
    text = work.reason(request.reason, case.case_id)
    papers = _take_back(work, case, steps, link, text)
    shapes = Shapes(work.tx, work.catalogue, work.calendar, work.day)
    return CaseAnswer(shapes.case(need(work.tx, Case, case.case_id)), shapes.papers(papers))


def _latest_ending(work: Work, number: int) -> tuple[JournalRow, Event] | None:
    """Return the latest finish or no-show at the counter that was not taken back."""
    taken_back: list[str] = []
    for link in work.tx.newest(work.day, ENDINGS, LOOKED_AT):
        event, _ = read_body(link.kind, link.body)
        match event:
            case TicketRestored() if event.counter == number:
                taken_back.append(link.subject)
            case TicketHeld() if event.counter == number:
                return None  # that is gone on with, not taken back
            case StopEnded() | TicketMissed() if event.counter == number:
                if link.subject in taken_back:
                    taken_back.remove(link.subject)
                elif isinstance(event, StopEnded) and event.how != "finished":
                    return None  # somebody else has the visitor's note already
                else:
                    return link, event
    return None


def _take_back_cases(
    work: Work, ticket: Ticket, link: JournalRow, text: str
) -> tuple[list[Case], list[Paper]]:
    """Take back what the command of a finish decided on the ticket's cases."""
    found = work.tx.cases_of(ticket.ticket_id)
    history: dict[str, list[JournalRow]] = {case.case_id: [] for case in found}
    for one in work.tx.history(list(history)) if history else ():
        history[one.subject].append(one)
    touched = []
    for case in found:
        mine = [one for one in history[case.case_id] if _belongs(one, link.cmd_id)]
        if not mine:
            continue
        steps = last_decision(_step(one) for one in history[case.case_id])
        if not steps or steps[-1].pos != mine[-1].pos:
            raise _too_late(ticket.label)
        touched.append((case, steps))
    _must_stand_alone(work, [case for case, _ in touched], link.pos, ticket.label)
    papers: list[Paper] = []
    for case, steps in touched:
        papers += _take_back(work, case, steps, link, text)
    return [case for case, _ in touched], papers


def _take_back(
    work: Work, case: Case, steps: Sequence[Step], link: JournalRow, text: str
) -> list[Paper]:
    before = _as_before(work, [case.case_id], steps[0].pos)
    again = case_again(need(before, Case, case.case_id), case)
    ended = steps[-1].kind == "case.ended"
    undone = f"case.{case.state}" if ended else steps[-1].kind
    work.record(CaseRestored(case.case_id, text, again, undone))
    return _void_papers(work, case, link.cmd_id, text)


def _void_papers(work: Work, case: Case, command: str, text: str) -> list[Paper]:
    """Make void what the command printed for the case; the numbers stay taken."""
    papers = [paper for paper in work.tx.papers_of(None, [case.case_id]) if not paper.void]
    made = {
        link.subject
        for link in (work.tx.history([p.paper_id for p in papers]) if papers else ())
        if link.kind == "paper.made" and link.cmd_id == command
    }
    gone = [paper for paper in papers if paper.paper_id in made]
    for paper in gone:
        work.record(PaperVoided(paper.paper_id, text))
    return [need(work.tx, Paper, paper.paper_id) for paper in gone]


def _must_stand_alone(
    work: Work, cases: Sequence[Case], pos: int, label: str | None = None
) -> None:
    """Raise `undo_too_late` where a later step of the bundle has begun on the strength of it."""
    ids = {case.case_id for case in cases}
    for case in cases:
        for other in work.tx.cases_of(case.ticket_id) if case.ticket_id else ():
            waits = ids.intersection(other.waits_for)
            if waits and other.case_id not in ids and other.last_pos > pos:
                raise _too_late(label or case.number)


def _as_before(work: Work, subjects: Sequence[str], pos: int) -> MemoryRows:
    """Return the rows of these subjects as the journal made them before a position."""
    rows = MemoryRows(work.site_code)
    for link in work.tx.history(subjects):
        if link.pos < pos:
            event, by = read_body(link.kind, link.body)
            if event is not None:
                apply(rows, event, Stamp(link.pos, link.at, link.day, by), work.site_code)
    return rows


def _step(link: JournalRow) -> Step:
    return Step(link.pos, link.kind, link.cmd_id)


def _belongs(link: JournalRow, command: str) -> bool:
    """Say whether the command decided this; a day that began with it decided for itself."""
    event, _ = read_body(link.kind, link.body)
    return link.cmd_id == command and link.kind.startswith("case.") and not _is_own(event)


def _is_own(event: Event | None) -> bool:
    """Say whether the desk decided by itself, by a rule."""
    return isinstance(event, CaseEnded) and event.code == "gap_lapsed"


def _fresh(work: Work, cases: Sequence[Case]) -> list[Case]:
    return [need(work.tx, Case, case.case_id) for case in cases]


def _too_late(label: str) -> DeskError:
    return DeskError("undo_too_late", label=label)
