"""Read a catalogue from a YAML file, and say by line and field what is wrong with a faulty one.

A field is named by its path from the top, lists counted from 0: `items[3].window`.  The file is
read as nodes with their places and nothing in it is ever executed; anchors and aliases are
refused, so that a small file cannot stand for a huge one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NoReturn, TypeVar

import yaml

from desktop.domain.catalogue import (
    Basis,
    Bundle,
    Catalogue,
    ItemKind,
    Limit,
    LimitOf,
    Material,
    PaperStyle,
    ServiceItem,
    Window,
)
from desktop.domain.errors import DeskError
from desktop.domain.plain_text import without_marks

MAX_BYTES = 4 * 1024 * 1024
MAX_NAME = 200
MAX_TEXT = 2000
MAX_DAYS = 3650
MAX_MINUTES = 1440
MAX_DEPTH = 32
LETTERS = frozenset("ABCDEFGHJKLMNPQRSTUVWXYZ")
"""Letters of labels: I and O are left out, they look like 1 and 0."""

_CODE = re.compile(r"[A-Z0-9]+(?:[-_][A-Z0-9]+)*")
_WHOLE_NUMBER = re.compile(r"[+-]?(?:0|[1-9][0-9]{0,8})")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
T = TypeVar("T")

KINDS = {
    "即办件": ItemKind.IMMEDIATE,
    "承诺件": ItemKind.PROMISED,
    "联办件": ItemKind.JOINT,
    "转报件": ItemKind.FORWARDED,
    "即办或承诺件": ItemKind.IMMEDIATE_OR_PROMISED,
}
_LIMIT_OF: dict[str, LimitOf] = {"centre": "centre", "authority": "authority"}
_PAPER_STYLE: dict[str, PaperStyle] = {"authority": "authority", "service": "service"}
_DAY_BASIS: dict[str, Basis] = {"working": "working", "natural": "natural"}
_MONTH_BASIS: dict[str, Basis] = {"month": "month"}

_WINDOW_KEYS = frozenset({"code", "name_zh", "name_en", "ticket_prefix"})
_ITEM_KEYS = frozenset({"code", "window", "name_zh", "name_en", "kind", "legal_limit"}) | {
    "promised_working_days",
    "immediate_possible",
    "window_minutes",
    "authority",
    "materials",
    "limit_of",
    "paper_style",
}
_ITEM_EXTRAS = frozenset({"also_needs", "basis", "source", "note"})
_BUNDLE_KEYS = frozenset({"code", "name_zh", "name_en", "items", "steps", "promised_working_days"})
_BUNDLE_EXTRAS = frozenset({"trigger", "caption", "source", "optional", "one_of", "lead"})


def read_catalogue(path: Path | str) -> Catalogue:
    """Return the catalogue of a UTF-8 YAML file of at most 4 MiB.

    Raises DeskError `not_found {path}` when there is no such file, and `catalogue_faulty
    {line, field, problem}` for anything wrong in it; lines count from 1.
    """
    try:
        if not Path(path).is_file():  # a pipe would keep everybody waiting
            raise DeskError("not_found", path=str(path))
        with Path(path).open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        raise DeskError("not_found", path=str(path)) from None
    if len(raw) > MAX_BYTES:
        _fault(1, "file", "too_large")
    return _read(raw)


@lru_cache(maxsize=2)
def _read(raw: bytes) -> Catalogue:
    """Return the catalogue in a file's content; the same content is read once."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        _fault(1, "file", "not_utf8")
    return catalogue_in(compose(text))


def _fault(line: int, field: str, problem: str) -> NoReturn:
    raise DeskError("catalogue_faulty", line=line, field=field, problem=problem)


