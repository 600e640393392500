"""A paper gets its number and its facts at the moment of the decision it tells of."""

from __future__ import annotations

from typing import Any

from desktop.domain.case_decisions import limit_words
from desktop.domain.case_events import PaperMade
from desktop.domain.cases import Case, Paper
from desktop.domain.catalogue import ServiceItem
from desktop.domain.enterprise_file import Enterprise
from desktop.domain.numbering import next_paper_number, paper_series
from desktop.domain.site import Counter, Series
from desktop.domain.tickets import Place, Ticket
from desktop.journal.work import Work
from desktop.use_cases.references import kept_enterprise


def make_slip(
    work: Work,
    ticket: Ticket,
    ahead: dict[int, int],
    items: list[str],
    wait: tuple[int, int] | None = None,
) -> Paper:
    """Make the ticket's slip; `ahead` counts the ready places before each ready stop.

    `wait`: the (shortest, longest) wait to the first call in minutes, where it is worth paper.
    Its facts name windows and items only: no person, no company.
    """
    places = work.tx.places(ticket.ticket_id)
    windows = work.catalogue.windows
    hints: list[str] = []
    for code in items:
        for material in work.catalogue.items[code].materials:
            if not material.shared and material.name not in hints:
                hints.append(material.name)
    facts: dict[str, object] = {
        "stops": [[windows[place.window].code, ahead.get(place.step_no)] for place in places],
        "items": [work.catalogue.items[code].name_zh for code in items],
        "hints": hints,
        "wait": list(wait) if wait else None,
        "calls": work.rules.number("calls_before_no_show"),
        "behind": work.rules.number("positions_behind"),
    }
    paper = Paper(
        paper_id=work.new_id(),
        kind="ticket_slip",
        number=ticket.label,
        scope=ticket.day.isoformat(),
        no=ticket.no,
        made_at=work.at,
        made_by=work.by,
        ticket_id=ticket.ticket_id,
        facts=facts,
    )
    work.record(PaperMade(paper))
    return paper


def make_notice(work: Work, kind: str, case: Case, **more: object) -> Paper:
    """Make one of the case's notices with the limits and days as they are now."""
    facts = {**_case_facts(work, case), **{k: v for k, v in more.items() if v is not None}}
    return make_paper(work, kind, facts, case.case_id)


def make_paper(
    work: Work,
    kind: str,
    facts: dict[str, object],
    case_id: str | None = None,
    ticket_id: str | None = None,
) -> Paper:
    """Make a paper with the next number of its kind and year."""
    scope, code = paper_series(work.day, kind)
    series = work.tx.get(Series, scope, code) or Series(scope, code)
    number = next_paper_number(series, kind)
    paper = Paper(
        paper_id=work.new_id(),
        kind=kind,
        number=number.text,
        scope=scope,
        no=number.no,
        made_at=work.at,
        made_by=work.by,
        case_id=case_id,
        ticket_id=ticket_id,
        facts=facts,
    )
    work.record(PaperMade(paper))
    return paper


def material_states(case: Case, item: ServiceItem, on_file: set[str]) -> list[list[str]]:
    """Return each material's name and state: given, promised, missing, on_file or open."""
    rows = []
    for material in item.materials:
        if material.name in case.missing:
            state = "promised" if case.is_gap_awaited else "missing"
        elif material.name in case.given:
            state = "given"
        elif material.shared and material.name in on_file:
            state = "on_file"
        else:
            state = "open"
        rows.append([material.name, state])
    return rows


def on_file(rows: Any, enterprise_id: str | None) -> set[str]:
    """Return the names of shared materials that earlier cases of the enterprise have brought."""
    if enterprise_id is None:
        return set()
    company = rows.get(Enterprise, enterprise_id)
    if company is not None:
        enterprise_id = kept_enterprise(rows, company).enterprise_id
    return {name for _, given in rows.shared_materials(enterprise_id) for name in given}


def ready_stops(places: tuple[Place, ...]) -> list[Place]:
    """Return the places that stand in line now."""
    return [place for place in places if place.state == "ready"]


def _case_facts(work: Work, case: Case) -> dict[str, object]:
    item = work.catalogue.items[case.item]
    window = work.catalogue.windows[case.window]
    bundle = work.catalogue.bundles.get(case.bundle or "")
    company = None
    if case.enterprise_id is not None:
        company = work.tx.get(Enterprise, case.enterprise_id)
    if company is not None:
        company = kept_enterprise(work.tx, company)
    held = on_file(work.tx, case.enterprise_id)
    return {
        "case": case.number,
        "item": item.name_zh,
        "bundle": bundle.name_zh if bundle else None,
        "window": window.name_zh,
        "authority": item.authority,
        "style": item.paper_style,
        "company": company.name if company else None,
        "uscc": company.uscc if company else None,
        "person": case.visitor or (company.contact if company else None),
        "made_on": work.day.isoformat(),
        "received_on": case.received_on.isoformat(),
        "accepted_on": case.accepted_on.isoformat() if case.accepted_on else None,
        "due_on": case.due_on.isoformat() if case.due_on else None,
        "provisional": case.provisional,
        "legal": limit_words(item.legal_limit),
        "limit_of": item.limit_of,
        "promised": item.promised_working_days,
        "materials": _listed(item, material_states(case, item, held)),
        "missing": list(case.missing),
        "gap_until": case.gap_until.isoformat() if case.gap_until else None,
        "handled_by": _handler(work, case),
    }


def _listed(item: ServiceItem, states: list[list[str]]) -> list[list[str]]:
    """Return the materials for a paper: what may be lacking and nobody spoke of is left out."""
    return [
        [name, state]
        for material, (name, state) in zip(item.materials, states, strict=True)
        if not (state == "open" and material.deferrable)
    ]


def _handler(work: Work, case: Case) -> str | None:
    """Return who handles the case: who gives the command, else who sits where it is served."""
    if work.by is not None:
        return work.by
    ticket = work.tx.get(Ticket, case.ticket_id) if case.ticket_id else None
    counter = work.tx.get(Counter, ticket.counter) if ticket and ticket.counter else None
    return (counter.staff if counter else None) or case.assigned_to
