"""Every kind of event by its name in the journal, and its body as text."""

from __future__ import annotations

import inspect
import json
from types import ModuleType
from typing import Any, cast

from desktop.domain import (
    case_events,
    counter_events,
    enterprise_events,
    events,
    reception_events,
    site_events,
)
from desktop.domain.events import Event
from desktop.wire import COMPACT, from_plain, to_plain


def _of(module: ModuleType) -> dict[str, type[Event]]:
    return {
        member.kind: member
        for _, member in inspect.getmembers(module, inspect.isclass)
        if issubclass(member, Event) and member.kind
    }


_MODULES = (
    events,
    case_events,
    counter_events,
    enterprise_events,
    site_events,
    reception_events,
)

KINDS: dict[str, type[Event]] = {
    name: event for module in _MODULES for name, event in _of(module).items()
}


def write_body(event: Event, by: str | None) -> str:
    """Return the body of an event: who did it and the facts that differ from their defaults."""
    plain: dict[str, Any] = to_plain(event, COMPACT)
    if by is not None:
        plain = {"by": by, **plain}
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def read_body(kind: str, body: str) -> tuple[Event | None, str | None]:
    """Return the event and who did it; None for a kind that this version does not know."""
    plain = json.loads(body)
    by = cast("str | None", plain.pop("by", None))
    known = KINDS.get(kind)
    return (None if known is None else from_plain(known, plain)), by
