"""The engines of a PC, best first: the centre's own recordings, then the system's voice."""

from __future__ import annotations

import sys
from pathlib import Path

from desktop.voice.clips import Clips
from desktop.voice.espeak import Espeak
from desktop.voice.ports import Engine
from desktop.voice.windows import WindowsVoice


def engines(clips: str = "", platform: str = sys.platform) -> tuple[Engine, ...]:
    """Return the engines; `clips` is the folder of recordings, "" for none."""
    system: Engine = WindowsVoice() if platform == "win32" else Espeak()
    return (Clips(Path(clips)), system) if clips else (system,)
