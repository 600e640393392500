"""Differences of a set-up in words, one line each."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from desktop.snapshots import DifferenceShape
from ui.language import Language

MOST_LINES = 400
"""So many differences are shown one by one; how many more there are is said."""


def difference_lines(language: Language, found: Sequence[DifferenceShape]) -> list[str]:
    """Return a line for each difference."""
    lines = [difference_line(language, one) for one in found[:MOST_LINES]]
    if len(found) > MOST_LINES:
        lines.append(language.text("settings.difference.more", count=len(found) - MOST_LINES))
    return lines


def difference_line(language: Language, one: DifferenceShape) -> str:
    """Return what differs: which part, which field, what it was and what it is."""
    part = language.text(f"settings.part.{one.part}")
    if not one.field:
        key = "new" if one.before is None else "gone"
        name = one.after if one.before is None else one.before
        words = value_words(language, name)
        return language.text(f"settings.difference.{key}", part=part, code=one.code, name=words)
    return language.text(
        "settings.difference.changed",
        part=part,
        code=_code(language, one),
        field=field_words(language, one.field),
        before=value_words(language, one.before),
        after=value_words(language, one.after),
    )


def field_words(language: Language, field: str) -> str:
    """Return a field's name in words."""
    key = f"settings.field.{field}"
    return language.text(key) if language.translator.has(key) else field


def value_words(language: Language, value: object) -> str:
    """Return a plain value as people read it."""
    text = language.text
    match value:
        case None | "":
            return text("settings.value.none")
        case bool():
            return text("settings.value.yes" if value else "settings.value.no")
        case {"count": count, "basis": basis}:
            return text(f"settings.limit.{basis}{'_one' if count == 1 else ''}", count=count)
        case {"name": name, "deferrable": _, "shared": _}:
            return str(name)
        case dict():
            return _joined(
                f"{_key(language, key)} {value_words(language, v)}" for key, v in value.items()
            )
        case list() | tuple():
            return _joined(value_words(language, one) for one in value) or text(
                "settings.value.none"
            )
        case str() if language.translator.has(f"settings.value.{value}"):
            return text(f"settings.value.{value}")
    return str(value)


def _key(language: Language, key: object) -> str:
    for name in (f"settings.rules.{key}.label", f"settings.centre.day.{key}"):
        if language.translator.has(name):
            return language.text(name)
    return str(key)


def _code(language: Language, one: DifferenceShape) -> str:
    key = f"settings.rules.{one.code}.label"
    if one.part == "setting" and language.translator.has(key):
        return language.text(key)
    return one.code


def _joined(words: Iterable[str]) -> str:
    return "、".join(words)
