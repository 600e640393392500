"""Keyed rows for a table that is refreshed without a reset: selection and scroll stay."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from ui.theme import Tone

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_ROOT: Final = QModelIndex()

TONE_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
"""The `Tone` of a cell; the delegate draws its shape and colour."""
LETTER_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 2
"""The letter of the window a cell names; the delegate draws the sign."""
TABULAR_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 3
"""Whether a column's figures stand under each other."""


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """How one fact of a row is shown.

    `title` is the words of the header; `text` gives the cell's words; `tone` its state and
    `letter` the window's letter, where there are such; `numeric` aligns right in tabular figures;
    `stretch` takes the room that is left.
    """

    title: str
    text: Callable[[R], str]
    tone: Callable[[R], Tone | None] | None = None
    letter: Callable[[R], str] | None = None
    tip: Callable[[R], str] | None = None
    numeric: bool = False
    stretch: bool = False


class LiveModel(QAbstractTableModel):
    """Frozen rows by key.

    `show(rows)` takes the whole list in the order to be shown; `upsert(rows)` only what changed
    (in place, or by `order` where one is given); `remove(keys)` takes rows out.  All three emit
    the smallest changes: insertions and removals in runs, one `layoutChanged` for moves, and
    `dataChanged` for the rows whose facts differ.  Work and memory: O(rows) a call.
    """

    about_to_change = Signal()
    changed = Signal()

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        key: Callable[[Any], Hashable],
        *,
        order: Callable[[Any], Any] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._key = key
        self._order = order
        self._keys: list[Hashable] = []
        self._rows: dict[Hashable, Any] = {}
        self._places: dict[Hashable, int] = {}

    def set_columns(self, columns: Sequence[Column[Any]]) -> None:
        """Show the same facts in other words (the language changed); the number stays."""
        if len(columns) != len(self._columns):
            raise ValueError("the number of columns is fixed")
        self._columns = tuple(columns)
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(columns) - 1)
        self._touch(0, len(self._keys) - 1)

    def columns(self) -> tuple[Column[Any], ...]:
        """Return the columns."""
        return self._columns

    def show(self, rows: Iterable[Any]) -> None:
        """Show exactly these rows in this order."""
        fresh = {self._key(row): row for row in rows}
        self._become(list(fresh), fresh)

    def upsert(self, rows: Iterable[Any]) -> None:
        """Insert or refresh these rows; the others stay."""
        fresh = {self._key(row): row for row in rows}
        merged = self._rows | fresh
        if self._order is None:
            target = self._keys + [key for key in fresh if key not in self._rows]
        else:
            order = self._order
            target = sorted(
                self._keys + [key for key in fresh if key not in self._rows],
                key=lambda key: order(merged[key]),
            )
        self._become(target, merged, changed=fresh)

    def remove(self, keys: Iterable[Hashable]) -> None:
        """Take these rows out; unknown keys are passed over."""
        gone = set(keys)
        target = [key for key in self._keys if key not in gone]
        self._become(target, {key: self._rows[key] for key in target}, changed={})

    def row_at(self, place: int) -> Any | None:
        """Return the row shown at `place`, None past the end."""
        return self._rows[self._keys[place]] if 0 <= place < len(self._keys) else None

    def key_at(self, place: int) -> Hashable | None:
        """Return the key of the row shown at `place`, None past the end."""
        return self._keys[place] if 0 <= place < len(self._keys) else None

    def place_of(self, key: Hashable) -> int:
        """Return where the row with `key` is shown, -1 if it is not."""
        return self._places.get(key, -1)

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        """Return what Qt asks of a cell."""
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        row = self._rows[self._keys[index.row()]]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == TONE_ROLE:
            return column.tone(row) if column.tone is not None else None
        if role == LETTER_ROLE:
            return column.letter(row) if column.letter is not None else None
        if role == TABULAR_ROLE:
            return column.numeric
        return self._rare(column, row, role)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = int(Qt.ItemDataRole.DisplayRole),
    ) -> object:
        """Return a column's title, aligned like its cells."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(column))
        return None

    def _rare(self, column: Column[Any], row: object, role: int) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(_alignment(column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            letter = column.letter(row) if column.letter is not None else ""
            return f"{column.title}: {letter} {column.text(row)}".replace(":  ", ": ")
        if role == Qt.ItemDataRole.ToolTipRole:
            return column.tip(row) if column.tip is not None else None
        return None

    def _become(
        self,
        target: list[Hashable],
        rows: dict[Hashable, Any],
        changed: dict[Hashable, Any] | None = None,
    ) -> None:
        """Turn what is shown into `target`, in the smallest steps that Qt understands."""
        compare = rows if changed is None else changed
        known_rows = self._rows
        differing = [
            key
            for key, row in compare.items()
            # the same object cannot differ: to compare thousands field by field takes too long
            if (old := known_rows.get(key)) is not row and old is not None and old != row
        ]
        self.about_to_change.emit()
        known = set(self._keys)
        self._drop(known - set(target))
        self._rows = self._rows | rows if changed is None else rows
        self._rearrange([key for key in target if key in known])
        self._insert(target, known)
        self._rows = rows
        self._places = {key: place for place, key in enumerate(self._keys)}
        for first, last in _runs(sorted(self._places[key] for key in differing)):
            self._touch(first, last)
        self.changed.emit()

    def _drop(self, gone: set[Hashable]) -> None:
        places = sorted(self._places[key] for key in gone)
        for first, last in reversed(_runs(places)):
            self.beginRemoveRows(_ROOT, first, last)
            del self._keys[first : last + 1]
            self.endRemoveRows()

    def _rearrange(self, kept: list[Hashable]) -> None:
        if kept == self._keys:
            return
        self.layoutAboutToBeChanged.emit()
        before, self._keys = self._keys, kept
        place = {key: at for at, key in enumerate(kept)}
        old = self.persistentIndexList()
        new = [self.index(place[before[at.row()]], at.column()) for at in old]
        self.changePersistentIndexList(old, new)
        self.layoutChanged.emit()

    def _insert(self, target: list[Hashable], known: set[Hashable]) -> None:
        fresh = [place for place, key in enumerate(target) if key not in known]
        for first, last in _runs(fresh):
            self.beginInsertRows(_ROOT, first, last)
            self._keys[first:first] = target[first : last + 1]
            self.endInsertRows()

    def _touch(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self._columns) - 1))


def _alignment(column: Column[Any]) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.numeric else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def _runs(places: list[int]) -> list[tuple[int, int]]:
    """Return consecutive numbers of an ascending list as (first, last) pairs."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
