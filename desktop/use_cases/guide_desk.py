"""The guide desk beside numbers: questions answered without one, and a window's last number."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.domain.desk_records import Cutoff, Enquiry
from desktop.domain.errors import DeskError
from desktop.domain.reception_events import EnquiryAnswered, LastNumberGiven, WindowReopened
from desktop.journal.looking import Look
from desktop.journal.work import Work
from desktop.requests import AnswerEnquiry, GiveLastNumber, ReopenWindow
from desktop.snapshots import (
    EnquiryAnswer,
    EnquiryShape,
    WindowAnswer,
    WindowShape,
)
from desktop.use_cases import references


def answer(work: Work, request: AnswerEnquiry) -> EnquiryAnswer:
    """Count a question that was answered without a number (咨询); nothing has to be named."""
    item = references.item(work.catalogue, request.item) if request.item else None
    window = item.window if item else None
    if request.window is not None:
        window = references.window(work.catalogue, request.window).code
    company = None
    if request.enterprise is not None:
        company = references.enterprise(work.tx, request.enterprise).enterprise_id
    enquiry_id = work.new_id()
    enquiry = Enquiry(
        enquiry_id=enquiry_id,
        at=work.at,
        day=work.day,
        window=window,
        item=item.code if item else None,
        enterprise_id=company,
        need_text=work.text(request.text, enquiry_id),
        staff=work.by,
    )
    work.record(EnquiryAnswered(enquiry))
    shape = EnquiryShape(
        enquiry.enquiry_id,
        enquiry.at,
        enquiry.window,
        enquiry.item,
        enquiry.enterprise_id,
        work.tx.enquiries_on(work.day),
    )
    return EnquiryAnswer(shape)


def last_number(work: Work, request: GiveLastNumber) -> WindowAnswer:
    """Give no more numbers at a window today (截号); those in line are served.

    Given twice it stays as it was.
    """
    window = references.window(work.catalogue, request.window).code
    if stop_at(work, window) is None:
        work.record(LastNumberGiven(window, work.day))
    return WindowAnswer(_shape(work, window))


def reopen(work: Work, request: ReopenWindow) -> WindowAnswer:
    """Give numbers at the window again; one that was not stopped stays as it is."""
    window = references.window(work.catalogue, request.window).code
    if stop_at(work, window) is not None:
        work.record(WindowReopened(window, work.day))
    return WindowAnswer(_shape(work, window))


def check_not_stopped(work: Work, windows: Iterable[str]) -> None:
    """Raise `window_stopped {window, at}` for a window that gave its last number today.

    `at` is the time of the site's clock.
    """
    for window in windows:
        found = stop_at(work, window)
        if found is not None:
            local = found.at.astimezone(work.knowledge.zone)
            raise DeskError("window_stopped", window=window, at=f"{local:%H:%M}")


def stop_at(work: Work, window: str) -> Cutoff | None:
    """Return a window's last number of today, None where it gives numbers."""
    return _active(work.tx.get(Cutoff, work.day, window))


def stopped(look: Look) -> tuple[WindowShape, ...]:
    """Return the windows that give no more numbers today, in the catalogue's order."""
    rows = {row.window: row for row in look.reads.cutoffs_of(look.day) if _active(row)}
    codes = (code for code in look.catalogue.windows if code in rows)
    return tuple(WindowShape(code, rows[code].at) for code in codes)


def _active(row: Cutoff | None) -> Cutoff | None:
    return row if row is not None and row.reopened_at is None else None


def _shape(work: Work, window: str) -> WindowShape:
    found = stop_at(work, window)
    return WindowShape(window, found.at if found else None)
