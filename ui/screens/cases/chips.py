"""Chips: a row of choices of which one holds, by arrow keys or a key of its own."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from ui.screens.cases.filters import Filter
from ui.theme import STEP, tokens_of
from ui.widgets.flow import FlowLayout
from ui.widgets.shapes import draw_card, draw_focus


class Chip(QPushButton):
    """One choice: a tick and a filled pill say that it holds."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def show_words(self, words: str) -> None:
        """Say this, aloud as well."""
        if words != self.text():
            self.setText(words)
            self.setAccessibleName(words)
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return room for tick, words and margins, the same whether it holds or not."""
        metrics = QFontMetrics(self.font())
        tick = metrics.horizontalAdvance("✓ ")
        width = metrics.horizontalAdvance(self.text()) + tick + 5 * STEP
        return QSize(width, metrics.height() + 3 * STEP)

    def minimumSizeHint(self) -> QSize:
        """Return the same: words are not cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pill."""
        colours = tokens_of(self.palette())
        holds = self.isChecked()
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter = QPainter(self)
        fill = colours.accent_soft if holds else colours.surface
        line = colours.accent if holds else colours.control_line
        draw_card(painter, box, fill, line, radius=box.height() / 2)
        if self.hasFocus():
            draw_focus(painter, box, colours, radius=box.height() / 2)
        ink = colours.accent if holds else colours.text
        painter.setPen(QColor(ink if self.isEnabled() else colours.disabled))
        words = f"✓ {self.text()}" if holds else self.text()
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)
        painter.end()


class Chips(QWidget):
    """The filters; `chosen` carries a `Filter` when a person picks one."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._chips = {which: Chip(self) for which in Filter}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        flow = FlowLayout(self)
        for chip in self._chips.values():
            self._group.addButton(chip)
            flow.addWidget(chip)
        self._group.buttonClicked.connect(self._clicked)

    def chip(self, which: Filter) -> Chip:
        """Return one chip."""
        return self._chips[which]

    def show_chosen(self, which: Filter | None) -> None:
        """Tick one, or none while a text is searched for."""
        self._group.setExclusive(False)
        for known, chip in self._chips.items():
            chip.setChecked(known is which)
        self._group.setExclusive(True)

    def _clicked(self, chip: QPushButton) -> None:
        which = next(known for known, made in self._chips.items() if made is chip)
        self.chosen.emit(which)
