"""How a centre wants its calls spoken: how often, in which languages, how loud at which hour."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

LOUD: Final = 80
"""Per cent, where nobody has said anything else."""
_SPAN: Final = re.compile(r"(\d{1,2})-(\d{1,2}):(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Span:
    """From one full hour to another (0–24, over midnight too), so loud in per cent."""

    begins: int
    ends: int
    percent: int

    def holds(self, hour: int) -> bool:
        """Say whether an hour of the day (0–23) lies in it."""
        if self.begins <= self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends


@dataclass(frozen=True, slots=True)
class Volume:
    """Per cent by hour of the site's day: the first span that holds, else `usual`."""

    usual: int = LOUD
    spans: tuple[Span, ...] = ()

    def at(self, hour: int) -> int:
        """Return how loud it is in an hour of the day (0–23)."""
        return next((one.percent for one in self.spans if one.holds(hour)), self.usual)


@dataclass(frozen=True, slots=True)
class Manner:
    """`yao`: a 1 in a label is 幺; `english` follows the Chinese; said `times`."""

    yao: bool = True
    english: bool = False
    times: int = 2
    volume: Volume = Volume()

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages in the order spoken."""
        return ("zh", "en") if self.english else ("zh",)


def read_volume(usual: str, spans: str) -> Volume:
    """Return the volume kept as `80` and `12-14:40 18-8:20`; what is no volume is passed over."""
    found = (_SPAN.fullmatch(part) for part in spans.split())
    numbers = (tuple(map(int, one.groups())) for one in found if one)
    kept = tuple(
        Span(begins, ends, min(100, percent))
        for begins, ends, percent in numbers
        if begins <= 24 and ends <= 24
    )
    return Volume(min(100, int(usual)) if usual.isascii() and usual.isdigit() else LOUD, kept)


def spans_text(spans: Iterable[Span]) -> str:
    """Return spans as they are kept."""
    return " ".join(f"{one.begins}-{one.ends}:{one.percent}" for one in spans)
