"""The list at the left: what is typed finds while one types; a tier narrows it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.domain.errors import DeskError
from ui.commands import CommandButton, Commands
from ui.screens.enterprises.presenter import Listing, Wanted
from ui.screens.enterprises.tables import CompanyTable, company_columns, keyed_model
from ui.screens.enterprises.wording import TIERS, Wording
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.labels import MutedLabel

_TYPING_MS: Final = 80


class SearchLine(QLineEdit):
    """Esc empties it, Down and Enter go on to what was found."""

    done = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by the keys that lead on."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.clear()
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.done.emit()
            case _:
                super().keyPressEvent(event)


class ListPanel(QWidget):
    """`wanted(Wanted)`, `chosen(id or "")`, `entered()` for Enter on a row, `acted()`."""

    wanted = Signal(object)
    chosen = Signal(str)
    entered = Signal()
    acted = Signal()

    def __init__(self, commands: Commands, say: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self.listing: Listing | None = None
        self._problem: DeskError | None = None
        self._keep = ""
        self.search = SearchLine(self)
        self.search.setClearButtonEnabled(True)
        self.search.setTextMargins(STEP, 0, 0, 0)
        self.tier = QComboBox(self)
        self._model = keyed_model(company_columns(say), self)
        self.table = CompanyTable(self._model, "", self)
        self.table.setMinimumWidth(0)
        self.empty = EmptyState(self)
        self._count = MutedLabel(parent=self)
        self._more = CommandButton(commands, "enterprises.more", self)
        self._new = CommandButton(commands, "enterprises.new", self)
        self._import = CommandButton(commands, "enterprises.import", self)
        self._pages = QStackedWidget(self)
        self._showing = False
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_TYPING_MS)
        self._build()
        self._connect()

    @property
    def current(self) -> str:
        """Return the id of the company in front, "" for none."""
        key = self.table.current_key()
        return "" if key is None else str(key)

    @property
    def broken(self) -> bool:
        """Say whether the list could not be read."""
        return self._problem is not None

    def keep(self, company: str) -> None:
        """Put this company in front as soon as it is listed."""
        self._keep = company

    def word(self, say: Wording) -> None:
        """Put the words in again."""
        self._say = say
        self.search.setPlaceholderText(say.text("search_hint"))
        self.search.setAccessibleName(say.text("search"))
        self.tier.setAccessibleName(say.text("field.tier"))
        self.table.setAccessibleName(say.text("title"))
        chosen = self.tier.currentData()
        self.tier.blockSignals(True)
        self.tier.clear()
        for tier in ("", *TIERS):
            self.tier.addItem(say.tier(tier) or say.text("all_tiers"), tier)
        self.tier.setCurrentIndex(max(0, self.tier.findData(chosen)))
        self.tier.blockSignals(False)
        self._model.set_columns(company_columns(say))
        if self._problem is not None:
            self.show_broken(self._problem)
        elif self.listing is not None:
            self._say_count(self.listing)

    def show_listing(self, listing: Listing) -> None:
        """Show the rows; the one in front stays, else the first one is."""
        self.listing, self._problem = listing, None
        self._showing = True
        self._model.show(listing.rows)
        kept = bool(self._keep) and self.table.select_key(self._keep)
        if kept:
            self._keep = ""
        elif listing.rows and self.table.current_key() is None and not self._keep:
            self.table.selectRow(0)
        self._showing = False
        self._say_count(listing)
        if not self._keep:
            self.chosen.emit(self.current)

    def show_broken(self, error: DeskError) -> None:
        """Say that the list could not be read, and offer to try again."""
        self._problem = error
        language = self._say.language
        self.empty.say(
            self._say.text("broken"), language.sentence(error), language.text("message.retry")
        )
        self._pages.setCurrentIndex(1)

    def look_for(self, text: str) -> None:
        """List what a text finds, as if it had been typed."""
        self.tier.setCurrentIndex(0)
        self.search.setText(text)
        self._ask()

    def focus_search(self) -> None:
        """Put the focus where looking begins."""
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.selectAll()

    def focus_list(self) -> None:
        """Put the focus into the list, or where there is nothing in it, into the search."""
        if self._pages.currentIndex() == 0:
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_search()

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(2 * STEP)
        top.addWidget(self.search, 1)
        top.addWidget(self.tier)
        below = QHBoxLayout()
        below.addWidget(self._count, 1)
        below.addWidget(self._more)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        buttons.addWidget(self._new)
        buttons.addWidget(self._import)
        buttons.addStretch(1)
        self._count.setMinimumWidth(0)
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2 * STEP)
        whole.addLayout(top)
        whole.addWidget(self._pages, 1)
        whole.addLayout(below)
        whole.addLayout(buttons)

    def _connect(self) -> None:
        self.search.textChanged.connect(self._typing)
        self.search.done.connect(self._leave_search)
        self._typed.timeout.connect(self._ask)
        self.tier.currentIndexChanged.connect(self._ask)
        self.table.current_key_changed.connect(self._moved)
        self.table.activated_key.connect(self._entered)
        self.empty.acted.connect(self.acted)

    def _typing(self, _text: str) -> None:
        self._typed.start()

    def _ask(self) -> None:
        self._typed.stop()
        self.wanted.emit(Wanted(self.search.text().strip(), str(self.tier.currentData() or "")))

    def _leave_search(self) -> None:
        if self._typed.isActive():
            self._ask()
        self.focus_list()

    def _moved(self, _key: object) -> None:
        if not self._showing:
            self._keep = ""
            self.chosen.emit(self.current)

    def _entered(self, _key: object) -> None:
        self.entered.emit()

    def _say_count(self, listing: Listing) -> None:
        text = self._say.text
        key = "count_more" if listing.more else "count"
        self._count.setText(text(key, count=len(listing.rows)))
        self._count.setVisible(bool(listing.rows))
        self._more.setVisible(listing.more)
        self._pages.setCurrentIndex(0 if listing.rows else 1)
        if listing.rows:
            return
        wanted = listing.wanted
        if wanted.text:
            words = text("empty.search", text=wanted.text)
            self.empty.say(words, text("empty.search_hint"), text("empty.show_all"))
        elif wanted.tier:
            words = text("empty.tier", tier=self._say.tier(wanted.tier))
            self.empty.say(words, text("empty.tier_hint"), text("empty.show_all"))
        else:
            self.empty.say(text("empty.all"), text("empty.all_hint"))
