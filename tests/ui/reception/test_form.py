"""The form: enterprises beside each other, bundles, materials, what is still missing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.requests import Contact, ItemWanted, Priority
from tests.ui.reception.offer import case, catalogue, company
from ui.screens.reception import form as forms
from ui.screens.reception import keyed
from ui.screens.reception.catalogue import Catalogue
from ui.screens.reception.form import Form


def wanted(*keys: str, form: Form | None = None) -> Form:
    """Return a form with these things wanted."""
    made = form or Form()
    for key in keys:
        made = keyed.want(made, catalogue(), key)
    return made


def test_a_second_enterprise_replaces_one_for_which_nothing_was_chosen() -> None:
    form = forms.choose_company(Form(), company("1"))
    form = forms.choose_company(form, company("2"))
    assert [one.id for one in form.companies] == ["2"]


def test_a_second_enterprise_stands_beside_one_with_items() -> None:
    form = forms.choose_company(Form(), company("1"))
    form = wanted("item:CF-02", form=form)
    form = forms.choose_company(form, company("2"))
    form = wanted("item:CF-02", "item:RC-01", form=form)
    assert [(line.item, line.company) for line in form.items] == [
        ("CF-02", "1"),
        ("CF-02", "2"),
        ("RC-01", "2"),
    ]
    asked = forms.request(form, catalogue())
    assert asked.enterprise == "1"
    assert asked.items[1] == ItemWanted("CF-02", "2")


def test_items_chosen_before_anybody_came_become_the_first_enterprises() -> None:
    form = forms.choose_company(wanted("item:CF-02"), company("1"))
    assert form.items[0].company == "1"


def test_taking_an_enterprise_out_takes_its_things_with_it() -> None:
    form = forms.choose_company(Form(), company("1", case("7")))
    form = wanted("case:7", "bundle:B03", form=form)
    form = forms.choose_company(form, company("2"))
    form = wanted("item:PP-01", form=form)
    form = forms.drop_company(form, "1")
    assert form.bundle is None
    assert form.cases == ()
    assert (form.main, form.active) == ("2", "2")
    assert [line.item for line in form.items] == ["PP-01"]


def test_a_bundle_takes_over_an_item_chosen_singly_with_its_ticks() -> None:
    form = keyed.tick(wanted("item:CF-02"), "item:CF-02:", ("变更登记申请书",), True)
    form = wanted("bundle:B03", "item:CF-02", form=form)
    assert form.items == ()
    assert form.bundle is not None
    assert form.bundle.given == ("变更登记申请书",)
    asked = forms.request(form, catalogue())
    assert asked.bundle == "B03"
    assert asked.items == (ItemWanted("CF-02", None, ("变更登记申请书",)),)


def test_one_of_a_group_takes_the_others_place_and_must_be_chosen() -> None:
    form = wanted("bundle:B10")
    assert forms.problem(form, catalogue()) == "one_of"
    form = forms.choose_step(form, catalogue(), "RC-05", True)
    form = forms.choose_step(form, catalogue(), "RC-06", True)
    assert form.bundle is not None
    assert form.bundle.choose == ("RC-06",)
    assert forms.problem(form, catalogue()) == ""


def test_an_optional_item_is_in_or_out() -> None:
    form = forms.choose_step(wanted("bundle:B05"), catalogue(), "RC-06", True)
    assert forms.request(form, catalogue()).choose == ("RC-06",)
    form = forms.choose_step(form, catalogue(), "RC-06", False)
    assert forms.request(form, catalogue()).choose == ()


@pytest.mark.parametrize(
    ("form", "code"),
    [
        (Form(), "nothing"),
        (wanted("window:CF"), ""),
        (replace(wanted("window:CF"), door="phone"), "no_item"),
        (replace(wanted("item:CF-02"), priority="elderly", priority_reason=" "), "priority_reason"),
        (replace(wanted("item:CF-02"), priority="elderly", priority_reason="72 岁"), ""),
    ],
)
def test_what_is_missing_is_named(form: Form, code: str) -> None:
    assert forms.problem(form, catalogue()) == code


def test_everything_reaches_the_request() -> None:
    form = forms.choose_company(Form(), company("1", case("7")))
    form = wanted("case:7", "window:JR", form=form)
    form = replace(
        form,
        priority="elderly",
        priority_reason=" 72 岁 ",
        visitor_name="王芳",
        visitor_phone=" 13800001234 ",
        need="想贷款",
    )
    asked = forms.request(form, catalogue())
    assert asked.cases == ("7",)
    assert asked.windows == ("JR",)
    assert asked.priority == Priority("elderly", "72 岁")
    assert asked.visitor == Contact("王芳", "13800001234")
    assert asked.text == "想贷款"


def test_a_door_without_a_number_has_no_priority() -> None:
    form = replace(wanted("item:CF-02"), door="phone", priority="elderly", priority_reason="72 岁")
    assert forms.request(form, catalogue()).priority is None


def test_what_a_newer_catalogue_dropped_leaves_the_form() -> None:
    form = wanted("item:CF-02", "bundle:B10", "window:JR")
    assert forms.prune(form, Catalogue()).empty


@pytest.mark.parametrize("key", ["item:XX-99", "bundle:B99", "window:XX", "case:9", "nonsense"])
def test_an_unknown_key_changes_nothing(key: str) -> None:
    assert wanted(key) == Form()


def test_rows_can_be_taken_out_again() -> None:
    form = forms.choose_company(Form(), company("1", case("7")))
    form = wanted("item:CF-02", "bundle:B10", "window:JR", "case:7", form=form)
    for key in ("item:CF-02:1", "bundle:B10", "window:JR", "case:7"):
        form = keyed.remove(form, key)
    assert form.empty
