"""A program at work whose papers go somewhere, for the journeys about printing."""

from __future__ import annotations

from desktop import requests as r
from desktop.snapshots import IssueAnswer, PaperShape, TicketFile
from tests.journeys.whole_program import Running, make_site
from ui.desk_printing import DeskPrinting
from ui.main_window import PrinterState


class PrintingDesk:
    """The program's desk and its printing."""

    def __init__(self, running: Running) -> None:
        site = running.folder / "desk.db"
        if not site.exists():
            make_site(site)
        self.program = running.start(site)
        running.at_work()
        assert self.program.printing is not None
        self.printing: DeskPrinting = self.program.printing
        running.wait(lambda: self.printing.state is not PrinterState.UNKNOWN)
        assert self.program.opened is not None
        self.desk = self.program.opened.desk

    def issue(self) -> tuple[str, str]:
        """Issue a number; returns the ticket's id and its slip's."""
        answer = self.desk.do(r.IssueTicket(windows=("CF",)))
        assert isinstance(answer, IssueAnswer)
        assert answer.ticket is not None
        return answer.ticket.id, answer.papers[0].id

    def paper(self, ticket: str) -> PaperShape:
        """Return the ticket's slip."""
        answer = self.desk.ask(r.ShowTicket(ticket))
        assert isinstance(answer, TicketFile)
        return answer.papers[0]

    @property
    def rests(self) -> bool:
        """Say whether nothing is on its way."""
        return self.printing._now is None and not self.printing._queued
