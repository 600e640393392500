"""Where the figures are saved: a format and a path; Enter saves, Esc leaves."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QStandardPaths, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.screens.supervisor.periods import Period
from ui.screens.supervisor.wording import Wording
from ui.theme import STEP, tokens_of
from ui.widgets.fields import Field
from ui.widgets.labels import Heading
from ui.widgets.path_field import PathLine
from ui.widgets.primary_button import PrimaryButton
from ui.widgets.shapes import draw_card

FORMATS: Final = ("xlsx", "csv", "pdf")


class ExportBar(QWidget):
    """`confirmed(path, format)`; `left()` by Esc."""

    confirmed = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say: Wording | None = None
        self._suggested = ""
        self._title = Heading(parent=self)
        self.formats = QComboBox(self)
        self._kind = Field(self.formats, self)
        self.path = PathLine(self, saving=True)
        self._path = Field(self.path, self)
        self._save, self._leave = PrimaryButton(self), QPushButton(self)
        fields = QHBoxLayout()
        fields.setSpacing(3 * STEP)
        fields.addWidget(self._kind, 1, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self._path, 4, Qt.AlignmentFlag.AlignTop)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        buttons.addWidget(self._save)
        buttons.addWidget(self._leave)
        buttons.addStretch(1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(3 * STEP, 3 * STEP, 3 * STEP, 3 * STEP)
        inside.setSpacing(2 * STEP)
        inside.addWidget(self._title)
        inside.addLayout(fields)
        inside.addLayout(buttons)
        self.formats.currentIndexChanged.connect(self._renamed)
        self.path.entered.connect(self._try)
        for button, act in ((self._save, self._try), (self._leave, self.left.emit)):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        self.hide()

    def open(self, period: Period, folder: str, say: Wording) -> None:
        """Ask, with a name suggested."""
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        where = Path(folder or QStandardPaths.writableLocation(documents))
        name = say.text("file_name", first=period.first, last=period.last)
        self._suggested = str(where / name)
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
        self._leave.setText(say.text("leave"))
        for button in (self._save, self._leave):
            button.setAccessibleName(button.text())
        self.setAccessibleName(say.text("export"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves from anywhere but the button that leaves; Esc leaves."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not self._leave.hasFocus():
                self._try()
            case Qt.Key.Key_Escape | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.left.emit()
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
    def _try(self) -> None:
        path = self.path.path
        if path is None and self._say is not None:
            self._path.set_problem(self._say.language.text("opening.no_path"))
            return
        self._path.set_problem("")
        self.confirmed.emit(str(path), str(self.formats.currentData()))
