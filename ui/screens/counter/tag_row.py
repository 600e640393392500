"""A few windows in a row, each with its letter and, where there is room, its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QWidget

from ui.theme import STEP
from ui.widgets.flow import FlowLayout
from ui.widgets.window_tag import WindowTag

_WIDEST_IN_LINES: Final = 14


class TagRow(QWidget):
    """Made anew only when something else is to be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown: list[tuple[str, str]] | None = None
        self.tags: list[WindowTag] = []
        self._flow = FlowLayout(self, gap=STEP)

    def show_tags(self, tags: Sequence[tuple[str, str]]) -> None:
        """Show these windows by letter and name."""
        if list(tags) == self._shown:
            return
        self._shown = list(tags)
        for old in self.tags:
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.tags = [WindowTag(letter, name, self) for letter, name in tags]
        for tag in self.tags:
            tag.setMaximumWidth(self.fontMetrics().height() * _WIDEST_IN_LINES)
            self._flow.addWidget(tag)
            tag.show()
        self.updateGeometry()
