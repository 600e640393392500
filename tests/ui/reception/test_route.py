"""The way shown before the number is issued is the way the desk then makes."""

from __future__ import annotations

import pytest

from tests.journeys.centre import Centre
from tests.ui.reception.offer import catalogue
from ui.screens.reception import form as forms
from ui.screens.reception import keyed
from ui.screens.reception.form import Form
from ui.screens.reception.route import also, route


def wanted(*keys: str) -> Form:
    """Return a form with these things wanted, one of each group chosen."""
    form = Form()
    for key in keys:
        form = keyed.want(form, catalogue(), key)
    if form.bundle is not None:
        for group in catalogue().bundles[form.bundle.bundle].one_of:
            form = forms.choose_step(form, catalogue(), group[0], True)
    return form


@pytest.mark.parametrize(
    "keys",
    [
        ("item:CF-02",),
        ("item:RC-01", "item:CF-02", "item:RC-02", "window:JR"),
        ("window:JR", "window:CF", "item:CF-02"),
        *((f"bundle:B{number:02d}",) for number in range(1, 13)),
        ("item:GZ-01", "bundle:B02", "window:CF"),
    ],
    ids="+".join,
)
def test_the_way_is_the_desks_own(centre: Centre, keys: tuple[str, ...]) -> None:
    form = wanted(*keys)
    shown = route(form, catalogue())
    answer = centre.do(forms.request(form, catalogue()))
    items = {case.id: case.item for case in answer.cases}
    made = [
        (place.window, tuple(step - 1 for step in place.after), {items[one] for one in place.cases})
        for place in answer.ticket.places
    ]
    assert [(stop.window, stop.after, set(stop.items)) for stop in shown] == made
    assert set(also(form, catalogue())) == set(answer.also)
