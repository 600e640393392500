"""What the guide desk's screen shows, as frozen words: made from the form, the line, a language.

Keys of rows: `item:CF-02:<enterprise or empty>`, `bundle:B03`, `window:CF`, `case:<id>`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.snapshots import CaseShape
from ui.language import Language
from ui.screens.reception.catalogue import Catalogue, MaterialEntry
from ui.screens.reception.finding import Entry, Kind
from ui.screens.reception.form import BundleLine, Company, Form, ItemLine, bundle_materials
from ui.screens.reception.line_watch import Line
from ui.theme import Tone
from ui.widgets.search_box import Choice
from ui.widgets.window_strip import StripCell

LONG_WAIT: Final = 20
"""From so many minutes on a wait is marked: another counter should open (domain map §3.7)."""
CASES_SHOWN: Final = 6
"""So many cases stand on a card; the others are found by their number."""
_LIGHTS: Final = {
    "normal": Tone.GOOD,
    "soon": Tone.WARN,
    "overdue": Tone.BAD,
    "stopped": Tone.NEUTRAL,
}


@dataclass(frozen=True, slots=True)
class CaseShown:
    """One case somebody may come back for."""

    id: str
    title: str
    number: str
    tone: Tone
    light: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class CardShown:
    """One enterprise that came."""

    id: str
    name: str
    detail: str
    active: bool
    cases: tuple[CaseShown, ...]
    count: int = 0


@dataclass(frozen=True, slots=True)
class TickShown:
    """One material: `held` means that the file has it already and nobody need bring it."""

    name: str
    words: str
    ticked: bool
    held: bool


@dataclass(frozen=True, slots=True)
class StepShown:
    """One item of a bundle: always done, or chosen (`group`: one of several)."""

    item: str
    words: str
    free: bool
    group: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class RowShown:
    """One thing wanted; `can_act` where the desk may act for the company (代办).

    `acts`: the bundle's items that are done, ticked where it acts.
    """

    key: str
    letter: str
    title: str
    detail: str
    ticks: tuple[TickShown, ...] = ()
    steps: tuple[tuple[StepShown, ...], ...] = ()
    note: str = ""
    can_act: bool = False
    act_until: date | None = None
    act_scope: str = ""
    today: date = date.min
    acts: tuple[TickShown, ...] = ()


def window_name(catalogue: Catalogue, code: str, language: Language) -> str:
    """Return a window's name without the word window, as the strip and the tags have it."""
    found = catalogue.windows.get(code)
    name = found.name.of(language.code) if found else code
    return name.removesuffix(language.text("reception.window_suffix"))


def item_name(catalogue: Catalogue, code: str, language: Language) -> str:
    """Return an item's name."""
    found = catalogue.items.get(code)
    return found.name.of(language.code) if found else code


def day_words(day: date, language: Language) -> str:
    """Return a day as month and day."""
    return language.text("reception.day", month=day.month, day=day.day)


def choices(
    entries: tuple[Entry, ...],
    catalogue: Catalogue,
    form: Form,
    language: Language,
    stopped: Collection[str] = (),
) -> tuple[Choice, ...]:
    """Return what was found as lines of the list below the box."""
    text = language.text
    cases = {case.id: case for company in form.companies for case in company.cases}
    made = []
    for entry in entries:
        name = entry.name.of(language.code)
        if entry.kind is Kind.WINDOW:
            note = text("reception.found.window", letter=entry.letter)
        elif entry.kind is Kind.BUNDLE:
            count = len(catalogue.bundles[entry.code].items)
            note = text("reception.found.bundle", code=entry.code, count=count)
        elif entry.kind is Kind.CASE:
            note = text("reception.found.case", number=cases[entry.code].number)
        else:
            window = window_name(catalogue, catalogue.items[entry.code].window, language)
            note = text("reception.found.item", code=entry.code, letter=entry.letter, window=window)
        if _window_of(entry, catalogue) in stopped:
            note = text("reception.found.stopped", note=note)
        made.append(Choice(entry.key, name, "", note))
    return tuple(made)


def cards(form: Form, catalogue: Catalogue, language: Language) -> tuple[CardShown, ...]:
    """Return the enterprises that came."""
    chosen = {case.id for case in form.cases}
    return tuple(
        CardShown(
            company.id,
            company.name,
            _particulars(company, language),
            company.id == form.active,
            tuple(
                case_shown(case, case.id in chosen, catalogue, language)
                for at, case in enumerate(company.cases)
                if at < CASES_SHOWN or case.id in chosen
            ),
            len(company.cases),
        )
        for company in form.companies
    )


def case_shown(
    case: CaseShape, chosen: bool, catalogue: Catalogue, language: Language
) -> CaseShown:
    """Return a case with its light as shape, colour and words."""
    tone = _LIGHTS.get(case.light or "", Tone.NEUTRAL)
    light = language.text(f"reception.state.{case.state}")
    if case.light in _LIGHTS:
        light = language.text(f"reception.light.{case.light}", days=abs(case.days_left or 0))
    if case.due_on is not None and case.light in ("normal", "soon", "overdue"):
        due = day_words(case.due_on, language)
        light = language.text("reception.light_due", light=light, due=due)
    known = catalogue.items.get(case.item)
    title = known.name.of(language.code) if known else case.item_name
    return CaseShown(case.id, title, case.number, tone, light, chosen)


