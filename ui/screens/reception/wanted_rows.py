"""What is wanted, one card a thing: its window, its materials to tick, a bundle's steps."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.language import Language
from ui.screens.reception.act_row import ActRow
from ui.screens.reception.shown import RowShown, StepShown, TickShown
from ui.theme import STEP, Tone
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import MutedLabel, ToneLabel, unkeyed
from ui.widgets.shapes import GLYPHS
from ui.widgets.window_tag import WindowTag


class WantedRow(QFrame):
    """One thing wanted; every signal begins with the row's key."""

    removed = Signal(str)
    ticked = Signal(str, str, bool)
    all_ticked = Signal(str)
    step_chosen = Signal(str, str, bool)
    acted = Signal(str, object, str, str)

    def __init__(self, row: RowShown, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self.row = row
        self.act = ActRow(language, row.title, self) if row.can_act else None
        self._language = language
        self._ticks: dict[str, QAbstractButton] = {}
        self._steps: dict[str, QAbstractButton] = {}
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._tag = WindowTag("", parent=self)
        self._title = QLabel(self)
        self._title.setWordWrap(True)
        self._detail = MutedLabel(parent=self)
        self._detail.setWordWrap(True)
        self._note = MutedLabel(parent=self)
        self._all = QPushButton(self)
        self._all.setAutoDefault(True)
        self._all.clicked.connect(self._tick_all)
        self._cross = QToolButton(self)
        self._cross.setText("✕")
        self._cross.setAutoRaise(True)
        self._cross.clicked.connect(self._remove)
        self._build(row)
        self.show_row(row)

    def fits(self, row: RowShown) -> bool:
        """Say whether `row` can be shown without building anew."""
        return _form_of(row) == _form_of(self.row)

    def show_row(self, row: RowShown) -> None:
        """Show the row as it is now."""
        self.row = row
        text = self._language.text
        self._tag.show_window(row.letter)
        self._tag.setVisible(bool(row.letter))
        self._title.setText(row.title)
        self._detail.setText(row.detail)
        self._note.setText(row.note)
        self._note.setVisible(bool(row.note))
        self.setAccessibleName(f"{row.letter} {row.title}".strip())
        self._cross.setAccessibleName(text("reception.drop", name=row.title))
        self._cross.setToolTip(self._cross.accessibleName())
        open_ = [tick for tick in row.ticks if not tick.held and not tick.ticked]
        self._all.setText(text("reception.all_here"))
        self._all.setAccessibleName(text("reception.all_here_for", name=row.title))
        self._all.setVisible(len(open_) > 1)
        if self.act is not None:
            self.act.show_act(row.act_until, row.act_scope, row.today, row.acts)
        for tick in row.ticks:
            if (box := self._ticks.get(tick.name)) is not None:
                box.setText(unkeyed(tick.words))
                box.setChecked(tick.ticked)
        for step in (one for part in row.steps for one in part):
            if (button := self._steps.get(step.item)) is not None:
                button.setText(unkeyed(step.words))
                blocker = QSignalBlocker(button)
                button.setChecked(step.chosen)
                blocker.unblock()

    def controls(self) -> list[QWidget]:
        """Return what can be operated, in the order of the Tab key."""
        act = [] if self.act is None else self.act.controls()
        return [self._all, self._cross, *self._steps.values(), *self._ticks.values(), *act]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the thing out."""
        if event.key() == Qt.Key.Key_Delete:
            self._remove()
        else:
            super().keyPressEvent(event)

    def _build(self, row: RowShown) -> None:
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        head = QHBoxLayout()
        head.setSpacing(2 * STEP)
        top = Qt.AlignmentFlag.AlignTop
        head.addWidget(self._tag, alignment=top)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        head.addLayout(words, 1)
        head.addWidget(self._all, alignment=top)
        head.addWidget(self._cross, alignment=top)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        layout.setSpacing(STEP)
        layout.addLayout(head)
        self._build_steps(row, layout)
        if row.ticks:
            flow = FlowLayout(gap=3 * STEP, line_gap=STEP)
            for tick in row.ticks:
                flow.addWidget(self._tick(tick))
            layout.addLayout(flow)
        if self.act is not None:
            self.act.acted.connect(self._acted)
            layout.addWidget(self.act)

    def _build_steps(self, row: RowShown, layout: QVBoxLayout) -> None:
        """Show the steps in order; what is free is chosen by a box, one of a group by a dot."""
        groups: dict[str, QButtonGroup] = {}
        for at, step in enumerate(row.steps, start=1):
            flow = FlowLayout(gap=3 * STEP, line_gap=STEP)
            number = MutedLabel(self._language.text("reception.step", number=at), parent=self)
            flow.addWidget(number)
            for one in step:
                flow.addWidget(self._step(one, groups))
            layout.addLayout(flow)
        layout.addWidget(self._note)

    def _step(self, step: StepShown, groups: dict[str, QButtonGroup]) -> QWidget:
        if not step.free:
            return QLabel(f"· {step.words}", self)
        button: QAbstractButton
        if step.group:
            button = QRadioButton(unkeyed(step.words), self)
            group = groups.setdefault(step.group, QButtonGroup(self))
            group.addButton(button)
            button.toggled.connect(self._dot_moved)  # arrow keys move it without a click
        else:
            button = QCheckBox(unkeyed(step.words), self)
            button.clicked.connect(self._step_clicked)
        button.setProperty("item", step.item)
        self._steps[step.item] = button
        return button

    def _tick(self, tick: TickShown) -> QWidget:
        if tick.held:
            return ToneLabel(f"{GLYPHS[Tone.GOOD]} {tick.words}", Tone.GOOD, self)
        box = QCheckBox(unkeyed(tick.words), self)
        box.setProperty("material", tick.name)
        box.clicked.connect(self._tick_clicked)
        self._ticks[tick.name] = box
        return box

    def _tick_clicked(self, on: bool) -> None:
        self.ticked.emit(self.row.key, self.sender().property("material"), on)

    def _step_clicked(self, on: bool) -> None:
        self.step_chosen.emit(self.row.key, self.sender().property("item"), on)

    def _dot_moved(self, on: bool) -> None:
        if on:
            self.step_chosen.emit(self.row.key, self.sender().property("item"), True)

    def _tick_all(self) -> None:
        self.all_ticked.emit(self.row.key)

    def _acted(self, until: object, scope: str, item: str) -> None:
        self.acted.emit(self.row.key, until, scope, item)

    def _remove(self) -> None:
        self.removed.emit(self.row.key)


class WantedRows(QWidget):
    """All of them, newest last; what is there already keeps its place and the focus."""

    removed = Signal(str)
    ticked = Signal(str, str, bool)
    all_ticked = Signal(str)
    step_chosen = Signal(str, str, bool)
    acted = Signal(str, object, str, str)

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._rows: dict[str, WantedRow] = {}
        self._order: list[str] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2 * STEP)

    def show_rows(self, rows: Sequence[RowShown]) -> None:
        """Show these things in this order."""
        wanted = {row.key for row in rows}
        self._order = [row.key for row in rows]
        for key in [known for known in self._rows if known not in wanted]:
            self._drop(key)
        for at, row in enumerate(rows):
            shown = self._rows.get(row.key)
            if shown is not None and not shown.fits(row):
                self._drop(row.key)
                shown = None
            if shown is None:
                shown = self._make(row)
                self._layout.insertWidget(at, shown)
            else:
                shown.show_row(row)

    def controls(self) -> list[QWidget]:
        """Return what can be operated, in the order of the Tab key."""
        shown = (self._rows[key] for key in self._order if key in self._rows)
        return [one for row in shown for one in row.controls()]

    def row(self, key: str) -> WantedRow | None:
        """Return the card of a row."""
        return self._rows.get(key)

    def clear_rows(self) -> None:
        """Build all anew at the next showing: the language changed."""
        for key in tuple(self._rows):
            self._drop(key)

    def _make(self, row: RowShown) -> WantedRow:
        made = WantedRow(row, self._language, self)
        made.removed.connect(self.removed)
        made.ticked.connect(self.ticked)
        made.all_ticked.connect(self.all_ticked)
        made.step_chosen.connect(self.step_chosen)
        made.acted.connect(self.acted)
        self._rows[row.key] = made
        return made

    def _drop(self, key: str) -> None:
        gone = self._rows.pop(key)
        self._layout.removeWidget(gone)
        gone.hide()
        gone.deleteLater()


def _form_of(row: RowShown) -> object:
    """Return what decides which boxes a card has."""
    ticks = tuple((tick.name, tick.held) for tick in row.ticks)
    steps = tuple(tuple((one.item, one.free, one.group) for one in step) for step in row.steps)
    return ticks, steps, row.can_act
