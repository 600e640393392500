"""The open tickets: one line each, with where it stands and what is to become of it."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QWidget

from desktop.snapshots import PlaceShape, TicketShape
from ui.language import Language
from ui.screens.end_of_day.drafts import AT_COUNTER, ENDS, Row
from ui.screens.end_of_day.presenter import Day
from ui.theme import Tone
from ui.widgets.live_model import Column, LiveModel
from ui.widgets.live_table import LiveTable

_COMPANY, _REASON = 1, 6
_DONE = ("done", "dropped")


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of one language for one day's facts."""

    language: Language
    day: Day | None = None

    def window(self, code: str, *, brief: bool = False) -> str:
        """Return a window's name."""
        known = self.day.windows.get(code) if self.day is not None else None
        if known is None:
            return code
        letter, chinese, english = known
        if brief:
            return letter
        return english if self.language.code == "en" and english else chinese

    def letter(self, row: Row) -> str:
        """Return the letter of the ticket's first window."""
        places = row.ticket.places
        return self.window(places[0].window, brief=True) if places else ""

    def state(self, row: Row) -> str:
        """Return the state, with the counter where the ticket is at one."""
        ticket, text = row.ticket, self.language.text
        word = text(f"end_of_day.state.{ticket.state}")
        counter = ticket.counter if ticket.state in AT_COUNTER else ticket.held_counter
        if counter is None or ticket.state not in (*AT_COUNTER, "held"):
            return word
        return text("end_of_day.at_counter", state=word, counter=counter)

    def tone(self, row: Row) -> Tone | None:
        """Return a warning for what is still in somebody's hands."""
        return Tone.WARN if row.ticket.state in AT_COUNTER else None

    def way(self, row: Row) -> str:
        """Return the stops: what is behind the visitor in brackets, what is ahead as it is."""
        return " → ".join(self._stop(place) for place in row.ticket.places)

    def way_spoken(self, row: Row) -> str:
        """Return the stops with the full names of their windows."""
        text = self.language.text
        return "\n".join(
            f"{place.step_no}. {self.window(place.window)}  {text(f'word.state.{place.state}')}"
            for place in row.ticket.places
        )

    def since(self, ticket: TicketShape) -> str:
        """Return when it was issued, with the day if that is an earlier one."""
        if self.day is None:
            return ""
        local = ticket.issued_at.astimezone(ZoneInfo(self.day.zone))
        return f"{local:%H:%M}" if ticket.day == self.day.day else f"{local:%m-%d %H:%M}"

    def end(self, row: Row) -> str:
        """Return what is to become of it."""
        name = row.draft.end if row.draft is not None else "none"
        return self.language.text(f"end_of_day.end.{name}")

    def _stop(self, place: PlaceShape) -> str:
        letter = self.window(place.window, brief=True)
        return f"({letter})" if place.state in _DONE else letter


def columns(say: Wording) -> list[Column[Row]]:
    """Return the columns in the words of `say`."""
    text = say.language.text
    return [
        Column(text("end_of_day.column.label"), lambda row: row.ticket.label, letter=say.letter),
        Column(
            text("end_of_day.column.company"),
            lambda row: row.ticket.enterprise_name or text("end_of_day.no_company"),
            stretch=True,
        ),
        Column(text("end_of_day.column.since"), lambda row: say.since(row.ticket)),
        Column(text("end_of_day.column.state"), say.state, tone=say.tone),
        Column(text("end_of_day.column.way"), say.way, tip=say.way_spoken),
        Column(
            text("end_of_day.column.end"),
            say.end,
            tone=lambda row: Tone.GOOD if row.draft is not None else Tone.NEUTRAL,
        ),
        Column(
            text("end_of_day.column.reason"),
            lambda row: row.draft.reason if row.draft is not None else "",
            stretch=True,
        ),
    ]


def make_model(say: Wording, parent: QObject) -> LiveModel:
    """Return the rows by their tickets' ids."""
    return LiveModel(columns(say), key=lambda row: row.ticket.id, parent=parent)


class OpenTickets(LiveTable):
    """The list; the keys 1 to 5 choose an end, Delete takes it back."""

    end_wanted = Signal(str)
    cleared = Signal()

    def __init__(self, model: LiveModel, name: str, parent: QWidget | None = None) -> None:
        super().__init__(model, name, parent)
        self.setMinimumWidth(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the digits of the ends, Enter for the first, and Delete."""
        digit = event.text()
        if digit in ("1", "2", "3", "4", "5"):
            self.end_wanted.emit(ENDS[int(digit) - 1])
        elif event.matches(QKeySequence.StandardKey.Delete):
            self.cleared.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In little room the reason is left out: it is shown in the line below."""
        room = event.size().width() / max(1, self.fontMetrics().height())
        self.setColumnHidden(_REASON, room < 48)
        self.setColumnHidden(_COMPANY, room < 22)
        super().resizeEvent(event)
