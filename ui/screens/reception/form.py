"""What is being asked for at the guide desk, before a number is issued: facts and their changes.

All functions are pure.  Several enterprises may stand in one form (代账): items belong to the
enterprise that is *active* when they are chosen; the first enterprise is the ticket's own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from desktop.requests import ActFor, Contact, IssueTicket, ItemWanted, Priority, TellWait
from desktop.snapshots import CaseShape
from ui.screens.reception.catalogue import BundleEntry, Catalogue

DOORS: Final = ("walk_in", "phone", "outreach")
"""The ways a request comes in at this desk; the last two make cases and no number."""
PRIORITIES: Final = ("disabled", "ill", "elderly", "infant", "military", "booked")
"""The priority classes in the order of the list; none is the first choice."""


@dataclass(frozen=True, slots=True)
class Company:
    """An enterprise as chosen, with what its file says once it is read.

    `cases` are those somebody may come back for, `on_file` the materials its file holds.
    """

    id: str
    name: str
    uscc: str | None = None
    last_visit: date | None = None
    cases: tuple[CaseShape, ...] = ()
    on_file: frozenset[str] = frozenset()
    tier: str | None = None
    contact: str | None = None
    """Who looks after the company here (助企直通车): a name, else a code."""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item wanted for one enterprise (None: for nobody's), and the materials brought.

    `act_until`: the desk acts for the company (代办) until this day; `act_scope`: what it may do,
    "" for the usual.
    """

    item: str
    company: str | None
    given: tuple[str, ...] = ()
    act_until: date | None = None
    act_scope: str = ""


