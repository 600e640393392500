"""Sound in memory: 16-bit samples of one channel, joined, made softer, written as WAV."""

from __future__ import annotations

import io
import sys
import wave
from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, pi, sin
from typing import Final

RATE: Final = 22_050
"""Samples a second of everything that is joined here."""
_LOUDEST: Final = 32_767
_CHIME: Final = ((659.3, 0.0), (523.3, 0.32))  # E5, then C5: two bells a third apart
_CHIME_SECONDS: Final = 1.0
_BELL_FADES: Final = 5.0  # e-folds a second


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples of one channel at `RATE`, 16 bits each, in this machine's byte order."""

    samples: array[int]

    @property
    def seconds(self) -> float:
        """Return how long it lasts."""
        return len(self.samples) / RATE


def silence(seconds: float) -> Sound:
    """Return nothing to be heard, for so long."""
    return Sound(array("h", bytes(2 * round(seconds * RATE))))


def joined(sounds: Iterable[Sound]) -> Sound:
    """Return one sound after the other."""
    whole = array("h")
    for sound in sounds:
        whole.extend(sound.samples)
    return Sound(whole)


def softer(sound: Sound, percent: int) -> Sound:
    """Return the sound at 0–100 per cent of its loudness."""
    share = min(100, max(0, percent)) / 100
    return Sound(array("h", (int(sample * share) for sample in sound.samples)))


def chime() -> Sound:
    """Return the two bells before a call: half as loud as can be, so that nobody starts."""
    made = array("h")
    for number in range(round(_CHIME_SECONDS * RATE)):
        at = number / RATE
        level = sum(_bell(hertz, at - begins) for hertz, begins in _CHIME)
        made.append(int(_LOUDEST * max(-1.0, min(1.0, 0.3 * level))))
    return Sound(made)


def as_wav(sound: Sound) -> bytes:
    """Return the sound as a WAV file in memory."""
    samples = array("h", sound.samples)
    if sys.byteorder == "big":  # WAV is little-endian
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as written:
        written.setnchannels(1)
        written.setsampwidth(2)
        written.setframerate(RATE)
        written.writeframes(samples.tobytes())
    return file.getvalue()


def _bell(hertz: float, at: float) -> float:
    return sin(2 * pi * hertz * at) * exp(-_BELL_FADES * at) if at >= 0 else 0.0
