"""Facts in, PDF out: the one door to the papers.

Equal facts give equal bytes.  One paper is made at a time, whatever thread asks.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from io import BytesIO
from typing import assert_never

from reportlab.pdfgen.canvas import Canvas

from desktop.domain.errors import DeskError
from desktop.domain.papers import (
    AcceptanceNotice,
    Authorisation,
    ForwardingSlip,
    GapPromise,
    Notice,
    OneTimeNotice,
    PaperFacts,
    PaperKind,
    PrivacyNotice,
    QrContent,
    RefusalNotice,
    ResolutionReceipt,
    SlipStop,
    TicketSlip,
)
from desktop.printing import (
    acceptance_notice,
    authorisation,
    fonts,
    forwarding_slip,
    gap_promise,
    notice_pages,
    one_time_notice,
    privacy_notice,
    refusal_notice,
    resolution_receipt,
    slip_page,
)
from desktop.printing.notice import NoticeLayout, Setting
from desktop.printing.sheet import SHEETS, Sheet, Width
from desktop.printing.words import Language, Words, words

# Not below 8 points on A5.
_SMALLER = 0.92


@dataclass(frozen=True, slots=True)
class RenderedPaper:
    """A paper as PDF, and how many pages it has."""

    pdf: bytes
    pages: int


def render(
    facts: PaperFacts, width: Width | None = None, language: Language = "zh"
) -> RenderedPaper:
    """Return the paper as PDF with its fonts embedded.

    `width`: a roll (58, 80 mm) or a sheet (A5, A4).  A slip is 80 mm wide by default and may
    stand on a sheet, where there is no thermal printer; a notice is A5 by default and needs a
    sheet.  Raises `invalid_value` for a notice on a roll.
    """
    width = width or ("80" if isinstance(facts, TicketSlip) else "A5")
    if not isinstance(facts, TicketSlip) and SHEETS[width].height == 0:
        raise DeskError("invalid_value", field="width", value=width, allowed=["A5", "A4"])
    with fonts.LOCK:
        fonts.prepare()
        buffer = BytesIO()
        canvas = Canvas(buffer, pageCompression=1, invariant=1)
        spoken = words(language)
        if isinstance(facts, TicketSlip):
            pages = slip_page.draw(canvas, facts, SHEETS[width], spoken)
        else:
            pages = _draw_notice(canvas, facts, SHEETS[width], spoken)
        canvas.save()
        return RenderedPaper(buffer.getvalue(), pages)


def warm_up() -> None:
    """Make and drop one slip, so that the first visitor's is as quick as the others'.

    Takes about 80 ms: call it from a worker after start.
    """
    number = "A000"
    code = QrContent("", PaperKind.TICKET_SLIP, number)
    render(TicketSlip("", number, (SlipStop(""),), (), datetime.min, 1, 1, code))


def _draw_notice(canvas: Canvas, facts: Notice, sheet: Sheet, spoken: Words) -> int:
    """Draw a notice; a little smaller where that saves a page."""
    setting = Setting(sheet, spoken)
    layout = _lay_out(facts, setting)
    pages = notice_pages.plan(layout, setting)
    if len(pages) > 1:
        smaller = Setting(replace(sheet, size=sheet.size * _SMALLER), spoken)
        tighter = _lay_out(facts, smaller)
        fewer = notice_pages.plan(tighter, smaller)
        if len(fewer) < len(pages):
            setting, layout, pages = smaller, tighter, fewer
    canvas.setTitle(layout.title)
    notice_pages.draw(canvas, pages, layout, setting)
    return len(pages)


def _lay_out(facts: Notice, setting: Setting) -> NoticeLayout:
    match facts:
        case AcceptanceNotice():
            return acceptance_notice.lay_out(facts, setting)
        case OneTimeNotice():
            return one_time_notice.lay_out(facts, setting)
        case GapPromise():
            return gap_promise.lay_out(facts, setting)
        case RefusalNotice():
            return refusal_notice.lay_out(facts, setting)
        case ResolutionReceipt():
            return resolution_receipt.lay_out(facts, setting)
        case ForwardingSlip():
            return forwarding_slip.lay_out(facts, setting)
        case Authorisation():
            return authorisation.lay_out(facts, setting)
        case PrivacyNotice():
            return privacy_notice.lay_out(facts, setting)
        case _:
            assert_never(facts)
