"""A line for a file's path with a button that looks for one; the keyboard needs only the line."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ui.theme import STEP


class PathLine(QWidget):
    """The path and 浏览…; `entered` follows Enter in the line or a choice in the dialog.

    `saving` asks for the name of a new file instead of one that is there.
    """

    entered = Signal()

    def __init__(self, parent: QWidget | None = None, *, saving: bool = False) -> None:
        super().__init__(parent)
        self._saving = saving
        self._filter = ""
        self.line = QLineEdit(self)
        self.line.setTextMargins(STEP, 0, 0, 0)
        self.browse = QPushButton(self)
        self.browse.setAutoDefault(False)
        self.browse.clicked.connect(self._browse)
        self.line.returnPressed.connect(self.entered)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * STEP)
        layout.addWidget(self.line, 1)
        layout.addWidget(self.browse)
        self.setFocusProxy(self.line)

    def set_text(self, name: str, browse: str, files: str = "") -> None:
        """Set the words: what the line holds, the button, and the dialog's filter of files."""
        self.line.setAccessibleName(name)
        self.browse.setText(browse)
        self.browse.setAccessibleName(f"{name} {browse}")
        self._filter = files

    @property
    def path(self) -> Path | None:
        """Return the path in the line, None while it is empty."""
        text = self.line.text().strip().strip('"')
        return Path(text).expanduser() if text else None

    def show_path(self, path: Path) -> None:
        """Put a path into the line."""
        self.line.setText(str(path))

    @Slot()
    def _browse(self) -> None:
        dialog = QFileDialog(self, self.line.accessibleName())
        modes = QFileDialog.AcceptMode
        dialog.setAcceptMode(modes.AcceptSave if self._saving else modes.AcceptOpen)
        dialog.setFileMode(
            QFileDialog.FileMode.AnyFile if self._saving else QFileDialog.FileMode.ExistingFile
        )
        if self._filter:
            dialog.setNameFilter(self._filter)
        path = self.path
        if path is not None:
            dialog.setDirectory(str(path.parent))
            dialog.selectFile(path.name)
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _chosen(self, path: str) -> None:
        self.line.setText(path)
        self.entered.emit()
