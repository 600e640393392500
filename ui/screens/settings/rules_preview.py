"""What other head starts would do to today's line: a table beside the rules, nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from PySide6.QtWidgets import QWidget

from desktop.snapshots import RowMove
from ui.language import Language
from ui.screens.settings.cards import PartCard
from ui.theme import Tone
from ui.widgets.labels import MutedLabel
from ui.widgets.live_model import Column, LiveModel
from ui.widgets.live_table import LiveTable
from ui.widgets.outcome import Outcome

_ROWS_AT_ONCE = 7
Letters = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Line:
    """How many wait, how many would change places, and whether by the present rules."""

    count: int
    moved: int
    now: bool


class PreviewCard(PartCard):
    """Shows the rows of `rules.preview`; `letters` gives a window's letter by its code."""

    def __init__(self, language: Language, letters: Letters, parent: QWidget) -> None:
        super().__init__(language, "preview", parent)
        self._letters, self._zone = letters, ZoneInfo("UTC")
        self._line: _Line | None = None
        self._lead = MutedLabel(parent=self)
        self._lead.setWordWrap(True)
        self.model = LiveModel(
            self._columns(), key=lambda row: (row.ticket, row.window), parent=self
        )
        self.table = LiveTable(self.model, self.text("title"), self)
        self.table.hide()
        self.outcome = Outcome(self)
        for widget in (self._lead, self.outcome, self.table):
            self.body.addWidget(widget)
        self.follow(self._word)

    def show_rows(self, rows: tuple[RowMove, ...], zone: str, *, same: bool) -> None:
        """Show how the line would stand; `same`: the minutes are those that count now."""
        self._zone = ZoneInfo(zone)
        self.model.show(rows)
        self.table.show_at_once(max(1, min(len(rows), _ROWS_AT_ONCE)))
        self.table.setVisible(bool(rows))
        moved = sum(row.before != row.after for row in rows)
        self._line = _Line(len(rows), moved, same and not moved)
        self._say_line()

    def show_problem(self, words: str) -> None:
        """Say why nothing can be shown."""
        self.table.hide()
        self._line = None
        self.outcome.end(words, Tone.BAD)

    def _say_line(self) -> None:
        """Say in the chosen language what became of the line; a problem stays as it was said."""
        line = self._line
        if line is None:
            return
        key = "now" if line.now else "moved" if line.moved else "unmoved"
        words = self.text(key if line.count else "nobody", moved=line.moved, count=line.count)
        plain = line.now or not line.count
        self.outcome.end(words, Tone.NEUTRAL if plain else Tone.INFO)

    def _columns(self) -> list[Column[RowMove]]:
        return [
            Column(
                self.text("label"),
                lambda row: row.label,
                letter=lambda row: self._letters(row.window),
            ),
            Column(self.text("priority"), self._priority),
            Column(self.text("before"), lambda row: str(row.before), numeric=True),
            Column(self.text("after"), lambda row: str(row.after), numeric=True),
            Column(self.text("change"), self._change, tone=self._tone),
            Column(self.text("reason"), self._reason, tip=self._reason, stretch=True),
        ]

    def _priority(self, row: RowMove) -> str:
        return self.language.text(f"settings.rules.{row.priority}.label") if row.priority else ""

    def _change(self, row: RowMove) -> str:
        if row.after == row.before:
            return self.text("stays")
        key = "forward" if row.after < row.before else "back"
        return self.text(key, count=abs(row.after - row.before))

    def _tone(self, row: RowMove) -> Tone | None:
        if row.after == row.before:
            return None
        return Tone.GOOD if row.after < row.before else Tone.WARN

    def _reason(self, row: RowMove) -> str:
        # The row begins with the label.
        values = {name: value for name, value in row.reason.values.items() if name != "label"}
        return self.language.reason(row.reason.code, values, self._zone)

    def _word(self) -> None:
        self._lead.setText(self.text("lead"))
        self.table.setAccessibleName(self.text("title"))
        self.model.set_columns(self._columns())
        self._say_line()
