"""Keeping the catalogue: whole files, single entries, and what became of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from desktop.catalogue_file import read_catalogue
from desktop.domain.catalogue import Bundle, Catalogue, ServiceItem, Window
from desktop.domain.differences import (
    SORTS,
    Difference,
    catalogue_differences,
    entry_differences,
)
from desktop.domain.errors import DeskError
from desktop.domain.site_events import (
    CatalogueEntrySaved,
    CatalogueLoaded,
    catalogue_subject,
)
from desktop.journal.kinds import read_body
from desktop.journal.looking import Look
from desktop.journal.work import Work
from desktop.requests import LoadCatalogue, SaveCatalogueEntry, ShowCatalogueHistory
from desktop.snapshots import (
    CatalogueChange,
    CatalogueCounts,
    CatalogueEntryAnswer,
    CatalogueHistory,
    DifferenceShape,
    PersonDifference,
)
from desktop.use_cases.catalogue_forms import checked_bundle, checked_item, checked_window

Entry = Window | ServiceItem | Bundle
Plain = dict[str, Any]


def load(work: Work, request: LoadCatalogue) -> CatalogueCounts:
    """Load a catalogue file by code; what is gone stays for old cases.

    With `dry_run` the same is told and nothing is written.
    """
    new = read_catalogue(Path(request.path))
    merged = work.catalogue.replaced_by(new)
    differences = difference_shapes(catalogue_differences(work.catalogue, merged))
    if not request.dry_run:
        work.record(CatalogueLoaded(cast("dict[str, object]", merged.to_plain())))
    return CatalogueCounts(len(new.windows), len(new.items), len(new.bundles), differences)


def save(work: Work, request: SaveCatalogueEntry) -> CatalogueEntryAnswer:
    """Add or change one entry; accepted cases and printed papers keep what they were given."""
    given = {sort: getattr(request, sort) for sort in SORTS if getattr(request, sort) is not None}
    if len(given) != 1:
        raise DeskError("missing_field", field="item")
    sort, fields = next(iter(given.items()))
    code = fields.get("code")
    if not isinstance(code, str) or not code.strip():
        raise DeskError("missing_field", field=f"{sort}.code")
    code = code.strip().upper()
    old = _entries(work.catalogue, sort).get(code)
    withdrawn = fields.get("withdrawn", old is not None and old.withdrawn)
    if not isinstance(withdrawn, bool):
        raise DeskError("wrong_type", field=f"{sort}.withdrawn")
    merged = {**(_plain(work.catalogue, sort, code) or {}), **fields, "code": code}
    checked = _checked(work.catalogue, sort, merged, old, withdrawn)
    entry = replace(checked, withdrawn=withdrawn)
    if withdrawn:
        _check_unused(work.catalogue, entry)
    changed = _with(work.catalogue, sort, entry)
    plain = _plain(changed, sort, code)
    assert plain is not None
    if plain != _plain(work.catalogue, sort, code):
        work.record(CatalogueEntrySaved(sort, plain))
    return CatalogueEntryAnswer(sort, plain)


def history(look: Look, request: ShowCatalogueHistory) -> CatalogueHistory:
    """Answer `catalogue.history`: from the journal, newest first."""
    code = request.code.strip().upper()
    sort = next((sort for sort in SORTS if code in _entries(look.catalogue, sort)), None)
    if sort is None:
        raise DeskError("unknown_item", item=code[:100])
    entry: Plain | None = None
    changes: list[CatalogueChange] = []
    for row in look.reads.history([catalogue_subject(code), "site"]):
        if row.kind not in (CatalogueLoaded.kind, CatalogueEntrySaved.kind):
            continue
        event, by = read_body(row.kind, row.body)
        before, kind = entry, "saved"
        match event:
            case CatalogueLoaded(content=content):
                entry, kind = _found(content, sort, code), "loaded"
            case CatalogueEntrySaved(sort=one, entry=saved) if one == sort:
                entry = dict(saved)
        found = entry_differences(sort, code, before, entry)
        if found:
            changes.append(CatalogueChange(row.at, kind, by, difference_shapes(found)))
    return CatalogueHistory(tuple(reversed(changes)))


def difference_shapes(found: tuple[Difference, ...]) -> tuple[DifferenceShape, ...]:
    """Return differences as they are shown."""
    return tuple(
        (PersonDifference if one.part == "person" else DifferenceShape)(
            one.part, one.code, one.field, one.before, one.after
        )
        for one in found
    )


def _entries(catalogue: Catalogue, sort: str) -> Mapping[str, Entry]:
    named: dict[str, Mapping[str, Entry]] = {
        "window": catalogue.windows,
        "item": catalogue.items,
        "bundle": catalogue.bundles,
    }
    return named[sort]


def _plain(catalogue: Catalogue, sort: str, code: str) -> Plain | None:
    only = _entries(catalogue, sort).get(code)
    if only is None:
        return None
    alone = Catalogue({}, {}, {})
    plain = _with(alone, sort, only).to_plain()
    return cast("Plain", plain[f"{sort}s"][0])


def _with(catalogue: Catalogue, sort: str, entry: Any) -> Catalogue:
    entries: Any = {**_entries(catalogue, sort), entry.code: entry}
    match sort:
        case "window":
            return replace(catalogue, windows=entries)
        case "item":
            return replace(catalogue, items=entries)
    return replace(catalogue, bundles=entries)


def _found(content: Mapping[str, Any], sort: str, code: str) -> Plain | None:
    entries: list[Plain] = content[f"{sort}s"]
    return next((entry for entry in entries if entry["code"] == code), None)


def _checked(
    catalogue: Catalogue, sort: str, plain: Plain, old: Entry | None, withdrawn: bool
) -> Entry:
    """Return the entry as the file's rules read it; what it named before it may go on naming.

    What is on offer again names only what is on offer.
    """
    windows = {code for code, one in catalogue.windows.items() if not one.withdrawn}
    items = {code for code, one in catalogue.items.items() if not one.withdrawn}
    back = old is not None and old.withdrawn and not withdrawn
    match sort:
        case "window":
            others = (one for one in catalogue.windows.values() if one.code != plain["code"])
            letters = {one.letter for one in others if not one.withdrawn}
            order = old.order if isinstance(old, Window) else len(catalogue.windows)
            return checked_window(plain, order, letters)
        case "item":
            if isinstance(old, ServiceItem) and not back:
                windows |= {old.window, *old.also_needs}
            return checked_item(plain, windows)
    if isinstance(old, Bundle) and not back:
        items |= set(old.items)
    return checked_bundle(plain, items)


def _check_unused(catalogue: Catalogue, entry: Entry) -> None:
    """Raise `still_used` while something on offer needs what is to be withdrawn."""
    by: list[str] = []
    if isinstance(entry, Window):
        by = [item.code for item in catalogue.items_of(entry.code)]
    elif isinstance(entry, ServiceItem):
        bundles = (one for one in catalogue.bundles.values() if not one.withdrawn)
        by = [bundle.code for bundle in bundles if entry.code in bundle.items]
    if by:
        raise DeskError("still_used", entry=entry.code, by=by[:5])