def rows(
    form: Form, catalogue: Catalogue, language: Language, today: date | None = None
) -> tuple[RowShown, ...]:
    """Return everything wanted, in the order chosen: items, bundle, windows, cases.

    `today`: the site's day; while it is not known nobody can be acted for.
    """
    made = [_item_row(form, line, catalogue, language, today) for line in form.items]
    if form.bundle is not None:
        made.append(_bundle_row(form, form.bundle, catalogue, language, today))
    for code in form.windows:
        name = catalogue.windows[code].name.of(language.code)
        letter = catalogue.letter(code)
        made.append(RowShown(f"window:{code}", letter, name, language.text("reception.only")))
    for case in form.cases:
        title = item_name(catalogue, case.item, language)
        detail = language.text("reception.back_for", number=case.number)
        made.append(RowShown(f"case:{case.id}", catalogue.letter(case.window), title, detail))
    return tuple(made)


def strip(line: Line, catalogue: Catalogue, language: Language) -> tuple[StripCell, ...]:
    """Return the windows with who waits there."""
    made = []
    for code, window in catalogue.windows.items():
        waiting, longest = line.waiting.get(code, 0), line.longest.get(code, 0)
        closed, stopped = code not in line.open, code in line.stopped
        name = window_name(catalogue, code, language)
        words = language.text("reception.minutes", minutes=longest) if waiting else ""
        if closed and not waiting:
            words = language.text("reception.closed")
        key = "reception.strip_closed" if closed else "reception.strip"
        if stopped:
            words = f"{language.text('reception.stopped')} {words if waiting else ''}".strip()
            key = "reception.strip_stopped"
        spoken = language.text(
            key,
            letter=window.letter,
            window=window.name.of(language.code),
            waiting=waiting,
            minutes=longest,
        )
        alert = bool(waiting) and (closed or longest >= LONG_WAIT)
        quiet = closed or stopped
        made.append(StripCell(code, window.letter, name, waiting, words, spoken, alert, quiet))
    return tuple(made)


def _window_of(entry: Entry, catalogue: Catalogue) -> str:
    """Return the window of a window or an item, "" for what has several or its own case."""
    if entry.kind is Kind.WINDOW:
        return entry.code
    return catalogue.items[entry.code].window if entry.kind is Kind.ITEM else ""


def _particulars(company: Company, language: Language) -> str:
    parts = [_masked(company.uscc) if company.uscc else language.text("reception.no_code")]
    if company.last_visit is not None:
        day = day_words(company.last_visit, language)
        parts.append(language.text("reception.last_visit", day=day))
    if company.tier is not None:
        parts.append(language.text(f"word.tier.{company.tier}"))
    if company.contact is not None:
        parts.append(language.text("reception.contact", name=company.contact))
    return " · ".join(parts)


def _masked(uscc: str) -> str:
    """Return both ends of a code: enough to compare with a licence at a glance."""
    return f"{uscc[:4]}…{uscc[-4:]}" if len(uscc) > 8 else uscc


def _item_row(
    form: Form, line: ItemLine, catalogue: Catalogue, language: Language, today: date | None
) -> RowShown:
    item = catalogue.items[line.item]
    company = form.company(line.company)
    detail = item.code
    if company is not None and len(form.companies) > 1:
        detail = language.text("reception.for_company", code=item.code, company=company.name)
    held = company.on_file if company else frozenset()
    ticks = tuple(_ticks(item.materials, line.given, held, language))
    letter = catalogue.letter(item.window)
    key = f"item:{item.code}:{line.company or ''}"
    name = item.name.of(language.code)
    act = (today is not None, line.act_until, line.act_scope, today or date.min)
    return RowShown(key, letter, name, detail, ticks, (), "", *act)


def _bundle_row(
    form: Form, line: BundleLine, catalogue: Catalogue, language: Language, today: date | None
) -> RowShown:
    bundle = catalogue.bundles[line.bundle]
    groups = {item: str(at) for at, group in enumerate(bundle.one_of) for item in group}
    free = set(bundle.optional) | set(groups)
    steps = tuple(
        tuple(
            StepShown(
                code,
                item_name(catalogue, code, language),
                code in free,
                groups.get(code, ""),
                code not in free or code in line.choose,
            )
            for code in step
        )
        for step in bundle.steps
    )
    asked = {m.name: m for code in bundle.items for m in catalogue.items[code].materials}
    materials = tuple(asked[name] for name in bundle_materials(line, catalogue))
    company = form.company(form.main)
    held = company.on_file if company else frozenset()
    detail = language.text("reception.bundle", code=bundle.code)
    if company is not None and len(form.companies) > 1:
        detail = language.text("reception.for_company", code=detail, company=company.name)
    return RowShown(
        f"bundle:{bundle.code}",
        "",
        bundle.name.of(language.code),
        detail,
        tuple(_ticks(materials, line.given, held, language)),
        steps,
        language.text("reception.choose_one") if bundle.one_of else "",
        *_bundle_acts(line, catalogue, language, today),
    )


def _bundle_acts(
    line: BundleLine, catalogue: Catalogue, language: Language, today: date | None
) -> tuple[bool, date | None, str, date, tuple[TickShown, ...]]:
    """Return whether the desk may act in the bundle, until when, for what, and in which items."""
    acted = {one.item for one in line.acts}
    first = line.acts[0] if line.acts else None
    ticks = tuple(
        TickShown(code, item_name(catalogue, code, language), code in acted, False)
        for step in catalogue.bundles[line.bundle].done(line.choose)
        for code in step
    )
    until, scope = (first.act_until, first.act_scope) if first else (None, "")
    return today is not None, until, scope, today or date.min, ticks


def _ticks(
    materials: tuple[MaterialEntry, ...],
    given: tuple[str, ...],
    held: frozenset[str],
    language: Language,
) -> Iterator[TickShown]:
    for material in materials:
        on_file = material.shared and material.name in held
        key = "reception.material"
        if on_file:
            key = "reception.material_held"
        elif material.deferrable:
            key = "reception.material_later"
        words = language.text(key, name=material.name)
        yield TickShown(material.name, words, material.name in given, on_file)
