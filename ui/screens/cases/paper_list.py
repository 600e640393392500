"""The papers of a case: one line each, and what can be done with the chosen one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from desktop.snapshots import PaperShape
from ui.commands import CommandButton, Commands
from ui.screens.cases.wording import Wording
from ui.theme import STEP
from ui.widgets.flow import FlowLayout
from ui.widgets.live_table import LiveDelegate

COMMANDS = ("cases.paper.view", "cases.paper.print", "cases.paper.save", "cases.paper.void")
_KEY = int(Qt.ItemDataRole.UserRole)
_MOST_LINES = 5


class PaperLines(QListWidget):
    """The lines; Enter opens the chosen paper."""

    opened = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter on every platform."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            return
        super().keyPressEvent(event)


class PaperList(QWidget):
    """Lines and buttons; `changed` follows each choice, `opened` Enter and double clicks."""

    changed = Signal()
    opened = Signal()

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._papers: dict[str, PaperShape] = {}
        self.lines = PaperLines(self)
        self.lines.setItemDelegate(LiveDelegate(self.lines))
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.lines.currentRowChanged.connect(self._moved)
        self.lines.itemDoubleClicked.connect(self._double)
        self.lines.opened.connect(self.opened)
        buttons = QWidget(self)
        flow = FlowLayout(buttons)
        for command in COMMANDS:
            flow.addWidget(CommandButton(commands, command, buttons))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * STEP)
        layout.addWidget(self.lines)
        layout.addWidget(buttons)

    def current(self) -> PaperShape | None:
        """Return the chosen paper."""
        row = self.lines.currentRow()
        return None if row < 0 else self._papers.get(self.lines.item(row).data(_KEY))

    def show_papers(self, papers: Sequence[PaperShape], item: str, say: Wording) -> None:
        """Show these, newest first; the chosen one stays chosen unless there is a new one."""
        fresh = bool(self._papers) and any(paper.id not in self._papers for paper in papers)
        kept = None if fresh else self.current()
        self._papers = {paper.id: paper for paper in papers}
        self.lines.clear()
        for paper in reversed(papers):
            words = f"{say.paper_line(paper, item)}  ·  {say.paper_state(paper)}"
            line = QListWidgetItem(words, self.lines)
            line.setData(_KEY, paper.id)
            line.setToolTip(words)
        rows = [self.lines.item(at).data(_KEY) for at in range(self.lines.count())]
        chosen = rows.index(kept.id) if kept is not None and kept.id in rows else 0
        self.lines.setCurrentRow(chosen if rows else -1)
        self._fit()
        self.changed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the lines to the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "lines"):
            self._fit()

    def _fit(self) -> None:
        line = self.fontMetrics().height() + 3 * STEP
        self.lines.setFixedHeight(line * max(1, min(_MOST_LINES, self.lines.count())) + 4)

    def _moved(self, _row: int) -> None:
        self.changed.emit()

    def _double(self, _item: QListWidgetItem) -> None:
        self.opened.emit()
