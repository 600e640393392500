"""The company in front of the counter and its open cases."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.snapshots import CaseShape, EnterpriseShape
from ui.screens.counter.card import Card, bare, column, scrolling, wrapped
from ui.screens.counter.facts import OPEN_CASES, Moment
from ui.screens.counter.words import Words
from ui.theme import STEP, Tone
from ui.widgets.badge import Badge
from ui.widgets.labels import Heading, MutedLabel, ToneLabel
from ui.widgets.shapes import GLYPHS

_LEAST_LINES: Final = 2
_LIGHTS: Final = {"normal": Tone.GOOD, "soon": Tone.WARN, "overdue": Tone.BAD}


class CompanyCard(Card):
    """Name, credit code and the open cases, those of this visit marked."""

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self._filled: object = None
        self.name = wrapped(Heading(factor=1.15, parent=self))
        self.code = MutedLabel(parent=self)
        self.tier = Badge(Tone.INFO, "", self)
        self.named = wrapped(MutedLabel(parent=self))
        self.count = MutedLabel(parent=self)
        self.list = QWidget(self)
        self._rows = QVBoxLayout(self.list)
        bare(self._rows, STEP)
        layout = column(self)
        layout.setSpacing(STEP)
        layout.addWidget(self.name)
        layout.addWidget(self.code)
        care = QHBoxLayout()
        bare(care)
        care.addWidget(self.tier)
        care.addWidget(self.named, 1)
        layout.addLayout(care)
        layout.addWidget(self.count)
        self.area = scrolling(self.list, self)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        layout.addWidget(self.area, 1)

    def show_company(self, moment: Moment) -> None:
        """Show the company of the visitor who is here; hidden while nobody is."""
        ticket = moment.ticket
        self.setVisible(ticket is not None)
        if ticket is None:
            return
        file = moment.company
        self.area.setMinimumHeight(self.fontMetrics().height() * _LEAST_LINES)
        self.name.setText(self._words.company(ticket))
        code = file.enterprise.uscc if file else None
        self.code.setText(self._words.text("company.uscc", uscc=code) if code else "")
        self.code.setVisible(bool(code))
        self._show_care(file.enterprise if file else None)
        cases = tuple(case for case in (file.cases if file else ()) if case.state in OPEN_CASES)
        key = "company.open_cases" if cases else "company.none_open"
        self.count.setText(self._words.text(key, count=len(cases)) if file else "")
        self.count.setVisible(file is not None)
        self._fill(cases, moment.stop.cases if moment.stop else ())

    def _show_care(self, company: EnterpriseShape | None) -> None:
        """Show the tier and the named contact (助企直通车), where the company has them."""
        tier = company.tier if company else None
        self.tier.show_state(Tone.INFO, self._words.tier(tier))
        self.tier.setVisible(bool(tier))
        code = company.named_contact if company else None
        name = (company.named_contact_name if company else None) or code
        self.named.setText(self._words.text("tier.named", name=name) if name else "")
        self.named.setVisible(bool(name))

    def _fill(self, cases: tuple[CaseShape, ...], here: tuple[str, ...]) -> None:
        wanted = (cases, here, self._words.language.code)
        if wanted == self._filled:
            return
        self._filled = wanted
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for case in cases:
            self._rows.addWidget(self._row(case, case.id in here))
        self._rows.addStretch(1)

    def _row(self, case: CaseShape, here: bool) -> QWidget:
        row = QWidget(self.list)
        layout = QVBoxLayout(row)
        bare(layout, 0)
        title = QLabel(self._words.item(case.item, case.item_name), row)
        wrapped(title)
        tone = _LIGHTS.get(case.light or "", Tone.NEUTRAL)
        mark = f" · {self._words.text('company.here')}" if here else ""
        light = ToneLabel(f"{GLYPHS[tone]} {self._words.light(case)}{mark}", tone, row)
        light.setToolTip(case.number)
        layout.addWidget(title)
        layout.addWidget(wrapped(light))
        return row
