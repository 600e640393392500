"""What follows from each event of `counter_events`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from desktop.domain.cases import Case
from desktop.domain.counter_events import (
    CaseMaterialsGiven,
    CaseRestored,
    HelpAsked,
    HelpEnded,
    TicketRestored,
)
from desktop.domain.desk_records import HelpCall
from desktop.domain.state import Rows, Stamp, need


def _restored(rows: Rows, event: TicketRestored, stamp: Stamp, site: str) -> None:
    for place in event.places:
        rows.put(replace(place, last_pos=stamp.pos))
    for interval in event.intervals:
        rows.put(replace(interval, last_pos=stamp.pos))
    if event.ticket is not None:
        rows.put(replace(event.ticket, last_pos=stamp.pos))


def _case_restored(rows: Rows, event: CaseRestored, stamp: Stamp, site: str) -> None:
    if event.case is not None:
        rows.put(replace(event.case, last_pos=stamp.pos))


def _given(rows: Rows, event: CaseMaterialsGiven, stamp: Stamp, site: str) -> None:
    case = need(rows, Case, event.case_id)
    rows.put(replace(case, given=event.given, last_pos=stamp.pos))


def _help_asked(rows: Rows, event: HelpAsked, stamp: Stamp, site: str) -> None:
    call = HelpCall(event.number, stamp.at, stamp.by, event.ticket_id, event.text)
    rows.put(replace(call, last_pos=stamp.pos))


def _help_ended(rows: Rows, event: HelpEnded, stamp: Stamp, site: str) -> None:
    call = need(rows, HelpCall, event.number)
    rows.put(replace(call, answered_at=stamp.at, answered_by=stamp.by, last_pos=stamp.pos))


COUNTER_RULES: dict[type, Callable[[Rows, Any, Stamp, str], None]] = {
    TicketRestored: _restored,
    CaseRestored: _case_restored,
    CaseMaterialsGiven: _given,
    HelpAsked: _help_asked,
    HelpEnded: _help_ended,
}
