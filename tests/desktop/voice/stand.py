"""A loudspeaker that notes what it was given and waits to be told that it was heard."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from desktop.voice.ports import Sentence, VoiceProblem
from desktop.voice.sound import Sound, silence

PATIENCE = 8.0
SAID_S = 0.01


@dataclass
class Hall:
    """A player; while `held` a sound plays until `heard()` is said."""

    held: bool = False
    deaf: bool = False
    played: list[Sound] = field(default_factory=list)
    _ends: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    _begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def check(self) -> None:
        """Say whether there is a loudspeaker."""
        if self.deaf:
            raise VoiceProblem("no_sound")

    def play(self, sound: Sound) -> None:
        """Note the sound, and let it last while held."""
        self.check()
        self.played.append(sound)
        self._begun.release()
        if self.held:
            self._ends.acquire()

    def stop(self) -> None:
        """End what plays."""
        self.held = False
        self._ends.release()

    def begun(self) -> None:
        """Wait until one more sound has begun."""
        assert self._begun.acquire(timeout=PATIENCE)

    def heard(self) -> None:
        """Let the sound that plays end."""
        self._ends.release()


@dataclass
class Written:
    """An engine whose sound is silence; it notes what it was asked to say."""

    name: str = "espeak"
    dumb: bool = False
    said: list[Sentence] = field(default_factory=list)

    def check(self) -> None:
        """Say whether it can speak."""
        if self.dumb:
            raise VoiceProblem("no_voice")

    def speak(self, sentence: Sentence) -> Sound:
        """Note the sentence."""
        self.said.append(sentence)
        return silence(SAID_S)
