"""The Enterprises screen's widgets: the list, and beside it a page, a merge, or an import."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from desktop.snapshots import ContactShape, EnterpriseFile
from ui.commands import Commands
from ui.language import Language
from ui.screens.enterprises.company_page import CompanyPage
from ui.screens.enterprises.import_page import ImportPage
from ui.screens.enterprises.list_panel import ListPanel
from ui.screens.enterprises.merge_page import MergePage
from ui.screens.enterprises.names import Names
from ui.screens.enterprises.presenter import Listing
from ui.screens.enterprises.wording import Wording
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState


class EnterprisesView(QWidget):
    """Holds the parts; each reports its own intentions.  `left()` follows Esc on a page."""

    left = Signal()

    def __init__(
        self, commands: Commands, language: Language, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.say = Wording(language, Names())
        self.list = ListPanel(commands, self.say, self)
        self.page = CompanyPage(commands, self.say, self)
        self.merge = MergePage(self.say, self)
        self.importing = ImportPage(self.say, self)
        self._nothing = EmptyState(self)
        self._right = QStackedWidget(self)
        for part in (self._nothing, self.page, self.merge, self.importing):
            self._right.addWidget(part)
        across = QHBoxLayout(self)
        across.setContentsMargins(4 * STEP, 3 * STEP, STEP, 3 * STEP)
        across.setSpacing(3 * STEP)
        across.addWidget(self.list)
        across.addWidget(self._right, 1)
        self.retranslate()

    def _word_nothing(self) -> None:
        text = self.say.text
        some = self.list.listing is not None and bool(self.list.listing.rows)
        self._nothing.say(
            text("nothing.title") if some else "", text("nothing.hint") if some else ""
        )

    @property
    def in_front(self) -> QWidget | None:
        """Return the part at the right that is shown."""
        return self._right.currentWidget()

    def retranslate(self) -> None:
        """Put all words in again."""
        self._word_nothing()
        self.list.word(self.say)
        people = [(code, self.say.names.person(code)) for code in self.say.names.here]
        self.page.panel.offer_people(people, self.say)
        self.page.word(self.say)
        self.merge.word(self.say)
        self.importing.word(self.say)

    def show_names(self, names: Names) -> None:
        """Use these names from now on."""
        if names != self.say.names:
            self.say = Wording(self.say.language, names)
            self.retranslate()

    def show_listing(self, listing: Listing) -> None:
        """Show the list; where it is empty it says all there is to say."""
        self.list.show_listing(listing)
        self._word_nothing()

    def show_file(self, file: EnterpriseFile | None, contacts: list[ContactShape]) -> None:
        """Show a company's page, unless something else is being done at the right."""
        if file is not None:
            self.page.show_file(file, contacts)
        if self.in_front in (self._nothing, self.page):
            self.show_page(file is not None or bool(self.page.panel.form))

    def show_page(self, there: bool) -> None:
        """Bring the page to the front, or what stands for none."""
        self._right.setCurrentWidget(self.page if there else self._nothing)

    def bring(self, part: QWidget) -> None:
        """Bring a part to the front."""
        self._right.setCurrentWidget(part)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the list, from wherever it was not taken."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list what it needs, and never more than two fifths."""
        super().resizeEvent(event)
        wanted = self.fontMetrics().height() * 36
        self.list.setFixedWidth(min(wanted, round(event.size().width() * 0.4)))
