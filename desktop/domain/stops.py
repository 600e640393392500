"""A ticket's stops: which places a visit needs, and what becomes of them (`architecture.md` §3).

All functions are pure: they take places and give places.  A place is *blocked* until every
place in `after` has ended; calling moves ready → away; ending one stop moves the others
away → ready with the rank they had; a place that would become ready beside another ready
one of its ticket at the same window joins it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from desktop.domain.tickets import PLACE_OPEN, Place

Places = dict[int, Place]


@dataclass(frozen=True, slots=True)
class Need:
    """One thing a visitor wants: at `window`, for `case` (None: just the window), after others."""

    window: str
    case: str | None = None
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stop:
    """A planned place: its number, window, the steps it waits for and its cases."""

    step_no: int
    window: str
    after: tuple[int, ...]
    cases: tuple[str, ...]


def plan(needs: Iterable[Need]) -> list[Stop]:
    """Return the stops for `needs`, numbered in the order given.

    What waits for nothing shares one stop a window; what waits only for things of one stop
    at its own window joins that stop; the rest waits, sharing a stop with whatever waits for
    the same stops at the same window.
    """
    stops: list[Stop] = []
    home: dict[str, int] = {}
    for need in needs:
        after = tuple(sorted({home[case] for case in need.after}))
        index = _shared_stop(stops, need.window, after)
        if index is None:
            index = len(stops)
            stops.append(Stop(index + 1, need.window, after, ()))
        if need.case is not None:
            stops[index] = replace(stops[index], cases=(*stops[index].cases, need.case))
            home[need.case] = index + 1
    return stops


def _shared_stop(stops: Sequence[Stop], window: str, after: tuple[int, ...]) -> int | None:
    if len(after) == 1 and stops[after[0] - 1].window == window:
        return after[0] - 1
    for index, stop in enumerate(stops):
        if stop.window == window and stop.after == after:
            return index
    return None


def by_step(places: Iterable[Place]) -> Places:
    """Return the places by their step number."""
    return {place.step_no: place for place in places}


def changed(before: Sequence[Place], after: Places) -> tuple[Place, ...]:
    """Return the places of `after` that differ from `before`, in step order."""
    old = by_step(before)
    return tuple(place for step, place in sorted(after.items()) if old.get(step) != place)


def take_away(places: Sequence[Place]) -> Places:
    """Return the places after a call: every ready one is away, no other counter sees it."""
    return {
        place.step_no: replace(place, state="away") if place.state == "ready" else place
        for place in places
    }


def end_stop(places: Places, step_no: int, end: str, by: tuple[int, str | None, datetime]) -> None:
    """Mark the stop as done in `places`, with how it ended and by which counter and person."""
    counter, staff, at = by
    places[step_no] = replace(
        places[step_no], state="done", end=end, counter=counter, staff=staff, ended_at=at
    )


def settle(
    places: Places,
    waits_for: Mapping[str, tuple[str, ...]],
    failed: Mapping[str, str],
    at: datetime,
) -> list[int]:
    """Bring the places of a ticket that is back in line to their next states, in place.

    `waits_for` gives each case's predecessors, `failed` the cases whose outcome releases
    nothing, with that outcome.  Drops what waits for a failed case and what waits for a
    dropped place, releases what waits no more, makes away places ready, joins doubles.
    Returns the steps that were dropped.
    """
    dropped = _drop_waiting(places, waits_for, failed, at)
    rising = [s for s, p in sorted(places.items()) if p.state == "away"]
    rising += [s for s, p in sorted(places.items()) if p.state == "blocked" and _free(p, places)]
    for step in rising:
        if not join(places, step, "ready", at):
            places[step] = replace(places[step], state="ready")
    return dropped


def _drop_waiting(
    places: Places,
    waits_for: Mapping[str, tuple[str, ...]],
    failed: Mapping[str, str],
    at: datetime,
) -> list[int]:
    dropped: list[int] = []
    found = True
    while found:  # a stop may wait for one with a higher number (after a transfer)
        found = False
        for step, place in places.items():
            if place.state == "blocked" and (why := _why_dropped(place, places, waits_for, failed)):
                places[step] = replace(place, state="dropped", end=why, ended_at=at)
                dropped.append(step)
                found = True
    return sorted(dropped)


def join(places: Places, step_no: int, state: str, at: datetime) -> bool:
    """Let the place join another one of its ticket in `state` at its window; False if none is.

    Its cases, notes and successors move over and it ends `done`.
    """
    place = places[step_no]
    for step, host in places.items():
        if step != step_no and host.window == place.window and host.state == state:
            break
    else:
        return False
    cases = host.cases + tuple(case for case in place.cases if case not in host.cases)
    places[step] = replace(host, cases=cases, notes=host.notes + place.notes)
    places[step_no] = replace(place, state="done", end="joined", cases=(), notes=(), ended_at=at)
    redirect(places, step_no, step)
    return True


def redirect(places: Places, old: int, new: int) -> None:
    """Let what waited for the stop `old` wait for `new` instead, in place.

    Where some cases stay with `old`, for both: their outcome counts as well.
    """
    stay = {old} if places[old].cases else set()
    for step, place in places.items():
        if old in place.after and step != new and place.state == "blocked":
            steps = {*place.after} - {old} | {new} | stay
            places[step] = replace(place, after=tuple(sorted(steps)))


def drop_open(places: Sequence[Place], end: str, at: datetime) -> Places:
    """Return the places with every open one dropped for the reason `end`."""
    return {
        place.step_no: replace(place, state="dropped", end=end, ended_at=at)
        if place.state in PLACE_OPEN
        else place
        for place in places
    }


def is_in_line(places: Places) -> bool:
    """Say whether any place is ready: then the ticket waits, otherwise its visit is done."""
    return any(place.state == "ready" for place in places.values())


def _free(place: Place, places: Places) -> bool:
    return all(places[step].state not in PLACE_OPEN for step in place.after)


def _why_dropped(
    place: Place,
    places: Places,
    waits_for: Mapping[str, tuple[str, ...]],
    failed: Mapping[str, str],
) -> str | None:
    waited = {before for case in place.cases for before in waits_for.get(case, ())}
    for step in place.after:  # a stop that was released waits for fewer steps than its cases do
        earlier = places[step]
        if earlier.state == "dropped":
            return earlier.end
        for case in earlier.cases:
            if case in waited and case in failed:
                return failed[case]
    return None
