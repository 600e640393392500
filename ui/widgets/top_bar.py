"""The bar above every screen: where, which day, how the connection and the printer are, who."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from ui.theme import STEP, Tone, tokens_of
from ui.widgets.badge import Badge
from ui.widgets.labels import Heading, MutedLabel


class TopBar(QWidget):
    """Site and day at the left, the pills and the person's menu at the right.

    `middle` is a layout for what a screen-wide search puts there.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.site = Heading(parent=self)
        self.day = MutedLabel(parent=self)
        self.connection = Badge(Tone.NEUTRAL, "", self)
        self.printer = Badge(Tone.NEUTRAL, "", self)
        self.person = QToolButton(self)
        self.person.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.person.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.person.setAutoRaise(True)
        self.person.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        room = QWidget(self)
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.middle = QHBoxLayout(room)
        self.middle.setContentsMargins(0, 0, 0, 0)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        layout.setSpacing(3 * STEP)
        for words in (self.site, self.day):
            words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            layout.addWidget(words)
        layout.addWidget(room, 1)
        layout.addWidget(self.connection)
        layout.addWidget(self.printer)
        layout.addWidget(self.person)

    def set_person(self, name: str, spoken: str, menu: QMenu) -> None:
        """Show who works here and what their menu offers."""
        self.person.setText(f"{name} ")
        self.person.setAccessibleName(spoken)
        self.person.setToolTip(spoken)
        self.person.setMenu(menu)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar's ground and the line below it."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.setPen(QColor(colours.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()
