"""What the demo is made of: words, names and numbers from `resources/demo`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from random import Random
from typing import Any

from desktop.identifiers import ALPHABET
from desktop.requests import Contact, EnterpriseFields
from resources import path as resource


@dataclass(frozen=True, slots=True)
class Words:
    """The tables of the two files, and the dice that choose from them."""

    names: dict[str, Any]
    centre: dict[str, Any]
    dice: Random

    def one_of(self, name: str) -> str:
        """Return one of the sentences called `name`."""
        return str(self.dice.choice(self.centre["words"][name]))

    def person(self) -> str:
        """Return a person's name of two or three characters."""
        given = self.dice.choices(self.names["given"], k=self.dice.choice((1, 2, 2)))
        return str(self.dice.choice(self.names["surnames"])) + "".join(given)

    def contact(self) -> Contact:
        """Return a person with a telephone number that begins with 100, as none does."""
        return Contact(self.person(), f"100{self.dice.randrange(10**8):08d}")

    def companies(self, count: int) -> list[EnterpriseFields]:
        """Return `count` companies with different names and codes that check."""
        names: dict[str, None] = {}
        mark = ""
        while len(names) < count:
            before = len(names)
            for _ in range(count - len(names)):
                names[self._company_name(mark)] = None
            if len(names) - before < (count - before) // 2:
                mark = self.dice.choice(self.names["first"])  # more companies than short names
        return [self._company(name, number) for number, name in enumerate(names)]

    def _company_name(self, mark: str) -> str:
        parts = ("places", "first", "second", "trades", "forms")
        place, first, second, trade, form = (self.dice.choice(self.names[part]) for part in parts)
        return f"{place}{mark}{first}{second}{trade}{form}"

    def _company(self, name: str, number: int) -> EnterpriseFields:
        street, house = self.dice.choice(self.names["streets"]), self.dice.randrange(1, 400)
        address = str(self.names["address"]).format(street=street, number=house)
        contact = self.contact() if self.dice.random() < 0.7 else None
        code = company_code(str(self.names["division"]), number)
        return EnterpriseFields(name, code, address, None, contact)


def read_words(dice: Random) -> Words:
    """Read both files."""
    tables = []
    for name in ("names", "centre"):
        with resource(f"demo/{name}.toml").open("rb") as stream:
            tables.append(tomllib.load(stream))
    return Words(tables[0], tables[1], dice)


def company_code(division: str, number: int) -> str:
    """Return the 统一社会信用代码 of the company `number` (check character: GB 32100-2015)."""
    organisation = ""
    rest = number * 7919 + 1_000_003  # neighbours look different
    for _ in range(9):
        rest, digit = divmod(rest, len(ALPHABET))
        organisation = ALPHABET[digit] + organisation
    body = f"91{division}{organisation}"
    total = sum(ALPHABET.index(mark) * pow(3, n, 31) for n, mark in enumerate(body))
    return body + ALPHABET[-total % 31]
