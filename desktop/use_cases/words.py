"""Words for an answer that is given: free texts, names of staff, sentences for reasons.

They are filled in last and never remembered, so that erasing a text erases it everywhere.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from desktop.i18n import Translator, reason_sentence
from desktop.ports import Reads
from desktop.snapshots import PlaceShape, ReasonShape, StaffShape

T = TypeVar("T")


def needs_words(answer: object) -> bool:
    """Say whether anything in the answer is to be filled in."""
    return any(True for _ in _found(answer))


def with_words(answer: T, reads: Reads, translator: Translator, zone: ZoneInfo) -> T:
    """Return the answer with its words in the translator's language."""
    text_ids: list[str] = []
    people: list[str] = []
    for part in _found(answer):
        if isinstance(part, PlaceShape):
            text_ids += part.notes
        elif isinstance(part, StaffShape) and part.name_ref is not None:
            people.append(part.name_ref)
    texts = reads.texts(text_ids) if text_ids else {}
    names = reads.people(people) if people else {}

    def fill(part: Any) -> Any:
        match part:
            case PlaceShape():
                notes = [texts[note] for note in part.notes if note in texts]
                return dataclasses.replace(part, note="\n".join(notes) or None)
            case StaffShape():
                name = names.get(part.name_ref or "", {}).get("name")
                return dataclasses.replace(part, name=name)
            case ReasonShape():
                text = reason_sentence(translator, part.code, part.values, zone)
                return dataclasses.replace(part, text=text)
        return part

    return _mapped(answer, fill)


def _is_part(value: object) -> bool:
    if isinstance(value, PlaceShape):
        return bool(value.notes)
    return isinstance(value, ReasonShape | StaffShape)


def _found(value: object) -> Iterator[object]:
    if _is_part(value):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _found(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from _found(getattr(value, field.name))


def _mapped(value: Any, fill: Any) -> Any:
    if _is_part(value):
        return fill(value)
    if isinstance(value, tuple):
        return tuple(_mapped(item, fill) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        changed = {}
        for field in dataclasses.fields(value):
            old = getattr(value, field.name)
            if (new := _mapped(old, fill)) is not old:
                changed[field.name] = new
        return dataclasses.replace(value, **changed) if changed else value
    return value
