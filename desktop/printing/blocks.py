"""The parts a paper is put together from: running text, forms and lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from desktop.printing.fonts import clean
from desktop.printing.line_breaking import break_lines
from desktop.printing.pen import HAIRLINE, RULE, Align, Ink, Pen
from desktop.printing.sheet import Sheet
from desktop.printing.strips import Block, Frame, Row, Strip

# Where the baseline lies in a line of Noto Sans SC, from the top of its em square.
BASELINE = 0.88
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a row of a form: its text, its width in points, how it is set."""

    text: str
    width: float
    ink: Ink
    align: Align = "left"


def text_strip(
    text: str, width: float, ink: Ink, leading: float, align: Align = "left", x: float = 0
) -> Strip:
    """Return one line of text as a strip; `x` moves a line set to the left."""

    def draw(pen: Pen, left: float, top: float) -> None:
        at = {"left": left + x, "centre": left + width / 2, "right": left + width}[align]
        pen.text(at, top + (leading - ink.size) / 2 + BASELINE * ink.size, text, ink, align)

    return Strip(leading, draw)


def paragraph(text: str, sheet: Sheet, ink: Ink, *, indent: float = 0, above: float = 0) -> Block:
    """Return running text, both edges even, its first line indented by `indent` points."""
    lines = break_lines(clean(text), sheet.inner, ink.advance, indent=indent)
    rows: list[Row] = []
    for at, line in enumerate(lines):
        start = 0 if at else indent
        even = ink if at == len(lines) - 1 else _spread(line, sheet.inner - start, ink)
        rows.append((text_strip(line, sheet.inner, even, ink.size * 1.65, x=start),))
    if len(rows) <= 3:
        rows = [tuple(strip for row in rows for strip in row)]
    return Block(tuple(rows), above)


def centred(lines: Iterable[str], sheet: Sheet, ink: Ink, *, above: float = 0) -> Block:
    """Return lines set to the middle, broken where they are too long."""
    broken = [part for line in lines for part in balanced(clean(line), sheet.inner, ink)]
    strips = tuple(text_strip(line, sheet.inner, ink, ink.size * 1.35, "centre") for line in broken)
    return Block((strips,), above)


def form(rows: Sequence[Sequence[Pair]], sheet: Sheet, *, above: float = 0) -> Block:
    """Return a ruled form: each row holds one or two pairs of label and value."""
    label = sheet.size * 7.2
    label_ink, value_ink = sheet.ink(bold=True), sheet.ink()
    built: list[Row] = []
    for row in rows:
        value = sheet.inner / len(row) - label
        cells = [
            cell
            for name, text in row
            for cell in (Cell(name, label, label_ink, "centre"), Cell(text, value, value_ink))
        ]
        built.append(_row(cells, sheet))
    return Block(tuple(built), above, frame=_frame(sheet.inner))


def listing(
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    shares: Sequence[float],
    sheet: Sheet,
    *,
    above: float = 0,
) -> Block:
    """Return a ruled list whose heading is repeated overleaf.

    `shares` divides the width between the columns; the first and the last are centred.
    """
    widths = [sheet.inner * share / sum(shares) for share in shares]
    last = len(widths) - 1

    def cells(texts: Sequence[str], ink: Ink, *, heading: bool = False) -> list[Cell]:
        aligns: list[Align] = [
            "centre" if heading or at in (0, last) else "left" for at in range(last + 1)
        ]
        return [Cell(*cell) for cell in zip(texts, widths, [ink] * (last + 1), aligns, strict=True)]

    body = tuple(_row(cells(row, sheet.ink()), sheet) for row in rows)
    top = _row(cells(head, sheet.ink(bold=True), heading=True), sheet)
    return Block(body, above, top, _frame(sheet.inner))


def balanced(text: str, width: float, ink: Ink) -> list[str]:
    """Break `text` into the fewest lines that fit, and make them about equally long."""
    lines = break_lines(text, width, ink.advance)
    if len(lines) == 1:
        return lines
    even = ink.width(text) / len(lines)
    for step in range(8):
        tried = break_lines(text, min(even + step * ink.size / 2, width), ink.advance)
        if len(tried) == len(lines):
            return tried
    return lines


def _spread(line: str, width: float, ink: Ink) -> Ink:
    """Open the letters a little so that a full line reaches the right edge."""
    short = width - ink.width(line)
    if len(line) < 2 or not 0 < short < 1.6 * ink.size:
        return ink
    return replace(ink, tracking=ink.tracking + short / (len(line) - 1))


def _row(cells: Sequence[Cell], sheet: Sheet) -> Row:
    """Return one ruled row: as many strips as its longest cell has lines."""
    pad = sheet.size * 0.45
    texts = [_lines(cell, cell.width - 2 * pad) for cell in cells]
    count = max(map(len, texts))
    lefts = [0.0, *accumulate(cell.width for cell in cells)]
    air = sheet.size * 0.34
    return tuple(
        _slice(
            at, count, list(zip(cells, texts, lefts, strict=False)), (pad, air, sheet.size * 1.45)
        )
        for at in range(count)
    )


def _slice(
    at: int,
    count: int,
    cells: Sequence[tuple[Cell, list[str], float]],
    measures: tuple[float, float, float],
) -> Strip:
    """Return line `at` of a row of `count` lines; short cells stand in the row's middle."""
    pad, air, leading = measures
    top_air = air if at == 0 else 0.0
    height = leading + top_air + (air if at == count - 1 else 0.0)

    def draw(pen: Pen, x: float, y: float) -> None:
        if at == 0:
            pen.line(x, y, x + sum(cell.width for cell, _, _ in cells), y, HAIRLINE)
        for cell, lines, left in cells:
            if left:
                pen.line(x + left, y, x + left, y + height, HAIRLINE)
            shift = (count - len(lines)) / 2
            line = at - int(shift)
            if 0 <= line < len(lines):
                down = (shift - int(shift)) * leading + (leading - cell.ink.size) / 2
                base = y + top_air + down + BASELINE * cell.ink.size
                middle = cell.align == "centre"
                at_x = x + left + (cell.width / 2 if middle else pad)
                pen.text(at_x, base, lines[line], cell.ink, cell.align)

    return Strip(height, draw)


def _lines(cell: Cell, width: float) -> list[str]:
    if cell.align == "centre":
        return balanced(clean(cell.text), width, cell.ink)
    return break_lines(clean(cell.text), width, cell.ink.advance)


def _frame(width: float) -> Frame:
    def frame(pen: Pen, x: float, top: float, bottom: float) -> None:
        pen.box(x, top, width, bottom - top, RULE)

    return frame
