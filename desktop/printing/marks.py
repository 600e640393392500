"""The marks: 补打 and 演示 in boxes at the head, 作废 across the whole paper."""

from __future__ import annotations

from desktop.domain.papers import Marks
from desktop.printing.blocks import BASELINE
from desktop.printing.pen import RULE, Ink, Pen
from desktop.printing.sheet import Sheet
from desktop.printing.strips import Strip
from desktop.printing.words import Words


def tags(marks: Marks, sheet: Sheet, words: Words) -> list[Strip]:
    """Return one strip with a box for each mark that applies, or nothing."""
    names = [name for name in ("demo", "reprint", "void") if getattr(marks, name)]
    if not names:
        return []
    ink = sheet.ink(0.95, bold=True)
    height = ink.size * 1.5

    def draw(pen: Pen, x: float, y: float) -> None:
        left = x
        for name in names:
            text = words.say(f"mark.{name}")
            width = ink.width(text) + ink.size
            pen.box(left, y, width, height, RULE)
            pen.text(left + width / 2, y + (0.25 + BASELINE) * ink.size, text, ink, "centre")
            left += width + ink.size * 0.5

    return [Strip(height + ink.size * 0.4, draw)]


def strike(pen: Pen, size: tuple[float, float], width: float, words: Words) -> None:
    """Write 作废 across a page of `size`, in grey under the text, and strike the page through.

    The black line is for thermal heads, which lose the grey.
    """
    page_width, page_height = size
    pen.line(page_width * 0.08, page_height * 0.94, page_width * 0.92, page_height * 0.06, RULE)
    text = words.say("mark.void")
    unit = Ink(1, bold=True).width(text)
    pen.across(text, (page_width / 2, page_height / 2), Ink(width * 0.8 / unit, bold=True), 30)
