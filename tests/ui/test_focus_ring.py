"""The ring around what has the focus."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from ui.focus_ring import FocusRing, Ring
from ui.widgets.primary_button import PrimaryButton


def test_a_ring_follows_the_focus_and_outlives_a_page(qtbot: QtBot, qapp: QApplication) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    FocusRing(qapp, window)
    column = QVBoxLayout(window)
    page = QWidget(window)
    inner = QVBoxLayout(page)
    line, button = QLineEdit(page), QPushButton("go", page)
    own = PrimaryButton(window)
    inner.addWidget(line)
    inner.addWidget(button)
    column.addWidget(page)
    column.addWidget(own)
    window.show()
    window.activateWindow()

    def ringed() -> list[QWidget | None]:
        rings = [ring for ring in window.findChildren(Ring) if ring.isVisible()]
        return [ring.parentWidget() for ring in rings]

    def same(around: list[QWidget]) -> bool:
        return ringed() == around

    steps: list[tuple[QWidget, list[QWidget]]]
    steps = [(line, [line]), (button, [button]), (own, []), (line, [line])]
    for widget, around in steps:
        widget.setFocus()
        qtbot.waitUntil(partial(same, around))
    page.deleteLater()
    qtbot.waitUntil(lambda: not ringed())
    other = QLineEdit(window)
    column.addWidget(other)
    other.setFocus()
    qtbot.waitUntil(lambda: ringed() == [other])
