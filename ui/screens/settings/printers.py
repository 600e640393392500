"""Printers (category printers): slips, notices, how wide papers are, what waits."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Slot

from desktop.snapshots import SettingsAnswer
from ui.live import Watch
from ui.screens.context import ScreenContext
from ui.screens.settings.parts import CardsPart
from ui.screens.settings.presenter import Finished, SettingsPresenter
from ui.screens.settings.printer_card import PrinterCard
from ui.screens.settings.surroundings import Surroundings
from ui.screens.settings.waiting_card import WaitingCard
from ui.screens.settings.width_card import WidthCard

SLIPS: Final = "slip_printer"
SHEETS: Final = "printer"


class PrintersPart(CardsPart):
    """This PC's printers are its own; how wide papers are counts for the whole centre."""

    permission = "settings.set"

    def __init__(self, context: ScreenContext, around: Surroundings) -> None:
        super().__init__(context, "printers")
        self._printers = around.printers
        self.waiting = WaitingCard(context.language, self.widget)
        self.slips = PrinterCard(context.language, SLIPS, self.widget, network=True)
        self.printer = PrinterCard(context.language, SHEETS, self.widget)
        self.widths = WidthCard(context.language, self.widget)
        self.hold(self.waiting, self.slips, self.printer, self.widths)
        self.presenter = SettingsPresenter(context.desk, context.lanes, context.staff, self)
        self._join()
        self.presenter.finished.connect(self._finished)
        self._watch = Watch(context.live, self)
        self._watch.stale.connect(self.presenter.read_rules)
        self._watch.changed.connect(self.presenter.read_rules)
        self._show()
        self._show_waiting()

    def set_visible(self, visible: bool) -> None:
        """Ask anew for what may have changed meanwhile."""
        self._watch.set_visible(visible)
        self._printers.look_often(visible)
        if visible:
            self._show()
            self._printers.look()

    def set_writable(self, writable: bool) -> None:
        """Let only those change the centre's widths who may; this PC's printers are anybody's."""
        self.widths.setEnabled(writable)

    def _join(self) -> None:
        printers, waiting = self._printers, self.waiting
        self.slips.printer.connect(partial(self._choose, SLIPS))
        self.printer.printer.connect(partial(self._choose, SHEETS))
        self.slips.test.connect(partial(self._try, SLIPS))
        self.printer.test.connect(partial(self._try, SHEETS))
        self.widths.sheet.connect(self._save_width)
        printers.state_changed.connect(self._show)
        printers.waiting_changed.connect(self._show_waiting)
        self.context.language.changed.connect(self._show)
        self.context.language.changed.connect(self._show_waiting)
        waiting.again.connect(printers.retry)
        waiting.came_out.connect(printers.came_out)
        waiting.reprint.connect(printers.did_not_come_out)
        waiting.save.connect(printers.save_paper)
        waiting.let_go.connect(printers.let_go)

    @Slot()
    def _show(self) -> None:
        for setting, card in ((SLIPS, self.slips), (SHEETS, self.printer)):
            used = self._printers.used(setting)
            card.show_printers(self._printers.names, self.context.settings.get(setting))
            words, tone = self._printers.health_words(used)
            card.show_state(words, tone, can_test=bool(used))

    @Slot()
    def _show_waiting(self) -> None:
        self.waiting.show_lines(self._printers.waiting, self._printers.names)

    def _choose(self, setting: str, printer: str) -> None:
        self._printers.choose(printer, setting)

    def _try(self, setting: str) -> None:
        self._printers.print_test_page(self._printers.used(setting))

    @Slot(str, str)
    def _save_width(self, key: str, value: str) -> None:
        self.presenter.save_rules({key: value})

    @Slot(object)
    def _finished(self, end: Finished) -> None:
        if isinstance(end.answer, SettingsAnswer):
            self.widths.show_rules(end.answer.settings)
        elif end.error is not None:
            self.context.messages.refused(end.error)


def create(context: ScreenContext, around: Surroundings) -> PrintersPart:
    """Return the part."""
    return PrintersPart(context, around)
