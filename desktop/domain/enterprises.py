"""Finding an enterprise (企业): how typed text is understood and how well a name answers it.

A name is searched by pieces: of its credit code, of its Han characters, of its full pinyin from
the start of a syllable, of its initials.  Signs, brackets and spaces are skipped on both sides.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_CODE_INSIDE = re.compile(r"[0-9a-z]{18}")


class QueryKind(StrEnum):
    """What a typed text may be: with a digit it may be part of a code, and still of a name."""

    CODE = "code"
    HAN = "han"
    LATIN = "latin"
    MIXED = "mixed"


class Why(StrEnum):
    """By what an enterprise was found."""

    CODE = "code"
    NAME = "name"
    PINYIN = "pinyin"
    INITIALS = "initials"


@dataclass(frozen=True, slots=True)
class NameKeys:
    """What a name is found by; readings of several characters give several variants.

    `han` is the cleaned name: Han characters, lower-case letters, digits.  `pinyin` holds the
    variants, most likely first: one syllable for each character of `han`, spaces between;
    letters and digits are their own syllables.  `initials` holds the different first letters of
    those, without spaces.
    """

    han: str
    pinyin: tuple[str, ...]
    initials: tuple[str, ...]

    @property
    def syllables(self) -> tuple[tuple[str, ...], ...]:
        """Return the syllables of each variant."""
        return tuple(tuple(variant.split()) for variant in self.pinyin)


@dataclass(frozen=True, slots=True)
class Query:
    """A typed text, cleaned as names are; `text` is empty when nothing can be searched."""

    kind: QueryKind
    text: str


@dataclass(frozen=True, slots=True, order=True)
class Score:
    """How well a name answers; the smaller the better.

    `tier` is 0 for the whole code, then a part of it, the name, its pinyin, its initials, and
    letters of a code; `position` counts characters from 0; `length` is that of the cleaned name.
    """

    tier: int
    position: int
    length: int
    why: Why


def clean_name(text: str) -> str:
    """Return the letters, digits and Han characters of a text, half width and lower case."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("ü", "v")
    return "".join(mark for mark in folded if mark.isalnum())


def is_han(mark: str) -> bool:
    """Say whether a character is written in Chinese script."""
    return mark == "〇" or unicodedata.name(mark, "").startswith("CJK ")


def classify(text: str) -> QueryKind:
    """Return what a typed text may be; signs such as `%` and `_` mean nothing."""
    return parse_query(text).kind


def parse_query(text: str) -> Query:
    """Return the typed text as a query; a whole credit code inside other words is taken alone."""
    cleaned = clean_name(text)
    inside = _CODE_INSIDE.search(cleaned)
    if inside is not None and sum(mark.isdigit() for mark in inside[0]) >= 8:
        return Query(QueryKind.CODE, inside[0])
    han = sum(is_han(mark) for mark in cleaned)
    if han:
        return Query(QueryKind.HAN if han == len(cleaned) else QueryKind.MIXED, cleaned)
    latin = _one_spelling(cleaned)
    if any(mark.isdigit() for mark in latin):
        return Query(QueryKind.CODE, latin)
    return Query(QueryKind.LATIN, latin)


def _one_spelling(latin: str) -> str:
    """Write lüe and nüe as the keys do."""
    return latin.replace("lve", "lue").replace("nve", "nue")


def score(query: Query, han: str, pinyin: tuple[str, ...], uscc: str | None = None) -> Score | None:
    """Return how well an enterprise answers a query by its best way, None when it does not.

    `han` and `pinyin` are those of its `NameKeys`, `uscc` its credit code in upper case.
    """
    if not query.text:
        return None
    code_place = uscc.lower().find(query.text) if uscc is not None else -1
    in_code = Score(_code_tier(query, uscc), code_place, len(han), Why.CODE)
    if code_place >= 0 and query.kind is QueryKind.CODE:
        return in_code
    if (place := han.find(query.text)) >= 0:
        return Score(2, place, len(han), Why.NAME)
    heard = None if query.kind is QueryKind.HAN else _sound_score(query.text, han, pinyin)
    return heard or (in_code if code_place >= 0 else None)


def _code_tier(query: Query, uscc: str | None) -> int:
    """Return 0 for a whole code, 1 for a part; letters alone come last: most codes hold MA."""
    if uscc is not None and query.text == uscc.lower():
        return 0
    return 1 if query.kind is QueryKind.CODE else 5


def _sound_score(text: str, han: str, pinyin: tuple[str, ...]) -> Score | None:
    variants = [tuple(variant.split()) for variant in pinyin]
    for tier, why in ((3, Why.PINYIN), (4, Why.INITIALS)):
        found = [
            place
            for syllables in variants
            if len(syllables) == len(han)
            and (place := _place(text, han, syllables, why)) is not None
        ]
        if found:
            return Score(tier, min(found), len(han), why)
    return None


def _place(text: str, han: str, syllables: tuple[str, ...], why: Why) -> int | None:
    """Return the first character from which the text can be read, None when there is none."""
    if why is Why.PINYIN and len(text) < 2:
        return None
    read = _reads_pinyin if why is Why.PINYIN else _reads_initials
    starts = range(len(han))
    return next((start for start in starts if read(text, han, syllables, start)), None)


def _reads_pinyin(text: str, han: str, syllables: tuple[str, ...], start: int) -> bool:
    """Say whether the text spells the name from there, the last syllable whole or in part."""
    at = 0
    for mark, syllable in zip(han[start:], syllables[start:], strict=True):
        if text.startswith(mark, at):
            at += 1
        elif text.startswith(syllable, at):
            at += len(syllable)
        else:
            return at < len(text) and syllable.startswith(text[at:])
        if at == len(text):
            return True
    return False


def _reads_initials(text: str, han: str, syllables: tuple[str, ...], start: int) -> bool:
    """Say whether each character of the text is one of the name, or its initial."""
    if start + len(text) > len(han):
        return False
    pairs = zip(text, han[start:], syllables[start:], strict=False)
    return all(mark in (own, syllable[0]) for mark, own, syllable in pairs)
