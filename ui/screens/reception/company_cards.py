"""The enterprises that came, one card each, with the cases somebody may come back for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ui.language import Language
from ui.screens.reception.shown import CardShown, CaseShown
from ui.theme import STEP, Tone
from ui.widgets.badge import Badge
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import MutedLabel, unkeyed


class CaseLine(QWidget):
    """One case: a box to tick, and below it its light in words."""

    ticked = Signal(str, bool)

    def __init__(self, case: CaseShown, parent: QWidget) -> None:
        super().__init__(parent)
        self._id = case.id
        self.box = QCheckBox(self)
        self.box.clicked.connect(self._clicked)
        self._light = Badge(Tone.NEUTRAL, "", self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(STEP // 2)
        layout.addWidget(self.box)
        self._number = MutedLabel(parent=self)
        below = FlowLayout(gap=2 * STEP, line_gap=0)
        below.setContentsMargins(6 * STEP, 0, 0, 0)
        below.addWidget(self._light)
        below.addWidget(self._number)
        layout.addLayout(below)
        self.show_case(case)

    def show_case(self, case: CaseShown) -> None:
        """Show the case as it is now."""
        self.box.setText(unkeyed(case.title))
        self.box.setToolTip(f"{case.title} {case.number}")
        self.box.setAccessibleName(f"{case.title} {case.number}")
        self._number.setText(case.number)
        self.box.setAccessibleDescription(case.light)
        self.box.setChecked(case.chosen)
        self._light.show_state(case.tone, case.light)

    def _clicked(self, chosen: bool) -> None:
        self.ticked.emit(self._id, chosen)


class CompanyCard(QFrame):
    """One enterprise; `dropped` and `activated` carry its id, `case_ticked` a case's."""

    dropped = Signal(str)
    activated = Signal(str)
    case_ticked = Signal(str, bool)

    def __init__(self, card: CardShown, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._id = card.id
        self._lines: dict[str, CaseLine] = {}
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self._name = QLabel(self)
        self._name.setWordWrap(True)
        self._detail = MutedLabel(parent=self)
        self._detail.setWordWrap(True)
        self._state = Badge(Tone.GOOD, "", self)
        self._activate = QPushButton(self)
        self._activate.setAutoDefault(True)
        self._activate.clicked.connect(self._make_active)
        self._cross = QToolButton(self)
        self._cross.setText("✕")
        self._cross.setAutoRaise(True)
        self._cross.clicked.connect(self._drop)
        self._build()
        self.show_card(card, several=False)

    def show_card(self, card: CardShown, *, several: bool) -> None:
        """Show the enterprise; `several`: say whether it is the one things are added for."""
        text = self._language.text
        self._name.setText(card.name)
        self._detail.setText(card.detail)
        self._state.show_state(Tone.GOOD, text("reception.active"))
        self._state.setVisible(several and card.active)
        self._activate.setText(text("reception.beside"))
        self._activate.setAccessibleName(text("reception.beside_for", name=card.name))
        self._activate.setVisible(several and not card.active)
        self._cross.setAccessibleName(text("reception.drop", name=card.name))
        self._cross.setToolTip(text("reception.drop", name=card.name))
        self.setAccessibleName(card.name)
        self.setAccessibleDescription(card.detail)
        key = "reception.open_cases" if len(card.cases) == card.count else "reception.many_cases"
        self._back.setText(text(key, count=card.count, shown=len(card.cases)))
        self._back.setVisible(bool(card.cases))
        self._show_cases(card.cases)

    def controls(self) -> list[QWidget]:
        """Return what can be operated, in the order of the Tab key."""
        return [self._cross, self._activate, *(line.box for line in self._lines.values())]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the card makes it the active one."""
        super().mousePressEvent(event)
        self._make_active()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the enterprise out."""
        if event.key() == Qt.Key.Key_Delete:
            self._drop()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        font = self._name.font()
        font.setBold(True)
        self._name.setFont(font)
        self._back = MutedLabel(parent=self)
        self._back.setWordWrap(True)
        head = QHBoxLayout()
        head.addWidget(self._name, 1)
        head.addWidget(self._cross, alignment=Qt.AlignmentFlag.AlignTop)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(3 * STEP, 2 * STEP, 2 * STEP, 2 * STEP)
        self._layout.setSpacing(STEP)
        self._layout.addLayout(head)
        self._layout.addWidget(self._detail)
        self._layout.addWidget(self._state)
        self._layout.addWidget(self._activate, alignment=Qt.AlignmentFlag.AlignLeft)
        self._layout.addWidget(self._back)

    def _show_cases(self, cases: Sequence[CaseShown]) -> None:
        wanted = {case.id for case in cases}
        for gone in [known for known in self._lines if known not in wanted]:
            self._lines.pop(gone).deleteLater()
        for case in cases:
            line = self._lines.get(case.id)
            if line is None:
                line = CaseLine(case, self)
                line.ticked.connect(self.case_ticked)
                self._lines[case.id] = line
                self._layout.addWidget(line)
            else:
                line.show_case(case)

    def _make_active(self) -> None:
        self.activated.emit(self._id)

    def _drop(self) -> None:
        self.dropped.emit(self._id)


class CompanyCards(QWidget):
    """All cards under each other, those already there refreshed in place."""

    dropped = Signal(str)
    activated = Signal(str)
    case_ticked = Signal(str, bool)

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(parent)
        self._language = language
        self._cards: dict[str, CompanyCard] = {}
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2 * STEP)
        self._layout.addStretch(1)

    def controls(self) -> list[QWidget]:
        """Return what can be operated, in the order of the Tab key."""
        return [one for card in self._cards.values() for one in card.controls()]

    def show_cards(self, cards: Sequence[CardShown]) -> None:
        """Show these enterprises in this order."""
        wanted = {card.id for card in cards}
        for gone in [known for known in self._cards if known not in wanted]:
            card = self._cards.pop(gone)
            card.hide()
            card.deleteLater()
        for at, one in enumerate(cards):
            shown = self._cards.get(one.id)
            if shown is None:
                shown = CompanyCard(one, self._language, self)
                shown.dropped.connect(self.dropped)
                shown.activated.connect(self.activated)
                shown.case_ticked.connect(self.case_ticked)
                self._cards[one.id] = shown
                self._layout.insertWidget(at, shown)
            shown.show_card(one, several=len(cards) > 1)