def compose(text: str) -> Field:
    """Return the tree of a text in YAML, of which JSON is a part."""
    try:
        _check_shape(text)
        node = yaml.compose(text, _LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        _fault(mark.line + 1 if mark else 1, "yaml", "not_yaml")
    except yaml.YAMLError:
        _fault(1, "yaml", "not_yaml")
    if node is None:
        _fault(1, "file", "empty")
    return Field(node, "")


def _check_shape(text: str) -> None:
    """Refuse aliases and deep nesting before a tree is built from them."""
    depth = 0
    for event in yaml.parse(text, _LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        anchored = isinstance(event, yaml.NodeEvent) and event.anchor is not None
        if anchored or depth > MAX_DEPTH:
            line = event.start_mark.line + 1 if event.start_mark else 1
            _fault(line, "yaml", "alias" if anchored else "too_deep")


@dataclass(frozen=True, slots=True)
class Field:
    """A node of the file with its path; each reader returns its value or raises the fault."""

    node: yaml.Node
    path: str

    def fail(self, problem: str) -> NoReturn:
        """Raise the fault that names this field and its line."""
        mark = self.node.start_mark
        _fault(mark.line + 1 if mark else 1, self.path or "file", problem)

    def mapping(self, needed: frozenset[str], extra: frozenset[str]) -> dict[str, Field]:
        """Return the fields of a mapping that has all needed keys and no unknown one."""
        if not isinstance(self.node, yaml.MappingNode):
            self.fail("wrong_type")
        found: dict[str, Field] = {}
        for key, value in self.node.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else "?"
            path = f"{self.path}.{name}" if self.path else name
            if name not in needed and name not in extra:
                Field(key, path).fail("unknown_key")
            if name in found:
                Field(key, path).fail("duplicate")
            found[name] = Field(value, path)
        for name in sorted(needed - found.keys()):
            Field(self.node, f"{self.path}.{name}" if self.path else name).fail("missing_key")
        return found

    def entries(self) -> Iterator[Field]:
        """Yield the fields of a list."""
        if not isinstance(self.node, yaml.SequenceNode):
            self.fail("wrong_type")
        for index, entry in enumerate(self.node.value):
            yield Field(entry, f"{self.path}[{index}]")

    def _scalar(self, *types: str) -> str:
        if not isinstance(self.node, yaml.ScalarNode):
            self.fail("wrong_type")
        if self.node.tag not in {_TAG + name for name in types}:
            self.fail("wrong_type")
        return str(self.node.value)

    def is_null(self) -> bool:
        """Say whether nothing stands here."""
        return isinstance(self.node, yaml.ScalarNode) and self.node.tag == _TAG + "null"

    def name(self) -> str:
        """Return a text that may not be empty or longer than 200 characters."""
        text = " ".join(without_marks(self._scalar("str")).split())
        if not text:
            self.fail("empty")
        if len(text) > MAX_NAME:
            self.fail("too_long")
        return text

    def text(self) -> str:
        """Return a text, empty or not."""
        text = without_marks(self._scalar("str")).strip()
        if len(text) > MAX_TEXT:
            self.fail("too_long")
        return text

    def code(self) -> str:
        """Return a code in upper case; words that YAML takes for yes and no are codes here."""
        text = self._scalar("str", "bool").strip().upper()
        if not text:
            self.fail("empty")
        if len(text) > 32 or _CODE.fullmatch(text) is None:
            self.fail("bad_code")
        return text

    def number(self, highest: int) -> int:
        """Return a whole number from 0 to `highest`."""
        text = self._scalar("int")
        if _WHOLE_NUMBER.fullmatch(text) is None or not 0 <= int(text) <= highest:
            self.fail("out_of_range")
        return int(text)

    def flag(self) -> bool:
        """Return a truth value."""
        return self._scalar("bool").lower() in {"true", "yes", "on"}

    def reference(self, known: set[str]) -> str:
        """Return a code that must be one of those known."""
        code = self.code()
        if code not in known:
            self.fail("unknown_reference")
        return code

    def references(self, known: set[str]) -> tuple[str, ...]:
        """Return a list of different known codes."""
        codes: dict[str, None] = {}
        for entry in self.entries():
            code = entry.reference(known)
            if code in codes:
                entry.fail("duplicate")
            codes[code] = None
        return tuple(codes)

    def new_code(self, taken: set[str]) -> str:
        """Return a code not given before, and take it."""
        code = self.code()
        if code in taken:
            self.fail("duplicate")
        taken.add(code)
        return code


def catalogue_in(top: Field) -> Catalogue:
    """Return the catalogue that stands in a tree."""
    parts = top.mapping(frozenset({"windows", "items"}), frozenset({"meta", "bundles"}))
    windows = _windows(parts["windows"])
    codes: set[str] = set()
    items = [item_in(entry, codes, set(windows)) for entry in parts["items"].entries()]
    if not items:
        parts["items"].fail("empty")
    bundle_codes: set[str] = set()
    bundles: list[Bundle] = []
    if "bundles" in parts:
        bundles = [bundle_in(entry, bundle_codes, codes) for entry in parts["bundles"].entries()]
    return Catalogue(
        windows=windows,
        items={item.code: item for item in items},
        bundles={bundle.code: bundle for bundle in bundles},
    )


def _windows(field: Field) -> dict[str, Window]:
    windows: dict[str, Window] = {}
    codes: set[str] = set()
    letters: set[str] = set()
    for order, entry in enumerate(field.entries()):
        window = window_in(entry, order, codes, letters)
        windows[window.code] = window
    if not windows:
        field.fail("empty")
    return windows


def window_in(entry: Field, order: int, taken: set[str], letters: set[str]) -> Window:
    """Return the window that stands in a field, with a code and a letter nobody else has."""
    part = entry.mapping(_WINDOW_KEYS, frozenset())
    code = part["code"].new_code(taken)
    names = part["name_zh"].name(), part["name_en"].name()
    letter = part["ticket_prefix"].code()
    if letter not in LETTERS:
        part["ticket_prefix"].fail("bad_letter")
    if letter in letters:
        part["ticket_prefix"].fail("duplicate")
    letters.add(letter)
    return Window(code, *names, letter, order)


def item_in(entry: Field, taken: set[str], windows: set[str]) -> ServiceItem:
    """Return the item that stands in a field; `windows` are the codes it may name."""
    part = entry.mapping(_ITEM_KEYS, _ITEM_EXTRAS)
    return ServiceItem(
        code=part["code"].new_code(taken),
        window=part["window"].reference(windows),
        name_zh=part["name_zh"].name(),
        name_en=part["name_en"].name(),
        kind=_chosen(part["kind"], KINDS),
        legal_limit=_limit(part["legal_limit"]),
        promised_working_days=part["promised_working_days"].number(MAX_DAYS),
        immediate_possible=part["immediate_possible"].flag(),
        limit_of=_chosen(part["limit_of"], _LIMIT_OF),
        paper_style=_chosen(part["paper_style"], _PAPER_STYLE),
        minutes=part["window_minutes"].number(MAX_MINUTES),
        also_needs=part["also_needs"].references(windows) if "also_needs" in part else (),
        authority=part["authority"].text(),
        materials=_materials(part["materials"]),
        basis=_text(part, "basis"),
        source=_text(part, "source"),
        note=_text(part, "note"),
    )


def _text(part: dict[str, Field], name: str) -> str:
    return part[name].text() if name in part else ""


def _chosen(field: Field, choices: Mapping[str, T]) -> T:
    word = field.name()
    if word not in choices:
        field.fail("unknown_word")
    return choices[word]


def _limit(field: Field) -> Limit | None:
    if field.is_null():
        return None
    part = field.mapping(frozenset({"basis"}), frozenset({"days", "months"}))
    if ("days" in part) == ("months" in part):
        field.fail("missing_key" if "days" not in part else "unknown_key")
    if "months" in part:
        return Limit(part["months"].number(MAX_DAYS // 30), _chosen(part["basis"], _MONTH_BASIS))
    return Limit(part["days"].number(MAX_DAYS), _chosen(part["basis"], _DAY_BASIS))


def _materials(field: Field) -> tuple[Material, ...]:
    materials: dict[str, Material] = {}
    for entry in field.entries():
        part = entry.mapping(frozenset({"name", "deferrable", "shared"}), frozenset())
        name = part["name"].name()
        if name in materials:
            part["name"].fail("duplicate")
        materials[name] = Material(name, part["deferrable"].flag(), part["shared"].flag())
    return tuple(materials.values())


def bundle_in(entry: Field, taken: set[str], known: set[str]) -> Bundle:
    """Return the bundle that stands in a field; `known` are the codes of items it may name."""
    part = entry.mapping(_BUNDLE_KEYS, _BUNDLE_EXTRAS)
    code = part["code"].new_code(taken)
    items = set(part["items"].references(known))
    if not items:
        part["items"].fail("empty")
    lead = part.get("lead")
    return Bundle(
        code=code,
        name_zh=part["name_zh"].name(),
        name_en=part["name_en"].name(),
        steps=_steps(part["steps"], items),
        optional=part["optional"].references(items) if "optional" in part else (),
        one_of=_groups(part["one_of"], items) if "one_of" in part else (),
        lead=None if lead is None or lead.is_null() else lead.reference(items),
        promised_working_days=part["promised_working_days"].number(MAX_DAYS),
        trigger=_text(part, "trigger"),
        caption=_text(part, "caption"),
        source=_text(part, "source"),
    )


def _groups(field: Field, items: set[str]) -> tuple[tuple[str, ...], ...]:
    """Return groups of at least two items; an item belongs to one group at most."""
    groups: list[tuple[str, ...]] = []
    for entry in field.entries():
        group = entry.references(items)
        if len(group) < 2:
            entry.fail("incomplete")
        if any(set(group).intersection(earlier) for earlier in groups):
            entry.fail("duplicate")
        groups.append(group)
    return tuple(groups)


def _steps(field: Field, items: set[str]) -> tuple[tuple[str, ...], ...]:
    """Return the steps, which must hold each of the items exactly once."""
    steps: list[tuple[str, ...]] = []
    seen: set[str] = set()
    for entry in field.entries():
        step = entry.references(items)
        if not step:
            entry.fail("empty")
        if seen.intersection(step):
            entry.fail("duplicate")
        seen.update(step)
        steps.append(step)
    if seen != items:
        field.fail("incomplete")
    return tuple(steps)
