"""Pages that are no papers, and papers that waited when the program ended: through the program."""

from __future__ import annotations

from functools import partial

import pytest

from desktop.requests import PaperWasPrinted
from tests.journeys.printing_desk import PrintingDesk as Desk
from tests.journeys.whole_program import Running
from ui.desk_printing import DeskPrinting
from ui.papers_left import KEY, read


def test_pages_wait_and_are_tried_again_like_papers_but_the_books_know_nothing(
    running: Running,
) -> None:
    desk = Desk(running)
    ticket, paper = desk.issue()
    pdf = desk.desk.paper_pdf(paper)
    running.machine.jammed = True
    desk.printing.print_pdf(pdf, "窗口运行")
    running.wait(lambda: bool(desk.printing.waiting) and desk.rests)
    (waiting,) = desk.printing.waiting
    assert (waiting.name, waiting.printer, waiting.open) == ("窗口运行", "Front desk", False)
    assert "窗口运行" in running.notes[0]
    desk.printing.save_paper(waiting.paper)
    chosen = running.folder / "pages.pdf"
    desk.printing.saving.save(str(chosen))
    running.wait(chosen.exists)
    running.machine.jammed = False
    desk.printing.retry(waiting.paper)
    running.wait(lambda: running.machine.jobs == ["窗口运行"] and desk.rests)
    assert desk.printing.waiting == ()
    assert not desk.paper(ticket).printed
    assert running.settings.get(KEY) == ""


def test_papers_that_waited_are_offered_again_and_print_only_when_asked(running: Running) -> None:
    desk = Desk(running)
    running.machine.jammed = True
    tickets = [desk.issue() for _ in range(3)]
    for _, paper in tickets:
        desk.printing.print_paper(paper)
    desk.printing.print_pdf(b"%PDF", "only for now")
    running.wait(lambda: len(desk.printing.waiting) == 4 and desk.rests)
    desk.desk.do(PaperWasPrinted(tickets[1][1], True), initiator="printing")  # on another PC
    running.stop()

    running.machine.jammed = False
    again = Desk(running)
    running.wait(lambda: any("2 张单据" in note for note in running.notes))
    names = [(one.name, one.open) for one in again.printing.waiting]
    assert names == [("号票 F001", False), ("号票 F003", False)]
    assert running.machine.jobs == []
    again.printing.retry_all(tuple(one.paper for one in again.printing.waiting))
    running.wait(lambda: running.machine.jobs == ["F001", "F003"] and again.rests)
    assert all(again.paper(ticket).printed for ticket, _ in tickets)
    assert all(again.paper(ticket).reprints == 0 for ticket, _ in tickets)
    assert running.settings.get(KEY) == ""


def test_a_paper_on_its_way_when_the_power_went_may_have_come_out(running: Running) -> None:
    desk = Desk(running)
    _, paper = desk.issue()
    at_that_moment: list[str] = []

    def send(pdf: bytes, printer: str, job: str) -> None:
        at_that_moment.append(running.settings.get(KEY))
        running.machine.send(pdf, printer, job)

    desk.printing._ways = type(desk.printing._ways)(running.machine.find, send)
    desk.printing.print_paper(paper)
    running.wait(lambda: bool(at_that_moment) and desk.rests)
    assert running.settings.get(KEY) == ""
    running.stop()

    unknown = "0" * 36
    for left in (at_that_moment[0], at_that_moment[0].replace(paper, unknown)):
        running.settings.put(KEY, left)
        printing = Desk(running).printing
        running.wait(partial(_all_seen, printing))
        assert printing.waiting == (), "it came out, or is not ours"
        running.stop()
    assert unknown in running.settings.get(KEY), "another site's papers are kept for its desk"

    desk = Desk(running)
    _, second = desk.issue()
    running.stop()
    running.settings.put(KEY, at_that_moment[0].replace(paper, second))
    desk = Desk(running)
    running.wait(lambda: bool(desk.printing.waiting))
    (waiting,) = desk.printing.waiting
    assert (waiting.name, waiting.open) == ("号票 F002", True)
    desk.printing.did_not_come_out(second)
    running.wait(lambda: running.machine.jobs == ["F001", "F002"] and desk.rests)


def _all_seen(printing: DeskPrinting) -> bool:
    return not printing.left._unseen


@pytest.mark.parametrize("text", ["", "{", "{}", '["a", {"paper": 1}]', '[{"paper":"a"}]'])
def test_what_is_not_written_so_is_passed_over(text: str) -> None:
    assert read(text) == []
