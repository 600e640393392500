"""The papers that did not come out, and what can be done with each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QPushButton, QWidget

from ui.language import Language
from ui.screens.settings.cards import PartCard, select
from ui.screens.settings.surroundings import WaitingLine
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import MutedLabel
from ui.widgets.live_table import LiveDelegate

_PAPER: Final = Qt.ItemDataRole.UserRole
_ROWS_SHOWN: Final = 6


class WaitingCard(PartCard):
    """One list and its buttons; each says what it means for the paper that is chosen.

    `again(paper, printer)` ("": where it was sent), `came_out`, `reprint(paper, printer)`,
    `save`, `let_go` carry the paper's id.
    """

    again = Signal(str, str)
    came_out = Signal(str)
    reprint = Signal(str, str)
    save = Signal(str)
    let_go = Signal(str)

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(language, "waiting", parent)
        self._lines: tuple[WaitingLine, ...] = ()
        self._lead = MutedLabel(parent=self)
        self._lead.setWordWrap(True)
        self.list = QListWidget(self)
        self.list.setItemDelegate(LiveDelegate(self.list))
        self.list.currentItemChanged.connect(self._show_ways)
        self.seen = self._button("seen", self._seen)
        self.print = self._button("print", self._print)
        self.where = QComboBox(self)
        self.where.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.keep = self._button("save", self._save)
        self.drop = self._button("drop", self._drop)
        row = QWidget(self)
        self._ways = FlowLayout(row)
        self._controls: tuple[QWidget, ...] = (
            self.seen,
            self.print,
            self.where,
            self.keep,
            self.drop,
        )
        for control in self._controls:
            self._ways.addWidget(control)
        for widget in (self._lead, self.list, row):
            self.body.addWidget(widget)
        self.follow(self._word)
        self.show_lines((), ())

    def show_lines(self, lines: Sequence[WaitingLine], printers: Sequence[str]) -> None:
        """Show what waits, the one chosen stays chosen; without any the card is away."""
        chosen = self._chosen
        self._lines = tuple(lines)
        self.setVisible(bool(lines))
        self.list.clear()
        for line in self._lines:
            key = "open" if line.open else "line"
            item = QListWidgetItem(self.text(key, paper=line.name, why=line.why))
            item.setData(_PAPER, line.paper)
            self.list.addItem(item)
            if chosen is not None and line.paper == chosen.paper:
                self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and lines:
            self.list.setCurrentRow(0)
        where = self.where.currentData()
        self.where.clear()
        self.where.addItem(self.text("same"), "")
        for name in printers:
            self.where.addItem(self.text("other", printer=name), name)
        select(self.where, where)
        self._fit()
        self._show_ways()

    @property
    def _chosen(self) -> WaitingLine | None:
        row = self.list.currentRow()
        paper = self.list.item(row).data(_PAPER) if row >= 0 else ""
        return next((line for line in self._lines if line.paper == paper), None)

    def _button(self, name: str, act: object) -> QPushButton:
        button = QPushButton(self)
        button.setObjectName(name)
        button.setAutoDefault(True)
        button.clicked.connect(act)
        return button

    def changeEvent(self, event: QEvent) -> None:
        """Fit the list to the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "list"):
            self._fit()

    def _fit(self) -> None:
        line = 2 * self.list.fontMetrics().height()
        for row in range(self.list.count()):
            self.list.item(row).setSizeHint(QSize(0, line))
        shown = max(1, min(self.list.count(), _ROWS_SHOWN))
        row_height = self.list.sizeHintForRow(0) if self.list.count() else line
        self.list.setFixedHeight(row_height * shown + 2 * self.list.frameWidth())

    @Slot()
    def _show_ways(self) -> None:
        line = self._chosen
        for control in self._controls:
            control.setEnabled(line is not None)
        is_open = line is not None and line.open
        self.seen.setVisible(is_open)
        self.print.setText(self.text("reprint" if is_open else "print"))

    @Slot()
    def _print(self) -> None:
        line = self._chosen
        if line is not None:
            where = str(self.where.currentData() or "")
            (self.reprint if line.open else self.again).emit(line.paper, where)

    @Slot()
    def _seen(self) -> None:
        if self._chosen is not None:
            self.came_out.emit(self._chosen.paper)

    @Slot()
    def _save(self) -> None:
        if self._chosen is not None:
            self.save.emit(self._chosen.paper)

    @Slot()
    def _drop(self) -> None:
        if self._chosen is not None:
            self.let_go.emit(self._chosen.paper)

    def _word(self) -> None:
        self._lead.setText(self.text("lead"))
        self.list.setAccessibleName(self.text("title"))
        self.where.setAccessibleName(self.text("where"))
        for button in (self.seen, self.keep, self.drop):
            button.setText(self.text(button.objectName()))
        printers = [str(self.where.itemData(at)) for at in range(1, self.where.count())]
        if self._lines:
            self.show_lines(self._lines, printers)
