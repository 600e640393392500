"""The settings' widget: sections at the left, the cards of one section at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QStackedWidget, QWidget

from ui.language import Language
from ui.screens.settings.file_job import FileJob
from ui.screens.settings.hall_parts import BoardPart, VoicePart
from ui.screens.settings.printer import PrinterPart
from ui.screens.settings.proof import ProofPart
from ui.screens.settings.rules import RulesPart
from ui.screens.settings.this_pc import ThisPc
from ui.screens.settings.where import WherePart
from ui.theme import STEP
from ui.widgets.card import Card
from ui.widgets.live_table import LiveDelegate
from ui.widgets.page import Page

SECTIONS = ("this_pc", "printer", "hall", "rules", "files", "data", "database", "move")


@dataclass(frozen=True, slots=True)
class Where:
    """Where the data is, in words (`place`); on a server, this PC's own file (`file_here`).

    `connecting` makes the card that leads to a server, `moving` the one that moves onto it.
    """

    place: Callable[[], str]
    file_here: str
    connecting: Callable[[], Card]
    moving: Callable[[], Card] | None = None


class SettingsView(QWidget):
    """Holds the cards; who listens to them is `screen.py`.

    `connecting` and `moving` are made elsewhere; where nothing can be moved there is none.
    """

    def __init__(
        self,
        language: Language,
        options: dict[str, tuple[str, ...]],
        where: Where,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._language = language
        self.where = WherePart(language, where.place, where.file_here, self)
        self.connecting = where.connecting()
        self.moving = where.moving() if where.moving is not None else None
        self.this_pc = ThisPc(language, options, self)
        self.printer = PrinterPart(language, self)
        self.board, self.voice = BoardPart(language, self), VoicePart(language, self)
        self.rules = RulesPart(language, self)
        self.catalogue = FileJob(language, "catalogue", self, files="YAML (*.yaml *.yml)")
        self.calendar = FileJob(language, "calendar", self, files="CSV (*.csv)")
        files = "Yimen (*.dump)" if where.file_here else "Yimen (*.db)"
        self.backup = FileJob(language, "backup", self, saving=True, stops=True, files=files)
        self.restore = FileJob(language, "restore", self, careful=True, files=files)
        self.proof = ProofPart(language, self)
        self.sections = QListWidget(self)
        self.sections.setItemDelegate(LiveDelegate(self.sections))
        self.sections.setFrameShape(QListWidget.Shape.NoFrame)
        self._stack = QStackedWidget(self)
        for cards in (
            (self.this_pc,),
            (self.printer,),
            (self.board, self.voice),
            (self.rules,),
            (self.catalogue, self.calendar),
            (self.backup, self.restore, self.proof),
            (self.where, self.connecting),
            *(((self.moving,),) if self.moving is not None else ()),
        ):
            self._stack.addWidget(self._page(cards))
        self.sections.currentRowChanged.connect(self._stack.setCurrentIndex)
        across = QHBoxLayout(self)
        across.setContentsMargins(3 * STEP, 4 * STEP, 0, 0)
        across.setSpacing(STEP)
        across.addWidget(self.sections)
        across.addWidget(self._stack, 1)
        language.changed.connect(self._word)
        self._word()
        self.sections.setCurrentRow(0)

    def show_section(self, name: str) -> None:
        """Bring a section to the front."""
        self.sections.setCurrentRow(SECTIONS.index(name))

    def changeEvent(self, event: QEvent) -> None:
        """Fit the list of sections to the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "sections"):
            self._fit()

    @staticmethod
    def _page(cards: tuple[Card, ...]) -> Page:
        page = Page(lines=48, centred=False)
        page.column.setContentsMargins(4 * STEP, 0, 6 * STEP, 6 * STEP)
        for card in cards:
            page.column.addWidget(card)
        page.column.addStretch(1)
        return page

    @Slot()
    def _word(self) -> None:
        row = max(0, self.sections.currentRow())
        self.sections.clear()
        shown = SECTIONS[: self._stack.count()]
        self.sections.addItems([self._language.text(f"settings.section.{s}") for s in shown])
        self.sections.setAccessibleName(self._language.text("settings.sections"))
        self.sections.setCurrentRow(row)
        self._fit()

    def _fit(self) -> None:
        metrics = self.sections.fontMetrics()
        line = metrics.height()
        names = [self.sections.item(row).text() for row in range(self.sections.count())]
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0)
        self.sections.setFixedWidth(widest + 2 * line)
        for row in range(self.sections.count()):
            self.sections.item(row).setSizeHint(QSize(0, 2 * line))
