"""A catalogue is replaced by code, and survives the way through JSON unchanged."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from desktop.catalogue_file import read_catalogue
from desktop.domain.catalogue import (
    Bundle,
    Catalogue,
    ItemKind,
    Limit,
    Material,
    ServiceItem,
    Window,
)

BUILT_IN = Path(__file__).parents[2] / "resources" / "catalogue" / "catalogue.yaml"
texts = st.text(st.characters(codec="utf-8"), max_size=8)
codes = st.text("ABCDEFGH", min_size=1, max_size=2)
code_tuples = st.lists(codes, max_size=3).map(tuple)
windows = st.builds(Window, codes, texts, texts, texts, st.integers(0, 9), withdrawn=st.booleans())
items = st.builds(
    ServiceItem,
    code=codes,
    window=codes,
    name_zh=texts,
    name_en=texts,
    kind=st.sampled_from(ItemKind),
    legal_limit=st.none()
    | st.builds(Limit, st.integers(0, 99), st.sampled_from(["working", "natural", "month"])),
    promised_working_days=st.integers(0, 99),
    immediate_possible=st.booleans(),
    limit_of=st.sampled_from(["centre", "authority"]),
    paper_style=st.sampled_from(["authority", "service"]),
    minutes=st.integers(0, 99),
    also_needs=code_tuples,
    authority=texts,
    materials=st.lists(
        st.builds(Material, texts, deferrable=st.booleans(), shared=st.booleans()), max_size=3
    ).map(tuple),
    basis=texts,
    source=texts,
    note=texts,
    withdrawn=st.booleans(),
)
bundles = st.builds(
    Bundle,
    code=codes,
    name_zh=texts,
    name_en=texts,
    steps=st.lists(code_tuples, max_size=3).map(tuple),
    optional=code_tuples,
    one_of=st.lists(code_tuples, max_size=2).map(tuple),
    lead=st.none() | codes,
    promised_working_days=st.integers(0, 99),
    trigger=texts,
    caption=texts,
    source=texts,
    withdrawn=st.booleans(),
)


@st.composite
def catalogues(draw: st.DrawFn) -> Catalogue:
    """Draw any catalogue, consistent or not."""
    return Catalogue(
        windows={one.code: one for one in draw(st.lists(windows, max_size=4))},
        items={one.code: one for one in draw(st.lists(items, max_size=4))},
        bundles={one.code: one for one in draw(st.lists(bundles, max_size=4))},
    )


def only_json_values(value: object) -> bool:
    """Say whether a value is made of JSON's own types, floats left out."""
    if isinstance(value, dict):
        return all(type(key) is str and only_json_values(part) for key, part in value.items())
    if type(value) is list:
        return all(only_json_values(part) for part in value)
    return value is None or type(value) in {str, int, bool}


@given(catalogues())
def test_a_catalogue_survives_json(catalogue: Catalogue) -> None:
    plain = catalogue.to_plain()
    assert only_json_values(plain)
    again = Catalogue.from_plain(json.loads(json.dumps(plain)))
    assert again == catalogue
    assert list(again.items) == list(catalogue.items)
    assert again.to_plain() == plain


@given(catalogues(), catalogues())
def test_replacing_loses_nothing_and_withdraws_what_is_gone(old: Catalogue, new: Catalogue) -> None:
    both = old.replaced_by(new)
    assert both.items.keys() == old.items.keys() | new.items.keys()
    assert all(both.items[code] == item for code, item in new.items.items())
    assert all(both.bundles[code].withdrawn for code in old.bundles.keys() - new.bundles.keys())
    assert all(both.windows[code].withdrawn for code in old.windows.keys() - new.windows.keys())
    assert both.replaced_by(new) == both


def test_what_comes_back_may_be_chosen_again() -> None:
    whole = read_catalogue(BUILT_IN)
    first = next(iter(whole.items.values()))
    less = Catalogue(
        whole.windows, {code: one for code, one in whole.items.items() if one != first}, {}
    )
    without = whole.replaced_by(less)
    assert without.items[first.code].withdrawn
    assert first.code not in {item.code for item in without.items_of(first.window)}
    assert without.replaced_by(whole) == whole


def test_a_material_is_found_by_its_name() -> None:
    item = read_catalogue(BUILT_IN).items["DQ-01"]
    assert item.material("劳动合同或在职证明") == Material(
        "劳动合同或在职证明", deferrable=True, shared=False
    )
    assert item.material("护照") is None
