"""A case's file: its materials, what happened to it, its papers, and what may come next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from desktop.domain.case_decisions import Today, accept, gap_until
from desktop.domain.case_events import (
    AboutCase,
    CaseAccepted,
    CaseAssigned,
    CaseDueMoved,
    CaseEnded,
    CaseExtended,
    CaseForwarded,
    CaseMoved,
    CaseSupplemented,
    GapFilled,
    GapPromised,
    PaperVoided,
    SupplementAsked,
)
from desktop.domain.cases import MOVES, Case
from desktop.domain.counter_events import CaseMaterialsGiven, CaseRestored
from desktop.domain.events import Event
from desktop.domain.undoing import Step, last_decision
from desktop.journal.kinds import read_body
from desktop.journal.looking import Look
from desktop.ports import CaseChoice, JournalRow
from desktop.requests import CountCases, ShowCase
from desktop.snapshots import CaseCounts, CaseFile, MaterialShape, TimelineRow
from desktop.use_cases import consents, references
from desktop.use_cases.looking import shapes
from desktop.use_cases.making_papers import material_states, on_file

Happened = tuple[JournalRow, Event | None, str | None]
"""A row of the journal, the event it tells of, and who did it."""

OF_PAPERS = ("paper.reprinted", "paper.voided")
"""What happens to a case's papers and belongs into its timeline; that one was made is a
consequence of a step, and its print state is on the paper."""


def case(look: Look, request: ShowCase) -> CaseFile:
    """Answer `case.show`.

    The timeline is the journal of the case, oldest first, with `paper.reprinted` and
    `paper.voided` of its papers.  Its `kind` is the event's; an end says which:
    `case.resolved`, `case.refused`, `case.withdrawn`, `case.terminated`, `case.delivered`.
    An erased text is null.
    """
    found = references.case(look.reads, request.case)
    papers = look.reads.papers_of(None, [found.case_id])
    make = shapes(look)
    due, filled = if_accepted_now(look, found)
    history = _history(look, found.case_id, [paper.paper_id for paper in papers])
    return CaseFile(
        make.case(found),
        materials(look, found),
        _timeline(look, history),
        make.papers(papers),
        next_steps(look, found),
        due,
        filled,
        consents.shapes(look.reads.consents_of_case(found.case_id)),
        undo=_undo(history, found.case_id),
    )


def counts(look: Look, request: CountCases) -> CaseCounts:
    """Answer `case.counts`."""
    count, day = look.reads.count_cases, look.day
    who = request.assigned_to.upper() if request.assigned_to else None
    windows = {code.upper() for code in request.windows}
    here = sum(count(CaseChoice(window=one, open_only=True)) for one in sorted(windows))
    return CaseCounts(
        count(CaseChoice(assigned_to=who, open_only=True)) if who else None,
        here if windows else None,
        count(CaseChoice(due_by=day, not_overdue_on=day)),
        count(CaseChoice(overdue_on=day)),
        count(CaseChoice(waiting=True)),
        count(CaseChoice(open_only=True)),
    )


def if_accepted_now(look: Look, found: Case) -> tuple[date | None, date | None]:
    """Return when the case would be due, and a gap filled, if it were accepted now."""
    if found.state != "received":
        return None, None
    known = look.known
    moment = Today(look.at.astimezone(known.zone), look.day, known.hours, known.calendar)
    accepted = accept(found, look.catalogue.items[found.item], moment)
    return accepted.due_on, gap_until(accepted.accepted_on, accepted.due_on, known.calendar)


def materials(look: Look, found: Case) -> tuple[MaterialShape, ...]:
    """Return the materials of the case's item, each with its state: given, on_file, …"""
    item = look.catalogue.items[found.item]
    states = material_states(found, item, on_file(look.reads, found.enterprise_id))
    return tuple(
        MaterialShape(material.name, material.deferrable, material.shared, state)
        for material, (_, state) in zip(item.materials, states, strict=True)
    )


