"""Waits that are told with a number: kept, put on the slip where they help, compared later."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

from desktop.domain.desk_records import ToldWait
from desktop.domain.errors import DeskError
from desktop.domain.reception_events import WaitTold
from desktop.domain.tickets import Place
from desktop.domain.told_waits import Compared, accuracy, is_range, is_worth_paper
from desktop.journal.looking import Look
from desktop.journal.work import Work
from desktop.requests import FiguresOfWaits, TellWait
from desktop.snapshots import ToldAnswer, ToldWindow

MOST_DAYS = 400
"""No more days are compared at once."""


def tell(
    work: Work,
    ticket_id: str,
    told: Sequence[TellWait],
    ready: Sequence[Place],
    ahead: Mapping[int, int],
) -> tuple[int, int] | None:
    """Keep what was told with a number; returns (shortest, longest) for its slip, or None.

    `ahead` counts who is before it at each of its `ready` stops.

    Told counts for the stops that are in line now; a later one is in nobody's line yet.  On the
    slip stands the wait to the first call, so the least of the stops, and only where each is
    worth paper and somebody is ahead (otherwise one is next).  `invalid_value` for a wait that
    is no range of minutes.
    """
    stops = {place.window: place for place in ready}
    rows: list[ToldWait] = []
    for one in told:
        if not is_range(one.p10, one.p50, one.p90):
            raise DeskError("invalid_value", field="told")
        place = stops.pop(one.window.upper(), None)
        if place is not None:
            rows.append(
                ToldWait(
                    ticket_id,
                    place.step_no,
                    work.day,
                    place.window,
                    work.at,
                    *(one.p10, one.p50, one.p90),
                )
            )
    if not rows:
        return None
    work.record(WaitTold(ticket_id, tuple(rows)))
    if stops or not all(is_worth_paper(r.p10, r.p50, r.p90) for r in rows):
        return None
    if any(ahead[place.step_no] == 0 for place in ready):
        return None
    return min(row.p10 for row in rows), max(1, min(row.p90 for row in rows))


def figures(look: Look, request: FiguresOfWaits) -> ToldAnswer:
    """Answer `figures.waits`: how near what was told came to what was, window by window."""
    if not timedelta() <= request.until - request.since <= timedelta(MOST_DAYS):
        raise DeskError("invalid_value", field="to", value=request.until.isoformat())
    compared = look.reads.told_and_waited(request.since, request.until)
    by_window: dict[str, list[Compared]] = defaultdict(list)
    for one in compared:
        by_window[one.window].append(one)
    windows = tuple(
        ToldWindow(code, *accuracy(by_window[code]))
        for code in look.catalogue.windows
        if code in by_window
    )
    return ToldAnswer(*accuracy(compared), windows)
