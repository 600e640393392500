"""What was told and authorised for a case: one line each, to print or to take back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QListWidgetItem, QVBoxLayout, QWidget

from desktop.snapshots import CaseFile, ConsentShape, PaperShape
from ui.commands import CommandButton, Commands
from ui.screens.cases.paper_list import PaperLines
from ui.screens.cases.wording import Wording
from ui.theme import STEP
from ui.widgets.flow import FlowLayout
from ui.widgets.live_table import LiveDelegate

PRINT: Final = "cases.consent.print"
WITHDRAW: Final = "cases.consent.withdraw"
_KEY: Final = int(Qt.ItemDataRole.UserRole)
_MOST_LINES: Final = 3


class ConsentList(QWidget):
    """Lines and buttons; `changed` follows each choice."""

    changed = Signal()

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._consents: dict[str, ConsentShape] = {}
        self._papers: dict[str, PaperShape] = {}
        self.lines = PaperLines(self)
        self.lines.setItemDelegate(LiveDelegate(self.lines))
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.lines.currentRowChanged.connect(self._moved)
        buttons = QWidget(self)
        flow = FlowLayout(buttons)
        for command in (PRINT, WITHDRAW):
            flow.addWidget(CommandButton(commands, command, buttons))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * STEP)
        layout.addWidget(self.lines)
        layout.addWidget(buttons)

    def current(self) -> ConsentShape | None:
        """Return the chosen one."""
        row = self.lines.currentRow()
        return None if row < 0 else self._consents.get(self.lines.item(row).data(_KEY))

    def paper(self) -> PaperShape | None:
        """Return the paper of the chosen one."""
        chosen = self.current()
        return None if chosen is None else self._papers.get(chosen.id)

    def show_consents(self, file: CaseFile, say: Wording) -> None:
        """Show the case's, newest first; the chosen one stays chosen."""
        kept = self.current()
        self._consents = {one.id: one for one in file.consents}
        self._papers = papers_of(file)
        self.lines.clear()
        for one in reversed(file.consents):
            words = say.consent(one)
            line = QListWidgetItem(words, self.lines)
            line.setData(_KEY, one.id)
            line.setToolTip(words)
        rows = [self.lines.item(at).data(_KEY) for at in range(self.lines.count())]
        chosen = rows.index(kept.id) if kept is not None and kept.id in rows else 0
        self.lines.setCurrentRow(chosen if rows else -1)
        self.lines.setAccessibleName(say.language.text("cases.part.consents"))
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


def papers_of(file: CaseFile) -> dict[str, PaperShape]:
    """Return the paper of each consent by its id.

    Each consent of a case makes one paper of its kind at once, so the first belongs to the first.
    """
    found: dict[str, PaperShape] = {}
    for kind in {one.kind for one in file.consents}:
        consents = sorted((one for one in file.consents if one.kind == kind), key=lambda c: c.id)
        papers = sorted((one for one in file.papers if one.kind == kind), key=lambda p: p.id)
        if len(consents) == len(papers):
            found |= {one.id: paper for one, paper in zip(consents, papers, strict=True)}
    return found
