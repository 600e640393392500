"""The parts a paper is put together from: running text, forms and lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from desktop.printing.fonts import clean_lines
from desktop.printing.line_breaking import break_lines, widest_piece
from desktop.printing.pen import HAIRLINE, RULE, Align, Ink, Pen
from desktop.printing.sheet import Sheet
from desktop.printing.strips import Block, Frame, Row, Strip

# Where the baseline lies in a line of Noto Sans SC, from the top of its em square.
BASELINE = 0.88
# Between the rule and the text of a cell, in ems.
_PAD = 0.45
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
    lines = break_lines(clean_lines(text), sheet.inner, ink.advance, indent=indent)
    rows: list[Row] = []
    for at, line in enumerate(lines):
        start = 0 if at else indent
        even = ink if at == len(lines) - 1 else _spread(line, sheet.inner - start, ink)
        rows.append((text_strip(line, sheet.inner, even, ink.size * 1.65, x=start),))
    if len(rows) <= 3:
        rows = [tuple(strip for row in rows for strip in row)]
    return Block(tuple(rows), above)


def form(rows: Sequence[Sequence[Pair]], sheet: Sheet, *, above: float = 0) -> Block:
    """Return a ruled form: each row holds one or two pairs of label and value."""
    label = _label_width([name for row in rows for name, _ in row], sheet)
    label_ink, value_ink = sheet.ink(bold=True), sheet.ink()
    built: list[Row] = []
    for row in _unpacked(rows, sheet.inner / 2 - label - 2 * _PAD * sheet.size, value_ink):
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
    middle: Sequence[int] = (0,),
) -> Block:
    """Return a ruled list whose heading is repeated overleaf.

    `shares` divides the width between the columns; those in `middle` are centred.
    """
    widths = [sheet.inner * share / sum(shares) for share in shares]
    last = len(widths) - 1

    def cells(texts: Sequence[str], ink: Ink, *, heading: bool = False) -> list[Cell]:
        aligns: list[Align] = [
            "centre" if heading or at in middle else "left" for at in range(last + 1)
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
    even = max(ink.width(text) / len(lines), widest_piece(text, ink.advance))
    for step in range(8):
        tried = break_lines(text, min(even + step * ink.size / 2, width), ink.advance)
        if len(tried) == len(lines):
            return tried
    return lines


def _unpacked(rows: Sequence[Sequence[Pair]], room: float, ink: Ink) -> Iterator[Sequence[Pair]]:
    """Give the pairs of a row a row each where a text would be torn in half the width."""
    for row in rows:
        torn = any(widest_piece(clean_lines(text), ink.advance) > room for _, text in row)
        if torn:
            yield from ([pair] for pair in row)
        else:
            yield row


def _label_width(labels: Sequence[str], sheet: Sheet) -> float:
    """Return the narrowest column of labels in which none takes more than two lines."""
    ink = sheet.ink(bold=True)
    for step in range(56, 90, 4):
        width = sheet.size * step / 10
        room = width - 2 * _PAD * sheet.size
        if all(
            widest_piece(label, ink.advance) <= room
            and len(break_lines(label, room, ink.advance)) <= 2
            for label in labels
        ):
            return width
    return sheet.size * 9


def _spread(line: str, width: float, ink: Ink) -> Ink:
    """Open the letters a little so that a full line reaches the right edge."""
    short = width - ink.width(line)
    if len(line) < 2 or not 0 < short < 2.6 * ink.size:
        return ink
    return replace(ink, tracking=ink.tracking + short / (len(line) - 1))


def _row(cells: Sequence[Cell], sheet: Sheet) -> Row:
    """Return one ruled row: as many strips as its longest cell has lines."""
    pad = sheet.size * _PAD
    texts = [_lines(cell, cell.width - 2 * pad) for cell in cells]
    count = max(map(len, texts))
    lefts = [0.0, *accumulate(cell.width for cell in cells)]
    air = sheet.size * 0.27
    return tuple(
        _slice(
            at, count, list(zip(cells, texts, lefts, strict=False)), (pad, air, sheet.size * 1.38)
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
        return balanced(clean_lines(cell.text), width, cell.ink)
    return break_lines(clean_lines(cell.text), width, cell.ink.advance)


def _frame(width: float) -> Frame:
    def frame(pen: Pen, x: float, top: float, bottom: float) -> None:
        pen.box(x, top, width, bottom - top, RULE)

    return frame
