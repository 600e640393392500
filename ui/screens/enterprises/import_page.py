"""A list is taken over in four steps, one below the other: file, columns, preview, result."""

from __future__ import annotations

from pathlib import Path
from typing import Final, cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.spreadsheets.companies import FIELDS, Heads
from ui.screens.enterprises.import_facts import STATES, Fault, Stage, Standing
from ui.screens.enterprises.tables import fault_columns
from ui.screens.enterprises.wording import Wording
from ui.theme import STEP, Tone
from ui.widgets.fields import Field
from ui.widgets.labels import Heading, MutedLabel
from ui.widgets.live_model import LiveModel
from ui.widgets.live_table import LiveTable
from ui.widgets.outcome import Outcome
from ui.widgets.page import Page, reveal
from ui.widgets.path_field import PathLine
from ui.widgets.primary_button import PrimaryButton

MOST_SHOWN: Final = 1000
"""So many faulty rows are listed; all of them are saved."""
_BUSY: Final = (Stage.READING, Stage.PREVIEWING, Stage.IMPORTING)
_STEPS: Final = 1000


class ImportPage(QWidget):
    """`file_chosen(Path)`, `previewed(columns)`, `confirmed()`, `stopped()`, `went_on()`,
    `save_wanted(Path)`, `left()`.
    """

    file_chosen = Signal(object)
    previewed = Signal(object)
    confirmed = Signal()
    stopped = Signal()
    went_on = Signal()
    save_wanted = Signal(object)
    left = Signal()

    def __init__(self, say: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._say = say
        self._standing = Standing()
        self._title, self._lead = Heading(factor=1.3, parent=self), MutedLabel(parent=self)
        self._lead.setWordWrap(True)
        self.path = PathLine(self)
        self._file = Field(self.path, self)
        self.columns_title, self._sample = Heading(parent=self), MutedLabel(parent=self)
        self._sample.setWordWrap(True)
        self._sample.setTextFormat(Qt.TextFormat.PlainText)
        self._choices = QWidget(self)
        self.fields = {name: Field(QComboBox(self), self._choices) for name in FIELDS}
        self.outcome = Outcome(self)
        self._model = LiveModel(fault_columns(say), key=lambda row: row.number, parent=self)
        self.faults = LiveTable(self._model, "", self)
        self.faults.setMinimumWidth(0)
        self._detail = MutedLabel(parent=self)
        self._detail.setWordWrap(True)
        self._detail.setTextFormat(Qt.TextFormat.PlainText)
        self._kept: list[Fault] = []
        self.save_path = PathLine(self, saving=True)
        self._save = Field(self.save_path, self)
        self.go, self.stop, self.leave = PrimaryButton(self), QPushButton(self), QPushButton(self)
        self.keep = QPushButton(self)
        self._build()

    def begin(self, say: Wording) -> None:
        """Ask for a file."""
        self._kept = []
        self._model.show(())
        self.path.line.clear()
        self.word(say)
        self.path.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_standing(self, standing: Standing) -> None:
        """Show where it stands; the focus goes to what comes next."""
        before, self._standing = self._standing, standing
        if standing.heads is not None and standing.heads is not before.heads:
            self._offer_columns(standing.heads, standing)
        if standing.stage in _BUSY:
            if before.stage is not standing.stage:
                self.outcome.run(self._progress())
            if standing.stage is not Stage.READING:
                self.outcome.step(round(standing.done * _STEPS), _STEPS)
        else:
            self.outcome.end(*self._result())
        self._arrange()
        if before.stage is not standing.stage:
            self._focus_next()

    def add_faults(self, faults: tuple[Fault, ...]) -> None:
        """List faulty rows as they are found; none begins anew."""
        if not faults:
            self._kept = []
            self._model.show(())
            return
        room = MOST_SHOWN - len(self._kept)
        if room > 0:
            self._kept += faults[:room]
            self._model.upsert(faults[:room])
        self.faults.show_at_once(max(1, min(8, len(self._kept))))
        if self.faults.current_key() is None:
            self.faults.selectRow(0)

    def word(self, say: Wording) -> None:
        """Put the words in again."""
        self._say = say
        text = say.text
        self._title.setText(text("import.title"))
        self._lead.setText(text("import.lead"))
        self._file.set_text(text("import.file"))
        browse = say.language.text("opening.browse")
        self.path.set_text(text("import.file"), browse, text("import.files"))
        self.columns_title.setText(text("import.columns"))
        for name, field in self.fields.items():
            field.set_text(text(f"import.field.{name}"))
        if self._standing.heads is not None:
            self._offer_columns(self._standing.heads, self._standing)
        self._model.set_columns(fault_columns(say))
        self.faults.setAccessibleName(text("import.faults"))
        self._save.set_text(text("import.save"), text("import.save_hint"))
        self.save_path.set_text(text("import.save"), browse, text("import.save_files"))
        for button, key in ((self.stop, "stop"), (self.leave, "leave"), (self.keep, "keep")):
            button.setText(text(f"import.{key}"))
            button.setAccessibleName(text(f"import.{key}"))
        if self._standing.stage not in _BUSY:
            self.outcome.end(*self._result())
        self._arrange()

    def chosen_columns(self) -> dict[str, int]:
        """Return the columns as they are chosen."""
        boxes = {name: cast("QComboBox", field.control) for name, field in self.fields.items()}
        return {
            name: int(box.currentData()) for name, box in boxes.items() if box.currentData() >= 0
        }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops what runs, or leaves."""
        if event.key() == Qt.Key.Key_Escape:
            if self._standing.stage in (Stage.PREVIEWING, Stage.IMPORTING):
                self.stopped.emit()
            else:
                self.left.emit()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        grid = QGridLayout(self._choices)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(3 * STEP)
        grid.setVerticalSpacing(2 * STEP)
        for at, field in enumerate(self.fields.values()):
            cast("QComboBox", field.control).setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            grid.addWidget(field, at // 3, at % 3, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(at % 3, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        for button in (self.go, self.stop, self.keep, self.leave):
            buttons.addWidget(button)
        buttons.addStretch(1)
        page = Page(self, lines=60, centred=False)
        column = page.column
        column.setContentsMargins(4 * STEP, 0, 4 * STEP, 4 * STEP)
        for widget in (self._title, self._lead, self._file, self.columns_title, self._choices):
            column.addWidget(widget)
        for widget in (self._sample, self.outcome, self.faults, self._detail, self._save):
            column.addWidget(widget)
        column.addLayout(buttons)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page)
        self.faults.current_key_changed.connect(self._show_detail)
        self.path.entered.connect(self._file_entered)
        self.save_path.entered.connect(self._save_entered)
        for other in (self.stop, self.keep, self.leave):
            other.setAutoDefault(True)
        self.keep.clicked.connect(self._save_entered)
        self.stop.clicked.connect(self.stopped)
        self.leave.clicked.connect(self.left)
        self.go.clicked.connect(self._go)

    def _offer_columns(self, heads: Heads, standing: Standing) -> None:
        nothing = self._say.text("import.no_column")
        for name, field in self.fields.items():
            box = cast("QComboBox", field.control)
            before = self.chosen_columns().get(name) if box.count() else None
            box.clear()
            box.addItem(nothing, -1)
            for at, head in enumerate(heads.texts):
                box.addItem(head or self._say.text("import.column_no", number=at + 1), at)
            known = standing.columns.get(name, before if before is not None else -1)
            box.setCurrentIndex(max(0, box.findData(known)))
        rows = [" | ".join(row) for row in heads.sample]
        self._sample.setText("\n".join([self._say.text("import.sample"), *rows]))

    def _arrange(self) -> None:
        stage = self._standing.stage
        known = self._standing.heads is not None
        idle = stage not in _BUSY
        self._file.setEnabled(idle)
        for widget in (self.columns_title, self._choices, self._sample):
            widget.setVisible(known and stage in (Stage.COLUMNS, Stage.PREVIEWING))
            widget.setEnabled(idle)
        self.faults.setVisible(bool(self._kept) and known)
        self._detail.setVisible(bool(self._kept) and known)
        faulty = bool(self._kept) and stage in (Stage.PREVIEW, Stage.DONE)
        self._save.setVisible(faulty)
        self.keep.setVisible(faulty)
        self.stop.setVisible(stage in (Stage.PREVIEWING, Stage.IMPORTING, Stage.STOPPED))
        self.leave.setVisible(stage not in (Stage.PREVIEWING, Stage.IMPORTING))
        words = self._go_words()
        self.go.setVisible(bool(words))
        self.go.set_words(words)

    def _show_detail(self, number: object) -> None:
        """Say the whole reason of the row in front, which may be longer than its line."""
        fault = next((one for one in self._kept if one.number == number), None)
        words = ""
        if fault is not None:
            words = self._say.text("import.fault", row=fault.number, reason=fault.reason)
        self._detail.setText(words)

    def _go_words(self) -> str:
        text, standing = self._say.text, self._standing
        match standing.stage:
            case Stage.FILE:
                return text("import.read")
            case Stage.COLUMNS:
                return text("import.preview")
            case Stage.PREVIEW if standing.to_take:
                return text("import.take", count=standing.to_take)
            case Stage.STOPPED:
                return text("import.go_on")
            case Stage.DONE:
                return text("import.another")
        return ""

    def _go(self) -> None:
        match self._standing.stage:
            case Stage.FILE | Stage.DONE:
                self._file_entered()
            case Stage.COLUMNS:
                columns = self.chosen_columns()
                problem = "" if "name" in columns else self._say.text("import.name_needed")
                self.fields["name"].set_problem(problem)
                if problem:
                    self.fields["name"].control.setFocus()
                else:
                    self.previewed.emit(columns)
            case Stage.PREVIEW:
                self.confirmed.emit()
            case Stage.STOPPED:
                self.went_on.emit()

    def _file_entered(self) -> None:
        path = self.path.path
        done = self._standing.stage is Stage.DONE
        self._file.set_problem("" if path or done else self._say.language.text("opening.no_path"))
        if done:
            self.path.line.clear()
            self.path.line.setFocus()
            self.file_chosen.emit(None)
        elif path is None:
            self.path.line.setFocus()
        elif self._file.isEnabled():
            self.file_chosen.emit(path)

    def _save_entered(self) -> None:
        path = self.save_path.path
        if path is not None:
            self.save_wanted.emit(path if path.suffix else path.with_suffix(".csv"))

    def offer_name(self, source: Path) -> None:
        """Propose where the faulty rows go: beside the list."""
        name = self._say.text("import.save_name", name=source.stem)
        self.save_path.show_path(source.with_name(f"{name}.csv"))

    def _progress(self) -> str:
        return self._say.text(f"import.running.{self._standing.stage.value}")

    def _result(self) -> tuple[str, Tone]:
        standing, text = self._standing, self._say.text
        if standing.error is not None:
            return self._say.language.sentence(standing.error), Tone.BAD
        counts = {state: standing.counts.get(state, 0) for state in STATES}
        match standing.stage:
            case Stage.PREVIEW:
                tone = Tone.WARN if counts["faulty"] else Tone.INFO
                return text("import.result.preview", rows=standing.rows, **counts), tone
            case Stage.DONE:
                key = "cancelled" if standing.cancelled else "done"
                tone = Tone.WARN if counts["faulty"] or standing.cancelled else Tone.GOOD
                return text(f"import.result.{key}", rows=standing.rows, **counts), tone
        return "", Tone.NEUTRAL

    def _focus_next(self) -> None:
        match self._standing.stage:
            case Stage.FILE:
                target: QWidget = self.path.line
            case Stage.PREVIEWING | Stage.IMPORTING:
                target = self.stop
            case Stage.COLUMNS if "name" not in self._standing.columns:
                target = self.fields["name"].control
            case Stage.READING:
                return
            case _:
                target = self.go if self._go_words() else self.leave
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        reveal(target)
