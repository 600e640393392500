"""Entries of the catalogue as the desk shows them, checked by the very rules of the file.

An entry is written as the file would have it and read by the file's reader, so that there is one
set of rules.  What is wrong is told by the names that `catalogue.show` uses.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain
from typing import Any, Final, NoReturn

from desktop.catalogue_file import (
    KINDS,
    Field,
    bundle_in,
    catalogue_in,
    compose,
    item_in,
    window_in,
)
from desktop.domain.catalogue import Bundle, Catalogue, ServiceItem, Window
from desktop.domain.errors import DeskError

_FILE_NAMES: Final = {"minutes": "window_minutes", "letter": "ticket_prefix"}
_OUR_NAMES: Final = {
    **{name: ours for ours, name in _FILE_NAMES.items()},
    "legal_limit.days": "legal_limit.count",
    "legal_limit.months": "legal_limit.count",
}
_WORD_OF_KIND: Final = {kind.value: word for word, kind in KINDS.items()}
Entry = Mapping[str, Any]


def checked_window(entry: Entry, order: int, letters: set[str]) -> Window:
    """Return the window written in `entry`; `letters` are those of the others."""
    try:
        return window_in(_field("window", _filed(entry)), order, set(), set(letters))
    except DeskError as error:
        _named(error, "window")


def checked_item(entry: Entry, windows: set[str]) -> ServiceItem:
    """Return the item written in `entry`; `windows` are the codes it may name."""
    try:
        return item_in(_field("item", _filed(entry)), set(), windows)
    except DeskError as error:
        _named(error, "item")


def checked_bundle(entry: Entry, items: set[str]) -> Bundle:
    """Return the bundle written in `entry`; `items` are the codes it may name."""
    steps: Any = entry.get("steps")
    named: object = list(chain.from_iterable(steps)) if _lists(steps) else steps
    try:
        return bundle_in(_field("bundle", {**_filed(entry), "items": named}), set(), items)
    except DeskError as error:
        _named(error, "bundle")


def checked_catalogue(plain: Entry) -> Catalogue:
    """Return the catalogue in `Catalogue.to_plain`'s form; nothing in it may be withdrawn."""
    whole: dict[str, Any] = {}
    for name in ("windows", "items", "bundles"):
        entries = plain.get(name)
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            raise DeskError("invalid_value", field=f"catalogue.{name}")
        whole[name] = [_filed(entry) for entry in entries]
    for entry in whole["bundles"]:
        if _lists(entry.get("steps")):
            entry["items"] = list(chain.from_iterable(entry["steps"]))
    try:
        return _catalogue(json.dumps(whole, ensure_ascii=False))
    except DeskError as error:
        _named(error, "catalogue")


@lru_cache(maxsize=2)
def _catalogue(text: str) -> Catalogue:
    """Return the catalogue in a text; the same text is read once, before the site is locked."""
    return catalogue_in(compose(text))


def _lists(steps: Any) -> bool:
    return isinstance(steps, list) and all(isinstance(step, list) for step in steps)


def _filed(entry: Entry) -> dict[str, Any]:
    """Return an entry as the file would have it; what nobody knows stays, and is refused."""
    left = {key: value for key, value in entry.items() if key not in ("order", "withdrawn")}
    filed = {_FILE_NAMES.get(key, key): value for key, value in left.items()}
    if isinstance(filed.get("kind"), str):
        filed["kind"] = _WORD_OF_KIND.get(filed["kind"], filed["kind"])
    limit = filed.get("legal_limit")
    if isinstance(limit, dict) and "count" in limit:
        unit = "months" if limit.get("basis") == "month" else "days"
        rest = {key: value for key, value in limit.items() if key != "count"}
        filed["legal_limit"] = {unit: limit["count"], **rest}
    return filed


def _field(path: str, filed: dict[str, Any]) -> Field:
    return Field(compose(json.dumps(filed, ensure_ascii=False)).node, path)


def _named(error: DeskError, path: str) -> NoReturn:
    """Raise the fault by our names, without the line of a file that there is not."""
    if error.code != "catalogue_faulty":
        raise error
    field = str(error.values.get("field", "")).removeprefix(f"{path}.")
    named = _OUR_NAMES.get(field, field)
    raise DeskError("catalogue_faulty", field=named, problem=error.values.get("problem")) from None
