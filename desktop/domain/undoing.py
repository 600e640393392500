"""Taking back: what a ticket, its places, its intervals become; a case's latest decision.

Pure.  Rows as they were are made from the journal; what the journal of a ticket or a case does not
tell (who it belongs to, how its intervals are counted) stays as it is now.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from desktop.domain.cases import Case
from desktop.domain.tickets import Interval, Place, Ticket

FRESH = timedelta(minutes=10)
"""So long may be taken back by whoever did it; after that by a supervisor."""

DECISIONS = (
    "case.accepted",
    "case.supplement_asked",
    "case.supplemented",
    "case.gap_promised",
    "case.gap_filled",
    "case.forwarded",
    "case.ended",
    "case.extended",
)
"""The events of a case that can be taken back."""

PASSING = ("case.assigned", "case.materials_given")
"""What may happen to a case after a decision without standing on it."""

RESTORED = "case.restored"


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a case: its position, kind and the command it belongs to."""

    pos: int
    kind: str
    command: str


def last_decision(steps: Iterable[Step]) -> tuple[Step, ...]:
    """Return the events of the last decision that still stands, () where something stands on it.

    A decision is what one command did: accepting and resolving at once are one.  Something stands
    on it when the case was moved, or its date, by anything that is no decision.
    """
    stack: list[list[Step]] = []
    moved = [False]  # on what was there before the first decision, then on each of them
    for step in steps:
        if step.kind == RESTORED:
            if stack:
                stack.pop()
                moved.pop()  # what stood on the one before stands there still
        elif step.kind in DECISIONS:
            if stack and stack[-1][0].command == step.command:
                stack[-1].append(step)
                moved[-1] = False
            else:
                stack.append([step])
                moved.append(False)
        elif step.kind not in PASSING:
            moved[-1] = True
    return () if moved[-1] or not stack else tuple(stack[-1])


def case_again(before: Case, now: Case) -> Case:
    """Return the case as it was, with what does not belong to the decision as it is now."""
    return replace(
        before,
        enterprise_id=now.enterprise_id,
        visitor=now.visitor,
        assigned_to=now.assigned_to,
        given=tuple(name for name in now.given if name not in before.missing),
        last_pos=now.last_pos,
    )


def ticket_again(before: Ticket, now: Ticket) -> Ticket:
    """Return the ticket at its counter again, under a new fence."""
    return replace(
        before,
        enterprise_id=now.enterprise_id,
        visitor=now.visitor,
        intervals=now.intervals,
        fence=now.fence + 1,
        last_pos=now.last_pos,
    )


def places_again(before: Sequence[Place], now: Sequence[Place]) -> tuple[Place, ...]:
    """Return the places that were otherwise, as they were."""
    old = {place.step_no: replace(place, last_pos=0) for place in before}
    return tuple(
        old[place.step_no]
        for place in now
        if place.step_no in old and replace(place, last_pos=0) != old[place.step_no]
    )


def intervals_again(intervals: Sequence[Interval], pos: int) -> tuple[Interval, ...]:
    """Return the intervals that an event at `pos` opened or closed, as if it had not been.

    What it closed goes on; what it opened lasted no time at all: rows are never deleted.
    """
    changed = []
    for interval in intervals:
        if interval.last_pos != pos:
            continue
        if interval.ended_at is None:
            changed.append(replace(interval, ended_at=interval.started_at))
        else:
            changed.append(replace(interval, ended_at=None))
    return tuple(changed)
