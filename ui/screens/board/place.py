"""The board's place in the rail: what the hall sees, small, and whether the hall sees it."""

from __future__ import annotations

from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer, SignalInstance, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ui.commands import Command, CommandButton
from ui.screens.board.presenter import BoardPresenter
from ui.screens.board.view import BoardView
from ui.screens.context import ScreenContext
from ui.theme import Scheme, Tone, palette, tokens
from ui.widgets.labels import Heading, MutedLabel
from ui.widgets.outcome import Outcome

TOGGLE, SETTINGS = "board.toggle", "board.settings"
_CLOCK_MS: Final = 1000


class HallBoard(Protocol):
    """The board of the hall; `ui.screens.board.board.Board`."""

    toggled: SignalInstance
    trouble: SignalInstance

    @property
    def is_open(self) -> bool:
        """Say whether the hall sees it."""
        ...

    @property
    def words(self) -> str:
        """Return what staff must know now, "" for nothing."""
        ...


class BoardPlace(QObject):
    """The same board as in the hall, beside the words for staff; it speaks to nobody."""

    def __init__(self, context: ScreenContext, hall: HallBoard) -> None:
        self._widget = QWidget()
        super().__init__(self._widget)
        self._context, self._hall = context, hall
        self.presenter = BoardPresenter(
            context.desk, context.lanes, context.live, context.watch, self, key="board.mirror"
        )
        context.commands.add(
            Command(SETTINGS, SETTINGS, "F4", "mdi6.cog-outline", scope="board"), self._to_settings
        )
        self._build()
        self._clock = QTimer(self)
        self._clock.setInterval(_CLOCK_MS)
        self._clock.timeout.connect(self._show_time)
        self.presenter.changed.connect(self.view.show_facts)
        self.presenter.changed.connect(self._show_time)
        hall.toggled.connect(self._tell)
        hall.trouble.connect(self._tell)
        context.language.changed.connect(self._word)
        self._word()

    @property
    def widget(self) -> QWidget:
        """Return the widget to be shown."""
        return self._widget

    def set_visible(self, visible: bool) -> None:
        """Read while people can see it."""
        if not visible:
            self._clock.stop()
            self.presenter.stop()
            return
        get = self._context.settings.get
        scheme = get("board_scheme")
        worn = Scheme(scheme) if scheme in set(Scheme) else Scheme.DARK
        self.view.setPalette(palette(tokens(worn)))
        self.view.setFont(QApplication.font())
        self.view.set_notice(get("board_notice").strip())
        self._tell()
        self._clock.start()
        self.presenter.begin()

    def take_focus(self) -> None:
        """Put the focus on the one thing to do."""
        self.toggle.setFocus()

    def _build(self) -> None:
        self.heading, self.state = Heading(parent=self._widget), Outcome(self._widget)
        self.hint = MutedLabel(parent=self._widget)
        self.hint.setWordWrap(True)
        self.settings = CommandButton(self._context.commands, SETTINGS, self._widget)
        self.toggle = CommandButton(self._context.commands, TOGGLE, self._widget, primary=True)
        self.view = BoardView(self._context.language, self._widget)
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addWidget(self.state, 1)
        head.addWidget(self.settings)
        head.addWidget(self.toggle)
        layout = QVBoxLayout(self._widget)
        layout.addLayout(head)
        layout.addWidget(self.hint)
        layout.addWidget(self.view, 1)

    @Slot()
    def _to_settings(self) -> None:
        self._context.settings.put("settings_category", "hall")
        self._context.show_screen("settings")

    @Slot()
    def _show_time(self) -> None:
        if self.presenter.zone is not None:
            self.view.show_time(self._context.desk.now().astimezone(self.presenter.zone))

    @Slot()
    def _tell(self) -> None:
        text = self._context.language.text
        if not self._hall.is_open:
            self.state.end(text("board.place.closed"), Tone.NEUTRAL)
        elif self._hall.words:
            self.state.end(self._hall.words, Tone.WARN)
        else:
            self.state.end(text("board.place.open"), Tone.GOOD)

    @Slot()
    def _word(self) -> None:
        text = self._context.language.text
        self.heading.setText(text("frame.screen.board"))
        self.hint.setText(text("board.place.hint"))
        self._tell()


def create(context: ScreenContext, hall: HallBoard) -> BoardPlace:
    """Return the place."""
    return BoardPlace(context, hall)
