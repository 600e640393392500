"""The bar above every screen: where, which day, how the connection and the printer are, who."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QMenu,
    QSizePolicy,
    QStyleOptionToolButton,
    QToolButton,
    QWidget,
)

from ui.theme import STEP, Tone, tokens_of
from ui.widgets.badge import Badge
from ui.widgets.labels import Heading, MutedLabel
from ui.widgets.shapes import draw_card, draw_focus


class SearchButton(QAbstractButton):
    """Looks like an empty field: pressed, it brings the palette."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def set_words(self, words: str, name: str, keys: str) -> None:
        """Set what stands in the field, what it is called, and the key that does the same."""
        self.setText(words)
        self.setAccessibleName(name)
        self.setAccessibleDescription(keys)
        self.setToolTip(f"{name} ({keys})")

    def sizeHint(self) -> QSize:
        """Return the height of a field and room for all the words."""
        metrics = self.fontMetrics()
        wide = metrics.horizontalAdvance(self.text()) + metrics.height() + 8 * STEP
        return QSize(wide, metrics.height() + 3 * STEP)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field with its glass; what has no room is cut at the end."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ground = colours.raised if self.underMouse() else colours.background
        draw_card(painter, box, ground, colours.control_line)
        if self.hasFocus():
            draw_focus(painter, box, colours)
        metrics, ink = self.fontMetrics(), QColor(colours.muted)
        size = metrics.capHeight()
        _draw_glass(painter, QRectF(3 * STEP, (self.height() - size) / 2, size, size), ink)
        room = self.rect().adjusted(round(5 * STEP + size), 0, -2 * STEP, 0)
        painter.setPen(ink)
        words = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)
        painter.end()


def _draw_glass(painter: QPainter, box: QRectF, ink: QColor) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(ink, max(1.5, box.width() / 8))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    lens = QRectF(box.topLeft(), box.size() * 0.72)
    painter.drawEllipse(lens)
    edge = lens.center() + QPointF(1, 1) * (lens.width() / 2 * 0.7071)
    painter.drawLine(edge, box.bottomRight())
    painter.restore()


class PersonButton(QToolButton):
    """Who works here, with an arrow beside the name: pressed, it brings their menu."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def initStyleOption(self, option: QStyleOptionToolButton) -> None:
        """Leave Fusion's arrow out: it is lost in the corner, below the words."""
        super().initStyleOption(option)
        option.features &= ~QStyleOptionToolButton.ToolButtonFeature.HasMenu

    def sizeHint(self) -> QSize:
        """Return room for the name and the arrow."""
        return super().sizeHint() + QSize(self._arrow() + 2 * STEP, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the name, then the arrow as high as its letters."""
        super().paintEvent(event)
        colours, wide = tokens_of(self.palette()), self._arrow()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.muted))
        words = self.fontMetrics().horizontalAdvance(self.text())
        left = (self.width() + words) / 2 + STEP / 2
        top = (self.height() - wide / 2) / 2
        corners = (QPointF(left, top), QPointF(left + wide, top))
        painter.drawPolygon(QPolygonF([*corners, QPointF(left + wide / 2, top + wide / 2)]))
        painter.end()

    def _arrow(self) -> int:
        return round(self.fontMetrics().capHeight() * 0.9)


class TopBar(QWidget):
    """Site and day at the left, the pills and the person's menu at the right.

    `search` stands between them: a button that looks like the field it opens.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.site = Heading(parent=self)
        self.day = MutedLabel(parent=self)
        self.connection = Badge(Tone.NEUTRAL, "", self)
        self.printer = Badge(Tone.NEUTRAL, "", self)
        self.person = PersonButton(self)
        room = QWidget(self)
        room.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        middle = QHBoxLayout(room)
        middle.setContentsMargins(0, 0, 0, 0)
        self.search = SearchButton(room)
        self.search.hide()
        middle.addStretch(1)
        middle.addWidget(self.search, 8)
        middle.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4 * STEP, 2 * STEP, 3 * STEP, 2 * STEP)
        layout.setSpacing(3 * STEP)
        for words in (self.site, self.day):
            words.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            layout.addWidget(words)
        layout.addWidget(room, 1)
        layout.addWidget(self.connection)
        layout.addWidget(self.printer)
        layout.addWidget(self.person)

    def set_person(self, name: str, spoken: str, menu: QMenu) -> None:
        """Show who works here and what their menu offers."""
        self.person.setText(name)
        self.person.setAccessibleName(spoken)
        self.person.setToolTip(spoken)
        self.person.setMenu(menu)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the bar's ground and the line below it."""
        colours = tokens_of(self.palette())
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.surface))
        painter.setPen(QColor(colours.line))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
        painter.end()
