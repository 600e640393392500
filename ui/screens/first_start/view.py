"""The page of the first start: the form at the left, the demo at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QSpinBox,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ui.language import Language
from ui.screens.first_start.centre_card import CentreCard
from ui.screens.first_start.demo_card import DemoCard
from ui.screens.first_start.password_card import SECRET, PasswordCard
from ui.screens.first_start.presenter import Problem, SitePlan
from ui.screens.first_start.table import CounterGrid, WindowName
from ui.screens.first_start.ticks import TickDelegate
from ui.theme import STEP, Tone
from ui.widgets.card import Card
from ui.widgets.fields import Field, line_field
from ui.widgets.labels import Heading, MutedLabel, ToneLabel
from ui.widgets.page import Page
from ui.widgets.primary_button import PrimaryButton

_LINES = ("code", "name", "staff_code", "staff_name", "password", "again", "station")
_EXAMPLES = ("code", "name", "staff_code", "staff_name")
_ROWS_SHOWN = 9


class FirstStartView(Page):
    """Emits `wanted(SitePlan)`, `station(code)`, `connect_server()`; the demo's card has its own.

    `server` says which server is to be set up, None where it is this PC.
    """

    wanted = Signal(object)
    station = Signal(str)
    connect_server = Signal()

    def __init__(
        self,
        language: Language,
        station: str,
        server: Callable[[], str] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent, lines=66)
        self._language, self._server = language, server
        self._problems: list[Problem] = []
        self.grid = CounterGrid(language, self)
        self._title = Heading(factor=1.7, parent=self)
        self._lead = MutedLabel(parent=self)
        self._lead.setWordWrap(True)
        # Made in the order in which Tab goes through them.
        self._card = Card(self)
        self.fields: dict[str, Field] = {}
        self._add_lines("code", "name")
        self._count = QSpinBox(self)
        self._count.setRange(1, 60)
        self._count.setValue(9)
        self._count.valueChanged.connect(self.grid.set_count)
        self.fields["counters"] = Field(self._count, self)
        self.table = self._make_table()
        self._add_lines("staff_code", "staff_name", "station")
        self.line("station").setText(station)
        self.go = PrimaryButton(self)
        self.go.clicked.connect(self.submit)
        self.signing = PasswordCard(language, self)
        self.fields |= self.signing.fields
        for name in SECRET:
            self.line(name).returnPressed.connect(self.submit)
        self.centre = CentreCard(language, on_server=server is not None, parent=self)
        self.centre.button.clicked.connect(self.connect_server)
        self.demo = DemoCard(language, self)
        self._arrange()
        language.changed.connect(self._word)
        self._word()
        self.setFocusProxy(self.line("code"))

    def line(self, name: str) -> QLineEdit:
        """Return the line of a field."""
        control = self.fields[name].control
        assert isinstance(control, QLineEdit)
        return control

    def _add_lines(self, *names: str) -> None:
        for name in names:
            self.fields[name] = line_field(self)
            self.line(name).returnPressed.connect(self.submit)

    def show_windows(self, windows: tuple[WindowName, ...]) -> None:
        """Show the windows that a new site begins with."""
        self._count.setValue(len(windows))
        self.grid.show_windows(windows, len(windows))
        self._fit_table()

    def show_problems(self, problems: list[Problem]) -> None:
        """Show what is wrong beside each field, and go to the first one."""
        self._problems = problems
        by_field = {problem.field: self._sentence(problem) for problem in problems}
        for name, field in self.fields.items():
            field.set_problem(by_field.get(name, ""))
        rest = by_field.get("", "")
        self._rest.setText(rest)
        self._rest.setVisible(bool(rest))
        self._go_to_problem()

    def set_busy(self, busy: bool) -> None:
        """Hold the form still while the database works."""
        self._card.setEnabled(not busy)
        self.signing.setEnabled(not busy)
        self.centre.button.setEnabled(not busy)
        self.demo.set_busy(busy)
        if not busy:
            self._go_to_problem()

    @Slot()
    def submit(self) -> None:
        """Hand the form in."""
        if not self._card.isEnabled():
            return
        station = self.line("station").text().strip().upper()
        if station:
            self.station.emit(station)
        texts = {name: self.line(name).text() for name in _LINES}
        plan = SitePlan(
            texts["code"],
            texts["name"],
            self.grid.counters(),
            texts["staff_code"],
            texts["staff_name"],
            texts["password"],
            texts["again"],
        )
        self.wanted.emit(plan)

    def changeEvent(self, event: QEvent) -> None:
        """Give the grid its room after the text size changed."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "table"):
            self._fit_table()

    def _go_to_problem(self) -> None:
        wrong = {problem.field for problem in self._problems}
        first = next((name for name in self.fields if name in wrong), None)
        if first is not None:
            self.fields[first].control.setFocus()

    def _sentence(self, problem: Problem) -> str:
        if problem.error is not None:
            return self._language.sentence(problem.error)
        special = {"counters": "counters_problem", "again": "again_problem"}
        return self._language.text(f"first.{special.get(problem.field, 'empty')}")

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        table.setModel(self.grid)
        table.setItemDelegate(TickDelegate(table))
        table.setTabKeyNavigation(False)
        table.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        table.horizontalHeader().setHighlightSections(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        return table

    def _fit_table(self) -> None:
        rows = min(self.grid.rowCount(), _ROWS_SHOWN)
        row = self.table.verticalHeader().sectionSizeHint(0) if rows else 0
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + max(rows, 4) * row + 3)

    def _arrange(self) -> None:
        self.column.setContentsMargins(6 * STEP, 5 * STEP, 6 * STEP, 5 * STEP)
        self.column.addWidget(self._title)
        self.column.addWidget(self._lead)
        form = QGridLayout()
        form.setHorizontalSpacing(4 * STEP)
        form.setVerticalSpacing(3 * STEP)
        form.setColumnStretch(0, 1)
        form.setColumnStretch(1, 2)
        form.setColumnStretch(2, 1)
        for at, name in enumerate(("code", "name", "counters")):
            form.addWidget(self.fields[name], 0, at, Qt.AlignmentFlag.AlignTop)
        for at, name in enumerate(("staff_code", "staff_name", "station")):
            form.addWidget(self.fields[name], 3, at, Qt.AlignmentFlag.AlignTop)
        self._grid_hint = MutedLabel(parent=self)
        self._hours = MutedLabel(parent=self)
        self._hours.setWordWrap(True)
        self._rest = ToneLabel(tone=Tone.BAD, parent=self)
        self._rest.setWordWrap(True)
        self._rest.hide()
        form.addWidget(self.table, 1, 0, 1, 3)
        form.addWidget(self._grid_hint, 2, 0, 1, 3)
        body = self._card.body
        body.addLayout(form)
        body.addWidget(self._hours)
        body.addWidget(self._rest)
        body.addWidget(self.go, alignment=Qt.AlignmentFlag.AlignLeft)
        across = QHBoxLayout()
        across.setSpacing(5 * STEP)
        across.addWidget(self._card, 5, Qt.AlignmentFlag.AlignTop)
        aside = QVBoxLayout()
        aside.setSpacing(5 * STEP)
        aside.addWidget(self.signing)
        aside.addWidget(self.centre)
        aside.addWidget(self.demo)
        aside.addStretch(1)
        across.addLayout(aside, 2)
        self.column.addLayout(across)

    @Slot()
    def _word(self) -> None:
        text = self._language.text
        self._title.setText(text("first.title"))
        place = self._server() if self._server is not None else ""
        self._lead.setText(f"{text('first.lead')} {place}".strip())
        self._card.set_title(text("first.site"))
        for name, field in self.fields.items():
            if name not in SECRET:
                example = text(f"first.{name}.example") if name in _EXAMPLES else ""
                field.set_text(text(f"first.{name}.label"), text(f"first.{name}.hint"), example)
        self.table.setAccessibleName(text("first.grid"))
        self._grid_hint.setText(text("first.grid_hint"))
        self._hours.setText(text("first.hours"))
        self.go.set_words(text("first.create"))
        self.show_problems(self._problems)
