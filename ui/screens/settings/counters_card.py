"""The counters: which there are, and which windows each may serve."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from desktop.requests import CounterFields
from ui.language import Language
from ui.screens.settings.cards import PartCard
from ui.screens.settings.counter_row import CounterRow, WindowName
from ui.screens.settings.saving_bar import SavingBar
from ui.theme import STEP, Tone
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import MutedLabel
from ui.widgets.window_tag import WindowTag


class CountersCard(PartCard):
    """`save(tuple[CounterFields])`; `touching(bool)`: whether something differs."""

    save = Signal(object)
    touching = Signal(bool)

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(language, "counters", parent)
        self._known: tuple[CounterFields, ...] | None = None
        self._windows: tuple[WindowName, ...] = ()
        self._states: dict[int, str] = {}
        self.rows: list[CounterRow] = []
        self._lead = MutedLabel(parent=self)
        self._lead.setWordWrap(True)
        self._legend = QWidget(self)
        self._tags = FlowLayout(self._legend, gap=3 * STEP)
        self._signs: list[WindowTag] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(3 * STEP)
        self._grid.setVerticalSpacing(2 * STEP)
        self.add = QPushButton(self)
        self.add.setAutoDefault(True)
        self.add.clicked.connect(self._add)
        self.bar = SavingBar(language, self)
        self.bar.save.connect(self._send)
        self.bar.back.connect(self._take_back)
        self.body.addWidget(self._lead)
        self.body.addWidget(self._legend)
        self.body.addLayout(self._grid)
        self.body.addWidget(self.add, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.bar)
        self.follow(self._word)

    @property
    def touched(self) -> bool:
        """Say whether a person has changed something and not saved it."""
        return self._known is not None and self._shown() != self._known

    @property
    def window_codes(self) -> frozenset[str]:
        """Return the codes of the windows that can be chosen."""
        return frozenset(one.code for one in self._windows)

    def show_counters(
        self,
        counters: Sequence[CounterFields],
        windows: Sequence[WindowName],
        states: Mapping[int, str],
    ) -> None:
        """Show the counters as they are; `states` says in words how each one is now."""
        self._known = None
        self._states = dict(states)
        if [one.code for one in windows] != [one.code for one in self._windows]:
            self._clear()
        self.name_windows(windows)
        while len(self.rows) > len(counters):
            self.rows.pop().drop()
        for at, one in enumerate(counters):
            row = self.rows[at] if at < len(self.rows) else self._row(one.number)
            row.number.setValue(one.number)
            row.serve(one.windows)
            if row.gone:
                row.away.click()
            row.show_state(self._states.get(one.number, ""))
        self._known = tuple(counters)
        self._compare()

    def name_windows(self, windows: Sequence[WindowName]) -> None:
        """Call the windows as they are called now."""
        if tuple(windows) == self._windows:
            return
        self._windows = tuple(windows)
        self._show_legend()
        for row in self.rows:
            row.name_windows(windows)

    def show_states(self, states: Mapping[int, str]) -> None:
        """Say how the counters are now, while something else is not saved yet."""
        self._states = dict(states)
        for row in self.rows:
            row.show_state(self._states.get(row.number.value(), ""))

    def _shown(self) -> tuple[CounterFields, ...]:
        left = (row for row in self.rows if not row.gone)
        return tuple(CounterFields(row.number.value(), row.windows) for row in left)

    def _row(self, number: int) -> CounterRow:
        row = CounterRow(self.language, self._windows, number, self)
        row.edited.connect(self._compare)
        for column, widget in enumerate(row.widgets):
            self._grid.addWidget(widget, len(self.rows), column)
        self._grid.setColumnStretch(len(row.widgets) - 2, 1)
        self.rows.append(row)
        before: QWidget = self.rows[-2].away if len(self.rows) > 1 else self._legend
        for widget in row.widgets:
            self.setTabOrder(before, widget)
            before = widget
        self.setTabOrder(before, self.add)
        return row

    def _clear(self) -> None:
        while self.rows:
            self.rows.pop().drop()

    def _show_legend(self) -> None:
        while len(self._signs) < len(self._windows):
            sign = WindowTag("", "", self._legend)
            self._signs.append(sign)
            self._tags.addWidget(sign)
        for at, sign in enumerate(self._signs):
            sign.setVisible(at < len(self._windows))
            if at < len(self._windows):
                sign.show_window(self._windows[at].letter, self._windows[at].name)

    @Slot()
    def _add(self) -> None:
        taken = {row.number.value() for row in self.rows}
        number = next(n for n in range(1, len(taken) + 2) if n not in taken)
        row = self._row(number)
        for widget in row.widgets:
            widget.show()  # what is not seen yet cannot have the keyboard
        row.number.setFocus()
        row.number.selectAll()
        self._compare()

    @Slot()
    def _compare(self) -> None:
        if self._known is not None:
            self.bar.show_touched(self.touched)
            self.touching.emit(self.touched)

    @Slot()
    def _send(self) -> None:
        shown = self._shown()
        numbers = [one.number for one in shown]
        twice = next((one for one in numbers if numbers.count(one) > 1), None)
        idle = next((one.number for one in shown if not one.windows), None)
        if not shown:
            self.bar.outcome.end(self.text("none"), Tone.BAD)
        elif twice is not None:
            self.bar.outcome.end(self.text("twice", number=twice), Tone.BAD)
        elif idle is not None:
            self.bar.outcome.end(self.text("idle", number=idle), Tone.BAD)
        else:
            self.save.emit(shown)

    @Slot()
    def _take_back(self) -> None:
        if self._known is not None:
            self.show_counters(self._known, self._windows, self._states)

    def _word(self) -> None:
        self._lead.setText(self.text("lead"))
        self.add.setText(self.text("add"))
        for row in self.rows:
            row.word()
