"""Words for an answer that is given: free texts, names of staff, sentences for reasons.

They are filled in last and never remembered, so that erasing a text erases it everywhere.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from desktop.i18n import Translator, reason_sentence
from desktop.identifiers import mask_id_number, mask_name, mask_phone
from desktop.ports import Reads
from desktop.snapshots import (
    AdviceShape,
    ContactShape,
    EnterpriseShape,
    HelpShape,
    NoteShape,
    PlaceShape,
    ReasonShape,
    StaffShape,
)

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
        elif isinstance(part, AdviceShape):
            people += [one.name_ref for one in part.people if one.name_ref is not None]
        elif isinstance(part, HelpShape) and part.note_ref is not None:
            text_ids.append(part.note_ref)
        elif isinstance(part, NoteShape) and part.text_ref is not None:
            text_ids.append(part.text_ref)
        elif isinstance(part, ContactShape) and part.person_ref is not None:
            people.append(part.person_ref)
        elif isinstance(part, EnterpriseShape) and part.named_contact_ref is not None:
            people.append(part.named_contact_ref)
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
            case EnterpriseShape():
                name = names.get(part.named_contact_ref or "", {}).get("name")
                return dataclasses.replace(part, named_contact_name=name)
            case ContactShape():
                return _with_person(part, names.get(part.person_ref or "", {}))
            case HelpShape():
                return dataclasses.replace(part, note=texts.get(part.note_ref or ""))
            case NoteShape():
                return dataclasses.replace(part, text=texts.get(part.text_ref or ""))
            case AdviceShape():
                return _advice(part, names, translator, zone)
            case ReasonShape():
                text = reason_sentence(translator, part.code, part.values, zone)
                return dataclasses.replace(part, text=text)
        return part

    return cast("T", _mapped(answer, fill))


def _advice(
    part: AdviceShape,
    names: Mapping[str, Mapping[str, str]],
    translator: Translator,
    zone: ZoneInfo,
) -> AdviceShape:
    """Return advice with the names of those who could help, also in its sentence."""
    people = tuple(
        dataclasses.replace(one, name=names.get(one.name_ref or "", {}).get("name"))
        for one in part.people
    )
    values = dict(part.reason.values)
    values["window"] = values.get(f"name_{translator.language}") or values.get("window")
    if people:
        values["people"] = [one.name or one.code for one in people]
    text = reason_sentence(translator, part.reason.code, values, zone)
    return dataclasses.replace(
        part, people=people, reason=dataclasses.replace(part.reason, text=text)
    )


def _with_person(part: ContactShape, person: Mapping[str, str]) -> ContactShape:
    """Return a contact with the person's particulars, masked unless they were asked for."""
    name, phone, number = (person.get(key) for key in ("name", "phone", "id_number"))
    if part.masked:
        name = mask_name(name) if name else None
        phone = mask_phone(phone) if phone else None
        number = mask_id_number(number) if number else None
    note = None if part.masked else person.get("note")
    return dataclasses.replace(
        part, duty=person.get("duty"), name=name, phone=phone, id_number=number, note=note
    )


def _is_part(value: object) -> bool:
    if isinstance(value, PlaceShape):
        return bool(value.notes)
    if isinstance(value, EnterpriseShape):
        return value.named_contact_ref is not None
    return isinstance(
        value, AdviceShape | ReasonShape | StaffShape | ContactShape | NoteShape | HelpShape
    )


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
