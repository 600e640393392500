"""A paper as strips: thin slices that are never cut, gathered in rows, blocks and pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from desktop.printing.pen import Pen

Draw = Callable[[Pen, float, float], None]
Frame = Callable[[Pen, float, float, float], None]


@dataclass(frozen=True, slots=True)
class Strip:
    """A slice of the page, `height` points high; `draw(pen, x, y)` from its top left corner."""

    height: float
    draw: Draw


Row = tuple[Strip, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Rows one under the other, with space above.

    A row stays on one page if a page can hold it.  `head` is said again where the block goes
    on overleaf; `frame(pen, x, top, bottom)` is drawn around what stands on each page.
    """

    rows: tuple[Row, ...]
    above: float = 0
    head: Row = ()
    frame: Frame | None = None


@dataclass(slots=True)
class Stretch:
    """The strips of one block on one page, from `top` down."""

    block: Block
    top: float
    strips: list[Strip] = field(default_factory=list)

    def draw(self, pen: Pen, x: float, page_top: float) -> None:
        """Draw the strips and the frame around them."""
        y = page_top + self.top
        for strip in self.strips:
            strip.draw(pen, x, y)
            y += strip.height
        if self.block.frame:
            self.block.frame(pen, x, page_top + self.top, y)


Page = list[Stretch]


def height_of(strips: Iterable[Strip]) -> float:
    """Return how high the strips are together."""
    return sum(strip.height for strip in strips)


def paginate(blocks: Sequence[Block], first: float, further: float) -> list[Page]:
    """Put blocks on pages: `first` points high, then `further` points each.

    Nothing is left out: a row higher than a page goes on strip by strip.
    """
    filling = _Filling(first, further)
    for block in blocks:
        filling.add(block)
    return filling.pages


class _Filling:
    """Pages while they are being filled."""

    def __init__(self, first: float, further: float) -> None:
        self.pages: list[Page] = [[]]
        self._further = further
        self._used = 0.0
        self._room = first

    def add(self, block: Block) -> None:
        """Put one block after the others."""
        opening = height_of(block.head) + self._least(block)
        if self._used and self._used + block.above + opening > self._room:
            self._turn()
        if self._used:
            self._used += block.above
        self._open(block)
        for row in block.rows:
            self._put(block, row)

    def _least(self, block: Block) -> float:
        """Return how much of the block's first row has to stand with its head."""
        if not block.rows:
            return 0.0
        first = height_of(block.rows[0])
        whole = first + height_of(block.head) <= self._further
        return first if whole else height_of(block.rows[0][:3])

    def _put(self, block: Block, row: Row) -> None:
        height = height_of(row)
        whole = height + height_of(block.head) <= self._further
        if whole and self._used + height > self._room:
            self._turn()
            self._open(block)
        for strip in row:
            if self._used + strip.height > self._room and self.pages[-1][-1].strips:
                self._turn()
                self._open(block)
            self._place(strip)

    def _open(self, block: Block) -> None:
        self.pages[-1].append(Stretch(block, self._used))
        for strip in block.head:
            self._place(strip)

    def _place(self, strip: Strip) -> None:
        self.pages[-1][-1].strips.append(strip)
        self._used += strip.height

    def _turn(self) -> None:
        self.pages.append([])
        self._used, self._room = 0.0, self._further
