"""The pieces of a short text that can be compared: characters in ones, twos and threes.

Han characters are taken as they are and by their sound, so that a word typed with the wrong
character, or in pinyin, is met all the same; other letters are taken as words, cut to a stem.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

MOST_CHARACTERS = 160
"""So much of a text is looked at: a need is said in a sentence or two."""

MOST_PARTS = 5
STEM = 5
_LONGEST_SYLLABLE = 6
_WEIGHTS = {1: 0.3, 2: 1.0, 3: 1.6}
_APART = 0.5
_SOUND = {2: 0.35, 3: 0.8}
_TYPED = {2: 1.5, 3: 2.4}
_WORD = 1.3
_HAN = r"\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003fffd"
_RUNS = re.compile(rf"[{_HAN}]+|[a-z]+")
_UNSEEN = frozenset({"Cf", "Cc", "Mn", "Me", "Cs", "Co", "Cn"})

Readings = Callable[[str], Sequence[str]]
"""Gives the pinyin of a Han character without tones, the usual reading first."""


class Gram(NamedTuple):
    """One piece: its key, how much it says by its length, and where it stands in the text."""

    key: str
    weight: float
    start: int
    end: int


@dataclass(frozen=True)
class Wording:
    """What is said around needs: `fillers` tell nothing, `joints` stand between two needs."""

    fillers: frozenset[str]
    filler_words: frozenset[str]
    joints: tuple[str, ...]

    @cached_property
    def filler(self) -> re.Pattern[str]:
        """Matches the longest filler that begins at a place."""
        return _any_of(self.fillers)

    @cached_property
    def joint(self) -> re.Pattern[str]:
        """Matches what stands between two needs."""
        return _any_of(self.joints)


def plain(text: str) -> str:
    """Return a text for comparing: half width, lower case, without marks nobody sees."""
    folded = unicodedata.normalize("NFKC", text[: 4 * MOST_CHARACTERS]).lower()
    seen = "".join(mark for mark in folded if unicodedata.category(mark) not in _UNSEEN)
    return seen[:MOST_CHARACTERS]


def parts(text: str, wording: Wording) -> list[tuple[int, str]]:
    """Return the needs that a plain text seems to name, each with where it begins."""
    found, begin = [], 0
    for joint in wording.joint.finditer(text):
        found.append((begin, text[begin : joint.start()]))
        begin = joint.end()
    found.append((begin, text[begin:]))
    return [(start, part) for start, part in found if _RUNS.search(part)][:MOST_PARTS]


def grams(
    text: str, wording: Wording, readings: Readings, syllables: Mapping[str, int] | None = None
) -> list[Gram]:
    """Return the pieces of a plain text; with `syllables`, letters are read as pinyin too."""
    quiet = wording.filler.sub(lambda found: " " * len(found[0]), text)
    found: list[Gram] = []
    latin: list[tuple[int, str]] = []
    for run in _RUNS.finditer(quiet):
        if run[0][0] > "z":
            found += _han(run[0], run.start(), readings)
        else:
            latin.append((run.start(), run[0]))
    found += _words(latin, wording)
    if syllables is not None:
        found += _typed(latin, syllables)
    return found


def said(text: str, spans: Iterable[tuple[int, int]], most: int = 3) -> tuple[str, ...]:
    """Return the pieces of a text under some spans, those that touch as one, in their order."""
    joined: list[list[int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1][1] = max(joined[-1][1], end)
        else:
            joined.append([start, end])
    pieces = dict.fromkeys(text[start:end].strip() for start, end in joined)
    return tuple(piece for piece in pieces if piece)[:most]


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted(words, key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in longest_first) or r"(?!)")


def _han(run: str, at: int, readings: Readings) -> list[Gram]:
    found = []
    for size, weight in _WEIGHTS.items():
        for n in range(len(run) - size + 1):
            found.append(Gram(run[n : n + size], weight, at + n, at + n + size))
    sounds = [readings(mark) for mark in run]
    for n, (first, second) in enumerate(pairwise(sounds)):
        found.append(Gram(f"~{first[0]} {second[0]}", _SOUND[2], at + n, at + n + 2))
        if len(first) + len(second) > 2:  # met by whoever types the other reading
            others = (f"~{one} {other}" for one in first[:2] for other in second[:2])
            found += [Gram(key, 0.0, at + n, at + n + 2) for key in others][1:]
    usual = [one[0] for one in sounds]
    for n in range(len(run) - 2):
        key = f"~{usual[n]} {usual[n + 1]} {usual[n + 2]}"
        found.append(Gram(key, _SOUND[3], at + n, at + n + 3))
    return found


def apart(text: str) -> list[Gram]:
    """Return pairs of Han characters with one between them: 贷点款 holds 贷款."""
    found = []
    for run in _RUNS.finditer(text):
        if run[0][0] > "z":
            for n in range(len(run[0]) - 2):
                at = run.start() + n
                found.append(Gram(run[0][n] + run[0][n + 2], _APART, at, at + 3))
    return found


def _words(latin: Sequence[tuple[int, str]], wording: Wording) -> list[Gram]:
    said = [(at, word) for at, word in latin if word not in wording.filler_words]
    found = [
        Gram(f"@{word[:STEM]}", _WORD if len(word) > 2 else 0.6, at, at + len(word))
        for at, word in said
    ]
    for (at, word), (after, following) in pairwise(said):
        key = f"@{word[:STEM]} {following[:STEM]}"
        found.append(Gram(key, _WORD, at, after + len(following)))
    return found


def _typed(latin: Sequence[tuple[int, str]], syllables: Mapping[str, int]) -> list[Gram]:
    """Read letters as pinyin, with or without spaces between the syllables."""
    spelled: list[tuple[int, int, str]] = []
    for at, run in latin:
        cut = _cut(run, syllables)
        if cut is None:
            return []
        for syllable in cut:
            spelled.append((at, at + len(syllable), syllable))
            at += len(syllable)
    found = []
    for size in _TYPED:
        for n in range(len(spelled) - size + 1):
            some = spelled[n : n + size]
            key = "~" + " ".join(one[2] for one in some)
            found.append(Gram(key, _TYPED[size], some[0][0], some[-1][1]))
    return found


def _cut(run: str, syllables: Mapping[str, int]) -> list[str] | None:
    """Cut letters into the fewest syllables; None where they are not all syllables."""
    best: list[list[str] | None] = [[]] + [None] * len(run)
    for end in range(1, len(run) + 1):
        for begin in range(max(0, end - _LONGEST_SYLLABLE), end):
            before = best[begin]
            if before is not None and run[begin:end] in syllables:
                now = best[end]
                if now is None or len(before) + 1 < len(now):
                    best[end] = [*before, run[begin:end]]
    return best[-1]
