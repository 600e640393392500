"""The columns of the counter screen's tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from desktop.snapshots import CaseShape, CounterShape, PaperShape, QueueRow, TicketShape
from ui.screens.counter.words import Words
from ui.theme import Tone
from ui.widgets.live_model import Column


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case of the stop and the outcome prepared for it; `faulty`: it cannot be sent yet."""

    case: CaseShape
    outcome: str
    faulty: bool


@dataclass(frozen=True, slots=True)
class HeldLine:
    """A ticket on hold; `over`: its time has come."""

    ticket: TicketShape
    over: bool


def queue_columns(words: Words) -> list[Column[QueueRow]]:
    """Return the columns of who waits."""
    return [
        Column(
            words.text("queue.label"),
            lambda row: row.label,
            letter=lambda row: words.letter(row.window),
            tip=words.why_fully,
        ),
        Column(
            words.text("queue.waited"),
            lambda row: words.text("queue.minutes", minutes=row.waiting_minutes),
            numeric=True,
        ),
        Column(words.text("queue.why"), words.why, tip=words.why_fully, stretch=True),
    ]


def held_columns(words: Words) -> list[Column[HeldLine]]:
    """Return the columns of who is on hold here."""

    def until(line: HeldLine) -> str:
        at = line.ticket.hold_until
        if at is None:
            return ""
        key = "queue.until_over" if line.over else ""
        return words.text(key, time=words.clock(at)) if key else words.clock(at)

    return [
        Column(words.text("queue.label"), lambda line: line.ticket.label),
        Column(
            words.text("queue.until"),
            until,
            tone=lambda line: Tone.WARN if line.over else None,
        ),
        Column(words.text("queue.company"), lambda line: words.company(line.ticket), stretch=True),
    ]


def missed_columns(words: Words) -> list[Column[TicketShape]]:
    """Return the columns of who missed a call."""

    def called(ticket: TicketShape) -> str:
        at: datetime = ticket.called_at or ticket.issued_at
        return words.clock(at)

    return [
        Column(words.text("queue.label"), lambda ticket: ticket.label),
        Column(words.text("phase.called"), called, numeric=True),
        Column(words.text("queue.company"), words.company, stretch=True),
    ]


def case_columns(words: Words) -> list[Column[CaseLine]]:
    """Return the columns of the stop's cases."""

    def outcome(line: CaseLine) -> str:
        return words.text(f"outcome.{line.outcome or 'undecided'}")

    def tone(line: CaseLine) -> Tone:
        if line.faulty:
            return Tone.BAD
        return Tone.GOOD if line.outcome else Tone.NEUTRAL

    return [
        Column(
            words.text("case.name"),
            lambda line: words.item(line.case.item, line.case.item_name),
            tip=lambda line: (
                f"{words.item(line.case.item, line.case.item_name)}\n{line.case.number}"
            ),
            stretch=True,
        ),
        Column(words.text("case.number"), lambda line: line.case.number),
        Column(words.text("case.outcome"), outcome, tone=tone),
    ]


def paper_columns(words: Words) -> list[Column[PaperShape]]:
    """Return the columns of the papers a finish made."""

    def state(paper: PaperShape) -> str:
        if paper.reprints:
            return words.text("paper.reprinted", count=paper.reprints)
        return words.text("paper.printed" if paper.printed else "paper.not_printed")

    return [
        Column(
            words.text("paper.kind"),
            lambda paper: words.text(f"paper_kind.{paper.kind}"),
        ),
        Column(
            words.text("paper.number"),
            lambda paper: words.paper_number(paper.number),
            tip=lambda paper: words.paper_number(paper.number),
            stretch=True,
        ),
        Column(
            words.text("paper.state"),
            state,
            tone=lambda paper: Tone.GOOD if paper.printed else Tone.NEUTRAL,
        ),
    ]


def counter_columns(words: Words) -> list[Column[CounterShape]]:
    """Return the columns of the site's counters."""
    return [
        Column(
            words.text("open.counter"),
            lambda counter: words.text("open.row", number=counter.number),
        ),
        Column(
            words.text("open.windows"),
            lambda counter: words.listed([words.window(code) for code in counter.windows]),
            stretch=True,
        ),
        Column(
            words.text("open.state"),
            lambda counter: words.state(counter.state),
            tone=lambda counter: Tone.GOOD if counter.state == "open" else Tone.NEUTRAL,
        ),
        Column(words.text("open.person"), lambda counter: words.person(counter.staff)),
    ]
