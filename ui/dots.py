"""Pages as the dots of a thermal head: the page's own millimetres, black or white."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from desktop.thermal.escpos import Dots
from ui.widgets.pdf_pages import render

DPI: Final = 203.2
"""Eight dots a millimetre."""
_BLACK_BELOW: Final = 150  # of 255: what is darker becomes a dot
_DIGITS: Final = bytes(b"01"[one < _BLACK_BELOW] for one in range(256))


def dots_of(pdf: bytes, width: int) -> tuple[Dots, ...]:
    """Return every page for a head of `width` dots; for a worker's thread.

    A roll's page is as wide as the paper, and what lies beyond the head at both sides is white:
    it is left out.  Another page is made to fit.  ValueError if `pdf` is no PDF.
    """
    return tuple(_dots(page.image, width) for page in render(pdf, DPI))


def picture_of(dots: Dots) -> QImage:
    """Return what the head will print, for looking at it."""
    across = dots.width // 8
    image = QImage(dots.rows, dots.width, dots.height, across, QImage.Format.Format_Mono)
    image.setColorTable([QColor("white").rgb(), QColor("black").rgb()])
    return image.copy()


def _dots(page: QImage, width: int) -> Dots:
    """Bring a page down to the head's dots and decide for each whether it is black.

    A threshold, not a pattern of dots: text and codes stay sharp, and there are no photographs.
    """
    beyond = max(0, page.width() - width + 1) // 2
    if beyond and not _white(page, beyond):
        page = page.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
    head = QImage(width, page.height(), QImage.Format.Format_Grayscale8)
    head.fill(Qt.GlobalColor.white)
    painter = QPainter(head)
    painter.drawImage(QPoint((width - page.width()) // 2, 0), page)
    painter.end()
    return Dots(width, _packed(head))


def _packed(grey: QImage) -> bytes:
    """Return the rows of a grey picture as bits, 1 for black, without padding."""
    digits = bytes(grey.constBits()).translate(_DIGITS)
    width, stride = grey.width(), grey.bytesPerLine()
    starts = range(0, stride * grey.height(), stride)
    return b"".join(int(digits[at : at + width], 2).to_bytes(width // 8) for at in starts)


def _white(page: QImage, beyond: int) -> bool:
    """Say whether the page is white in strips of so many dots at both sides."""
    right = page.width() - beyond
    strips = (page.copy(left, 0, beyond, page.height()) for left in (0, right))
    return all(strip == _blank(strip) for strip in strips)


def _blank(like: QImage) -> QImage:
    made = QImage(like.size(), like.format())
    made.fill(Qt.GlobalColor.white)
    return made
