"""A paper saved as PDF: where, under which name, and the way to open it afterwards."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.desk import Printable
from desktop.saved_files import write_whole
from ui.background import Lanes
from ui.language import Language
from ui.messages import Messages
from ui.screens.context import PcSettings
from ui.waiting_papers import Pages
from ui.widgets.toast import WayOn


class PaperSaving(QObject):
    """Asks where and saves in the I/O lane; the dialog stops nobody else's work."""

    def __init__(
        self,
        lanes: Lanes,
        messages: Messages,
        language: Language,
        settings: PcSettings,
        host: QWidget,
    ) -> None:
        super().__init__(host)
        self._lanes, self._messages, self._language = lanes, messages, language
        self._settings, self._host = settings, host
        self._paper: Printable | Pages | None = None

    def name(self, paper: Printable | Pages) -> str:
        """Return what people call a paper: its kind and number."""
        if isinstance(paper, Pages):
            return paper.name
        kind = self._language.text(f"printing.kind.{paper.paper.kind}")
        return f"{kind} {paper.paper.number}"

    def suggested(self, paper: Printable | Pages) -> Path:
        """Return where a paper would be saved: the last folder, its kind and number."""
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        folder = self._settings.get("paper_folder") or QStandardPaths.writableLocation(documents)
        return Path(folder) / f"{self.name(paper)}.pdf"

    @Slot(object)
    def ask_where(self, paper: Printable | Pages) -> None:
        """Open the dialog with a name suggested."""
        self._paper = paper
        suggested = self.suggested(paper)
        dialog = QFileDialog(self._host, self._language.text("printing.save"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.setDirectory(str(suggested.parent))
        dialog.selectFile(suggested.name)
        dialog.fileSelected.connect(self.save)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def save(self, chosen: str) -> None:
        """Save the paper asked about under the chosen path."""
        if self._paper is None or not chosen:
            return
        path = Path(chosen)
        self._settings.put("paper_folder", str(path.parent))
        work = partial(_saved, self._paper.pdf, path)
        self._lanes.io.submit(work, self._told, self._messages.show_error)

    @Slot(object)
    def _told(self, path: Path) -> None:
        text = self._language.text
        show = WayOn(text("message.open"), partial(_open_file, path))
        self._messages.done(text("printing.saved", path=path), ways=(show,))


def _saved(pdf: bytes, path: Path) -> Path:
    write_whole(str(path), pdf)
    return path


def _open_file(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
