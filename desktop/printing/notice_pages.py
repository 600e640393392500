"""A notice's pages: full heading on the first, a short one on the others, numbers at the foot."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from desktop.printing.blocks import text_strip
from desktop.printing.closing import closing
from desktop.printing.fonts import clean
from desktop.printing.marks import strike, tags
from desktop.printing.notice import NoticeLayout, Setting
from desktop.printing.pen import HAIRLINE, RULE, Pen
from desktop.printing.strips import Page, Strip, height_of, paginate

_HAN = 0x2E80


def plan(layout: NoticeLayout, setting: Setting) -> list[Page]:
    """Return what stands on each page."""
    room = _room(setting)
    return paginate(
        [*layout.blocks, closing(layout, setting)],
        room - height_of(_first_head(layout, setting)),
        room - height_of(_further_head(layout, setting)),
    )


def draw(canvas: Canvas, pages: list[Page], layout: NoticeLayout, setting: Setting) -> None:
    """Draw the planned pages of the notice."""
    sheet = setting.sheet
    for at, page in enumerate(pages, start=1):
        canvas.setPageSize((sheet.width, sheet.height))
        pen = Pen(canvas, sheet.height)
        if layout.heading.marks.void:
            strike(pen, (sheet.width, sheet.height), sheet.inner, setting.words)
        head = _further_head(layout, setting) if at > 1 else _first_head(layout, setting)
        y = sheet.top
        for strip in head:
            strip.draw(pen, sheet.side, y)
            y += strip.height
        for stretch in page:
            stretch.draw(pen, sheet.side, y)
        _foot(pen, layout, setting, (at, len(pages)))
        canvas.showPage()


def _room(setting: Setting) -> float:
    """Return the height between the margins, above the foot."""
    sheet = setting.sheet
    return sheet.height - sheet.top - sheet.bottom - sheet.size * 1.9


def _first_head(layout: NoticeLayout, setting: Setting) -> list[Strip]:
    """Return the issuer's name, the title, the number and a double rule."""
    sheet, heading = setting.sheet, layout.heading
    issuer = sheet.ink(1.15, tracking=0.06)
    spaced = 0.34 if ord(layout.title[0]) >= _HAN else 0.02
    title = sheet.ink(2.15, bold=True, tracking=spaced)
    number = setting.words.number(heading.number, heading.region)
    small = sheet.ink()
    return [
        *tags(heading.marks, sheet, setting.words),
        text_strip(
            clean(heading.issuer or heading.site_name),
            sheet.inner,
            issuer,
            issuer.size * 1.7,
            "centre",
        ),
        text_strip(layout.title, sheet.inner, title, title.size * 1.5, "centre"),
        text_strip(clean(number), sheet.inner, small, small.size * 1.7, "right"),
        _double_rule(setting),
    ]


def _further_head(layout: NoticeLayout, setting: Setting) -> list[Strip]:
    """Return one line that says which notice goes on, and a double rule."""
    sheet, heading = setting.sheet, layout.heading
    title = setting.words.say("continued", title=layout.title)
    number = clean(setting.words.number(heading.number, heading.region))
    ink, small = sheet.ink(1.1, bold=True), sheet.ink()
    left = text_strip(title, sheet.inner, ink, ink.size * 1.8)
    right = text_strip(number, sheet.inner, small, ink.size * 1.8, "right")

    def draw(pen: Pen, x: float, y: float) -> None:
        left.draw(pen, x, y)
        right.draw(pen, x, y)

    return [
        *tags(heading.marks, sheet, setting.words),
        Strip(left.height, draw),
        _double_rule(setting),
    ]


def _double_rule(setting: Setting) -> Strip:
    inner, size = setting.sheet.inner, setting.sheet.size

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.line(x, y + 2, x + inner, y + 2, RULE * 1.6)
        pen.line(x, y + 4.2, x + inner, y + 4.2, HAIRLINE)

    return Strip(size * 1.3, draw)


def _foot(pen: Pen, layout: NoticeLayout, setting: Setting, page: tuple[int, int]) -> None:
    """Write the page number in the middle, where it was made and when at the edges."""
    sheet = setting.sheet
    ink = sheet.ink(0.8)
    base = sheet.height - sheet.bottom
    number = setting.words.say("page", page=page[0], pages=page[1])
    made = f"{layout.heading.made_at_local:%Y-%m-%d %H:%M}"
    pen.text(sheet.side, base, clean(layout.heading.site_name), ink)
    pen.text(sheet.width / 2, base, number, ink, "centre")
    pen.text(sheet.width - sheet.side, base, made, ink, "right")
