"""Where the data is: in words, and another file of this PC instead."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from ui.language import Language
from ui.screens.settings.cards import PartCard
from ui.widgets.fields import Field
from ui.widgets.labels import MutedLabel
from ui.widgets.path_field import PathLine


class WhereCard(PartCard):
    """`database(path)` another file of this PC; `leave_demo()`.

    `place` says where the data is; on a server `file_here` is this PC's own database.
    """

    database = Signal(object)
    leave_demo = Signal()

    def __init__(
        self, language: Language, place: Callable[[], str], file_here: str, parent: QWidget
    ) -> None:
        super().__init__(language, "where", parent)
        self._place, self._on_server = place, bool(file_here)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.leave = QPushButton(self)
        self.leave.setObjectName("leave_demo")
        self.leave.setAutoDefault(True)
        self.leave.clicked.connect(self.leave_demo)
        self.path = PathLine(self)
        self.path.entered.connect(self._open)
        self._field = Field(self.path, self)
        self.open = QPushButton(self)
        self.open.setAutoDefault(True)
        self.open.clicked.connect(self._open)
        self._note = MutedLabel(parent=self)
        self._note.setWordWrap(True)
        self._note.setVisible(self._on_server)
        self.body.addWidget(self.words)
        self.body.addWidget(self.leave, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._field)
        self.body.addWidget(self.open, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self._note)
        self.follow(self._word)

    def show_path(self, path: str) -> None:
        """Put the path of a file into the line."""
        self.path.line.setText(path)

    @Slot()
    def _open(self) -> None:
        path = self.path.path
        self._field.set_problem("" if path else self.language.text("opening.no_path"))
        if path is None:
            self.path.line.setFocus()
        else:
            self.database.emit(Path(path))

    def _word(self) -> None:
        self.words.setText(self._place())
        self.leave.setText(self.text("leave_demo"))
        self._field.set_text(self.text("file.label"), self.text("file.hint"))
        self.path.set_text(
            self.text("file.label"), self.language.text("opening.browse"), "Yimen (*.db)"
        )
        self.open.setText(self.text("open"))
        self._note.setText(self.text("note"))