@dataclass(frozen=True, slots=True)
class BundleLine:
    """The bundle wanted, what was chosen in it, and the materials brought.

    `acts`: the items in which the desk acts for the company (代办).
    """

    bundle: str
    choose: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    acts: tuple[ItemLine, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """Everything on the screen that a number will be made of."""

    companies: tuple[Company, ...] = ()
    active: str | None = None
    alone: bool = False
    items: tuple[ItemLine, ...] = ()
    bundle: BundleLine | None = None
    windows: tuple[str, ...] = ()
    cases: tuple[CaseShape, ...] = ()
    door: str = "walk_in"
    priority: str = ""
    priority_reason: str = ""
    visitor_name: str = ""
    visitor_phone: str = ""
    need: str = ""
    notified: bool = False

    @property
    def empty(self) -> bool:
        """Say whether nothing is asked for yet."""
        return not (self.items or self.bundle or self.windows or self.cases)

    @property
    def main(self) -> str | None:
        """Return the enterprise of the ticket and of a bundle."""
        return self.companies[0].id if self.companies else None

    def company(self, company_id: str | None) -> Company | None:
        """Return one of the enterprises."""
        return next((one for one in self.companies if one.id == company_id), None)

    def without_number(self) -> bool:
        """Say whether this makes cases only."""
        return self.door != "walk_in"


def choose_company(form: Form, company: Company) -> Form:
    """Make `company` the active one.

    It takes the place of the active one if nothing was chosen for that yet (a slip of the
    hand), else it stands beside it (代账).  Items chosen before anybody came in become its own.
    """
    if form.company(company.id):
        return replace(form, active=company.id, alone=False)
    before = form.company(form.active)
    if before is not None and not _used(form, before):
        companies = tuple(company if one is before else one for one in form.companies)
    else:
        companies = (*form.companies, company)
    items = tuple(
        replace(line, company=company.id) if line.company is None else line for line in form.items
    )
    return replace(form, companies=companies, active=company.id, alone=False, items=items)


def drop_company(form: Form, company_id: str) -> Form:
    """Take an enterprise out, with its items, cases and, where it was the first, its bundle."""
    company = form.company(company_id)
    if company is None:
        return form
    companies = tuple(one for one in form.companies if one.id != company_id)
    active = form.active if form.active != company_id else None
    return replace(
        form,
        companies=companies,
        active=active or (companies[-1].id if companies else None),
        items=tuple(line for line in form.items if line.company != company_id),
        bundle=None if form.main == company_id else form.bundle,
        cases=tuple(case for case in form.cases if case.enterprise != company_id),
    )


def learn(form: Form, company: Company) -> Form:
    """Put what was read of an enterprise's file in its place."""
    companies = tuple(company if one.id == company.id else one for one in form.companies)
    fresh = {case.id: case for case in company.cases}
    cases = tuple(fresh.get(case.id, case) for case in form.cases)
    return replace(form, companies=companies, cases=cases)


def add_item(form: Form, item: str) -> Form:
    """Ask for an item for the active enterprise; twice is once."""
    line = ItemLine(item, form.active)
    known = {(one.item, one.company) for one in form.items}
    if (line.item, line.company) in known:
        return form
    return replace(form, items=(*form.items, line))


def add_window(form: Form, window: str) -> Form:
    """Ask for a window without naming an item."""
    return form if window in form.windows else replace(form, windows=(*form.windows, window))


def add_bundle(form: Form, bundle: str) -> Form:
    """Ask for a bundle; there is one at most, the newer takes the older's place."""
    if form.bundle is not None and form.bundle.bundle == bundle:
        return form
    return replace(form, bundle=BundleLine(bundle))


def add_case(form: Form, case: CaseShape) -> Form:
    """Note that somebody comes back for a case."""
    known = {one.id for one in form.cases}
    return form if case.id in known else replace(form, cases=(*form.cases, case))


def drop_case(form: Form, case_id: str) -> Form:
    """Note that it is not about that case."""
    return replace(form, cases=tuple(one for one in form.cases if one.id != case_id))


def drop_item(form: Form, item: str, company: str | None) -> Form:
    """Take an item out."""
    kept = tuple(one for one in form.items if (one.item, one.company) != (item, company))
    return replace(form, items=kept)


def drop_bundle(form: Form) -> Form:
    """Take the bundle out."""
    return replace(form, bundle=None)


def drop_window(form: Form, window: str) -> Form:
    """Take a window out."""
    return replace(form, windows=tuple(one for one in form.windows if one != window))


def give(form: Form, item: str, company: str | None, material: str, brought: bool) -> Form:
    """Tick one material of an item, or take the tick away."""
    items = tuple(
        replace(line, given=_ticked(line.given, material, brought))
        if (line.item, line.company) == (item, company)
        else line
        for line in form.items
    )
    return replace(form, items=items)


def act_for(form: Form, item: str, company: str | None, until: date | None, scope: str) -> Form:
    """Let the desk act for the company in an item until a day; None: let it not."""
    items = tuple(
        replace(line, act_until=until, act_scope=scope)
        if (line.item, line.company) == (item, company)
        else line
        for line in form.items
    )
    return replace(form, items=items)


def act_in_bundle(form: Form, line: ItemLine) -> Form:
    """Let the bundle remember that the desk acts for the company in one of its items."""
    if form.bundle is None or line.act_until is None:
        return form
    return replace(form, bundle=replace(form.bundle, acts=(*form.bundle.acts, line)))


def act_for_bundle(
    form: Form, catalogue: Catalogue, until: date | None, scope: str, item: str = ""
) -> Form:
    """Let the desk act in the bundle until a day, None: not; `item`: in this one of its items.

    The first time it is for every item that is done; then the day and the words change for those
    it acts in.
    """
    line = form.bundle
    if line is None:
        return form
    codes = [code for step in catalogue.bundles[line.bundle].done(line.choose) for code in step]
    before = {one.item for one in line.acts}
    if item:
        meant = before - {item} if until is None else before | {item}
    else:
        meant = set() if until is None else before or set(codes)
    if until is None and line.acts:
        until = line.acts[0].act_until
    acts = tuple(
        ItemLine(code, form.main, act_until=until, act_scope=scope)
        for code in codes
        if code in meant
    )
    return replace(form, bundle=replace(line, acts=acts))


def give_bundle(form: Form, material: str, brought: bool) -> Form:
    """Tick one material of the bundle: it counts for each of its items that asks for it."""
    if form.bundle is None:
        return form
    given = _ticked(form.bundle.given, material, brought)
    return replace(form, bundle=replace(form.bundle, given=given))


def choose_step(form: Form, catalogue: Catalogue, item: str, wanted: bool) -> Form:
    """Choose an optional item of the bundle, or the one of its group."""
    if form.bundle is None:
        return form
    entry = catalogue.bundles[form.bundle.bundle]
    rivals = next((set(group) for group in entry.one_of if item in group), set())
    choose = tuple(one for one in form.bundle.choose if one != item and one not in rivals)
    chosen = (*choose, item) if wanted else choose
    acts = form.bundle.acts
    if acts and _codes(entry, form.bundle.choose) <= {one.item for one in acts}:
        wider = sorted(_codes(entry, chosen) - {one.item for one in acts})
        acts += tuple(replace(acts[0], item=code) for code in wider)  # the whole bundle was meant
    return replace(form, bundle=replace(form.bundle, choose=chosen, acts=acts))


def problem(form: Form, catalogue: Catalogue) -> str:
    """Return the code of what is still missing before this can be issued, "" for nothing."""
    if form.empty:
        return "nothing"
    if form.bundle is not None:
        groups = catalogue.bundles[form.bundle.bundle].one_of
        if any(not set(group) & set(form.bundle.choose) for group in groups):
            return "one_of"
    if form.without_number() and not (form.items or form.bundle):
        return "no_item"
    if form.priority and not form.priority_reason.strip() and not form.without_number():
        return "priority_reason"
    return ""


def request(form: Form, catalogue: Catalogue, told: tuple[TellWait, ...] = ()) -> IssueTicket:
    """Return what the desk is asked; `problem` must be "" before.  `told`: waits said with it."""
    items = [ItemWanted(one.item, one.company, one.given, _act_for(one)) for one in form.items]
    if form.bundle is not None:
        items += _bundle_given(form, form.bundle, catalogue)
    visitor = None
    if form.visitor_name.strip() or form.visitor_phone.strip():
        visitor = Contact(form.visitor_name.strip() or None, form.visitor_phone.strip() or None)
    priority = Priority(form.priority, form.priority_reason.strip()) if form.priority else None
    return IssueTicket(
        items=tuple(items),
        bundle=form.bundle.bundle if form.bundle else None,
        choose=form.bundle.choose if form.bundle else (),
        windows=form.windows,
        cases=tuple(case.id for case in form.cases),
        enterprise=form.main,
        visitor=visitor,
        door=form.door,
        priority=None if form.without_number() else priority,
        text=form.need.strip() or None,
        told=() if form.without_number() else told,
        notified=form.notified and visitor is not None,
    )


def bundle_materials(line: BundleLine, catalogue: Catalogue) -> tuple[str, ...]:
    """Return the names of what the bundle's items ask for, each once."""
    steps = catalogue.bundles[line.bundle].done(line.choose)
    names = (m.name for step in steps for code in step for m in catalogue.items[code].materials)
    return tuple(dict.fromkeys(names))


def prune(form: Form, catalogue: Catalogue) -> Form:
    """Return the form without what a newer catalogue no longer offers."""
    bundle = form.bundle if form.bundle and form.bundle.bundle in catalogue.bundles else None
    return replace(
        form,
        items=tuple(line for line in form.items if line.item in catalogue.items),
        bundle=bundle,
        windows=tuple(window for window in form.windows if window in catalogue.windows),
    )


def _codes(bundle: BundleEntry, choose: tuple[str, ...]) -> set[str]:
    return {code for step in bundle.done(choose) for code in step}


def _act_for(line: ItemLine) -> ActFor | None:
    return ActFor(line.act_until, line.act_scope.strip() or None) if line.act_until else None


def _bundle_given(form: Form, line: BundleLine, catalogue: Catalogue) -> Iterable[ItemWanted]:
    acts = {one.item: _act_for(one) for one in line.acts}
    for step in catalogue.bundles[line.bundle].done(line.choose):
        for code in step:
            asked = {material.name for material in catalogue.items[code].materials}
            given = tuple(name for name in line.given if name in asked)
            if given or code in acts:
                yield ItemWanted(code, form.main, given, acts.get(code))


def _ticked(given: tuple[str, ...], material: str, brought: bool) -> tuple[str, ...]:
    kept = tuple(one for one in given if one != material)
    return (*kept, material) if brought else kept


def _used(form: Form, company: Company) -> bool:
    """Say whether anything was chosen for the enterprise."""
    return (
        any(line.company == company.id for line in form.items)
        or any(case.enterprise == company.id for case in form.cases)
        or (form.bundle is not None and form.main == company.id)
    )
