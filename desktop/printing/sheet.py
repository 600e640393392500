"""The papers' sizes: two widths of thermal roll and two sheets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from desktop.printing.pen import MM, Ink

Width = Literal["58", "80", "A5", "A4"]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A paper's measures in points; `size` is the body text, everything else follows from it.

    `height` 0: a roll, cut after the last line.
    """

    width: float
    height: float
    side: float
    top: float
    bottom: float
    size: float

    @property
    def inner(self) -> float:
        """Return the width between the margins."""
        return self.width - 2 * self.side

    @property
    def leading(self) -> float:
        """Return the distance between the baselines of running text."""
        return self.size * 1.6

    def ink(self, scale: float = 1, *, bold: bool = False, tracking: float = 0) -> Ink:
        """Return ink of `scale` times the body size; `tracking` in ems."""
        size = self.size * scale
        return Ink(size, bold, tracking * size)


# Thermal heads print 48 of 58 mm and 72 of 80 mm.
SHEETS: dict[Width, Sheet] = {
    "58": Sheet(58 * MM, 0, 5 * MM, 3 * MM, 4 * MM, 8.5),
    "80": Sheet(80 * MM, 0, 5 * MM, 4 * MM, 5 * MM, 9.6),
    "A5": Sheet(148 * MM, 210 * MM, 14 * MM, 11 * MM, 9 * MM, 9),
    "A4": Sheet(210 * MM, 297 * MM, 23 * MM, 19 * MM, 15 * MM, 11.5),
}
