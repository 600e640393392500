"""The sheet of the command palette: one line, and below it groups of what was found.

It lies over its parent and takes the keyboard; it decides nothing.  `typed(text)` follows each
change, `taken(Hit)` Enter or a click, `closed()` Esc, a click beside it, or `close_sheet`;
`before` is what had the keyboard when it came.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ui.theme import RADIUS, STEP, tokens_of
from ui.widgets.announce import announce
from ui.widgets.hit_rows import Group, Hit, HitDelegate, fill, hit_at
from ui.widgets.labels import MutedLabel
from ui.widgets.shapes import draw_card

_WIDE_IN_LINES: Final = 40
_VEIL: Final = QColor(10, 16, 24, 140)
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 6,
    Qt.Key.Key_PageUp: -6,
}


class PaletteSheet(QWidget):
    """Hidden until it is opened; keys of what is behind it do nothing meanwhile."""

    typed = Signal(str)
    taken = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._behind = parent
        self._pending = self._wanted = self._moved = False
        self.before: QWidget | None = None
        self._card = QWidget(self)
        self.line = QLineEdit(self._card)
        self.line.setMaxLength(200)
        self.line.setClearButtonEnabled(True)
        self.line.setTextMargins(STEP, STEP, STEP, STEP)
        self.line.textChanged.connect(self._edited)
        self.line.installEventFilter(self)
        self.list = QListWidget(self._card)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(HitDelegate(self.list))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.itemClicked.connect(self._clicked)
        self._message = MutedLabel(parent=self._card)
        self._message.setWordWrap(True)
        self._hint = MutedLabel(parent=self._card)
        self._hint.setWordWrap(True)
        self._inside = inside = QVBoxLayout(self._card)
        inside.setSpacing(2 * STEP)
        for part in (self.line, self._message, self.list, self._hint):
            inside.addWidget(part)
        inside.setContentsMargins(4 * STEP, 4 * STEP, 4 * STEP, 3 * STEP)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """Return what was typed."""
        return self.line.text()

    @property
    def waits(self) -> bool:
        """Say whether what belongs to the text is still to come."""
        return self._pending

    @property
    def message(self) -> str:
        """Return what is said below the line, "" for nothing."""
        return self._message.text()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """Return everything that is on offer, from above to below."""
        found = (hit_at(self.list, row) for row in range(self.list.count()))
        return tuple(hit for hit in found if hit is not None)

    @property
    def current(self) -> Hit | None:
        """Return what Enter would take."""
        return hit_at(self.list, self.list.currentRow())

    def set_words(self, name: str, placeholder: str, hint: str) -> None:
        """Set what the line is called, what stands in it while it is empty, and the keys."""
        self.setAccessibleName(name)
        self.line.setAccessibleName(name)
        self.line.setPlaceholderText(placeholder)
        self.list.setAccessibleName(name)
        self._hint.setText(hint)

    def open(self) -> None:
        """Come to the front, empty."""
        focus = self._behind.focusWidget()
        self.before = focus if focus is not self.line else self.before
        self.line.clear()
        self.setGeometry(self._behind.rect())
        self.show()
        self.raise_()
        self._place()
        self.line.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_sheet(self) -> None:
        """Go away."""
        if not self.isHidden():
            self._pending = False
            self.hide()
            self.closed.emit()

    def wait(self) -> None:
        """Know that what is shown does not belong to the text yet: Enter waits for what does."""
        self._pending, self._wanted, self._moved = True, False, False

    def show_groups(
        self,
        groups: Sequence[Group],
        message: str = "",
        *,
        choose: bool = True,
        more_to_come: bool = False,
    ) -> None:
        """Show what was found, the first one chosen if `choose`.

        What a person moved to stays chosen if it is still there.
        """
        before = self.current if self._moved else None
        self._pending = more_to_come
        fill(self.list, groups)
        self.say(message)
        rows = [row for row in range(self.list.count()) if hit_at(self.list, row) is not None]
        same = [row for row in rows if before is not None and hit_at(self.list, row) == before]
        self._go_to((same or (rows if choose else []) or [-1])[0])
        self._place()
        first = self.current
        announce(self.line, f"{message} {first.spoken() if first else ''}".strip())
        if self._wanted and not more_to_come:
            self._wanted = False
            self._enter()

    def say(self, message: str) -> None:
        """Say something below the line, "" for nothing."""
        self._message.setText(message)
        self._message.setVisible(bool(message))
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take all keys while the sheet is there; cover the parent at every size."""
        if watched is self.line and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()  # F5 must not call anybody while something is looked for
                return True
            if event.type() == QEvent.Type.KeyPress:
                return self._key(event)
        elif event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self._behind.rect())
            self._place()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card closes."""
        if not self._card.geometry().contains(event.position().toPoint()):
            self.close_sheet()

    def focusNextPrevChild(self, next: bool) -> bool:
        """Keep the keyboard here while the sheet covers what is behind."""
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and not self.isHidden():
            self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what is behind and paint the card."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), _VEIL)
        box = QRectF(self._card.geometry())
        draw_card(painter, box, colours.surface, colours.line, radius=RADIUS * 1.5)
        painter.end()

    def _edited(self, text: str) -> None:
        self.wait()
        self.typed.emit(text)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._step(1 if key == Qt.Key.Key_Tab else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape or (
            key == Qt.Key.Key_K and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ):
            self.close_sheet()
        else:
            return False
        return True

    def _step(self, by: int) -> None:
        rows = [row for row in range(self.list.count()) if hit_at(self.list, row) is not None]
        if not rows:
            return
        now = self.list.currentRow()
        at = rows.index(now) + by if now in rows else 0
        self._moved = True
        self._go_to(rows[min(max(at, 0), len(rows) - 1)])
        if self.current is not None:
            announce(self.line, self.current.spoken(), at_once=True)

    def _go_to(self, row: int) -> None:
        self.list.setCurrentRow(row)
        if row == 1:
            self.list.scrollToTop()  # the first heading too

    def _enter(self) -> None:
        if self._pending and not self._moved:
            self._wanted = True
        elif self.current is not None:
            self.taken.emit(self.current)

    def _clicked(self, item: QListWidgetItem) -> None:
        hit = hit_at(self.list, self.list.row(item))
        if hit is not None:
            self.taken.emit(hit)

    def _place(self) -> None:
        """Put the card near the top, as high as its rows and no higher than the window."""
        metrics = self.fontMetrics()
        width = min(metrics.height() * _WIDE_IN_LINES, self.width() - 8 * STEP)
        top = self.height() // 9
        rows = sum(self.list.sizeHintForRow(row) for row in range(self.list.count()))
        self.list.setVisible(rows > 0)
        room = self.height() - top - 6 * STEP
        others = self._card_height(width)
        self.list.setFixedHeight(max(0, min(rows + 2, room - others)))
        self._card.setGeometry((self.width() - width) // 2, top, width, others + self.list.height())

    def _card_height(self, width: int) -> int:
        """Return the height of the card without its list."""
        margins = self._inside.contentsMargins()
        inner = width - margins.left() - margins.right()
        height = margins.top() + margins.bottom()
        for part in (self.line, self._message, self._hint):
            if not part.isHidden():
                wrapped = part.heightForWidth(inner)
                height += (wrapped if wrapped > 0 else part.sizeHint().height()) + 2 * STEP
        return height
