"""The foot of a notice: code and enquiry, room for the seal, date, signature, copies."""

from __future__ import annotations

from desktop.domain.papers import Heading
from desktop.printing.blocks import BASELINE, balanced
from desktop.printing.fonts import clean
from desktop.printing.notice import NoticeLayout, Setting
from desktop.printing.pen import MM, Ink, Pen
from desktop.printing.strips import Block, Strip

_SIDE = 17 * MM


def closing(layout: NoticeLayout, setting: Setting) -> Block:
    """Return the closing, which stays in one piece: a signature never stands alone."""
    size = setting.sheet.size
    strip_height = _SIDE + size * 3.6
    signature_height = size * 4.1

    def draw(pen: Pen, x: float, y: float) -> None:
        _code(pen, x, y, layout, setting)
        _seal(pen, x, y, layout.heading, setting)
        _signature(pen, x, y + strip_height, layout, setting)

    return Block(((Strip(strip_height + signature_height, draw),),), above=size * 1.3)


def _code(pen: Pen, x: float, y: float, layout: NoticeLayout, setting: Setting) -> None:
    """Draw the code with the case number and what the code is good for beside it."""
    ink = setting.sheet.ink(0.86)
    pen.code(x, y, _SIDE, layout.heading.qr.text)
    number = f"{setting.words.say('label.case')}　{clean(layout.case_number)}"
    pen.text(x, y + _SIDE + ink.size * 1.5, number, ink)
    pen.text(x, y + _SIDE + ink.size * 2.9, setting.words.say("close.code"), ink)


def _seal(pen: Pen, x: float, y: float, heading: Heading, setting: Setting) -> None:
    """Write whose seal it is, the room for it, and the date, as letters end in Chinese."""
    sheet = setting.sheet
    width = sheet.inner * 0.5
    middle = x + sheet.inner - width / 2
    issuer = sheet.ink(1.12, bold=True)
    base = y + issuer.size * 1.8
    for line in balanced(clean(heading.issuer or heading.site_name), width, issuer):
        pen.text(middle, base, line, issuer, "centre")
        base += issuer.size * 1.5
    plain = sheet.ink(1.06)
    pen.text(
        middle, base + plain.size * 0.5, setting.words.say("close.issuer_seal"), plain, "centre"
    )
    pen.text(middle, base + plain.size * 2.5, setting.words.day(heading.made_on), plain, "centre")


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
    pen.line(x + ink.width(signer), base + 2, left_of_day - ink.width(label) - ink.size, base + 2)
    pen.line(left_of_day, base + 2, right, base + 2)
    pen.text(x, y + sheet.size * 3.9, layout.signature.copies, small)
