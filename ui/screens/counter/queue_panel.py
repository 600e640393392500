"""The right side: who waits, who is on hold, who was missed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedWidget, QWidget

from desktop.snapshots import QueueRow
from ui.screens.counter.card import Card, bare, column
from ui.screens.counter.facts import Moment, Phase, Shown
from ui.screens.counter.table import HeldLine, held_columns, missed_columns, queue_columns
from ui.screens.counter.words import Words
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Heading, MutedLabel
from ui.widgets.live_model import Column, LiveModel
from ui.widgets.live_table import LiveTable
from ui.widgets.whole_rows import WholeRows

LISTS: Final = ("waiting", "held", "missed")
_HINTS: Final = {"waiting": "choose", "held": "resume", "missed": "reinstate"}
_EMPTY: Final = {"waiting": "empty", "held": "empty_held", "missed": "empty_missed"}


class QueuePanel(Card):
    """Three lists, one at a time; Enter on a row emits `call`, `resume` or `reinstate`."""

    call = Signal(str)
    resume = Signal(str)
    reinstate = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._phase, self._away = Phase.LOADING, False
        self._facts: object = None
        self._counts = dict.fromkeys(LISTS, 0)
        self.title = Heading(parent=self)
        self.hint = MutedLabel(parent=self)
        self._group = QButtonGroup(self)
        self.buttons = {name: QPushButton(self) for name in LISTS}
        self._stack = QStackedWidget(self)
        self.models = {
            "waiting": LiveModel(queue_columns(words), lambda row: (row.ticket, row.step_no)),
            "held": LiveModel(held_columns(words), lambda line: line.ticket.id),
            "missed": LiveModel(missed_columns(words), lambda ticket: ticket.id),
        }
        self.tables: dict[str, LiveTable] = {}
        self.empty: dict[str, EmptyState] = {}
        for name in LISTS:
            self._add_list(name)
        self._arrange()
        self.show_list("waiting")

    def retranslate(self) -> None:
        """Put the words in again."""
        columns: dict[str, Callable[[Words], list[Column[Any]]]] = {
            "waiting": queue_columns,
            "held": held_columns,
            "missed": missed_columns,
        }
        self.title.setText(self._words.text("queue.title"))
        for name in LISTS:
            self.models[name].set_columns(columns[name](self._words))
            empty = _EMPTY[name]
            self.empty[name].say(
                self._words.text(f"queue.{empty}"), self._words.text(f"queue.{empty}_hint")
            )
        self._word()

    def show_state(self, shown: Shown) -> None:
        """Show the three lists of another moment."""
        moment = shown.moment
        if moment is None:
            return
        language = self._words.language.code
        facts = (moment, shown.missed, shown.passed, shown.phase, shown.away, language)
        if facts == self._facts:
            return
        self._facts = facts
        self._phase, self._away = shown.phase, shown.away
        passed = shown.passed
        more = int(passed // 60)
        rows: Sequence[QueueRow] = moment.queue
        if more:
            rows = [replace(r, waiting_minutes=r.waiting_minutes + more) for r in rows]
        held = [
            HeldLine(ticket, _over(moment, ticket.hold_until, passed)) for ticket in moment.held
        ]
        front = self.current
        before = self._counts[front]
        self._show("waiting", rows)
        self._show("held", held)
        self._show("missed", shown.missed)
        self._word()
        if before and not self._counts[front]:
            self.show_list("waiting")  # the last one is back: who comes next is what matters now

    def show_list(self, name: str) -> None:
        """Bring one list to the front."""
        self.buttons[name].setChecked(True)
        self._stack.setCurrentIndex(LISTS.index(name))
        self.hint.setText(self._words.text(f"queue.{_HINTS[name]}"))
        useful = self._phase is not Phase.CLOSED if name == "missed" else self._free
        self.hint.setVisible(self._counts[name] > 0 and useful and not self._away)

    def next_list(self) -> None:
        """Bring the next list that has something to the front, and the keyboard to it."""
        at = self._stack.currentIndex()
        focused = self.tables[LISTS[at]].hasFocus()
        order = [LISTS[(at + step) % len(LISTS)] for step in range(1, len(LISTS) + 1)]
        if not focused and at and self._counts[LISTS[at]]:
            order.insert(0, LISTS[at])
        name = next((one for one in order if self._counts[one]), order[0])
        self.show_list(name)
        table = self.tables[name]
        table.setFocus()
        if table.current_key() is None and self._counts[name]:
            table.selectRow(0)

    @property
    def _free(self) -> bool:
        on_hold = self.current == "held" and self._phase is Phase.PAUSED
        return on_hold or self._phase is Phase.FREE

    @property
    def current(self) -> str:
        """Return the list in front."""
        return LISTS[self._stack.currentIndex()]

    def _show(self, name: str, rows: Any) -> None:
        rows = list(rows)
        self._counts[name] = len(rows)
        self.models[name].show(rows)
        page = self._stack.widget(LISTS.index(name))
        assert isinstance(page, QStackedWidget)
        page.setCurrentIndex(0 if rows else 1)

    def _word(self) -> None:
        for name, button in self.buttons.items():
            button.setText(self._words.text(f"queue.{name}", count=self._counts[name]))
            button.setAccessibleName(button.text())
            self.tables[name].setAccessibleName(button.text())
        self.show_list(self.current)

    def _add_list(self, name: str) -> None:
        button = self.buttons[name]
        button.setCheckable(True)
        button.setAutoDefault(False)
        button.clicked.connect(partial(self.show_list, name))
        self._group.addButton(button)
        table = LiveTable(self.models[name], name, self)
        table.activated_key.connect(partial(self._activated, name))
        self.tables[name] = table
        self.empty[name] = EmptyState(self)
        page = QStackedWidget(self)
        page.addWidget(WholeRows(table, page))
        page.addWidget(self.empty[name])
        self._stack.addWidget(page)

    def _activated(self, name: str, key: object) -> None:
        ticket = key[0] if isinstance(key, tuple) else str(key)
        {"waiting": self.call, "held": self.resume, "missed": self.reinstate}[name].emit(ticket)

    def _arrange(self) -> None:
        inside = column(self)
        inside.addWidget(self.title)
        row = QHBoxLayout()
        bare(row, STEP)
        for name in LISTS:
            row.addWidget(self.buttons[name], 1)
        inside.addLayout(row)
        inside.addWidget(self._stack, 1)
        inside.addWidget(self.hint)


def _over(moment: Moment, until: Any, passed: float) -> bool:
    return until is not None and (until - moment.now).total_seconds() <= passed
