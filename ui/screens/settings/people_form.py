"""The panel in which a person is added or changed: code, name, roles, windows, still here."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop import requests as r
from desktop.domain.errors import DeskError
from desktop.snapshots import StaffShape
from ui.language import Language
from ui.screens.settings.people_presenter import People
from ui.theme import STEP, Tone
from ui.widgets.announce import announce
from ui.widgets.card import Card
from ui.widgets.fields import Field, line_field
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import MutedLabel, ToneLabel
from ui.widgets.primary_button import PrimaryButton
from ui.widgets.shapes import GLYPHS

ROLES: Final = ("guide", "window", "supervisor", "administrator")


class PersonForm(Card):
    """`wanted(AddStaff)` after Enter or the button, `left()` after Esc."""

    wanted = Signal(object)
    left = Signal()

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._people = People()
        self._person: StaffShape | None = None
        self._problems: dict[str, str | DeskError] = {}
        self._begun: r.AddStaff | None = None
        self.fields = {"code": line_field(self, limit=40), "name": line_field(self)}
        self.roles = {role: QCheckBox(self) for role in ROLES}
        self._may = {role: MutedLabel(parent=self) for role in ROLES}
        self.all_windows = QCheckBox(self)
        self.windows: dict[str, QCheckBox] = {}
        self.active = QCheckBox(self)
        self.go, self.back = PrimaryButton(self), QPushButton(self)
        self._titles = {"roles": QLabel(self), "windows": QLabel(self)}
        self._said = {name: ToneLabel(tone=Tone.BAD, parent=self) for name in ("roles", "windows")}
        self._rest = ToneLabel(tone=Tone.BAD, parent=self)
        self._active_hint = MutedLabel(parent=self)
        self._arrange()
        self._connect()
        self.hide()

    def line(self, name: str) -> QLineEdit:
        """Return the line of a field."""
        control = self.fields[name].control
        assert isinstance(control, QLineEdit)
        return control

    def open(self, people: People, person: StaffShape | None) -> None:
        """Show a person to be changed, or an empty form for a new one."""
        self._people, self._person, self._problems = people, person, {}
        self._show_windows()
        self.line("code").setText(person.code if person else "")
        self.line("code").setReadOnly(person is not None)
        self.line("name").setText((person.name or "") if person else "")
        for role, box in self.roles.items():
            box.setChecked(role in (person.roles if person else ("window",)))
        served = person.windows if person else None
        self.all_windows.setChecked(served is None)
        for code, box in self.windows.items():
            box.setChecked(served is None or code in served)
        self.active.setChecked(person.active if person else True)
        self.active.setVisible(person is not None)
        self._active_hint.setVisible(person is not None)
        self._begun = self._request()
        self._word()
        self.show()
        self.line("code" if person is None else "name").setFocus()

    @property
    def changed(self) -> bool:
        """Say whether something was changed and not saved."""
        return not self.isHidden() and self._request() != self._begun

    @property
    def said(self) -> str:
        """Return what is said about no single field, "" for nothing."""
        return self._rest.text()

    def set_busy(self, busy: bool) -> None:
        """Hold still while the database works; then go to what was wrong."""
        self.setEnabled(not busy)
        if not busy and not self.isHidden():
            self._go_to_problem()

    def show_error(self, error: DeskError) -> None:
        """Say what was refused, beside its field where it is about one."""
        field = str(error.values.get("field", ""))
        named = "name" if error.code.startswith("name_") else {"staff": "code"}.get(field, field)
        self._show_problems({named if named in (*self.fields, *self._said) else "": error})

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves everything as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)

    @Slot()
    def submit(self) -> None:
        """Hand the form in, or say what is missing."""
        request = self._request()
        found: dict[str, str | DeskError] = {
            name: "empty" for name in self.fields if not self.line(name).text().strip()
        }
        other = self._people.person(request.code)
        if self._person is None and other is not None:
            found["code"] = "taken"
        if not request.roles:
            found["roles"] = "roles"
        if request.windows == ():
            found["windows"] = "windows"
        self._show_problems(found)
        if not found:
            self.wanted.emit(request)

    def _request(self) -> r.AddStaff:
        windows = tuple(code for code, box in self.windows.items() if box.isChecked())
        return r.AddStaff(
            self.line("code").text().strip().upper(),
            self.line("name").text().strip(),
            tuple(role for role, box in self.roles.items() if box.isChecked()),
            None if self.all_windows.isChecked() else windows,
            self.active.isChecked(),
        )

    def _show_problems(self, problems: dict[str, str | DeskError]) -> None:
        self._problems = problems
        self._word()
        self._go_to_problem()
        if "" in problems:
            announce(self, self._rest.text(), at_once=True)

    def _go_to_problem(self) -> None:
        controls: dict[str, QWidget] = {name: self.line(name) for name in self.fields}
        controls |= {"roles": self.roles["guide"], "windows": self.all_windows, "": self.go}
        found = (control for name, control in controls.items() if name in self._problems)
        first = next(found, None)
        if first is not None:
            first.setFocus()

    def _connect(self) -> None:
        for name in self.fields:
            self.line(name).returnPressed.connect(self.submit)
        self.go.clicked.connect(self.submit)
        self.back.clicked.connect(self.left)
        self.all_windows.toggled.connect(self._all_toggled)
        self._language.changed.connect(self._word)

    @Slot(bool)
    def _all_toggled(self, every: bool) -> None:
        for box in self.windows.values():
            box.setEnabled(not every)
            if every:
                box.setChecked(True)

    def _show_windows(self) -> None:
        if list(self.windows) == [window.code for window in self._people.windows]:
            return
        for box in self.windows.values():
            self._row.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.windows = {}
        before: QWidget = self.all_windows
        for window in self._people.windows:
            box = QCheckBox(self)
            self.windows[window.code] = box
            self._row.addWidget(box)
            self.setTabOrder(before, box)
            before = box
        self._all_toggled(self.all_windows.isChecked())

    def _arrange(self) -> None:
        self.back.setAutoDefault(True)
        lines = QHBoxLayout()
        lines.setSpacing(4 * STEP)
        lines.addWidget(self.fields["code"], 1, Qt.AlignmentFlag.AlignTop)
        lines.addWidget(self.fields["name"], 2, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(lines)
        grid = QGridLayout()
        grid.setHorizontalSpacing(4 * STEP)
        grid.setVerticalSpacing(STEP)
        grid.setColumnStretch(1, 1)
        for row, (role, box) in enumerate(self.roles.items()):
            self._may[role].setWordWrap(True)
            grid.addWidget(box, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._may[role], row, 1)
        self._part("roles").addLayout(grid)
        self._row = FlowLayout()
        self._row.addWidget(self.all_windows)
        self._part("windows").addLayout(self._row)
        for label in (self._active_hint, self._rest, *self._said.values()):
            label.setWordWrap(True)
        self.body.addWidget(self.active)
        self.body.addWidget(self._active_hint)
        self.body.addWidget(self._rest)
        buttons = QHBoxLayout()
        buttons.setSpacing(2 * STEP)
        buttons.addWidget(self.go)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        self.body.addLayout(buttons)

    def _part(self, name: str) -> QVBoxLayout:
        part = QVBoxLayout()
        part.setSpacing(STEP)
        part.addWidget(self._titles[name])
        self.body.addLayout(part)
        self.body.addWidget(self._said[name])
        return part

    @Slot()
    def _word(self) -> None:
        text = self._language.text
        named = self._person
        new = text("people.new_title")
        self.set_title(text("people.edit_title", name=named.name or named.code) if named else new)
        self._word_field("code", text("people.field.code_hint") if named is None else "")
        self._word_field("name", "")
        for role, box in self.roles.items():
            box.setText(text(f"people.role.{role}.name"))
            self._may[role].setText(text(f"people.role.{role}.may"))
            box.setAccessibleDescription(text(f"people.role.{role}.may"))
        self.all_windows.setText(text("people.all_windows"))
        for window in self._people.windows:
            if window.code in self.windows:
                name = window.name(self._language.code).replace("&", "&&")  # no mnemonic
                self.windows[window.code].setText(f"{window.letter} {name}")
        for name, title in self._titles.items():
            title.setText(text(f"people.{name}"))
        self.active.setText(text("people.active"))
        self._active_hint.setText(text("people.active_hint"))
        self.go.set_words(text("people.save"))
        self.back.setText(text("people.cancel"))
        for name, label in (*self._said.items(), ("", self._rest)):
            words = self._problem(name)
            label.setText(f"{GLYPHS[Tone.BAD]} {words}" if words else "")
            label.setVisible(bool(words))

    def _word_field(self, name: str, hint: str) -> None:
        field: Field = self.fields[name]
        field.set_text(self._language.text(f"people.field.{name}"), hint)
        field.set_problem(self._problem(name))

    def _problem(self, name: str) -> str:
        what = self._problems.get(name, "")
        if isinstance(what, DeskError):
            return self._language.sentence(what)
        other = self._people.person(self._request().code) if what == "taken" else None
        said = {"name": other.name or other.code} if other else {}
        return self._language.text(f"people.problem.{what}", **said) if what else ""
