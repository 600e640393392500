"""What suggestions are learned from before anybody has come: the catalogue's own words.

`resources/catalogue/sayings.toml` has how people say what the catalogue calls by official names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from typing import Any

from desktop.domain.catalogue import Catalogue, ServiceItem
from desktop.domain.grams import Wording
from desktop.domain.suggestion import GUIDE_DESK, Aim, Evidence
from desktop.pinyin import readings
from resources import path as resource

_NAME, _SAYING, _BUNDLE, _MATERIAL, _WINDOW = 1.5, 2.0, 0.5, 0.25, 0.5
_EVERY_ENQUIRY = "-99"


def learn_catalogue(catalogue: Catalogue) -> Evidence:
    """Return what a catalogue teaches: names in both languages, sayings, materials, bundles."""
    sayings = _sayings()
    fillers = frozenset(sayings["fillers"])
    wording = Wording(fillers, frozenset(sayings["fillers_en"]), tuple(sayings["and"]))
    evidence = Evidence(wording, readings)
    for text in sayings["guide_desk"]:
        evidence.tell(text, (GUIDE_DESK, None), _SAYING)
    for window in catalogue.windows.values():
        if not window.withdrawn:
            evidence.tell(window.name_zh, (window.code, None), _WINDOW)
            evidence.tell(window.name_en, (window.code, None), _WINDOW)
    for item in catalogue.items.values():
        if not item.withdrawn and not item.code.endswith(_EVERY_ENQUIRY):
            _learn_item(evidence, item, sayings["says"])
    for bundle in catalogue.bundles.values():
        for code in () if bundle.withdrawn else bundle.steps[0]:
            first = catalogue.items.get(code)
            if first is not None and not first.withdrawn:
                for text in (bundle.name_zh, bundle.name_en, bundle.trigger):
                    evidence.tell(text, (first.window, first.code), _BUNDLE)
    return evidence


def ways_to_say(items: Iterable[ServiceItem]) -> dict[str, tuple[str, ...]]:
    """Return by code how people say what items are called officially, as far as it is known."""
    says = _sayings()["says"]
    return {item.code: tuple(_ways(item, says)) for item in items}


def withdrawn(catalogue: Catalogue) -> frozenset[Aim]:
    """Return the aims that can no longer be chosen."""
    gone: set[Aim] = {(one.window, one.code) for one in catalogue.items.values() if one.withdrawn}
    return frozenset(gone)


def _learn_item(evidence: Evidence, item: ServiceItem, says: dict[str, list[str]]) -> None:
    aim = (item.window, item.code)
    evidence.tell(item.name_zh, aim, _NAME)
    evidence.tell(item.name_en, aim, _NAME)
    for way in _ways(item, says):
        evidence.tell(way, aim, _SAYING)
    for material in item.materials:
        if not material.shared:
            evidence.tell(material.name, aim, _MATERIAL)


def _ways(item: ServiceItem, says: dict[str, list[str]]) -> Iterator[str]:
    for official, ways in says.items():
        if official in item.name_zh:
            yield from ways


def _sayings() -> dict[str, Any]:
    with resource("catalogue/sayings.toml").open("rb") as stream:
        return tomllib.load(stream)
