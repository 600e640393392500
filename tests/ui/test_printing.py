"""Paper at its true size, in a worker's thread, and a missing printer said in a sentence."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from desktop.domain.errors import DeskError
from desktop.printing.render import render as make_paper
from tests.desktop.printing import samples
from ui.background import Lanes
from ui.printing import Printers, _seam, find_printers, print_pdf, print_to_file
from ui.theme import Appearance
from ui.widgets.pdf_pages import render
from ui.widgets.print_preview import PrintPreview

MM = 72 / 25.4


def _pdf(*sizes_mm: tuple[float, float]) -> bytes:
    """Return a PDF with a page of each size, a black corner of 10 mm on each at the top left."""
    stream = io.BytesIO()
    canvas = Canvas(stream)
    for width, height in sizes_mm:
        canvas.setPageSize((width * MM, height * MM))
        canvas.rect(0, (height - 10) * MM, 10 * MM, 10 * MM, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


class Waiting(QObject):
    """Waits for one job."""

    finished = Signal(object)

    def done(self, result: object) -> None:
        self.finished.emit(result)

    def failed(self, error: DeskError) -> None:
        self.finished.emit(error)


def test_pages_become_pictures_of_their_size() -> None:
    first, second = render(_pdf((80, 120), (148, 210)), 203)
    assert (first.image.width(), first.image.height()) == pytest.approx((639, 959), abs=1)
    assert first.size_mm.width() == pytest.approx(80, abs=0.1)
    assert second.size_mm.height() == pytest.approx(210, abs=0.1)
    assert first.image.pixelColor(20, 20) == QColor("black")
    assert first.image.pixelColor(200, 200) == QColor("white")


def test_what_is_no_pdf_is_refused() -> None:
    with pytest.raises(ValueError, match="PDF"):
        render(b"no paper", 96)


@pytest.mark.parametrize("size", [(148.0, 210.0), (80.0, 120.0), (210.0, 148.0)])
def test_a_worker_prints_at_true_size(
    qtbot: QtBot, lanes: Lanes, tmp_path: Path, size: tuple[float, float]
) -> None:
    path, waiting = tmp_path / "printed.pdf", Waiting()
    with qtbot.waitSignal(waiting.finished, timeout=10_000) as finished:
        work = partial(print_to_file, _pdf(size, size), path)
        lanes.io.submit(work, waiting.done, waiting.failed)
    assert finished.args == [None]
    pages = pypdf.PdfReader(path).pages
    assert len(pages) == 2
    box = pages[0].mediabox
    assert (float(box.width) / MM, float(box.height) / MM) == pytest.approx(size, abs=0.5)
    image = render(path.read_bytes(), 254)[0].image  # ten dots a millimetre
    assert image.pixelColor(50, 50).lightness() < 60
    assert image.pixelColor(95, 95).lightness() < 60
    assert image.pixelColor(106, 106).lightness() > 200


def test_several_workers_render_at_once(qtbot: QtBot, lanes: Lanes) -> None:
    waiting, pages = Waiting(), list[object]()
    waiting.finished.connect(pages.append)
    for _ in range(6):
        lanes.io.submit(partial(render, _pdf((80, 120)), 203), waiting.done, waiting.failed)
    qtbot.waitUntil(lambda: len(pages) == 6, timeout=10_000)
    assert not any(isinstance(page, DeskError) for page in pages)


def test_a_missing_printer_is_the_worlds_fault(qtbot: QtBot, lanes: Lanes) -> None:
    waiting = Waiting()
    with qtbot.waitSignal(waiting.finished, timeout=10_000) as finished:
        work = partial(print_pdf, _pdf((80, 120)), "no such printer")
        lanes.io.submit(work, waiting.done, waiting.failed)
    (error,) = finished.args or [None]
    assert isinstance(error, DeskError)
    assert error.code == "printer_unavailable"
    assert error.values == {
        "printer": "no such printer",
        "why": "missing",
        "fate": "not_printed",
    }


def test_the_list_of_printers_can_be_asked_off_the_gui_thread(qtbot: QtBot, lanes: Lanes) -> None:
    waiting = Waiting()
    with qtbot.waitSignal(waiting.finished, timeout=20_000) as finished:
        lanes.io.submit(find_printers, waiting.done, waiting.failed)
    (found,) = finished.args or [None]
    assert isinstance(found, Printers)
    assert found.none == (not found.names)
    assert found.preferred in ("", *found.names)


def test_the_preview_shows_every_page_in_its_form(qtbot: QtBot, appearance: Appearance) -> None:
    preview = PrintPreview()
    qtbot.addWidget(preview)
    pages = render(_pdf((80, 120), (80, 120)), 96)
    preview.show_pages([page.image for page in pages], "取号凭条")
    preview.resize(240, 400)
    preview.show()
    assert preview.accessibleName() == "取号凭条"
    assert not preview.grab().isNull()
    preview.show_pages([], "")
    preview.close()


@pytest.mark.parametrize("dpi", [203, 300, 600])
def test_pieces_of_a_page_meet_without_a_seam(tmp_path: Path, dpi: int) -> None:
    stream = io.BytesIO()
    canvas = Canvas(stream)
    canvas.setPageSize((148 * MM, 210 * MM))
    canvas.rect(70 * MM, 5 * MM, 8 * MM, 200 * MM, stroke=0, fill=1)
    canvas.save()
    print_to_file(stream.getvalue(), tmp_path / "column.pdf")
    image = render((tmp_path / "column.pdf").read_bytes(), dpi)[0].image
    middle, dots = image.width() // 2, dpi / 25.4
    column = [
        image.pixelColor(middle, y).lightness() for y in range(int(7 * dots), int(200 * dots))
    ]
    assert set(column) == {0}


def row(image: QImage, y: int) -> bytes:
    """Return the greys of a row."""
    start = y * image.bytesPerLine()
    return bytes(image.constBits()[start : start + image.width()])


def test_pieces_of_a_page_meet_between_the_lines() -> None:
    notice = make_paper(samples.acceptance(), "A5").pdf
    image = render(notice, 300)[0].image.convertToFormat(QImage.Format.Format_Grayscale8)
    top, seams = 0, list[int]()
    while (top := _seam(image, top)) < image.height():
        seams.append(top)
    assert len(seams) >= 6
    for seam in seams:
        rows = {row(image, y) for y in range(seam - 2, seam + 5)}
        assert len(rows) == 1, f"a line is cut at {seam}"
