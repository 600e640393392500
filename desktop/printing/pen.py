"""Drawing on a page measured from its top left corner, in points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from desktop.printing import fonts, qr

MM = 72 / 25.4
HAIRLINE = 0.5
RULE = 0.9

Align = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class Ink:
    """How a piece of text is set: size in points, weight, space after each letter in points."""

    size: float
    bold: bool = False
    tracking: float = 0

    def width(self, text: str) -> float:
        """Return the width of cleaned `text`, without the space after its last letter."""
        spaces = self.tracking * max(len(text) - 1, 0)
        return fonts.text_width(text, self.size, bold=self.bold) + spaces

    def advance(self, char: str) -> float:
        """Return how far one character moves the pen."""
        return fonts.advance(char, bold=self.bold) * self.size + self.tracking


class Pen:
    """A canvas whose y grows downwards, as a reader goes down a page."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self._canvas = canvas
        self._height = height

    def text(self, x: float, baseline: float, text: str, ink: Ink, align: Align = "left") -> None:
        """Write one line of cleaned text; `x` is its left end, middle or right end."""
        if align != "left":
            x -= ink.width(text) * (1.0 if align == "right" else 0.5)
        line = self._canvas.beginText(x, self._height - baseline)
        line.setCharSpace(ink.tracking)
        for font, piece in fonts.runs(text, bold=ink.bold):
            line.setFont(font, ink.size)
            line.textOut(piece)
        self._canvas.drawText(line)

    def line(self, x1: float, y1: float, x2: float, y2: float, width: float = HAIRLINE) -> None:
        """Draw a straight line."""
        self._canvas.setLineWidth(width)
        self._canvas.line(x1, self._height - y1, x2, self._height - y2)

    def dashes(self, x1: float, x2: float, y: float) -> None:
        """Draw a dashed rule: thermal paper's way to part two blocks."""
        self._canvas.saveState()
        self._canvas.setDash(2, 2)
        self.line(x1, y, x2, y, HAIRLINE)
        self._canvas.restoreState()

    def box(self, x: float, y: float, width: float, height: float, line: float = HAIRLINE) -> None:
        """Draw the outline of a box whose top left corner is (x, y)."""
        self._canvas.setLineWidth(line)
        self._canvas.rect(x, self._height - y - height, width, height)

    def code(self, x: float, y: float, side: float, text: str) -> None:
        """Draw a QR code into a square of `side` points, without a quiet zone of its own."""
        rows = qr.modules(text)
        # In whole modules, turned upside down: small numbers are quick to write.
        squares = [
            f"{column} {row} {length} 1 re"
            for row, dark in enumerate(rows)
            for column, length in dark
        ]
        self._canvas.saveState()
        self._canvas.translate(x, self._height - y)
        self._canvas.scale(side / len(rows), -side / len(rows))
        self._canvas.drawPath(PDFPathObject(squares), stroke=0, fill=1)
        self._canvas.restoreState()

    def across(self, text: str, centre: tuple[float, float], ink: Ink, angle: float) -> None:
        """Write `text` in light grey, turned by `angle` degrees about `centre`."""
        self._canvas.saveState()
        self._canvas.translate(centre[0], self._height - centre[1])
        self._canvas.rotate(angle)
        self._canvas.setFillGray(0.82)
        line = self._canvas.beginText(-ink.width(text) / 2, -ink.size * 0.36)
        line.setCharSpace(ink.tracking)
        for font, piece in fonts.runs(text, bold=ink.bold):
            line.setFont(font, ink.size)
            line.textOut(piece)
        self._canvas.drawText(line)
        self._canvas.restoreState()
