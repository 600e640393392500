"""The rows of the command palette: headings, and under each the things found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.fonts import scaled
from ui.theme import STEP, tokens_of
from ui.widgets.live_table import Index

HIT_ROLE: Final = int(Qt.ItemDataRole.UserRole) + 1
_SMALL: Final = 0.9
_NO_FLAGS: Final = Qt.ItemFlag.NoItemFlags


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is (`kind` and `id`), its name, a second line, a note at the right.

    `able` False is shown muted; `detail` then says why.  `called` is what people call it by
    where that is less than the title.
    """

    kind: str
    id: str
    title: str
    detail: str = ""
    note: str = ""
    able: bool = True
    called: str = ""

    @property
    def name(self) -> str:
        """Return what people call it by."""
        return self.called or self.title

    def spoken(self) -> str:
        """Return what a screen reader says."""
        return ", ".join(part for part in (self.title, self.detail, self.note) if part)


@dataclass(frozen=True, slots=True)
class Group:
    """A heading and what stands under it; without hits it is not shown."""

    title: str
    hits: tuple[Hit, ...]


def fill(rows: QListWidget, groups: Sequence[Group]) -> None:
    """Show these groups instead of what was there."""
    rows.clear()
    for group in groups:
        if group.hits:
            heading = QListWidgetItem(group.title, rows)
            heading.setFlags(_NO_FLAGS)
        for hit in group.hits:
            item = QListWidgetItem(hit.title, rows)
            item.setData(HIT_ROLE, hit)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{group.title}: {hit.spoken()}")
            item.setToolTip("\n".join(part for part in (hit.title, hit.detail) if part))


def hit_at(rows: QListWidget, row: int) -> Hit | None:
    """Return what a row shows, None for a heading and past the ends."""
    item = rows.item(row) if 0 <= row < rows.count() else None
    found: Hit | None = item.data(HIT_ROLE) if item is not None else None
    return found


class HitDelegate(QStyledItemDelegate):
    """Paints a heading small and muted, a hit with its note at the right and its detail below."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for one line or two; a heading keeps away from what is above it."""
        line = option.fontMetrics.height()
        hit: Hit | None = index.data(HIT_ROLE)
        if hit is None:
            return QSize(10 * STEP, line + (3 if index.row() else 1) * STEP)
        return QSize(10 * STEP, line + (line if hit.detail else 0) + 2 * STEP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row in the colours of its palette."""
        hit: Hit | None = index.data(HIT_ROLE)
        painter.save()
        if hit is None:
            colours = tokens_of(option.palette)
            painter.setFont(scaled(option.font, _SMALL, bold=True))
            painter.setPen(QColor(colours.muted))
            room = option.rect.adjusted(2 * STEP, 0, -2 * STEP, -STEP // 2)
            below = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
            painter.drawText(room, below, str(index.data()))
        else:
            _paint_hit(painter, option, hit)
        painter.restore()


def _paint_hit(painter: QPainter, option: QStyleOptionViewItem, hit: Hit) -> None:
    colours = tokens_of(option.palette)
    ink, quiet = (colours.text if hit.able else colours.muted), colours.muted
    if option.state & QStyle.StateFlag.State_Selected:
        painter.fillRect(option.rect, option.palette.color(QPalette.ColorRole.Highlight))
        ink = quiet = colours.on_accent
    room = option.rect.adjusted(2 * STEP, STEP, -2 * STEP, -STEP)
    line = QRect(room.left(), room.top(), room.width(), option.fontMetrics.height())
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.setFont(scaled(option.font, _SMALL))
    painter.setPen(QColor(quiet))
    small = painter.fontMetrics()
    painter.drawText(line, Qt.AlignmentFlag.AlignRight | middle, hit.note)
    if hit.detail:
        below = line.translated(0, line.height())
        painter.drawText(below, middle, _cut(small, hit.detail, below.width()))
    width = line.width() - small.horizontalAdvance(hit.note) - 2 * STEP
    painter.setFont(option.font)
    painter.setPen(QColor(ink))
    painter.drawText(line, middle, _cut(painter.fontMetrics(), hit.title, width))


def _cut(metrics: QFontMetrics, words: str, width: int) -> str:
    return metrics.elidedText(words, Qt.TextElideMode.ElideRight, width)
