"""What people mean by what they say: an id, today's label, a case number, a code, a counter."""

from __future__ import annotations

from datetime import date
from typing import Any

from desktop.domain.cases import Case, Paper
from desktop.domain.catalogue import Bundle, Catalogue, ServiceItem, Window
from desktop.domain.enterprise_file import Enterprise
from desktop.domain.errors import DeskError
from desktop.domain.site import Counter
from desktop.domain.tickets import Ticket


def ticket(rows: Any, reference: str, day: date) -> Ticket:
    """Return the ticket with this id or this label of `day`; `unknown_ticket` otherwise."""
    found = rows.get(Ticket, reference) if "-" in reference else None
    found = found or rows.ticket_labelled(reference.upper(), day)
    if not isinstance(found, Ticket):
        raise DeskError("unknown_ticket", ticket=reference[:100])
    return found


def case(rows: Any, reference: str) -> Case:
    """Return the case with this id or number; `unknown_case` otherwise."""
    found = rows.case_numbered(reference.upper()) or rows.get(Case, reference)
    if not isinstance(found, Case):
        raise DeskError("unknown_case", case=reference[:100])
    return found


def paper(rows: Any, reference: str) -> Paper:
    """Return the paper with this id or number; `unknown_paper` otherwise."""
    found = rows.get(Paper, reference) or rows.paper_numbered(reference)
    if not isinstance(found, Paper):
        raise DeskError("unknown_paper", paper=reference[:100])
    return found


def enterprise(rows: Any, reference: str) -> Enterprise:
    """Return the enterprise with this id or credit code; `unknown_enterprise` otherwise.

    One that was merged into another is that other one.
    """
    found = rows.get(Enterprise, reference) or rows.enterprise_with_code(reference.upper())
    if not isinstance(found, Enterprise):
        raise DeskError("unknown_enterprise", enterprise=reference[:100])
    return kept_enterprise(rows, found)


def kept_enterprise(rows: Any, row: Enterprise) -> Enterprise:
    """Return the enterprise in which this one lives on: itself, unless it was merged."""
    kept = rows.get(Enterprise, row.merged_into) if row.merged_into is not None else None
    return kept if isinstance(kept, Enterprise) else row


def counter(rows: Any, number: int) -> Counter:
    """Return the counter with this number; `unknown_counter` otherwise."""
    found = rows.get(Counter, number) if 0 < number < 2**31 else None
    if not isinstance(found, Counter) or found.withdrawn:
        raise DeskError("unknown_counter", counter=number)
    return found


def window(catalogue: Catalogue, code: str) -> Window:
    """Return the window with this code; `unknown_window` for one that is not (or no more) there."""
    found = catalogue.windows.get(code.upper())
    if found is None or found.withdrawn:
        raise DeskError("unknown_window", window=code[:100])
    return found


def item(catalogue: Catalogue, code: str) -> ServiceItem:
    """Return the service item with this code; `unknown_item` for one not (or no more) there."""
    found = catalogue.items.get(code.upper())
    if found is None or found.withdrawn:
        raise DeskError("unknown_item", item=code[:100])
    return found


def bundle(catalogue: Catalogue, code: str) -> Bundle:
    """Return the bundle with this code; `unknown_bundle` for one not (or no more) there."""
    found = catalogue.bundles.get(code.upper())
    if found is None or found.withdrawn:
        raise DeskError("unknown_bundle", bundle=code[:100])
    return found
