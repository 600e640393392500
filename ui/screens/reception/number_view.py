"""取号: the slip before it is printed, who and how, and the one thing to press."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.commands import CommandButton, Commands
from ui.language import Language
from ui.screens.reception.form import DOORS, PRIORITIES, Form
from ui.screens.reception.slip_preview import SlipPreview, SlipShown
from ui.theme import STEP, Tone
from ui.widgets.flow import FlowLayout
from ui.widgets.label_display import LabelDisplay
from ui.widgets.labels import Heading, MutedLabel, ToneLabel
from ui.widgets.shapes import GLYPHS

SHORT = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
"""A list of long words makes no column wide."""

SHOWN_MS = 3000
"""So long the number stands large after it was issued, in milliseconds."""


class NumberView(QWidget):
    """The third column; `edited(field, text)` names a plain field of the form.

    `told(bool)`: the visitor was told what becomes of name and telephone number, or not yet.
    """

    edited = Signal(str, str)
    told = Signal(bool)

    def __init__(self, language: Language, commands: Commands, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._keys = {
            "priority": commands.keys("reception.priority"),
            "door": "",
            "visitor": commands.keys("reception.visitor"),
        }
        self.heading = Heading(parent=self)
        self.slip = SlipPreview(self)
        self.label = LabelDisplay(self)
        self._next = Heading(factor=1.1, parent=self)
        self._stack = QStackedWidget(self)
        self._warnings = ToneLabel(tone=Tone.WARN, parent=self)
        self._problem = ToneLabel(tone=Tone.BAD, parent=self)
        self.priority = QComboBox(self)
        self.reason = QLineEdit(self)
        self.reason.setTextMargins(STEP, 0, 0, 0)
        self.door = QComboBox(self)
        self.name = QLineEdit(self)
        self.name.setTextMargins(STEP, 0, 0, 0)
        self.phone = QLineEdit(self)
        self.phone.setTextMargins(STEP, 0, 0, 0)
        self._labels = {name: QLabel(self) for name in self._keys}
        self._waits = MutedLabel(parent=self)
        self._notice = MutedLabel(parent=self)
        self.notified = QCheckBox(self)
        self.print_notice = CommandButton(commands, "reception.notice", self)
        self.issue = CommandButton(commands, "reception.issue", self, primary=True)
        self.today = CommandButton(commands, "reception.today", self)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.show_preview)
        self._build()
        self._connect()
        self.retranslate()

    def controls(self) -> list[QWidget]:
        """Return what can be operated, in the order of the Tab key."""
        fields = [self.priority, self.reason, self.door, self.name, self.phone]
        return [self.today, *fields, self.notified, self.print_notice, self.issue]

    def show_form(self, form: Form) -> None:
        """Show the plain fields, those just being typed in left alone."""
        self.priority.setCurrentIndex(_place(PRIORITIES, form.priority) + 1)
        self.door.setCurrentIndex(max(0, _place(DOORS, form.door)))
        for line, text in (
            (self.reason, form.priority_reason),
            (self.name, form.visitor_name),
            (self.phone, form.visitor_phone),
        ):
            if line.text() != text:
                line.setText(text)
        self.reason.setVisible(bool(form.priority))
        self.notified.setChecked(form.notified)
        self._show_notice(self.name.hasFocus() or self.phone.hasFocus())
        numbered = not form.without_number()
        self.priority.setEnabled(numbered)
        self.set_problem("")

    def show_warnings(self, sentences: Sequence[str]) -> None:
        """Say what should be known before a number is issued."""
        self._warnings.setText("\n".join(f"{GLYPHS[Tone.WARN]} {one}" for one in sentences))
        self._warnings.setVisible(bool(sentences))

    def show_waits(self, lines: Sequence[str]) -> None:
        """Say how long one would wait at the windows where the visit begins."""
        self._waits.setText("\n".join(lines))
        self._waits.setVisible(bool(lines))

    def set_problem(self, sentence: str) -> None:
        """Say what is missing here, "" for nothing."""
        self._problem.setText(f"{GLYPHS[Tone.BAD]} {sentence}" if sentence else "")
        self._problem.setVisible(bool(sentence))

    def show_slip(self, shown: SlipShown) -> None:
        """Show the slip that would print now; what was just issued gives way to a new visit."""
        self.slip.show_slip(shown)
        if shown.stops:
            self.show_preview()

    def show_issued(self, label: str, spoken: str, next_steps: str) -> None:
        """Show the number large, with what to do next, for three seconds."""
        self.label.show_label(label, spoken)
        self._next.setText(next_steps)
        self._stack.setCurrentIndex(1)
        self._timer.start()

    def show_preview(self) -> None:
        """Show the slip again."""
        self._timer.stop()
        self._stack.setCurrentIndex(0)

    @property
    def waits(self) -> str:
        """Return what is said of the waits, a line a window."""
        return self._waits.text()

    @property
    def warnings(self) -> list[str]:
        """Return what should be known before a number is issued."""
        return self._warnings.text().splitlines()

    @property
    def shows_number(self) -> bool:
        """Say whether a number just issued stands here."""
        return self._stack.currentIndex() == 1

    def retranslate(self) -> None:
        """Put the words in again."""
        text = self._language.text
        self.heading.setText(text("reception.number"))
        for name, keys in self._keys.items():
            self._labels[name].setText(f"{text(f'reception.{name}')} {keys}".strip())
        self._fill(self.priority, [text("reception.no_priority")], PRIORITIES, "word.priority")
        self._fill(self.door, [], DOORS, "reception.doors")
        for control, key in (
            (self.priority, "reception.priority"),
            (self.door, "reception.door"),
            (self.reason, "reception.priority_reason"),
            (self.name, "reception.visitor_name"),
            (self.phone, "reception.visitor_phone"),
        ):
            control.setAccessibleName(text(key))
        self.reason.setPlaceholderText(text("reception.priority_reason"))
        self.name.setPlaceholderText(text("reception.visitor_name"))
        self.phone.setPlaceholderText(text("reception.visitor_phone"))
        self._notice.setText(text("reception.notice"))
        self.notified.setText(text("reception.notified"))
        self.notified.setAccessibleName(text("reception.notified"))
        self.name.setAccessibleDescription(text("reception.notice"))

    def _fill(self, box: QComboBox, first: list[str], codes: Sequence[str], prefix: str) -> None:
        at = max(0, box.currentIndex())
        words = first + [self._language.text(f"{prefix}.{code}") for code in codes]
        box.clear()
        box.addItems(words)
        box.setCurrentIndex(at)

    def _connect(self) -> None:
        self.priority.activated.connect(self._priority_chosen)
        self.door.activated.connect(self._door_chosen)
        self.reason.textEdited.connect(self._reason_edited)
        self.name.textEdited.connect(self._name_edited)
        self.phone.textEdited.connect(self._phone_edited)
        self.notified.clicked.connect(self.told)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Show the notice on personal data as soon as somebody is about to write some."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._show_notice(event.type() == QEvent.Type.FocusIn)
        return super().eventFilter(watched, event)

    def _show_notice(self, focused: bool) -> None:
        shown = focused or bool(self.name.text() or self.phone.text())
        for part in (self._notice, self.notified, self.print_notice):
            part.setVisible(shown or part.hasFocus())

    def _priority_chosen(self, place: int) -> None:
        self.edited.emit("priority", PRIORITIES[place - 1] if place else "")
        if place:
            self.reason.setFocus()

    def _door_chosen(self, place: int) -> None:
        self.edited.emit("door", DOORS[place])

    def _reason_edited(self, text: str) -> None:
        self.edited.emit("priority_reason", text)

    def _name_edited(self, text: str) -> None:
        self.edited.emit("visitor_name", text)

    def _phone_edited(self, text: str) -> None:
        self.edited.emit("visitor_phone", text)

    def _build(self) -> None:
        self._notice.setWordWrap(True)
        for label in (self._warnings, self._problem, self._waits):
            label.setWordWrap(True)
            label.hide()
        for box in (self.priority, self.door):  # long words are cut off in the list's place
            box.setSizeAdjustPolicy(SHORT)
            box.setMinimumContentsLength(6)
        self.reason.setMaxLength(200)
        self.name.setMaxLength(60)
        self.phone.setMaxLength(40)
        for line in (self.name, self.phone, self.notified, self.print_notice):
            line.installEventFilter(self)
        self._show_notice(False)
        self.issue.setMinimumHeight(10 * STEP)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget(area)
        holds = QVBoxLayout(inside)
        holds.setContentsMargins(0, 0, 0, 0)
        holds.addWidget(self.slip)
        holds.addStretch(1)
        area.setWidget(inside)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._stack.addWidget(area)
        self._stack.addWidget(self._issued_page())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * STEP)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.today)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self._waits)
        layout.addWidget(self._warnings)
        layout.addLayout(self._fields())
        layout.addWidget(self._notice)
        told = FlowLayout(line_gap=STEP)  # one above the other where the text is large
        told.addWidget(self.notified)
        told.addWidget(self.print_notice)
        layout.addLayout(told)
        layout.addWidget(self._problem)
        layout.addWidget(self.issue)

    def _issued_page(self) -> QWidget:
        page = QWidget(self)
        self._next.setWordWrap(True)
        self._next.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout(page)
        inside.addWidget(self.label, 3)
        inside.addWidget(self._next, 2)
        return page

    def _fields(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * STEP)
        grid.setVerticalSpacing(STEP)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        grid.addWidget(self._labels["priority"], 0, 0)
        grid.addWidget(self.priority, 0, 1, 1, 2)
        grid.addWidget(self.reason, 1, 1, 1, 2)
        grid.addWidget(self._labels["door"], 2, 0)
        grid.addWidget(self.door, 2, 1, 1, 2)
        grid.addWidget(self._labels["visitor"], 3, 0)
        grid.addWidget(self.name, 3, 1)
        grid.addWidget(self.phone, 3, 2)
        self._labels["priority"].setBuddy(self.priority)
        self._labels["door"].setBuddy(self.door)
        self._labels["visitor"].setBuddy(self.name)
        return grid


def _place(codes: Sequence[str], code: str) -> int:
    return codes.index(code) if code in codes else -1
