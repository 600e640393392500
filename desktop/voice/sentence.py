"""The sentence of a call: 请 F 零幺二号到三号窗口. Each digit is spoken, a counter is a number.

The order of the words and the words themselves are those of `voice.toml`; a digit 1 in a label is
`yao` unless the centre wants `yi` (`domain.md` §3.7, practice of halls).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from desktop.i18n import Translator
from desktop.voice.ports import Call, Sentence

_LABEL, _COUNTER = "{label}", "{counter}"
PAUSE: Final = "pause"
"""A short rest: after an offline station's code, before its letter."""


def sentence(translator: Translator, call: Call, *, yao: bool = True) -> Sentence:
    """Return the call's words in the translator's language; `yao` for 1 in a Chinese label."""
    words: list[str] = []
    for part in translator.text("voice.order", label=_LABEL, counter=_COUNTER).split():
        match part:
            case "{label}":
                words += label_words(call.label, yao=yao and translator.language == "zh")
            case "{counter}":
                words += number_words(call.counter, chinese=translator.language == "zh")
            case _:
                words.append(part)
    return Sentence(translator.language, tuple(words))


def label_words(label: str, *, yao: bool) -> Iterator[str]:
    """Yield a label letter by letter and digit by digit; its signs are a rest or nothing."""
    for sign in label:
        if sign == "-":
            yield PAUSE
        elif sign == "1" and yao:
            yield "yao"
        elif sign != ".":
            yield sign


def number_words(number: int, *, chinese: bool) -> Iterator[str]:
    """Yield a counter's number as one says it: 12 `12`, 21 `20 1`, 105 `1 100 0 5`.

    Chinese says a zero for an empty place of tens and counts the ten behind a hundred.  From
    1,000 on each digit is said: nobody has so many counters.
    """
    if number >= 1000:
        yield from str(number)
        return
    hundreds, rest = divmod(number, 100)
    if hundreds:
        yield from (str(hundreds), "100")
        if chinese and 0 < rest < 20:
            yield "0" if rest < 10 else "1"
    if rest >= 20:
        yield str(rest - rest % 10)
        rest %= 10
    if rest or not number:
        yield str(rest)


def text(translator: Translator, said: Sentence) -> str:
    """Return the sentence as it is written."""
    parts = (word_text(translator, word) for word in said.words)
    spaced = "".join(f" {part} " if part.isascii() else part for part in parts)
    return " ".join(spaced.split()).replace(" ,", ",").replace("， ", "，")


def word_text(translator: Translator, word: str) -> str:
    """Return how a word is written; a letter is itself."""
    key = f"voice.word.{word}"
    return translator.text(key) if translator.has(key) else word
