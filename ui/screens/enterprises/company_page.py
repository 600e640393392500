"""One company's page: particulars, people, cases, numbers, notes."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.snapshots import CaseShape, ContactShape, EnterpriseFile
from ui.commands import CommandButton, Commands
from ui.screens.enterprises.forms import FormPanel
from ui.screens.enterprises.tables import (
    ShortTable,
    case_columns,
    contact_columns,
    keyed_model,
    ticket_columns,
)
from ui.screens.enterprises.wording import GOING_ON, Wording
from ui.theme import STEP, Tone
from ui.widgets.badge import Badge
from ui.widgets.card import Card
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import Heading, MutedLabel
from ui.widgets.page import Page, reveal

_PARTS: Final = ("particulars", "contacts", "cases", "tickets", "notes")
_TABLES: Final = ("contacts", "cases", "tickets")
_WIDE: Final = 60
BUTTONS: Final[dict[str, tuple[str, ...]]] = {
    "particulars": ("enterprises.edit", "enterprises.care", "enterprises.merge"),
    "contacts": (
        *("enterprises.reveal", "enterprises.contact"),
        *("enterprises.contact_edit", "enterprises.contact_off"),
    ),
    "notes": ("enterprises.note",),
}
"""The commands that stand in each part."""


class CompanyPage(QWidget):
    """Shows an `EnterpriseFile`; `case_chosen(id)`, `reveal_wanted()`, `contact_moved()`."""

    case_chosen = Signal(object)
    reveal_wanted = Signal()
    contact_moved = Signal()

    def __init__(self, commands: Commands, say: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.file: EnterpriseFile | None = None
        self._say = say
        self._name = Heading(factor=1.4, parent=self)
        self._name.setWordWrap(True)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._tier = Badge(Tone.INFO, "", self)
        self._open = Badge(Tone.WARN, "", self)
        self._badges = QWidget(self)
        self.panel = FormPanel(self)
        self._cards = {part: Card(self) for part in _PARTS}
        self._none = {part: MutedLabel(parent=self) for part in _PARTS[1:]}
        self._masked = MutedLabel(parent=self)
        self._masked.setWordWrap(True)
        self._facts, self._notes = QGridLayout(), QGridLayout()
        self._models = {
            "contacts": keyed_model(contact_columns(say), self),
            "cases": keyed_model(case_columns(say), self),
            "tickets": keyed_model(ticket_columns(say), self),
        }
        self.tables = {name: ShortTable(model, self) for name, model in self._models.items()}
        self._scroll = Page(self, lines=_WIDE, centred=False)
        self._build(commands)
        self.tables["contacts"].activated_key.connect(self._ask_contact)
        self.tables["contacts"].current_key_changed.connect(self._moved)
        self.tables["cases"].activated_key.connect(self.case_chosen)
        self.panel.closed.connect(self._body_back)

    @property
    def contact(self) -> str | None:
        """Return the id of the contact in front, the only one without choosing."""
        key = self.tables["contacts"].current_key()
        return str(key) if key is not None else None

    def word(self, say: Wording) -> None:
        """Put the words in again."""
        self._say = say
        for part, card in self._cards.items():
            card.set_title(say.text(f"part.{part}"))
        for part, label in self._none.items():
            label.setText(say.text(f"none.{part}"))
        self._masked.setText(say.text("masked"))
        for name, table in self.tables.items():
            table.setAccessibleName(say.text(f"part.{name}"))
        self._models["contacts"].set_columns(contact_columns(say))
        self._models["cases"].set_columns(case_columns(say))
        self._models["tickets"].set_columns(ticket_columns(say))
        self.panel.word(say)
        if self.file is not None:
            self.show_file(self.file, None)

    def show_file(self, file: EnterpriseFile, contacts: list[ContactShape] | None) -> None:
        """Show a company; `contacts` (None: as before) with those in clear in their places."""
        if self.file is not None and self.file.enterprise.id != file.enterprise.id:
            self.panel.close_form()
            self._scroll.verticalScrollBar().setValue(0)
        self.file = file
        self._show_head(file)
        self._show_facts(file)
        if contacts is not None:
            self.show_contacts(contacts)
        self._models["cases"].show(sorted(file.cases, key=_urgency))
        self._models["tickets"].show(file.tickets)
        for name, rows in (("cases", file.cases), ("tickets", file.tickets)):
            self._show_rows(name, bool(rows))
        self._show_notes(file)

    def show_contacts(self, contacts: list[ContactShape]) -> None:
        """Show people; the one in front stays in front."""
        self._models["contacts"].show(contacts)
        self._show_rows("contacts", bool(contacts))
        self._masked.setVisible(bool(contacts))
        if contacts and self.tables["contacts"].current_key() is None:
            self.tables["contacts"].selectRow(0)

    def open_form(self, form: str, values: dict[str, str]) -> None:
        """Ask for something above the page."""
        self._show_body(form != "new")
        self.panel.open(form, values, self._say)
        reveal(self.panel)

    def take_focus(self) -> None:
        """Begin with the people."""
        table = self.tables["contacts"]
        target = table if table.isVisibleTo(self) else self
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        if target is self:
            self.focusNextChild()

    def _body_back(self) -> None:
        self._show_body(True)

    def _show_body(self, there: bool) -> None:
        """Show the company below what is asked for; a new one is no company yet."""
        for widget in (self._name, self._badges, *self._cards.values()):
            widget.setVisible(there)

    def _build(self, commands: Commands) -> None:
        badges = QHBoxLayout(self._badges)
        badges.setContentsMargins(0, 0, 0, 0)
        badges.setSpacing(2 * STEP)
        for badge in (self._tier, self._open):
            badges.addWidget(badge)
        badges.addStretch(1)
        column = self._scroll.column
        column.setContentsMargins(4 * STEP, 0, 4 * STEP, 4 * STEP)
        column.addWidget(self._name)
        column.addWidget(self._badges)
        column.addWidget(self.panel)
        bodies: dict[str, tuple[QGridLayout | QWidget, ...]] = {
            "particulars": (self._facts,),
            "contacts": (self.tables["contacts"], self._masked),
            "cases": (self.tables["cases"],),
            "tickets": (self.tables["tickets"],),
            "notes": (self._notes,),
        }
        for part, card in self._cards.items():
            for body in bodies[part]:
                if isinstance(body, QWidget):
                    card.body.addWidget(body)
                else:
                    card.body.addLayout(body)
            if part in self._none:
                card.body.addWidget(self._none[part])
            if part in BUTTONS:
                row = QWidget(card)
                flow = FlowLayout(row)
                for command in BUTTONS[part]:
                    flow.addWidget(CommandButton(commands, command, row))
                card.body.addWidget(row)
            column.addWidget(card)
        column.addStretch(1)
        for grid in (self._facts, self._notes):
            grid.setHorizontalSpacing(4 * STEP)
            grid.setVerticalSpacing(STEP)
            grid.setColumnStretch(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def _show_head(self, file: EnterpriseFile) -> None:
        company, say = file.enterprise, self._say
        self._name.setText(company.name)
        self.setAccessibleName(company.name)
        self._tier.show_state(Tone.INFO, say.tier(company.tier) or say.text("no_tier"))
        self._tier.setVisible(company.tier is not None)
        count = company.open_cases or 0
        self._open.show_state(Tone.WARN, say.text("open_cases", count=count))
        self._open.setVisible(count > 0)

    def _show_facts(self, file: EnterpriseFile) -> None:
        company, say = file.enterprise, self._say
        merged = say.text("list_mark").join(
            one.name if one.uscc is None else f"{one.name} {one.uscc}" for one in file.merged
        )
        facts = {
            "uscc": company.uscc or say.text("no_code"),
            "registered_place": company.registered_place or "",
            "work_place": company.work_place or "",
            "named_contact": say.named_contact(company),
            "on_file": say.text("list_mark").join(file.on_file),
            "merged": merged,
        }
        _fill(self._facts, [(say.text(f"field.{k}"), words) for k, words in facts.items() if words])

    def _show_notes(self, file: EnterpriseFile) -> None:
        lines = [
            (f"{self._say.moment(one.at)}  {self._say.names.person(one.staff)}".strip(), one.text)
            for one in file.notes
        ]
        _fill(self._notes, [(left, words or self._say.text("erased")) for left, words in lines])
        self._none["notes"].setVisible(not lines)

    def _show_rows(self, part: str, any_rows: bool) -> None:
        self.tables[part].setVisible(any_rows)
        self._none[part].setVisible(not any_rows)

    def _ask_contact(self, _key: object) -> None:
        self.reveal_wanted.emit()

    def _moved(self, _key: object) -> None:
        self.contact_moved.emit()


def _urgency(case: CaseShape) -> tuple[bool, bool]:
    """Return what brings cases with a clock to the top, then open ones; else the newest first."""
    return case.state not in GOING_ON, case.light is None


def _fill(grid: QGridLayout, lines: list[tuple[str, str]]) -> None:
    while (item := grid.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
    for row, (left, words) in enumerate(lines):
        value = QLabel(words)
        value.setTextFormat(Qt.TextFormat.PlainText)
        value.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(MutedLabel(left), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)
