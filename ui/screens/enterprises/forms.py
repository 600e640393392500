"""What is asked for in place, above the page: particulars, a person, a note, care.

Enter confirms, Esc leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.desk import new_command
from desktop.snapshots import CodeAnswer
from ui.screens.enterprises.wording import TIERS, Wording
from ui.theme import STEP, Tone, tokens_of
from ui.widgets.fields import Field, line_field
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Heading, MutedLabel, ToneLabel
from ui.widgets.primary_button import PrimaryButton
from ui.widgets.shapes import GLYPHS, draw_card

PARTICULARS: Final = ("name", "uscc", "registered_place", "work_place")
PERSON: Final = ("person", "phone", "id_number", "duty")
FORMS: Final[dict[str, tuple[str, ...]]] = {
    "new": PARTICULARS,
    "edit": PARTICULARS,
    "contact": PERSON,
    "contact_edit": PERSON,
    "contact_off": (),
    "note": ("note",),
    "care": ("tier", "named_contact"),
}
"""Each form's fields."""
_LIMITS: Final = {"phone": 40, "id_number": 40, "duty": 40, "note": 2000}
_CHOICES: Final = ("tier", "named_contact")
_NEEDED: Final = {"new": "name", "edit": "name", "contact": "person", "note": "note"}
_CODE_LENGTH: Final = 18


@dataclass(frozen=True, slots=True)
class Filled:
    """A form as it was confirmed; `command` is the same for every try of it."""

    form: str
    values: dict[str, str]
    command: str


