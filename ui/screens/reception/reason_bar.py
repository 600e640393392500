"""One line that asks why: Enter confirms, Esc leaves; for a dropped stop also which one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)

from ui.language import Language
from ui.screens.reception.today_presenter import Action
from ui.theme import STEP, Tone
from ui.widgets.labels import ToneLabel
from ui.widgets.shapes import GLYPHS


class ReasonBar(QFrame):
    """`confirmed(action, reason, step)`; a reason is never empty."""

    confirmed = Signal(object, str, int)
    left = Signal()

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._action = Action.CANCEL
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._title = QLabel(self)
        self.steps = QComboBox(self)
        self.line = QLineEdit(self)
        self.line.setTextMargins(STEP, 0, 0, 0)
        self.line.setMaxLength(200)
        self.line.textEdited.connect(self._edited)
        self._problem = ToneLabel(tone=Tone.BAD, parent=self)
        self._confirm = QPushButton(self)
        self._confirm.clicked.connect(self._submit)
        self._leave = QPushButton(self)
        self._leave.clicked.connect(self.left)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        layout.setSpacing(2 * STEP)
        for widget, stretch in (
            (self._title, 0),
            (self.steps, 0),
            (self.line, 1),
            (self._problem, 0),
            (self._confirm, 0),
            (self._leave, 0),
        ):
            layout.addWidget(widget, stretch)
        self.retranslate()

    def controls(self) -> list[QWidget]:
        """Return what can be operated, in the order of the Tab key."""
        return [self.steps, self.line, self._confirm, self._leave]

    def open(self, action: Action, title: str, steps: Sequence[tuple[int, str]] = ()) -> None:
        """Ask for the reason of `action`; `steps` are the stops to choose from."""
        self._action = action
        self._title.setText(title)
        self.line.clear()
        self.line.setAccessibleName(title)
        self._problem.clear()
        self.steps.clear()
        for number, words in steps:
            self.steps.addItem(words, number)
        self.steps.setVisible(bool(steps))
        self.show()
        self.line.setFocus()

    def retranslate(self) -> None:
        """Put the words in again."""
        text = self._language.text
        self.line.setPlaceholderText(text("reception.today.reason"))
        self.steps.setAccessibleName(text("reception.today.which_stop"))
        self._confirm.setText(text("reception.today.confirm"))
        self._leave.setText(text("reception.today.leave"))
        for button in (self._confirm, self._leave):
            button.setAccessibleName(button.text())

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

    def _edited(self) -> None:
        self._problem.clear()

    def _submit(self) -> None:
        reason = self.line.text().strip()
        if not reason:
            words = self._language.text("reception.today.reason_missing")
            self._problem.setText(f"{GLYPHS[Tone.BAD]} {words}")
            self.line.setFocus()
            return
        self.confirmed.emit(self._action, reason, int(self.steps.currentData() or 0))
