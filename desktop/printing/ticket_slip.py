"""取号凭条: the visitor's slip on a thermal roll, the number as large as the paper allows.

No name, telephone number or enterprise: a slip is left lying about, so its facts have none.
The height follows from what stands on it.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.domain.papers import SlipStop, TicketSlip
from desktop.printing.blocks import BASELINE, balanced, text_strip
from desktop.printing.fonts import clean
from desktop.printing.line_breaking import break_lines
from desktop.printing.pen import MM, Ink, Pen
from desktop.printing.sheet import Sheet
from desktop.printing.strips import Strip
from desktop.printing.words import Words

_CODE_SIDE = 15 * MM
_LABEL_MOST = 21 * MM


def lay_out(facts: TicketSlip, sheet: Sheet, words: Words) -> list[Strip]:
    """Return the slip from top to bottom."""
    parts = (
        [*_middle(facts.site_name, sheet, sheet.ink(1.1, bold=True)), _label(facts.label, sheet)],
        _stops(facts, sheet, words),
        [
            *_items(facts.items, sheet, words),
            *_materials(facts.material_hints, sheet, words),
        ],
        [_foot(facts, sheet, words)],
    )
    strips: list[Strip] = []
    for part in parts:
        if part:
            strips += [_dashes(sheet), *part] if strips else part
    return strips


def _label(label: str, sheet: Sheet) -> Strip:
    """Return the number, as large as the roll is wide but no higher than it needs to be."""
    text = clean(label)
    unit = Ink(1, bold=True).width(text)
    size = min(sheet.inner * 0.94 / unit, _LABEL_MOST)
    ink = Ink(size, bold=True)
    # A number has no descenders: its capitals are 0.733 of the size high.
    height = size * 0.733 + 4.4 * MM

    def draw(pen: Pen, x: float, y: float) -> None:
        pen.text(x + sheet.inner / 2, y + 2.4 * MM + size * 0.733, text, ink, "centre")

    return Strip(height, draw)


def _stops(facts: TicketSlip, sheet: Sheet, words: Words) -> list[Strip]:
    """Return the windows in order, each with who stands before; then the wait."""
    strips: list[Strip] = []
    several = len(facts.stops) > 1
    for at, stop in enumerate(facts.stops, start=1):
        prefix = f"{at}. " if several else ""
        strips += _stop(prefix, stop, sheet, words)
    if facts.wait_minutes:
        strips += _middle(_wait(facts.wait_minutes, words), sheet, sheet.ink(1.15, bold=True))
    if several:
        held_back = any(stop.ahead is None for stop in facts.stops)
        key = "slip.in_order" if held_back else "slip.one_number"
        strips += _middle(words.say(key), sheet, sheet.ink(0.88))
    return strips


def _stop(prefix: str, stop: SlipStop, sheet: Sheet, words: Words) -> list[Strip]:
    name_ink, ahead_ink = sheet.ink(1.15, bold=True), sheet.ink()
    ahead = _ahead(stop, words)
    room = sheet.inner - ahead_ink.width(ahead) - sheet.size
    names = break_lines(prefix + clean(stop.window_name), room, name_ink.advance)
    strips = [text_strip(name, sheet.inner, name_ink, name_ink.size * 1.45) for name in names]
    first = strips[0]

    def draw(pen: Pen, x: float, y: float) -> None:
        first.draw(pen, x, y)
        base = y + (first.height - name_ink.size) / 2 + BASELINE * name_ink.size
        pen.text(x + sheet.inner, base, ahead, ahead_ink, "right")

    return [Strip(first.height, draw), *strips[1:]]


def _ahead(stop: SlipStop, words: Words) -> str:
    if stop.ahead is None:
        return words.say("slip.later")
    return words.say("slip.ahead", ahead=stop.ahead) if stop.ahead else words.say("slip.next")


def _wait(minutes: tuple[int, int], words: Words) -> str:
    shortest, longest = minutes
    key = "slip.wait"
    if shortest == longest:
        key = "slip.wait_one"
    elif shortest == 0:
        key = "slip.wait_within"
    return words.say(key, shortest=shortest, longest=longest)


def _items(items: Sequence[str], sheet: Sheet, words: Words) -> list[Strip]:
    """Return the items run together after their heading, which hangs."""
    if not items:
        return []
    heading = words.say("colon", label=words.say("slip.items"))
    text = words.say("slip.between").join(clean(item) for item in items)
    return _hanging(heading, text, sheet, sheet.ink(bold=True))


def _materials(materials: Sequence[str], sheet: Sheet, words: Words) -> list[Strip]:
    """Return the materials as a list, each hanging by its dot; a single one needs none."""
    if not materials:
        return []
    ink = sheet.ink()
    heading = words.say("colon", label=words.say("slip.materials"))
    strips = [text_strip(heading, sheet.inner, sheet.ink(bold=True), ink.size * 1.36)]
    dot = "·" if len(materials) > 1 else ""
    for material in materials:
        strips += _hanging(dot, clean(material), sheet, ink)
    return strips


def _hanging(heading: str, text: str, sheet: Sheet, heading_ink: Ink) -> list[Strip]:
    """Return `text` with `heading` hanging to the left of its lines."""
    ink = sheet.ink()
    hang = heading_ink.width(heading) + ink.size * 0.15
    leading = ink.size * 1.36
    lines = break_lines(text, sheet.inner - hang, ink.advance)
    strips = [text_strip(line, sheet.inner, ink, leading, x=hang) for line in lines]
    first, head = strips[0], text_strip(heading, sheet.inner, heading_ink, leading)

    def draw(pen: Pen, x: float, y: float) -> None:
        head.draw(pen, x, y)
        first.draw(pen, x, y)

    return [Strip(leading, draw), *strips[1:]]


def _foot(facts: TicketSlip, sheet: Sheet, words: Words) -> Strip:
    """Return the code with the small print beside it."""
    ink, strong = sheet.ink(0.84), sheet.ink(0.92, bold=True)
    gap = 2.5 * MM
    room = sheet.inner - _CODE_SIDE - gap
    time = f"{facts.issued_at_local:%Y-%m-%d %H:%M}"
    rule = words.say("slip.missed", calls=facts.missed_calls, positions=facts.reinstated_behind)
    lines = [
        (line, style)
        for text, style in (
            (words.say("slip.issued", time=time), ink),
            (words.say("slip.valid"), strong),
            (rule, ink),
        )
        for line in break_lines(text, room, style.advance)
    ]
    caption = break_lines(words.say("slip.code"), _CODE_SIDE, ink.advance)
    leading = ink.size * 1.36
    height = max(_CODE_SIDE + leading * len(caption) + 1 * MM, leading * len(lines))

    def draw(pen: Pen, x: float, y: float) -> None:
        left = x + sheet.inner - _CODE_SIDE
        pen.code(left, y, _CODE_SIDE, facts.qr.text)
        for at, (line, style) in enumerate(lines):
            pen.text(x, y + at * leading + BASELINE * style.size, line, style)
        for at, line in enumerate(caption):
            base = y + _CODE_SIDE + 1 * MM + at * leading + BASELINE * ink.size
            pen.text(left + _CODE_SIDE / 2, base, line, ink, "centre")

    return Strip(height, draw)


def _middle(text: str, sheet: Sheet, ink: Ink) -> list[Strip]:
    lines = balanced(clean(text), sheet.inner, ink)
    return [text_strip(line, sheet.inner, ink, ink.size * 1.45, "centre") for line in lines]


def _dashes(sheet: Sheet) -> Strip:
    def draw(pen: Pen, x: float, y: float) -> None:
        pen.dashes(x, x + sheet.inner, y + 1.1 * MM)

    return Strip(2.4 * MM, draw)
