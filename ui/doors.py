"""What the program is let through: how a database is opened, heard, mended, and a demo made.

`main.py` hands it in; the screens know nothing of what stands behind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from desktop import requests as r
from desktop.desk import Desk
from desktop.snapshots import SiteAnswer, StaffListAnswer, StaffShape
from ui.live import Live


class Feed(Protocol):
    """Tells of what other programs wrote; `desktop.ports.ChangeFeed`."""

    def start(self, heard: Callable[[Sequence[Any]], None], restored: Callable[[], None]) -> None:
        """Begin on a thread of its own."""
        ...

    def stop(self) -> None:
        """End the thread."""
        ...


MakeFeed = Callable[[Any, Callable[[], str], Callable[[Any], bool]], Feed]
MakeDemo = Callable[[Path, Callable[[int, int], None], Callable[[], bool]], bool]


@dataclass(frozen=True, slots=True)
class Doors:
    """`open(location)` a desk; `feed(store, site, owns)`; `replace(file, backup)` returns where
    the damaged file was moved; `make_demo(path, report, cancelled)` says whether it is whole.

    `location` is the path or URL to begin with.
    """

    location: str
    open: Callable[[str], Desk]
    feed: MakeFeed
    replace: Callable[[Path, Path], Path]
    make_demo: MakeDemo


@dataclass(frozen=True, slots=True)
class Here:
    """Where we are: the site (None: not set up yet) and its people."""

    site: SiteAnswer | None
    staff: tuple[StaffShape, ...] = ()


@dataclass(frozen=True, slots=True)
class Opened:
    """An open desk, the ear for other programs, and where we are."""

    desk: Desk
    feed: Feed
    here: Here

    def close(self) -> None:
        """Stop hearing, let the database go; waits for both."""
        self.feed.stop()
        self.desk.close()


def open_desk(doors: Doors, location: str, live: Live, clock_is_right: bool = False) -> Opened:
    """Open the desk at `location` and begin to hear; in the database lane.

    Raises DeskError: what `doors.open` raises; `no_site` with the codes where there are
    several; `clock_suspect` unless `clock_is_right`.
    """
    desk = doors.open(location)
    try:
        if desk.store.sites():
            desk.do(r.ConfirmClock() if clock_is_right else r.OpenDay(), initiator="start")
        here = look_around(desk)
        desk.bus.listen(live.receive)
        feed = doors.feed(desk.store, desk.site, desk.owns)
        feed.start(desk.heard, partial(_replaced, desk, live))
    except BaseException:
        desk.close()
        raise
    return Opened(desk, feed, here)


def look_around(desk: Desk) -> Here:
    """Return where we are; a new day begins if it has come.  In the database lane."""
    if not desk.store.sites():
        return Here(None)
    site, people = desk.ask(r.ShowSite()), desk.ask(r.ListStaff())
    assert isinstance(site, SiteAnswer)
    assert isinstance(people, StaffListAnswer)
    return Here(site, people.staff)


def _replaced(desk: Desk, live: Live) -> None:
    desk.forget()
    live.renew()
