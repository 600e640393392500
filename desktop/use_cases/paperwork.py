"""Papers after they were made: printed, reprinted, void."""

from __future__ import annotations

from desktop.domain.case_events import PaperPrinted, PaperReprinted, PaperVoided
from desktop.domain.cases import Paper
from desktop.domain.errors import DeskError
from desktop.domain.state import need
from desktop.journal.work import Work
from desktop.requests import PaperWasPrinted, ReprintPaper, VoidPaper
from desktop.snapshots import PaperAnswer
from desktop.use_cases import references
from desktop.use_cases.shapes import paper_shape


def printed(work: Work, request: PaperWasPrinted) -> PaperAnswer:
    """Record whether the printer took the paper."""
    paper = _valid(work, request.paper)
    work.record(PaperPrinted(paper.paper_id, request.ok))
    return _answer(work, paper)


def reprint(work: Work, request: ReprintPaper) -> PaperAnswer:
    """Record one more copy; from now on the paper is marked 补打."""
    paper = _valid(work, request.paper)
    work.record(PaperReprinted(paper.paper_id))
    return _answer(work, paper)


def void(work: Work, request: VoidPaper) -> PaperAnswer:
    """Make a paper void; its number stays taken."""
    paper = _valid(work, request.paper)
    text = work.reason(request.reason, paper.paper_id)
    work.record(PaperVoided(paper.paper_id, text))
    return _answer(work, paper)


def _valid(work: Work, reference: str) -> Paper:
    paper = references.paper(work.tx, reference)
    if paper.void:
        raise DeskError("wrong_state", what="paper", paper=paper.number, state="void")
    return paper


def _answer(work: Work, paper: Paper) -> PaperAnswer:
    return PaperAnswer(paper_shape(need(work.tx, Paper, paper.paper_id)))
