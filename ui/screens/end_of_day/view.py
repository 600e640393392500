"""The End of day screen's widgets: open tickets, the bar of ends, the day's figures."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop.domain.errors import DeskError
from ui.commands import CommandButton, Commands
from ui.language import Language
from ui.screens.end_of_day.bar import EndBar
from ui.screens.end_of_day.drafts import AT_COUNTER, Row, next_without_end
from ui.screens.end_of_day.figures import DayFigures
from ui.screens.end_of_day.presenter import Shown
from ui.screens.end_of_day.table import OpenTickets, Wording, columns, make_model
from ui.theme import STEP, Tone
from ui.widgets.badge import Badge
from ui.widgets.empty_state import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Heading, ToneLabel
from ui.widgets.shapes import GLYPHS

STATES: Final = {"open": Tone.INFO, "closed": Tone.GOOD, "reopened": Tone.WARN}
_CLOSE: Final = "end_of_day.close"
BUTTONS: Final = ("end_of_day.choose", "end_of_day.rest", "end_of_day.clear", "end_of_day.write")


class EndOfDayView(QWidget):
    """Reports intentions: `end_wanted(end)` for the current row, `cleared()`, `retried()`."""

    end_wanted = Signal(str)
    cleared = Signal()
    retried = Signal()

    def __init__(
        self, commands: Commands, language: Language, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._language = language
        self._commands = commands
        self._say = Wording(language)
        self._shown: Shown | None = None
        self._problem: DeskError | None = None
        self._title = Heading(factor=1.5, parent=self)
        self._state = Badge(Tone.NEUTRAL, "", self)
        self._task = QLabel(self)
        self._hands = ToneLabel(tone=Tone.WARN, parent=self)
        for label in (self._task, self._hands):
            label.setWordWrap(True)
        self._model = make_model(self._say, self)
        self.table = OpenTickets(self._model, "", self)
        self.empty = EmptyState(self)
        self.bar = EndBar(language, self)
        self.figures = DayFigures(language, self)
        self._pages = QStackedWidget(self)
        self._buttons = QWidget(self)
        flow = FlowLayout(self._buttons)
        for command in BUTTONS:
            flow.addWidget(CommandButton(commands, command, self._buttons))
        close = CommandButton(commands, _CLOSE, self._buttons, primary=True)
        flow.addWidget(close)
        self._build()
        self.table.activated_key.connect(self._entered)
        self.table.end_wanted.connect(self.end_wanted)
        self.table.cleared.connect(self.cleared)
        self.empty.acted.connect(self.retried)
        self.bar.left.connect(self.focus_list)
        self.retranslate()

    @property
    def shown(self) -> Shown | None:
        """Return what is shown, None before the first answer."""
        return self._shown

    @property
    def task(self) -> str:
        """Return the sentence that says what is to be done."""
        return self._task.text()

    @property
    def current(self) -> Row | None:
        """Return the row that is chosen."""
        row = self._model.row_at(self.table.currentIndex().row())
        return row if isinstance(row, Row) else None

    def retranslate(self) -> None:
        """Put all words in again."""
        self.table.setAccessibleName(self._language.text("end_of_day.open_tickets"))
        self._model.set_columns(columns(self._say))
        self._reword_bar()
        if self._problem is not None:
            self.show_broken(self._problem)
        elif self._shown is not None:
            self.show_day(self._shown)
        else:
            self._title.setText(self._language.text("end_of_day.title"))

    def show_day(self, shown: Shown) -> None:
        """Show the day; the chosen row stays chosen, else the first without an end is."""
        self._shown, self._problem = shown, None
        text, day = self._language.text, shown.day.day
        self._say = Wording(self._language, shown.day)
        self._model.set_columns(columns(self._say))
        self._model.show(shown.rows)
        if shown.rows and self.table.current_key() is None:
            self.table.select_key(next_without_end(shown.rows, "") or shown.rows[0].ticket.id)
        date = self._language.date(QDate(day.year, day.month, day.day))
        self._title.setText(text("end_of_day.title_of", date=date))
        self._state.show_state(STATES[shown.state], text(f"end_of_day.day.{shown.state}"))
        self._say_task(shown)
        self.figures.show_day(shown.day)
        if not shown.rows:
            key = "closed" if shown.state == "closed" else "nobody"
            self.empty.say(text(f"end_of_day.empty.{key}"), text(f"end_of_day.empty.{key}_hint"))
        self._pages.setCurrentIndex(0 if shown.rows else 1)

    def reword_task(self) -> None:
        """Say anew what is to be done: its keys were held back, or let go."""
        if self._shown is not None and self._problem is None:
            self._say_task(self._shown)

    def show_broken(self, error: DeskError) -> None:
        """Say that the day could not be read, and offer to try again."""
        self._problem = error
        text = self._language.text
        sentence = self._language.sentence(error)
        self.empty.say(text("end_of_day.broken"), sentence, text("message.retry"))
        self._pages.setCurrentIndex(1)

    def ask_end(self, row: Row, end: str) -> None:
        """Ask for the reason of one ticket's end."""
        reason = row.draft.reason if row.draft is not None and row.draft.end == end else ""
        self.bar.open(row.ticket.id, self._asked(row), end, reason, self._still(row))

    def ask_rest(self, end: str) -> None:
        """Ask for one end for all that have none."""
        self.bar.open("", self._asked(None), end)

    def _asked(self, row: Row | None) -> str:
        text = self._language.text
        if row is None:
            count = self._shown.undecided if self._shown is not None else 0
            return text("end_of_day.rest_of", count=count)
        company = row.ticket.enterprise_name or text("end_of_day.no_company")
        return f"{row.ticket.label}  {company}"

    def _still(self, row: Row) -> str:
        if row.ticket.state not in AT_COUNTER:
            return ""
        key = f"end_of_day.still.{row.ticket.state}"
        return self._language.text(key, counter=row.ticket.counter)

    def _reword_bar(self) -> None:
        ticket = self.bar.ticket
        if ticket is None or self._shown is None:
            return
        row = next((one for one in self._shown.rows if one.ticket.id == ticket), None)
        self.bar.reword(self._asked(row), self._still(row) if row is not None else "")

    def focus_list(self) -> None:
        """Put the focus where work goes on."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the figures what they need, and never more than two fifths."""
        super().resizeEvent(event)
        wanted = self.fontMetrics().height() * 23
        self.figures.setFixedWidth(min(wanted, round(event.size().width() * 0.4)))

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(3 * STEP)
        head.addWidget(self._title)
        head.addWidget(self._state)
        head.addStretch(1)
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        left = QVBoxLayout()
        left.setSpacing(2 * STEP)
        left.addWidget(self._task)
        left.addWidget(self._hands)
        left.addWidget(self._pages, 1)
        left.addWidget(self.bar)
        left.addWidget(self._buttons)
        main = QHBoxLayout()
        main.setSpacing(2 * STEP)
        main.addLayout(left, 1)
        main.addWidget(self.figures)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(4 * STEP, 3 * STEP, STEP, 3 * STEP)
        whole.setSpacing(3 * STEP)
        whole.addLayout(head)
        whole.addLayout(main, 1)

    def _say_task(self, shown: Shown) -> None:
        text = self._language.text
        hands = [
            text("end_of_day.in_hands", label=row.ticket.label, counter=row.ticket.counter)
            for row in shown.rows
            if row.ticket.state in AT_COUNTER
        ]
        if shown.undecided:
            words = text("end_of_day.task.choose", count=shown.undecided)
        elif shown.rows:
            words = text("end_of_day.task.ready", count=shown.decided)
        else:
            words = text(f"end_of_day.task.{shown.state}")
        if not shown.undecided and shown.state != "closed" and self._commands.holds(_CLOSE):
            words = text("end_of_day.task.away")  # its key does nothing now
        self._task.setText(words)
        self._hands.setText("\n".join(f"{GLYPHS[Tone.WARN]} {one}" for one in hands))
        self._hands.setVisible(bool(hands))

    def _entered(self, _key: object) -> None:
        self.end_wanted.emit("")
