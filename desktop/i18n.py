"""The words that people see, in one language: sentences from `resources/locale/<language>`.

An entry is a sentence, or a list of sentences from the fullest to the plainest: the first whose
every `{placeholder}` has a value is taken.  Files are merged; their tables make dotted keys.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from desktop.domain.errors import DeskError
from resources import path

LANGUAGES = ("zh", "en")
Entry = tuple[str, ...]

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_MISSING = "…"


class Translator:
    """Finds sentences of one language; its files are read at the first one, once."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._entries: Mapping[str, Entry] | None = None

    def has(self, key: str) -> bool:
        """Say whether there is a sentence for a key."""
        return key in self._loaded()

    def text(self, key: str, **values: object) -> str:
        """Return the sentence of a key with its values filled in; for an unknown key the key.

        A value that is missing never raises: a plainer sentence is taken, or … stands for it.
        """
        return self.filled(key, values)

    def filled(self, key: str, values: Mapping[str, object]) -> str:
        """Return what `text` returns, for values that are not known by name."""
        entry = self._loaded().get(key)
        if entry is None:
            return key
        given = {name: value for name, value in values.items() if value is not None}
        fitting = (one for one in entry if placeholders(one) <= given.keys())
        sentence = next(fitting, entry[-1])
        return _PLACEHOLDER.sub(lambda found: self._shown(given.get(found[1], _MISSING)), sentence)

    def word(self, name: str, value: object) -> object:
        """Return the word for a code that stands in the value `name`, else the value itself."""
        key = f"word.{name}.{value}"
        return self.text(key) if self.has(key) else value

    def _shown(self, value: object) -> str:
        if isinstance(value, list | tuple):
            return ("、" if self.language == "zh" else ", ").join(map(str, value))
        return str(value)

    def _loaded(self) -> Mapping[str, Entry]:
        if self._entries is None:
            self._entries = read_entries(self.language)
        return self._entries


def read_entries(language: str) -> dict[str, Entry]:
    """Return all sentences of a language by their dotted keys, files in order of their names."""
    entries: dict[str, Entry] = {}
    for file in sorted(path(f"locale/{language}").glob("*.toml")):
        with file.open("rb") as stream:
            entries.update(flattened(tomllib.load(stream)))
    return entries


def flattened(table: Mapping[str, object], prefix: str = "") -> Iterator[tuple[str, Entry]]:
    """Yield the dotted keys of a table of tables with their sentences."""
    for name, value in table.items():
        if isinstance(value, Mapping):
            yield from flattened(value, f"{prefix}{name}.")
        elif isinstance(value, list):
            yield f"{prefix}{name}", tuple(str(one) for one in value)
        else:
            yield f"{prefix}{name}", (str(value),)


def placeholders(sentence: str) -> frozenset[str]:
    """Return the names in braces."""
    return frozenset(_PLACEHOLDER.findall(sentence))


def error_sentence(translator: Translator, error: DeskError) -> str:
    """Return what went wrong and what to do next; codes among the values become words."""
    values = {name: translator.word(name, value) for name, value in error.values.items()}
    return translator.filled(f"error.{error.code}", values)


def reason_sentence(
    translator: Translator, code: str, values: Mapping[str, object], zone: ZoneInfo
) -> str:
    """Return the sentence `reason.<code>`; `arrived`, UTC in ISO 8601, is shown in the zone."""
    shown = {name: translator.word(name, value) for name, value in values.items()}
    arrived = values.get("arrived")
    if isinstance(arrived, str):
        shown["arrived"] = datetime.fromisoformat(arrived).astimezone(zone).strftime("%H:%M")
    return translator.filled(f"reason.{code}", shown)
