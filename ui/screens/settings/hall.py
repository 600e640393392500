"""The hall (category hall): the public board, its voice and this PC's settings joined."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Slot

from desktop.voice.manner import read_volume
from ui.screens.context import ScreenContext
from ui.screens.settings.hall_cards import BoardCard, VoiceCard
from ui.screens.settings.parts import CardsPart
from ui.screens.settings.surroundings import Hall, Surroundings
from ui.theme import Tone

BOARD_KEYS: Final = ("board_monitor", "board_scheme", "board_notice")
VOICE_KEYS: Final = ("voice", "voice_english", "voice_one", "voice_clips")


class HallPart(CardsPart):
    """Keeps what is chosen at once; the board hears it."""

    def __init__(self, context: ScreenContext, hall: Hall) -> None:
        super().__init__(context, "hall")
        self._hall = hall
        self.board = BoardCard(context.language, self.widget)
        self.voice = VoiceCard(context.language, self.widget)
        self.hold(self.board, self.voice)
        for card in (self.board, self.voice):
            card.put.connect(self._put)
        self.board.toggle.connect(self._toggle)
        self.voice.test.connect(self._test)
        hall.toggled.connect(self.show_all)
        hall.placed.connect(self.show_all)
        hall.voice_changed.connect(self._show_voice)
        context.language.changed.connect(self._show_voice)
        self.show_all()

    @Slot()
    def show_all(self) -> None:
        """Show everything as it is kept."""
        kept = {key: self.context.settings.get(key) for key in (*BOARD_KEYS, *VOICE_KEYS)}
        names = self._hall.monitor_names()
        self.board.show_board(kept, names, is_open=self._hall.is_open)
        get = self.context.settings.get
        volume = read_volume(get("voice_volume"), get("voice_hours"))
        spans = [(one.begins, one.ends, one.percent) for one in volume.spans]
        self.voice.show_values(kept, volume.usual, spans)
        self._show_voice()

    @Slot(str, str)
    def _put(self, key: str, value: str) -> None:
        if self.context.settings.get(key) != value:
            self.context.settings.put(key, value)
            self._hall.apply()

    @Slot()
    def _toggle(self) -> None:
        self._hall.toggle()

    @Slot()
    def _test(self) -> None:
        self._hall.try_out()

    @Slot()
    def _show_voice(self) -> None:
        state, text = self._hall.voice_state, self.context.language.text
        words = self._hall.voice_words()
        if words:
            self.voice.state.end(words, Tone.WARN)
        elif state.engine:
            engine = text(f"voice.engine.{state.engine}")
            self.voice.state.end(text("settings.voice.ready", engine=engine), Tone.GOOD)
        else:
            self.voice.state.end(text("settings.voice.untried"), Tone.NEUTRAL)


def create(context: ScreenContext, around: Surroundings) -> HallPart:
    """Return the part."""
    return HallPart(context, around.hall)
