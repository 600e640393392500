"""Where a ticket's time went: intervals opened and closed by what happens to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from desktop.domain.state import Rows, Stamp, need
from desktop.domain.tickets import Interval, Place, Ticket

SPAN_OF_STATE = {"called": "walking", "serving": "serving", "held": "holding"}


def track(
    rows: Rows,
    before: Ticket | None,
    after: Ticket,
    changed: Sequence[tuple[Place | None, Place]],
    stamp: Stamp,
    staff: str | None = None,
) -> Ticket:
    """Open and close the intervals that follow from a change of a ticket and its places.

    `changed` pairs each place with what it was.  Returns the ticket with its new count.
    """
    running = () if before is None else rows.open_intervals(after.ticket_id)
    count = after.intervals
    for old, new in changed:
        was = old is not None and old.state == "ready"
        if was and new.state != "ready":
            _close(
                rows, [i for i in running if i.kind == "ready" and i.step_no == new.step_no], stamp
            )
        elif new.state == "ready" and not was:
            count += 1
            _open(rows, after.ticket_id, count, "ready", stamp, new.step_no, new.window)
    kind = SPAN_OF_STATE.get(after.state)
    was_kind = SPAN_OF_STATE.get(before.state) if before else None
    if was_kind != kind:
        _close(rows, [i for i in running if i.kind != "ready"], stamp)
        if kind is not None and after.step_no is not None:
            count += 1
            counter = after.counter if after.counter is not None else after.held_counter
            window = need(rows, Place, after.ticket_id, after.step_no).window
            _open(rows, after.ticket_id, count, kind, stamp, after.step_no, window, counter, staff)
    return replace(after, intervals=count)


def hand_over_serving(rows: Rows, ticket_id: str, staff: str, stamp: Stamp) -> None:
    """Let another person's interval begin where the counter was handed over while serving."""
    ticket = need(rows, Ticket, ticket_id)
    for interval in rows.open_intervals(ticket_id):
        if interval.kind in ("walking", "serving") and interval.staff != staff:
            _go_on(rows, ticket, interval, interval.counter, staff, stamp)


def go_on_elsewhere(
    rows: Rows, ticket_id: str, counter: int, staff: str | None, stamp: Stamp
) -> None:
    """Let what was going on at a counter (walking, serving) go on at another one."""
    ticket = need(rows, Ticket, ticket_id)
    for interval in rows.open_intervals(ticket_id):
        if interval.kind in ("walking", "serving"):
            _go_on(rows, ticket, interval, counter, staff, stamp)


def _go_on(
    rows: Rows,
    ticket: Ticket,
    interval: Interval,
    counter: int | None,
    staff: str | None,
    stamp: Stamp,
) -> None:
    """End the interval; the next one of its kind begins with this counter and person."""
    _close(rows, [interval], stamp)
    count = ticket.intervals + 1
    rows.put(
        replace(
            interval,
            n=count,
            counter=counter,
            staff=staff,
            started_at=stamp.at,
            day=stamp.day,
            last_pos=stamp.pos,
        )
    )
    rows.put(replace(ticket, intervals=count, last_pos=stamp.pos))


def _close(rows: Rows, intervals: Sequence[Interval], stamp: Stamp) -> None:
    for interval in intervals:
        rows.put(replace(interval, ended_at=stamp.at, last_pos=stamp.pos))


def _open(
    rows: Rows,
    ticket_id: str,
    n: int,
    kind: str,
    stamp: Stamp,
    step_no: int,
    window: str,
    counter: int | None = None,
    staff: str | None = None,
) -> None:
    rows.put(
        Interval(
            ticket_id,
            n,
            kind,
            stamp.day,
            stamp.at,
            step_no,
            window,
            counter,
            staff,
            None,
            stamp.pos,
        )
    )
