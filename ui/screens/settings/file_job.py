"""Jobs that take a file, and one that takes a pasted text."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ui.language import Language
from ui.screens.settings.job import Job
from ui.widgets.fields import Field
from ui.widgets.path_field import PathLine

_LINES = 7


class FileJob(Job):
    """Gives a path; Enter in the line presses the button."""

    def __init__(
        self,
        language: Language,
        name: str,
        parent: QWidget,
        *,
        saving: bool = False,
        careful: bool = False,
        tries: bool = False,
        stops: bool = False,
        files: str = "",
    ) -> None:
        self._files = files
        self.path = PathLine(parent, saving=saving)
        field = Field(self.path, parent)
        super().__init__(language, name, parent, field, careful=careful, tries=tries, stops=stops)
        self.path.entered.connect(self.press)
        self.path.line.textEdited.connect(self.doubt)

    def given(self) -> Path | None:
        """Return the path."""
        return self.path.path

    def take_focus(self) -> None:
        """Go to the line."""
        self.path.line.setFocus()

    def word(self) -> None:
        """Put the words in."""
        super().word()
        browse = self.language.text("opening.browse")
        self.path.set_text(self.text("path"), browse, self._files)


class TextJob(Job):
    """Gives a text that somebody pastes."""

    def __init__(
        self, language: Language, name: str, parent: QWidget, *, tries: bool = False
    ) -> None:
        self.content = QPlainTextEdit(parent)
        self.content.setTabChangesFocus(True)
        field = Field(self.content, parent)
        super().__init__(language, name, parent, field, tries=tries)
        self.content.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES)
        self.content.textChanged.connect(self.doubt)

    def given(self) -> str | None:
        """Return the text."""
        return self.content.toPlainText().strip() or None

    def nothing_given(self) -> str:
        """Return the sentence for somebody who pasted nothing."""
        return self.text("empty")

    def word(self) -> None:
        """Put the words in."""
        super().word()
        self.content.setPlaceholderText(self.text("example"))
