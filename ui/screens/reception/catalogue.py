"""The catalogue as the guide desk shows it: windows, items, bundles, and what each is found by.

Made once from the desk's `CatalogueAnswer`; what was withdrawn is left out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from desktop.snapshots import CatalogueAnswer

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Name:
    """What something is called in the two languages."""

    zh: str
    en: str

    def of(self, language: str) -> str:
        """Return the name in `language`; the Chinese one where there is no other."""
        return self.en if language == "en" and self.en else self.zh


@dataclass(frozen=True, slots=True)
class WindowEntry:
    """One of the windows."""

    code: str
    letter: str
    name: Name


@dataclass(frozen=True, slots=True)
class MaterialEntry:
    """One material: may it come later (容缺), can the file hold it (档案已有)."""

    name: str
    deferrable: bool
    shared: bool


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """One item with what the visitor should bring; `minutes` is the usual time at the window."""

    code: str
    window: str
    name: Name
    materials: tuple[MaterialEntry, ...]
    also: tuple[str, ...]
    minutes: int


@dataclass(frozen=True, slots=True)
class BundleEntry:
    """One bundle (一件事): its steps, what is optional and the groups of which one is chosen."""

    code: str
    name: Name
    steps: tuple[tuple[str, ...], ...]
    optional: tuple[str, ...]
    one_of: tuple[tuple[str, ...], ...]
    trigger: str = ""

    @property
    def items(self) -> tuple[str, ...]:
        """Return the codes of all its items in the order of the steps."""
        return tuple(code for step in self.steps for code in step)

    def done(self, choose: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
        """Return the steps with what is always done and what was chosen; empty steps fall out."""
        free = set(self.optional).union(*self.one_of)
        kept = (tuple(c for c in step if c not in free or c in choose) for step in self.steps)
        return tuple(step for step in kept if step)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything on offer by code, in the order in which people see it."""

    windows: Mapping[str, WindowEntry] = field(default_factory=dict)
    items: Mapping[str, ItemEntry] = field(default_factory=dict)
    bundles: Mapping[str, BundleEntry] = field(default_factory=dict)

    def letter(self, window: str) -> str:
        """Return a window's letter, "?" for one that is gone."""
        found = self.windows.get(window)
        return found.letter if found else "?"


def read_catalogue(answer: CatalogueAnswer) -> Catalogue:
    """Return the catalogue of an answer, without what was withdrawn."""
    windows = [_window(plain) for plain in _kept(answer.windows)]
    items = [_item(plain) for plain in _kept(answer.items)]
    known = {item.code for item in items}
    bundles = [_bundle(plain) for plain in _kept(answer.bundles)]
    return Catalogue(
        {window.code: window for window in windows},
        {item.code: item for item in items},
        {bundle.code: bundle for bundle in bundles if known.issuperset(bundle.items)},
    )


def _kept(entries: tuple[object, ...]) -> list[Plain]:
    plain = [cast(Plain, entry) for entry in entries]
    return [entry for entry in plain if not entry.get("withdrawn")]


def _name(plain: Plain) -> Name:
    return Name(str(plain["name_zh"]), str(plain.get("name_en") or ""))


def _window(plain: Plain) -> WindowEntry:
    return WindowEntry(str(plain["code"]), str(plain["letter"]), _name(plain))


def _item(plain: Plain) -> ItemEntry:
    materials = tuple(
        MaterialEntry(str(one["name"]), bool(one["deferrable"]), bool(one["shared"]))
        for one in plain["materials"]
    )
    also = tuple(str(code) for code in plain["also_needs"])
    minutes = int(plain["minutes"])
    return ItemEntry(
        str(plain["code"]), str(plain["window"]), _name(plain), materials, also, minutes
    )


def _bundle(plain: Plain) -> BundleEntry:
    return BundleEntry(
        str(plain["code"]),
        _name(plain),
        tuple(tuple(map(str, step)) for step in plain["steps"]),
        tuple(map(str, plain["optional"])),
        tuple(tuple(map(str, group)) for group in plain["one_of"]),
        str(plain.get("trigger") or ""),
    )
