"""The built-in catalogue as the guide desk reads it, and small facts to test with."""

from __future__ import annotations

from functools import cache

from desktop.catalogue_file import read_catalogue as read_file
from desktop.pinyin import search_keys
from desktop.snapshots import CaseShape, CatalogueAnswer
from resources import path
from ui.screens.reception.catalogue import Catalogue, read_catalogue
from ui.screens.reception.finding import Entry, read_entries
from ui.screens.reception.form import Company


@cache
def catalogue() -> Catalogue:
    """Return the built-in catalogue."""
    plain = read_file(path("catalogue/catalogue.yaml")).to_plain()
    parts = (tuple(plain[name]) for name in ("windows", "items", "bundles"))
    return read_catalogue(CatalogueAnswer(*parts))


@cache
def entries() -> tuple[Entry, ...]:
    """Return everything in it that can be found."""
    known = catalogue()
    groups = (known.windows.values(), known.bundles.values(), known.items.values())
    names = [entry.name.zh for group in groups for entry in group]
    spelled = {}
    for name in names:
        keys = search_keys(name)
        spelled[name] = (*keys.initials, *(one.replace(" ", "") for one in keys.pinyin))
    return read_entries(known, spelled)


def company(key: str, *cases: CaseShape) -> Company:
    """Return an enterprise."""
    return Company(key, f"企业{key}", cases=cases)


def case(key: str, enterprise: str = "1", item: str = "CF-02", window: str = "CF") -> CaseShape:
    """Return an accepted case."""
    return CaseShape(
        id=key,
        number=f"{window}-20261123-000{key}",
        item=item,
        item_name="企业变更登记",
        enterprise=enterprise,
        state="accepted",
        window=window,
        co_windows=(),
        due_on=None,
        provisional=False,
        overdue=False,
        bundle=None,
        gap_until=None,
        assigned_to=None,
    )
