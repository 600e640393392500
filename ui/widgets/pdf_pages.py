"""Pages of a PDF as pictures, for the preview and for printers."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QImage

if TYPE_CHECKING:
    import pypdfium2

_POINTS_PER_INCH = 72.0
_MM_PER_INCH = 25.4

# PDFium keeps global state and is not safe in several threads at once; the I/O lane has several.
_pdfium = threading.Lock()


@dataclass(frozen=True, slots=True)
class PdfPage:
    """One page as a picture, and its true size in millimetres."""

    image: QImage
    size_mm: QSizeF


def render(pdf: bytes, dpi: float) -> tuple[PdfPage, ...]:
    """Return every page at `dpi`; for a worker's thread.  ValueError if it is not a PDF."""
    # A late import: a twentieth of a second that no start should wait for.
    import pypdfium2

    with _pdfium:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise ValueError("not a PDF") from error
        try:
            return tuple(_page(document[number], dpi) for number in range(len(document)))
        finally:
            document.close()


def _page(page: pypdfium2.PdfPage, dpi: float) -> PdfPage:
    width, height = page.get_size()
    bitmap = page.render(scale=dpi / _POINTS_PER_INCH, rev_byteorder=True, prefer_bgrx=True)
    pixels = bytes(bitmap.buffer)
    image = QImage(
        pixels, bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
    ).copy()  # the copy owns its pixels; PDFium's buffer ends with the page
    bitmap.close()
    page.close()
    to_mm = _MM_PER_INCH / _POINTS_PER_INCH
    return PdfPage(image, QSizeF(width * to_mm, height * to_mm))
