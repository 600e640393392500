"""The page while the database opens, and the page with the ways on when it does not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.domain.errors import DeskError
from ui.language import Language
from ui.theme import STEP
from ui.widgets.announce import announce
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import Field
from ui.widgets.labels import Heading, MutedLabel
from ui.widgets.page import Page
from ui.widgets.path_field import PathLine


class WaitingPage(EmptyState):
    """Says that the database is being opened."""

    def __init__(self, language: Language, path: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language, self._path = language, path
        language.changed.connect(self._word)
        self._word()

    @Slot()
    def _word(self) -> None:
        self.say(self._language.text("opening.wait"), self._path)


class TroublePage(Page):
    """What is wrong, in a sentence, and what can be done about it, by keyboard.

    `again`; `other(path)` another database; `restore(path)` a backup in this one's place;
    `site(code)` one of several; `clock_right` where the PC's clock was suspected.
    """

    again = Signal()
    other = Signal(object)
    restore = Signal(object)
    site = Signal(str)
    clock_right = Signal()

    def __init__(
        self, language: Language, error: DeskError, path: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._language, self._error = language, error
        self._title = Heading(factor=1.7, parent=self)
        self._sentence = Heading(factor=1.1, parent=self)
        self._path = MutedLabel(path, parent=self)
        for label in (self._title, self._sentence, self._path):
            label.setWordWrap(True)
            self.column.addWidget(label)
        self._path.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
        self._path.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._first = self._add_choices()
        self._backup = self._add_file(self._restore) if _mendable(error) else None
        self._elsewhere = self._add_file(self._use_other) if _of_this_file(error) else None
        language.changed.connect(self._word)
        self._word()
        self.setFocusProxy(self._first)

    def _add_choices(self) -> QPushButton:
        row = QHBoxLayout()
        row.setSpacing(2 * STEP)
        self._retry = QPushButton(self)
        self._retry.clicked.connect(self.again)
        self._right = QPushButton(self)
        self._right.clicked.connect(self.clock_right)
        self._right.setVisible(self._error.code == "clock_suspect")
        self._sites = []
        sites = self._error.values.get("sites")
        for code in sites if isinstance(sites, list) else []:
            button = QPushButton(str(code), self)
            button.clicked.connect(self._chose)
            self._sites.append(button)
        buttons = [self._right, *self._sites, self._retry]
        for button in buttons:
            button.setAutoDefault(True)
            row.addWidget(button)
        row.addStretch(1)
        self.column.addSpacing(2 * STEP)
        self.column.addLayout(row)
        self.column.addSpacing(4 * STEP)
        return next(b for b in buttons if not b.isHidden())

    def _add_file(self, act: Callable[[], None]) -> tuple[Field, PathLine, QPushButton]:
        line = PathLine(self)
        field = Field(line, self)
        button = QPushButton(self)
        button.setAutoDefault(True)
        line.entered.connect(act)
        button.clicked.connect(act)
        row = QVBoxLayout()
        row.setSpacing(STEP)
        row.addWidget(field)
        row.addWidget(button, alignment=Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(row)
        self.column.addSpacing(3 * STEP)
        return field, line, button

    @Slot()
    def _word(self) -> None:
        text = self._language.text
        known = self._error.code in ("clock_suspect", "no_site")
        self._title.setText(text(f"opening.{self._error.code if known else 'trouble'}"))
        sentence = self._language.sentence(self._error)
        self._sentence.setText(sentence)
        self._path.setVisible(self._path.text() not in sentence)
        self._retry.setText(text("opening.again"))
        self._right.setText(text("opening.clock_right"))
        for part, name in ((self._backup, "restore"), (self._elsewhere, "other")):
            if part is not None:
                field, line, button = part
                field.set_text(text(f"opening.{name}.label"), text(f"opening.{name}.hint"))
                line.set_text(text(f"opening.{name}.label"), text("opening.browse"))
                button.setText(text(f"opening.{name}.button"))
        announce(self, self._sentence.text())

    @Slot()
    def _restore(self) -> None:
        self._send(self._backup, self.restore.emit)

    @Slot()
    def _use_other(self) -> None:
        self._send(self._elsewhere, self.other.emit)

    def _send(
        self, part: tuple[Field, PathLine, QPushButton] | None, emit: Callable[[object], None]
    ) -> None:
        assert part is not None
        field, line, _ = part
        path = line.path
        if path is None:
            field.set_problem(self._language.text("opening.no_path"))
            line.setFocus()
            return
        field.set_problem("")
        emit(Path(path))

    @Slot()
    def _chose(self) -> None:
        button = self.sender()
        assert isinstance(button, QPushButton)
        self.site.emit(button.text())


def _mendable(error: DeskError) -> bool:
    """Say whether a backup may take the place of what is there."""
    return error.code == "database_damaged"


def _of_this_file(error: DeskError) -> bool:
    """Say whether another file could help."""
    return error.code.startswith("database_") or error.code in ("not_found", "invalid_value")
