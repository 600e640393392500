"""Every place as it stands in the middle of the day, in every look; the search; the keys."""

from __future__ import annotations

from typing import Final

from tests.journeys.tour.driver import CTRL, GALLERY, Driver, Key

_WIDE: Final = (1920, 1080)


def gallery(tour: Driver) -> None:
    """Go through the places of the rail, then find something from one of them."""
    looks, tour.looks = tour.looks, GALLERY
    window = tour.shell.window
    for place in window.places:
        tour.go(place)
        tour.picture(f"place-{place}", f"导航：{place}")
    _search(tour)
    tour.looks = ()
    for place in window.places:
        tour.go(place)
        window.resize(*_WIDE)
        tour.picture(f"wide-{place}", f"1920 × 1080：{place}")
        tour.plain_size()
    tour.looks = looks


def _search(tour: Driver) -> None:
    tour.go("cases")
    sheet = tour.shell.window.palette_sheet
    tour.press(Key.Key_K, held=CTRL)
    tour.picture("palette-empty", "查找：这里可以做的，可以去的地方")
    tour.write("dah")
    tour.until(lambda: not sheet.waits, "what is found")
    tour.picture("palette", "查找：一行找企业、号码、办件、命令")
    sheet.line.setText("没有这家")
    tour.until(lambda: not sheet.waits, "that nothing is found")
    tour.picture("palette-nothing", "查找：没有找到")
    tour.press(Key.Key_Escape)
    tour.go("counter")
    tour.press(Key.Key_F1)
    tour.picture("keys", "快捷键：这里和随处可用的")
    tour.press(Key.Key_Escape)
