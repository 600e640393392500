"""The columns of today's numbers."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from desktop.snapshots import PlaceShape, TicketShape
from ui.language import Language
from ui.screens.reception.catalogue import Catalogue
from ui.theme import Tone
from ui.widgets.live_model import Column

TONES = {
    "waiting": Tone.INFO,
    "called": Tone.WARN,
    "serving": Tone.GOOD,
    "held": Tone.WARN,
    "missed": Tone.BAD,
    "done": Tone.NEUTRAL,
    "cancelled": Tone.NEUTRAL,
    "void": Tone.NEUTRAL,
}


class TodayWords:
    """Gives the words of a ticket's cells; times in the site's zone."""

    def __init__(self, language: Language, catalogue: Catalogue, zone: ZoneInfo) -> None:
        self._language = language
        self._catalogue = catalogue
        self._zone = zone

    def columns(self) -> tuple[Column[TicketShape], ...]:
        """Return label, state, enterprise, stops, time of issue."""
        text = self._language.text
        return (
            Column(text("reception.today.label"), _label, numeric=False),
            Column(text("reception.today.state"), self._state, tone=_tone),
            Column(text("reception.today.company"), self._company, stretch=True),
            Column(text("reception.today.stops"), self._stops, tip=self._stops_spoken),
            Column(text("reception.today.issued"), self._issued, numeric=True),
        )

    def _state(self, row: TicketShape) -> str:
        return self._language.text(f"word.state.{row.state}")

    def _company(self, row: TicketShape) -> str:
        return row.enterprise_name or self._language.text("reception.today.nobody")

    def _stops(self, row: TicketShape) -> str:
        return "  ".join(self._stop(place) for place in row.places)

    def _stop(self, place: PlaceShape) -> str:
        state = self._language.text(f"word.state.{place.state}")
        return f"{self._catalogue.letter(place.window)} {state}"

    def _stops_spoken(self, row: TicketShape) -> str:
        return self._stops(row)

    def _issued(self, row: TicketShape) -> str:
        return clock(row.issued_at, self._zone)


def clock(at: datetime, zone: ZoneInfo) -> str:
    """Return a moment as the site's clock shows it."""
    return at.astimezone(zone).strftime("%H:%M")


def _label(row: TicketShape) -> str:
    return row.label


def _tone(row: TicketShape) -> Tone:
    return TONES.get(row.state, Tone.NEUTRAL)