def next_steps(look: Look, found: Case) -> tuple[str, ...]:
    """Return the verbs of `MOVES` that would not be refused for the case as it is now."""
    item = look.catalogue.items[found.item]
    left = None
    if found.due_on is not None:
        left = look.calendar.working_days_between(look.day, found.due_on)
    barred = {
        "gap": not any(material.deferrable for material in item.materials),
        "supplement": not item.materials or found.gap_open,
        "gap_filled": not found.gap_open,
        "resolve": found.gap_open,
        "forward": found.gap_open,
        "extend": found.extended_to is not None or left is None or left < 1,
    }
    return tuple(
        verb
        for verb, states in MOVES.items()
        if found.state in states and not barred.get(verb, False)
    )


def _history(look: Look, case_id: str, paper_ids: Iterable[str]) -> list[Happened]:
    """Return the journal of a case and what belongs to it of its papers', oldest first."""
    return [
        (row, *read_body(row.kind, row.body))
        for row in look.reads.history([case_id, *paper_ids])
        if row.subject == case_id or row.kind in OF_PAPERS
    ]


def _timeline(look: Look, history: Sequence[Happened]) -> tuple[TimelineRow, ...]:
    """Return what happened to a case, free texts in their words."""
    ids = {text_id for _, event, _ in history for text_id in _texts(event)}
    texts = look.reads.texts(ids)
    return tuple(_row(row, event, by, texts) for row, event, by in history)


def _undo(history: Sequence[Happened], case_id: str) -> str | None:
    """Return the kind of the decision that could be taken back, as the timeline calls it."""
    mine = [(row, event) for row, event, _ in history if row.subject == case_id]
    steps = last_decision(Step(row.pos, row.kind, row.cmd_id) for row, _ in mine)
    if not steps:
        return None
    row, event = next((row, event) for row, event in mine if row.pos == steps[-1].pos)
    return (
        None if isinstance(event, CaseEnded) and event.code == "gap_lapsed" else _kind(row, event)
    )


def _row(
    row: JournalRow, event: Event | None, by: str | None, texts: Mapping[str, str]
) -> TimelineRow:
    text = None
    if isinstance(event, AboutCase | PaperVoided):
        text = texts.get(event.text or "")
    return TimelineRow(row.at, _kind(row, event), by, text, _values(event, texts))


def _kind(row: JournalRow, event: Event | None) -> str:
    """Return what the timeline calls an event; an end says which."""
    return f"case.{event.state}" if isinstance(event, CaseEnded) else row.kind


def _texts(event: Event | None) -> list[str]:
    ids: list[str | None] = []
    if isinstance(event, AboutCase | PaperVoided):
        ids.append(event.text)
    if isinstance(event, CaseForwarded):
        ids += [event.to, event.reference]
    return [text_id for text_id in ids if text_id is not None]


def _values(event: Event | None, texts: Mapping[str, str]) -> dict[str, object]:
    """Return what an event decided, as plain JSON, what is not known left out."""
    values: dict[str, object] = {}
    match event:
        case CaseAccepted() | CaseExtended() | CaseDueMoved() | CaseSupplemented() | GapFilled():
            due = event.due_on
            values = {"due_on": due.isoformat() if due else None}
            values["provisional"] = event.provisional or None
        case SupplementAsked():
            values = {"missing": list(event.missing)}
        case GapPromised():
            values = {"missing": list(event.missing), "until": event.until.isoformat()}
        case CaseForwarded():
            values = {
                "to": texts.get(event.to or ""),
                "reference": texts.get(event.reference or ""),
            }
        case CaseEnded():
            values = {"stage": event.at, "code": event.code}
        case CaseRestored():
            values = {"undone": event.undone, "state": event.case.state if event.case else None}
        case CaseMaterialsGiven():
            values = {"given": list(event.given)}
        case CaseAssigned():
            values = {"staff": event.staff}
        case CaseMoved():
            values = {"window": event.window}
    return {name: value for name, value in values.items() if value is not None}
