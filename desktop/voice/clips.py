"""Recorded words as the voice: a folder of clips, joined to one sound.

In the folder lie `please`, `number`, `to`, `counter`, `yao`, `0` … `19`, `20`, `30` … `90`, `100`
and `A` … `Z`, each `.wav`, `.mp3`, `.flac` or `.ogg`.  For English the same names lie in `en/`.
Only what a call needs must be there; what every centre needs is in `NEEDED`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from desktop.voice.decoding import decoded
from desktop.voice.ports import Sentence, VoiceProblem
from desktop.voice.sentence import PAUSE
from desktop.voice.sound import Sound, joined, silence

ENDINGS: Final = (".wav", ".mp3", ".flac", ".ogg")
NEEDED: Final = ("please", "number", "to", "counter", *"0123456789")
_GAP_S: Final = 0.04
_PAUSE_S: Final = 0.25


class Clips:
    """Speaks from one folder; each clip is read when it is first needed, and kept."""

    name = "clips"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[Path, Sound] = {}

    def check(self) -> None:
        """Raise `clips_missing` with the names that no centre can do without."""
        self._missing("zh", NEEDED)

    def speak(self, sentence: Sentence) -> Sound:
        """Return the sentence as sound; `clips_missing`, `clip_unreadable`."""
        self._missing(sentence.language, sentence.words)
        parts: list[Sound] = []
        for word in sentence.words:
            if word == PAUSE:
                parts.append(silence(_PAUSE_S))
            else:
                parts += [self._sound(self._file(sentence.language, word)), silence(_GAP_S)]
        return joined(parts)

    def _missing(self, language: str, words: tuple[str, ...]) -> None:
        gone = {w for w in words if w != PAUSE and self._file(language, w) is None}
        if gone:
            raise VoiceProblem("clips_missing", clips=sorted(gone))

    def _file(self, language: str, word: str) -> Path | None:
        folder = self._folder if language == "zh" else self._folder / language
        files = (folder / f"{word}{ending}" for ending in ENDINGS)
        return next((file for file in files if file.is_file()), None)

    def _sound(self, file: Path | None) -> Sound:
        assert file is not None  # `_missing` has looked
        if file not in self._read:
            try:
                data = file.read_bytes()
            except OSError as error:
                raise VoiceProblem("clip_unreadable", clip=file.name) from error
            self._read[file] = decoded(data, file.name)
        return self._read[file]
