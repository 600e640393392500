"""Decides what the Supervisor screen shows; asks the desk on the database lane."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, Final, cast

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.domain.events import Event
from desktop.requests import (
    ExportFigures,
    FiguresNow,
    FiguresOfHalfHours,
    FiguresOfRange,
    FiguresOfWaits,
    ListFigure,
    ListStaff,
    ShowAdvice,
    ShowCatalogue,
    ShowSite,
)
from desktop.snapshots import (
    AdviceAnswer,
    AdviceShape,
    CatalogueAnswer,
    FigureAnswer,
    HalfHoursAnswer,
    NowAnswer,
    RangeAnswer,
    SiteAnswer,
    StaffListAnswer,
    ToldAnswer,
)
from ui.background import Lanes
from ui.live import Changes
from ui.screens.supervisor.periods import Period, Span
from ui.screens.supervisor.saving import Saving, count_piece, pieces

AT_MOST_EVERY_MS: Final = 3000
"""So often news are shown; what waits grows older every half minute all the same."""

TICK_MS: Final = 30_000
_NEWS: Final = ("ticket.", "counter.", "case.", "day.", "enquiry.", "catalogue.", "site.")


@dataclass(frozen=True, slots=True)
class Names:
    """Windows and items by code: (letter, Chinese, English); people by code; the site's zone."""

    windows: Mapping[str, tuple[str, str, str]] = field(default_factory=dict)
    items: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    zone: str = "UTC"
    people: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is on the screen; `now` and `advice` only for the hall as it stands."""

    period: Period
    names: Names
    figures: RangeAnswer
    waits: ToldAnswer
    now: NowAnswer | None = None
    halves: HalfHoursAnswer | None = None
    advice: tuple[AdviceShape, ...] = ()


class SupervisorPresenter(QObject):
    """Signals carry frozen facts: `shown(Shown)`, `listed(FigureAnswer)`, `broken(DeskError)`,
    `unlisted(DeskError)`; what `saving` makes it tells itself.

    Days that were not counted before are counted in short pieces: a command of this PC never
    waits behind a whole month.
    """

    shown = Signal(object)
    listed = Signal(object)
    broken = Signal(object)
    unlisted = Signal(object)

    def __init__(
        self, desk: Desk, lanes: Lanes, staff: Callable[[], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._lanes, self._staff = desk, lanes, staff
        self.saving = Saving(desk, lanes, self)
        self._period: Period | None = None
        self._ahead: list[tuple[date, date]] = []
        self._counted: set[tuple[date, date]] = set()
        self._listed: tuple[date, str, str | None] | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(AT_MOST_EVERY_MS)
        self._soon.timeout.connect(self.refresh)
        self._tick = QTimer(self)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.refresh)

    @property
    def period(self) -> Period | None:
        """Return what is looked at, None before the first answer."""
        return self._period

    def set_visible(self, visible: bool) -> None:
        """Let waits grow older only while people can see them."""
        if visible:
            self._tick.start()
        else:
            self._tick.stop()
            self._soon.stop()

    @Slot()
    def refresh(self) -> None:
        """Read everything anew, the open list as well."""
        self._soon.stop()
        period = self._period
        self._ahead = []
        if period is not None and period.span is not Span.DAY:
            every = pieces(period.first, period.last)
            self._ahead = [piece for piece in every if piece not in self._counted]
        self._read()
        self._list()

    def _read(self) -> None:
        """Count the next piece ahead, or with none left read what is shown."""
        submit = self._lanes.database.submit
        if self._ahead:
            work = partial(count_piece, self._desk, self._ahead[0], self._staff() or None)
            submit(work, self._got_piece, self._failed, key="supervisor")
        else:
            look = partial(read, self._desk, self._staff(), self._period)
            submit(look, self._got, self._failed, key="supervisor")

    @Slot(object)
    def _got_piece(self, _: object) -> None:
        if self._ahead:
            self._counted.add(self._ahead.pop(0))
        self._read()

    @Slot(object)
    def hear(self, changes: Changes) -> None:
        """Read anew, soon; not for each of many events."""
        kinds = (event.kind for event in changes.of(Event))
        if any(kind.startswith(_NEWS) for kind in kinds) and not self._soon.isActive():
            self._soon.start()

    def look_at(self, period: Period) -> None:
        """Look at other days."""
        self._period = period
        self.refresh()

    def choose_span(self, span: Span) -> None:
        """Look at a day, a week or a month."""
        if self._period is not None:
            self.look_at(self._period.as_span(span))

    def move(self, forward: bool) -> None:
        """Go to the days before, or after."""
        if self._period is not None:
            self.look_at(self._period.later() if forward else self._period.earlier())

    def open_list(self, day: date, figure: str, window: str | None = None) -> None:
        """List what stands behind a figure."""
        self._listed = (day, figure, window)
        self._list()

    def close_list(self) -> None:
        """List nothing any more."""
        self._listed = None

    def export(self, path: str, form: str, language: str) -> None:
        """Save the days looked at as a file."""
        if self._period is not None:
            wish = ExportFigures(self._period.first, self._period.last, path, form, language)
            self.saving.save(wish, self._staff())

    def make_pages(self, language: str) -> None:
        """Make pages of the days looked at, for a printer."""
        if self._period is not None:
            wish = ExportFigures(self._period.first, self._period.last, "", "pdf", language)
            self.saving.make_pages(wish, self._staff())

    def _list(self) -> None:
        if self._listed is not None:
            self._lanes.database.submit(
                partial(_behind, self._desk, ListFigure(*self._listed), self._staff()),
                self._got_list,
                self._no_list,
                key="supervisor.list",
            )

    @Slot(object)
    def _got(self, shown: Shown) -> None:
        self._period = shown.period
        self.shown.emit(shown)

    @Slot(object)
    def _got_list(self, answer: FigureAnswer) -> None:
        if self._listed == (answer.day, answer.figure, answer.window):
            self.listed.emit(answer)

    @Slot(object)
    def _failed(self, error: DeskError) -> None:
        self.broken.emit(error)

    @Slot(object)
    def _no_list(self, error: DeskError) -> None:
        self.unlisted.emit(error)


def read(desk: Desk, staff: str, period: Period | None) -> Shown:
    """Ask the desk for whoever sits here; for the database lane."""
    who = staff or None
    site = cast("SiteAnswer", desk.ask(ShowSite())).site
    period = Period(site.day) if period is None else period.on(site.day)
    catalogue = cast("CatalogueAnswer", desk.ask(ShowCatalogue()))
    days = (period.first, period.last)
    figures = cast("RangeAnswer", desk.ask(FiguresOfRange(*days), who))
    waits = cast("ToldAnswer", desk.ask(FiguresOfWaits(*days), who))
    now = halves = None
    advice: tuple[AdviceShape, ...] = ()
    if period.span is Span.DAY:
        halves = cast("HalfHoursAnswer", desk.ask(FiguresOfHalfHours(period.anchor), who))
    if period.is_now:
        now = cast("NowAnswer", desk.ask(FiguresNow(), who))
        advice = cast("AdviceAnswer", desk.ask(ShowAdvice(), who)).advice
    people = cast("StaffListAnswer", desk.ask(ListStaff(), who))
    names = _names(catalogue, people, site.zone)
    return Shown(period, names, figures, waits, now, halves, advice)


def _names(catalogue: CatalogueAnswer, people: StaffListAnswer, zone: str) -> Names:
    windows = cast("list[dict[str, Any]]", list(catalogue.windows))
    items = cast("list[dict[str, Any]]", list(catalogue.items))
    return Names(
        {one["code"]: (one["letter"], one["name_zh"], one["name_en"]) for one in windows},
        {one["code"]: (one["name_zh"], one.get("name_en") or "") for one in items},
        zone,
        {one.code: one.name or one.code for one in people.staff},
    )


def _behind(desk: Desk, wish: ListFigure, staff: str) -> FigureAnswer:
    return cast("FigureAnswer", desk.ask(wish, staff or None))
