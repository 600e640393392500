"""The rail at the left: the program's places, picture above words, by mouse or Ctrl+1 … 9."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QIcon, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QVBoxLayout, QWidget

from ui.fonts import scaled
from ui.theme import STEP, tokens_of
from ui.widgets.shapes import draw_card, draw_focus

_WORDS: Final = 0.95


class RailButton(QAbstractButton):
    """One place; checked while its screen is in front."""

    def __init__(self, screen_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.screen_id = screen_id
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_words(self, title: str, keys: str) -> None:
        """Set the words under the picture and the keys of the tooltip."""
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(keys)
        self.setToolTip(f"{title} ({keys})" if keys else title)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return room for picture and words, at least a comfortable target."""
        # As wide as the words in bold, so that nothing moves when another place is chosen.
        metrics = QFontMetrics(scaled(self.font(), _WORDS, bold=True))
        width = metrics.horizontalAdvance(self.text()) + 6 * STEP
        return QSize(max(width, metrics.height() * 4), self._icon() + metrics.height() + 5 * STEP)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the place; the one in front has a bar, a tint and strong words."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(STEP, STEP / 2, -STEP, -STEP / 2)
        if self.isChecked():
            draw_card(painter, box, colours.accent_soft)
            bar = QRectF(0, box.top() + 2 * STEP, 3, box.height() - 4 * STEP)
            draw_card(painter, bar, colours.accent, radius=1.5)
        elif self.underMouse():
            draw_card(painter, box, colours.raised)
        size = self._icon()
        picture = QRect((self.width() - size) // 2, round(box.top()) + 2 * STEP, size, size)
        state = QIcon.State.On if self.isChecked() else QIcon.State.Off
        self.icon().paint(painter, picture, Qt.AlignmentFlag.AlignCenter, state=state)
        font = scaled(self.font(), _WORDS, bold=self.isChecked())
        painter.setFont(font)
        painter.setPen(QColor(colours.accent if self.isChecked() else colours.text))
        words = QRect(0, picture.bottom() + STEP, self.width(), painter.fontMetrics().height())
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            draw_focus(painter, box, colours)
        painter.end()

    def _icon(self) -> int:
        return round(self.fontMetrics().height() * 1.25)


class NavRail(QWidget):
    """The places under each other; `chosen` carries a screen's id.

    Up and Down move between places, Tab leaves the rail.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 2 * STEP, 0, 2 * STEP)
        self._layout.setSpacing(STEP)
        self._layout.addStretch(1)
        self._group.buttonClicked.connect(self._clicked)

    def add(self, screen_id: str) -> RailButton:
        """Add a place at the end."""
        button = RailButton(screen_id, self)
        button.installEventFilter(self)
        self._buttons[screen_id] = button
        self._group.addButton(button)
        self._layout.insertWidget(self._layout.count() - 1, button)
        return button

    def button(self, screen_id: str) -> RailButton:
        """Return the button of a place."""
        return self._buttons[screen_id]

    def show_current(self, screen_id: str) -> None:
        """Mark the place that is in front: Tab reaches it, arrows the others."""
        for name, button in self._buttons.items():
            button.setChecked(name == screen_id)
            here = name == screen_id
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if here else Qt.FocusPolicy.ClickFocus)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Move the focus with the arrow keys."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            places = [button for button in self._buttons.values() if button.isVisible()]
            if by is not None and watched in places:
                at = places.index(watched)
                places[(at + by) % len(places)].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rail's ground and the line at its right."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.setPen(QColor(colours.line))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
        painter.end()

    def _clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, RailButton):
            self.chosen.emit(button.screen_id)
