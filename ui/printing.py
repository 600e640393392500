"""Paper: which printers there are, printing a PDF to one.

Everything here may wait for a spooler or a disk: hand it to the I/O lane.  A `QPrinter` and its
`QPainter` are made, used and gone within one call and so live in one thread, as Qt asks.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from desktop.domain.errors import DeskError
from ui.widgets.pdf_pages import PdfPage, render

_DPI = 300.0
_NEARLY = 0.995  # a page's picture is up to a dot larger than the page
_BROKEN = (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted)
_ASK_S = 5.0  # how long CUPS may think about whether it takes jobs
_BAND, _LEAST, _OVERLAP = 320, 128, 4  # rows of a page's picture


@dataclass(frozen=True, slots=True)
class Printers:
    """The system's printers by name, the one it prefers ("" for none), those that stand still.

    `stopped`: the system holds their jobs back, as CUPS does after a fault.
    """

    names: tuple[str, ...]
    preferred: str
    stopped: frozenset[str] = frozenset()

    @property
    def none(self) -> bool:
        """Say whether there is no printer at all."""
        return not self.names


def find_printers() -> Printers:
    """Ask the system which printers it has; asks again at each call."""
    names = tuple(QPrinterInfo.availablePrinterNames())
    preferred = QPrinterInfo.defaultPrinterName()
    stopped = frozenset(name for name in names if _stands_still(name))
    known = preferred if preferred in names else (names[0] if names else "")
    return Printers(names, known, stopped)


def print_pdf(pdf: bytes, printer: str, *, copies: int = 1, job: str = "") -> None:
    """Print every page at its true size.

    `printer` is a name of `find_printers`; `job` is what the spooler shows (a paper's number,
    never a person's name).  Raises `DeskError("printer_unavailable")` with `why` (missing,
    stopped, failed) and `fate`: `not_printed` if there is no such printer or it does not take the
    job, `unknown` if it went away while it took it.  ValueError if `pdf` is not one.
    """
    if printer not in QPrinterInfo.availablePrinterNames():
        raise _unavailable(printer, "missing")
    if _stands_still(printer) or _refuses(printer):
        raise _unavailable(printer, "stopped")
    device = QPrinter(QPrinterInfo.printerInfo(printer), QPrinter.PrinterMode.HighResolution)
    device.setCopyCount(copies)
    device.setDocName(job)
    _draw(render(pdf, _DPI), device, printer)


def print_to_file(pdf: bytes, path: Path) -> None:
    """Send the pages through the system's printing path into a PDF file, as pictures.

    What `print_pdf` does, without a printer: for checking a page's size and place.
    """
    device = QPrinter(QPrinter.PrinterMode.HighResolution)
    device.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    device.setOutputFileName(str(path))
    _draw(render(pdf, _DPI), device, str(path))


def _draw(pages: tuple[PdfPage, ...], device: QPrinter, name: str) -> None:
    device.setFullPage(True)
    _fit(device, pages[0])
    painter = QPainter()
    if not painter.begin(device):
        raise _unavailable(name, "failed")
    # Otherwise Qt packs pictures as JPEG on their way, with specks around every letter.
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    try:
        for number, page in enumerate(pages):
            if number:
                _fit(device, page)
                if not device.newPage():
                    raise _unavailable(name, "failed", "unknown")
            grey = page.image.convertToFormat(QImage.Format.Format_Grayscale8)  # a quarter as long
            _draw_in_bands(painter, _true_size(device, page), grey)
    finally:
        taken = painter.end()
    if not taken or device.printerState() in _BROKEN:
        raise _unavailable(name, "failed", "unknown")


def _stands_still(name: str) -> bool:
    return QPrinterInfo.printerInfo(name).state() == QPrinter.PrinterState.Error


def _refuses(name: str) -> bool:
    """Say whether CUPS would turn a job away; Qt says nothing then and hands it in all the same."""
    command = shutil.which("lpstat")
    if command is None:
        return False
    try:
        said = subprocess.run(
            [command, "-a", name],
            env=os.environ | {"LC_ALL": "C"},
            capture_output=True,
            text=True,
            timeout=_ASK_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return "not accepting" in said.stdout


def _unavailable(printer: str, why: str, fate: str = "not_printed") -> DeskError:
    return DeskError("printer_unavailable", printer=printer, why=why, fate=fate)


def _draw_in_bands(painter: QPainter, place: QRectF, image: QImage) -> None:
    """Draw a page piece by piece: Qt holds the whole interpreter while it draws one.

    A whole A4 page would stop the screens for a tenth of a second.  The pieces overlap by a few
    rows and meet where nothing is written, so that no printer shows where.
    """
    scale = place.height() / image.height()
    top = 0
    while top < image.height():
        bottom = _seam(image, top)
        rows = min(bottom + _OVERLAP, image.height()) - top
        target = QRectF(place.left(), place.top() + top * scale, place.width(), rows * scale)
        painter.drawImage(target, image, QRectF(0, top, image.width(), rows))
        top = bottom


def _seam(image: QImage, top: int) -> int:
    """Return the row at which the piece that begins at `top` ends.

    Best is the last place within reach whose rows all look alike: between two lines of text.
    """
    latest = top + _BAND
    if latest >= image.height():
        return image.height()
    dots, stride, alike = image.constBits(), image.bytesPerLine(), 0
    row = b""
    for at in range(min(latest + _OVERLAP, image.height() - 1), top + _LEAST, -1):
        above = bytes(dots[at * stride : at * stride + image.width()])
        alike = alike + 1 if above == row else 0
        row = above
        if alike >= 2 * _OVERLAP:
            return at + _OVERLAP
    return latest


def _fit(device: QPrinter, page: PdfPage) -> None:
    """Ask for the page's own size upright; the driver keeps its paper where it has no such one."""
    size = page.size_mm
    upright = QSizeF(min(size.width(), size.height()), max(size.width(), size.height()))
    wide = size.width() > size.height()
    layout = QPageLayout(
        QPageSize(upright, QPageSize.Unit.Millimeter),
        QPageLayout.Orientation.Landscape if wide else QPageLayout.Orientation.Portrait,
        QMarginsF(),
    )
    device.setPageLayout(layout)


def _true_size(device: QPrinter, page: PdfPage) -> QRectF:
    """Return where the page goes: top left, true size, made smaller only if it does not fit.

    Each dot of the page's picture is a whole number of the printer's own, where that can be:
    nothing between them is guessed, and bands meet without a seam.
    """
    dots = device.resolution() / _DPI
    width, height = page.image.width() * dots, page.image.height() * dots
    paper = device.pageLayout().fullRectPixels(device.resolution())
    fit = min(paper.width() / width, paper.height() / height)
    shrink = 1.0 if fit > _NEARLY else fit
    return QRectF(0, 0, width * shrink, height * shrink)
