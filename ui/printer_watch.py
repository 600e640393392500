"""Which printers this PC uses, and how they are: asked again and again, never waited for."""

from __future__ import annotations

import logging
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.domain.errors import DeskError
from desktop.thermal.address import is_network, read
from desktop.thermal.escpos import Health
from ui.background import Lanes
from ui.main_window import PrinterState
from ui.paper_ways import Printing
from ui.printing import Printers
from ui.screens.context import PcSettings

_SELDOM_MS: Final = 30_000  # somebody may plug a printer in
_OFTEN_MS: Final = 5_000  # somebody is putting paper in, and papers wait for it
SLIP: Final = "ticket_slip"
_log = logging.getLogger(__name__)


class PrinterWatch(QObject):
    """Knows the printers; `changed` when one of them is otherwise than before, `found` at each
    answer.  Lives in the GUI thread."""

    changed = Signal()
    found = Signal()

    def __init__(self, lanes: Lanes, settings: PcSettings, ways: Printing, parent: QObject) -> None:
        super().__init__(parent)
        self._lanes, self._settings, self._ways = lanes, settings, ways
        self._printers: Printers | None = None
        self._health: dict[str, Health] = {}
        self._failed: dict[str, str] = {}
        self._asked = ""
        self._timer = QTimer(self)
        self._timer.setInterval(_SELDOM_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Ask the system for its printers, and the one on the network how it is."""
        self._lanes.io.submit(self._ways.find, self._came, self._not_found, key="printers")
        if is_network(self.slip_printer):
            self._asked = self.slip_printer
            work = partial(self._ways.health, self._asked)
            self._lanes.io.submit(work, self._health_came, self._not_found, key="printers.health")

    def look_often(self, often: bool) -> None:
        """Look every few seconds while papers wait."""
        self._timer.setInterval(_OFTEN_MS if often else _SELDOM_MS)

    @property
    def known(self) -> bool:
        """Say whether the system has answered once."""
        return self._printers is not None

    @property
    def names(self) -> tuple[str, ...]:
        """Return the system's printers that were found last."""
        return self._printers.names if self._printers is not None else ()

    @property
    def sheet_printer(self) -> str:
        """Return the printer of notices: the chosen one, else the system's; "" for none."""
        preferred = self._printers.preferred if self._printers is not None else ""
        return self._settings.get("printer") or preferred

    @property
    def slip_printer(self) -> str:
        """Return the printer of slips: its own, else that of notices; "" for none."""
        return self._settings.get("slip_printer") or self.sheet_printer

    def printer_for(self, kind: str) -> str:
        """Return the printer for a kind of paper; "" for none."""
        return self.slip_printer if kind == SLIP else self.sheet_printer

    def choose(self, setting: str, printer: str) -> None:
        """Use this printer from now on: `printer` or `slip_printer`; "" for the usual one."""
        self._settings.put(setting, printer)
        self._failed.clear()
        self._health.clear()
        self.changed.emit()
        self.look()

    def health(self, printer: str) -> Health | None:
        """Return what a printer on the network said last, None if it was not asked."""
        return self._health.get(printer)

    def trouble(self, printer: str) -> str:
        """Return why a printer cannot print, as a word; "" while it can, or nobody knows yet."""
        if not printer:
            return "none"
        if is_network(printer):
            said = self._health.get(printer)
            return self._failed.get(printer, "" if said is None or said.prints else said.value)
        if self._printers is None:
            return ""
        if printer not in self._printers.names:
            return "missing"
        return "stopped" if printer in self._printers.stopped else self._failed.get(printer, "")

    @property
    def state(self) -> PrinterState:
        """Return how printing is on the whole."""
        slip, sheet = self.slip_printer, self.sheet_printer
        if not slip:
            return PrinterState.NONE if self.known else PrinterState.UNKNOWN
        if is_network(slip) and slip not in self._health and slip not in self._failed:
            return PrinterState.UNKNOWN
        troubled = self.trouble(slip) or (sheet and self.trouble(sheet))
        return PrinterState.TROUBLE if troubled else PrinterState.READY

    @property
    def troubled(self) -> tuple[str, str]:
        """Return the first printer in trouble and why; two empty texts for none."""
        for printer in (self.slip_printer, self.sheet_printer):
            why = self.trouble(printer) if printer else ""
            if why:
                return printer, why
        return "", ""

    def note_failed(self, printer: str, why: str) -> None:
        """Remember that a job failed here, until the printer is seen otherwise."""
        self._failed[printer] = why
        self.changed.emit()

    def note_worked(self, printer: str, said: Health | None) -> None:
        """Remember that a job came out here."""
        self._failed.pop(printer, None)
        if said is not None:
            self._health[printer] = said
        self.changed.emit()

    @Slot(object)
    def _came(self, printers: Printers) -> None:
        if printers != self._printers:
            self._printers = printers
            self._failed = {one: why for one, why in self._failed.items() if is_network(one)}
        self.changed.emit()
        self.found.emit()

    @Slot(object)
    def _health_came(self, said: Health | None) -> None:
        if said is None:
            return
        self._health[self._asked] = said
        self._failed.pop(self._asked, None)
        self.changed.emit()

    @Slot(object)
    def _not_found(self, error: DeskError) -> None:
        _log.warning("printers: %s", error)


def words_of(printer: str) -> str:
    """Return what people call a printer: a queue's name, or host and port."""
    if not is_network(printer):
        return printer
    try:
        return read(printer).words
    except DeskError:
        return printer


def roll_of(printer: str) -> str | None:
    """Return the width of the roll of a printer on the network, None for a queue."""
    return read(printer).width if is_network(printer) else None
