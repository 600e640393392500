"""Printers (category printers): which one, how wide the papers are, a test page."""

from __future__ import annotations

from PySide6.QtCore import Slot

from desktop.snapshots import SettingsAnswer
from ui.live import Watch
from ui.screens.context import ScreenContext
from ui.screens.settings.parts import CardsPart
from ui.screens.settings.presenter import Finished, SettingsPresenter
from ui.screens.settings.printer_card import PrinterCard
from ui.screens.settings.surroundings import Surroundings


class PrintersPart(CardsPart):
    """This PC's printer; how wide papers are counts for the whole centre."""

    def __init__(self, context: ScreenContext, around: Surroundings) -> None:
        super().__init__(context, "printers")
        self._printers = around.printers
        self.printer = PrinterCard(context.language, self.widget)
        self.hold(self.printer)
        self.presenter = SettingsPresenter(context.desk, context.lanes, context.staff, self)
        self.printer.printer.connect(self._choose)
        self.printer.test.connect(self._printers.print_test_page)
        self.printer.sheet.connect(self._save_width)
        self._printers.state_changed.connect(self._show)
        self.presenter.finished.connect(self._finished)
        self._watch = Watch(context.live, self)
        self._watch.stale.connect(self.presenter.read_rules)
        self._watch.changed.connect(self.presenter.read_rules)
        self._show()

    def set_visible(self, visible: bool) -> None:
        """Ask anew for what may have changed meanwhile."""
        self._watch.set_visible(visible)
        if visible:
            self._show()
            self._printers.look()

    @Slot()
    def _show(self) -> None:
        chosen = self.context.settings.get("printer")
        problem = self._printers.printer_problem()
        self.printer.show_printers(self._printers.names, chosen, problem)

    @Slot(str)
    def _choose(self, name: str) -> None:
        self._printers.choose(name)

    @Slot(str, str)
    def _save_width(self, key: str, value: str) -> None:
        self.presenter.save_rules({key: value})

    @Slot(object)
    def _finished(self, end: Finished) -> None:
        if isinstance(end.answer, SettingsAnswer):
            self.printer.show_rules(end.answer.settings)
        elif end.error is not None:
            self.context.messages.refused(end.error)


def create(context: ScreenContext, around: Surroundings) -> PrintersPart:
    """Return the part."""
    return PrintersPart(context, around)
