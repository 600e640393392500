"""What the voice is made of: a call, the two things it stands on, and what can go wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Protocol

from desktop.voice.sound import Sound

LABEL: Final = re.compile(r"(?:[A-Z0-9]{1,4}-)?[A-Z](?:\.[A-Z])?[0-9]{3,9}")
"""A ticket's label, of an offline station and after a fence too: `F012`, `A1-F012`, `F.B012`."""
LARGEST_COUNTER: Final = 9999


@dataclass(frozen=True, slots=True)
class Call:
    """A label and a counter: nothing else can be spoken, so nobody's name ever is."""

    label: str
    counter: int

    def __post_init__(self) -> None:
        """Refuse with ValueError what is no label or no counter."""
        if not LABEL.fullmatch(self.label) or not 0 <= self.counter <= LARGEST_COUNTER:
            raise ValueError("not a label, or not a counter")


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a call in one language, by their names (`please`, `F`, `0`, `yao`, …)."""

    language: str
    words: tuple[str, ...]


class VoiceProblem(Exception):
    """Why something is not spoken; the words lie under `voice.problem.<code>`.

    Codes: `no_voice`, `no_sound`, `voice_failed {program}`, `clips_missing {clips}`,
    `clip_unreadable {clip}`.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Engine(Protocol):
    """Turns a sentence into sound; called in the voice's own thread, where it may take its time."""

    @property
    def name(self) -> str:
        """Return `clips`, `espeak` or `windows`; its words lie under `voice.engine.<name>`."""
        ...

    def check(self) -> None:
        """Raise VoiceProblem where it cannot speak on this PC."""
        ...

    def speak(self, sentence: Sentence) -> Sound:
        """Return the sentence as sound; raises VoiceProblem."""
        ...


class Player(Protocol):
    """Makes sound heard."""

    def check(self) -> None:
        """Raise `no_sound` where there is no loudspeaker."""
        ...

    def play(self, sound: Sound) -> None:
        """Play to the end, then return; raises VoiceProblem where nothing is heard."""
        ...

    def stop(self) -> None:
        """End what plays at once and for good, from another thread: the program ends."""
        ...
