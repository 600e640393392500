"""A new enterprise: name and code, the code checked as it is typed, nothing changed silently."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.requests import Contact
from desktop.snapshots import CodeAnswer
from ui.language import Language
from ui.screens.reception.focus_order import set_focus_order
from ui.theme import STEP, Tone
from ui.widgets.fields import line_field
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Heading, MutedLabel, ToneLabel
from ui.widgets.shapes import GLYPHS

CODE_LENGTH = 18
_HAN = re.compile(r"[\u3400-\u9fff]")


class CompanyForm(QFrame):
    """`code_edited(text)` as one types, `save_wanted(…, notified)` on Enter, `left` on Esc."""

    code_edited = Signal(str)
    save_wanted = Signal(str, str, object, bool)
    left = Signal()

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._answer: CodeAnswer | None = None
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._heading = Heading(parent=self)
        self._name = line_field(self)
        self._code = line_field(self, limit=60)
        self._person = line_field(self)
        self._phone = line_field(self, limit=40)
        self.notified = QCheckBox(self)
        self._good = ToneLabel(tone=Tone.GOOD, parent=self)
        self._good.setWordWrap(True)
        self._offers = QWidget(self)
        self._codes: list[QPushButton] = []
        self._offer_layout = FlowLayout(self._offers, gap=STEP)
        self._save = QPushButton(self)
        self._save.setDefault(True)
        self._leave = QPushButton(self)
        self._build()
        self.retranslate()

    @property
    def name_line(self) -> QLineEdit:
        """Return the field of the name."""
        return _line(self._name.control)

    @property
    def code_line(self) -> QLineEdit:
        """Return the field of the code."""
        return _line(self._code.control)

    def controls(self) -> list[QWidget]:
        """Return what can be operated, in the order of the Tab key."""
        above = [self._name.control, self._code.control, *self._codes]
        return [*above, *self._contact(), self._save, self._leave]

    def _contact(self) -> list[QWidget]:
        return [self._person.control, self._phone.control, self.notified]

    def begin(self, text: str) -> None:
        """Begin with what was typed in the search: a code, or a name in Chinese script."""
        for field in (self._name, self._code, self._person, self._phone):
            _line(field.control).clear()
            field.set_problem("")
        self.notified.setChecked(False)
        self._show_notified()
        is_code = sum(mark.isdigit() for mark in text) >= 8
        if is_code:
            self.code_line.setText(text)
        elif _HAN.search(text):
            self.name_line.setText(text)
        self._forget_answer()
        if is_code:
            self.code_edited.emit(text)
        self.show()
        self.name_line.setFocus()

    def show_check(self, text: str, answer: CodeAnswer) -> None:
        """Say what is wrong with the code, or that it is right; offer what it may have been."""
        if text != self.code_line.text():
            return
        self._answer = answer
        typed = answer.normalised
        early = len(typed) < CODE_LENGTH and not (
            answer.reason is not None and answer.reason.code == "legacy_number"
        )
        sentence = "" if answer.valid or early or answer.reason is None else answer.reason.text
        if early and answer.reason is not None and answer.reason.code == "wrong_character":
            sentence = answer.reason.text
        self._code.set_problem(sentence)
        good = self._language.text("reception.code_good", code=typed) if answer.valid else ""
        self._good.setText(f"{GLYPHS[Tone.GOOD]} {good}" if good else "")
        self._good.setVisible(bool(good))
        self._offer(answer.suggestions if not answer.valid else ())

    def show_problem(self, sentence: str) -> None:
        """Say why it could not be saved, where the name is."""
        self._name.set_problem(sentence)

    def set_busy(self, busy: bool) -> None:
        """Let nobody press twice while it is being saved."""
        self._save.setEnabled(not busy)

    def retranslate(self) -> None:
        """Put the words in again."""
        text = self._language.text
        self._heading.setText(text("reception.new.title"))
        self._name.set_text(text("reception.new.name"))
        self._code.set_text(text("reception.new.code"), text("reception.new.code_hint"))
        self._person.set_text(text("reception.new.person"))
        self._phone.set_text(text("reception.new.phone"), text("reception.notice"))
        self._save.setText(text("reception.new.save"))
        self._leave.setText(text("reception.new.leave"))
        self.notified.setText(text("reception.notified"))
        for button in (self._save, self._leave, self.notified):
            button.setAccessibleName(button.text())
        if self._answer is not None:  # what it says of the code is in the former language
            self.code_edited.emit(self.code_line.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter saves, Esc leaves."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not self._leave.hasFocus():
                self._submit()
            case Qt.Key.Key_Escape:
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(3 * STEP, 2 * STEP, 3 * STEP, 3 * STEP)
        layout.setSpacing(2 * STEP)
        layout.addWidget(self._heading)
        layout.addWidget(self._name)
        layout.addWidget(self._code)
        layout.addWidget(self._good)
        layout.addWidget(self._offers)
        layout.addWidget(self._person)
        layout.addWidget(self._phone)
        layout.addWidget(self.notified)
        buttons = QHBoxLayout()
        buttons.addWidget(self._save)
        buttons.addWidget(self._leave)
        buttons.addStretch(1)
        layout.addLayout(buttons)
        self._good.hide()
        self._offers.hide()
        self.code_line.textEdited.connect(self._code_typed)
        self.name_line.textEdited.connect(self._name_typed)
        for field in (self._person, self._phone):
            _line(field.control).textChanged.connect(self._show_notified)
        self._save.clicked.connect(self._submit)
        self._leave.clicked.connect(self.left)

    def _code_typed(self, text: str) -> None:
        self._forget_answer()
        if text.strip():
            self.code_edited.emit(text)

    def _show_notified(self) -> None:
        """Ask whether the contact was told once there is one, as at the number itself."""
        fields = (self._person, self._phone)
        self.notified.setVisible(any(_line(one.control).text().strip() for one in fields))

    def _name_typed(self) -> None:
        self._name.set_problem("")

    def _forget_answer(self) -> None:
        self._answer = None
        self._code.set_problem("")
        self._good.hide()
        self._offer(())

    def _offer(self, codes: tuple[str, ...]) -> None:
        while (item := self._offer_layout.takeAt(0)) is not None:
            if (gone := item.widget()) is not None:
                gone.hide()
                gone.deleteLater()
        self._codes = []
        if codes:
            words = self._language.text("reception.new.perhaps")
            self._offer_layout.addWidget(MutedLabel(words, parent=self._offers))
        for code in codes:
            button = QPushButton(code, self._offers)
            words = self._language.text("reception.new.take_code", code=code)
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.setAutoDefault(True)
            button.clicked.connect(self._take_code)
            self._offer_layout.addWidget(button)
            self._codes.append(button)
        set_focus_order(self.controls())
        self._offers.setVisible(bool(codes))

    def _take_code(self) -> None:
        button = self.sender()
        if isinstance(button, QPushButton):
            self.code_line.setText(button.text())
            self.code_line.setFocus()
            self._forget_answer()
            self.code_edited.emit(button.text())

    def _submit(self) -> None:
        focus = self.focusWidget()
        if isinstance(focus, QPushButton) and focus.parentWidget() is self._offers:
            focus.click()
            return
        name = self.name_line.text().strip()
        if not name:
            self._name.set_problem(self._language.text("reception.new.name_missing"))
            self.name_line.setFocus()
            return
        if self._answer is not None and not self._answer.valid and self._answer.reason:
            self._code.set_problem(self._answer.reason.text)
            self.code_line.setFocus()
            return
        person, phone = (_line(one.control).text().strip() for one in (self._person, self._phone))
        contact = Contact(person or None, phone or None) if person or phone else None
        notified = contact is not None and self.notified.isChecked()
        self.save_wanted.emit(name, self.code_line.text().strip(), contact, notified)


def _line(control: QWidget) -> QLineEdit:
    assert isinstance(control, QLineEdit)
    return control
