"""From what a visitor asks for to cases and stops: items, a bundle's steps, windows, old cases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from desktop.domain.case_events import CaseReceived
from desktop.domain.cases import Case
from desktop.domain.catalogue import Bundle, ServiceItem
from desktop.domain.errors import DeskError
from desktop.domain.numbering import case_series, next_case_number
from desktop.domain.site import Series
from desktop.domain.stops import Need
from desktop.journal.work import Work
from desktop.requests import IssueTicket, ItemWanted
from desktop.use_cases import references

BACK_FOR = ("received", "accepted", "supplementing", "forwarded", "resolved")
"""In these states somebody may come back for a case."""


@dataclass(frozen=True, slots=True)
class Want:
    """One item wanted for one enterprise, with the materials that were brought."""

    item: ServiceItem
    enterprise_id: str | None
    given: tuple[str, ...] = ()
    bundle: str | None = None
    after: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str | None]:
        """An item is wanted once for each enterprise."""
        return (self.item.code, self.enterprise_id)


@dataclass(slots=True)
class Wants:
    """Everything wanted: new cases by item and enterprise, windows, old cases; in that order."""

    new: list[Want] = field(default_factory=list)
    windows: list[str] = field(default_factory=list)
    back: list[Case] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Visit:
    """Who comes: the enterprise, the person (a row of personal data) and the door."""

    enterprise_id: str | None
    visitor: str | None
    door: str
    ticket_id: str | None


def read_wants(work: Work, request: IssueTicket, enterprise_id: str | None) -> Wants:
    """Return what the request asks for; `missing_field` when it is nothing.

    An item also asked for alone makes one case, the bundle's.
    """
    wants = Wants()
    bundled = _bundle_wants(work, request, enterprise_id)
    keys = {want.key for want in bundled}
    for want in item_wants(work, request.items, enterprise_id):
        if want.key in keys:
            bundled = [_with_given(b, want.given) if b.key == want.key else b for b in bundled]
        else:
            keys.add(want.key)
            wants.new.append(want)
    wants.new += bundled
    for code in request.windows:
        window = references.window(work.catalogue, code).code
        if window not in wants.windows:
            wants.windows.append(window)
    for reference in request.cases:
        case = references.case(work.tx, reference)
        if case.state not in BACK_FOR:
            raise DeskError("wrong_state", what="case", case=case.number, state=case.state)
        if case not in wants.back:
            wants.back.append(case)
    if not (wants.new or wants.windows or wants.back):
        raise DeskError("missing_field", field="items")
    return wants


def item_wants(
    work: Work, items: Iterable[str | ItemWanted], enterprise_id: str | None
) -> list[Want]:
    """Return the items asked for singly, each with its own enterprise where one is named."""
    found = []
    for entry in items:
        wanted = ItemWanted(entry) if isinstance(entry, str) else entry
        item = references.item(work.catalogue, wanted.item)
        company = enterprise_id
        if wanted.enterprise is not None:
            company = references.enterprise(work.tx, wanted.enterprise).enterprise_id
        for name in wanted.given:
            if item.material(name) is None:
                raise DeskError("invalid_value", field="given", value=name[:100])
        found.append(Want(item, company, tuple(dict.fromkeys(wanted.given))))
    return found


def receive(work: Work, wants: Wants, visit: Visit) -> tuple[list[Case], list[Need]]:
    """Record a case for every new want; returns them and the needs that the stops are made of."""
    cases: list[Case] = []
    needs: list[Need] = []
    by_key: dict[str, str] = {}
    for want in wants.new:
        waits_for = tuple(by_key[code] for code in want.after)
        case = _receive(work, want, waits_for, visit)
        if want.bundle is not None:
            by_key[want.item.code] = case.case_id
        cases.append(case)
        needs.append(Need(case.window, case.case_id, waits_for))
    needs += [Need(window) for window in wants.windows]
    needs += [Need(case.window, case.case_id) for case in wants.back]
    return cases, needs


def receive_one(work: Work, want: Want, visit: Visit) -> Case:
    """Record a case for one more want."""
    return _receive(work, want, (), visit)


def check_served(work: Work, windows: Iterable[str]) -> bool:
    """Raise `window_not_served` unless a counter serves each window; say whether all are open."""
    counters = work.tx.counters()
    all_open = True
    for window in windows:
        serving = [counter for counter in counters if window in counter.windows]
        if not serving:
            raise DeskError("window_not_served", window=window)
        if not any(c.state == "open" and window in c.opened_windows for c in serving):
            all_open = False
    return all_open


def _receive(work: Work, want: Want, waits_for: tuple[str, ...], visit: Visit) -> Case:
    window = want.item.window
    scope, code = case_series(work.day, window)
    series = work.tx.get(Series, scope, code) or Series(scope, code)
    number = next_case_number(series, window)
    case = Case(
        case_id=work.new_id(),
        number=number.text,
        series=code,
        no=number.no,
        item=want.item.code,
        window=window,
        received_at=work.at,
        received_on=work.day,
        enterprise_id=want.enterprise_id,
        visitor=visit.visitor,
        ticket_id=visit.ticket_id,
        bundle=want.bundle,
        door=visit.door,
        co_windows=want.item.also_needs,
        waits_for=waits_for,
        given=want.given,
    )
    work.record(CaseReceived(case))
    return case


def _bundle_wants(work: Work, request: IssueTicket, enterprise_id: str | None) -> list[Want]:
    if request.bundle is None:
        if request.choose:
            raise DeskError("missing_field", field="bundle")
        return []
    bundle = references.bundle(work.catalogue, request.bundle)
    chosen = _chosen(bundle, request.choose)
    wants: list[Want] = []
    before: tuple[str, ...] = ()
    for step in bundle.steps:
        codes = tuple(code for code in step if code in chosen)
        for code in codes:
            item = references.item(work.catalogue, code)
            wants.append(Want(item, enterprise_id, (), bundle.code, before))
        before = codes or before
    return wants


def _chosen(bundle: Bundle, choose: Iterable[str]) -> set[str]:
    """Return the bundle's items to be done: all, less what is optional or one of a group."""
    wanted = {code.upper() for code in choose}
    groups = [set(group) for group in bundle.one_of]
    free = set(bundle.optional).union(*groups)
    for code in sorted(wanted - free):
        raise DeskError("invalid_value", field="choose", value=code[:100])
    for group in groups:
        if len(group & wanted) != 1:
            raise DeskError("invalid_value", field="choose", value=", ".join(sorted(group)))
    return (set(bundle.items) - free) | wanted


def _with_given(want: Want, given: tuple[str, ...]) -> Want:
    return Want(want.item, want.enterprise_id, given, want.bundle, want.after)
