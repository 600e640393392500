"""What stands in the middle while nobody is at the counter, and before there is one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from ui.screens.counter.bars import ChoiceBar
from ui.screens.counter.card import Card, column, wrapped
from ui.screens.counter.facts import Phase, Shown, told_after
from ui.screens.counter.table import counter_columns, paper_columns
from ui.screens.counter.words import TONES, Words
from ui.theme import Tone
from ui.widgets.announce import announce
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Heading, MutedLabel, ToneLabel
from ui.widgets.live_model import LiveModel
from ui.widgets.live_table import LiveTable
from ui.widgets.primary_button import PrimaryButton
from ui.widgets.shapes import GLYPHS

_PAPER_ROWS: Final = 6
_LEAST_LINES: Final = 16
"""Lower than so many lines of text, what was finished is all there is room for."""


class AfterPanel(Card):
    """Between two visitors: what was just finished, its papers, and the way on."""

    reprint = Signal(object)
    call = Signal()
    resume = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._paused = False
        self.title = wrapped(Heading(factor=1.3, parent=self))
        self._told: object = None
        self.sentence = ToneLabel(parent=self)
        wrapped(self.sentence)
        self.papers_title = MutedLabel(parent=self)
        self.model = LiveModel(paper_columns(words), lambda paper: paper.id, parent=self)
        self.table = LiveTable(self.model, "", self)
        self.table.activated_key.connect(self.reprint)
        self.again = QPushButton(self)
        self.again.setAutoDefault(False)
        self.again.clicked.connect(self._reprint)
        self.empty = EmptyState(self)
        self.empty.acted.connect(self._act)
        layout = column(self)
        for part in (self.title, self.sentence, self.papers_title, self.table):
            layout.addWidget(part)
        layout.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self.empty, 1)

    def retranslate(self) -> None:
        """Put the words in again."""
        self.model.set_columns(paper_columns(self._words))
        self.table.setAccessibleName(self._words.text("paper.title"))
        self.again.setText(self._words.text("paper.reprint"))

    def show_state(self, shown: Shown) -> None:
        """Show what was finished and what comes next."""
        moment, finished, text = shown.moment, shown.finished, self._words.text
        if moment is None:
            return
        made = {paper.id: paper for paper in finished.papers} if finished else {}
        now = {paper.id: paper for paper in moment.papers}
        papers = [now.get(key, paper) for key, paper in made.items()]
        self.model.show(papers)
        self.table.show_at_once(max(1, min(len(papers), _PAPER_ROWS)))
        if papers and self.table.current_key() is None:
            self.table.selectRow(0)
        kept = shown.how_kept
        for part in (self.title, self.sentence, self.papers_title):
            part.setVisible(finished is not None or bool(kept))
        for widget in (self.table, self.again):
            widget.setVisible(bool(papers))
        if kept:
            self._say_kept(kept, moment.ticket.label if moment.ticket else "")
            return
        if finished is not None:
            self.title.setText(text("after.title", label=finished.ticket.label))
            told = told_after(finished)
            words = self._words.saying(told)
            self.sentence.set_tone(TONES[told.tone])
            self.sentence.setText(f"{GLYPHS[TONES[told.tone]]} {words}")
            if finished is not self._told:
                announce(self, words)
            self._told = finished
            self.papers_title.setText(text("paper.title" if papers else "paper.none"))
        self._say_next(shown, len(moment.queue))

    def _say_kept(self, how: str, label: str) -> None:
        """Show what was ended here while the database was away: nothing to press, no paper yet."""
        text = self._words.text
        self.title.setText(text(f"after.kept_{how}", label=label))
        self.sentence.set_tone(Tone.WARN)
        self.sentence.setText(f"{GLYPHS[Tone.WARN]} {text('after.kept_told')}")
        for part in (self.papers_title, self.table, self.again):
            part.hide()
        self.empty.say(text("after.kept"), text(f"after.kept_{how}_hint"))

    def _say_next(self, shown: Shown, waiting: int) -> None:
        text = self._words.text
        self._paused = shown.phase is Phase.PAUSED
        if self._paused:
            self.empty.say(text("after.paused"), text("after.paused_hint"), text("after.resume"))
        elif shown.away:
            self.empty.say(text("after.away"), text("after.away_hint"))
        elif waiting:
            hint = text("after.free_count", count=waiting)
            self.empty.say(text("after.free"), hint, text("after.call"))
        else:
            self.empty.say(text("after.nobody"), text("after.nobody_hint"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out what comes next where a question takes the room."""
        super().resizeEvent(event)
        narrow = self.height() < self.fontMetrics().height() * _LEAST_LINES
        self.empty.setVisible(not narrow or self.title.isHidden())

    def _reprint(self) -> None:
        key = self.table.current_key()
        if isinstance(key, str):
            self.reprint.emit(key)

    def _act(self) -> None:
        (self.resume if self._paused else self.call).emit()


