"""The settings' widget: a list of categories at the left, the page of one at the right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.language import Language
from ui.screens.settings.parts import Part
from ui.theme import STEP, Tone
from ui.widgets.banner import Banner
from ui.widgets.labels import MutedLabel
from ui.widgets.live_table import LiveDelegate
from ui.widgets.shapes import GLYPHS


class FindLine(QLineEdit):
    """The line above the list; arrows and Enter work in the list, Esc empties the line."""

    leave = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setClearButtonEnabled(True)
        self.setTextMargins(STEP, 0, 0, 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand the way down to the list."""
        match event.key():
            case Qt.Key.Key_Escape if self.text():
                self.clear()
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.leave.emit()
            case _:
                super().keyPressEvent(event)


class SettingsView(QWidget):
    """`wanted(category)` as one is chosen; whoever makes the pages answers with `put`."""

    wanted = Signal(str)

    def __init__(
        self, language: Language, ids: Sequence[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._language, self._ids = language, tuple(ids)
        self._hidden: frozenset[str] = frozenset()
        self._unsaved: frozenset[str] = frozenset()
        self._parts: dict[str, Part] = {}
        self.search = FindLine(self)
        self.search.textChanged.connect(self._narrow)
        self.sections = QListWidget(self)
        self.sections.setItemDelegate(LiveDelegate(self.sections))
        self.sections.setFrameShape(QListWidget.Shape.NoFrame)
        self.sections.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.search.leave.connect(self.sections.setFocus)
        self.sections.addItems(list(self._ids))
        self.nothing = MutedLabel(parent=self)
        self.nothing.setWordWrap(True)
        self.nothing.hide()
        self.banner = Banner(self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self.sections.currentRowChanged.connect(self._chosen)
        language.changed.connect(self._word)
        self._word()

    @property
    def category(self) -> str:
        """Return the id of the category in front, "" for none."""
        row = self.sections.currentRow()
        return self._ids[row] if 0 <= row < len(self._ids) else ""

    def part(self, category: str) -> Part:
        """Return the part of a category; it is made if nobody has seen it yet."""
        if category not in self._parts:
            self.show_category(category)
        return self._parts[category]

    def show_category(self, category: str) -> None:
        """Bring a category to the front."""
        self.search.clear()
        self.sections.setCurrentRow(self._ids.index(category))

    def made(self, category: str) -> Part | None:
        """Return the part, None if it has not been made yet."""
        return self._parts.get(category)

    def put(self, category: str, part: Part) -> None:
        """Keep the page of a category from now on, in front."""
        self._parts[category] = part
        self._stack.addWidget(part.widget)
        part.widget.setAccessibleName(self._language.text(part.title_key))
        self._stack.setCurrentWidget(part.widget)

    def hide_categories(self, hidden: Iterable[str]) -> None:
        """Take categories away that this person may not see."""
        self._hidden = frozenset(hidden)
        self._narrow()
        if self.category in self._hidden or not self.category:
            left = [row for row, one in enumerate(self._ids) if one not in self._hidden]
            self.sections.setCurrentRow(left[0] if left else -1)

    def mark_unsaved(self, category: str, unsaved: bool) -> None:
        """Say in the list whether something is not saved there."""
        changed = self._unsaved | {category} if unsaved else self._unsaved - {category}
        if changed != self._unsaved:
            self._unsaved = changed
            self._word()

    def say_read_only(self, words: str) -> None:
        """Say above the page why nothing can be changed; "" when it can."""
        self.banner.say(words, Tone.NEUTRAL)

    def changeEvent(self, event: QEvent) -> None:
        """Fit the list of categories to the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "sections"):
            self._fit()

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        left.setSpacing(2 * STEP)
        for widget in (self.search, self.nothing):
            left.addWidget(widget)
        left.addWidget(self.sections, 1)
        right.setSpacing(2 * STEP)
        right.addWidget(self.banner)
        right.addWidget(self._stack, 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(3 * STEP, 4 * STEP, 0, 0)
        across.setSpacing(STEP)
        across.addLayout(left)
        across.addLayout(right, 1)

    @Slot(int)
    def _chosen(self, row: int) -> None:
        if row < 0:
            return
        part = self._parts.get(self.category)
        if part is not None:
            self._stack.setCurrentWidget(part.widget)
        self.wanted.emit(self.category)

    @Slot()
    def _narrow(self) -> None:
        """Leave those whose words hold what is looked for; the first of them comes to the front."""
        sought = self.search.text().strip().casefold()
        seen = []
        for row, category in enumerate(self._ids):
            fits = category not in self._hidden and sought in self._words_of(category)
            self.sections.setRowHidden(row, not fits)
            if fits:
                seen.append(row)
        self.nothing.setVisible(not seen)
        if sought and seen and self.sections.currentRow() not in seen:
            self.sections.setCurrentRow(seen[0])

    def _words_of(self, category: str) -> str:
        title = self._language.text(f"settings.category.{category}")
        return f"{title} {self._language.text(f'settings.find.{category}')}".casefold()

    @Slot()
    def _word(self) -> None:
        text = self._language.text
        self.search.setPlaceholderText(text("settings.find_line"))
        self.search.setAccessibleName(text("settings.find_line"))
        self.nothing.setText(text("settings.find_nothing"))
        self.sections.setAccessibleName(text("settings.sections"))
        for row, category in enumerate(self._ids):
            title = text(f"settings.category.{category}")
            item, unsaved = self.sections.item(row), category in self._unsaved
            item.setText(f"{title}  {GLYPHS[Tone.WARN]}" if unsaved else title)
            spoken = text("settings.unsaved", title=title) if unsaved else title
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            item.setToolTip(spoken if unsaved else "")
        for part in self._parts.values():
            part.widget.setAccessibleName(text(part.title_key))
        self._fit()

    def _fit(self) -> None:
        metrics = self.sections.fontMetrics()
        line = metrics.height()
        titles = (self._language.text(f"settings.category.{one}") for one in self._ids)
        widest = max((metrics.horizontalAdvance(f"{title}  ▲") for title in titles), default=0)
        width = widest + line
        for widget in (self.sections, self.search, self.nothing):
            widget.setFixedWidth(width)
        for row in range(self.sections.count()):
            self.sections.item(row).setSizeHint(QSize(0, 2 * line))
