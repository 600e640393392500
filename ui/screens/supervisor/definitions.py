"""What each figure means, in words."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from ui.screens.supervisor.wording import Wording
from ui.theme import STEP
from ui.widgets.labels import Heading

NAMES: Final = (
    "waiting_now",
    "longest_wait",
    "called",
    "serving",
    "counters_open",
    "issued",
    "served",
    "missed",
    "cancelled",
    "overdue",
    "answered",
    "waits",
    "half_hours",
    "told",
    "advice",
    "carried",
)


class Definitions(QWidget):
    """A page to read; Esc goes back."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = Heading(factor=1.5, parent=self)
        self._back = QPushButton(self)
        self._back.setAutoDefault(False)
        self._back.clicked.connect(self.left)
        self.page = QTextBrowser(self)
        self.page.setOpenLinks(False)
        self.page.setTabChangesFocus(True)
        self.page.document().setDocumentMargin(4 * STEP)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._back)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(2 * STEP)
        whole.addLayout(head)
        whole.addWidget(self.page, 1)

    def reword(self, say: Wording) -> None:
        """Put the words in again."""
        self._title.setText(say.text("definitions"))
        self.page.setAccessibleName(say.text("definitions"))
        self._back.setText(say.text("back"))
        self._back.setAccessibleName(say.text("back"))
        parts = [
            f"<p><b>{say.text(f'tile.{name}')}</b><br>{say.text(f'meaning.{name}')}</p>"
            for name in NAMES
        ]
        self.page.setHtml("".join(parts))

    def take_focus(self) -> None:
        """Begin to read."""
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
