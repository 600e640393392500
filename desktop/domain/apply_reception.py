"""What follows from what happened at the guide desk beside numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from desktop.domain.desk_records import Consent, Cutoff
from desktop.domain.reception_events import (
    ConsentGiven,
    ConsentWithdrawn,
    EnquiryAnswered,
    LastNumberGiven,
    WaitTold,
    WindowReopened,
)
from desktop.domain.state import Rows, Stamp, need


def _enquiry(rows: Rows, event: EnquiryAnswered, stamp: Stamp, site: str) -> None:
    rows.put(replace(event.enquiry, last_pos=stamp.pos))


def _told(rows: Rows, event: WaitTold, stamp: Stamp, site: str) -> None:
    for wait in event.waits:
        rows.put(replace(wait, last_pos=stamp.pos))


def _last_number(rows: Rows, event: LastNumberGiven, stamp: Stamp, site: str) -> None:
    rows.put(Cutoff(event.day, event.window, stamp.at, stamp.by, None, stamp.pos))


def _reopened(rows: Rows, event: WindowReopened, stamp: Stamp, site: str) -> None:
    row = need(rows, Cutoff, event.day, event.window)
    rows.put(replace(row, reopened_at=stamp.at, last_pos=stamp.pos))


def _consent(rows: Rows, event: ConsentGiven, stamp: Stamp, site: str) -> None:
    rows.put(replace(event.consent, last_pos=stamp.pos))


def _withdrawn(rows: Rows, event: ConsentWithdrawn, stamp: Stamp, site: str) -> None:
    row = need(rows, Consent, event.consent_id)
    rows.put(replace(row, withdrawn_at=stamp.at, last_pos=stamp.pos))


RECEPTION_RULES: dict[type, Callable[[Rows, Any, Stamp, str], None]] = {
    EnquiryAnswered: _enquiry,
    WaitTold: _told,
    LastNumberGiven: _last_number,
    WindowReopened: _reopened,
    ConsentGiven: _consent,
    ConsentWithdrawn: _withdrawn,
}
"""The rule for each class of event."""
