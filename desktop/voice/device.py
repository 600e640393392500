"""The loudspeaker: one sound after the other on the system's usual device."""

from __future__ import annotations

import threading
from collections.abc import Generator
from typing import Final

from desktop.voice.ports import VoiceProblem
from desktop.voice.sound import RATE, Sound

_TAIL_S: Final = 0.3  # what the device still holds when the last sample is handed over
_PATIENCE_S: Final = 5.0


class Loudspeaker:
    """Opens the device for each sound, so that speakers plugged in later are found."""

    def __init__(self) -> None:
        self._over = threading.Event()
        self._stopped = False

    def check(self) -> None:
        """Raise `no_sound` where the system knows of no device."""
        # A late import: only a PC that speaks loads the library.
        import miniaudio

        real = [one for one in miniaudio.Backend if one is not miniaudio.Backend.NULL]
        try:
            found = miniaudio.Devices(real).get_playbacks()
        except miniaudio.MiniaudioError as error:
            raise VoiceProblem("no_sound") from error
        if not found:
            raise VoiceProblem("no_sound")

    def play(self, sound: Sound) -> None:
        """Play to the end; `no_sound` where there is no device, or it takes nothing any more."""
        # A late import: only a PC that speaks loads the library.
        import miniaudio

        # Its last resort is a device that swallows everything: then nobody would be told.
        real = [one for one in miniaudio.Backend if one is not miniaudio.Backend.NULL]
        feed = self._feed(sound)
        next(feed)
        try:
            device = miniaudio.PlaybackDevice(
                miniaudio.SampleFormat.SIGNED16, 1, RATE, backends=real, app_name="yimen"
            )
        except miniaudio.MiniaudioError as error:
            raise VoiceProblem("no_sound") from error
        try:
            device.start(feed)
            heard = self._over.wait(sound.seconds + _PATIENCE_S)
        except miniaudio.MiniaudioError as error:
            raise VoiceProblem("no_sound") from error
        finally:
            device.close()
        if not heard:
            raise VoiceProblem("no_sound")

    def stop(self) -> None:
        """End what plays at once; nothing is played after it."""
        self._stopped = True
        self._over.set()

    def _feed(self, sound: Sound) -> Generator[bytes, int, None]:
        """Hand over as many samples as the device asks for, then a little silence."""
        data = sound.samples.tobytes() + bytes(2 * round(_TAIL_S * RATE))
        if not self._stopped:
            self._over.clear()
        at = 0
        wanted = yield b""
        while at < len(data) and not self._stopped:
            part = data[at : at + 2 * wanted]
            at += len(part)
            wanted = yield part.ljust(2 * wanted, b"\0")
        self._over.set()
        while True:
            wanted = yield bytes(2 * wanted)
