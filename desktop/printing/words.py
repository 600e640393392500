"""A paper's words in one language: sentences, days, limits and numbers."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Literal

from desktop.domain.catalogue import Limit
from desktop.domain.papers import PaperKind
from desktop.i18n import Translator
from desktop.printing.fonts import clean_lines

Language = Literal["zh", "en"]
_SERIES = re.compile(r"(?P<kind>[a-z_]+)-(?P<year>\d{4})-(?P<serial>\d{5,})")


class Words:
    """Sentences of `papers.toml`, cleaned for printing."""

    def __init__(self, language: Language) -> None:
        self._translator = Translator(language)

    def say(self, key: str, **values: str | int) -> str:
        """Return the sentence `paper.<key>` with its values filled in."""
        return clean_lines(self._translator.text(f"paper.{key}", **values))

    def day(self, day: date) -> str:
        """Return a day in full."""
        month = self.say(f"month.{day.month}")
        return self.say("day", year=day.year, month=month, day=day.day)

    def limit(self, limit: Limit) -> str:
        """Return a time limit with its unit."""
        return self.say(f"limit.{limit.basis}", count=limit.count)

    def number(self, number: str, region: str) -> str:
        """Return a paper's number as an official one, or as it is if it is of no series."""
        found = _SERIES.fullmatch(number)
        if found is None:
            return number
        mark = self.say(f"series.{PaperKind(found['kind'])}")
        values = {"region": region, "mark": mark, "year": found["year"], "serial": found["serial"]}
        return self.say("number", **values)


@cache
def words(language: Language) -> Words:
    """Return the words of a language, read once."""
    return Words(language)
