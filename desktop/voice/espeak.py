"""espeak-ng as the voice: Chinese as pinyin, which is all that its Mandarin reads rightly."""

from __future__ import annotations

import shutil
import subprocess
import tomllib
from functools import cache
from typing import Final

import resources
from desktop.i18n import Translator
from desktop.voice.decoding import decoded
from desktop.voice.ports import Sentence, VoiceProblem
from desktop.voice.sentence import text
from desktop.voice.sound import Sound

PROGRAM: Final = "espeak-ng"
_VOICES: Final = {"zh": "cmn-latn-pinyin", "en": "en"}
_WORDS_A_MINUTE: Final = "140"  # slower than talk: a hall echoes
_PATIENCE_S: Final = 10.0


@cache
def _pinyin() -> dict[str, str]:
    found: dict[str, str] = tomllib.loads(resources.path("voice/pinyin.toml").read_text("utf-8"))
    return found


def pinyin(said: Sentence) -> str:
    """Return a Chinese sentence as pinyin with tones; letters stay, the voice knows their names."""
    return " ".join(_pinyin().get(word, word) for word in said.words).replace(" ,", ",")


class Espeak:
    """Speaks by one process a sentence, about 20 ms each; `program` is looked for on the path."""

    name = "espeak"

    def __init__(self, program: str = PROGRAM) -> None:
        self._program = program

    def check(self) -> None:
        """Raise `no_voice` where the program is not installed."""
        if shutil.which(self._program) is None:
            raise VoiceProblem("no_voice")

    def speak(self, sentence: Sentence) -> Sound:
        """Return the sentence as sound; `no_voice`, `voice_failed`."""
        self.check()
        chinese = sentence.language == "zh"
        written = pinyin(sentence) if chinese else text(Translator(sentence.language), sentence)
        order = [self._program, "-v", _VOICES[sentence.language], "-s", _WORDS_A_MINUTE]
        try:
            done = subprocess.run(
                [*order, "--stdout", written],
                capture_output=True,
                timeout=_PATIENCE_S,
                check=True,
            )
            return decoded(done.stdout, self._program)
        except (OSError, subprocess.SubprocessError, VoiceProblem) as error:
            raise VoiceProblem("voice_failed", program=self._program) from error
