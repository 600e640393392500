"""今日号票: a list to search, and below it what can be done with the number that is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.snapshots import TicketShape
from ui.language import Language
from ui.screens.reception.catalogue import Catalogue
from ui.screens.reception.reason_bar import ReasonBar
from ui.screens.reception.today_presenter import NEEDS_REASON, Action, dropped_steps, possible
from ui.screens.reception.today_table import TodayWords
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Heading, MutedLabel
from ui.widgets.live_model import LiveModel
from ui.widgets.live_table import LiveTable

KEYS: Final = {
    Action.REPRINT: "P",
    Action.CANCEL: "C",
    Action.VOID: "V",
    Action.REINSTATE: "R",
    Action.RELEASE: "L",
}
"""One key an action while the list has the focus."""


class TodayView(QWidget):
    """`asked(action, ticket, reason, step)` when something is to be done; `left` on Esc."""

    typed = Signal(str)
    asked = Signal(object, object, str, int)
    left = Signal()

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._catalogue = Catalogue()
        self._zone = ZoneInfo("UTC")
        self._busy = False
        self.heading = Heading(parent=self)
        self.back = QPushButton(self)
        self.back.setAutoDefault(True)
        self.back.clicked.connect(self.left)
        self._hint = MutedLabel(parent=self)
        self.line = QLineEdit(self)
        self.line.setTextMargins(STEP, 0, 0, 0)
        self.line.setClearButtonEnabled(True)
        self.line.textChanged.connect(self.typed)
        self.line.installEventFilter(self)
        self.model = LiveModel(self._words().columns(), lambda row: row.id, parent=self)
        self.table = LiveTable(self.model, "", self)
        self.table.installEventFilter(self)
        self.table.current_key_changed.connect(self._current_changed)
        self.empty = EmptyState(self)
        self.buttons = {action: QPushButton(self) for action in Action}
        self.bar = ReasonBar(language, self)
        self.bar.confirmed.connect(self._confirmed)
        self.bar.left.connect(self._bar_left)
        self._build()
        self.retranslate()

    @property
    def ticket(self) -> TicketShape | None:
        """Return the number that is chosen."""
        row = self.model.row_at(self.table.currentIndex().row())
        return row if isinstance(row, TicketShape) else None

    def controls(self) -> list[QWidget]:
        """Return what can be operated, in the order of the Tab key."""
        return [self.line, self.table, *self.bar.controls(), *self.buttons.values(), self.back]

    def open(self) -> None:
        """Come to the front with an empty search."""
        self.bar.hide()
        self.line.clear()
        self.line.setFocus()

    def show_tickets(self, text: str, tickets: Sequence[TicketShape]) -> None:
        """Show the numbers found for `text`; what was chosen stays chosen."""
        if text != self.line.text().strip():
            return
        self.model.show(tickets)
        if self.ticket is None and tickets:
            self.table.select_key(tickets[0].id)
        words = self._language.text
        key = "none" if text else "empty"
        self.empty.say(words(f"reception.today.{key}"), words(f"reception.today.{key}_hint"))
        self._stack.setCurrentIndex(0 if tickets else 1)
        self._refresh()

    def show_refusal(self, sentence: str) -> None:
        """Say in the list's place why it cannot be read."""
        self.empty.say(self._language.text("reception.today.unread"), sentence)
        self._stack.setCurrentIndex(1)
        self._refresh()

    def set_catalogue(self, catalogue: Catalogue, zone: str) -> None:
        """Take in the windows' letters and the site's zone."""
        self._catalogue = catalogue
        self._zone = ZoneInfo(zone)
        self.model.set_columns(self._words().columns())

    def set_busy(self, busy: bool) -> None:
        """Let nobody press twice."""
        self._busy = busy
        self._refresh()

    def retranslate(self) -> None:
        """Put the words in again."""
        text = self._language.text
        self.heading.setText(text("reception.today.title"))
        self.back.setText(text("reception.today.back"))
        self.back.setAccessibleName(self.back.text())
        self._hint.setText(text("reception.today.hint"))
        self.line.setPlaceholderText(text("reception.today.placeholder"))
        self.line.setAccessibleName(text("reception.today.placeholder"))
        self.table.setAccessibleName(text("reception.today.title"))
        self.model.set_columns(self._words().columns())
        for action, button in self.buttons.items():
            button.setText(f"{KEYS[action]}  {text(f'reception.today.do.{action}')}")
            button.setAccessibleName(text(f"reception.today.do.{action}"))
        self.bar.retranslate()

    def ask(self, action: Action) -> None:
        """Begin an action on the chosen number: at once, or after asking why."""
        ticket = self.ticket
        if ticket is None or self._busy or action not in possible(ticket):
            return
        if action in NEEDS_REASON:
            title = self._language.text(f"reception.today.why.{action}", label=ticket.label)
            stops = [
                (step, self._stop_words(ticket, step))
                for step in (dropped_steps(ticket) if action is Action.RELEASE else ())
            ]
            self.bar.open(action, title, stops)
        else:
            self.asked.emit(action, ticket, "", 0)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Move in the list while typing in the line; act by single keys while in the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._line_key(event) if watched is self.line else self._table_key(event)
        return super().eventFilter(watched, event)

    def _line_key(self, event: QKeyEvent) -> bool:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.table.keyPressEvent(event)
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.table.setFocus()
            return True
        return False

    def _table_key(self, event: QKeyEvent) -> bool:
        """One key an action; the table itself would search for what begins with the letter."""
        for action, key in KEYS.items():
            if event.text().upper() == key:
                self.ask(action)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to reception."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        actions = QHBoxLayout()
        for action, button in self.buttons.items():
            button.setProperty("action", str(action))
            button.setAutoDefault(True)
            button.clicked.connect(self._button_clicked)
            actions.addWidget(button)
        actions.addStretch(1)
        self.bar.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * STEP)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.back)
        layout.addLayout(head)
        layout.addWidget(self.line)
        layout.addWidget(self._hint)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.bar)
        layout.addLayout(actions)

    def _words(self) -> TodayWords:
        return TodayWords(self._language, self._catalogue, self._zone)

    def _stop_words(self, ticket: TicketShape, step: int) -> str:
        place = next(place for place in ticket.places if place.step_no == step)
        found = self._catalogue.windows.get(place.window)
        name = found.name.of(self._language.code) if found else place.window
        return f"{step}. {self._catalogue.letter(place.window)} {name}"

    def _refresh(self) -> None:
        can = possible(self.ticket)
        for action, button in self.buttons.items():
            button.setEnabled(action in can and not self._busy)

    def _current_changed(self, _key: object) -> None:
        self.bar.hide()
        self._refresh()

    def _button_clicked(self) -> None:
        self.ask(Action(self.sender().property("action")))

    def _confirmed(self, action: Action, reason: str, step: int) -> None:
        ticket = self.ticket
        self.bar.hide()
        self.table.setFocus()
        if ticket is not None:
            self.asked.emit(action, ticket, reason, step)

    def _bar_left(self) -> None:
        self.bar.hide()
        self.table.setFocus()
