"""Sound files read: WAV, MP3, FLAC or Ogg of any rate and number of channels."""

from __future__ import annotations

from array import array

from desktop.voice.ports import VoiceProblem
from desktop.voice.sound import RATE, Sound


def decoded(data: bytes, clip: str) -> Sound:
    """Return a file's sound as we join it; `clip_unreadable` names the clip that is none."""
    # A late import: only a PC that speaks loads the library.
    import miniaudio

    try:
        found = miniaudio.decode(data, miniaudio.SampleFormat.SIGNED16, 1, RATE)
    except miniaudio.DecodeError as error:
        raise VoiceProblem("clip_unreadable", clip=clip) from error
    return Sound(array("h", found.samples))
