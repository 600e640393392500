"""The catalogue: windows (窗口), service items (事项) and one-thing bundles (一件事)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any, Literal, TypeVar

Basis = Literal["working", "natural", "month"]
LimitOf = Literal["centre", "authority"]
PaperStyle = Literal["authority", "service"]
Plain = dict[str, Any]


class ItemKind(StrEnum):
    """How an item comes to its end: 即办件, 承诺件, 联办件, 转报件, 即办或承诺件."""

    IMMEDIATE = "immediate"
    PROMISED = "promised"
    JOINT = "joint"
    FORWARDED = "forwarded"
    IMMEDIATE_OR_PROMISED = "immediate_or_promised"


@dataclass(frozen=True, slots=True)
class Material:
    """One thing the visitor brings: may it come later (容缺), can it be fetched from our files."""

    name: str
    deferrable: bool
    shared: bool


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: `count` working days, natural days, or months."""

    count: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class Window:
    """One of the subjects of the one door (窗口); `letter` begins its tickets' labels.

    `order` counts from 0 in the order in which people see the windows.
    """

    code: str
    name_zh: str
    name_en: str
    letter: str
    order: int
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class ServiceItem:
    """A thing that a window does (事项), with its limits and its list of materials.

    `minutes` is the usual time at the window.  `also_needs` names windows: a suggestion and
    the co-windows of a case, never a place in line.  `limit_of` says whose the legal limit is:
    an authority's limit is shown and never becomes our due date.  `paper_style` chooses between
    the papers of an authority, with remedies, and those of a service.
    """

    code: str
    window: str
    name_zh: str
    name_en: str
    kind: ItemKind
    legal_limit: Limit | None
    promised_working_days: int
    immediate_possible: bool
    limit_of: LimitOf
    paper_style: PaperStyle
    minutes: int
    also_needs: tuple[str, ...]
    authority: str
    materials: tuple[Material, ...]
    basis: str
    source: str
    note: str
    withdrawn: bool = False

    def material(self, name: str) -> Material | None:
        """Return the material of that name, or None."""
        return next((one for one in self.materials if one.name == name), None)


@dataclass(frozen=True, slots=True)
class Bundle:
    """A one-thing bundle (一件事): steps one after the other, the items of a step in parallel.

    `optional` items are done only when wanted; of each group of `one_of` exactly one is chosen;
    `lead` is the leading item, if any.  The promise is shown, never a case's due date.
    """

    code: str
    name_zh: str
    name_en: str
    steps: tuple[tuple[str, ...], ...]
    optional: tuple[str, ...]
    one_of: tuple[tuple[str, ...], ...]
    lead: str | None
    promised_working_days: int
    trigger: str
    caption: str
    source: str
    withdrawn: bool = False

    @property
    def items(self) -> tuple[str, ...]:
        """Return the codes of all its items in the order of the steps."""
        return tuple(code for step in self.steps for code in step)


Entry = TypeVar("Entry", Window, ServiceItem, Bundle)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All windows, items and bundles of a site by code, each in the order people see them."""

    windows: Mapping[str, Window]
    items: Mapping[str, ServiceItem]
    bundles: Mapping[str, Bundle]

    def replaced_by(self, newer: Catalogue) -> Catalogue:
        """Return `newer`, with what is only in this one kept for old cases, withdrawn."""
        return Catalogue(
            windows=_merged(self.windows, newer.windows),
            items=_merged(self.items, newer.items),
            bundles=_merged(self.bundles, newer.bundles),
        )

    def items_of(self, window: str) -> tuple[ServiceItem, ...]:
        """Return the items of a window that may be chosen now."""
        return tuple(
            item for item in self.items.values() if item.window == window and not item.withdrawn
        )

    def to_plain(self) -> Plain:
        """Return lists, strings, whole numbers, truth values and null only, ready for JSON."""
        return {
            "windows": [asdict(window) for window in self.windows.values()],
            "items": [_plain_item(item) for item in self.items.values()],
            "bundles": [_plain_bundle(bundle) for bundle in self.bundles.values()],
        }

    @staticmethod
    def from_plain(plain: Plain) -> Catalogue:
        """Return what `to_plain` was made from; anything else is our bug and raises as such."""
        windows = (Window(**entry) for entry in plain["windows"])
        items = (_item(entry) for entry in plain["items"])
        bundles = (_bundle(entry) for entry in plain["bundles"])
        return Catalogue(
            windows={window.code: window for window in windows},
            items={item.code: item for item in items},
            bundles={bundle.code: bundle for bundle in bundles},
        )


def _merged(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> dict[str, Entry]:
    gone = {code: entry for code, entry in old.items() if code not in new}
    return {**new, **{code: replace(entry, withdrawn=True) for code, entry in gone.items()}}


def _plain_item(item: ServiceItem) -> Plain:
    plain = asdict(item)
    plain["kind"] = item.kind.value
    plain["also_needs"] = list(item.also_needs)
    plain["materials"] = list(plain["materials"])
    return plain


def _plain_bundle(bundle: Bundle) -> Plain:
    plain = asdict(bundle)
    plain["optional"] = list(bundle.optional)
    plain["steps"] = [list(step) for step in bundle.steps]
    plain["one_of"] = [list(group) for group in bundle.one_of]
    return plain


def _item(plain: Plain) -> ServiceItem:
    limit = plain["legal_limit"]
    return ServiceItem(
        **{
            **plain,
            "kind": ItemKind(plain["kind"]),
            "legal_limit": None if limit is None else Limit(**limit),
            "also_needs": tuple(plain["also_needs"]),
            "materials": tuple(Material(**entry) for entry in plain["materials"]),
        }
    )


def _bundle(plain: Plain) -> Bundle:
    return Bundle(
        **{
            **plain,
            "steps": tuple(tuple(step) for step in plain["steps"]),
            "optional": tuple(plain["optional"]),
            "one_of": tuple(tuple(group) for group in plain["one_of"]),
        }
    )
