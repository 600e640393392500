"""The scroll bars of the program: a handle in a groove, without arrows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollBar, QStyle, QStyleOptionSlider

from ui.calm_style import CalmStyle

_BAR = QStyle.ComplexControl.CC_ScrollBar
_PART = QStyle.SubControl


def _bar(most: int, page: int) -> QScrollBar:
    style = CalmStyle()
    bar = QScrollBar(Qt.Orientation.Vertical)
    style.setParent(bar)
    bar.setStyle(style)
    bar.setRange(0, most)
    bar.setPageStep(page)
    bar.resize(14, 200)
    bar.show()
    return bar


def _height(bar: QScrollBar, part: QStyle.SubControl) -> int:
    option = QStyleOptionSlider()
    bar.initStyleOption(option)
    return bar.style().subControlRect(_BAR, option, part, bar).height()


def test_the_parts_of_a_scroll_bar_fill_it_without_arrows() -> None:
    bar = _bar(300, 100)
    bar.setValue(100)
    parts = (_PART.SC_ScrollBarSubPage, _PART.SC_ScrollBarSlider, _PART.SC_ScrollBarAddPage)
    assert sum(_height(bar, part) for part in parts) == bar.height()
    assert _height(bar, _PART.SC_ScrollBarSlider) == bar.height() // 4
    assert _height(bar, _PART.SC_ScrollBarAddLine) == 0


def test_the_handle_of_a_million_rows_can_still_be_taken() -> None:
    assert _height(_bar(1_000_000, 20), _PART.SC_ScrollBarSlider) >= 32


def test_a_click_in_the_groove_goes_a_page_on() -> None:
    bar = _bar(300, 100)
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.rect().center())
    assert bar.value() == 100
