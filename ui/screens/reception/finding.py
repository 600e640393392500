"""Finding what is wanted while one types: by code, name, pinyin, initials, or in plain words.

All of it happens in memory over a few hundred entries, so the list is there with the key.

Codes may be shortened: `cf2` and `f2` mean CF-02, `f` alone first of all the window F.  Where
nothing is called as typed, the words of a sentence are looked for in names and materials; rare
words count more (the logarithm of how few entries have them).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from ui.screens.reception.catalogue import Catalogue, Name

MOST: Final = 8
_SIGNS: Final = re.compile(r"[\s\-_·.()（）“”，,、]+")
_HAN_RUN: Final = re.compile(r"[\u3400-\u9fff]+")
_LATIN_WORD: Final = re.compile(r"[a-z]{4,}")
_NEED: Final = re.compile(r"[\u3400-\u9fff].*[\u3400-\u9fff]|[A-Za-z]{4}")
_IN_NAME: Final = 3.0


class Kind(StrEnum):
    """What an entry is."""

    WINDOW = "window"
    ITEM = "item"
    BUNDLE = "bundle"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be wanted.

    `aliases` are what it is called by exactly (codes, letter), `spellings` its initials and
    pinyin without spaces, `words` what a sentence about it may contain, with their weight.
    """

    kind: Kind
    code: str
    name: Name
    letter: str = ""
    aliases: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    words: Mapping[str, float] | None = None

    @property
    def key(self) -> str:
        """Return what tells it from all others."""
        return f"{self.kind}:{self.code}"


def read_entries(
    catalogue: Catalogue, spellings: Mapping[str, tuple[str, ...]]
) -> tuple[Entry, ...]:
    """Return the entries of a catalogue; `spellings` gives the pinyin of the Chinese names."""
    entries = [
        Entry(Kind.WINDOW, w.code, w.name, w.letter, _window_aliases(w.code, w.letter))
        for w in catalogue.windows.values()
    ]
    for bundle in catalogue.bundles.values():
        aliases = _code_aliases(bundle.code, "")
        words = _words(bundle.name, (bundle.trigger,))
        entries.append(Entry(Kind.BUNDLE, bundle.code, bundle.name, "", aliases, (), words))
    for item in catalogue.items.values():
        letter = catalogue.letter(item.window)
        aliases = _code_aliases(item.code, letter)
        words = _words(item.name, (m.name for m in item.materials if not m.shared))
        entries.append(Entry(Kind.ITEM, item.code, item.name, letter, aliases, (), words))
    return tuple(_spelled(entry, spellings) for entry in entries)


def find(entries: Iterable[Entry], text: str, limit: int = MOST) -> tuple[Entry, ...]:
    """Return what `text` may mean, best first; nothing for an empty text."""
    known = list(entries)
    return named(known, text, limit) or about(known, text, limit)


def named(entries: Iterable[Entry], text: str, limit: int = MOST) -> tuple[Entry, ...]:
    """Return what is called as `text` says, by code, name or pinyin; best first."""
    typed = _cleaned(text)
    if not typed:
        return ()
    known = list(entries)
    ranked = sorted(
        ((score, place) for place, entry in enumerate(known) if (score := _score(entry, typed))),
    )
    return tuple(known[place] for _, place in ranked[:limit])


def is_need(text: str) -> bool:
    """Say whether `text` may be a need in words: two Han characters or a Latin word at least."""
    return bool(_NEED.search(text))


def _score(entry: Entry, typed: str) -> tuple[int, int] | None:
    """Return how well the entry answers to its name; the smaller the better, None not at all."""
    if typed in entry.aliases:
        return (1 if entry.kind is Kind.WINDOW else 2, 0)
    places = [(4, _cleaned(entry.name.zh).find(typed))]
    if entry.kind is Kind.CASE and typed.isdigit() and _inside(entry.aliases, typed):
        places.append((3, 0))
    if any(alias.startswith(typed) for alias in entry.aliases):
        # A single letter is first of all that of a window, and then means its items.
        places.append((3, int(len(typed) == 1 and typed != entry.letter.casefold())))
    for spelling in entry.spellings:
        places.append((5, spelling.find(typed)))
    if len(typed) > 2:
        places.append((6, _cleaned(entry.name.en).find(typed)))
    found = [(rank + (place > 0), place) for rank, place in places if place >= 0]
    return min(found, default=None)


def _inside(aliases: tuple[str, ...], digits: str) -> bool:
    """Say whether a case's number has these digits: three or more tell it from the others."""
    return len(digits) > 2 and any(digits in alias for alias in aliases)


def about(entries: Sequence[Entry], text: str, limit: int = MOST) -> tuple[Entry, ...]:
    """Return the entries that a sentence is likely to be about."""
    spoken = set(_pieces(text))
    spread = Counter(word for entry in entries for word in entry.words or ())
    scores: list[tuple[float, int]] = []
    for place, entry in enumerate(entries):
        words = entry.words or {}
        score = sum(
            words[word] * math.log(len(entries) / spread[word]) for word in spoken if word in words
        )
        if score > 0:
            scores.append((-score, place))
    return tuple(entries[place] for _, place in sorted(scores)[:limit])


def _words(name: Name, others: Iterable[str]) -> dict[str, float]:
    words = {piece: 1.0 for text in others for piece in _pieces(text)}
    return words | {piece: _IN_NAME for text in (name.zh, name.en) for piece in _pieces(text)}


def _pieces(text: str) -> Iterator[str]:
    """Yield every two Han characters that stand together, and longer Latin words."""
    for run in _HAN_RUN.findall(text):
        yield from (run[at : at + 2] for at in range(len(run) - 1))
    yield from _LATIN_WORD.findall(text.casefold())


def _spelled(entry: Entry, spellings: Mapping[str, tuple[str, ...]]) -> Entry:
    known = spellings.get(entry.name.zh, ())
    return Entry(
        entry.kind, entry.code, entry.name, entry.letter, entry.aliases, known, entry.words
    )


def _window_aliases(code: str, letter: str) -> tuple[str, ...]:
    return (letter.casefold(), code.casefold())


def _code_aliases(code: str, letter: str) -> tuple[str, ...]:
    """Return CF-02 as cf02 and cf2, and with its window's letter as f02 and f2."""
    head = code.rstrip("0123456789")
    number = code[len(head) :]
    heads = [_cleaned(head)] + ([letter.casefold()] if letter else [])
    numbers = [number, number.lstrip("0") or number]
    return tuple(dict.fromkeys(first + last for first in heads for last in numbers))


def _cleaned(text: str) -> str:
    return _SIGNS.sub("", text).casefold()
