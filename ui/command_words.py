"""Finding commands by what they are called: words of both languages, pinyin, initials, keys."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

_BETWEEN: Final = re.compile(r"[\s\-_·.()（）“”‘’，,、…:：/]+")
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
_WORD_STARTS: Final = 2

Spellings = Mapping[str, tuple[str, ...]]
"""For a name its initials and its pinyin without spaces."""


@dataclass(frozen=True, slots=True)
class Called:
    """What one command is called: its words in every language and its keys."""

    words: tuple[str, ...]
    keys: str = ""


def names_to_spell(called: Iterable[Called]) -> tuple[str, ...]:
    """Return the names that have a pinyin."""
    return tuple({words for one in called for words in one.words if _HAN.search(words)})


def score(called: Called, typed: str, spellings: Spellings) -> int | None:
    """Return how well `typed` names it, 0 the best; None where it does not.

    Whole and first words come before words in the middle, and those before spellings.
    """
    wanted = plain(typed)
    if not wanted:
        return None
    if plain(called.keys.replace("+", " ")) == plain(typed.replace("+", " ")):
        return 0
    found = [_score_of(words, wanted, spellings.get(words, ())) for words in called.words]
    return min((one for one in found if one is not None), default=None)


def _score_of(words: str, wanted: str, spelled: tuple[str, ...]) -> int | None:
    whole = plain(words)
    if whole.startswith(wanted):
        return 0 if whole == wanted else 1
    parts = [part for part in _BETWEEN.split(words.casefold()) if part]
    starts = ("".join(parts[at:]) for at in range(1, len(parts)))
    if any(start.startswith(wanted) for start in starts):
        return _WORD_STARTS
    if "".join(part[0] for part in parts).startswith(wanted) and len(wanted) > 1:
        return 3
    if wanted in whole and (len(wanted) > 1 or _HAN.search(wanted)):
        return 4
    if any(one.startswith(wanted) for one in spelled):
        return 5
    return 6 if len(wanted) > 1 and any(wanted in one for one in spelled) else None


def plain(text: str) -> str:
    """Return text without case, spaces and punctuation."""
    return _BETWEEN.sub("", text.casefold())
