"""A paper as it will print: pictures of its pages, at a width that fits or at true size."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ui.theme import STEP, tokens_of


class PageView(QWidget):
    """One page, scaled to the width there is, white paper on either scheme."""

    def __init__(self, image: QImage, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image = image
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        """Return the page's width at 96 dots an inch, at most 70 characters."""
        width = min(self._image.width(), self.fontMetrics().height() * 40)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return a width at which one still sees what it is."""
        width = min(self._image.width(), self.fontMetrics().height() * 10)
        return QSize(width, self.heightForWidth(width))

    def hasHeightForWidth(self) -> bool:
        """Return True: paper keeps its form."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that belongs to `width`."""
        shown = min(width, self._image.width())
        return round(shown * self._image.height() / max(1, self._image.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the page in the middle, with a hairline around it."""
        width = min(self.width(), self._image.width())
        height = self.heightForWidth(width)
        box = QRectF((self.width() - width) / 2, 0, width, height)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(box, self._image)
        painter.setPen(QColor(tokens_of(self.palette()).line))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.end()


class PrintPreview(QScrollArea):
    """All pages under each other; `name` is what the paper is called."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pages: list[PageView] = []
        self._inside = QWidget(self)
        self._layout = QVBoxLayout(self._inside)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(3 * STEP)
        self._layout.addStretch(1)
        self.setWidget(self._inside)

    def show_pages(self, images: Sequence[QImage], name: str) -> None:
        """Show these pages instead of what was there; none clears the view."""
        for page in self._pages:
            self._layout.removeWidget(page)
            page.deleteLater()
        self._pages = [PageView(image, name, self._inside) for image in images]
        for at, page in enumerate(self._pages):
            self._layout.insertWidget(at, page)
        self.setAccessibleName(name)
        self.verticalScrollBar().setValue(0)
