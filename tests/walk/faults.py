"""What may be wrong with what a window shows: each function returns sentences, best none."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible, QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QApplication,
    QButtonGroup,
    QComboBox,
    QLabel,
    QLineEdit,
    QTableView,
    QToolButton,
    QWidget,
)

_RAW: Final = re.compile(r"[a-z0-9_]+([.:][a-z0-9_]+)+")
_MOST_TABS: Final = 300
_ARROW: Final = 26
_SPARE: Final = 2
"""Pixels that rounding may take."""


def controls(window: QWidget) -> list[QWidget]:
    """Return everything that Tab should reach now."""
    return [one for one in window.findChildren(QWidget) if _tabbed(one)]


def nameless(window: QWidget) -> Iterator[str]:
    """Find what a screen reader cannot name, or names by an id."""
    for control in controls(window):
        said = name_of(control)
        if not said.strip():
            yield f"no name: {told(control)}"
        elif _RAW.fullmatch(said.strip()):
            yield f"an id for a name: {said}"


def out_of_reach(window: QWidget) -> Iterator[str]:
    """Find buttons that only a mouse can press."""
    for button in window.findChildren(QAbstractButton):
        inside = isinstance(button.parentWidget(), QLineEdit | QAbstractSpinBox | QTableView)
        if not _seen(button) or not button.isEnabled() or inside:
            continue
        alone = button.focusPolicy() == Qt.FocusPolicy.NoFocus and button.shortcut().isEmpty()
        if alone and not _beside_chosen(button):
            yield f"only for the mouse: {told(button)}"


def badly_ordered(window: QWidget) -> Iterator[str]:
    """Go round by Tab: everything once, back to the beginning, never upwards within a group."""
    wanted = controls(window)
    if not wanted:
        return
    start = QApplication.focusWidget()
    if start is None or not window.isAncestorOf(start):
        yield "nothing has the focus"
        return
    path = [start]
    for _ in range(_MOST_TABS):
        QTest.keyClick(path[-1], Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        if now is None:
            yield f"the focus is lost after {told(path[-1])}"
            return
        if now is start:
            break
        if now in path:
            yield f"Tab goes in circles at {told(now)}"
            return
        path.append(now)
    else:
        yield f"Tab never comes back to {told(start)}"
        return
    yield from (f"Tab never reaches {told(one)}" for one in wanted if one not in path)
    for one, other in itertools.pairwise(path):
        if one.parentWidget() is other.parentWidget() and _goes_back(window, one, other):
            yield f"Tab goes back from {told(one)} to {told(other)}"


def cut_off(window: QWidget) -> Iterator[str]:
    """Find words without the room they need, unless a tooltip says them."""
    for widget in window.findChildren(QWidget):
        if not _seen(widget) or widget.toolTip():
            continue
        if isinstance(widget, QLabel):
            yield from _cut_label(widget)
        elif isinstance(widget, QAbstractButton) and widget.text():
            if not isinstance(widget.parentWidget(), QLineEdit):
                yield from _cut_button(widget)
        elif isinstance(widget, QComboBox):
            yield from _cut_box(widget)


def name_of(widget: QWidget) -> str:
    """Return what a screen reader calls it."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def told(widget: QWidget) -> str:
    """Return which widget is meant, for whoever has to mend it."""
    words = getattr(widget, "text", str)
    text = str(words())
    parents: list[str] = []
    above = widget.parentWidget()
    while above is not None and len(parents) < 3:
        parents.append(type(above).__name__)
        above = above.parentWidget()
    said = name_of(widget) or text
    return f"{type(widget).__name__} {said!r} in {' < '.join(parents)}"


def _seen(widget: QWidget) -> bool:
    return widget.isVisible() and widget.width() > 1 and widget.height() > 1


def _tabbed(widget: QWidget) -> bool:
    policy = widget.focusPolicy()
    return (
        _seen(widget)
        and widget.isEnabled()
        and bool(policy & Qt.FocusPolicy.TabFocus)
        and widget.focusProxy() is None
        and not _beside_chosen(widget)
        and not isinstance(widget.parentWidget(), QAbstractSpinBox)
        and not (isinstance(widget, QLineEdit) and isinstance(widget.parentWidget(), QComboBox))
    )


def _beside_chosen(widget: QWidget) -> bool:
    """Say whether it is one of several, of which Tab reaches the chosen one and arrows the rest."""
    if not isinstance(widget, QAbstractButton) or widget.isChecked():
        return False
    group: QButtonGroup | None = widget.group()  # the stubs leave the None out
    if group is not None:
        return group.exclusive() and group.checkedId() != -1
    above = widget.parentWidget()
    others = above.findChildren(QAbstractButton) if above is not None else []
    return widget.autoExclusive() and any(one.isChecked() for one in others)


def _goes_back(window: QWidget, one: QWidget, other: QWidget) -> bool:
    """Say whether the next one is above, or before in the same line, and not a column further."""
    first, then = (w.mapTo(window, QPoint(0, 0)) for w in (one, other))
    above = then.y() + other.height() <= first.y()
    same_line = then.y() < first.y() + one.height() and first.y() < then.y() + other.height()
    further = then.x() >= first.x() + one.width()
    before = then.x() + other.width() <= first.x()
    return (above and not further) or (same_line and before)


def _cut_label(label: QLabel) -> Iterator[str]:
    text = label.text()
    if not text.strip():
        return
    room = label.contentsRect()
    if label.wordWrap():
        needed = label.heightForWidth(label.width())
        longest = max(map(QFontMetrics(label.font()).horizontalAdvance, text.split()), default=0)
        if needed > label.height() + _SPARE or (text.isascii() and longest > room.width() + _SPARE):
            yield f"cut off: {told(label)} {label.width()}×{label.height()}, needs {needed} high"
    else:
        needed = label.sizeHint().width() - label.width() + room.width()
        if needed > room.width() + _SPARE:
            yield f"cut off: {told(label)} has {room.width()}, needs {needed}"
    if not _within(label):
        yield f"lies partly outside: {told(label)}"


def _cut_button(button: QAbstractButton) -> Iterator[str]:
    if isinstance(button, QToolButton) and not button.text():
        return
    needed = button.sizeHint().width()
    if needed > button.width() + _SPARE:
        yield f"cut off: {told(button)} has {button.width()}, needs {needed}"
    if not _within(button):
        yield f"lies partly outside: {told(button)}"


def _cut_box(box: QComboBox) -> Iterator[str]:
    advance = box.fontMetrics().horizontalAdvance(box.currentText())
    if advance + _ARROW > box.width() + _SPARE:
        yield f"cut off: {told(box)} {box.currentText()!r} has {box.width()}, needs {advance}"


def _within(widget: QWidget) -> bool:
    """Say whether the parents show all of it; what scrolls may have to be scrolled to."""
    above, below = widget.parentWidget(), widget
    place = widget.rect()
    while above is not None and not below.isWindow():
        place = place.translated(below.pos())
        around = above.parentWidget()
        if isinstance(around, QAbstractScrollArea) and around.viewport() is above:
            fixed = around.horizontalScrollBarPolicy() == Qt.ScrollBarPolicy.ScrollBarAlwaysOff
            return not fixed or place.right() <= above.width() + _SPARE
        if not above.rect().adjusted(-_SPARE, -_SPARE, _SPARE, _SPARE).contains(place):
            return False
        below, above = above, above.parentWidget()
    return True
