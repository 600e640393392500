"""What people are told of papers on their way, and the ways on that they are offered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from desktop.desk import Printable
from desktop.domain.errors import DeskError
from desktop.thermal.escpos import Health
from ui.language import Language
from ui.main_window import PrinterState
from ui.messages import Messages
from ui.paper_saving import PaperSaving
from ui.printer_watch import PrinterWatch, words_of
from ui.theme import Tone
from ui.waiting_papers import Errand, Pages
from ui.widgets.toast import WayOn

Act = Callable[[], None]


class PaperTelling:
    """Words for errands and printers; `show_waiting` brings people to the list of what waits."""

    def __init__(self, messages: Messages, language: Language, saving: PaperSaving) -> None:
        self._messages, self._text, self._saving = messages, language.text, saving
        self.show_waiting: Act | None = None

    def name(self, errand: Errand) -> str:
        """Return what people call the paper of an errand."""
        return self._saving.name(errand.ready) if errand.ready is not None else errand.paper

    def failed(self, errand: Errand, retry: Act) -> None:
        """Say that a paper did not come out and waits."""
        words = self._sentence("failed", errand.why, errand.printer, paper=self.name(errand))
        again = WayOn(self._text("message.retry"), retry)
        save = (self._way_to_save(errand.ready),) if errand.ready is not None else ()
        self._messages.note(words, Tone.BAD, (again, *save, self._way_to_list()))

    def ask(self, errand: Errand, came_out: Act, did_not: Act) -> None:
        """Ask whether a paper came out."""
        words = self._sentence("ask", errand.why, errand.printer, paper=self.name(errand))
        yes = WayOn(self._text("printing.came_out"), came_out)
        no = WayOn(self._text("printing.reprint"), did_not)
        self._messages.note(words, Tone.WARN, (yes, no))

    def no_printer(self, paper: Printable | Pages) -> None:
        """Say that there is no printer, and offer the paper as PDF."""
        words = self._text("printing.kept", paper=self._saving.name(paper))
        self._messages.note(words, Tone.WARN, (self._way_to_save(paper), self._way_to_list()))

    def well_again(self, printer: str, count: int, print_all: Act) -> None:
        """Say that a printer is well again, and offer what waits for it."""
        words = self._text("printing.well_again", printer=words_of(printer), count=count)
        way = WayOn(self._text("printing.print_all"), print_all)
        self._messages.note(words, Tone.INFO, (way, self._way_to_list()))

    def left_over(self, count: int) -> None:
        """Say that papers had not come out when the program ended; nothing prints itself."""
        words = self._text("printing.left_over", count=count)
        self._messages.note(words, Tone.WARN, (self._way_to_list(),))

    def tried(self, printer: str) -> None:
        """Say that a test page was sent."""
        self._messages.done(self._text("printing.test_sent", printer=words_of(printer)))

    def not_tried(self, error: DeskError) -> None:
        """Say why the test page did not come out."""
        why, printer = error.values.get("why", "failed"), str(error.values.get("printer", ""))
        self._messages.note(self._sentence("test_failed", str(why), printer), Tone.BAD)

    def problem(self, watch: PrinterWatch) -> str | None:
        """Return the sentence of why nothing can be printed now, None while all is well."""
        if watch.state is PrinterState.NONE:
            return self._text("printing.problem.none")
        printer, why = watch.troubled
        return self._sentence("problem.any", why, printer) if why else None

    def pill(self, watch: PrinterWatch, waiting: int) -> str:
        """Return the words of the pill; "" for the usual ones of the state."""
        why = watch.troubled[1]
        words = self._text(f"printing.pill.{why}") if why else ""
        if not why and watch.health(watch.slip_printer) is Health.NEAR_END:
            words = self._text("printing.pill.near_end")
        if not waiting:
            return words
        usual = words or self._text(f"frame.printer.{watch.state.value}")
        return self._text("printing.pill.waiting", words=usual, count=waiting)

    def health(self, watch: PrinterWatch, printer: str) -> tuple[str, Tone]:
        """Return how one printer is, in words, and their tone."""
        why, said = watch.trouble(printer), watch.health(printer)
        if why:
            return self.state(why), Tone.WARN if why == "none" else Tone.BAD
        if said in (Health.NEAR_END, Health.SILENT):
            return self.state(said), Tone.WARN
        if said is None and printer not in watch.names:
            return self.state("asking"), Tone.NEUTRAL
        return self.state("ready"), Tone.GOOD

    def state(self, why: str) -> str:
        """Return the short words for how a printer is."""
        return self._text(f"printing.state.{why}")

    def _sentence(self, part: str, why: str, printer: str, **values: object) -> str:
        reason = self._text(f"printing.why.{why}", printer=words_of(printer))
        return self._text(f"printing.{part}", why=reason, printer=words_of(printer), **values)

    def _way_to_save(self, paper: Printable | Pages) -> WayOn:
        return WayOn(self._text("printing.save"), partial(self._saving.ask_where, paper))

    def _way_to_list(self) -> WayOn:
        return WayOn(self._text("printing.list"), self._show_waiting)

    def _show_waiting(self) -> None:
        if self.show_waiting is not None:
            self.show_waiting()
