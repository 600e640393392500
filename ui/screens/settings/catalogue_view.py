"""Windows and items: the list with its search at the left, the panel of one entry at the right."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.language import Language
from ui.screens.settings.cards import select
from ui.screens.settings.catalogue_rows import PROMISE, STATE, Book, Entry, columns, found
from ui.screens.settings.entry_form import EntryForm
from ui.screens.settings.file_job import FileJob
from ui.screens.settings.item_form import ItemForm, WindowForm
from ui.theme import STEP
from ui.widgets.empty_state import EmptyState
from ui.widgets.live_model import LiveModel
from ui.widgets.live_table import LiveTable
from ui.widgets.page import Page

_ROOM: Final = {PROMISE: 21, STATE: 27}
"""A column is left out in fewer line heights of width; the panel says the same."""


class EntryTable(LiveTable):
    """The list; in little room the name is what stays."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out columns before names are cut off."""
        room = event.size().width() / max(1, self.fontMetrics().height())
        for column, needed in _ROOM.items():
            self.setColumnHidden(column, room < needed)
        super().resizeEvent(event)


class CatalogueView(QWidget):
    """`chosen(Entry)`, `add(sort)`; the panel at the right shows one form, or the file's card."""

    chosen = Signal(object)
    add = Signal(str)

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self._book = Book((), ())
        self.search = QLineEdit(self)
        self.search.setClearButtonEnabled(True)
        self.search.setTextMargins(STEP, 0, 0, 0)
        self.search.textChanged.connect(self._narrow)
        self.window_filter = QComboBox(self)
        self.window_filter.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.window_filter.setMinimumContentsLength(6)
        self.window_filter.currentIndexChanged.connect(self._narrow)
        self.model = LiveModel(columns(language), key=lambda row: row.code, parent=self)
        self.table = EntryTable(self.model, language.text("settings.item.list"), self)
        self.table.setMinimumWidth(0)
        self.table.current_key_changed.connect(self._picked)
        self.table.activated_key.connect(self._into)
        self.buttons = {name: QPushButton(self) for name in ("item", "window", "edit", "file")}
        for name, button in self.buttons.items():
            button.setObjectName(name)
            button.setAutoDefault(True)
            button.clicked.connect(self._pressed)
        self.item_form, self.window_form = ItemForm(language, self), WindowForm(language, self)
        self.catalogue = FileJob(
            language, "catalogue", self, files="YAML (*.yaml *.yml)", tries=True
        )
        self.empty = EmptyState(parent=self)
        self.panel = Page(self, lines=34, centred=False)
        self.panel.column.setContentsMargins(STEP, 0, 4 * STEP, 4 * STEP)
        for one in self._panels:
            self.panel.column.addWidget(one)
        self.panel.column.addStretch(1)
        self._lay_out()
        language.changed.connect(self._word)
        self._word()
        self.show_panel(self.empty)

    @property
    def _panels(self) -> tuple[QWidget, ...]:
        return self.item_form, self.window_form, self.catalogue, self.empty

    def show_panel(self, panel: QWidget) -> None:
        """Show one panel at the right."""
        for one in self._panels:
            one.setVisible(one is panel)

    def show_book(self, book: Book) -> None:
        """Show the catalogue; selection and search stay."""
        self._book = book
        self.item_form.show_windows(book.windows)
        self._fill_filter()
        self._narrow()

    def show_form(self, form: EntryForm) -> None:
        """Show a form and go into it where something is to be given."""
        self.show_panel(form)
        if form.new:
            form.code.setFocus()

    def take_focus(self) -> None:
        """Begin at the search."""
        self.search.setFocus()

    @property
    def current_window(self) -> Entry | None:
        """Return the window that the list is narrowed to, None for all."""
        return self._book.window(str(self.window_filter.currentData() or ""))

    @Slot()
    def _narrow(self) -> None:
        window = str(self.window_filter.currentData() or "")
        self.model.show(found(self._book.items, window, self.search.text()))
        self.buttons["edit"].setEnabled(bool(window))

    @Slot(object)
    def _picked(self, key: object) -> None:
        entry = next((one for one in self._book.items if one.code == key), None)
        if entry is not None:
            self.chosen.emit(entry)

    @Slot(object)
    def _into(self, key: object) -> None:
        self._picked(key)
        self.item_form.name_zh.setFocus()

    @Slot()
    def _pressed(self) -> None:
        name = self.sender().objectName()
        if name == "file":
            self.show_panel(self.catalogue)
            self.catalogue.take_focus()
        elif name == "edit" and self.current_window is not None:
            self.chosen.emit(self.current_window)
        elif name in ("item", "window"):
            self.add.emit(name)

    def _fill_filter(self) -> None:
        chosen = self.window_filter.currentData()
        with QSignalBlocker(self.window_filter):
            self.window_filter.clear()
            self.window_filter.addItem(self._language.text("settings.item.all_windows"), "")
            for one in self._book.windows:
                words = f"{one.letter}  {one.name(self._language.code)}"
                self.window_filter.addItem(words, one.code)
            select(self.window_filter, chosen)

    def _lay_out(self) -> None:
        top, below = QHBoxLayout(), QGridLayout()
        top.addWidget(self.search, 3)
        top.addWidget(self.window_filter, 2)
        for at, button in enumerate(self.buttons.values()):
            below.addWidget(button, at // 2, at % 2)
        left = QVBoxLayout()
        left.setSpacing(2 * STEP)
        left.addLayout(top)
        left.addWidget(self.table, 1)
        left.addLayout(below)
        across = QHBoxLayout(self)
        across.setContentsMargins(4 * STEP, 0, 0, 4 * STEP)
        across.setSpacing(3 * STEP)
        across.addLayout(left, 9)
        across.addWidget(self.panel, 10)

    @Slot()
    def _word(self) -> None:
        text = self._language.text
        self.search.setPlaceholderText(text("settings.item.search"))
        self.search.setAccessibleName(text("settings.item.search"))
        self.window_filter.setAccessibleName(text("settings.field.window"))
        self.table.setAccessibleName(text("settings.item.list"))
        for name, button in self.buttons.items():
            button.setText(text(f"settings.item.do.{name}"))
        self.buttons["edit"].setToolTip(text("settings.item.edit_hint"))
        self.empty.say(text("settings.item.empty.title"), text("settings.item.empty.hint"))
        self.model.set_columns(columns(self._language))
        self._fill_filter()
