"""Papers on their way out: to the printer, to a PDF, and back into the books whether it worked.

Paper comes only after its facts are durable.  One paper goes at a time, in the order asked for;
nothing here raises.  A paper that did not come out waits: it can be tried again, sent to another
printer, saved as PDF or let go.  Where it is not known whether it came out, people are asked, and
a second copy is marked 补打.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop import requests as r
from desktop.desk import Desk, Printable, new_command
from desktop.domain.errors import DeskError
from desktop.thermal.escpos import Health
from ui.background import Failed, Lane, Lanes
from ui.language import Language
from ui.main_window import PrinterState
from ui.messages import Messages
from ui.paper_saving import PaperSaving
from ui.paper_telling import PaperTelling
from ui.paper_ways import Printing as Printing
from ui.paper_ways import Send
from ui.papers_left import PapersLeft
from ui.printer_watch import SLIP, PrinterWatch, roll_of, words_of
from ui.screens.context import PcSettings
from ui.theme import Tone
from ui.trial_page import trial_page
from ui.waiting_papers import Errand, Pages, WaitingPaper, WaitingPapers

_SAMPLE: Final = "0123456789  ABCDEFGHJ"

Later = Callable[[r.Request, str, str, str], None]
NOT_ANSWERED: Final = frozenset({"database_away", "outcome_unknown"})
"""Refusals after which a paper that came out is written down later."""


class DeskPrinting(QObject):
    """Prints papers of one desk; `printed(paper id)` after one came out.

    `state_changed` carries the `PrinterState` and the words for the pill; `waiting_changed` says
    that papers wait or wait no longer.  Lives in the GUI thread.
    """

    state_changed = Signal(object, str)
    waiting_changed = Signal()
    printed = Signal(str)
    later: Later | None = None
    """How a command is kept while the database is away (`ui.sending.Sending.keep`)."""

    def __init__(
        self,
        desk: Desk,
        lanes: Lanes,
        messages: Messages,
        language: Language,
        settings: PcSettings,
        host: QWidget,
        ways: Printing | None = None,
    ) -> None:
        super().__init__(host)
        self._desk, self._lanes, self._messages = desk, lanes, messages
        self._language = language
        self._ways = ways or Printing()
        self._queued: deque[Errand] = deque()
        self._now: Errand | None = None
        self._kept = WaitingPapers()
        self._answers = self._ends = 0
        self._troubled, self._watched = "", False
        self.saving = PaperSaving(lanes, messages, language, settings, host)
        self.telling = PaperTelling(messages, language, self.saving)
        self.left = PapersLeft(desk, lanes, settings, self)
        self.left.came.connect(self._keep)
        self.left.ended.connect(self.telling.left_over)
        self.watch = PrinterWatch(lanes, settings, self._ways, self)
        self.watch.changed.connect(self._tell_state)
        language.changed.connect(self._tell_state)
        self.look()

    # ---- which printer -------------------------------------------------------------------

    @Slot()
    def look(self) -> None:
        """Ask the system for its printers, in the I/O lane."""
        self.watch.look()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the printers that were found last."""
        return self.watch.names

    @property
    def printer(self) -> str:
        """Return the printer of slips; "" for none."""
        return self.watch.slip_printer

    def used(self, setting: str) -> str:
        """Return the printer that `slip_printer` or `printer` comes to, "" for none."""
        return self.watch.slip_printer if setting == "slip_printer" else self.watch.sheet_printer

    def look_often(self, often: bool) -> None:
        """Look every few seconds while somebody watches the printers."""
        self._watched = often
        self.watch.look_often(often or bool(self._kept))

    @property
    def state(self) -> PrinterState:
        """Return how printing is on the whole."""
        return self.watch.state

    def choose(self, printer: str, setting: str = "printer") -> None:
        """Use this printer from now on, for `printer` or `slip_printer`; "" for the usual one."""
        self.watch.choose(setting, printer)

    def printer_problem(self) -> str | None:
        """Return the sentence of why nothing can be printed now, None while all is well."""
        return self.telling.problem(self.watch)

    def health_words(self, printer: str) -> tuple[str, Tone]:
        """Return how one printer is, in words, and their tone."""
        return self.telling.health(self.watch, printer)

    @Slot()
    def _tell_state(self) -> None:
        waits = self.state is PrinterState.READY and len(self._kept)
        state = PrinterState.WAITING if waits else self.state
        self.state_changed.emit(state, self.telling.pill(self.watch, len(self._kept)))
        before, self._troubled = self._troubled, self.watch.troubled[0]
        papers = self._kept.certain(before) if before and not self._troubled else ()
        if papers:  # nothing prints itself: who stood here may have left long ago
            self.telling.well_again(before, len(papers), partial(self.retry_all, papers))

    # ---- printing ------------------------------------------------------------------------

    def print_paper(self, paper_id: str) -> None:
        """Print; without a printer the paper is offered as PDF."""
        kept = self._kept.get(paper_id)
        if kept is not None and kept.open:
            self._ask(kept)  # it may have come out: a second one unmarked would be two
        elif kept is not None:
            self.retry(paper_id)
        elif not self._is_under_way(paper_id):
            self._queue(Errand(paper_id))

    def reprint_paper(self, paper_id: str) -> None:
        """Print once more, marked 补打."""
        self._let_go(paper_id)
        self._queue(Errand(paper_id, again=True))

    def print_pdf(self, pdf: bytes, title: str) -> None:
        """Print pages that are no paper of the desk: they wait and are told of like papers."""
        self._queue(Errand(new_command(), ready=Pages(title, pdf)))

    def print_test_page(self, printer: str = "") -> None:
        """Print a page that is no paper of the desk; people are told how it went."""
        text, used = self._language.text, printer or self.printer
        lines = (words_of(used), text("printing.test_line"), _SAMPLE)
        work = partial(_tried_out, self._ways.send, text("printing.test_title"), lines, used)
        self._lanes.io.submit(work, self._test_printed, self._test_failed)

    def _is_under_way(self, paper: str) -> bool:
        now = (self._now,) if self._now is not None else ()
        return any(errand.paper == paper for errand in (*now, *self._queued))

    def _queue(self, errand: Errand) -> None:
        self._queued.append(errand)
        self._go_on()
        self._remember()

    def _go_on(self) -> None:
        if self._now is not None or not self._queued:
            return
        self._now = self._queued.popleft()
        if self._now.seen:
            self._record(True)
        elif self._now.pages is not None:
            self._send(self._now, self.watch.sheet_printer, self._now.pages.name)
        else:
            work = partial(_fetched, self._desk, self._now, self.watch.printer_for(SLIP))
            self._step(self._lanes.database, work, self._fetched, self._not_fetched)

    def _step(
        self, lane: Lane, work: Callable[[], Any], done: Callable[[Any], None], failed: Failed
    ) -> None:
        lane.submit(work, done, failed, ended=self._step_ended)

    def _answered(self) -> Errand:
        self._answers += 1
        assert self._now is not None
        return self._now

    @Slot()
    def _step_ended(self) -> None:
        """Go on with the next paper if a step neither came back nor was refused: our bug."""
        self._ends += 1
        if self._ends > self._answers:
            self._answers = self._ends
            self._done()

    @Slot(object)
    def _fetched(self, paper: Printable) -> None:
        errand = self._answered()
        errand.ready = paper
        self._send(errand, self.watch.printer_for(paper.paper.kind), paper.paper.number)

    def _send(self, errand: Errand, usual: str, job: str) -> None:
        assert errand.ready is not None
        errand.printer = errand.wished or usual
        if self.watch.known and not errand.printer:
            errand.why = "none"
            self._keep(errand)
            self.telling.no_printer(errand.ready)
            self._done()
            return
        self._remember()
        work = partial(self._ways.send, errand.ready.pdf, errand.printer, job)
        self._step(self._lanes.io, work, self._sent, self._not_sent)

    @Slot(object)
    def _not_fetched(self, error: DeskError) -> None:
        errand = self._answered()
        self._messages.refused(error, partial(self._queue, errand))
        self._done()

    @Slot(object)
    def _sent(self, said: Health | None) -> None:
        errand = self._answered()
        self.watch.note_worked(errand.printer, said)
        self._record(True)

    @Slot(object)
    def _not_sent(self, error: DeskError) -> None:
        errand = self._answered()
        errand.why = str(error.values.get("why", "failed"))
        errand.open = error.values.get("fate") == "unknown"
        self._keep(errand)
        self.watch.note_failed(errand.printer, errand.why)
        if errand.open:
            self._ask(errand)
            self._done()
        else:
            self.telling.failed(errand, partial(self.retry, errand.paper))
            self._record(False)
        self.look()

    def _record(self, ok: bool) -> None:
        assert self._now is not None
        if self._now.pages is not None:  # the books know nothing of it
            self._done()
            return
        request, command = r.PaperWasPrinted(self._now.paper, ok), new_command()
        self._now.record = request, command
        work = partial(self._desk.do, request, command, initiator="printing")
        done = self._recorded if ok else self._noted
        self._step(self._lanes.database, work, done, self._not_recorded)

    @Slot(object)
    def _recorded(self, _: object) -> None:
        self.printed.emit(self._answered().paper)
        self._done()

    @Slot(object)
    def _noted(self, _: object) -> None:
        self._answered()
        self._done()

    @Slot(object)
    def _not_recorded(self, error: DeskError) -> None:
        errand = self._answered()
        if error.code in NOT_ANSWERED and self.later is not None and errand.record is not None:
            request, command = errand.record
            self.later(request, command, "", "")
        else:
            self._messages.refused(error)
        self._done()

    def _done(self) -> None:
        self._now = None
        self._go_on()
        self._remember()

    def _remember(self) -> None:
        self.left.remember((*self._kept.errands, *self._queued), self._now)

    @Slot(object)
    def _test_printed(self, used: tuple[str, Health | None]) -> None:
        printer, said = used
        self.watch.note_worked(printer, said)
        self.telling.tried(printer)

    @Slot(object)
    def _test_failed(self, error: DeskError) -> None:
        self.telling.not_tried(error)
        self.look()

    # ---- what waits ------------------------------------------------------------------------

    @property
    def waiting(self) -> tuple[WaitingPaper, ...]:
        """Return the papers that did not come out, oldest first."""
        return tuple(
            WaitingPaper(
                errand.paper,
                self.telling.name(errand),
                errand.printer,
                self.telling.state(errand.why),
                errand.open,
            )
            for errand in self._kept.errands
        )

    def retry(self, paper: str, printer: str = "") -> None:
        """Try a paper that certainly did not come out once more, on another printer if named."""
        errand = self._kept.get(paper)
        if errand is None or errand.open:
            return
        self._let_go(paper)
        errand.wished = printer
        self._queue(errand)

    def retry_all(self, papers: tuple[str, ...]) -> None:
        """Try these again, in their order."""
        for paper in papers:
            self.retry(paper)

    def came_out(self, paper: str) -> None:
        """Somebody holds the paper in their hand: it counts as printed."""
        errand = self._let_go(paper)
        if errand is not None:
            errand.seen = True
            self._queue(errand)

    def did_not_come_out(self, paper: str, printer: str = "") -> None:
        """Somebody looked: print it again, marked 补打, because half of it may lie somewhere."""
        errand = self._let_go(paper)
        if errand is not None:
            errand.again, errand.open, errand.wished = True, False, printer
            self._queue(errand)

    def let_go(self, paper: str) -> None:
        """Print it no more; in the books it stays unprinted."""
        self._let_go(paper)

    def _let_go(self, paper: str) -> Errand | None:
        errand = self._kept.take(paper)
        if errand is not None:
            self._waiting_changed()
        return errand

    @Slot(object)
    def _keep(self, errand: Errand) -> None:
        self._kept.keep(errand)
        self._waiting_changed()

    def _waiting_changed(self) -> None:
        self.look_often(self._watched)
        self._remember()
        self.waiting_changed.emit()
        self._tell_state()

    def _ask(self, errand: Errand) -> None:
        paper = errand.paper
        yes, no = partial(self.came_out, paper), partial(self.did_not_come_out, paper)
        self.telling.ask(errand, yes, no)

    def save_paper(self, paper_id: str) -> None:
        """Ask where, and save as PDF; the print state does not change."""
        kept = self._kept.get(paper_id)
        if kept is not None and kept.pages is not None:
            self.saving.ask_where(kept.pages)
            return
        work = partial(self._desk.paper, paper_id)
        self._lanes.database.submit(work, self.saving.ask_where, self._messages.show_error)


def _fetched(desk: Desk, errand: Errand, slip_printer: str) -> Printable:
    """Mark a second copy first, so that it carries the mark; in the database lane.

    A slip for a printer on the network is as wide as that printer's roll.
    """
    found = desk.paper(errand.paper)
    if errand.again or found.paper.printed:
        desk.do(r.ReprintPaper(errand.paper), errand.command, initiator="printing")
        found = desk.paper(errand.paper)
    roll = roll_of(errand.wished or slip_printer)
    return desk.paper(errand.paper, roll) if roll and found.paper.kind == SLIP else found


def _tried_out(
    send: Send, title: str, lines: tuple[str, ...], printer: str
) -> tuple[str, Health | None]:
    page = trial_page(title, lines, narrow=roll_of(printer) == "58")
    return printer, send(page, printer, title)
