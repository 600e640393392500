"""What other rules for no-shows would do today: missed numbers back in line, and who is called."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.snapshots import CalledMove, MissedMove
from ui.language import Language
from ui.screens.settings.cards import PartCard
from ui.theme import Tone
from ui.widgets.labels import MutedLabel
from ui.widgets.live_model import Column, LiveModel
from ui.widgets.live_table import LiveTable
from ui.widgets.outcome import Outcome

_ROWS_AT_ONCE = 5
Letters = Callable[[str], str]


class MissedCard(PartCard):
    """Shows `missed` and `called` of `rules.preview`; `letters` gives a window's letter."""

    def __init__(self, language: Language, letters: Letters, parent: QWidget) -> None:
        super().__init__(language, "missed", parent)
        self._letters = letters
        self._shown: tuple[tuple[MissedMove, ...], tuple[CalledMove, ...]] | None = None
        self._lead = MutedLabel(parent=self)
        self._lead.setWordWrap(True)
        self.body.addWidget(self._lead)
        self.missed = LiveModel(
            self._missed_columns(), key=lambda row: (row.ticket, row.window), parent=self
        )
        self.missed_says, self.missed_table = self._shelf(self.missed)
        self.called = LiveModel(self._called_columns(), key=lambda row: row.ticket, parent=self)
        self.called_says, self.called_table = self._shelf(self.called)
        self.follow(self._word)

    def show_rows(self, missed: tuple[MissedMove, ...], called: tuple[CalledMove, ...]) -> None:
        """Show where missed numbers would come back and which called ones could be missed."""
        self._shown = (missed, called)
        self.missed.show(missed)
        self.called.show(called)
        for table, rows in ((self.missed_table, len(missed)), (self.called_table, len(called))):
            table.show_at_once(max(1, min(rows, _ROWS_AT_ONCE)))
            table.setVisible(bool(rows))
        self._say()

    def show_nothing(self) -> None:
        """Show no rows: the preview was refused, and the card above says why."""
        self._shown = None
        for table in (self.missed_table, self.called_table):
            table.hide()
        for words in (self.missed_says, self.called_says):
            words.end("", Tone.NEUTRAL)

    def _shelf(self, model: LiveModel) -> tuple[Outcome, LiveTable]:
        says, table = Outcome(self), LiveTable(model, self.text("title"), self)
        table.hide()
        self.body.addWidget(says)
        self.body.addWidget(table)
        return says, table

    def _say(self) -> None:
        if self._shown is not None:
            missed, called = self._shown
            self._say_of(self.missed_says, "missed", missed)
            self._say_of(self.called_says, "called", called)

    def _say_of(self, says: Outcome, name: str, rows: tuple[Any, ...]) -> None:
        moved = sum(row.before != row.after for row in rows)
        key = "nobody" if not rows else "changed" if moved else "same"
        words = self.text(f"{name}_{key}", count=len(rows), moved=moved)
        says.end(words, Tone.INFO if moved else Tone.NEUTRAL)

    def _missed_columns(self) -> list[Column[MissedMove]]:
        return [
            Column(
                self.text("label"),
                lambda row: row.label,
                letter=lambda row: self._letters(row.window),
            ),
            Column(self.text("place_now"), lambda row: str(row.before), numeric=True),
            Column(self.text("place_then"), lambda row: str(row.after), numeric=True),
            Column(self.text("change"), self._change, tone=_way, stretch=True),
        ]

    def _called_columns(self) -> list[Column[CalledMove]]:
        return [
            Column(self.text("label"), lambda row: row.label),
            Column(self.text("counter"), lambda row: str(row.counter or ""), numeric=True),
            Column(self.text("calls"), lambda row: str(row.calls), numeric=True),
            Column(self.text("may_now"), lambda row: self._may(row.before)),
            Column(
                self.text("may_then"),
                lambda row: self._may(row.after),
                tone=_may_tone,
                stretch=True,
            ),
        ]

    def _change(self, row: MissedMove) -> str:
        if row.after == row.before:
            return self.text("stays")
        key = "forward" if row.after < row.before else "back"
        return self.text(key, count=abs(row.after - row.before))

    def _may(self, may: bool) -> str:
        return self.text("may" if may else "may_not")

    def _word(self) -> None:
        self._lead.setText(self.text("lead"))
        self.missed_table.setAccessibleName(self.text("missed_table"))
        self.called_table.setAccessibleName(self.text("called_table"))
        self.missed.set_columns(self._missed_columns())
        self.called.set_columns(self._called_columns())
        self._say()


def _way(row: MissedMove) -> Tone | None:
    if row.after == row.before:
        return None
    return Tone.GOOD if row.after < row.before else Tone.WARN


def _may_tone(row: CalledMove) -> Tone | None:
    return Tone.INFO if row.after != row.before else None
