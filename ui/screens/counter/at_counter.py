"""The left side: the number at the counter, as large as can be, its times, its way, its company."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.snapshots import PlaceShape
from ui.screens.counter.card import Card, bare, column, wrapped
from ui.screens.counter.company_card import CompanyCard
from ui.screens.counter.facts import Moment, Phase, Shown
from ui.screens.counter.tag_row import TagRow
from ui.screens.counter.words import TONES, Words
from ui.theme import Tone
from ui.widgets.announce import announce
from ui.widgets.badge import Badge
from ui.widgets.label_display import LabelDisplay
from ui.widgets.labels import Heading, MutedLabel, ToneLabel
from ui.widgets.shapes import GLYPHS
from ui.widgets.timer_label import TimerLabel

_BADGES: Final = {
    Phase.FREE: Tone.GOOD,
    Phase.CALLED: Tone.INFO,
    Phase.SERVING: Tone.INFO,
    Phase.PAUSED: Tone.WARN,
    Phase.CLOSED: Tone.NEUTRAL,
    Phase.KEPT: Tone.WARN,
}
_NARROW_IN_LINES: Final = 14
_SPANS: Final = ("waited", "walked", "served")


class ModestDisplay(LabelDisplay):
    """Asks for little and takes what the words leave, so that no word is ever cut."""

    def sizeHint(self) -> QSize:
        """Return the least."""
        return self.minimumSizeHint()


class AtCounter(QWidget):
    """Shows who is at the counter; only looked at, never operated."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._said = ""
        self._kept = False
        self.title = Heading(factor=1.3, parent=self)
        self.badge = Badge(Tone.NEUTRAL, "", self)
        self.person = MutedLabel(parent=self)
        self.windows = TagRow(self)
        self.display = ModestDisplay(self)
        self.timers = {name: TimerLabel(self, factor=1.25) for name in _SPANS}
        self.timer_names = {name: MutedLabel(parent=self) for name in _SPANS}
        self.way = TagRow(self)
        self.way_words = MutedLabel(parent=self)
        self.saying = ToneLabel(parent=self)
        wrapped(self.saying)
        self.help = wrapped(ToneLabel(tone=Tone.WARN, parent=self))
        self.owner = wrapped(ToneLabel(tone=Tone.WARN, parent=self))
        self.company = CompanyCard(words, self)
        self._arrange()

    def show_state(self, shown: Shown) -> None:
        """Show another moment."""
        moment, phase = shown.moment, shown.phase
        self.title.setText(self._words.text("title", number=shown.number or ""))
        if moment is None:
            return
        self._show_badge(phase, moment.counter.state, shown.how_kept)
        person = self._words.person(moment.counter.staff)
        self.person.setText(self._words.first_name(moment.counter.staff))
        self.person.setToolTip(person)
        self.person.setAccessibleName(person)
        self._show_windows(moment)
        ticket = moment.ticket
        self._keep_time(phase is Phase.KEPT)
        self.display.set_idle(self._idle(shown, moment))
        self.display.show_label(ticket.label if ticket else "")
        self._show_spans(moment)
        self._show_way(moment)
        self._show_saying(shown)
        self._show_help(moment)
        self._show_owner(shown, moment)
        self.company.show_company(moment)

    def _show_badge(self, phase: Phase, counter: str, kept: str) -> None:
        words = self._words.text(f"phase.{phase}_{kept}" if kept else f"phase.{phase}")
        paused = counter == "paused" and phase not in (Phase.PAUSED, Phase.KEPT)
        if paused:
            words = f"{words} · {self._words.text('phase.paused')}"
        tone = Tone.WARN if paused else _BADGES.get(phase, Tone.NEUTRAL)
        self.badge.show_state(tone, words)

    def _keep_time(self, kept: bool) -> None:
        if kept and not self._kept:
            for timer in self.timers.values():
                timer.stop()
        self._kept = kept

    def _idle(self, shown: Shown, moment: Moment) -> str:
        if shown.phase is Phase.FREE and shown.away:
            return self._words.text("idle.kept")
        if shown.phase is Phase.FREE and not moment.queue:
            return self._words.text("idle.free_nobody")
        return self._words.text(f"idle.{shown.phase}")

    def _show_spans(self, moment: Moment) -> None:
        spans = moment.spans
        values = (spans.waited, spans.walked, spans.served) if spans else (None, None, None)
        running = {"walking": "walked", "serving": "served"}.get(spans.running if spans else "")
        for name, seconds in zip(_SPANS, values, strict=True):
            timer, words = self.timers[name], self.timer_names[name]
            words.setText(self._words.text(f"time.{name}"))
            timer.setAccessibleName(self._words.text(f"time.{name}_spoken"))
            timer.setToolTip(self._words.text(f"time.{name}_spoken"))
            shown = seconds is not None
            timer.setVisible(shown)
            words.setVisible(shown)
            if seconds is None:
                timer.clear_time()
                continue
            if self._kept:
                continue  # it stands still where the visit was ended
            timer.start(seconds)
            if name != running:
                timer.stop()

    def _show_way(self, moment: Moment) -> None:
        places = moment.ticket.places if moment.ticket else ()
        others = [p for p in places if p.step_no != (moment.stop.step_no if moment.stop else 0)]
        to_come = [place for place in others if place.state in ("away", "ready", "blocked")]
        self.way_words.setText(
            self._words.text("stop.more" if to_come else "stop.last") if places else ""
        )
        self.way_words.setVisible(bool(places))
        self.way.setVisible(bool(to_come))
        letters = len(to_come) > 1 and self.width() < self.fontMetrics().height() * _NARROW_IN_LINES
        tags = [
            (self._words.letter(place.window), "" if letters else self._place(place))
            for place in to_come
        ]
        self.way.show_tags(tags)
        self.way.setToolTip(self._words.listed([self._place(place) for place in to_come]))

    def _show_windows(self, moment: Moment) -> None:
        """Show the window of the present stop, else all that are called here."""
        words = self._words
        if moment.stop is not None:
            code = moment.stop.window
            self.windows.show_tags([(words.letter(code), words.window(code))])
            return
        codes = moment.counter.opened_windows or moment.counter.windows
        names = len(codes) == 1
        tags = [(words.letter(code), words.window(code) if names else "") for code in codes]
        self.windows.show_tags(tags)

    def _place(self, place: PlaceShape) -> str:
        name = self._words.window(place.window)
        if place.state == "blocked":
            return self._words.text("stop.blocked", window=name)
        return name

    def _show_saying(self, shown: Shown) -> None:
        saying = shown.saying
        words = self._words.saying(saying) if saying else ""
        tone = TONES[saying.tone] if saying else Tone.INFO
        self.saying.set_tone(tone)
        self.saying.setText(f"{GLYPHS[tone]} {words}" if words else "")
        self.saying.setVisible(bool(words))
        if words and words != self._said:
            announce(self, words)
        self._said = words

    def _show_help(self, moment: Moment) -> None:
        """Show that a colleague was called, until somebody comes."""
        call = moment.counter.help
        since = self._words.clock(call.asked_at) if call else ""
        words = self._words.text("help.standing", time=since)
        self.help.setText(f"{GLYPHS[Tone.WARN]} {words}")
        if call is not None and self.help.isHidden():
            announce(self, words)
        self.help.setVisible(call is not None)

    def _show_owner(self, shown: Shown, moment: Moment) -> None:
        """Say that somebody else has opened this counter and not closed it."""
        owner = moment.counter.staff
        other = bool(shown.staff and owner) and shown.staff.upper() != str(owner).upper()
        other = other and moment.counter.state in ("open", "paused")
        values = {"person": self._words.person(owner), "me": self._words.person(shown.staff)}
        words = self._words.text("owner.other", **values)
        self.owner.setText(f"{GLYPHS[Tone.WARN]} {words}")
        if other and self.owner.isHidden():
            announce(self, words)
        self.owner.setVisible(other)

    def _arrange(self) -> None:
        card = Card(self)
        inside = column(card)
        head = QHBoxLayout()
        bare(head)
        head.addWidget(self.title)
        head.addWidget(self.badge)
        head.addStretch(1)
        head.addWidget(self.person)
        inside.addLayout(head)
        second = QHBoxLayout()
        bare(second)
        second.addWidget(self.windows, 1)
        inside.addLayout(second)
        inside.addWidget(self.display, 1)
        inside.addLayout(self._timer_row())
        inside.addWidget(self.way_words)
        inside.addWidget(self.way)
        inside.addWidget(self.saying)
        inside.addWidget(self.help)
        inside.addWidget(self.owner)
        layout = QVBoxLayout(self)
        bare(layout)
        layout.addWidget(card, 3)
        layout.addWidget(self.company, 2)

    def _timer_row(self) -> QGridLayout:
        row = QGridLayout()
        bare(row)
        row.setVerticalSpacing(0)
        for at, name in enumerate(_SPANS):
            row.addWidget(self.timer_names[name], 0, at)
            row.addWidget(self.timers[name], 1, at)
        return row
