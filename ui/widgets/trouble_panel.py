"""A calm panel over the bottom of the window: a fault of ours, what to do, and its details."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ui.theme import STEP, Tone, tokens_of, tone_colours
from ui.widgets.announce import announce
from ui.widgets.labels import Heading, ToneLabel
from ui.widgets.shapes import draw_card

_WIDTH_IN_LINES: Final = 34
_DETAILS_IN_LINES: Final = 9


@dataclass(frozen=True, slots=True)
class TroubleWords:
    """Everything the panel says but how saving went; `name` is for screen readers."""

    title: str
    text: str
    details: str
    copy: str
    save: str
    close: str


class TroublePanel(QWidget):
    """Takes neither the focus nor the screen; Esc inside it, or its button, closes it.

    `save` and `copy` are what its buttons do; without `save` there is no such button.
    """

    def __init__(self, host: QWidget, copy: Callable[[], None]) -> None:
        super().__init__(host)
        self._host = host
        self.title = Heading(parent=self)
        self.text = QLabel(self)
        self.text.setWordWrap(True)
        self.said = ToneLabel(parent=self)
        self.said.setWordWrap(True)
        self.said.hide()
        self.details = QPlainTextEdit(self)
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.hide()
        self.more, self.copy, self.save, self.close_button = (QPushButton(self) for _ in range(4))
        self.more.setCheckable(True)
        self.more.toggled.connect(self._show_details)
        self.copy.clicked.connect(copy)
        self.close_button.clicked.connect(self.put_away)
        self.save.hide()
        self._lay_out()
        host.installEventFilter(self)
        self.hide()

    def offer_saving(self, save: Callable[[], None]) -> None:
        """Let a report be saved."""
        self.save.clicked.connect(save)
        self.save.show()

    def set_words(self, words: TroubleWords) -> None:
        """Put the words in."""
        self.title.setText(words.title)
        self.text.setText(words.text)
        self.more.setText(words.details)
        self.copy.setText(words.copy)
        self.save.setText(words.save)
        self.close_button.setText(words.close)
        self.setAccessibleName(words.title)
        self.setAccessibleDescription(words.text)
        self.details.setAccessibleName(words.details)
        self._place()

    def open(self, details: str) -> None:
        """Show a fault; the words before it say how many."""
        self.details.setPlainText(details)
        self.said.hide()
        self.show()
        self._place()
        self.raise_()
        announce(self, f"{self.title.text()} {self.text.text()}", at_once=True)

    def say(self, words: str, tone: Tone) -> None:
        """Say how saving or copying went."""
        self.said.set_tone(tone)
        self.said.setText(words)
        self.said.show()
        self._place()
        announce(self, words)

    @Slot()
    def put_away(self) -> None:
        """Close it; the focus goes back to where work is."""
        focused = QApplication.focusWidget()
        inside = focused is not None and self.isAncestorOf(focused)
        self.more.setChecked(False)
        self.hide()
        if inside:
            self._host.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.put_away()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the window changes its size or its text."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ApplicationFontChange):
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a card with a line of the tone at its left."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        draw_card(painter, QRectF(self.rect()), colours.raised, colours.control_line)
        ink, _ = tone_colours(colours, Tone.BAD)
        draw_card(painter, QRectF(0, 0, STEP, self.height()), ink, radius=STEP / 2)
        painter.end()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        for button in (self.save, self.copy, self.more):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(5 * STEP, 4 * STEP, 4 * STEP, 4 * STEP)
        column.setSpacing(2 * STEP)
        for widget in (self.title, self.text, self.said, self.details):
            column.addWidget(widget)
        column.addLayout(buttons)

    @Slot(bool)
    def _show_details(self, shown: bool) -> None:
        self.details.setFixedHeight(self.fontMetrics().lineSpacing() * _DETAILS_IN_LINES)
        self.details.setVisible(shown)
        self._place()

    def _place(self) -> None:
        if self.isHidden():
            return
        layout = self.layout()
        assert layout is not None
        layout.activate()
        line = self.fontMetrics().height()
        width = min(line * _WIDTH_IN_LINES, self._host.width() - 8 * STEP)
        height = max(layout.heightForWidth(width), layout.minimumSize().height())
        left = (self._host.width() - width) // 2
        self.setGeometry(left, self._host.height() - height - 4 * STEP, width, height)
