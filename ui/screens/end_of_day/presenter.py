"""Decides what the End of day screen shows; asks the desk on the database lane."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Final, cast

from PySide6.QtCore import QObject, Signal, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.domain.events import Event
from desktop.requests import CloseDay, FiguresOfDay, ListOpenTickets, ShowCatalogue, ShowSite
from desktop.snapshots import (
    CatalogueAnswer,
    DayCloseAnswer,
    FiguresAnswer,
    SiteAnswer,
    TicketsAnswer,
    TicketShape,
)
from ui.background import Lanes
from ui.intents import Intent, OneWrite
from ui.live import Changes
from ui.screens.end_of_day.drafts import Draft, Drafts, Row, next_without_end, without_end

NEWS: Final = ("ticket.", "day.", "site.", "catalogue.")


@dataclass(frozen=True, slots=True)
class Day:
    """What was read of the day; `windows`: code → (letter, Chinese name, English name)."""

    day: date
    zone: str
    tickets: tuple[TicketShape, ...]
    figures: FiguresAnswer
    windows: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """The day with the ends chosen so far."""

    day: Day
    rows: tuple[Row, ...]

    @property
    def state(self) -> str:
        """Return open, closed or reopened."""
        return self.day.figures.state

    @property
    def undecided(self) -> int:
        """Return how many rows have no end yet."""
        return len(without_end(self.rows))

    @property
    def decided(self) -> int:
        """Return how many rows have one."""
        return len(self.rows) - self.undecided


@dataclass(frozen=True, slots=True)
class Written:
    """What the desk answered: how many ends were written, and whether the day is closed."""

    ends: int
    closed: bool
    open: int


class EndOfDayPresenter(QObject):
    """Signals carry frozen facts: `shown(Shown)`, `written(Written)`, `refused(DeskError)`,
    `broken(DeskError)`, `busy(bool)`.
    """

    shown = Signal(object)
    written = Signal(object)
    refused = Signal(object)
    broken = Signal(object)
    busy = Signal(bool)

    def __init__(
        self, desk: Desk, lanes: Lanes, staff: Callable[[], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self._staff = staff
        self._day: Day | None = None
        self._drafts = Drafts()
        self._intent = Intent()
        self._write = OneWrite(desk, lanes, self)
        self._write.busy.connect(self.busy)
        self._write.refused.connect(self._refuse)

    @property
    def now(self) -> Shown | None:
        """Return what is shown, None before the first answer."""
        if self._day is None:
            return None
        return Shown(self._day, self._drafts.rows(self._day.tickets))

    @Slot()
    def refresh(self) -> None:
        """Read the day anew."""
        self._lanes.database.submit(
            partial(read_day, self._desk, self._staff()), self._got, self._failed, key="end_of_day"
        )

    @Slot(object)
    def hear(self, changes: Changes) -> None:
        """Read anew when tickets or the day changed."""
        if any(event.kind.startswith(NEWS) for event in changes.of(Event)):
            self.refresh()

    def choose(self, ticket: str, draft: Draft) -> str | None:
        """Choose an end for one; returns the ticket to go on with."""
        self._drafts = self._drafts.choose([ticket], draft)
        shown = self._show()
        return next_without_end(shown.rows, ticket) if shown is not None else None

    def choose_rest(self, draft: Draft) -> None:
        """Choose an end for all that have none yet."""
        shown = self.now
        if shown is not None:
            rest = [row.ticket.id for row in without_end(shown.rows)]
            self._drafts = self._drafts.choose(rest, draft)
            self._show()

    def clear(self, ticket: str) -> None:
        """Take a choice back."""
        self._drafts = self._drafts.clear(ticket)
        self._show()

    @Slot()
    def write(self) -> None:
        """Write the chosen ends; the desk closes the day when nobody is left.

        The same content keeps its command id, so a second press, or a try after a lost answer,
        does nothing twice.
        """
        if self._day is None or self._write.running:
            return
        outcomes = self._drafts.outcomes(self._day.tickets)
        wish = CloseDay(self._day.day, outcomes)
        command = self._intent.command(wish)
        work = partial(_close, self._desk, wish, command, self._staff())
        self._write.run(work, self._written)

    def _show(self) -> Shown | None:
        shown = self.now
        if shown is not None:
            self.shown.emit(shown)
        return shown

    @Slot(object)
    def _got(self, day: Day) -> None:
        self._day = day
        self._drafts = self._drafts.only(day.tickets)
        self._show()

    @Slot(object)
    def _written(self, written: Written) -> None:
        self._intent.answered()
        self._drafts = Drafts()
        self.written.emit(written)
        self.refresh()

    @Slot(object)
    def _refuse(self, error: DeskError) -> None:
        self.refused.emit(error)
        self.refresh()

    @Slot(object)
    def _failed(self, error: DeskError) -> None:
        self.broken.emit(error)


def read_day(desk: Desk, staff: str) -> Day:
    """Ask the desk for whoever sits here; for the database lane."""
    site = cast("SiteAnswer", desk.ask(ShowSite())).site
    tickets = cast("TicketsAnswer", desk.ask(ListOpenTickets(site.day))).tickets
    figures = cast("FiguresAnswer", desk.ask(FiguresOfDay(site.day), staff or None))
    catalogue = cast("CatalogueAnswer", desk.ask(ShowCatalogue()))
    windows = cast("list[dict[str, Any]]", list(catalogue.windows))
    names = {one["code"]: (one["letter"], one["name_zh"], one["name_en"]) for one in windows}
    return Day(site.day, site.zone, tickets, figures, names)


def _close(desk: Desk, wish: CloseDay, command: str, staff: str) -> Written:
    answer = cast("DayCloseAnswer", desk.do(wish, command, staff or None, "end_of_day"))
    return Written(len(wish.outcomes), answer.closed, len(answer.open))
