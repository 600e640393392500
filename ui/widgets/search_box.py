"""Type-ahead: a line and, below it, what was found; by keyboard alone.

The box emits `query(text)` as one types; whoever searches answers with `show_results(text, …)`
whenever ready.  Answers to a text that is no longer there are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ui.fonts import scaled
from ui.theme import STEP, tokens_of
from ui.widgets.announce import announce
from ui.widgets.labels import MutedLabel
from ui.widgets.live_table import Index

_CHOICE: Final = int(Qt.ItemDataRole.UserRole) + 1
_ROWS: Final = 8
_HAN: Final = re.compile(r"[\u3400-\u9fff]")
"""No code has one: after a word with these a figure is no part of what is typed."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing found: its key, its name, a second line, a note at the right."""

    key: str
    title: str
    detail: str = ""
    note: str = ""

    def spoken(self) -> str:
        """Return what a screen reader says."""
        return ", ".join(part for part in (self.title, self.detail, self.note) if part)


class _ChoiceDelegate(QStyledItemDelegate):
    """Paints title and note on the first line, the detail on the second."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = 2 if index.data(_CHOICE).detail else 1
        return QSize(10 * STEP, option.fontMetrics.height() * lines + 2 * STEP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        choice: Choice = index.data(_CHOICE)
        colours = tokens_of(option.palette)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if chosen:
            painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
        ink, quiet = (
            (colours.on_accent, colours.on_accent) if chosen else (colours.text, colours.muted)
        )
        room = option.rect.adjusted(2 * STEP, STEP, -2 * STEP, -STEP)
        line = QRect(room.left(), room.top(), room.width(), option.fontMetrics.height())
        painter.setFont(scaled(option.font, 0.9))
        painter.setPen(QColor(quiet))
        painter.drawText(
            line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, choice.note
        )
        note = painter.fontMetrics().horizontalAdvance(choice.note)
        if choice.detail:
            below = line.translated(0, line.height())
            painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, choice.detail)
        painter.setFont(option.font)
        painter.setPen(QColor(ink))
        width = line.width() - note - 2 * STEP
        title = option.fontMetrics.elidedText(choice.title, Qt.TextElideMode.ElideRight, width)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, title)
        painter.restore()


class SearchBox(QWidget):
    """A line with its list; `inline` keeps the list in the layout, else it floats below.

    Signals: `query(text)` after each change; `chosen(Choice)` on Enter or click; `left()` on Esc
    with nothing to close; `submitted(text)` on Enter when nothing was found or what is on offer
    does not yet belong to the text; `highlighted(Choice | None)` whenever Enter would take
    another one.
    """

    query = Signal(str)
    chosen = Signal(object)
    submitted = Signal(str)
    left = Signal()
    highlighted = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None, *, inline: bool = False) -> None:
        super().__init__(parent)
        self._inline = inline
        self._stale = False
        self._figures = False
        self.line = QLineEdit(self)
        self.line.setTextMargins(STEP, 0, 0, 0)
        self.line.setClearButtonEnabled(True)
        self.line.textEdited.connect(self._edited)
        self.line.installEventFilter(self)
        self._panel = QFrame(self if inline else self._host())
        self._list = QListWidget(self._panel)
        self._message = MutedLabel(parent=self._panel)
        self._set_up_panel()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP)
        layout.addWidget(self.line)
        if inline:
            layout.addWidget(self._panel, 1)
        self.setFocusProxy(self.line)
        self.set_name(name)

    def set_name(self, name: str, placeholder: str = "") -> None:
        """Set what the box is called and what stands in it while it is empty."""
        self.line.setAccessibleName(name)
        self._list.setAccessibleName(name)
        self.line.setPlaceholderText(placeholder or self.line.placeholderText())

    def text(self) -> str:
        """Return what was typed."""
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Put text in without searching, and close the list."""
        self.line.setText(text)
        self.close_list()

    def choices(self) -> tuple[Choice, ...]:
        """Return what is on offer."""
        return tuple(self._list.item(at).data(_CHOICE) for at in range(self._list.count()))

    def current(self) -> Choice | None:
        """Return the choice that Enter would take."""
        if self._stale or self._list.currentRow() < 0 or self._panel.isHidden():
            return None
        choice: Choice = self._list.currentItem().data(_CHOICE)
        return choice

    def show_results(
        self,
        text: str,
        choices: Sequence[Choice],
        message: str = "",
        *,
        chosen: bool = True,
        figures: bool = False,
    ) -> None:
        """Offer what was found for `text`; `message` stands above, if there is nothing alone.

        `chosen`: the first one is what Enter takes; else nobody guesses, and Enter takes none.
        `figures`: 1 to 9 take one at once after Chinese words, with Alt always.
        """
        if text != self.line.text():
            return
        self._stale = False
        self._figures = figures
        self._list.clear()
        for choice in choices:
            item = QListWidgetItem(choice.title, self._list)
            item.setData(_CHOICE, choice)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, choice.spoken())
        self._list.setCurrentRow(0 if choices and chosen else -1)
        self._list.setVisible(bool(choices))
        self._message.setText(message)
        self._message.setVisible(bool(message))
        self._panel.setVisible(bool(choices or message))
        self._place()
        first = choices[0].spoken() if choices else ""
        announce(self.line, f"{message} {first}".strip())
        self.highlighted.emit(self.current())

    def close_list(self) -> None:
        """Take the list away."""
        self._stale = False
        self._list.clear()
        self._panel.hide()
        self.highlighted.emit(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the line's keys move in the list; close a floating list when the focus leaves."""
        if watched is self.line:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._key(event)
            if event.type() == QEvent.Type.FocusOut and not self._inline:
                self._panel.hide()
        elif event.type() in (QEvent.Type.Resize, QEvent.Type.Move):
            self._place()
        return super().eventFilter(watched, event)

    def _set_up_panel(self) -> None:
        self._panel.hide()
        self._panel.setFrameShape(QFrame.Shape.StyledPanel)
        self._panel.setAutoFillBackground(True)
        self._panel.setBackgroundRole(QPalette.ColorRole.Base)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setItemDelegate(_ChoiceDelegate(self._list))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.itemClicked.connect(self._clicked)
        self._message.setContentsMargins(2 * STEP, STEP, 2 * STEP, STEP)
        self._message.setWordWrap(True)
        inside = QVBoxLayout(self._panel)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addWidget(self._message)
        inside.addWidget(self._list)

    def _host(self) -> QWidget:
        return self.window()

    def _place(self) -> None:
        """Put a floating list under the line, inside the window, above everything else."""
        if self._inline:
            return
        host = self._host()
        if self._panel.parentWidget() is not host:
            shown = not self._panel.isHidden()
            self._panel.setParent(host)
            host.installEventFilter(self)
            self._panel.setVisible(shown)
        at = self.line.mapTo(host, QPoint(0, self.line.height() + 1))
        rows = sum(self._list.sizeHintForRow(row) for row in range(min(_ROWS, self._list.count())))
        said = bool(self._message.text())
        words = self._message.heightForWidth(self.line.width() - 2) if said else 0
        edge = 2 * (self._panel.frameWidth() + 1)
        height = min(rows + words + edge, max(0, host.height() - at.y() - STEP))
        self._panel.setGeometry(at.x(), at.y(), self.line.width(), height)
        self._panel.raise_()

    def _edited(self, text: str) -> None:
        self._stale = True
        if not text:
            self.close_list()
        self.query.emit(text)

    def _key(self, event: QKeyEvent) -> bool:
        open_ = not self._panel.isHidden()
        if open_ and self._takes_figure(event):
            return True
        match event.key():
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_PageDown:
                self._step(_ROWS)
            case Qt.Key.Key_PageUp:
                self._step(-_ROWS)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._take()
            case Qt.Key.Key_Escape if open_:
                self.close_list()
            case Qt.Key.Key_Escape if self.line.text():
                self.line.clear()
                self.query.emit("")
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                return False
        return True

    def _takes_figure(self, event: QKeyEvent) -> bool:
        """Take the choice whose place a figure names, where figures do that."""
        place = event.key() - Qt.Key.Key_1
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        wanted = alt or _HAN.search(self.line.text())
        if not (self._figures and wanted) or self._stale or not 0 <= place < self._list.count():
            return False
        self._clicked(self._list.item(place))
        return True

    def _step(self, by: int) -> None:
        count = self._list.count()
        if not count:
            return
        row = min(max(self._list.currentRow() + by, 0), count - 1)
        self._list.setCurrentRow(row)
        choice = self.current()
        if choice is not None:
            announce(self.line, choice.spoken(), at_once=True)
            self.highlighted.emit(choice)

    def _take(self) -> None:
        if self._list.currentRow() >= 0 and not self._stale:
            self._clicked(self._list.currentItem())
        else:
            self.submitted.emit(self.line.text())

    def _clicked(self, item: QListWidgetItem) -> None:
        choice = item.data(_CHOICE)
        self.close_list()
        self.chosen.emit(choice)
