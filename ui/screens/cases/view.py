"""The Cases screen's widgets: chips and search, the list, the drawer, a paper's preview."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import DeskError
from desktop.snapshots import CaseCounts, CaseFile, PaperShape
from ui.commands import CommandButton, Commands
from ui.language import Language
from ui.screens.cases.chips import Chips
from ui.screens.cases.drawer import CaseDrawer
from ui.screens.cases.filters import Filter
from ui.screens.cases.names import Names
from ui.screens.cases.presenter import Listing, Preview
from ui.screens.cases.table import CaseTable, columns, make_model
from ui.screens.cases.wording import Wording
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import Heading, MutedLabel
from ui.widgets.print_preview import PrintPreview
from ui.widgets.whole_rows import WholeRows

_TYPING_MS: Final = 150


class SearchLine(QLineEdit):
    """Where a number or a company is typed; Esc empties it, Down and Enter go to the list."""

    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by the keys that lead on."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.clear()
                self.done.emit()
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.done.emit()
            case _:
                super().keyPressEvent(event)


class CasesView(QWidget):
    """Reports intentions: `filter_chosen(Filter)`, `searched(str)`, `case_chosen(id | None)`,
    `retried()`; those of papers and steps come from commands and from the drawer's panel.
    """

    filter_chosen = Signal(object)
    searched = Signal(str)
    case_chosen = Signal(object)
    retried = Signal()
    paper_chosen = Signal()

    def __init__(
        self, commands: Commands, language: Language, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._language = language
        self.say = Wording(language, Names())
        self._listing: Listing | None = None
        self._problem: DeskError | None = None
        self._counts: CaseCounts | None = None
        self._previewed: tuple[PaperShape, str] | None = None
        self._showing = False
        self.chips = Chips(self)
        self.search = SearchLine(self)
        self.search.setClearButtonEnabled(True)
        self.search.setTextMargins(STEP, 0, 0, 0)
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPING_MS)
        self._model = make_model(self.say, self)
        self.table = CaseTable(self._model, "", self)
        self.empty = EmptyState(self)
        self.preview = PrintPreview(self)
        self._preview_title = Heading(parent=self)
        self._preview_title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.close_preview_button = QPushButton(self)
        self._count = MutedLabel(parent=self)
        self._more = CommandButton(commands, "cases.more", self)
        self._pages = QStackedWidget(self)
        self.drawer = CaseDrawer(commands, self)
        self._build()
        self._connect()
        self.retranslate()

    @property
    def shown(self) -> Listing | None:
        """Return what is listed, None before the first answer."""
        return self._listing

    @property
    def more_shown(self) -> bool:
        """Say whether there are older cases than those listed."""
        return self._listing is not None and self._listing.more

    def retranslate(self) -> None:
        """Put all words in again."""
        text = self._language.text
        self._word_chips()
        self.chips.setAccessibleName(text("cases.filters"))
        self.search.setPlaceholderText(text("cases.search_hint"))
        self.search.setAccessibleName(text("cases.search"))
        self.table.setAccessibleName(text("cases.title"))
        self.close_preview_button.setText(text("cases.close_preview"))
        self.close_preview_button.setAccessibleName(text("cases.close_preview"))
        self._title_preview()
        self._model.set_columns(columns(self.say))
        if self.drawer.file is not None:
            self.drawer.show_file(self.drawer.file, self.say)
        if self._problem is not None:
            self.show_broken(self._problem)
        elif self._listing is not None:
            self._say_count(self._listing)

    def show_names(self, names: Names) -> None:
        """Use these names from now on."""
        self.say = Wording(self._language, names)
        self.retranslate()

    def show_listing(self, listing: Listing) -> None:
        """Show the rows; the chosen one stays chosen, else the first one is."""
        other = self._listing is None or self._listing.wanted != listing.wanted
        self._listing, self._problem = listing, None
        if other:
            self._previewed = None
        self.chips.show_chosen(None if listing.wanted.text else listing.wanted.chip)
        self._showing = True
        self.table.show_ended(not listing.wanted.text and listing.wanted.chip is Filter.ENDED)
        self._model.show(listing.rows)
        if listing.rows and self.table.current_key() is None:
            self.table.selectRow(0)
        self._showing = False
        self._say_count(listing)
        self._report()

    def show_counts(self, counts: CaseCounts) -> None:
        """Show on the chips how many there are."""
        self._counts = counts
        self._word_chips()

    def _word_chips(self) -> None:
        for which in Filter:
            words = self._language.text(f"cases.filter.{which.value}")
            count = getattr(self._counts, which.value, None)
            self.chips.chip(which).show_words(words if count is None else f"{words} {count}")

    def show_broken(self, error: DeskError) -> None:
        """Say that the list could not be read, and offer to try again."""
        self._problem = error
        text = self._language.text
        sentence = self._language.sentence(error)
        self.empty.say(text("cases.broken"), sentence, text("message.retry"))
        self._pages.setCurrentIndex(1)

    def show_file(self, file: CaseFile | None) -> None:
        """Show a case in the drawer, or put the drawer away."""
        self.drawer.setVisible(file is not None)
        if file is not None:
            self.drawer.show_file(file, self.say)

    def show_preview(self, preview: Preview, paper: PaperShape, item: str) -> None:
        """Show a paper in place of the list."""
        self._previewed = paper, item
        title = self._title_preview()
        self.preview.show_pages([page.image for page in preview.pages], title)
        self._pages.setCurrentIndex(2)
        self.close_preview_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _title_preview(self) -> str:
        if self._previewed is None:
            return ""
        title = self.say.paper_line(*self._previewed)
        self._preview_title.setText(title)
        return title

    def close_preview(self) -> None:
        """Go back to the list."""
        self._previewed = None
        self._show_page()
        self.focus_list()

    def look_for(self, text: str) -> None:
        """List what a text finds, as if it had been typed."""
        self.search.setText(text)
        self._search_now()
        self.close_preview()

    def focus_list(self) -> None:
        """Put the focus where work goes on."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leads back to the list, from wherever it was not taken."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_preview()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the drawer what it needs, and never more than half."""
        super().resizeEvent(event)
        wanted = self.fontMetrics().height() * 27
        self.drawer.setFixedWidth(min(wanted, round(event.size().width() * 0.48)))

    def _build(self) -> None:
        self.search.setMinimumWidth(self.fontMetrics().height() * 15)
        top = QHBoxLayout()
        top.setSpacing(3 * STEP)
        top.setContentsMargins(0, 0, 3 * STEP, 0)
        top.addWidget(self.chips, 1)
        top.addWidget(self.search, 0, Qt.AlignmentFlag.AlignTop)
        below = QHBoxLayout()
        below.addWidget(self._count)
        below.addStretch(1)
        below.addWidget(self._more)
        listed = QWidget(self)
        column = QVBoxLayout(listed)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(WholeRows(self.table, listed), 1)
        column.addLayout(below)
        shown = QWidget(self)
        head = QHBoxLayout()
        head.addWidget(self._preview_title, 1)
        head.addWidget(self.close_preview_button)
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(head)
        column.addWidget(self.preview, 1)
        for page in (listed, self.empty, shown):
            self._pages.addWidget(page)
        main = QHBoxLayout()
        main.setSpacing(0)
        main.addWidget(self._pages, 1)
        main.addWidget(self.drawer)
        self.drawer.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(4 * STEP, 3 * STEP, STEP, 3 * STEP)
        whole.setSpacing(3 * STEP)
        whole.addLayout(top)
        whole.addLayout(main, 1)

    def _connect(self) -> None:
        self.chips.chosen.connect(self.filter_chosen)
        self.search.textChanged.connect(self._typing)
        self.search.done.connect(self._leave_search)
        self._typed.timeout.connect(self._search_now)
        self.table.current_key_changed.connect(self._moved)
        self.table.activated_key.connect(self._entered)
        self.empty.acted.connect(self.retried)
        self.close_preview_button.clicked.connect(self.close_preview)
        self.drawer.panel.left.connect(self.focus_list)
        self.drawer.papers.opened.connect(self.paper_chosen)

    def _typing(self, _text: str) -> None:
        self._typed.start()

    def _search_now(self) -> None:
        self._typed.stop()
        self.searched.emit(self.search.text())

    def _leave_search(self) -> None:
        if self._typed.isActive():
            self._search_now()
        self.focus_list()

    def _moved(self, _key: object) -> None:
        if not self._showing:
            self._report()

    def _report(self) -> None:
        self.case_chosen.emit(self.table.current_key())

    def _entered(self, _key: object) -> None:
        self.drawer.setFocus(Qt.FocusReason.OtherFocusReason)
        self.drawer.focusNextChild()

    def _show_page(self) -> None:
        empty = self._listing is not None and not self._listing.rows
        self._pages.setCurrentIndex(1 if empty or self._problem is not None else 0)

    def _say_count(self, listing: Listing) -> None:
        text = self._language.text
        key = "cases.count_more" if listing.more else "cases.count"
        self._count.setText(text(key, count=len(listing.rows)))
        self._more.setVisible(listing.more)
        if not listing.rows:
            self._say_empty(listing)
        if self._previewed is None:
            self._show_page()

    def _say_empty(self, listing: Listing) -> None:
        text, wanted = self._language.text, listing.wanted
        if wanted.text:
            title = text("cases.empty.search", text=wanted.text)
            self.empty.say(title, text("cases.empty.search_hint"))
            return
        name = f"{wanted.chip.value}_unknown" if wanted.impossible else wanted.chip.value
        self.empty.say(text(f"cases.empty.{name}"), text(f"cases.empty.{name}_hint"))
