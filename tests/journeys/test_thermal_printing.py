"""Slips on a thermal printer of the network, through the whole program, well and unwell."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
import zxingcpp
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop.thermal.address import read
from desktop.thermal.device import Patience, ask_health, print_dots
from desktop.thermal.escpos import Dots, Health
from tests.desktop.thermal import stand
from tests.desktop.thermal.stand import StandIn
from tests.journeys.printing_desk import PrintingDesk
from tests.journeys.whole_program import Running
from ui.dots import dots_of, picture_of
from ui.main_window import PrinterState
from ui.paper_ways import Printing

HASTY = Patience(connect=0.5, answer=0.1, write=0.4, proof=0.4)


@pytest.fixture(params=["80"])
def printer(request: pytest.FixtureRequest) -> Iterator[StandIn]:
    """A printer on the network."""
    made = StandIn(request.param)
    yield made
    made.close()


@pytest.fixture
def desk(running: Running, printer: StandIn) -> PrintingDesk:
    """A program whose slips go there, and whose queue takes everything else."""

    def send(pdf: bytes, name: str, job: str) -> Health | None:
        if name != printer.address.kept:
            running.machine.send(pdf, name, job)
            return None
        address = read(name)
        return print_dots(address, dots_of(pdf, address.dots), patience=HASTY)

    def health(name: str) -> Health | None:
        return ask_health(read(name), HASTY)

    running.ways = Printing(running.machine.find, send, health)
    running.settings.put("slip_printer", printer.address.kept)
    return PrintingDesk(running)


def code_on(dots: Dots) -> str:
    """Return what the code on a slip says."""
    picture = picture_of(dots).convertToFormat(QImage.Format.Format_Grayscale8)
    width, height = picture.width(), picture.height()
    stride = picture.bytesPerLine()
    rows = memoryview(bytes(picture.constBits())).cast("B", (height, stride))
    (found,) = zxingcpp.read_barcodes(rows)
    assert stride == width  # a head's dots are whole bytes
    return str(found.text)


def has_printed(printer: StandIn, desk: PrintingDesk, count: int) -> bool:
    """Say whether so many papers lie there and nothing is on its way."""
    return len(printer.papers) == count and desk.rests


def test_a_slip_comes_out_dot_for_dot_and_its_code_can_be_read(
    running: Running, desk: PrintingDesk, printer: StandIn
) -> None:
    assert desk.printing.state is PrinterState.READY
    ticket, paper = desk.issue()
    desk.printing.print_paper(paper)
    running.wait(lambda: desk.paper(ticket).printed and desk.rests)
    (came_out,) = printer.papers
    assert came_out == dots_of(desk.desk.paper_pdf(paper), 576)[0]
    assert code_on(came_out).startswith("YM:QC:ticket_slip:")
    assert code_on(came_out).endswith("-F001")


@pytest.mark.parametrize("printer", ["58"], indirect=True)
def test_a_narrow_roll_gets_a_narrow_slip_whatever_the_centres_rule(
    running: Running, desk: PrintingDesk, printer: StandIn
) -> None:
    ticket, paper = desk.issue()
    desk.printing.print_paper(paper)
    running.wait(lambda: desk.paper(ticket).printed)
    (came_out,) = printer.papers
    assert came_out == dots_of(desk.desk.paper_pdf(paper, "58"), 384)[0]
    assert code_on(came_out).endswith("-F001")


def test_no_paper_is_said_before_a_number_is_issued_and_what_waits_prints_when_there_is_some(
    running: Running, desk: PrintingDesk, printer: StandIn
) -> None:
    pill = running.shell.window.bar.printer
    printer.answers = stand.OUT_OF_PAPER
    desk.printing.look()
    running.wait(lambda: pill.text == "打印机缺纸")
    assert "没有纸了" in (desk.printing.printer_problem() or "")
    tickets = [desk.issue() for _ in range(2)]
    for _, paper in tickets:
        desk.printing.print_paper(paper)
    running.wait(lambda: len(desk.printing.waiting) == 2 and desk.rests)
    assert pill.text == "打印机缺纸 · 2 张待打"
    assert [(one.name, one.why, one.open) for one in desk.printing.waiting] == [
        ("号票 F001", "缺纸", False),
        ("号票 F002", "缺纸", False),
    ]
    assert not any(desk.paper(ticket).printed for ticket, _ in tickets)
    running.shell.messages.toasts.clear()
    printer.answers = stand.WELL
    desk.printing.look()
    running.wait(lambda: bool(running.notes))
    assert printer.papers == []  # nothing prints itself
    running.shell.messages.toasts.shown[0].buttons[0].click()
    running.wait(lambda: all(desk.paper(ticket).printed for ticket, _ in tickets))
    assert [code_on(dots)[-4:] for dots in printer.papers] == ["F001", "F002"]
    assert [desk.paper(ticket).reprints for ticket, _ in tickets] == [0, 0]
    running.wait(lambda: pill.text == "打印机正常")


def test_a_printer_that_vanishes_in_the_middle_is_asked_about_and_the_second_copy_is_marked(
    running: Running, desk: PrintingDesk, printer: StandIn
) -> None:
    ticket, paper = desk.issue()
    printer.hangs_up_after = 2
    desk.printing.print_paper(paper)
    running.wait(lambda: bool(running.notes) and desk.rests)
    (waiting,) = desk.printing.waiting
    assert waiting.open
    assert not desk.paper(ticket).printed
    printer.hangs_up_after = None
    running.shell.messages.toasts.clear()
    desk.printing.print_paper(paper)  # once more by hand: asked again, not printed
    desk.printing.retry(paper)
    (toast,) = running.shell.messages.toasts.shown
    assert printer.papers == []
    assert [button.text() for button in toast.buttons] == ["出来了", "没出来，补打"]
    toast.buttons[1].click()
    running.wait(lambda: desk.paper(ticket).printed and desk.rests)
    assert desk.paper(ticket).reprints == 1
    assert printer.papers == [dots_of(desk.desk.paper_pdf(paper), 576)[0]]  # with the mark
    assert desk.printing.waiting == ()


def test_a_paper_that_did_come_out_counts_as_printed_once_somebody_says_so(
    running: Running, desk: PrintingDesk, printer: StandIn
) -> None:
    ticket, paper = desk.issue()
    printer.hangs_up_before_the_proof = True
    desk.printing.print_paper(paper)
    running.wait(lambda: bool(running.notes) and desk.rests)
    running.shell.messages.toasts.shown[0].buttons[0].click()
    running.wait(lambda: desk.paper(ticket).printed)
    assert len(printer.papers) == 1
    assert desk.paper(ticket).reprints == 0
    assert desk.printing.waiting == ()


def test_what_waits_can_go_to_another_printer_or_be_let_go(
    running: Running, desk: PrintingDesk, printer: StandIn
) -> None:
    printer.answers = stand.COVER_OPEN
    first, second = desk.issue(), desk.issue()
    for _, paper in (first, second):
        desk.printing.print_paper(paper)
    running.wait(lambda: len(desk.printing.waiting) == 2 and desk.rests)
    desk.printing.retry(first[1], "Front desk")
    desk.printing.let_go(second[1])
    running.wait(lambda: running.machine.jobs == ["F001"] and desk.rests)
    assert desk.paper(first[0]).printed
    assert not desk.paper(second[0]).printed
    assert desk.printing.waiting == ()


def test_a_paper_that_is_printed_already_is_never_printed_again_without_the_mark(
    running: Running, desk: PrintingDesk, printer: StandIn
) -> None:
    ticket, paper = desk.issue()
    for count in (1, 2):
        desk.printing.print_paper(paper)
        desk.printing.print_paper(paper)  # a double press prints nothing more
        running.wait(partial(has_printed, printer, desk, count))
    running.wait(lambda: desk.paper(ticket).reprints == 1)


def test_the_screens_stay_quick_while_a_printer_keeps_a_job_waiting(
    qapp: QApplication, running: Running, desk: PrintingDesk, printer: StandIn
) -> None:
    _, paper = desk.issue()
    printer.reads.clear()
    desk.printing.print_paper(paper)
    issued = [desk.issue() for _ in range(3)]  # the desk goes on meanwhile
    assert len(issued) == 3
    printer.reads.set()
    running.wait(lambda: desk.rests)
