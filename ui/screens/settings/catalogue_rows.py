"""The catalogue as the settings list it: its items as rows, found by words, pinyin or code."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from desktop.desk import Desk
from desktop.requests import ShowCatalogue
from desktop.snapshots import CatalogueAnswer
from ui.language import Language
from ui.screens.settings.wording import value_words
from ui.widgets.live_model import Column

Plain = dict[str, Any]
PROMISE, STATE = 2, 3
"""The places of these columns."""


@dataclass(frozen=True)
class Entry:
    """One item or window; `plain` is the whole of it, `keys` what it is found by."""

    sort: str
    plain: Plain
    letter: str
    keys: str = field(compare=False)

    @property
    def code(self) -> str:
        """Return its code."""
        return str(self.plain["code"])

    @property
    def withdrawn(self) -> bool:
        """Say whether it is on offer no more."""
        return bool(self.plain["withdrawn"])

    def name(self, language: str) -> str:
        """Return its name in a language."""
        return str(self.plain[f"name_{language}"])


@dataclass(frozen=True)
class Book:
    """What was read of a catalogue."""

    windows: tuple[Entry, ...]
    items: tuple[Entry, ...]

    def window(self, code: str) -> Entry | None:
        """Return a window by its code."""
        return next((one for one in self.windows if one.code == code), None)


def read_book(desk: Desk) -> Book:
    """Return the catalogue with what each entry is found by; in a lane."""
    catalogue = desk.ask(ShowCatalogue())
    assert isinstance(catalogue, CatalogueAnswer)
    items = cast("tuple[Plain, ...]", catalogue.items)
    return book_of(catalogue, desk.spellings(str(one["name_zh"]) for one in items))


def book_of(catalogue: CatalogueAnswer, spellings: Mapping[str, tuple[str, ...]]) -> Book:
    """Return the catalogue; `spellings` gives the pinyin of the Chinese names."""
    windows = cast("tuple[Plain, ...]", catalogue.windows)
    letters = {one["code"]: one["letter"] for one in windows}
    return Book(
        tuple(_entry("window", one, str(one["letter"]), spellings) for one in windows),
        tuple(
            _entry("item", one, str(letters.get(one["window"], "")), spellings)
            for one in cast("tuple[Plain, ...]", catalogue.items)
        ),
    )


def _entry(sort: str, plain: Plain, letter: str, spellings: Mapping[str, tuple[str, ...]]) -> Entry:
    name = str(plain["name_zh"])
    words = (str(plain["code"]), name, str(plain["name_en"]), *spellings.get(name, ()))
    return Entry(sort, plain, letter, " ".join(words).casefold())


def found(items: Sequence[Entry], window: str, text: str) -> list[Entry]:
    """Return the items of a window ("" all) that have every word of `text`."""
    words = text.casefold().split()
    return [
        one
        for one in items
        if window in ("", one.plain["window"]) and all(word in one.keys for word in words)
    ]


def columns(language: Language) -> list[Column[Entry]]:
    """Return the columns of the list."""
    text = language.text
    return [
        Column(text("settings.item.code"), lambda row: row.code, letter=lambda row: row.letter),
        Column(
            text("settings.item.name"),
            lambda row: row.name(language.code),
            tip=lambda row: row.name(language.code),
            stretch=True,
        ),
        Column(text("settings.item.promise"), lambda row: promise(language, row.plain)),
        Column(
            text("settings.item.state"),
            lambda row: text(f"settings.item.{'withdrawn' if row.withdrawn else 'offered'}"),
        ),
    ]


def promise(language: Language, plain: Mapping[str, Any]) -> str:
    """Return what is promised, in few words."""
    days = plain["promised_working_days"]
    if plain["kind"] == "immediate" or not days:
        return language.text("settings.item.at_once")
    return value_words(language, {"count": days, "basis": "working"})
