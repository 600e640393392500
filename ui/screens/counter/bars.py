"""Inline bars: what is asked before something is done; Enter confirms, Esc leaves."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.snapshots import CaseShape
from ui.screens.counter.card import Card, bare, column, wrapped
from ui.screens.counter.facts import Ended
from ui.screens.counter.words import Words
from ui.theme import STEP, Tone
from ui.widgets.fields import Field, line_field
from ui.widgets.labels import Heading, MutedLabel
from ui.widgets.primary_button import PrimaryButton

PAUSE_REASONS: Final = ("fetching", "checking", "meal", "fault")
UNDO_REASONS: Final = {
    "finish": ("outcome", "slip", "more", "paper"),
    "no_show": ("came", "slip"),
}
_MOST_MINUTES: Final = 24 * 60
_USUAL_MINUTES: Final = 10


class Bar(Card):
    """A question with its fields; `confirmed` and `left` say what was answered."""

    confirmed = Signal()
    left = Signal()

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent, Tone.INFO)
        self.words = words
        self.title = wrapped(Heading(parent=self))
        self.ok = PrimaryButton(self)
        self.back = QPushButton(self)
        self.ok.clicked.connect(self.confirmed)
        self.back.clicked.connect(self.left)
        self.back.setAutoDefault(False)
        self.row = QHBoxLayout()
        bare(self.row, 3 * STEP)
        buttons = QHBoxLayout()
        bare(buttons)
        buttons.addStretch(1)
        buttons.addWidget(self.ok)
        buttons.addWidget(self.back)
        layout = column(self)
        layout.addWidget(self.title)
        layout.addLayout(self.row)
        layout.addLayout(buttons)

    def retranslate(self) -> None:
        """Put the words in again."""
        self.ok.setText(f"{self.words.text('confirm')} (Enter)")
        self.back.setText(f"{self.words.text('close_bar')} (Esc)")
        self.setAccessibleName(self.title.text())

    def take_focus(self) -> None:
        """Put the focus where the answer begins."""
        self.ok.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter confirms (or leaves, from the way back), Esc leaves."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                (self.left if self.back.hasFocus() else self.confirmed).emit()
            case _:
                super().keyPressEvent(event)


class TransferBar(Bar):
    """Which window, a note for it, and whether the visitor comes back."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.windows = QComboBox(self)
        self.window_field = Field(self.windows, self)
        self.note_field = line_field(self)
        self.come_back = QCheckBox(self)
        self.row.addWidget(self.window_field, 2)
        self.row.addWidget(self.note_field, 3)
        self.row.addWidget(self.come_back, 0, Qt.AlignmentFlag.AlignBottom)

    def retranslate(self) -> None:
        """Put the words in again."""
        text = self.words.text
        self.title.setText(text("bar.transfer"))
        self.window_field.set_text(text("bar.transfer_window"))
        self.note_field.set_text(text("bar.transfer_note"))
        self.come_back.setText(text("bar.transfer_back"))
        super().retranslate()

    def prepare(self, windows: list[str]) -> None:
        """Offer these windows; typing a letter picks the window of that letter."""
        self.windows.clear()
        for code in windows:
            self.windows.addItem(f"{self.words.letter(code)}  {self.words.window(code)}", code)
        self.note.clear()
        self.come_back.setChecked(False)

    @property
    def note(self) -> QLineEdit:
        """Return the note's line."""
        return _line(self.note_field)

    @property
    def window_code(self) -> str:
        """Return the chosen window."""
        return str(self.windows.currentData() or "")

    def take_focus(self) -> None:
        """Begin with the window."""
        self.windows.setFocus()


