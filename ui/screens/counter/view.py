"""The counter screen's widgets put together; reports intentions, decides nothing."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.commands import CommandButton, Commands
from ui.screens.counter.at_counter import AtCounter
from ui.screens.counter.bar_stack import BarStack
from ui.screens.counter.card import Card, bare, column, wrapped
from ui.screens.counter.case_panel import CasePanel
from ui.screens.counter.facts import PRIMARY, Phase, Shown
from ui.screens.counter.pages import AfterPanel, ChoosePage, OpenPage
from ui.screens.counter.queue_panel import QueuePanel
from ui.screens.counter.words import Words
from ui.theme import STEP, Tone
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import ToneLabel
from ui.widgets.shapes import GLYPHS

KEYS: Final = (
    "counter.call_next",
    "counter.recall",
    "counter.start",
    "counter.finish",
    "counter.no_show",
    "counter.transfer",
    "counter.hold",
    "counter.call",
    "counter.add",
    "counter.help",
    "counter.pause",
)
MORE: Final = (
    "counter.lists",
    "counter.next_case",
    "counter.previous_case",
    "",
    "counter.undo",
    "counter.take_over",
    "counter.open",
    "counter.close",
    "counter.choose",
)


class CounterView(QWidget):
    """The whole screen; `again` asks for a new try after a broken read."""

    again = Signal()

    def __init__(self, words: Words, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._shown = Shown()
        self._kept: QWidget | None = None
        self.at_counter = AtCounter(words, self)
        self.cases = CasePanel(words, self)
        self.after = AfterPanel(words, self)
        self.opening = OpenPage(words, self)
        self.queue = QueuePanel(words, self)
        self.bars = BarStack(words, self)
        self.choosing = ChoosePage(words, self)
        self.message = EmptyState(self)
        self.message.acted.connect(self.again)
        self._make_banner()
        self.keys = {name: CommandButton(commands, name, self) for name in KEYS}
        self.more = QPushButton(self)
        self.more.setAutoDefault(False)
        self.more.setMenu(commands.menu(self.more, MORE))
        self._arrange()
        self.retranslate()

    def retranslate(self) -> None:
        """Put the words in again."""
        parts = (self.cases, self.after, self.opening, self.queue, self.bars, self.choosing)
        for part in parts:
            part.retranslate()
        self.more.setText(self._words.text("command.more"))
        self._retry.setText(self._words.text("broken.again"))
        self._show_message(self._shown)

    def show_state(self, shown: Shown) -> None:
        """Show another moment."""
        before, self._shown = self._shown, shown
        phase = shown.phase
        self._show_pages(shown)
        self._show_message(shown)
        self._show_banner(shown)
        self.at_counter.show_state(shown)
        self.queue.show_state(shown)
        self.bars.follow(shown)
        self.choosing.show_state(shown)
        self.opening.show_state(shown)
        if phase in (Phase.CALLED, Phase.SERVING):
            self.cases.show_state(shown)
        else:
            self.after.show_state(shown)
        for name, button in self.keys.items():
            button.set_primary(PRIMARY.get(phase) == name)
        if before.phase is not phase:
            self.bars.leave()
            self.take_focus()

    def keep_focus(self) -> None:
        """Remember where the focus is before keys are disabled: Qt would move it on."""
        focus = QApplication.focusWidget()
        self._kept = focus if focus in self.keys.values() else None

    def restore_focus(self) -> None:
        """Give a key that was disabled for a moment its focus back, or go where work goes on."""
        kept, self._kept = self._kept, None
        if kept is None or self.bars.current is not None or not self.isVisible():
            return
        if kept.isEnabled():
            kept.setFocus()
        else:
            self.take_focus()

    def take_focus(self) -> None:
        """Put the focus where work goes on."""
        match self._shown.phase:
            case Phase.SERVING:
                self.cases.take_focus()
            case Phase.CALLED:
                self.keys["counter.start"].setFocus()
            case Phase.FREE:
                self.keys["counter.call_next"].setFocus()
            case Phase.PAUSED:
                self.keys["counter.pause"].setFocus()
            case Phase.CLOSED:
                self.opening.take_focus()
            case Phase.CHOOSE:
                self.choosing.table.setFocus()
            case _:
                self.message.setFocus()

    def _show_pages(self, shown: Shown) -> None:
        phase = shown.phase
        if phase in (Phase.LOADING, Phase.BROKEN):
            self._pages.setCurrentIndex(0)
        elif phase is Phase.CHOOSE:
            self._pages.setCurrentIndex(1)
        else:
            self._pages.setCurrentIndex(2)
        middle = {Phase.CALLED: 0, Phase.SERVING: 0, Phase.CLOSED: 2}.get(phase, 1)
        self._middle.setCurrentIndex(middle)

    def _show_message(self, shown: Shown) -> None:
        if shown.problem is None:
            self.message.say(self._words.text("loading"), "")
            return
        sentence = self._words.language.sentence(shown.problem)
        again = self._words.text("broken.again")
        self.message.say(self._words.text("broken.title"), sentence, again)

    def _show_banner(self, shown: Shown) -> None:
        broken = shown.problem is not None and shown.moment is not None
        self._banner.setVisible(broken)
        if shown.problem is not None:
            sentence = self._words.language.sentence(shown.problem)
            words = self._words.text("broken.banner", sentence=sentence)
            self._banner_words.setText(f"{GLYPHS[Tone.BAD]} {words}")

    def _make_banner(self) -> None:
        self._banner = Card(self, Tone.BAD)
        self._banner_words = wrapped(ToneLabel(tone=Tone.BAD, parent=self._banner))
        self._retry = QPushButton(self._banner)
        self._retry.setAutoDefault(False)
        self._retry.clicked.connect(self.again)
        row = QHBoxLayout(self._banner)
        row.setContentsMargins(3 * STEP, STEP, 2 * STEP, STEP)
        row.addWidget(self._banner_words, 1)
        row.addWidget(self._retry)

    def _arrange(self) -> None:
        self._middle = QStackedWidget(self)
        for part in (self.cases, self.after, self.opening):
            self._middle.addWidget(part)
        body = QHBoxLayout()
        bare(body, 3 * STEP)
        body.addWidget(self._middle, 5)
        body.addWidget(self.queue, 4)
        right = QVBoxLayout()
        bare(right, 3 * STEP)
        right.addWidget(self.bars)
        right.addLayout(body, 1)
        desk = QWidget(self)
        whole = QHBoxLayout(desk)
        bare(whole, 3 * STEP)
        whole.addWidget(self.at_counter, 3)
        whole.addLayout(right, 8)
        self._pages = QStackedWidget(self)
        for page in (self.message, self.choosing, self._with_keys(desk)):
            self._pages.addWidget(page)
        layout = column(self, gap=3 * STEP)
        layout.addWidget(self._banner)
        layout.addWidget(self._pages, 1)

    def _with_keys(self, desk: QWidget) -> QWidget:
        page = QWidget(self)
        row = QWidget(page)
        keys = FlowLayout(row, gap=STEP)
        for button in self.keys.values():
            keys.addWidget(button)
        keys.addWidget(self.more)
        layout = QVBoxLayout(page)
        bare(layout, 3 * STEP)
        layout.addWidget(desk, 1)
        layout.addWidget(row)
        return page
