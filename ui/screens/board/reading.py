"""What the board asks of the desk: three looks that hold no person and no company.

In the database lane.  From their answers only labels, counters and windows are taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from desktop.desk import Desk
from desktop.requests import ShowBoard, ShowCatalogue, ShowSite
from desktop.snapshots import BoardAnswer, BoardCall, CatalogueAnswer, SiteAnswer
from desktop.voice.ports import Call
from ui.screens.board.facts import CallLine, Following, WindowName

DEMO: Final = "DEMO"
"""How the code of a site begins at which nothing is real."""
CALLS_READ: Final = 60
"""So many calls between two looks would still all be seen."""


@dataclass(frozen=True, slots=True)
class Reading:
    """One look: the calls newest first, what follows, the windows, the site, the time (UTC).

    `demo`: a site at which nothing is real.
    """

    lines: tuple[CallLine, ...]
    following: tuple[Following, ...]
    windows: dict[str, WindowName]
    site: str
    zone: str
    now: datetime
    demo: bool = False


def read(desk: Desk) -> Reading:
    """Look at everything; raises DeskError."""
    board = cast("BoardAnswer", desk.ask(ShowBoard(limit=CALLS_READ)))
    site = cast("SiteAnswer", desk.ask(ShowSite())).site
    catalogue = cast("CatalogueAnswer", desk.ask(ShowCatalogue()))
    names = (_window(cast("dict[str, Any]", plain)) for plain in catalogue.windows)
    return Reading(
        tuple(_lines(board.calls)),
        tuple(
            Following(code, tuple(map(str, cast("list[object]", labels))))
            for code, labels in board.next.items()
        ),
        {one.code: one for one in names},
        site.name,
        site.zone,
        desk.now(),
        site.code.startswith(DEMO),
    )


def _lines(calls: Iterable[BoardCall]) -> Iterable[CallLine]:
    for one in calls:
        call = Call(one.label, one.counter)
        yield CallLine(one.ticket, one.at, call, one.window, one.times)


def _window(plain: dict[str, Any]) -> WindowName:
    names = {language: str(plain.get(f"name_{language}") or "") for language in ("zh", "en")}
    return WindowName(str(plain["code"]), str(plain["letter"]), names)
