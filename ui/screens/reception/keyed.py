"""Changes of the form by the keys that rows and choices carry: `item:CF-02`, `case:<id>`, …

A row's key of an item ends with its enterprise: `item:CF-02:<enterprise or empty>`.
"""

from __future__ import annotations

from datetime import date

from ui.screens.reception import form as forms
from ui.screens.reception.catalogue import Catalogue
from ui.screens.reception.finding import Kind
from ui.screens.reception.form import Form


def want(form: Form, catalogue: Catalogue, key: str) -> Form:
    """Return the form with one thing more; an unknown key changes nothing."""
    kind, code, _ = _parts(key)
    if kind == Kind.ITEM and code in catalogue.items:
        return form if _in_bundle(form, catalogue, code) else forms.add_item(form, code)
    if kind == Kind.BUNDLE and code in catalogue.bundles:
        return _without_doubles(forms.add_bundle(form, code), catalogue)
    if kind == Kind.WINDOW and code in catalogue.windows:
        return forms.add_window(form, code)
    cases = (case for company in form.companies for case in company.cases)
    back = next((case for case in cases if kind == Kind.CASE and case.id == code), None)
    return form if back is None else forms.add_case(form, back)


def remove(form: Form, key: str) -> Form:
    """Return the form without one of its rows."""
    kind, code, company = _parts(key)
    match kind:
        case Kind.ITEM:
            return forms.drop_item(form, code, company)
        case Kind.BUNDLE:
            return forms.drop_bundle(form)
        case Kind.WINDOW:
            return forms.drop_window(form, code)
        case _:
            return forms.drop_case(form, code)


def tick(form: Form, key: str, materials: tuple[str, ...], brought: bool) -> Form:
    """Return the form with materials of a row ticked, or not."""
    kind, code, company = _parts(key)
    for material in materials:
        if kind == Kind.BUNDLE:
            form = forms.give_bundle(form, material, brought)
        else:
            form = forms.give(form, code, company, material, brought)
    return form


def act_for(
    form: Form, catalogue: Catalogue, key: str, until: date | None, scope: str, item: str = ""
) -> Form:
    """Return the form with the desk acting in a row, or in one `item` of a bundle's, or not."""
    kind, code, company = _parts(key)
    if kind == Kind.BUNDLE:
        return forms.act_for_bundle(form, catalogue, until, scope, item)
    return forms.act_for(form, code, company, until, scope) if kind == Kind.ITEM else form


def _in_bundle(form: Form, catalogue: Catalogue, item: str) -> bool:
    """Say whether the bundle does the item anyway, for the same enterprise."""
    if form.bundle is None or form.active != form.main:
        return False
    steps = catalogue.bundles[form.bundle.bundle].done(form.bundle.choose)
    return any(item in step for step in steps)


def _without_doubles(form: Form, catalogue: Catalogue) -> Form:
    """Let the bundle take over items chosen singly, with materials ticked and whom we act for."""
    if form.bundle is None:
        return form
    done = catalogue.bundles[form.bundle.bundle].done(())
    inside = {item for step in done for item in step}
    for line in form.items:
        if line.company == form.main and line.item in inside:
            form = forms.drop_item(form, line.item, line.company)
            for material in line.given:
                form = forms.give_bundle(form, material, True)
            form = forms.act_in_bundle(form, line)
    return form


def _parts(key: str) -> tuple[str, str, str | None]:
    kind, _, rest = key.partition(":")
    if kind != Kind.ITEM:
        return kind, rest, None
    code, _, company = rest.partition(":")
    return kind, code, company or None
