"""The centre: its name, the hours of each weekday, its time zone, when its day begins."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QCompleter,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from ui.language import Language
from ui.screens.settings.cards import PartCard
from ui.screens.settings.hours_text import hours_text, read_hours
from ui.screens.settings.saving_bar import SavingBar
from ui.theme import STEP
from ui.widgets.fields import Field, line_field
from ui.widgets.labels import MutedLabel

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ZONES: Final = (
    *("Asia/Shanghai", "Asia/Urumqi", "Asia/Hong_Kong", "Asia/Macau", "Asia/Taipei"),
    *("Asia/Singapore", "Asia/Tokyo", "Asia/Seoul", "Asia/Bangkok", "Asia/Dubai"),
    *("Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles", "UTC"),
)
"""Suggested as one types; any other of the IANA's names is taken as well."""
Hours = dict[str, list[list[str]]]


@dataclass(frozen=True, slots=True)
class Centre:
    """What is set here; `hours` by weekday, spans as ("08:30", "12:00")."""

    name: str
    zone: str
    rollover_hour: int
    hours: Hours


class CentreCard(PartCard):
    """`save(Centre)`; `touching(bool)`: whether something differs from what is saved."""

    save = Signal(object)
    touching = Signal(bool)

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(language, "centre", parent)
        self._known: Centre | None = None
        self._name = line_field(self)
        self._zone = line_field(self, limit=60)
        self.rollover = QSpinBox(self)
        self.rollover.setRange(0, 23)
        self._rollover = Field(self.rollover, self)
        completer = QCompleter(list(ZONES), self)
        completer.setCompletionMode(QCompleter.CompletionMode.InlineCompletion)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.name_line, self.zone = self._line(self._name), self._line(self._zone)
        self.zone.setCompleter(completer)
        self.days = {day: line_field(self) for day in WEEKDAYS}
        self.same = QPushButton(self)
        self.same.setAutoDefault(True)
        self.same.clicked.connect(self._copy_monday)
        self._hours_title, self._hours_hint = QLabel(self), MutedLabel(parent=self)
        self._hours_hint.setWordWrap(True)
        self.bar = SavingBar(language, self)
        self.bar.save.connect(self._send)
        self.bar.back.connect(self._take_back)
        for line in (self.name_line, self.zone, *map(self._line, self.days.values())):
            line.textChanged.connect(self._compare)
            line.returnPressed.connect(self._send)
        self.rollover.valueChanged.connect(self._compare)
        self._lay_out()
        self.follow(self._word)

    @property
    def touched(self) -> bool:
        """Say whether a person has changed something and not saved it."""
        return self._known is not None and self._shown() != self._known

    def day(self, name: str) -> QLineEdit:
        """Return the line of a weekday."""
        return self._line(self.days[name])

    def show_centre(self, centre: Centre) -> None:
        """Show the centre as it is."""
        self._known = None
        self.name_line.setText(centre.name)
        self.zone.setText(centre.zone)
        self.rollover.setValue(centre.rollover_hour)
        for day, field in self.days.items():
            self._line(field).setText(hours_text(centre.hours.get(day, [])))
            field.set_problem("")
        self._known = centre
        self._compare()

    def show_problem(self, field: str, words: str) -> bool:
        """Say what is wrong beside its field; False where there is no such field here."""
        found = {"name": self._name, "zone": self._zone, "rollover_hour": self._rollover}
        if field not in found:
            return False
        found[field].set_problem(words)
        found[field].setFocus()
        return True

    @staticmethod
    def _line(field: Field) -> QLineEdit:
        assert isinstance(field.control, QLineEdit)
        return field.control

    def _shown(self) -> Centre | None:
        """Return what stands here, None while a day's hours cannot be read."""
        hours: Hours = {}
        for day, field in self.days.items():
            spans = read_hours(self._line(field).text())
            if spans is None:
                return None
            hours[day] = spans
        zone = self.zone.text().strip()
        return Centre(self.name_line.text().strip(), zone, self.rollover.value(), hours)

    @Slot()
    def _compare(self) -> None:
        if self._known is None:
            return
        for field in (self._name, self._zone, self._rollover):
            field.set_problem("")
        for field in self.days.values():
            wrong = read_hours(self._line(field).text()) is None
            field.set_problem(self.text("hours.wrong") if wrong else "")
        self.bar.show_touched(self.touched)
        self.touching.emit(self.touched)

    @Slot()
    def _copy_monday(self) -> None:
        for day in WEEKDAYS[1:5]:
            self.day(day).setText(self.day("mon").text())

    @Slot()
    def _send(self) -> None:
        shown = self._shown()
        if not self.touched:
            return
        if shown is None:
            wrong = next(one for one in self.days.values() if one.problem)
            wrong.setFocus()
        elif not shown.name:
            self.show_problem("name", self.language.text("first.empty"))
        else:
            self.save.emit(shown)

    @Slot()
    def _take_back(self) -> None:
        if self._known is not None:
            self.show_centre(self._known)

    def _lay_out(self) -> None:
        top = QGridLayout()
        top.setHorizontalSpacing(4 * STEP)
        top.addWidget(self._name, 0, 0, 1, 2)
        top.addWidget(self._zone, 1, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._rollover, 1, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(top)
        self.body.addWidget(self._hours_title)
        self.body.addWidget(self._hours_hint)
        week = QGridLayout()
        week.setHorizontalSpacing(4 * STEP)
        week.setVerticalSpacing(2 * STEP)
        for at, field in enumerate(self.days.values()):
            week.addWidget(field, at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        week.addWidget(self.same, 3, 1, Qt.AlignmentFlag.AlignBottom)
        self.body.addLayout(week)
        self.body.addWidget(self.bar)

    def _word(self) -> None:
        with QSignalBlocker(self.rollover):
            self.rollover.setSuffix(f" {self.text('hour')}")
        self._name.set_text(self.text("name.label"), self.text("name.hint"))
        self._zone.set_text(self.text("zone.label"), self.text("zone.hint"))
        self._rollover.set_text(self.text("rollover.label"), self.text("rollover.hint"))
        self._hours_title.setText(self.text("hours.label"))
        self._hours_hint.setText(self.text("hours.hint"))
        for day, field in self.days.items():
            field.set_text(self.text(f"day.{day}"), "", self.text("hours.closed"))
        self.same.setText(self.text("hours.same"))
