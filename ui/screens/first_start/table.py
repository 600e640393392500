"""Which counter serves which windows: a grid of ticks, one row a counter, one column a window."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.language import Language

LETTER_ROLE: Final = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class WindowName:
    """A window of the catalogue: code, letter, its name in both languages."""

    code: str
    letter: str
    zh: str
    en: str

    def name(self, language: str) -> str:
        """Return the name in a language."""
        return self.zh if language == "zh" else self.en


def prefilled(count: int, codes: tuple[str, ...]) -> list[set[str]]:
    """Return the windows of each of `count` counters: every window is served by somebody.

    As many counters as windows: one each; fewer: dealt out in turn; more: in turn once again.
    """
    served: list[set[str]] = [set() for _ in range(count)]
    for turn in range(max(count, len(codes))):
        if codes:
            served[turn % count].add(codes[turn % len(codes)])
    return served


class CounterGrid(QAbstractTableModel):
    """The ticks; Space and clicks change them."""

    def __init__(self, language: Language, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._windows: tuple[WindowName, ...] = ()
        self._served: list[set[str]] = []
        language.changed.connect(self._reword)

    def show_windows(self, windows: tuple[WindowName, ...], count: int) -> None:
        """Begin with these windows and so many counters."""
        self.beginResetModel()
        self._windows = windows
        self._served = prefilled(count, tuple(window.code for window in windows))
        self.endResetModel()

    def set_count(self, count: int) -> None:
        """Deal the windows out anew to so many counters."""
        if count != len(self._served):
            self.show_windows(self._windows, count)

    def counters(self) -> tuple[tuple[int, tuple[str, ...]], ...]:
        """Return each counter's number and windows, in the windows' order."""
        codes = [window.code for window in self._windows]
        return tuple(
            (number, tuple(code for code in codes if code in served))
            for number, served in enumerate(self._served, start=1)
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """Return the number of counters."""
        return 0 if parent.isValid() else len(self._served)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own default)
        """Return the number of windows."""
        return 0 if parent.isValid() else len(self._windows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Every cell can be ticked."""
        flag = Qt.ItemFlag
        return flag.ItemIsEnabled | flag.ItemIsSelectable | flag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the tick, and for the screen reader the whole sentence of a cell."""
        window, served = self._windows[index.column()], self._served[index.row()]
        ticked = window.code in served
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role == LETTER_ROLE:
            return window.letter
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            key = "serves" if ticked else "serves_not"
            name = window.name(self._language.code)
            return self._language.text(f"first.{key}", counter=index.row() + 1, window=name)
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick a cell."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        code = self._windows[index.column()].code
        ticked = Qt.CheckState(value) == Qt.CheckState.Checked
        (self._served[index.row()].add if ticked else self._served[index.row()].discard)(code)
        self.dataChanged.emit(index, index)
        return True

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return counters' numbers and windows' letters; the full name as the tooltip."""
        if way == Qt.Orientation.Vertical:
            key = "first.counter_row"
            words = self._language.text(key, counter=section + 1)
            return words if role == Qt.ItemDataRole.DisplayRole else None
        window = self._windows[section]
        name = window.name(self._language.code)
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{window.letter}\n{name[:2]}" if self._language.code == "zh" else window.letter
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return name
        return None

    def _reword(self) -> None:
        if self._windows and self._served:
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._windows) - 1)
            self.headerDataChanged.emit(Qt.Orientation.Vertical, 0, len(self._served) - 1)
