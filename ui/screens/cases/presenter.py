"""Decides what the Cases screen shows; asks the desk on the database lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, cast

from PySide6.QtCore import QObject, Signal, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.domain.events import Event
from desktop.requests import CountCases, ListCases, ShowCase, VoidPaper, WithdrawConsent
from desktop.snapshots import CaseAnswer, CaseCounts, CaseFile, CasesAnswer, CaseShape
from ui.background import Lanes
from ui.intents import OneWrite
from ui.live import Changes
from ui.screens.cases.filters import Filter, Wanted, newest, requests, with_kept
from ui.screens.cases.names import Names, read_names
from ui.screens.cases.steps import VOID_PAPER, WITHDRAW_CONSENT, Given, request
from ui.widgets.pdf_pages import PdfPage, render

PAGE: Final = 50
FEW: Final = 200
"""From so many rows on, one page more is as many again."""
_MOST_AT_ONCE: Final = 1000
_PREVIEW_DPI: Final = 110
_SITE_NEWS: Final = ("site.", "staff.", "catalogue.", "calendar.", "day.")


@dataclass(frozen=True, slots=True)
class Place:
    """Who works here, and where: codes, "" for unknown."""

    staff: str = ""
    counter: str = ""
    window: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The list as it is to be shown; `more` says that there are older ones."""

    wanted: Wanted
    rows: tuple[CaseShape, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Intention:
    """A step that a person confirmed; `command` is the same for every try of it."""

    verb: str
    subject: str
    given: Given
    command: str
    staff: str


@dataclass(frozen=True, slots=True)
class StepDone:
    """A step that the desk took, and the case and papers after it."""

    intention: Intention
    case: CaseShape | None
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """A paper as its pages."""

    paper: str
    pages: tuple[PdfPage, ...]


class CasesPresenter(QObject):
    """Signals carry frozen rows: `named(Names)`, `listed(Listing)`, `counted(CaseCounts)`,
    `opened(CaseFile | None)`, after `opening()`, `stepped(StepDone)`, `refused(DeskError)`,
    `broken(DeskError)`, `busy(bool)`, `previewed(Preview)`.
    """

    named = Signal(object)
    listed = Signal(object)
    counted = Signal(object)
    opening = Signal()
    opened = Signal(object)
    stepped = Signal(object)
    refused = Signal(object)
    broken = Signal(object)
    busy = Signal(bool)
    previewed = Signal(object)

    def __init__(
        self, desk: Desk, lanes: Lanes, place: Callable[[], Place], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._lanes = lanes
        self._place = place
        self._names = Names()
        self._wanted = Wanted()
        self._shown = PAGE
        self._rows: tuple[CaseShape, ...] = ()
        self._current: str | None = None
        self._file: CaseFile | None = None
        self._write = OneWrite(desk, lanes, self)
        self._write.busy.connect(self.busy)
        self._write.refused.connect(self.refused)
        self._last: Intention | None = None

    @property
    def names(self) -> Names:
        """Return the names that codes stand for."""
        return self._names

    @property
    def file(self) -> CaseFile | None:
        """Return the case in the drawer."""
        return self._file

    @property
    def wanted(self) -> Wanted:
        """Return what is listed."""
        return self._wanted

    @Slot()
    def refresh(self) -> None:
        """Read names, list and the case in the drawer anew."""
        self._lanes.database.submit(
            partial(read_names, self._desk), self._got_names, self._failed, key="cases.names"
        )

    @Slot(object)
    def hear(self, changes: Changes) -> None:
        """Read anew what the news are about."""
        kinds = {event.kind for event in changes.of(Event)}
        if any(kind.startswith(_SITE_NEWS) for kind in kinds):
            self.refresh()
            return
        if any(kind.startswith("case.") for kind in kinds):
            self._list()
        if any(kind.startswith(("case.", "paper.", "consent.")) for kind in kinds):
            self._open()

    @Slot(object)
    def choose_filter(self, chip: Filter) -> None:
        """List what a chip stands for."""
        self._want(replace(self._wanted, chip=chip, text=""))

    @Slot(str)
    def search(self, text: str) -> None:
        """List the cases that a text finds, all of them whatever the chip."""
        self._want(replace(self._wanted, text=text.strip()))

    @Slot()
    def show_more(self) -> None:
        """List one page more."""
        self._shown += PAGE if self._shown < FEW else FEW
        self._list()

    @Slot(object)
    def choose(self, case: object) -> None:
        """Open a case in the drawer; None closes it."""
        if case == self._current:
            return
        self._current = case if isinstance(case, str) else None
        self._file = None  # nothing may be done to the one before while this one is read
        if self._current is None:
            self.opened.emit(None)
        else:
            self.opening.emit()
        self._open()

    def run(self, verb: str, given: Given, command: str, beside: str = "") -> None:
        """Take a step of the case in the drawer, or take back its paper or consent `beside`."""
        if self._write.running or self._file is None:
            return
        subject = beside or self._file.case.id
        self._run(Intention(verb, subject, given, command, self._place().staff))

    @Slot()
    def retry(self) -> None:
        """Try the last step once more, under the same command id."""
        if self._last is not None and not self._write.running:
            self._run(self._last)

    def preview(self, paper: str) -> None:
        """Make pictures of a paper."""
        self._lanes.database.submit(
            partial(_paper, self._desk, paper), self._got_pdf, self._refuse, key="cases.pdf"
        )

    def _want(self, wanted: Wanted) -> None:
        place = self._place()
        self._wanted = replace(
            wanted,
            staff=place.staff,
            windows=self._names.windows_of(place.counter, place.window, place.staff),
            day=self._names.day,
        )
        self._shown = PAGE
        self._rows = ()
        self._list()

    def _list(self) -> None:
        self._lanes.database.submit(
            partial(_cases, self._desk, self._wanted, self._shown),
            self._got_list,
            self._failed,
            key="cases.list",
        )
        self._lanes.database.submit(
            partial(_counts, self._desk, self._wanted),
            self._got_counts,
            self._uncounted,
            key="cases.counts",
        )

    def _open(self) -> None:
        if self._current is not None:
            self._lanes.database.submit(
                partial(_file, self._desk, self._current),
                self._got_file,
                self._refuse,
                key="cases.file",
            )

    def _run(self, intention: Intention) -> None:
        self._last = intention  # what was written in the panel stays until it is done
        self._write.run(partial(_do, self._desk, intention), self._done)

    @Slot(object)
    def _got_names(self, names: Names) -> None:
        self._names = names
        self.named.emit(names)
        place = self._place()
        self._wanted = replace(
            self._wanted,
            staff=place.staff,
            windows=names.windows_of(place.counter, place.window, place.staff),
            day=names.day,
        )
        self._list()
        self._open()

    @Slot(object)
    def _got_list(self, listing: Listing) -> None:
        kept = self._file.case if self._file is not None else None
        if kept is not None and kept.id != self._current:
            kept = None
        self._rows = with_kept(self._rows, listing.rows, kept)
        self.listed.emit(replace(listing, rows=self._rows))

    @Slot(object)
    def _got_file(self, file: CaseFile) -> None:
        if file.case.id != self._current:
            return  # the list moved on while it was read
        self._file = file
        self._rows = tuple(file.case if row.id == file.case.id else row for row in self._rows)
        self.opened.emit(file)

    @Slot(object)
    def _got_pdf(self, paper: tuple[str, bytes]) -> None:
        self._lanes.io.submit(
            partial(_pages, *paper), self._got_pages, self._refuse, key="cases.pages"
        )

    @Slot(object)
    def _got_pages(self, preview: Preview) -> None:
        self.previewed.emit(preview)

    @Slot(object)
    def _done(self, done: StepDone) -> None:
        self._last = None
        self.stepped.emit(done)
        self._open()

    @Slot(object)
    def _refuse(self, error: DeskError) -> None:
        self.refused.emit(error)

    @Slot(object)
    def _got_counts(self, counts: CaseCounts) -> None:
        self.counted.emit(counts)

    @Slot(object)
    def _uncounted(self, _: object) -> None:
        """Say nothing: the list says what is wrong."""

    @Slot(object)
    def _failed(self, error: DeskError) -> None:
        self.broken.emit(error)


def _cases(desk: Desk, wanted: Wanted, shown: int) -> Listing:
    parts = [_all_of(desk, one, shown + 1) for one in requests(wanted, _MOST_AT_ONCE)]
    rows = newest(parts, shown + 1)
    return Listing(wanted, rows[:shown], len(rows) > shown)


def _all_of(desk: Desk, asked: ListCases, most: int) -> tuple[CaseShape, ...]:
    """Return the newest `most` cases, a thousand at a time."""
    rows: tuple[CaseShape, ...] = ()
    while len(rows) < most:
        limit = min(_MOST_AT_ONCE, most - len(rows))
        after = rows[-1].id if rows else None
        page = cast("CasesAnswer", desk.ask(replace(asked, limit=limit, after=after))).cases
        rows += page
        if len(page) < limit:
            break
    return rows


def _counts(desk: Desk, wanted: Wanted) -> CaseCounts:
    asked = CountCases(wanted.staff or None, wanted.windows)
    return cast("CaseCounts", desk.ask(asked))


def _file(desk: Desk, case: str) -> CaseFile:
    return cast("CaseFile", desk.ask(ShowCase(case)))


def _do(desk: Desk, intention: Intention) -> StepDone:
    subject, given = intention.subject, intention.given
    beside = {VOID_PAPER.verb: VoidPaper, WITHDRAW_CONSENT.verb: WithdrawConsent}
    if intention.verb in beside:
        wish = beside[intention.verb](subject, given.words.strip())
        desk.do(wish, intention.command, intention.staff or None, "cases")
        return StepDone(intention, None)
    asked = request(intention.verb, subject, given)
    answer = cast("CaseAnswer", desk.do(asked, intention.command, intention.staff or None, "cases"))
    made = tuple(paper.id for paper in answer.papers if not paper.void)
    return StepDone(intention, answer.case, made)


def _paper(desk: Desk, paper: str) -> tuple[str, bytes]:
    return paper, desk.paper_pdf(paper)


def _pages(paper: str, pdf: bytes) -> Preview:
    return Preview(paper, render(pdf, _PREVIEW_DPI))
