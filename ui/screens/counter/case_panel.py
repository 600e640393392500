"""The middle while somebody is here: the stop's cases, materials, outcomes."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.snapshots import CaseFile
from ui.screens.counter.card import Card, bare, column, scrolling, wrapped
from ui.screens.counter.drafts import Draft, allowed, missing, not_deferrable, problem
from ui.screens.counter.facts import Phase, Shown
from ui.screens.counter.materials import Materials
from ui.screens.counter.note_card import NoteCard
from ui.screens.counter.outcome_choice import OutcomeChoice
from ui.screens.counter.table import CaseLine, case_columns
from ui.screens.counter.words import Words
from ui.theme import STEP, Tone
from ui.widgets.empty_state import EmptyState
from ui.widgets.fields import Field, line_field
from ui.widgets.labels import Heading, MutedLabel, ToneLabel
from ui.widgets.live_model import LiveModel
from ui.widgets.live_table import LiveTable
from ui.widgets.shapes import GLYPHS

_ROWS: Final = 4
_NUMBER: Final = 1
_NARROW_IN_LINES: Final = 22
_FIELDS: Final = ("note", "to", "reference")
_SETTLED: Final = ("resolved", "accepted", "accepted_again", "forwarded")
"""Outcomes that say nothing of what is not ticked, so the screen does."""
_OWED: Final = {"no_note": "note", "no_to": "to"}


class CasePanel(Card):
    """`edited` carries the chosen case's new draft, `case_chosen` another case's id."""

    edited = Signal(object)
    case_chosen = Signal(str)

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._file: CaseFile | None = None
        self._draft = Draft()
        self._updating = False
        self.note = NoteCard(words, self)
        self.title = Heading(parent=self)
        self.model = LiveModel(case_columns(words), lambda line: line.case.id, parent=self)
        self.table = LiveTable(self.model, "", self)
        self.table.current_key_changed.connect(self._row_chosen)
        self.materials = Materials(words, self)
        self.materials.ticked.connect(self._ticked)
        self.outcomes_title = MutedLabel(parent=self)
        self.outcomes = OutcomeChoice(words, self)
        self.outcomes.chosen.connect(self._outcome_chosen)
        self.table.installEventFilter(self.outcomes)
        self.fields = {name: line_field(self) for name in _FIELDS}
        for field in self.fields.values():
            line = field.control
            assert isinstance(line, QLineEdit)
            line.textEdited.connect(self._typed)
        self.effect = wrapped(MutedLabel(parent=self))
        self.fault = wrapped(ToneLabel(tone=Tone.BAD, parent=self))
        self.waiting = wrapped(MutedLabel(parent=self))
        self.empty = EmptyState(self)
        self._arrange()
        self.retranslate()

    def retranslate(self) -> None:
        """Put the words in again."""
        self.title.setText(self._words.text("case.title"))
        self.table.setAccessibleName(self._words.text("case.title"))
        self.model.set_columns(case_columns(self._words))
        self.outcomes_title.setText(self._words.text("case.outcomes"))
        self.outcomes.retranslate()
        self.waiting.setText(self._words.text("case.waiting"))
        self.empty.say(self._words.text("case.none"), self._words.text("case.none_hint"))

    def show_state(self, shown: Shown) -> None:
        """Show the stop's cases and the chosen one."""
        moment = shown.moment
        files = moment.cases if moment else ()
        self.note.show_state(shown)
        self._pages.setCurrentIndex(0 if files else 1)
        lines = [
            CaseLine(file.case, draft.outcome, bool(problem(draft, file)))
            for file, draft in ((file, shown.draft(file)) for file in files)
        ]
        self._updating = True  # rows that come and go choose nothing
        self.model.show(lines)
        self.table.select_key(shown.chosen)
        self._updating = False
        self.table.show_at_once(max(1, min(len(lines), _ROWS)))  # more scroll
        self._file = moment.case(shown.chosen) if moment else None
        if self._file is None:
            return
        self._draft = shown.draft(self._file)
        serving = shown.phase is Phase.SERVING
        for part in (self.materials, self.outcomes):
            part.setEnabled(serving)
        self.waiting.setVisible(not serving)
        self.materials.show_materials(self._file.materials, self._draft.in_hand, self.outcomes)
        self.outcomes.show_choice(self._draft.outcome, allowed(self._file))
        self._show_fields(serving)
        self._show_effect(serving)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the number to the tip where the item's name would be cut short."""
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().height() * _NARROW_IN_LINES
        self.table.setColumnHidden(_NUMBER, narrow)

    def take_focus(self) -> None:
        """Put the focus where a decision is made."""
        self.outcomes.take_focus()
        self._reveal_soon()

    def focus_problem(self) -> None:
        """Put the focus on what is still wrong with the chosen case."""
        if self._file is None:
            return
        fault = problem(self._draft, self._file)
        if fault in _OWED:
            self.fields[_OWED[fault]].setFocus()
        elif self.materials.boxes and not self.materials.take_focus():
            self.materials.boxes[0].setFocus()
        self._reveal_soon()

    def _show_fields(self, enabled: bool) -> None:
        forwards = self._draft.outcome == "forwarded"
        reason = self._draft.outcome in ("refused", "supplement", "withdrawn")
        labels = {
            "note": "case.reason" if reason else "case.note",
            "to": "case.to",
            "reference": "case.reference",
        }
        values = {
            "note": self._draft.note,
            "to": self._draft.to,
            "reference": self._draft.reference,
        }
        for name, field in self.fields.items():
            field.set_text(self._words.text(labels[name]))
            field.setVisible(bool(self._draft.outcome) if name == "note" else forwards)
            field.setEnabled(enabled)
            line = field.control
            assert isinstance(line, QLineEdit)
            if line.text() != values[name]:
                line.setText(values[name])

    def _show_effect(self, serving: bool) -> None:
        file, draft = self._file, self._draft
        assert file is not None
        words = self._words
        fault = problem(draft, file)
        lacking = not_deferrable(draft, file) if fault == "not_deferrable" else ()
        sentence = words.text(f"problem.{fault}", missing=words.listed(lacking)) if fault else ""
        for name, field in self.fields.items():
            field.set_problem(sentence if _OWED.get(fault) == name else "")
        elsewhere = fault and fault not in _OWED
        self.fault.setText(f"{GLYPHS[Tone.BAD]} {sentence}" if elsewhere else "")
        self.fault.setVisible(bool(elsewhere))
        key = draft.outcome or "undecided"
        day = file.would_be_filled if key == "gap" else file.would_be_due
        if key == "accepted" and day is None:
            key = "accepted_again"
        effect = words.text(
            f"effect.{key}",
            day=words.day(day),
            missing=words.listed(missing(draft, file)),
            state=words.state(file.case.state),
        )
        lacking = missing(draft, file)
        if key in _SETTLED and lacking:
            effect = f"{effect} {words.text('effect.unticked', missing=words.listed(lacking))}"
        self.effect.setText(effect)
        self.effect.setVisible(serving and not fault)

    def _row_chosen(self, key: object) -> None:
        if isinstance(key, str) and not self._updating:
            self.case_chosen.emit(key)

    def _ticked(self, in_hand: frozenset[str]) -> None:
        self.edited.emit(replace(self._draft, in_hand=in_hand))

    def _outcome_chosen(self, outcome: str) -> None:
        self.edited.emit(replace(self._draft, outcome=outcome))
        if outcome == "refused":
            self.fields["note"].setFocus()
        elif outcome == "forwarded":
            self.fields["to"].setFocus()
        elif outcome in ("supplement", "gap"):
            self.materials.take_focus()
        self._reveal_soon()

    def _reveal_soon(self) -> None:
        """Scroll to what has the focus, once it has its place."""
        QTimer.singleShot(0, self, self._reveal)

    def _reveal(self) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self.area.isAncestorOf(focus):
            self.area.ensureWidgetVisible(focus, 0, 2 * STEP)

    def _typed(self) -> None:
        note, to, reference = (_text(self.fields[name]) for name in _FIELDS)
        self.edited.emit(replace(self._draft, note=note, to=to, reference=reference))

    def _arrange(self) -> None:
        page = QWidget(self)
        inside = QVBoxLayout(page)
        bare(inside)
        inside.addWidget(self.title)
        inside.addWidget(self.table)
        inside.addWidget(self.materials, 100)  # gives way where there is little room
        inside.addWidget(self.outcomes_title)
        inside.addWidget(self.outcomes)
        for label in (self.effect, self.fault, self.waiting):
            inside.addWidget(label)
        fields = QHBoxLayout()
        bare(fields)
        for name in _FIELDS:
            fields.addWidget(self.fields[name], 1)
        inside.addLayout(fields)
        inside.addStretch(1)
        self._pages = QStackedWidget(self)
        self.area = scrolling(page, self)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._pages.addWidget(self.area)
        self._pages.addWidget(self.empty)
        layout = column(self, margin=3 * STEP)
        layout.addWidget(self.note)
        layout.addWidget(self._pages, 1)


def _text(field: Field) -> str:
    line = field.control
    assert isinstance(line, QLineEdit)
    return line.text()
