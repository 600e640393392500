"""`apply` for what happens to a company's file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from desktop.domain.enterprise_events import (
    ContactSaved,
    EnterpriseCared,
    EnterpriseNoted,
    EnterprisesMerged,
)
from desktop.domain.enterprise_file import Enterprise
from desktop.domain.state import Rows, Stamp, need


def _cared(rows: Rows, event: EnterpriseCared, stamp: Stamp, site: str) -> None:
    rows.put(replace(event.care, last_pos=stamp.pos))


def _contact(rows: Rows, event: ContactSaved, stamp: Stamp, site: str) -> None:
    rows.put(replace(event.contact, last_pos=stamp.pos))


def _noted(rows: Rows, event: EnterpriseNoted, stamp: Stamp, site: str) -> None:
    rows.put(replace(event.note, last_pos=stamp.pos))


def _merged(rows: Rows, event: EnterprisesMerged, stamp: Stamp, site: str) -> None:
    # The merged file first: it gives up the code that the kept one may take.
    rows.put(replace(event.merged, last_pos=stamp.pos))
    rows.put(replace(event.kept, last_pos=stamp.pos))
    for one in event.also:
        earlier = need(rows, Enterprise, one)
        rows.put(replace(earlier, merged_into=event.kept.enterprise_id, last_pos=stamp.pos))


ENTERPRISE_RULES: dict[type, Callable[[Rows, Any, Stamp, str], None]] = {
    EnterpriseCared: _cared,
    ContactSaved: _contact,
    EnterpriseNoted: _noted,
    EnterprisesMerged: _merged,
}
