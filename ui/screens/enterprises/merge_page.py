"""Two files of one company side by side: which one stays, and why; it cannot be taken back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.desk import new_command
from desktop.snapshots import EnterpriseFile
from ui.screens.enterprises.wording import Wording
from ui.theme import STEP, Tone
from ui.widgets.card import Card
from ui.widgets.fields import line_field
from ui.widgets.labels import Heading, MutedLabel, ToneLabel
from ui.widgets.page import Page
from ui.widgets.primary_button import PrimaryButton
from ui.widgets.search_box import Choice, SearchBox
from ui.widgets.shapes import GLYPHS

_HEAD_ROWS: Final = 2


class MergePage(QWidget):
    """`searched(str)` for the other company, `picked(id)`,
    `confirmed(keep, merge, reason, command)`, `left()`.
    """

    searched = Signal(str)
    picked = Signal(str)
    confirmed = Signal(str, str, str, str)
    left = Signal()

    def __init__(self, say: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._command = ""
        self._files: list[EnterpriseFile] = []
        self._title, self._lead = Heading(factor=1.3, parent=self), MutedLabel(parent=self)
        self._lead.setWordWrap(True)
        self.search = SearchBox("", self, inline=True)
        self._sides = Card(self)
        self._sides.hide_title()
        self.keep = (QRadioButton(self._sides), QRadioButton(self._sides))
        self._names = (Heading(parent=self._sides), Heading(parent=self._sides))
        self._grid = QGridLayout()
        self._warning = ToneLabel(tone=Tone.WARN, parent=self)
        self._warning.setWordWrap(True)
        self.reason = line_field(self, limit=500)
        self.confirm, self.leave = PrimaryButton(self), QPushButton(self)
        self._build()

    def begin(self, file: EnterpriseFile, say: Wording) -> None:
        """Ask which other file is the same company."""
        self._files = [file]
        self._command = new_command()
        self.reason.control.clear()  # type: ignore[attr-defined]  # a line
        self.reason.set_problem("")
        self.search.line.clear()
        self.word(say)
        self.search.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_found(self, text: str, choices: list[Choice]) -> None:
        """Offer companies; the one that is shown itself is not among them."""
        own = self._files[0].enterprise.id if self._files else ""
        self.search.show_results(text, [one for one in choices if one.key != own])

    def show_other(self, file: EnterpriseFile) -> None:
        """Show both side by side; the one with a code, else the one that was open, stays."""
        if not self._files or file.enterprise.id == self._files[0].enterprise.id:
            return
        self._files = [self._files[0], file]
        coded = self._files[0].enterprise.uscc is None and file.enterprise.uscc is not None
        self.keep[1 if coded else 0].setChecked(True)
        self.word(self._say)
        # Once the sides are there to take the focus.
        QTimer.singleShot(0, self.keep[1 if coded else 0], self._focus_choice)

    def show_problem(self, sentence: str) -> None:
        """Say why it was refused."""
        self.reason.set_problem(sentence)

    def set_busy(self, busy: bool) -> None:
        """Let nobody press twice."""
        self.confirm.setEnabled(not busy)

    def word(self, say: Wording) -> None:
        """Put the words in again."""
        self._say = say
        both = len(self._files) == 2
        self._title.setText(say.text("merge.title"))
        self._lead.setText(say.text("merge.both" if both else "merge.lead"))
        self.search.set_name(say.text("merge.search"), say.text("search_hint"))
        self.search.setVisible(not both)
        for widget in (self._sides, self._warning, self.reason, self.confirm):
            widget.setVisible(both)
        self._warning.setText(f"{GLYPHS[Tone.WARN]} {say.text('merge.warning')}")
        self.reason.set_text(say.text("merge.reason"))
        self.confirm.set_words(say.text("merge.confirm"))
        self.leave.setText(say.text("leave"))
        self.leave.setAccessibleName(self.leave.text())
        for file, name, keep in zip(self._files, self._names, self.keep, strict=False):
            name.setText(file.enterprise.name)
            keep.setText(say.text("merge.keep"))
            keep.setAccessibleName(say.text("merge.keep_this", name=file.enterprise.name))
        if both:
            _show_facts(self._grid, self._files, say)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter confirms where both are shown, Esc leaves."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.left.emit()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if len(self._files) == 2:
                self._submit()
            case _:
                super().keyPressEvent(event)

    def _build(self) -> None:
        group = QButtonGroup(self)
        grid = self._grid
        grid.setHorizontalSpacing(4 * STEP)
        grid.setVerticalSpacing(2 * STEP)
        for at, stretch in enumerate((2, 3, 3)):
            grid.setColumnStretch(at, stretch)
        for at, (name, keep) in enumerate(zip(self._names, self.keep, strict=True), start=1):
            name.setWordWrap(True)
            name.setTextFormat(Qt.TextFormat.PlainText)
            group.addButton(keep)
            grid.addWidget(name, 0, at, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(keep, 1, at)
        self._sides.body.addLayout(grid)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        buttons.addWidget(self.confirm)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        page = Page(self, lines=60, centred=False)
        column = page.column
        column.setContentsMargins(4 * STEP, 0, 4 * STEP, 4 * STEP)
        for widget in (self._title, self._lead, self.search, self._sides, self._warning):
            column.addWidget(widget)
        column.addWidget(self.reason)
        column.addLayout(buttons)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page)
        self.leave.setAutoDefault(True)
        self.leave.clicked.connect(self.left)
        self.confirm.clicked.connect(self._submit)
        self.search.query.connect(self.searched)
        self.search.chosen.connect(self._picked)
        self.search.left.connect(self.left)

    def _focus_choice(self) -> None:
        chosen = next((one for one in self.keep if one.isChecked()), self.keep[0])
        chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def _picked(self, choice: Choice) -> None:
        self.picked.emit(choice.key)

    def _submit(self) -> None:
        if not self.confirm.isEnabled() or len(self._files) != 2:
            return
        reason = self.reason.control.text().strip()  # type: ignore[attr-defined]  # a line
        if not reason:
            self.reason.set_problem(self._say.text("needed"))
            self.reason.control.setFocus()
            return
        kept = 0 if self.keep[0].isChecked() else 1
        keep, merge = self._files[kept].enterprise.id, self._files[1 - kept].enterprise.id
        self.confirmed.emit(keep, merge, reason, self._command)


def _show_facts(grid: QGridLayout, files: list[EnterpriseFile], say: Wording) -> None:
    """Put the facts of both beside each other, below the names and the choice."""
    for row in range(_HEAD_ROWS, grid.rowCount()):
        for column in range(3):
            item = grid.itemAtPosition(row, column)
            widget = item.widget() if item is not None else None
            if widget is not None:
                grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
    sides = [_facts(file, say) for file in files]
    for row, name in enumerate(sides[0], start=_HEAD_ROWS):
        words = [say.text(f"field.{name}"), *(side[name] for side in sides)]
        for column, one in enumerate(words):
            label = QLabel(one) if column else MutedLabel(one)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.setMinimumWidth(1)
            grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)


def _facts(file: EnterpriseFile, say: Wording) -> dict[str, str]:
    company = file.enterprise
    facts = {
        "uscc": company.uscc,
        "registered_place": company.registered_place,
        "work_place": company.work_place,
        "tier": say.tier(company.tier),
        "named_contact": say.named_contact(company),
        "counts": say.text(
            "merge.counts",
            cases=len(file.cases),
            tickets=len(file.tickets),
            contacts=len(file.contacts),
            notes=len(file.notes),
        ),
    }
    return {name: words or say.text("merge.nothing") for name, words in facts.items()}
