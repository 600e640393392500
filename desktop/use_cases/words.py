"""Words for an answer that is given: free texts, names of staff, sentences for reasons.

They are filled in last and never remembered, so that erasing a text erases it everywhere.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from desktop.i18n import Translator, reason_sentence
from desktop.ports import Reads
from desktop.snapshots import PlaceShape, ReasonShape, StaffShape

T = TypeVar("T")


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """What an answer needs: the ids of texts and people, and whether it needs anything at all."""

    texts: tuple[str, ...]
    people: tuple[str, ...]
    anything: bool


def wanted_by(answer: object) -> Wanted:
    """Return what is to be filled into an answer."""
    text_ids: list[str] = []
    people: list[str] = []
    anything = False
    for part in _found(answer):
        anything = True
        if isinstance(part, PlaceShape):
            text_ids += part.notes
        elif isinstance(part, StaffShape) and part.name_ref is not None:
            people.append(part.name_ref)
    return Wanted(tuple(text_ids), tuple(people), anything)


def with_words(
    answer: T, wanted: Wanted, reads: Reads | None, translator: Translator, zone: ZoneInfo
) -> T:
    """Return the answer with its words; `reads` is None where no text and no name is wanted."""
    if not wanted.anything:
        return answer
    texts = reads.texts(wanted.texts) if reads and wanted.texts else {}
    names = reads.people(wanted.people) if reads and wanted.people else {}

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

    return cast("T", _mapped(answer, fill))


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
