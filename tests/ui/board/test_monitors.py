"""Which monitor the board is on, and what happens when it is unplugged."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from tests.ui.board.stand import HALL, MAIN
from ui.screens.board.monitors import AS_WINDOW, AUTOMATIC, SystemMonitors, chosen


def test_automatic_is_the_monitor_beside_the_main_one() -> None:
    assert chosen((MAIN, HALL), AUTOMATIC) == HALL
    assert chosen((MAIN,), AUTOMATIC) is None


def test_a_monitor_is_found_by_its_key() -> None:
    assert chosen((MAIN, HALL), MAIN.key) == MAIN
    assert chosen((MAIN,), HALL.key) is None
    assert chosen((MAIN, HALL), AS_WINDOW) is None


def test_the_systems_monitors_have_keys_names_and_places(qapp: QApplication) -> None:
    owner = QObject()
    found = SystemMonitors(owner).all()
    assert found[0].main
    assert len({one.key for one in found}) == len(found)
    assert all("×" in one.name and one.place.width() > 0 for one in found)
