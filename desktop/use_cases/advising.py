"""Advice to the supervisor: the hall as it stands, put before the rules of `domain/advice.py`."""

from __future__ import annotations

from collections import Counter as Tally
from dataclasses import replace

from desktop.domain.advice import Advice, Hall, Line, advise
from desktop.domain.people import Staff
from desktop.journal.looking import Look
from desktop.requests import ShowAdvice
from desktop.snapshots import AdviceAnswer, AdviceShape, CounterShape
from desktop.use_cases.figures import calls, longest, stands
from desktop.use_cases.looking import with_life
from desktop.use_cases.shapes import reason_shape, staff_shape

MOST_HELPERS = 3


def advice(look: Look, request: ShowAdvice) -> AdviceAnswer:
    """Answer `advice.show`."""
    people = {person.code: person for person in look.reads.staff()}
    counters = tuple(with_life(look, look.reads.counters()))
    found = advise(
        Hall(
            _lines(look, people, counters),
            [_lost(look, one) for one in counters if one.alive is False],
            [
                (one.number, int((look.at - one.help.asked_at).total_seconds() // 60))
                for one in counters
                if one.help is not None
            ],
            look.reads.overdue_by_window(look.day),
            _lapsing(look),
        )
    )
    return AdviceAnswer(tuple(_shape(look, one, people) for one in found))


def _shape(look: Look, one: Advice, people: dict[str, Staff]) -> AdviceShape:
    reason = reason_shape(one.reason)
    window = look.catalogue.windows.get(one.window or "")
    if window is not None:
        names = {"name_zh": window.name_zh, "name_en": window.name_en}
        reason = replace(reason, values=reason.values | names)
    return AdviceShape(
        reason,
        one.level,
        one.window,
        one.counter,
        one.figure,
        tuple(staff_shape(people[code], look.rules) for code in one.helpers),
    )


def _lines(look: Look, people: dict[str, Staff], counters: tuple[CounterShape, ...]) -> list[Line]:
    stops = look.known.figure_memory.stops(look.reads, look.day)
    waiting = Tally(stop.window for stop in stops if stands(stop, look.day))
    sitting = {one.staff for one in counters if one.staff is not None}
    lines = []
    for window, count in sorted(waiting.items()):
        longest_s = longest(stops, look.at, look.day, window) or 0
        calling = sum(calls(one, window) for one in counters)
        line = Line(window, count, longest_s // 60, calling)
        # Who could help matters only where there is a counter to sit down at.
        free = any(one.state == "closed" and window in one.windows for one in counters)
        lines.append(replace(line, helpers=_helpers(people, sitting, window) if free else ()))
    return lines


def _helpers(people: dict[str, Staff], sitting: set[str], window: str) -> tuple[str, ...]:
    """Return who works at counters, may serve the window, and sits at none."""
    free = [
        code
        for code, person in people.items()
        if person.active
        and code not in sitting
        and "window" in person.roles
        and (person.windows is None or window in person.windows)
    ]
    return tuple(sorted(free)[:MOST_HELPERS])


def _lost(look: Look, counter: CounterShape) -> tuple[int, str | None]:
    ticket = look.reads.ticket_at(counter.number)
    return counter.number, ticket.label if ticket is not None else None


def _lapsing(look: Look) -> list[tuple[str, int]]:
    found = Tally(
        case.window for case in look.reads.lapsed_gaps(look.day) if case.gap_until == look.day
    )
    return sorted(found.items())
