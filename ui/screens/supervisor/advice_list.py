"""Advice in sentences, each with a way on."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.snapshots import AdviceShape
from ui.screens.supervisor.wording import Wording
from ui.theme import STEP, Tone
from ui.widgets.labels import Heading, MutedLabel, ToneLabel
from ui.widgets.shapes import GLYPHS


def sentence(one: AdviceShape, say: Wording) -> str:
    """Return advice in the chosen language, with names of windows and people."""
    values = dict(one.reason.values)
    if one.window is not None:
        values["window"] = say.window(one.window)
    if one.people:
        values["people"] = [person.name or person.code for person in one.people]
    return say.language.reason(one.reason.code, values, ZoneInfo(say.names.zone))


class AdviceRow(QWidget):
    """One piece of advice and its button."""

    def __init__(self, one: AdviceShape, say: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self.advice = one
        tone = Tone.BAD if one.level == "act" else Tone.WARN
        words = sentence(one, say)
        self.label = ToneLabel(f"{GLYPHS[tone]} {words}", tone, self)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(STEP)
        column.addWidget(self.label)
        self.button: QPushButton | None = None
        if one.figure is not None:
            self.button = QPushButton(say.text(f"way.{one.figure}"), self)
            self.button.setAutoDefault(True)
            self.button.setAccessibleName(self.button.text())
            self.button.setAccessibleDescription(words)
            column.addWidget(self.button, alignment=Qt.AlignmentFlag.AlignLeft)


class AdviceList(QWidget):
    """`opened(figure, window)`; window "" for all of them.  Rows stay while the advice does."""

    opened = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Heading(parent=self)
        self._quiet = MutedLabel(parent=self)
        self._quiet.setWordWrap(True)
        self._inside = QWidget(self)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(0, 0, 2 * STEP, 0)
        self._column.setSpacing(3 * STEP)
        self._column.addStretch(1)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._inside)
        for part in (self._area.viewport(), self._inside):
            part.setAutoFillBackground(False)  # the card shows through
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2 * STEP)
        whole.addWidget(self._title)
        whole.addWidget(self._quiet)
        whole.addWidget(self._area, 1)
        self._rows: list[AdviceRow] = []
        self._shown: tuple[object, ...] = ()

    @property
    def rows(self) -> tuple[AdviceRow, ...]:
        """Return what is shown."""
        return tuple(self._rows)

    @property
    def title(self) -> QLabel:
        """Return the heading."""
        return self._title

    def show_advice(self, advice: tuple[AdviceShape, ...], say: Wording) -> None:
        """Show these sentences."""
        self._title.setText(say.text("advice"))
        self.setAccessibleName(say.text("advice"))
        self._quiet.setText(say.text("no_advice"))
        self._quiet.setVisible(not advice)
        sentences = tuple(sentence(one, say) for one in advice)
        if (advice, sentences) == self._shown:
            return
        focused = next((at for at, row in enumerate(self._rows) if _has_focus(row)), None)
        self._shown = (advice, sentences)
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [AdviceRow(one, say, self._inside) for one in advice]
        for at, row in enumerate(self._rows):
            self._column.insertWidget(at, row)
            if row.button is not None:
                row.button.clicked.connect(self._pressed)
        if focused is not None and self._rows:
            button = self._rows[min(focused, len(self._rows) - 1)].button
            if button is not None:
                button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _pressed(self) -> None:
        button = self.sender()
        for row in self._rows:
            if row.button is button and row.advice.figure is not None:
                # Overdue cases and counters are looked at as a whole.
                narrow = row.advice.figure == "waiting_now"
                self.opened.emit(row.advice.figure, (row.advice.window or "") if narrow else "")


def _has_focus(row: AdviceRow) -> bool:
    return row.button is not None and row.button.hasFocus()
