"""The hall's section: its cards joined with the board, its voice and this PC's settings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Protocol

from PySide6.QtCore import QObject, SignalInstance, Slot

from desktop.voice.manner import read_volume
from desktop.voice.speaker import VoiceState
from ui.screens.context import ScreenContext
from ui.screens.settings.hall_parts import BoardPart, VoicePart
from ui.theme import Tone

BOARD_KEYS: Final = ("board_monitor", "board_scheme", "board_notice")
VOICE_KEYS: Final = ("voice", "voice_english", "voice_one", "voice_clips")


class Hall(Protocol):
    """What the settings do with the public board; `ui.screens.board.board.Board`."""

    toggled: SignalInstance
    voice_changed: SignalInstance
    placed: SignalInstance

    @property
    def is_open(self) -> bool:
        """Say whether the board is on."""
        ...

    @property
    def voice_state(self) -> VoiceState:
        """Return how the voice stands."""
        ...

    def monitor_names(self) -> Sequence[tuple[str, str]]:
        """Return the monitors as (key, name)."""
        ...

    def toggle(self) -> None:
        """Open the board, or ask to close it."""
        ...

    def apply(self) -> None:
        """Take over what is kept."""
        ...

    def try_out(self) -> None:
        """Let a sample be heard."""
        ...

    def voice_words(self) -> str:
        """Return what is wrong with the voice, "" while all is well."""
        ...


class HallSection(QObject):
    """Keeps what is chosen at once; the board hears it."""

    def __init__(
        self, context: ScreenContext, hall: Hall, board: BoardPart, voice: VoicePart
    ) -> None:
        super().__init__(board)
        self._context, self._hall, self._board, self._voice = context, hall, board, voice
        for part in (board, voice):
            part.put.connect(self._put)
        board.toggle.connect(self._toggle)
        voice.test.connect(self._test)
        hall.toggled.connect(self.show_all)
        hall.placed.connect(self.show_all)
        hall.voice_changed.connect(self._show_voice)
        context.language.changed.connect(self._show_voice)
        self.show_all()

    @Slot()
    def show_all(self) -> None:
        """Show everything as it is kept."""
        kept = {key: self._context.settings.get(key) for key in (*BOARD_KEYS, *VOICE_KEYS)}
        names = self._hall.monitor_names()
        self._board.show_board(kept, names, is_open=self._hall.is_open)
        get = self._context.settings.get
        volume = read_volume(get("voice_volume"), get("voice_hours"))
        spans = [(one.begins, one.ends, one.percent) for one in volume.spans]
        self._voice.show_values(kept, volume.usual, spans)
        self._show_voice()

    @Slot(str, str)
    def _put(self, key: str, value: str) -> None:
        if self._context.settings.get(key) != value:
            self._context.settings.put(key, value)
            self._hall.apply()

    @Slot()
    def _toggle(self) -> None:
        self._hall.toggle()

    @Slot()
    def _test(self) -> None:
        self._hall.try_out()

    @Slot()
    def _show_voice(self) -> None:
        state, text = self._hall.voice_state, self._context.language.text
        words = self._hall.voice_words()
        if words:
            self._voice.state.end(words, Tone.WARN)
        elif state.engine:
            engine = text(f"voice.engine.{state.engine}")
            self._voice.state.end(text("settings.voice.ready", engine=engine), Tone.GOOD)
        else:
            self._voice.state.end(text("settings.voice.untried"), Tone.NEUTRAL)
