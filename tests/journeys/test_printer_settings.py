"""The settings' page of printers, by keyboard: a network printer, its state, what waits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.thermal.address import read
from desktop.thermal.device import Patience, ask_health, print_dots
from desktop.thermal.escpos import Health
from tests.desktop.thermal import stand
from tests.desktop.thermal.stand import StandIn
from tests.journeys.printing_desk import PrintingDesk
from tests.journeys.whole_program import Running
from ui.dots import dots_of
from ui.paper_ways import Printing
from ui.screens.settings.printer_card import NETWORK
from ui.screens.settings.printers import PrintersPart
from ui.screens.settings.view import SettingsView

Key = Qt.Key
HASTY = Patience(connect=0.5, answer=0.1, write=0.4, proof=0.4)


@pytest.fixture
def printer() -> Iterator[StandIn]:
    """A printer on the network, of which the program does not know yet."""
    made = StandIn()
    yield made
    made.close()


@pytest.fixture
def desk(running: Running, printer: StandIn) -> PrintingDesk:
    """A program that can print on the network and into files."""

    def send(pdf: bytes, name: str, job: str) -> Health | None:
        if not name.startswith("tcp://"):
            running.machine.send(pdf, name, job)
            return None
        return print_dots(read(name), dots_of(pdf, read(name).dots), patience=HASTY)

    def health(name: str) -> Health | None:
        return ask_health(read(name), HASTY)

    running.ways = Printing(running.machine.find, send, health)
    return PrintingDesk(running)


@pytest.fixture
def part(running: Running, desk: PrintingDesk) -> PrintersPart:
    """The page, found by typing a word of it."""
    running.shell.window.show_screen("settings")
    view = running.shell.window.findChild(SettingsView)
    assert view is not None
    QTest.keyClicks(view.search, "dayin")
    found = view.part("printers")
    assert isinstance(found, PrintersPart)
    running.wait(lambda: found.slips.names.count() == 3)
    return found


def type_address(part: PrintersPart, text: str) -> None:
    """Choose the network in the list, type the address, press Enter."""
    card = part.slips
    card.names.setFocus()
    QTest.keyClick(card.names, Key.Key_End)
    card.names.activated.emit(card.names.currentIndex())
    assert card.names.currentData() == NETWORK
    card.address.selectAll()
    QTest.keyClicks(card.address, text)
    QTest.keyClick(card.address, Key.Key_Return)


def test_a_network_printer_is_named_tried_out_and_its_state_is_seen(
    running: Running, part: PrintersPart, printer: StandIn
) -> None:
    type_address(part, "no printer")
    assert "192.168.1.50" in part.slips._address_field.problem
    assert running.settings.get("slip_printer") == ""
    type_address(part, printer.address.words)
    assert running.settings.get("slip_printer") == printer.address.kept
    running.wait(lambda: part.slips.state.text == "正常")
    part.slips.try_out.setFocus()
    QTest.keyClick(part.slips.try_out, Key.Key_Return)
    running.wait(lambda: len(printer.papers) == 1)
    printer.answers = stand.COVER_OPEN
    part._printers.look()
    running.wait(lambda: part.slips.state.text == "盖子开着")
    assert part.printer.state.text == "正常"
    part.slips.try_out.click()
    running.wait(lambda: any("盖子开着" in note for note in running.notes))
    assert len(printer.papers) == 1


def test_what_waits_stands_in_a_list_and_is_dealt_with_by_keyboard(
    running: Running, desk: PrintingDesk, part: PrintersPart, printer: StandIn
) -> None:
    card = part.waiting
    assert card.isHidden()
    type_address(part, printer.address.words)
    running.wait(lambda: part.slips.state.text == "正常")
    printer.hangs_up_after = 1
    asked, failed = desk.issue(), desk.issue()
    desk.printing.print_paper(asked[1])
    running.wait(lambda: len(desk.printing.waiting) == 1 and desk.rests)
    printer.answers = stand.OUT_OF_PAPER
    desk.printing.print_paper(failed[1])
    running.wait(lambda: len(desk.printing.waiting) == 2 and desk.rests)
    assert card.list.item(0).text() == "号票 F001 · 连不上 · 不知道打出来没有"
    assert card.list.item(1).text() == "号票 F002 · 缺纸"
    card.list.setFocus()
    assert (card.print.text(), card.seen.isHidden()) == ("没出来，补打", False)
    QTest.keyClick(card.list, Key.Key_Down)
    assert (card.print.text(), card.seen.isHidden()) == ("打印", True)
    card.where.setCurrentIndex(card.where.findData("Front desk"))
    QTest.keyClick(card.print, Key.Key_Return)
    running.wait(lambda: running.machine.jobs == ["F002"] and desk.rests)
    assert desk.paper(failed[0]).printed
    QTest.keyClick(card.seen, Key.Key_Return)
    running.wait(lambda: desk.paper(asked[0]).printed)
    assert card.isHidden()


def test_an_administrator_alone_changes_the_centres_widths(
    running: Running, part: PrintersPart
) -> None:
    part.set_writable(False)
    assert part.slips.names.isEnabled()
    assert not part.widths.combo("slip_width").isEnabled()
