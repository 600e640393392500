"""A card with a file, a button, and how it went."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QWidget

from ui.language import Language
from ui.screens.settings.cards import PartCard
from ui.theme import STEP, Tone
from ui.widgets.fields import Field
from ui.widgets.labels import MutedLabel
from ui.widgets.outcome import Outcome
from ui.widgets.path_field import PathLine

_LINES_SHOWN = 8


class FileJob(PartCard):
    """`go(path)` after the button or Enter; with `careful` the button asks once more first.

    With `stops` it can be ended while it runs: `stop()`.
    """

    go = Signal(object)
    stop = Signal()

    def __init__(
        self,
        language: Language,
        name: str,
        parent: QWidget,
        *,
        saving: bool = False,
        careful: bool = False,
        stops: bool = False,
        files: str = "",
    ) -> None:
        super().__init__(language, name, parent)
        self._careful, self._sure, self._files = careful, False, files
        self._stops = stops
        self._lead = MutedLabel(parent=self)
        self._lead.setWordWrap(True)
        self.path = PathLine(self, saving=saving)
        self.path.entered.connect(self._press)
        self.path.line.textEdited.connect(self._doubt)
        self._field = Field(self.path, self)
        self.button = QPushButton(self)
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self._press)
        self.halt = QPushButton(self)
        self.halt.setAutoDefault(True)
        self.halt.clicked.connect(self.stop)
        self.halt.hide()
        self.outcome = Outcome(self)
        self._list = QPlainTextEdit(self)
        self._list.setReadOnly(True)
        self._list.setTabChangesFocus(True)
        self._list.hide()
        for widget in (self._lead, self._field):
            self.body.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        buttons.addWidget(self.button)
        buttons.addWidget(self.halt)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        self.body.addWidget(self.outcome)
        self.body.addWidget(self._list)
        self.follow(self._word)

    def run(self) -> None:
        """Say that it runs; it cannot be begun twice."""
        self.button.setEnabled(False)
        self.halt.setVisible(self._stops)
        if self._stops:
            self.halt.setFocus()
        self._list.hide()
        self.outcome.run(self.text("running"))

    def end(self, words: str, tone: Tone, lines: Sequence[str] = ()) -> None:
        """Say how it went, with the lines that belong to it."""
        self.button.setEnabled(True)
        if self.halt.hasFocus():
            self.button.setFocus()
        self.halt.hide()
        self.outcome.end(words, tone)
        self._list.setPlainText("\n".join(lines))
        self._list.setAccessibleName(words)
        self._list.setFixedHeight(
            self.fontMetrics().lineSpacing() * (min(len(lines), _LINES_SHOWN) + 1)
        )
        self._list.setVisible(bool(lines))

    def keyPressEvent(self, event: object) -> None:
        """Esc takes the first of two presses back."""
        escaped = getattr(event, "key", int)() == Qt.Key.Key_Escape
        if escaped and (self._sure or self.halt.isVisible()):
            self._doubt() if self._sure else self.stop.emit()
            return
        super().keyPressEvent(event)  # type: ignore[arg-type]  # Qt hands in its own event

    @Slot()
    def _press(self) -> None:
        path = self.path.path
        if not self.button.isEnabled():
            return
        self._field.set_problem("" if path else self.language.text("opening.no_path"))
        if path is None:
            self.path.line.setFocus()
        elif self._careful and not self._sure:
            self._sure = True
            self._word()
            self.outcome.end(self.text("sure"), Tone.WARN)
            self.button.setFocus()
        else:
            self._doubt()
            self.go.emit(path)

    @Slot()
    def _doubt(self) -> None:
        if self._sure:
            self._sure = False
            self.outcome.end("", Tone.NEUTRAL)
            self._word()

    def _word(self) -> None:
        self._lead.setText(self.text("lead"))
        self._field.set_text(self.text("path"))
        browse = self.language.text("opening.browse")
        self.path.set_text(self.text("path"), browse, self._files)
        self.halt.setText(self.language.text("connect.stop"))
        self.button.setText(self.text("really" if self._sure else "button"))
