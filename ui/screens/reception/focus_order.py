"""The way of the Tab key through cards that come and go: as they stand, from top to bottom.

Qt puts widgets that are made later at the end of its chain, so it is told anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QScrollArea, QStackedWidget, QWidget


def set_focus_order(*roots: QWidget) -> None:
    """Let Tab go through everything inside `roots`, in the order of their layouts."""
    chain = [widget for root in roots for widget in _inside(root)]
    for before, after in pairwise(chain):
        QWidget.setTabOrder(before, after)


def _inside(widget: QWidget) -> Iterator[QWidget]:
    if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
        yield widget
    if isinstance(widget, QScrollArea):
        if (inner := widget.widget()) is not None:
            yield from _inside(inner)
    elif isinstance(widget, QStackedWidget):
        for at in range(widget.count()):
            if (page := widget.widget(at)) is not None:
                yield from _inside(page)
    elif (layout := widget.layout()) is not None:
        yield from _in_layout(layout)


def _in_layout(layout: QLayout) -> Iterator[QWidget]:
    for at in range(layout.count()):
        item = layout.itemAt(at)
        if item is None:
            continue
        if (widget := item.widget()) is not None:
            yield from _inside(widget)
        elif (inner := item.layout()) is not None:
            yield from _in_layout(inner)
