"""The voice's own thread: one call after the other, none cut off, none lost.

    speaker = Speaker(engines, Loudspeaker(), hour)
    speaker.told = self._voice_changed      # called in the voice's thread after each change
    speaker.say(Call("F012", 3))            # at once; it is spoken when those before it were
    speaker.close()

Whatever cannot be spoken is kept in the state, so that a person can call it aloud.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from desktop.i18n import Translator
from desktop.voice.manner import Manner
from desktop.voice.ports import Call, Engine, Player, Sentence, VoiceProblem
from desktop.voice.sentence import sentence
from desktop.voice.sound import Sound, chime, joined, silence, softer

LONG: Final = 6
"""More calls than this waiting are told to staff: the last is heard about a minute later."""
TOLD: Final = 8
"""So many labels that were not spoken are named, the latest: each was told when it happened."""
_GAP_S: Final = 0.5
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class VoiceState:
    """What staff may know: who speaks, what is wrong, what waits, what was not spoken.

    `engine` is "" until something was tried; `problem` may be set beside an engine that spoke
    in another's place; `unspoken` are the latest labels, in their order, since one was spoken.
    """

    engine: str = ""
    problem: VoiceProblem | None = None
    waiting: int = 0
    unspoken: tuple[str, ...] = ()

    @property
    def long(self) -> bool:
        """Say whether the voice is far behind."""
        return self.waiting > LONG


class Speaker:
    """Speaks with the first of its engines that can; `hour` gives the site's hour (0–23)."""

    def __init__(
        self,
        engines: Sequence[Engine],
        player: Player,
        hour: Callable[[], int],
        manner: Manner | None = None,
    ) -> None:
        self.told: Callable[[VoiceState], None] = _to_nobody
        self._engines, self._player, self._hour = tuple(engines), player, hour
        self._manner = manner or Manner()
        self._waiting: deque[Call] = deque()
        self._state = VoiceState()
        self._changed = threading.Condition()
        self._closed = self._checks = False
        self._thread: threading.Thread | None = None

    @property
    def state(self) -> VoiceState:
        """Return how it stands now."""
        with self._changed:
            return self._state

    def say(self, call: Call) -> None:
        """Speak the call after all that wait already; a recall is one more of them."""
        with self._changed:
            if self._closed:
                return
            self._waiting.append(call)
            self._wake()
        self._tell(self._now())

    def change(self, engines: Sequence[Engine], manner: Manner) -> None:
        """Speak otherwise from the next call on, and look whether it can be done."""
        with self._changed:
            self._engines, self._manner = tuple(engines), manner
        self.check()

    def check(self) -> None:
        """Look, in the voice's thread, which engine can speak; the state tells."""
        with self._changed:
            if not self._closed:
                self._checks = True
                self._wake()

    def close(self) -> None:
        """End at once: the program ends, and what is playing with it."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify_all()
        self._player.stop()
        if self._thread is not None:
            self._thread.join()

    # ---- in the voice's thread -----------------------------------------------------------

    def _wake(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._work, name="voice")
            self._thread.start()
        self._changed.notify_all()

    def _work(self) -> None:
        while True:
            with self._changed:
                while not (self._closed or self._waiting or self._checks):
                    self._changed.wait()
                if self._closed:
                    return
                checks, self._checks = self._checks, False
                call = None if checks else self._waiting[0]
            if call is None:
                self._look()
            else:
                self._speak(call)

    def _look(self) -> None:
        problem: VoiceProblem | None = None
        name = ""
        for engine in self._engines:
            try:
                engine.check()
                name = engine.name
                break
            except VoiceProblem as error:
                problem = problem or error
        if not name:
            problem = problem or VoiceProblem("no_voice")
        try:
            self._player.check()
        except VoiceProblem as error:
            problem, name = error, ""
        self._tell(replace(self._now(), engine=name, problem=problem))

    def _speak(self, call: Call) -> None:
        spoken, engine, problem = False, "", None
        try:
            sound, engine, problem = self._sound(call)
            if sound is not None:
                self._player.play(softer(sound, self._manner.volume.at(self._hour())))
                spoken = True
        except VoiceProblem as error:
            problem = error
        except Exception:  # ours: the calls after this one are to be heard all the same
            _log.exception("a call was not spoken")
            problem = VoiceProblem("voice_failed", program=engine)
        with self._changed:
            if self._waiting:
                self._waiting.popleft()
            unspoken = () if spoken else (*self._state.unspoken, call.label)[-TOLD:]
        self._tell(replace(self._now(), engine=engine, problem=problem, unspoken=unspoken))

    def _sound(self, call: Call) -> tuple[Sound | None, str, VoiceProblem | None]:
        """Return the whole announcement, who speaks it, and why nobody better did."""
        problem: VoiceProblem | None = None
        for engine in self._engines:
            try:
                engine.check()
                return self._announcement(engine, call), engine.name, problem
            except VoiceProblem as error:
                problem = problem or error
        return None, "", problem or VoiceProblem("no_voice")

    def _announcement(self, engine: Engine, call: Call) -> Sound:
        said = [
            part
            for language in self._manner.languages
            for part in (silence(_GAP_S), engine.speak(_words(language, call, self._manner.yao)))
        ]
        return joined([chime(), *said * self._manner.times])

    def _now(self) -> VoiceState:
        with self._changed:
            return replace(self._state, waiting=len(self._waiting))

    def _tell(self, state: VoiceState) -> None:
        with self._changed:
            if state == self._state or self._closed:
                return
            self._state = state
        self.told(state)


@cache
def _translator(language: str) -> Translator:
    return Translator(language)


def _words(language: str, call: Call, yao: bool) -> Sentence:
    return sentence(_translator(language), call, yao=yao)


def _to_nobody(_: VoiceState) -> None:
    """Stand in until somebody wants to know."""
