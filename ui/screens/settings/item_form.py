"""The panels of an item and of a window."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from ui.language import Language
from ui.screens.settings.catalogue_rows import Entry
from ui.screens.settings.entry_form import EntryForm, Plain
from ui.screens.settings.materials_edit import MaterialsEdit
from ui.screens.settings.windows_edit import WindowsEdit
from ui.theme import STEP

KINDS: Final = ("immediate", "promised", "joint", "forwarded", "immediate_or_promised")
BASES: Final = ("", "working", "natural", "month")
TEXTS: Final = ("basis", "source", "note")
"""Free words about an item: the rule it rests on, where it is written, what staff should know."""
LONGEST: Final = 2000
MOST_DAYS: Final = 3650
MOST_MINUTES: Final = 1440
NEW_ITEM: Final[Plain] = {
    "code": "",
    "window": "",
    "name_zh": "",
    "name_en": "",
    "kind": "promised",
    "legal_limit": None,
    "promised_working_days": 1,
    "immediate_possible": False,
    "limit_of": "centre",
    "paper_style": "service",
    "minutes": 10,
    "also_needs": [],
    "authority": "",
    "materials": [],
    "basis": "",
    "source": "",
    "note": "",
    "withdrawn": False,
}
NEW_WINDOW: Final[Plain] = {
    "code": "",
    "name_zh": "",
    "name_en": "",
    "letter": "",
    "withdrawn": False,
}


class ItemForm(EntryForm):
    """What an item is, how long it may take, what it needs."""

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(language, "item", parent)
        self._windows: tuple[tuple[str, Mapping[str, str]], ...] = ()
        self._grid, self._narrow = QGridLayout(), True
        self.window_of = self._combo("window")
        self.name_zh, self.name_en = self._line("name_zh"), self._line("name_en")
        self.kind = self._combo("kind")
        self.promised = self._spin("promised_working_days", MOST_DAYS)
        self.limit = self._spin("limit_count", MOST_DAYS)
        self.basis = self._combo("limit_basis")
        self.limit_of = self._combo("limit_of")
        self.minutes = self._spin("minutes", MOST_MINUTES)
        self.style_of = self._combo("paper_style")
        self.authority = self._line("authority", 500)
        self.at_once, self.withdrawn = self._check("immediate_possible"), self._check("withdrawn")
        for name in TEXTS:
            self._line(name, LONGEST)
        self.also = WindowsEdit(self)
        self.also.edited.connect(self.compare)
        self.materials = MaterialsEdit(language, self)
        self.materials.edited.connect(self.compare)
        self._lay_out()
        self.word()
        language.changed.connect(self.word)

    def show_windows(self, windows: Sequence[Entry]) -> None:
        """Say which windows there are."""
        self._windows = tuple(
            (one.code, {"zh": one.name("zh"), "en": one.name("en")}) for one in windows
        )
        self.word()

    def shown(self) -> Plain:
        """Return the fields as the desk calls them."""
        found = super().shown()
        count, basis = found.pop("limit_count"), found.pop("limit_basis")
        found["legal_limit"] = {"count": count, "basis": basis} if basis else None
        found["also_needs"] = self.also.chosen()
        found["materials"] = self.materials.plain()
        return found

    def fill(self, plain: Mapping[str, Any]) -> None:
        """Put the fields of an item in."""
        limit = plain.get("legal_limit") or {"count": 0, "basis": ""}
        flat = {**plain, "limit_count": limit["count"], "limit_basis": limit["basis"]}
        super().fill(flat)
        self.also.show_chosen(plain.get("also_needs", ()))
        self.materials.show_materials(plain.get("materials", ()))

    def show_problem(self, name: str, words: str) -> bool:
        """Say what is wrong beside its field."""
        if name.startswith("legal_limit"):
            name = "limit_basis" if name.endswith("basis") else "limit_count"
        return super().show_problem(name, words)

    def word(self) -> None:
        """Put the words in."""
        text = self.language.text
        code = self.language.code
        self._choices(self.window_of, [(one, names[code]) for one, names in self._windows])
        self.also.show_windows([(one, names[code]) for one, names in self._windows])
        self.also.set_title(text("settings.field.also_needs"))
        self._choices(self.kind, [(one, text(f"settings.value.{one}")) for one in KINDS])
        self._choices(self.basis, [(one, self.text(f"basis.{one or 'none'}")) for one in BASES])
        for combo, values in (
            (self.limit_of, ("centre", "authority")),
            (self.style_of, ("service", "authority")),
        ):
            name = "limit_of" if combo is self.limit_of else "paper_style"
            self._choices(combo, [(one, self.text(f"{name}.{one}")) for one in values])
        self.promised.setSuffix(f" {self.text('days')}")
        self.minutes.setSuffix(f" {text('settings.rules.minutes')}")
        self.materials.word()
        super().word()

    def _lay_out(self) -> None:
        self._grid.setHorizontalSpacing(4 * STEP)
        self._grid.setVerticalSpacing(2 * STEP)
        self._place(narrow=False)
        self.body.addLayout(self._grid)
        self.body.addWidget(self.at_once)
        self.body.addWidget(self.also)
        self.body.addWidget(self.materials)
        _finish(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the fields under each other where two in a row would be cut."""
        super().resizeEvent(event)
        self._place(narrow=event.size().width() < _TWO_IN_LINES * self.fontMetrics().height())

    def _place(self, *, narrow: bool) -> None:
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for at, (name, column, wide) in enumerate(_PLACES):
            self._grid.removeWidget(self.fields[name])
            row, column, span = (at, 0, 2) if narrow else (_ROWS[at], column, 2 if wide else 1)
            where = Qt.AlignmentFlag.AlignTop
            self._grid.addWidget(self.fields[name], row, column, 1, span, where)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)


_TWO_IN_LINES: Final = 22
"""Two fields stand in a row from so many line heights of width on."""
_PLACES: Final = (
    ("code", 0, False),
    ("window", 1, False),
    ("name_zh", 0, True),
    ("name_en", 0, True),
    ("kind", 0, False),
    ("promised_working_days", 1, False),
    ("limit_count", 0, False),
    ("limit_basis", 1, False),
    ("limit_of", 0, False),
    ("minutes", 1, False),
    ("paper_style", 0, False),
    ("authority", 1, False),
    ("basis", 0, True),
    ("source", 0, True),
    ("note", 0, True),
)
"""Where the fields stand: name, column, whether over both columns."""
_ROWS: Final = (0, 0, 1, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 8, 9)


class WindowForm(EntryForm):
    """What a window is called, and the letter of its numbers."""

    def __init__(self, language: Language, parent: QWidget) -> None:
        super().__init__(language, "window", parent)
        self._line("letter", 1)
        for name in ("name_zh", "name_en"):
            self._line(name)
        self.withdrawn = self._check("withdrawn")
        row = QHBoxLayout()
        row.setSpacing(4 * STEP)
        for name in ("code", "letter"):
            row.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        for name in ("name_zh", "name_en"):
            self.body.addWidget(self.fields[name])
        _finish(self)
        self.word()
        language.changed.connect(self.word)

    def shown(self) -> Plain:
        """Return the fields; letters are capitals."""
        found = super().shown()
        return {**found, "letter": str(found["letter"]).upper()}


def _finish(form: ItemForm | WindowForm) -> None:
    form.body.addWidget(form.withdrawn)
    form.body.addWidget(form.bar)
    form.body.addWidget(form.past, alignment=Qt.AlignmentFlag.AlignLeft)
    form.body.addWidget(form.changes)
