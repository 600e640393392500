"""The public board as a whole: its window on its monitor, its voice, its command, what staff hear.

    board = Board(context, SystemMonitors(shell), Loudspeaker(), parent)
    board.begin()        # open, if it was open when the program ended
    board.close()        # before the desk ends

`trouble` carries the sentence that staff must know at the moment, "" for none.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from desktop.domain.errors import DeskError
from desktop.voice.making import engines
from desktop.voice.manner import Manner, read_volume
from desktop.voice.ports import Call, Engine, Player
from desktop.voice.speaker import Speaker, VoiceState
from ui.commands import Command
from ui.screens.board.monitors import AS_WINDOW, AUTOMATIC, Monitor, Monitors, chosen
from ui.screens.board.presenter import BoardPresenter
from ui.screens.board.told import voice_words
from ui.screens.board.window import BoardWindow
from ui.screens.context import ScreenContext
from ui.theme import Scheme, Tone
from ui.widgets.toast import WayOn

COMMAND: Final = "board.toggle"
SAMPLE: Final = Call("F012", 3)
"""What the settings let people hear."""
_CLOCK_MS: Final = 1000
_AGAIN_MS: Final = 60_000  # loudspeakers are plugged in while the board is on
_ON: Final = "on"
_SCHEME: Final = Scheme.DARK


class Board(QObject):
    """`trouble(words)`, `voice_changed(VoiceState)`, `toggled(open)`; lives in the GUI thread."""

    trouble = Signal(str)
    voice_changed = Signal(object)
    toggled = Signal(bool)
    placed = Signal()
    _told = Signal(object)

    def __init__(
        self, context: ScreenContext, monitors: Monitors, player: Player, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self.monitors = context, monitors
        self._window: BoardWindow | None = None
        self._on: Monitor | None = None
        self._gone = self._words = ""
        self.make_engines: Callable[[str], Sequence[Engine]] = engines
        self.presenter = BoardPresenter(
            context.desk, context.lanes, context.live, context.watch, self
        )
        self.speaker = Speaker((), player, self._hour)
        self._told.connect(self._voice_told)
        self.speaker.told = self._told.emit
        self.presenter.called.connect(self._say)
        self.presenter.changed.connect(self._show_time)
        monitors.changed.connect(self.place)
        self._clock = QTimer(self)
        self._clock.setInterval(_CLOCK_MS)
        self._clock.timeout.connect(self._show_time)
        self._again = QTimer(self)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._look_again)
        context.language.changed.connect(self._reword)
        context.commands.add(
            Command(COMMAND, "board.toggle", "Ctrl+B", "mdi6.bullhorn-outline"), self.toggle
        )

    @property
    def window(self) -> BoardWindow | None:
        """Return the board's window, None while it is closed."""
        return self._window

    @property
    def words(self) -> str:
        """Return what staff must know now, "" for nothing."""
        return self._words

    @property
    def is_open(self) -> bool:
        """Say whether it is on, be its monitor there or not."""
        return self._window is not None

    @property
    def voice_state(self) -> VoiceState:
        """Return how the voice stands."""
        return self.speaker.state

    def monitor_names(self) -> tuple[tuple[str, str], ...]:
        """Return the monitors as (key, name), the main one first."""
        return tuple((one.key, one.name) for one in self.monitors.all())

    def voice_words(self) -> str:
        """Return what is wrong with the voice, "" while all is well."""
        return voice_words(self._context.language, self.speaker.state)

    def begin(self) -> None:
        """Open it, if it was open last time."""
        if self._context.settings.get("board_open") == _ON:
            self.open()

    @Slot()
    def toggle(self) -> None:
        """Open it; an open one is closed after a confirmation."""
        if self._window is None:
            self.open()
            self._context.messages.done(self._context.language.text("board.staff.opened"))
        else:
            self.ask_to_close()

    def open(self) -> None:
        """Show the board where the settings say."""
        if self._window is not None:
            return
        window = self._window = BoardWindow(self._context.language)
        window.leave.connect(self.ask_to_close)
        self.presenter.changed.connect(window.view.show_facts)
        window.view.show_facts(self.presenter.facts)
        self._context.settings.put("board_open", _ON)
        self.apply()
        self.presenter.begin()
        self._show_time()
        self._clock.start()
        self._again.start()
        self.toggled.emit(True)

    @Slot()
    def ask_to_close(self) -> None:
        """Ask whoever sits at the main window; only their answer closes the board."""
        if self._window is not None:
            text = self._context.language.text
            way = WayOn(text("board.staff.close"), self.shut)
            self._context.messages.note(text("board.staff.ask_close"), Tone.WARN, (way,))
            main = self._context.messages.parent()
            if isinstance(main, QWidget):
                main.window().raise_()
                main.window().activateWindow()

    @Slot()
    def shut(self) -> None:
        """Close the board and let the voice rest."""
        if self._window is not None:
            self._end_window()
            self._context.settings.put("board_open", "")
            self._context.messages.done(self._context.language.text("board.staff.closed"))
            self._reword()
            self.toggled.emit(False)

    @Slot()
    def leave(self) -> None:
        """Take the window away, because the program ends; it comes back with the next start."""
        self._end_window()

    def close(self) -> None:
        """End with the program; what is speaking is cut, because nobody will hear the rest."""
        self._end_window()
        self.speaker.close()

    @Slot()
    def apply(self) -> None:
        """Take over the settings: monitor, colours, notice, voice."""
        get = self._context.settings.get
        if self._window is not None:
            scheme = get("board_scheme")
            worn = Scheme(scheme) if scheme in set(Scheme) else _SCHEME
            self._window.wear(worn, QApplication.font())
            self._window.view.set_notice(get("board_notice").strip())
            self.place()
        volume = read_volume(get("voice_volume"), get("voice_hours"))
        manner = Manner(get("voice_one") != "yi", get("voice_english") == _ON, 2, volume)
        self.speaker.change(self.make_engines(get("voice_clips")), manner)

    @Slot()
    def try_out(self) -> None:
        """Let a sample be heard, behind what waits."""
        self.speaker.say(SAMPLE)

    @Slot()
    def place(self) -> None:
        """Put the window where it belongs; on a monitor that is gone it is nowhere."""
        window, wanted = self._window, self._context.settings.get("board_monitor")
        self.placed.emit()
        if window is None:
            return
        found = chosen(self.monitors.all(), wanted) or self._stays(wanted)
        lost = self._lost(wanted, found)
        if lost:
            window.hide()
        elif found is None:
            window.show_small()
        else:
            self._on = found
            window.show_over(found.place)
        self._gone = lost
        self._reword()

    # ---- what is seen and heard ------------------------------------------------------------

    def _stays(self, wanted: str) -> Monitor | None:
        """Return the monitor that it is on, if it became the main one because that is gone."""
        if wanted != AUTOMATIC or self._on is None:
            return None
        key = self._on.key
        return next((one for one in self.monitors.all() if one.key == key), None)

    def _lost(self, wanted: str, found: Monitor | None) -> str:
        """Return the name of the monitor that the board was on or belongs on and that is gone."""
        if found is not None or wanted == AS_WINDOW:
            return ""
        if wanted == AUTOMATIC:
            return self._on.name if self._on is not None else ""
        return (
            self._on.name
            if self._on is not None and self._on.key == wanted
            else wanted.partition("/")[0]
        )

    def _end_window(self) -> None:
        self._clock.stop()
        self._again.stop()
        self.presenter.stop()
        self._gone, self._on = "", None
        if self._window is not None:
            self.presenter.changed.disconnect(self._window.view.show_facts)
            self._window.end()
            self._window.deleteLater()
            self._window = None

    @Slot(object)
    def _say(self, call: Call) -> None:
        if self._context.settings.get("voice") != "off":
            self.speaker.say(call)

    @Slot()
    def _look_again(self) -> None:
        if self.speaker.state.problem is not None:
            self.speaker.check()

    @Slot()
    def _show_time(self) -> None:
        if self._window is not None and self.presenter.zone is not None:
            self._window.view.show_time(self._site_time(self.presenter.zone))

    def _site_time(self, zone: ZoneInfo) -> datetime:
        return self._context.desk.now().astimezone(zone)

    def _hour(self) -> int:
        """Return the site's hour; asked in the voice's thread, reads memory only."""
        zone = self.presenter.zone
        try:
            return self._site_time(zone).hour if zone else datetime.now().astimezone().hour
        except DeskError:  # a clock that was not set yet
            return datetime.now().astimezone().hour

    @Slot(object)
    def _voice_told(self, state: VoiceState) -> None:
        self.voice_changed.emit(state)
        self._reword()

    @Slot()
    def _reword(self) -> None:
        words = "\n".join(filter(None, (self._monitor_words(), self._voice_words())))
        if words != self._words:
            self._words = words
            self.trouble.emit(words)

    def _monitor_words(self) -> str:
        text = self._context.language.text
        return text("board.staff.gone", monitor=self._gone) if self._gone else ""

    def _voice_words(self) -> str:
        if self._window is None or self._context.settings.get("voice") == "off":
            return ""
        words = self.voice_words()
        return self._context.language.text("board.staff.voice", problem=words) if words else ""
