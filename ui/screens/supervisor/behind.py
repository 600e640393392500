"""The list behind a figure: tickets, cases, counters, questions or days; Esc goes back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.errors import DeskError
from desktop.snapshots import DayFigures, FigureAnswer
from ui.screens.supervisor import tables
from ui.screens.supervisor.wording import Wording
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Heading, MutedLabel
from ui.widgets.live_model import LiveModel
from ui.widgets.live_table import LiveTable


class Behind(QWidget):
    """`left()` by Esc; `chosen(key)` by Enter in a row."""

    left = Signal()
    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Heading(factor=1.5, parent=self)
        self._meaning = MutedLabel(parent=self)
        self._meaning.setWordWrap(True)
        self._back = QPushButton(self)
        self._back.setAutoDefault(False)
        self._back.clicked.connect(self.left)
        self._pages = QStackedWidget(self)
        self._empty = EmptyState(self)
        self._pages.addWidget(self._empty)
        self._kind = ""
        self.table: LiveTable | None = None
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._back)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2 * STEP)
        whole.addLayout(head)
        whole.addWidget(self._meaning)
        whole.addWidget(self._pages, 1)

    @property
    def count(self) -> int:
        """Return how many rows there are."""
        return self.table.model().rowCount() if self.table is not None else 0

    def show_answer(self, answer: FigureAnswer, say: Wording) -> None:
        """Show what stands behind a figure."""
        name = say.text(f"tile.{answer.figure}") if answer.figure != "waits" else say.text("waits")
        where = say.window(answer.window) if answer.window is not None else say.text("everywhere")
        title = say.text(
            "behind", figure=name, where=where, day=say.day(answer.day), count=answer.count
        )
        kinds: dict[str, tuple[tuple[Any, ...], list[Any]]] = {
            "cases": (answer.cases, tables.case_columns(say)),
            "counters": (answer.counters, tables.counter_columns(say)),
            "enquiries": (answer.enquiries, tables.enquiry_columns(say)),
            "rows": (answer.rows, tables.ticket_columns(say)),
        }
        of = {"overdue": "cases", "counters_open": "counters", "answered": "enquiries"}
        kind = of.get(answer.figure, "rows")
        self._show(kind, *kinds[kind], title, say.text(f"meaning.{answer.figure}"), say)

    def show_days(self, days: tuple[DayFigures, ...], title: str, say: Wording) -> None:
        """Show the days of a range."""
        self._show("days", days, tables.day_columns(say), title, say.text("choose_day"), say)

    def show_broken(self, error: DeskError, say: Wording) -> None:
        """Say that it could not be read."""
        self._word(say)
        self._empty.say(say.text("broken"), say.language.sentence(error))
        self._pages.setCurrentWidget(self._empty)

    def take_focus(self) -> None:
        """Put the focus into the list, or on the way back."""
        shown = self._pages.currentWidget()
        if self.table is not None and shown is self.table:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            if self.table.current_key() is None:
                self.table.selectRow(0)
        else:
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def _show(
        self,
        kind: str,
        rows: tuple[Any, ...],
        columns: list[Any],
        title: str,
        meaning: str,
        say: Wording,
    ) -> None:
        self._word(say)
        self._title.setText(title)
        self._meaning.setText(meaning)
        focused = self.table is not None and self.table.hasFocus()
        if kind != self._kind or self.table is None:
            self._replace(kind, columns)
        assert self.table is not None
        model = self.table.model()
        assert isinstance(model, LiveModel)
        model.set_columns(columns)
        model.show(rows)
        self.table.setAccessibleName(title)
        self._empty.say(say.text("nothing_behind"), meaning)
        self._pages.setCurrentWidget(self.table if rows else self._empty)
        if focused:
            self.take_focus()

    def _replace(self, kind: str, columns: list[Any]) -> None:
        if self.table is not None:
            self._pages.removeWidget(self.table)
            self.table.deleteLater()
        model = tables.make_model(columns, tables.key_of, self)
        self.table = LiveTable(model, "", self)
        self.table.setMinimumWidth(0)
        self.table.activated_key.connect(self.chosen)
        self._pages.addWidget(self.table)
        self._kind = kind

    def _word(self, say: Wording) -> None:
        self._back.setText(say.text("back"))
        self._back.setAccessibleName(say.text("back"))
