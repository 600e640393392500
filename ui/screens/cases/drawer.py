"""The drawer: one case with its next steps, papers, materials and what happened to it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.snapshots import CaseFile
from ui.commands import CommandButton, Commands
from ui.screens.cases.consent_list import ConsentList
from ui.screens.cases.paper_list import PaperList
from ui.screens.cases.step_panel import StepPanel
from ui.screens.cases.steps import BESIDE, STEPS, possible, strongest
from ui.screens.cases.wording import Wording
from ui.theme import STEP, Tone
from ui.widgets.badge import Badge
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Heading, MutedLabel, ToneLabel
from ui.widgets.shapes import GLYPHS
from ui.widgets.window_tag import WindowTag

MATERIAL_TONES: Final = {
    "given": Tone.GOOD,
    "on_file": Tone.GOOD,
    "promised": Tone.WARN,
    "missing": Tone.BAD,
    "open": Tone.NEUTRAL,
}


_PARTS: Final = ("next", "papers", "consents", "materials", "timeline")


class CaseDrawer(QScrollArea):
    """Shows a `CaseFile`; its buttons are registered commands."""

    left = Signal()

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._file: CaseFile | None = None
        self._inside = QWidget(self)
        self._number = Heading(factor=1.3, parent=self._inside)
        self._number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._tag = WindowTag("", parent=self._inside)
        self._state = Badge(Tone.NEUTRAL, "", self._inside)
        self._light = Badge(Tone.NEUTRAL, "", self._inside)
        self._item, self._company = QLabel(self._inside), QLabel(self._inside)
        self._facts, self._materials, self._timeline = QGridLayout(), QGridLayout(), QGridLayout()
        self._titles = {key: Heading(parent=self._inside) for key in _PARTS}
        self._steps = QWidget(self._inside)
        self._buttons = _step_buttons(commands, self._steps)
        self._no_steps = MutedLabel(parent=self._inside)
        self.panel = StepPanel(self._inside)
        self.papers = PaperList(commands, self._inside)
        self._no_papers = MutedLabel(parent=self._inside)
        self.consents = ConsentList(commands, self._inside)
        self._build()
        self.panel.left.connect(self._panel_left)
        self.panel.grew.connect(self._reveal_panel)

    @property
    def file(self) -> CaseFile | None:
        """Return what is shown."""
        return self._file

    def show_file(self, file: CaseFile, say: Wording) -> None:
        """Show a case; an open panel of another case is put away."""
        if self._file is not None and self._file.case.id != file.case.id:
            self.panel.close_panel()
            self.verticalScrollBar().setValue(0)
        self._file = file
        self._show_head(file, say)
        self._show_steps(file, say)
        self.papers.show_papers(file.papers, file.case.item, say)
        self.papers.setVisible(bool(file.papers))
        self._no_papers.setVisible(not file.papers)
        self._no_papers.setText(say.language.text("cases.no_papers"))
        self.consents.show_consents(file, say)
        for part in (self._titles["consents"], self.consents):
            part.setVisible(bool(file.consents))
        self._show_facts(file, say)
        self._show_materials(file, say)
        self._show_timeline(file, say)

    def open_panel(self, verb: str, say: Wording, hint: str) -> None:
        """Ask for what a step of the case needs, in place of the buttons."""
        step = next(one for one in (*STEPS, *BESIDE) if one.verb == verb)
        if self._file is not None:
            self._steps.hide()
            self.panel.open(step, self._file, say, hint)
            QTimer.singleShot(0, self._reveal_panel)  # once the layout has made room for it

    def close_panel(self) -> None:
        """Put the panel away and show the buttons again."""
        self.panel.close_panel()
        self._steps.show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep what has the focus in sight."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self.ensureWidgetVisible(watched, 0, 4 * STEP)
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        for label in (self._item, self._company):
            label.setWordWrap(True)
        head = QHBoxLayout()
        head.setSpacing(2 * STEP)
        head.addWidget(self._number)
        head.addStretch(1)
        head.addWidget(self._tag)
        badges = QHBoxLayout()
        badges.setSpacing(2 * STEP)
        badges.addWidget(self._state)
        badges.addWidget(self._light)
        badges.addStretch(1)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(4 * STEP, 2 * STEP, 3 * STEP, 4 * STEP)
        column.setSpacing(2 * STEP)
        column.addLayout(head)
        column.addWidget(self._item)
        column.addWidget(self._company)
        column.addLayout(badges)
        column.addLayout(self._facts)
        parts: dict[str, tuple[QWidget | QLayout, ...]] = {
            "next": (self._steps, self.panel, self._no_steps),
            "papers": (self.papers, self._no_papers),
            "consents": (self.consents,),
            "materials": (self._materials,),
            "timeline": (self._timeline,),
        }
        for key, members in parts.items():
            column.addSpacing(STEP)
            column.addWidget(self._titles[key])
            for member in members:
                if isinstance(member, QWidget):
                    column.addWidget(member)
                else:
                    column.addLayout(member)
        column.addStretch(1)
        for grid in (self._facts, self._materials, self._timeline):
            grid.setHorizontalSpacing(3 * STEP)
            grid.setVerticalSpacing(STEP)
            grid.setColumnStretch(1, 1)
        self.setWidget(self._inside)
        for button in self._buttons.values():
            button.installEventFilter(self)

    def _show_head(self, file: CaseFile, say: Wording) -> None:
        case = file.case
        self._number.setText(case.number)
        self._tag.show_window(
            say.names.letters.get(case.window, ""), spoken=say.window(case.window)
        )
        self._state.show_state(say.state_tone(case), say.state(case))
        self._light.show_state(say.light_tone(case) or Tone.NEUTRAL, say.light(case))
        self._light.setVisible(case.light is not None)
        self._item.setText(f"{case.item}  {say.item(case)}")
        self._company.setText(say.company(case))
        self.setAccessibleName(f"{case.number} {say.item(case)} {say.company(case)}")
        for key, title in self._titles.items():
            title.setText(say.language.text(f"cases.part.{key}"))

    def _show_steps(self, file: CaseFile, say: Wording) -> None:
        strong = strongest(file)
        for verb, button in self._buttons.items():
            button.setVisible(verb in possible(file))
            button.set_primary(verb == strong)
        self._steps.setVisible(bool(possible(file)) and self.panel.step is None)
        self._no_steps.setText(say.language.text("cases.no_steps"))
        self._no_steps.setVisible(not file.next)

    def _show_facts(self, file: CaseFile, say: Wording) -> None:
        case, text = file.case, say.language.text
        facts = {
            "due": say.due_sentence(case),
            "would_be_due": say.day(file.would_be_due) if case.state == "received" else "",
            "owner": say.owner(case),
            "window": say.window(case.window),
            "received": say.moment(case.received_at) if case.received_at else "",
            "accepted": say.day(case.accepted_on),
            "gap_until": say.day(case.gap_until) if case.gap_open else "",
            "extended": say.day(case.extended_to),
            "missing": text("cases.list_mark").join(case.missing),
        }
        _clear(self._facts)
        shown = ((name, words) for name, words in facts.items() if words)
        for row, (name, words) in enumerate(shown):
            label = MutedLabel(text(f"cases.fact.{name}"), parent=self._inside)
            value = QLabel(words, self._inside)
            value.setWordWrap(True)
            _put(self._facts, row, label, value)

    def _show_materials(self, file: CaseFile, say: Wording) -> None:
        text = say.language.text
        _clear(self._materials)
        for row, one in enumerate(file.materials):
            tone = MATERIAL_TONES.get(one.state, Tone.NEUTRAL)
            words = text(f"cases.material.{one.state}")
            state = ToneLabel(f"{GLYPHS[tone]} {words}", tone, self._inside)
            marks = [text(f"cases.material_mark.{m}") for m in ("deferrable",) if one.deferrable]
            name = QLabel("  ".join([one.name, *marks]), self._inside)
            name.setWordWrap(True)
            _put(self._materials, row, state, name)

    def _show_timeline(self, file: CaseFile, say: Wording) -> None:
        _clear(self._timeline)
        for row, one in enumerate(reversed(file.timeline)):
            at = MutedLabel(say.moment(one.at), parent=self._inside)
            who = f"{say.names.person(one.by)}  " if one.by else ""
            words = QLabel(f"{who}{say.happened(one)}", self._inside)
            words.setWordWrap(True)
            _put(self._timeline, row, at, words)

    def _reveal_panel(self) -> None:
        if not self.panel.isHidden():
            self.ensureWidgetVisible(self.panel, 0, 2 * STEP)

    def _panel_left(self) -> None:
        self._steps.setVisible(self._file is not None and bool(possible(self._file)))
        self.left.emit()


def _step_buttons(commands: Commands, parent: QWidget) -> dict[str, CommandButton]:
    flow = FlowLayout(parent)
    made = {}
    for step in STEPS:
        button = CommandButton(commands, f"cases.step.{step.verb}", parent)
        flow.addWidget(button)
        made[step.verb] = button
    return made


def _put(grid: QGridLayout, row: int, left: QLabel, right: QLabel) -> None:
    top = Qt.AlignmentFlag.AlignTop
    right.setTextFormat(Qt.TextFormat.PlainText)
    grid.addWidget(left, row, 0, top)
    grid.addWidget(right, row, 1, top)


def _clear(grid: QGridLayout) -> None:
    while (item := grid.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
