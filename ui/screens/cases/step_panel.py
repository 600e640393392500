"""The panel in which a step asks for what it needs; Enter confirms, Esc leaves."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
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

from desktop.desk import new_command
from desktop.snapshots import CaseFile
from ui.screens.cases.steps import MOST_DAYS, REASONS, Given, Need, Step, Ticks, lacking, materials
from ui.screens.cases.wording import Wording
from ui.theme import STEP, tokens_of
from ui.widgets.fields import Field, line_field
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Heading, MutedLabel, unkeyed
from ui.widgets.primary_button import PrimaryButton
from ui.widgets.shapes import draw_card


class StepPanel(QWidget):
    """One step at a time.

    `confirmed(Step, Given, command)` carries what was entered and the id under which the desk
    remembers it: the same for every try of one intention.  `left` follows Esc, `grew` each
    change of height.
    """

    confirmed = Signal(object, object, str)
    left = Signal()
    grew = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step: Step | None = None
        self._file: CaseFile | None = None
        self._command = ""
        self._ticks: list[QCheckBox] = []
        self._title = Heading(parent=self)
        self._hint = MutedLabel(parent=self)
        self._hint.setWordWrap(True)
        self._tick_field = Field(QWidget(self), self)
        self._tick_box = QVBoxLayout(self._tick_field.control)
        self._tick_box.setContentsMargins(0, 0, 0, 0)
        self._tick_box.setSpacing(STEP // 2)
        self._to, self._reference = line_field(self), line_field(self)
        self._days = Field(QSpinBox(self), self)
        self._staff = Field(QComboBox(self), self)
        self._words = line_field(self, limit=500)
        self._reasons = QWidget(self)
        self._offers: list[QPushButton] = []
        self._flow = FlowLayout(self._reasons, gap=STEP)
        self._confirm, self._leave = PrimaryButton(self), QPushButton(self)
        self._build()
        self.hide()

    @property
    def step(self) -> Step | None:
        """Return the step that is asked about, None while the panel is closed."""
        return self._step

    def open(self, step: Step, file: CaseFile, say: Wording, hint: str) -> None:
        """Ask for what `step` needs and take the keyboard."""
        self._step, self._file, self._command = step, file, new_command()
        self._word(step, say, hint)
        self._offer_materials(step, file, say)
        self._offer_staff(file, say)
        self._to.setVisible(step.to)
        self._reference.setVisible(step.to)
        self._days.setVisible(step.days)
        self._staff.setVisible(step.staff)
        self._words.setVisible(step.words is not Need.NO)
        for field in (self._to, self._reference, self._words):
            self._line(field).clear()
        if step.to:
            self._line(self._to).setText(say.names.authorities.get(file.case.item, ""))
        for field in (self._tick_field, self._to, self._staff, self._words):
            field.set_problem("")
        self.show()
        self._first().setFocus(Qt.FocusReason.OtherFocusReason)

    def reword(self, say: Wording, hint: str) -> None:
        """Say the same in another language; what was entered stays."""
        if self._step is not None:
            self._word(self._step, say, hint)

    def close_panel(self) -> None:
        """Put the panel away without a word."""
        self._step = None
        self.hide()

    def set_busy(self, busy: bool) -> None:
        """Hold still while the step runs."""
        for button in (self._confirm, self._leave):
            button.setEnabled(not busy)

    def given(self) -> Given:
        """Return what is entered now."""
        staff = self._combo().currentData()
        return Given(
            words=self._line(self._words).text(),
            missing=tuple(box.property("material") for box in self._ticks if box.isChecked()),
            to=self._line(self._to).text(),
            reference=self._line(self._reference).text(),
            days=self._spin().value(),
            staff=staff or "",
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter confirms from anywhere but the button that leaves; Esc leaves."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if (chosen := self._offer()) is not None:
                chosen.click()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not self._leave.hasFocus():
                self._try()
            case Qt.Key.Key_Escape | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._go()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that more or less room is taken."""
        super().resizeEvent(event)
        self.grew.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        draw_card(painter, self.rect().toRectF(), colours.raised, colours.accent)
        painter.end()

    def _build(self) -> None:
        for field in (self._to, self._words):
            self._line(field).textEdited.connect(self._answered)
        self._spin().setRange(1, MOST_DAYS)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(3 * STEP, 3 * STEP, 3 * STEP, 3 * STEP)
        inside.setSpacing(2 * STEP)
        for part in (
            self._title,
            self._hint,
            self._tick_field,
            self._to,
            self._reference,
            self._days,
            self._staff,
            self._words,
            self._reasons,
        ):
            inside.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(2 * STEP)
        row.addWidget(self._confirm)
        row.addWidget(self._leave)
        row.addStretch(1)
        inside.addLayout(row)
        for button, act in ((self._confirm, self._try), (self._leave, self._go)):
            button.setAutoDefault(False)
            button.clicked.connect(act)

    def _word(self, step: Step, say: Wording, hint: str) -> None:
        text = say.language.text
        name = text(f"cases.step.{step.verb}")
        self._title.setText(name)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.setAccessibleName(name)
        self.setAccessibleDescription(hint)
        self._tick_field.set_text(text("cases.field.missing"))
        self._to.set_text(text("cases.field.to"))
        self._reference.set_text(text("cases.field.reference"))
        self._days.set_text(text("cases.field.days"))
        self._staff.set_text(text("cases.field.staff"))
        words = "note" if step.verb in ("resolve", "forward") else "reason"
        self._words.set_text(text(f"cases.field.{words}"))
        self._confirm.setText(text("cases.confirm", step=name))
        self._leave.setText(text("cases.leave"))
        for button in (self._confirm, self._leave):
            button.setAccessibleName(button.text())
        self._offer_reasons(step, say)
        self._problems = {
            name: text(f"cases.problem.{name}") for name in ("missing", "to", "staff", "words")
        }

    def _offer_materials(self, step: Step, file: CaseFile, say: Wording) -> None:
        for box in self._ticks:
            self._tick_box.removeWidget(box)
            box.hide()
            box.deleteLater()
        self._ticks = []
        for name, ticked in materials(step, file):
            known = next(one for one in file.materials if one.name == name)
            state = say.language.text(f"cases.material.{known.state}")
            words = name if known.state == "open" else f"{name}  ·  {state}"
            box = QCheckBox(unkeyed(words), self._tick_field.control)
            box.setProperty("material", name)
            box.setAccessibleName(words)
            box.setChecked(ticked)
            box.toggled.connect(self._answered)
            self._tick_box.addWidget(box)
            self._ticks.append(box)
        self._tick_field.setVisible(step.ticks is not Ticks.NONE)

    def _offer_reasons(self, step: Step, say: Wording) -> None:
        """Offer the usual reasons below the words; one that is chosen is written there."""
        for gone in self._offers:
            self._flow.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._offers = []
        for name in REASONS.get(step.verb, ()):
            words = say.language.text(f"cases.reason.{name}")
            button = QPushButton(words, self._reasons)
            button.setAccessibleName(words)
            button.setAutoDefault(False)
            button.clicked.connect(self._reason_taken)
            self._flow.addWidget(button)
            button.show()
            self._offers.append(button)
        chain = [self._words.control, *self._offers, self._confirm]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)
        self._reasons.setVisible(bool(self._offers))

    def _reason_taken(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self._line(self._words).setText(button.text())
            self._words.control.setFocus(Qt.FocusReason.OtherFocusReason)
            self._answered()

    def _offer(self) -> QPushButton | None:
        return next((button for button in self._offers if button.hasFocus()), None)

    def _offer_staff(self, file: CaseFile, say: Wording) -> None:
        combo = self._combo()
        combo.clear()
        for code, name in say.names.staff.items():
            combo.addItem(name if name == code else f"{name}  {code}", code)
        combo.setCurrentIndex(max(0, combo.findData(file.case.assigned_to)))

    def _try(self) -> None:
        if self._step is None or self._file is None or not self._confirm.isEnabled():
            return
        lacks = lacking(self._step, self._file, self.given())
        fields = {
            "missing": self._tick_field,
            "to": self._to,
            "staff": self._staff,
            "words": self._words,
        }
        for name, field in fields.items():
            field.set_problem(self._problems[name] if name == lacks else "")
        if lacks:
            first = self._ticks[0] if lacks == "missing" and self._ticks else fields[lacks].control
            first.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.confirmed.emit(self._step, self.given(), self._command)

    def _answered(self) -> None:
        """Take a complaint away as soon as somebody answers it."""
        for field in (self._tick_field, self._to, self._words):
            field.set_problem("")

    def _go(self) -> None:
        self.close_panel()
        self.left.emit()

    def _first(self) -> QWidget:
        wanted: Sequence[tuple[QWidget, QWidget]] = (
            (self._tick_field, self._ticks[0] if self._ticks else self._confirm),
            (self._to, self._to.control),
            (self._days, self._days.control),
            (self._staff, self._staff.control),
            (self._words, self._words.control),
        )
        return next((control for field, control in wanted if not field.isHidden()), self._confirm)

    def _line(self, field: Field) -> QLineEdit:
        assert isinstance(field.control, QLineEdit)
        return field.control

    def _spin(self) -> QSpinBox:
        assert isinstance(self._days.control, QSpinBox)
        return self._days.control

    def _combo(self) -> QComboBox:
        assert isinstance(self._staff.control, QComboBox)
        return self._staff.control
