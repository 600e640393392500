"""截号: one line that asks which window gives no more numbers, or gives them again."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from ui.commands import CommandButton, Commands
from ui.language import Language
from ui.theme import STEP, Tone
from ui.widgets.labels import ToneLabel
from ui.widgets.shapes import GLYPHS


class LastNumberBar(QFrame):
    """`chosen(window, stop)`: Enter stops a window, or lets a stopped one go on; Esc leaves."""

    chosen = Signal(str, bool)
    left = Signal()

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._stopped: frozenset[str] = frozenset()
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._title = QLabel(self)
        self.windows = QComboBox(self)
        self.windows.currentIndexChanged.connect(self._word)
        self._confirm = QPushButton(self)
        self._confirm.setAutoDefault(True)
        self._confirm.clicked.connect(self._submit)
        self._leave = QPushButton(self)
        self._leave.setAutoDefault(True)
        self._leave.clicked.connect(self.left)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        layout.setSpacing(2 * STEP)
        for widget in (self._title, self.windows, self._confirm, self._leave):
            layout.addWidget(widget)
        layout.addStretch(1)
        self._title.setBuddy(self.windows)
        self.hide()

    def controls(self) -> list[QWidget]:
        """Return what can be operated, in the order of the Tab key."""
        return [self.windows, self._confirm, self._leave]

    def open(
        self, windows: Sequence[tuple[str, str]], stopped: Collection[str], first: str = ""
    ) -> None:
        """Ask about these windows (code and words), beginning with `first`."""
        self._stopped = frozenset(stopped)
        self.windows.clear()
        for code, words in windows:
            self.windows.addItem(words, code)
        self.windows.setCurrentIndex(max(0, self.windows.findData(first)))
        self.retranslate()
        self.show()
        self.windows.setFocus()

    def retranslate(self) -> None:
        """Put the words in again."""
        text = self._language.text
        self._title.setText(text("reception.last.title"))
        self.windows.setAccessibleName(text("reception.last.which"))
        self._leave.setText(text("reception.last.leave"))
        self._leave.setAccessibleName(self._leave.text())
        self._word()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter confirms, Esc leaves."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self._leave.hasFocus():
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._submit()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def _word(self) -> None:
        stop = self.windows.currentData() not in self._stopped
        self._confirm.setText(self._language.text(f"reception.last.{'stop' if stop else 'go_on'}"))
        self._confirm.setAccessibleName(self._confirm.text())

    def _submit(self) -> None:
        code = self.windows.currentData()
        if code is not None:
            self.chosen.emit(str(code), code not in self._stopped)


class AdviceRow(QFrame):
    """Before closing: one sentence, and what may follow from it; hidden for the rest of the day.

    `taken(window)`: the advice was followed.
    """

    taken = Signal(str)

    def __init__(self, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self._window = ""
        self._words = ToneLabel(parent=self)
        self._words.setWordWrap(True)
        self._button = QPushButton(self)
        self._button.setAutoDefault(True)
        self._button.clicked.connect(self._pressed)
        self._any = CommandButton(commands, "reception.last_number", self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * STEP)
        layout.addWidget(self._words, 1)
        layout.addWidget(self._button)
        layout.addWidget(self._any)
        self.hide()

    @property
    def words(self) -> str:
        """Return what it says, "" for nothing."""
        return self._words.text()

    def controls(self) -> list[QWidget]:
        """Return what can be operated, in the order of the Tab key."""
        return [self._button, self._any]

    def say(self, sentence: str, window: str = "", button: str = "") -> None:
        """Say how things stand; with a `window` its last number is advised."""
        tone = Tone.WARN if window else Tone.NEUTRAL
        self._window = window
        self._words.set_tone(tone)
        self._words.setText(f"{GLYPHS[tone]} {sentence}" if window else sentence)
        self._button.setText(button)
        self._button.setAccessibleName(f"{button} {sentence}")
        self._button.setVisible(bool(window))
        self.setVisible(bool(sentence))

    def _pressed(self) -> None:
        self.taken.emit(self._window)
