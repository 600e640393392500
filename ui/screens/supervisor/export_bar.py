"""Where the figures are saved: a format and a path; Enter saves, Esc leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.background import Step
from ui.screens.supervisor.periods import Period
from ui.screens.supervisor.wording import Wording
from ui.theme import STEP, Tone, tokens_of
from ui.widgets.fields import Field
from ui.widgets.labels import Heading
from ui.widgets.outcome import Outcome
from ui.widgets.path_field import PathLine
from ui.widgets.primary_button import PrimaryButton
from ui.widgets.shapes import draw_card

FORMATS: Final = ("xlsx", "csv", "pdf")


class ExportBar(QWidget):
    """`confirmed(path, format)`, `printed()`; `left()` by Esc, `stopped()` while it runs."""

    confirmed = Signal(str, str)
    printed = Signal()
    stopped = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say: Wording | None = None
        self.title = self._suggested = ""
        self._busy = False
        self._title = Heading(parent=self)
        self.formats = QComboBox(self)
        self._kind = Field(self.formats, self)
        self.path = PathLine(self, saving=True)
        self._path = Field(self.path, self)
        self.outcome = Outcome(self)
        self._save, self.print = PrimaryButton(self), QPushButton(self)
        self._leave = QPushButton(self)
        fields = QHBoxLayout()
        fields.setSpacing(3 * STEP)
        fields.addWidget(self._kind, 1, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self._path, 4, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        for button in (self._save, self.print, self._leave):
            buttons.addWidget(button)
        buttons.addStretch(1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(3 * STEP, 3 * STEP, 3 * STEP, 3 * STEP)
        inside.setSpacing(2 * STEP)
        inside.addWidget(self._title)
        inside.addLayout(fields)
        inside.addWidget(self.outcome)
        inside.addLayout(buttons)
        self.formats.currentIndexChanged.connect(self._renamed)
        self.path.entered.connect(self._try)
        for button, act in (
            (self._save, self._try),
            (self.print, self.printed.emit),
            (self._leave, self._left),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        self.hide()

    def open(self, period: Period, folder: str, say: Wording) -> None:
        """Ask, with a name suggested."""
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        where = Path(folder or QStandardPaths.writableLocation(documents))
        self.title = say.text("file_name", first=period.first, last=period.last)
        self._suggested = str(where / self.title)
        self._say = None
        self.formats.clear()
        for form in FORMATS:
            self.formats.addItem("", form)
        self.reword(say)
        self._renamed()
        self.show()
        self.formats.setFocus(Qt.FocusReason.OtherFocusReason)

    def reword(self, say: Wording) -> None:
        """Put the words in again."""
        self._say = say
        self._title.setText(say.text("export"))
        self._kind.set_text(say.text("format"))
        self._path.set_text(say.text("path"))
        self.path.set_text(say.text("path"), say.language.text("opening.browse"))
        for at, form in enumerate(FORMATS[: self.formats.count()]):
            self.formats.setItemText(at, say.text(f"format_of.{form}"))
        self._save.setText(say.text("save"))
        self.print.setText(say.text("print"))
        self._leave.setText(say.text("stop" if self._busy else "leave"))
        for button in (self._save, self.print, self._leave):
            button.setAccessibleName(button.text())
        self.setAccessibleName(say.text("export"))

    def set_busy(self, busy: bool) -> None:
        """Show that it runs; then there is one way, to stop it."""
        self._busy = busy
        controls = (self.formats, self.path, self._save, self.print)
        for control in controls:
            control.setEnabled(not busy)
        if self._say is None:
            return
        self.reword(self._say)
        if busy:
            self.outcome.run(self._say.text("counting"))
            self._leave.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.outcome.end("", Tone.NEUTRAL)
            if self.isVisible():
                self.formats.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(object)
    def show_step(self, step: Step) -> None:
        """Show how many pieces are counted; the last one writes the file."""
        if self._busy:
            self.outcome.step(step.done, step.total)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, or presses the button it is on; Esc leaves, or stops what runs."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if self.print.hasFocus():
                self.printed.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not self._leave.hasFocus():
                self._try()
            case Qt.Key.Key_Escape | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._left()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        draw_card(painter, self.rect().toRectF(), colours.raised, colours.accent)
        painter.end()

    @Slot()
    def _renamed(self) -> None:
        form = self.formats.currentData()
        if form is not None:
            self.path.show_path(Path(f"{self._suggested}.{form}"))

    @Slot()
    def _left(self) -> None:
        (self.stopped if self._busy else self.left).emit()

    @Slot()
    def _try(self) -> None:
        if self._busy:
            return
        path = self.path.path
        if path is None and self._say is not None:
            self._path.set_problem(self._say.language.text("opening.no_path"))
            return
        self._path.set_problem("")
        self.confirmed.emit(str(path), str(self.formats.currentData()))
