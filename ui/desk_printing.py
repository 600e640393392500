"""Papers on their way out: to the printer, to a PDF, and back into the books whether it worked.

Paper comes only after its facts are durable.  One paper goes at a time, in the order asked for;
nothing here raises: people are told, the paper stays unprinted, and 重试 and 存为 PDF are offered.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop import requests as r
from desktop.desk import Desk, Printable, new_command
from desktop.domain.errors import DeskError
from ui.background import Failed, Lane, Lanes
from ui.language import Language
from ui.main_window import PrinterState
from ui.messages import Messages
from ui.paper_saving import PaperSaving
from ui.printing import Printers, find_printers, print_pdf
from ui.screens.context import PcSettings
from ui.theme import Tone
from ui.trial_page import trial_page
from ui.widgets.toast import WayOn

_LOOK_EVERY_MS: Final = 30_000  # somebody may plug a printer in
_SAMPLE: Final = "0123456789  ABCDEFGHJ"
_log = logging.getLogger(__name__)

Send = Callable[[bytes, str, str], None]
Later = Callable[[r.Request, str, str, str], None]
NOT_ANSWERED: Final = frozenset({"database_away", "outcome_unknown"})
"""Refusals after which a paper that came out is written down later."""


def send_to_printer(pdf: bytes, printer: str, job: str) -> None:
    """Print one copy; see `ui.printing.print_pdf`."""
    print_pdf(pdf, printer, job=job)


@dataclass(frozen=True, slots=True)
class Printing:
    """How paper leaves: which printers there are, and how one of them gets a PDF."""

    find: Callable[[], Printers] = find_printers
    send: Send = send_to_printer


@dataclass(slots=True)
class _Errand:
    """One paper on its way; `again` marks it 补打 under the same command however often tried."""

    paper: str
    again: bool = False
    command: str = field(default_factory=new_command)
    printer: str = ""
    ready: Printable | None = None
    record: tuple[r.PaperWasPrinted, str] | None = None


class DeskPrinting(QObject):
    """Prints papers of one desk; `printed(paper id)` after one came out.

    `state_changed` carries the `PrinterState` for the pill.  Lives in the GUI thread.
    """

    state_changed = Signal(object)
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
        self._language, self._settings = language, settings
        self._ways = ways or Printing()
        self._printers: Printers | None = None
        self._failed = False
        self._waiting: deque[_Errand] = deque()
        self._now: _Errand | None = None
        self._answers = self._ends = 0
        self.saving = PaperSaving(lanes, messages, language, settings, host)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self.look()

    # ---- which printer -------------------------------------------------------------------

    @Slot()
    def look(self) -> None:
        """Ask the system for its printers, in the I/O lane."""
        self._lanes.io.submit(self._ways.find, self._found, self._not_found, key="printers")

    @property
    def names(self) -> tuple[str, ...]:
        """Return the printers that were found last."""
        return self._printers.names if self._printers is not None else ()

    @property
    def printer(self) -> str:
        """Return the printer in use: the chosen one, else the system's; "" for none."""
        chosen = self._settings.get("printer")
        return chosen or (self._printers.preferred if self._printers else "")

    @property
    def state(self) -> PrinterState:
        """Return how the printer is."""
        if self._printers is None:
            return PrinterState.UNKNOWN
        if self._printers.none:
            return PrinterState.NONE
        there = self.printer in self._printers.names
        return PrinterState.READY if there and not self._failed else PrinterState.TROUBLE

    def choose(self, printer: str) -> None:
        """Use this printer from now on; "" for the system's own choice."""
        self._settings.put("printer", printer)
        self._failed = False
        self.state_changed.emit(self.state)

    def printer_problem(self) -> str | None:
        """Return the sentence of why nothing can be printed now, None while all is well."""
        if self.state in (PrinterState.READY, PrinterState.UNKNOWN):
            return None
        key = "none" if self.state is PrinterState.NONE else "trouble"
        return self._language.text(f"printing.problem.{key}", printer=self.printer)

    @Slot(object)
    def _found(self, printers: Printers) -> None:
        if printers != self._printers:
            self._printers, self._failed = printers, False
        self.state_changed.emit(self.state)

    @Slot(object)
    def _not_found(self, error: DeskError) -> None:
        _log.warning("printers: %s", error)

    # ---- printing ------------------------------------------------------------------------

    def print_paper(self, paper_id: str) -> None:
        """Print; without a printer the paper is offered as PDF."""
        self._queue(_Errand(paper_id))

    def reprint_paper(self, paper_id: str) -> None:
        """Print once more, marked 补打."""
        self._queue(_Errand(paper_id, again=True))

    def print_test_page(self) -> None:
        """Print a page that is no paper of the desk; people are told how it went."""
        text, printer = self._language.text, self.printer
        lines = (printer, text("printing.test_line"), _SAMPLE)
        work = partial(_tried_out, self._ways.send, text("printing.test_title"), lines, printer)
        self._lanes.io.submit(work, self._test_printed, self._test_failed)

    def _queue(self, errand: _Errand) -> None:
        self._waiting.append(errand)
        self._go_on()

    def _go_on(self) -> None:
        if self._now is None and self._waiting:
            self._now = self._waiting.popleft()
            work = partial(_fetched, self._desk, self._now)
            self._step(self._lanes.database, work, self._fetched, self._not_fetched)

    def _step(
        self, lane: Lane, work: Callable[[], Any], done: Callable[[Any], None], failed: Failed
    ) -> None:
        lane.submit(work, done, failed, ended=self._step_ended)

    def _answered(self) -> _Errand:
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
        errand.printer = self.printer
        if self._printers is not None and self._printers.none:
            self._offer_pdf(paper)
            self._done()
            return
        work = partial(self._ways.send, paper.pdf, errand.printer, paper.paper.number)
        self._step(self._lanes.io, work, self._sent, self._not_sent)

    @Slot(object)
    def _not_fetched(self, error: DeskError) -> None:
        errand = self._answered()
        self._messages.refused(error, partial(self._queue, errand))
        self._done()

    @Slot(object)
    def _sent(self, _: object) -> None:
        self._answered()
        self._record(True)

    @Slot(object)
    def _not_sent(self, error: DeskError) -> None:
        errand = self._answered()
        assert errand.ready is not None
        self._failed = True
        self.state_changed.emit(self.state)
        ways = (self._way_to_save(errand.ready),)
        self._messages.refused(error, partial(self._queue, errand), ways)
        self._record(False)
        self.look()

    def _record(self, ok: bool) -> None:
        assert self._now is not None
        if ok:
            self._failed = False
            self.state_changed.emit(self.state)
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

    @Slot(object)
    def _test_printed(self, _: object) -> None:
        self._failed = False
        self.state_changed.emit(self.state)
        self._messages.done(self._language.text("printing.test_sent", printer=self.printer))

    @Slot(object)
    def _test_failed(self, error: DeskError) -> None:
        self._failed = True
        self.state_changed.emit(self.state)
        self._messages.refused(error, self.print_test_page)

    # ---- as PDF --------------------------------------------------------------------------

    def save_paper(self, paper_id: str) -> None:
        """Ask where, and save as PDF; the print state does not change."""
        work = partial(self._desk.paper, paper_id)
        self._lanes.database.submit(work, self.saving.ask_where, self._messages.show_error)

    def _offer_pdf(self, paper: Printable) -> None:
        words = self._language.text("printing.kept", paper=self.saving.name(paper))
        self._messages.note(words, Tone.WARN, (self._way_to_save(paper),))

    def _way_to_save(self, paper: Printable) -> WayOn:
        return WayOn(self._language.text("printing.save"), partial(self.saving.ask_where, paper))


def _fetched(desk: Desk, errand: _Errand) -> Printable:
    """Mark a reprint first, so that the copy carries the mark; in the database lane."""
    if errand.again:
        desk.do(r.ReprintPaper(errand.paper), errand.command, initiator="printing")
    return desk.paper(errand.paper)


def _tried_out(send: Send, title: str, lines: tuple[str, ...], printer: str) -> None:
    send(trial_page(title, lines), printer, title)
