"""The inline bars of the counter screen, one at a time; `left` says that a bar went away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.snapshots import QueueRow, TicketShape
from ui.screens.counter.bars import (
    PAUSE_REASONS,
    Bar,
    ChoiceBar,
    FinishBar,
    HoldBar,
    TransferBar,
    UndoBar,
)
from ui.screens.counter.card import bare
from ui.screens.counter.facts import Ended, ItemFacts, Shown
from ui.screens.counter.pages import people
from ui.screens.counter.pick_bar import PickBar
from ui.screens.counter.words import Words
from ui.widgets.search_box import Choice


class BarStack(QWidget):
    """Knows the fields of each question; hidden while nothing is asked."""

    left = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._rows: tuple[QueueRow, ...] = ()
        self._tickets: tuple[TicketShape, ...] = ()
        self._window = ""
        self.transfer = TransferBar(words, self)
        self.hold = HoldBar(words, self)
        self.pause = ChoiceBar(words, "bar.pause", "bar.pause_reason", self)
        self.staff = ChoiceBar(words, "bar.open", "bar.open_staff", self)
        self.finish = FinishBar(words, self)
        self.undo = UndoBar(words, self)
        self.call = PickBar(words, ("bar.call", "bar.call_none"), self._find_rows, self)
        self.add = PickBar(words, ("bar.add", "bar.add_none"), self._find_items, self)
        self.take_over = PickBar(words, ("bar.take_over", "bar.take_over_none"), self._lost, self)
        self.all: tuple[Bar, ...] = (
            self.transfer,
            self.hold,
            self.pause,
            self.staff,
            self.finish,
            self.undo,
            self.call,
            self.add,
            self.take_over,
        )
        layout = QVBoxLayout(self)
        bare(layout)
        for bar in self.all:
            bar.hide()
            bar.left.connect(self._left)
            layout.addWidget(bar)
        self.hide()

    @property
    def current(self) -> Bar | None:
        """Return the bar that asks now."""
        return next((bar for bar in self.all if not bar.isHidden()), None)

    def retranslate(self) -> None:
        """Put the words in again."""
        for bar in self.all:
            bar.retranslate()

    def show_bar(self, bar: Bar) -> None:
        """Ask this, and nothing else."""
        for other in self.all:
            other.setVisible(other is bar)
        bar.retranslate()
        self.show()
        bar.take_focus()

    def leave(self) -> None:
        """Ask nothing."""
        self.call.box.close_list()
        self.add.box.close_list()
        self.take_over.box.close_list()
        for bar in self.all:
            bar.hide()
        self.hide()

    def ask_transfer(self, shown: Shown) -> None:
        """Ask to which window the visitor goes."""
        here = shown.moment.stop.window if shown.moment and shown.moment.stop else ""
        served = {
            code for one in (shown.here.counters if shown.here else ()) for code in one.windows
        }
        codes = [code for code in self._words.book.windows if code in served and code != here]
        self.transfer.prepare(codes)
        self.show_bar(self.transfer)

    def ask_hold(self, shown: Shown) -> None:
        """Ask why the visit is put on hold, and until when."""
        ticket = shown.moment.ticket if shown.moment else None
        self.hold.prepare(ticket.label if ticket else "")
        self.show_bar(self.hold)

    def ask_pause(self) -> None:
        """Ask why calling stops."""
        reasons = [self._words.text(f"pause_reason.{reason}") for reason in PAUSE_REASONS]
        self.pause.prepare([(reason, reason) for reason in reasons], reasons[0])
        self.show_bar(self.pause)

    def ask_undo(self, ended: Ended | None) -> None:
        """Ask why the latest finish or no-show is taken back."""
        self.undo.ask(ended)
        self.show_bar(self.undo)

    def ask_staff(self, suggestion: str) -> None:
        """Ask who takes over."""
        self.staff.prepare(people(self._words), self._words.person(suggestion))
        self.show_bar(self.staff)

    def follow(self, shown: Shown) -> None:
        """Know who waits now.

        What is on offer stays until the next letter is typed: a list that changed under the
        hand would call somebody else.
        """
        self._rows = shown.moment.queue if shown.moment else ()
        self._tickets = shown.lost
        if self.call.isVisible() and not self.call.box.choices():
            self.call.search_again()

    def ask_take_over(self) -> None:
        """Ask which ticket of a lost counter goes on here."""
        self.show_bar(self.take_over)

    def ask_call(self) -> None:
        """Ask whom to call by name."""
        self.show_bar(self.call)

    def ask_add(self, shown: Shown) -> None:
        """Ask what else the visitor wants."""
        self._window = shown.moment.stop.window if shown.moment and shown.moment.stop else ""
        self.show_bar(self.add)

    def _find_rows(self, text: str) -> Sequence[Choice]:
        wanted = text.strip().casefold()
        return [
            Choice(
                row.ticket,
                row.label,
                row.enterprise_name or self._words.text("no_company"),
                self._words.window(row.window),
            )
            for row in self._rows
            if wanted in row.label.casefold() or wanted in (row.enterprise_name or "").casefold()
        ]

    def _lost(self, text: str) -> Sequence[Choice]:
        wanted = text.strip().casefold()
        return [
            Choice(
                ticket.id,
                ticket.label,
                self._words.company(ticket),
                self._words.text(
                    "bar.take_over_row",
                    counter=ticket.counter,
                    state=self._words.state(ticket.state),
                ),
            )
            for ticket in self._tickets
            if wanted in ticket.label.casefold() or wanted == str(ticket.counter)
        ]

    def _find_items(self, text: str) -> Sequence[Choice]:
        wanted = text.strip().casefold()
        items = self._words.book.items.values()
        if not wanted:
            found = [item for item in items if item.window == self._window]
        else:
            found = [item for item in items if _fits(item, wanted)]
        return [
            Choice(
                item.code, self._words.item(item.code), item.code, self._words.window(item.window)
            )
            for item in found
        ]

    def _left(self) -> None:
        self.leave()
        self.left.emit()


def _fits(item: ItemFacts, wanted: str) -> bool:
    return any(wanted in part.casefold() for part in (item.code, item.zh, item.en))