class FormPanel(QWidget):
    """One form at a time.  `confirmed(Filled)`, `left()` by Esc, `closed()`, `code_edited(str)`."""

    confirmed = Signal(object)
    left = Signal()
    closed = Signal()
    code_edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.form = ""
        self._command = ""
        self._say: Wording | None = None
        self._title = Heading(parent=self)
        self._hint = MutedLabel(parent=self)
        self._hint.setWordWrap(True)
        self._good = ToneLabel(tone=Tone.GOOD, parent=self)
        self._offers = QWidget(self)
        self._offered = FlowLayout(self._offers)
        self._fields = {name: self._field(name) for name in _all_fields()}
        self._confirm, self._leave = PrimaryButton(self), QPushButton(self)
        self._build()
        self.hide()

    def open(self, form: str, values: dict[str, str], say: Wording) -> None:
        """Ask for what a form needs, with what is known already, and take the keyboard."""
        self.form, self._command, self._say = form, new_command(), say
        for name, field in self._fields.items():
            field.setVisible(name in FORMS[form])
            field.set_problem("")
            self._put(field, values.get(name, ""))
        self._forget_check()
        self.word(say)
        self.show()
        first = FORMS[form][0] if FORMS[form] else ""
        target = self._fields[first].control if first else self._confirm
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(target, QLineEdit):
            target.selectAll()

    def close_form(self) -> None:
        """Put the form away."""
        self.form = ""
        self.hide()
        self.closed.emit()

    def offer_people(self, people: list[tuple[str, str]], say: Wording) -> None:
        """Offer who may be a named contact, as (code, name)."""
        self._offer("named_contact", [("", say.text("nobody")), *people])
        tiers = [(tier, say.tier(tier)) for tier in TIERS]
        self._offer("tier", [("", say.text("no_tier")), *tiers])

    def show_check(self, text: str, answer: CodeAnswer) -> None:
        """Say what is wrong with the code, or that it is right; offer what it may have been."""
        field = self._fields["uscc"]
        if self._say is None or text != self._value("uscc"):
            return
        self._forget_check()
        early = len(answer.normalised) < _CODE_LENGTH
        wrong = answer.reason is not None and not answer.valid and not early
        field.set_problem(answer.reason.text if wrong and answer.reason is not None else "")
        if answer.valid:
            words = self._say.text("code_good", code=answer.normalised)
            self._good.setText(f"{GLYPHS[Tone.GOOD]} {words}")
            self._good.show()
        elif wrong:
            self._offer_codes(answer.suggestions, self._say)

    def show_problem(self, sentence: str) -> None:
        """Say why it could not be kept, at the first field."""
        names = FORMS.get(self.form) or ()
        if names:
            self._fields[names[0]].set_problem(sentence)
        else:
            self._hint.setText(sentence)

    def set_busy(self, busy: bool) -> None:
        """Let nobody press twice."""
        self._confirm.setEnabled(not busy)

    def word(self, say: Wording) -> None:
        """Put the words in again."""
        self._say = say
        for name, field in self._fields.items():
            hint = say.text("code_hint") if name == "uscc" else ""
            field.set_text(say.text(f"field.{name}"), hint)
        if self.form:
            self._title.setText(say.text(f"form.{self.form}"))
            self._confirm.set_words(say.text(f"confirm.{self.form}"))
            self._hint.setText(say.text(f"hint.{self.form}"))
            self.setAccessibleName(self._title.text())
        self._leave.setText(say.text("leave"))
        self._leave.setAccessibleName(self._leave.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter confirms, Esc leaves."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not self._leave.hasFocus():
                self._submit()
            case Qt.Key.Key_Escape:
                self._go_away()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a surface that stands out."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        box = self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5)
        draw_card(painter, box, colours.surface, colours.accent)
        painter.end()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4 * STEP, 3 * STEP, 4 * STEP, 4 * STEP)
        layout.setSpacing(2 * STEP)
        layout.addWidget(self._title)
        layout.addWidget(self._hint)
        for name, field in self._fields.items():
            layout.addWidget(field)
            if name == "uscc":
                layout.addWidget(self._good)
                layout.addWidget(self._offers)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        buttons.addWidget(self._confirm)
        buttons.addWidget(self._leave)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        self._leave.setAutoDefault(True)
        self._confirm.clicked.connect(self._submit)
        self._leave.clicked.connect(self._go_away)
        cast("QLineEdit", self._fields["uscc"].control).textEdited.connect(self._code_typed)

    def _field(self, name: str) -> Field:
        if name in _CHOICES:
            return Field(QComboBox(self), self)
        return line_field(self, limit=_LIMITS.get(name, 200))

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        box = cast("QComboBox", self._fields[name].control)
        chosen = box.currentData()
        box.clear()
        for code, words in choices:
            box.addItem(words, code)
        box.setCurrentIndex(max(0, box.findData(chosen)))

    def _put(self, field: Field, value: str) -> None:
        if isinstance(field.control, QComboBox):
            field.control.setCurrentIndex(max(0, field.control.findData(value)))
        else:
            cast("QLineEdit", field.control).setText(value)

    def _value(self, name: str) -> str:
        control = self._fields[name].control
        if isinstance(control, QComboBox):
            return str(control.currentData() or "")
        return cast("QLineEdit", control).text().strip()

    def _submit(self) -> None:
        if not self.form or self._say is None or not self._confirm.isEnabled():
            return
        needed = _NEEDED.get(self.form)
        if needed is not None and not self._value(needed):
            self._fields[needed].set_problem(self._say.text("needed"))
            self._fields[needed].control.setFocus()
            return
        values = {name: self._value(name) for name in FORMS[self.form]}
        self.confirmed.emit(Filled(self.form, values, self._command))

    def _go_away(self) -> None:
        self.close_form()
        self.left.emit()

    def _code_typed(self, text: str) -> None:
        self._forget_check()
        self._fields["uscc"].set_problem("")
        if text.strip():
            self.code_edited.emit(text.strip())

    def _forget_check(self) -> None:
        self._good.hide()
        self._offers.hide()
        while (item := self._offered.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()

    def _offer_codes(self, codes: tuple[str, ...], say: Wording) -> None:
        for code in codes:
            button = QPushButton(say.text("take_code", code=code), self._offers)
            button.setProperty("code", code)
            button.setAutoDefault(True)
            button.setAccessibleName(button.text())
            button.clicked.connect(self._take_code)
            self._offered.addWidget(button)
        self._offers.setVisible(bool(codes))

    def _take_code(self) -> None:
        code = str(cast("QPushButton", self.sender()).property("code"))
        line = cast("QLineEdit", self._fields["uscc"].control)
        line.setText(code)
        line.setFocus()
        self._code_typed(code)


def _all_fields() -> list[str]:
    return list(dict.fromkeys(name for names in FORMS.values() for name in names))