class OpenPage(ChoiceBar):
    """A closed counter: who sits down?"""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, "open.title", "bar.open_staff", parent)
        self.set_tone(None)
        self._number: int | None = None
        self._staff: object = None
        self.hint = wrapped(MutedLabel(parent=self))
        self.back.hide()
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, self.hint)
        layout.insertStretch(0, 1)
        layout.addStretch(2)

    def show_state(self, shown: Shown) -> None:
        """Show the counter that is closed and the people there are."""
        self._number = shown.number
        staff = (shown.here.staff if shown.here else (), self._words_code())
        if staff != self._staff:
            self._staff = staff
            self.prepare(people(self.words), self.words.person(shown.staff))
        self.ok.setEnabled(not shown.busy)
        self.retranslate()

    def retranslate(self) -> None:
        """Put the words in again."""
        super().retranslate()
        self.title.setText(self.words.text("open.title", number=self._number or ""))
        self.hint.setText(self.words.text("open.hint"))
        self.ok.setText(f"{self.words.text('open.button')} (Enter)")

    def _words_code(self) -> str:
        return self.words.language.code


class ChoosePage(Card):
    """Which counter is this PC?  `chosen(number)`, `settings` where there are none."""

    chosen = Signal(int)
    settings = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.title = Heading(factor=1.3, parent=self)
        self.hint = wrapped(MutedLabel(parent=self))
        self.model = LiveModel(counter_columns(words), lambda one: one.number, parent=self)
        self.table = LiveTable(self.model, "", self)
        self.table.activated_key.connect(self._choose)
        self.ok = PrimaryButton(self)
        self.ok.clicked.connect(self._pressed)
        self.empty = EmptyState(self)
        self.empty.acted.connect(self.settings)
        page = QWidget(self)
        inside = column(page, margin=0)
        for part in (self.title, self.hint):
            inside.addWidget(part)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.ok, 0, Qt.AlignmentFlag.AlignLeft)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(page)
        self._pages.addWidget(self.empty)
        column(self, margin=16).addWidget(self._pages)

    def retranslate(self) -> None:
        """Put the words in again."""
        text = self._words.text
        self.title.setText(text("open.choose"))
        self.hint.setText(text("open.choose_hint"))
        self.ok.setText(text("open.chosen"))
        self.table.setAccessibleName(text("open.choose"))
        self.model.set_columns(counter_columns(self._words))
        self.empty.say(
            text("open.no_counters"), text("open.no_counters_hint"), text("open.go_settings")
        )

    def show_state(self, shown: Shown) -> None:
        """Show the site's counters."""
        counters = shown.here.counters if shown.here else ()
        self._pages.setCurrentIndex(0 if counters else 1)
        self.model.show(counters)
        if counters and self.table.current_key() is None:
            self.table.selectRow(0)

    def _choose(self, key: object) -> None:
        if isinstance(key, int):
            self.chosen.emit(key)

    def _pressed(self) -> None:
        self._choose(self.table.current_key())


def people(words: Words) -> list[tuple[str, str]]:
    """Return the people to choose from, as words with their codes."""
    return [(words.person(one.code), one.code) for one in words.staff]
