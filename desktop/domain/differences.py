"""What differs between two states of a site's set-up, field by field, to be shown to people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from desktop.domain.catalogue import Catalogue, Plain

SORTS: Final = ("window", "item", "bundle")
"""The sorts of catalogue entries; their lists are called `windows`, `items`, `bundles`."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs; `field` is "" where the whole thing is new or gone.

    `part` says what it belongs to (site, counter, setting, window, item, bundle, day, person,
    board), `code` which one; `before` and `after` are plain JSON, None for nothing.
    """

    part: str
    code: str
    field: str
    before: object
    after: object


def entry_differences(
    part: str, code: str, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> tuple[Difference, ...]:
    """Return how one entry differs from what it was; a new or lost one is one difference."""
    if before is None or after is None:
        if before is after:
            return ()
        return (Difference(part, code, "", _name(before), _name(after)),)
    return tuple(
        Difference(part, code, field, before.get(field), after.get(field))
        for field in dict.fromkeys((*before, *after))
        if field != "code" and before.get(field) != after.get(field)
    )


def catalogue_differences(before: Catalogue, after: Catalogue) -> tuple[Difference, ...]:
    """Return how one catalogue differs from another, windows first, in the order people see."""
    return tuple(_between(before.to_plain(), after.to_plain()))


def _between(before: Plain, after: Plain) -> Iterator[Difference]:
    for sort in SORTS:
        old = {entry["code"]: entry for entry in before[f"{sort}s"]}
        new = {entry["code"]: entry for entry in after[f"{sort}s"]}
        for code in dict.fromkeys((*new, *old)):
            yield from entry_differences(sort, code, old.get(code), new.get(code))


def _name(entry: Mapping[str, Any] | None) -> object:
    return None if entry is None else entry.get("name_zh") or entry.get("name") or "●"