class HoldBar(Bar):
    """Why, and when to remind."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._label = ""
        self.reason_field = line_field(self, limit=500)
        self.minutes = QSpinBox(self)
        self.minutes.setRange(0, _MOST_MINUTES)
        self.minutes.setSingleStep(5)
        self.minutes_field = Field(self.minutes, self)
        self.row.addWidget(self.reason_field, 3)
        self.row.addWidget(self.minutes_field, 1)

    def retranslate(self) -> None:
        """Put the words in again."""
        text = self.words.text
        self.title.setText(text("bar.hold", label=self._label))
        self.reason_field.set_text(text("bar.hold_reason"))
        self.minutes_field.set_text(text("bar.hold_minutes"))
        self.minutes.setSuffix(text("bar.minutes"))
        self.minutes.setSpecialValueText(text("bar.hold_no_minutes"))
        super().retranslate()

    def prepare(self, label: str) -> None:
        """Begin anew for a ticket."""
        self._label = label
        self.reason.clear()
        self.minutes.setValue(_USUAL_MINUTES)
        self.retranslate()

    @property
    def reason(self) -> QLineEdit:
        """Return the reason's line."""
        return _line(self.reason_field)

    def take_focus(self) -> None:
        """Begin with the reason."""
        self.reason.setFocus()


class ChoiceBar(Bar):
    """One field with suggestions that may be typed over."""

    def __init__(self, words: Words, title: str, label: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self._keys = (title, label)
        self.combo = QComboBox(self)
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        # What is typed counts: completing W1 to W10 would be somebody else.
        self.combo.setCompleter(None)  # type: ignore[arg-type]
        self.field = Field(self.combo, self)
        self.row.addWidget(self.field, 1)

    def retranslate(self) -> None:
        """Put the words in again."""
        self.title.setText(self.words.text(self._keys[0]))
        self.field.set_text(self.words.text(self._keys[1]))
        super().retranslate()

    def prepare(self, choices: list[tuple[str, str]], text: str) -> None:
        """Offer words with their codes, and begin with `text`."""
        self.combo.clear()
        for words, code in choices:
            self.combo.addItem(words, code)
        self.combo.setEditText(text)

    def text(self) -> str:
        """Return the code of what was picked, or what was typed."""
        typed = self.combo.currentText().strip()
        at = self.combo.findText(typed)
        return str(self.combo.itemData(at)) if at >= 0 else typed

    def take_focus(self) -> None:
        """Begin with the field, its words selected."""
        self.combo.setFocus()
        line = self.combo.lineEdit()
        if line is not None:
            line.selectAll()


class UndoBar(ChoiceBar):
    """Why a finish or a no-show is taken back; the usual reasons are offered."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, "bar.undo", "bar.undo_reason", parent)
        self.set_tone(Tone.WARN)
        self._ended: Ended | None = None
        self.hint = wrapped(MutedLabel(parent=self))
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, self.hint)

    def retranslate(self) -> None:
        """Put the words in again."""
        super().retranslate()
        ended = self._ended
        if ended is not None:
            self.title.setText(self.words.text(f"bar.undo_{ended.how}", label=ended.label))
        self.hint.setText(self.words.text("bar.undo_hint"))
        self.setAccessibleName(self.title.text())

    def ask(self, ended: Ended | None) -> None:
        """Ask about what was ended here last."""
        self._ended = ended
        how = ended.how if ended else "finish"
        reasons = [self.words.text(f"undo_reason.{one}") for one in UNDO_REASONS[how]]
        self.prepare([(reason, reason) for reason in reasons], reasons[0])


class FinishBar(Bar):
    """Asks once whether to finish with cases that have no outcome."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.set_tone(Tone.WARN)
        self._cases: tuple[CaseShape, ...] = ()
        self.hint = wrapped(MutedLabel(parent=self))
        self.row.addWidget(self.hint, 1)

    def retranslate(self) -> None:
        """Put the words in again."""
        names = [self.words.item(case.item, case.item_name) for case in self._cases]
        count = len(self._cases)
        self.title.setText(
            self.words.text("bar.finish", count=count, cases=self.words.listed(names))
        )
        state = self.words.state(self._cases[0].state) if self._cases else ""
        self.hint.setText(self.words.text("effect.undecided", state=state))
        super().retranslate()
        self.ok.setText(self.words.text("bar.finish_yes"))
        self.back.setText(self.words.text("bar.finish_no"))

    def prepare(self, cases: tuple[CaseShape, ...]) -> None:
        """Ask about these cases."""
        self._cases = cases
        self.retranslate()


def _line(field: Field) -> QLineEdit:
    line = field.control
    assert isinstance(line, QLineEdit)
    return line
