"""The slip's page: as long as the slip on a roll, or in the middle of a sheet's top."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from desktop.domain.papers import TicketSlip
from desktop.printing import ticket_slip
from desktop.printing.marks import strike, tags
from desktop.printing.pen import MM, Pen
from desktop.printing.sheet import SHEETS, Sheet
from desktop.printing.strips import Block, height_of, paginate
from desktop.printing.words import Words

UPRIGHT = 1 * MM
"""A slip is at least so much longer than wide: spoolers turn a page that is wider than long."""


def draw(canvas: Canvas, facts: TicketSlip, sheet: Sheet, words: Words) -> int:
    """Draw the slip and return how many pages it took: one on a roll."""
    roll = sheet if sheet.height == 0 else SHEETS["80"]
    strips = [*tags(facts.marks, roll, words), *ticket_slip.lay_out(facts, roll, words)]
    length = height_of(strips) + roll.top + roll.bottom
    height = sheet.height or max(length, sheet.width + UPRIGHT)
    room = height - roll.top - roll.bottom
    left = (sheet.width - roll.inner) / 2
    pages = paginate([Block(tuple((strip,) for strip in strips))], room + 0.01, room + 0.01)
    canvas.setTitle(facts.label)
    for page in pages:
        canvas.setPageSize((sheet.width, height))
        pen = Pen(canvas, height)
        if facts.marks.void:
            strike(pen, (sheet.width, min(length, height)), roll.inner, words)
        for stretch in page:
            stretch.draw(pen, left, roll.top)
        canvas.showPage()
    return len(pages)
