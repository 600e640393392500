"""A page that shows whether a printer prints: where the edges are, and that Chinese comes out."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QGuiApplication, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

_WIDTH_MM, _HEIGHT_MM = 72.0, 60.0  # what an 80 mm printer reaches, and any larger one too
_NARROW_MM = 48.0  # what a 58 mm printer reaches
_DPI = 300


def trial_page(title: str, lines: tuple[str, ...], *, narrow: bool = False) -> bytes:
    """Return a PDF of one page, 72 (`narrow`: 48) × 60 mm, with a frame at its edge.

    Safe in a worker.
    """
    width = _NARROW_MM if narrow else _WIDTH_MM
    font = QGuiApplication.font()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    size = QPageSize(QSizeF(width, _HEIGHT_MM), QPageSize.Unit.Millimeter)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    painter = QPainter(writer)
    dots = _DPI / 25.4
    edge = QRectF(dots, dots, (width - 2) * dots, (_HEIGHT_MM - 2) * dots)
    painter.setPen(QPen(Qt.GlobalColor.black, dots / 4))
    painter.drawRect(edge)
    inside = edge.adjusted(3 * dots, 3 * dots, -3 * dots, -3 * dots)
    _write(painter, inside, title, font, 14)
    rest = inside.adjusted(0, 10 * dots, 0, 0)
    _write(painter, rest, "\n".join(lines), font, 9)
    painter.end()
    buffer.close()
    return bytes(data.data())


def _write(painter: QPainter, box: QRectF, text: str, font: QFont, points: float) -> None:
    made = QFont(font)
    made.setPointSizeF(points)
    painter.setFont(made)
    wrap = Qt.TextFlag.TextWordWrap
    painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft) | int(wrap), text)
