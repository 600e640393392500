"""The keys that work here, as a sheet over the screen; F1 or Esc takes it away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.theme import RADIUS, STEP, tokens_of
from ui.widgets.labels import Heading, MutedLabel
from ui.widgets.shapes import draw_card


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key and what it does; lines that cannot be done now are muted.

    `elsewhere`: what the key does on another screen, said quietly beside it.
    """

    keys: str
    words: str
    enabled: bool = True
    elsewhere: str = ""


@dataclass(frozen=True, slots=True)
class KeyPart:
    """A heading and its lines."""

    title: str
    lines: tuple[KeyLine, ...]


class _Key(QLabel):
    """A key drawn as a key."""

    def __init__(self, keys: str, parent: QWidget) -> None:
        super().__init__(keys, parent)
        self.setContentsMargins(2 * STEP, 2, 2 * STEP, 2)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        draw_card(painter, QRectF(self.rect()), colours.raised, colours.line, radius=STEP)
        painter.end()
        super().paintEvent(event)


class KeySheet(QWidget):
    """A sheet of keys that covers its parent; `closed` follows Esc, F1, Enter or a click."""

    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._behind = parent
        self._parts: tuple[KeyPart, ...] = ()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._card = QWidget(self)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(4 * STEP)
        self._grid.setVerticalSpacing(STEP + 2)
        self._title = Heading(factor=1.4, parent=self._card)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(6 * STEP, 5 * STEP, 6 * STEP, 5 * STEP)
        inside.setSpacing(4 * STEP)
        inside.addWidget(self._title)
        inside.addLayout(self._grid)
        inside.setSizeConstraint(QVBoxLayout.SizeConstraint.SetFixedSize)
        self._inside = inside
        self._card.installEventFilter(self)
        parent.installEventFilter(self)
        self.hide()

    def open(self, title: str, parts: Sequence[KeyPart]) -> None:
        """Show these keys, a column a part or more where one is too high; take the keyboard."""
        self._title.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(
            "; ".join(_spoken(line) for part in parts for line in part.lines)
        )
        self._parts = tuple(parts)
        self._lay_out()
        self.setGeometry(self._behind.rect())
        self.show()
        self.raise_()
        self._place()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _lay_out(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            cell = item.layout()
            items = [item] if cell is None else [cell.itemAt(at) for at in range(cell.count())]
            for one in items:
                gone = one.widget() if one is not None else None
                if gone is not None:
                    gone.hide()
                    gone.deleteLater()
        for column, part in enumerate(self._columns(self._parts)):
            self._fill(column * 2, part)

    def changeEvent(self, event: QEvent) -> None:
        """Lay the keys out anew where the text grows."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and not self.isHidden():
            self._lay_out()
            self._place()

    def close_sheet(self) -> None:
        """Take the sheet away."""
        self.hide()
        self.closed.emit()

    def event(self, event: QEvent) -> bool:
        """Take the keys of what is behind: F5 must not call anybody while they are looked up."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Any of the obvious keys closes; the others do nothing behind the sheet."""
        if event.key() in (
            Qt.Key.Key_Escape,
            Qt.Key.Key_F1,
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Space,
        ):
            self.close_sheet()
        event.accept()

    def mousePressEvent(self, event: QEvent) -> None:
        """A click anywhere closes."""
        self.close_sheet()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Keep the focus here while the sheet covers what is behind."""
        return False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the parent at every size; stand in its middle once the lines are all there."""
        if watched is self._card:
            if event.type() == QEvent.Type.Resize:
                self._centre()
        elif event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self._behind.rect())
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what is behind and paint the card."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(10, 16, 24, 140))
        draw_card(
            painter,
            QRectF(self._card.geometry()),
            colours.surface,
            colours.line,
            radius=RADIUS * 1.5,
        )
        painter.end()

    def _columns(self, parts: Sequence[KeyPart]) -> list[KeyPart]:
        """Return the parts in pieces that are no higher than the window, about equally high."""
        line = self.fontMetrics().height() + 4 + self._grid.verticalSpacing()
        most = max(6, (self._behind.height() - 6 * line) // line)
        pieces = []
        for part in parts:
            count = -(-len(part.lines) // most)
            each = -(-len(part.lines) // max(1, count))
            for at in range(count):
                title = part.title if at == 0 else ""
                pieces.append(KeyPart(title, part.lines[at * each : (at + 1) * each]))
        return pieces

    def _fill(self, column: int, part: KeyPart) -> None:
        top = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        self._grid.addWidget(MutedLabel(part.title, parent=self._card), 0, column, 1, 2, top)
        for row, line in enumerate(part.lines, 1):
            key = _Key(line.keys, self._card)
            words = QLabel(line.words, self._card)
            words.setEnabled(line.enabled)
            cell = QHBoxLayout()
            cell.setSpacing(3 * STEP)
            cell.addWidget(words)
            cell.addStretch(1)
            if line.elsewhere:
                cell.addWidget(MutedLabel(line.elsewhere, parent=self._card))
            self._grid.addWidget(key, row, column, Qt.AlignmentFlag.AlignLeft)
            self._grid.addLayout(cell, row, column + 1)
        self._grid.setColumnMinimumWidth(column + 1, 20 * STEP)

    def _place(self) -> None:
        self._inside.invalidate()
        self._inside.activate()
        self._card.adjustSize()
        self._centre()

    def _centre(self) -> None:
        across, down = self.width() - self._card.width(), self.height() - self._card.height()
        self._card.move(across // 2, down // 2)
        self.update()


def _spoken(line: KeyLine) -> str:
    words = f"{line.keys}: {line.words}"
    return f"{words} ({line.elsewhere})" if line.elsewhere else words
