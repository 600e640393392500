"""One printer of this PC: a queue of the system, or a thermal printer on the network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QWidget

from desktop.domain.errors import DeskError
from desktop.thermal.address import Address, is_network, read, typed
from desktop.thermal.escpos import WIDTHS
from ui.language import Language
from ui.screens.settings.cards import PartCard, choice_field, select
from ui.theme import STEP, Tone
from ui.widgets.fields import line_field
from ui.widgets.outcome import Outcome

NETWORK: Final = "network"
"""Stands in the list for a printer on the network, whichever."""


class PrinterCard(PartCard):
    """`printer(kept)` is chosen ("" for the usual one), `test()` wants a page to try it out.

    With `network` a thermal printer can be named by its address and the width of its roll.
    """

    printer = Signal(str)
    test = Signal()

    def __init__(
        self, language: Language, name: str, parent: QWidget, *, network: bool = False
    ) -> None:
        super().__init__(language, name, parent)
        self._listed: tuple[str, ...] = ()
        self._chosen, self._with_network = "", network
        self._field, self.names = choice_field(self)
        self.names.activated.connect(self._choose)
        self.body.addWidget(self._field)
        self._add_network()
        self.state = Outcome(self)
        self.body.addWidget(self.state)
        self.try_out = QPushButton(self)
        self.try_out.setAutoDefault(True)
        self.try_out.clicked.connect(self.test)
        self.body.addWidget(self.try_out, alignment=Qt.AlignmentFlag.AlignLeft)
        self.follow(self._word)

    def show_printers(self, names: Sequence[str], chosen: str) -> None:
        """Show which printers there are and which is kept; what is being typed stays."""
        if (tuple(names), chosen) == (self._listed, self._chosen) and self.names.count():
            return
        self._listed, self._chosen = tuple(names), chosen
        self._fill()
        if is_network(chosen):
            self._show_address(chosen)

    def show_state(self, words: str, tone: Tone, *, can_test: bool) -> None:
        """Show how the printer in use is."""
        if words != self.state.text:
            self.state.end(words, tone)
        self.try_out.setEnabled(can_test)

    def _add_network(self) -> None:
        self._row = QWidget(self)
        self._address_field = line_field(self._row, limit=100)
        assert isinstance(self._address_field.control, QLineEdit)
        self.address = self._address_field.control
        self.address.returnPressed.connect(self._use_address)
        self._roll_field, self.roll = choice_field(self._row)
        self.use = QPushButton(self._row)
        self.use.setAutoDefault(True)
        self.use.clicked.connect(self._use_address)
        row = QHBoxLayout(self._row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4 * STEP)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self._address_field, 2, top)
        row.addWidget(self._roll_field, 1, top)
        self.body.addWidget(self._row)
        self.body.addWidget(self.use, alignment=Qt.AlignmentFlag.AlignLeft)
        self._show_row(False)

    def _show_row(self, shown: bool) -> None:
        self._row.setVisible(shown)
        self.use.setVisible(shown)

    def _show_address(self, kept: str) -> None:
        try:
            address = read(kept)
        except DeskError:  # a damaged setting: the line is empty, and can be typed anew
            address = Address("")
        self.address.setText(address.words if address.host else "")
        select(self.roll, address.width)

    @Slot()
    def _choose(self) -> None:
        chosen = str(self.names.currentData())
        self._show_row(chosen == NETWORK)
        if chosen == NETWORK:
            self.address.setFocus()
        else:
            self.printer.emit(chosen)

    @Slot()
    def _use_address(self) -> None:
        try:
            address = typed(self.address.text(), str(self.roll.currentData()))
        except DeskError:
            self._address_field.set_problem(self.language.text("settings.network.problem"))
            self.address.setFocus()
            return
        self._address_field.set_problem("")
        self.address.setText(address.words)
        self.printer.emit(address.kept)

    def _fill(self) -> None:
        self.names.clear()
        self.names.addItem(self.text("usual"), "")
        network = is_network(self._chosen)
        gone = self._chosen and not network and self._chosen not in self._listed
        for name in ((self._chosen,) if gone else ()) + self._listed:
            self.names.addItem(name, name)
        if self._with_network:
            self.names.addItem(self.language.text("settings.network.entry"), NETWORK)
        select(self.names, NETWORK if network else self._chosen)
        self._show_row(network)

    def _word(self) -> None:
        text = self.language.text
        self._field.set_text(self.text("name.label"), self.text("name.hint"))
        self._address_field.set_text(
            text("settings.network.address"), text("settings.network.hint"), "192.168.1.50:9100"
        )
        self._roll_field.set_text(text("settings.network.roll"))
        self.use.setText(text("settings.network.use"))
        roll = self.roll.currentData() or "80"
        self.roll.clear()
        for width in sorted(WIDTHS, reverse=True):
            self.roll.addItem(text(f"settings.widths.slip_width.{width}"), width)
        select(self.roll, roll)
        self.try_out.setText(text("settings.network.test"))
        self._fill()
