"""What the public board shows.  Labels, counters, windows: no field could hold a person's text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from desktop.voice.ports import Call

ROWS: Final = 6
"""Calls shown at once."""
STAYS_S: Final = 8.0
"""The shortest time for which a call stays on the board."""


@dataclass(frozen=True, slots=True)
class WindowName:
    """One of the windows, by the catalogue: code, letter, its name in the two languages."""

    code: str
    letter: str
    names: Mapping[str, str]

    def of(self, language: str) -> str:
        """Return the name in `language`; the Chinese one where there is no other."""
        return self.names.get(language) or self.names.get("zh", "")


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call; `ticket` and `at` (UTC) tell it from others, `call` is what is seen and said."""

    ticket: str
    at: datetime
    call: Call
    window: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """A call on the board; `bright` while it is new."""

    line: CallLine
    bright: bool = False


@dataclass(frozen=True, slots=True)
class Following:
    """The next labels of one window."""

    window: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """The whole board at one moment; `ready` once it was read, `away` while nobody answers.

    `demo`: nothing here is real, and whoever looks up must see that.
    """

    rows: tuple[Row, ...] = ()
    following: tuple[Following, ...] = ()
    windows: Mapping[str, WindowName] = field(default_factory=dict)
    site: str = ""
    ready: bool = False
    away: bool = False
    demo: bool = False
