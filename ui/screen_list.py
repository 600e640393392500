"""The places of the rail, in their order."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ui.main_window import ScreenSpec
from ui.screens import cases, counter, end_of_day, enterprises, reception, settings, supervisor
from ui.screens.board import place as board
from ui.screens.context import Screen, ScreenContext
from ui.screens.settings.surroundings import Surroundings

Create = Callable[[ScreenContext], Screen]

PLACES: tuple[tuple[str, str, Create, str], ...] = (
    ("reception", "mdi6.door-open", reception.create, "reception.issue"),
    ("counter", "mdi6.account-voice", counter.create, "counter.call_next"),
    ("cases", "mdi6.folder-clock-outline", cases.create, ""),
    ("enterprises", "mdi6.domain", enterprises.create, "enterprise.save"),
    ("supervisor", "mdi6.chart-line", supervisor.create, "figures.day"),
    ("end_of_day", "mdi6.calendar-check-outline", end_of_day.create, "day.close"),
)
"""Id, picture, how it is made, and the verb of the desk without whose right it is not there."""
BOARD_AFTER, BOARD_ICON = 4, "mdi6.bullhorn-outline"
"""Where the board's place stands among them: it is handed the hall's board as well."""


def screens(context: ScreenContext, around: Surroundings) -> tuple[ScreenSpec, ...]:
    """Return every place; a screen is made when it is first shown."""
    found = [
        ScreenSpec(name, f"frame.screen.{name}", icon, partial(create, context), verb)
        for name, icon, create, verb in PLACES
    ]
    hall = partial(board.create, context, around.hall)
    found.insert(BOARD_AFTER, ScreenSpec("board", "frame.screen.board", BOARD_ICON, hall))
    own = partial(settings.create, context, around)
    return (*found, ScreenSpec("settings", "frame.screen.settings", "mdi6.cog-outline", own))
