"""The bar in which an end and its reason are chosen; Enter confirms, Esc leaves."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ui.language import Language
from ui.screens.end_of_day.drafts import ENDS, Draft
from ui.theme import STEP, tokens_of
from ui.widgets.fields import Field, line_field
from ui.widgets.labels import Heading, MutedLabel
from ui.widgets.primary_button import PrimaryButton
from ui.widgets.shapes import draw_card


class EndBar(QWidget):
    """Asks for one ticket's end, or for that of all that have none.

    `confirmed(ticket id, Draft)`; the id is "" for all the rest.  `left` follows Esc.
    """

    confirmed = Signal(str, object)
    left = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._ticket: str | None = None
        self._title = Heading(parent=self)
        self._hint = MutedLabel(parent=self)
        self._hint.setWordWrap(True)
        self._ends = Field(QComboBox(self), self)
        self._reason = line_field(self, limit=500)
        self._confirm, self._leave = PrimaryButton(self), QPushButton(self)
        self._suggested = ""
        self._build()
        self.hide()

    @property
    def ticket(self) -> str | None:
        """Return the ticket that is asked about, "" for all the rest, None while closed."""
        return self._ticket

    @property
    def hint(self) -> str:
        """Return what is said about the ticket before one chooses."""
        return self._hint.text()

    def open(self, ticket: str, title: str, end: str, reason: str = "", hint: str = "") -> None:
        """Ask, with `end` chosen; without a reason the usual one of that end is suggested."""
        self._ticket = ticket
        self.reword(title, hint)
        self.combo.blockSignals(True)
        self.combo.clear()
        for number, one in enumerate(ENDS, 1):
            self.combo.addItem(self._end_words(number, one), one)
        self.combo.setCurrentIndex(ENDS.index(end))
        self.combo.blockSignals(False)
        self._suggest()
        if reason:
            self.line.setText(reason)
        self._reason.set_problem("")
        self.show()
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def reword(self, title: str, hint: str) -> None:
        """Say this in the language of now; what was chosen and written stays."""
        text = self._language.text
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._ends.set_text(text("end_of_day.field.end"))
        self._reason.set_text(text("end_of_day.field.reason"))
        self._confirm.setText(text("end_of_day.confirm"))
        self._leave.setText(text("end_of_day.leave"))
        for button in (self._confirm, self._leave):
            button.setAccessibleName(button.text())
        self.setAccessibleName(title)
        for at in range(self.combo.count()):
            self.combo.setItemText(at, self._end_words(at + 1, ENDS[at]))

    def close_bar(self) -> None:
        """Put the bar away without a word."""
        self._ticket = None
        self.hide()

    @property
    def combo(self) -> QComboBox:
        """Return where the end is chosen."""
        assert isinstance(self._ends.control, QComboBox)
        return self._ends.control

    @property
    def line(self) -> QLineEdit:
        """Return where the reason is written."""
        assert isinstance(self._reason.control, QLineEdit)
        return self._reason.control

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter confirms from anywhere but the button that leaves; Esc leaves."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not self._leave.hasFocus():
                self._try()
            case Qt.Key.Key_Escape | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._go()
            case _:
                super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the card."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        draw_card(painter, self.rect().toRectF(), colours.raised, colours.accent)
        painter.end()

    def _build(self) -> None:
        fields = QHBoxLayout()
        fields.setSpacing(3 * STEP)
        fields.addWidget(self._ends, 2, Qt.AlignmentFlag.AlignTop)
        fields.addWidget(self._reason, 5, Qt.AlignmentFlag.AlignTop)
        row = QHBoxLayout()
        row.setSpacing(2 * STEP)
        row.addWidget(self._confirm)
        row.addWidget(self._leave)
        row.addStretch(1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(3 * STEP, 3 * STEP, 3 * STEP, 3 * STEP)
        inside.setSpacing(2 * STEP)
        inside.addWidget(self._title)
        inside.addWidget(self._hint)
        inside.addLayout(fields)
        inside.addLayout(row)
        self.combo.currentIndexChanged.connect(self._suggest)
        self.line.textEdited.connect(self._answered)
        for button, act in ((self._confirm, self._try), (self._leave, self._go)):
            button.setAutoDefault(False)
            button.clicked.connect(act)

    def _end_words(self, number: int, end: str) -> str:
        return f"{number}  {self._language.text(f'end_of_day.end.{end}')}"

    def _suggest(self) -> None:
        """Suggest the usual reason, unless somebody wrote another one."""
        if self.line.text() in ("", self._suggested) or not self.isVisible():
            self._suggested = self._language.text(f"end_of_day.reason.{self.combo.currentData()}")
            self.line.setText(self._suggested)

    def _answered(self) -> None:
        """Take the complaint away as soon as a reason is written."""
        self._reason.set_problem("")

    def _try(self) -> None:
        reason = self.line.text().strip()
        if self._ticket is None:
            return
        if not reason:
            self._reason.set_problem(self._language.text("end_of_day.reason_needed"))
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        ticket = self._ticket
        self.close_bar()
        self.confirmed.emit(ticket, Draft(str(self.combo.currentData()), reason))

    def _go(self) -> None:
        self.close_bar()
        self.left.emit()
