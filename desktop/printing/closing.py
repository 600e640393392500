"""The foot of a notice: code and enquiry, room for the seal, date, signature, copies."""

from __future__ import annotations

from desktop.printing.blocks import BASELINE, balanced
from desktop.printing.fonts import clean
from desktop.printing.notice import NoticeLayout, Setting
from desktop.printing.pen import MM, Ink, Pen
from desktop.printing.strips import Block, Strip

# The side of the code, in ems: 16 mm on A5.
_SIDE = 5.05


def closing(layout: NoticeLayout, setting: Setting) -> Block:
    """Return the closing, which stays in one piece: a signature never stands alone."""
    size = setting.sheet.size
    issuer = _issuer(layout, setting)
    seal_height = size * max(_SIDE + 1.5, 4.9 + 1.7 * len(issuer))
    signature_height = size * 4.1

    def draw(pen: Pen, x: float, y: float) -> None:
        _code(pen, x, y, layout, setting)
        _seal(pen, x, y, issuer, layout, setting)
        _signature(pen, x, y + seal_height, layout, setting)

    return Block(((Strip(seal_height + signature_height, draw),),), above=size * 1.3)


def _code(pen: Pen, x: float, y: float, layout: NoticeLayout, setting: Setting) -> None:
    """Draw the code and, beside it, the case number (where there is one) and what it is for."""
    ink, side = setting.sheet.ink(0.86), _SIDE * setting.sheet.size
    pen.code(x, y, side, layout.heading.qr.text)
    left, base = x + side + 2.5 * MM, y + side - ink.size * 0.1
    lines: tuple[str, ...] = ()
    if layout.case_number:
        lines = (
            setting.words.say("label.case"),
            clean(layout.case_number),
            *setting.words.say("close.code").split("\n"),
        )
    for at, line in enumerate(reversed(lines)):
        pen.text(left, base - at * ink.size * 1.5, line, ink)


def _issuer(layout: NoticeLayout, setting: Setting) -> list[str]:
    """Return the name the seal belongs to, broken for its half of the sheet."""
    name = layout.heading.issuer or layout.heading.site_name
    return balanced(clean(name), setting.sheet.inner / 2, setting.sheet.ink(1.12, bold=True))


def _seal(
    pen: Pen, x: float, y: float, issuer: list[str], layout: NoticeLayout, setting: Setting
) -> None:
    """Write whose seal it is, the room for it, and the date, as letters end in Chinese."""
    sheet = setting.sheet
    middle = x + sheet.inner * 0.75
    bold, plain = sheet.ink(1.12, bold=True), sheet.ink(1.06)
    base = y + bold.size
    for line in issuer:
        pen.text(middle, base, line, bold, "centre")
        base += bold.size * 1.5
    pen.text(
        middle, base + plain.size * 0.4, setting.words.say("close.issuer_seal"), plain, "centre"
    )
    day = setting.words.day(layout.heading.made_on)
    pen.text(middle, base + plain.size * 2.3, day, plain, "centre")


def _signature(pen: Pen, x: float, y: float, layout: NoticeLayout, setting: Setting) -> None:
    """Draw the line to sign on with its date, and the line about the copies."""
    sheet, say = setting.sheet, setting.words.say
    ink, small = sheet.ink(1.06, bold=True), sheet.ink(0.86)
    base = y + ink.size * (0.6 + BASELINE)
    signer = say("colon", label=layout.signature.label)
    pen.text(x, base, signer, ink)
    day = say("close.blank_date")
    label = say("colon", label=say("close.date"))
    plain = Ink(ink.size)
    right = x + sheet.inner
    left_of_day = right - plain.width(day)
    pen.text(right, base, day, plain, "right")
    pen.text(left_of_day, base, label, ink, "right")
    pen.line(
        x + ink.width(signer) + 2, base + 2, left_of_day - ink.width(label) - ink.size, base + 2
    )
    pen.line(left_of_day, base + 2, right, base + 2)
    pen.text(x, y + sheet.size * 3.9, layout.signature.copies, small)
