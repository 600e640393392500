"""Papers through the whole program: printed into files, failed, retried, reprinted, saved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.journeys.printing_desk import PrintingDesk as Desk
from tests.journeys.whole_program import Running
from ui.main_window import PrinterState


def test_papers_come_out_one_after_the_other_and_count_as_printed(
    running: Running, qtbot: QtBot
) -> None:
    desk = Desk(running)
    assert desk.printing.printer_problem() is None
    tickets = [desk.issue() for _ in range(3)]
    done: list[str] = []
    desk.printing.printed.connect(done.append)
    for _, paper in tickets:
        desk.printing.print_paper(paper)
    running.wait(lambda: len(done) == 3)
    assert done == [paper for _, paper in tickets]
    assert running.machine.jobs == ["F001", "F002", "F003"]
    assert (running.folder / "1.pdf").read_bytes().startswith(b"%PDF")
    assert all(desk.paper(ticket).printed for ticket, _ in tickets)


def test_a_dead_printer_is_told_the_paper_waits_and_a_retry_prints_it(running: Running) -> None:
    desk = Desk(running)
    ticket, paper = desk.issue()
    running.machine.jammed = True
    desk.printing.print_paper(paper)
    running.wait(lambda: bool(running.notes))
    running.wait(lambda: not desk.paper(ticket).printed and desk.printing._now is None)
    assert "Front desk" in running.notes[0]
    assert desk.printing.printer_problem() is not None
    assert running.shell.window.bar.printer.text == "打印机不可用 · 1 张待打"
    running.machine.jammed = False
    (toast,) = running.shell.messages.toasts.shown
    assert [button.text() for button in toast.buttons] == ["重试", "存为 PDF", "待打印的…"]
    toast.buttons[0].click()
    running.wait(lambda: running.machine.jobs == ["F001"])
    running.wait(lambda: desk.printing._now is None)
    assert desk.printing.state is PrinterState.READY
    assert running.shell.window.bar.printer.text == "打印机正常"
    assert desk.paper(ticket).printed
    assert desk.paper(ticket).reprints == 0


def test_a_reprint_is_marked_once_however_often_it_is_tried(running: Running) -> None:
    desk = Desk(running)
    ticket, paper = desk.issue()
    running.machine.jammed = True
    desk.printing.reprint_paper(paper)
    running.wait(lambda: bool(running.notes) and desk.printing._now is None)
    running.machine.jammed = False
    running.shell.messages.toasts.shown[0].buttons[0].click()
    running.wait(lambda: running.machine.jobs == ["F001"] and desk.printing._now is None)
    assert desk.paper(ticket).reprints == 1


def test_without_a_printer_it_is_said_before_and_the_paper_is_offered_as_pdf(
    running: Running, qtbot: QtBot
) -> None:
    running.machine.names = ()
    desk = Desk(running)
    problem = desk.printing.printer_problem()
    assert problem is not None
    assert "没有打印机" in problem
    assert running.shell.window.bar.printer.text == "没有打印机"
    ticket, paper = desk.issue()
    desk.printing.print_paper(paper)
    running.wait(lambda: bool(running.notes))
    (toast,) = running.shell.messages.toasts.shown
    toast.buttons[0].click()
    (dialog,) = running.shell.window.findChildren(QFileDialog)
    assert Path(dialog.selectedFiles()[0]).name == "号票 F001.pdf"
    chosen = running.folder / "slip.pdf"
    dialog.fileSelected.emit(str(chosen))
    running.wait(chosen.exists)
    dialog.close()
    assert chosen.read_bytes().startswith(b"%PDF")
    assert not desk.paper(ticket).printed
    running.wait(lambda: any("slip.pdf" in note for note in running.notes))
    assert running.settings.get("paper_folder") == str(running.folder)


def test_a_paper_that_cannot_be_made_is_told_and_the_next_one_prints(running: Running) -> None:
    desk = Desk(running)
    _, paper = desk.issue()
    desk.printing.print_paper("no such paper")
    desk.printing.print_paper(paper)
    running.wait(lambda: running.machine.jobs == ["F001"])
    assert any("no such paper" in note for note in running.notes)


def test_a_fault_of_ours_does_not_hold_up_the_next_paper(
    running: Running, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(running)
    papers = [desk.issue()[1] for _ in range(2)]
    send = running.machine.send
    faults = [KeyError("ours")]

    def stumble(pdf: bytes, printer: str, job: str) -> None:
        if faults:
            raise faults.pop()
        send(pdf, printer, job)

    desk.printing._ways = type(desk.printing._ways)(running.machine.find, stumble)
    for paper in papers:
        desk.printing.print_paper(paper)
    running.wait(lambda: running.machine.jobs == ["F002"])
    assert "ours" in caplog.text


def test_a_test_page_comes_out(running: Running) -> None:
    desk = Desk(running)
    desk.printing.print_test_page()
    running.wait(lambda: running.machine.jobs == ["打印测试"])
    running.wait(lambda: any("Front desk" in note for note in running.notes))
