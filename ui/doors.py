"""What the program is let through: how a database is opened, heard, mended, and a demo made.

`main.py` hands it in; the screens know nothing of what stands behind.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

from desktop import requests as r
from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.server_address import has_password, with_password, without_password
from desktop.snapshots import SiteAnswer, StaffListAnswer, StaffShape
from ui.live import Live
from ui.screens.connect.ports import Diagnose, Move, Passwords, ServerDoors
from ui.screens.connect.presenter import keep, kept_password
from ui.screens.connect.wording import is_server


class Feed(Protocol):
    """Tells of what other programs wrote; `desktop.ports.ChangeFeed`."""

    def start(self, heard: Callable[[Sequence[Any]], None], restored: Callable[[], None]) -> None:
        """Begin on a thread of its own."""
        ...

    def stop(self) -> None:
        """End the thread."""
        ...


_LOOKED_AT: Final = ("database_away", "database_busy", "forbidden", "invalid_value")
_log = logging.getLogger(__name__)

MakeFeed = Callable[[Any, Callable[[], str], Callable[[Any], bool]], Feed]
Practice = Callable[[Desk | None], tuple[str, ...]]
MakeDemo = Callable[[Path, Callable[[int, int], None], Callable[[], bool]], bool]


@dataclass(frozen=True, slots=True)
class Doors:
    """`open(location)` a desk; `feed(store, site, owns)`; `replace(file, backup)` returns where
    the damaged file was moved; `make_demo(path, report, cancelled)` says whether it is whole.

    `location` is the path or URL to begin with, `own` the path of this PC's usual database;
    `practice` gives the command that begins practice on a copy of a desk's set-up (None: on the
    built-in one); `practising`: this is it, and leads to nothing real.
    """

    location: str
    open: Callable[[str], Desk]
    feed: MakeFeed
    replace: Callable[[Path, Path], Path]
    make_demo: MakeDemo
    diagnose: Diagnose
    passwords: Passwords
    move: Move
    own: str
    practice: Practice | None = None
    practising: bool = False

    @property
    def servers(self) -> ServerDoors:
        """Return what connecting and moving need of it."""
        return ServerDoors(self.diagnose, self.passwords, self.move)


@dataclass(frozen=True, slots=True)
class Entry:
    """One try to open `location`: with a `password` that was typed, which `keep` keeps.

    `machine` and `name` make this PC known on a server; `clock_is_right` was said by a person.
    """

    location: str
    clock_is_right: bool = False
    password: str = field(default="", repr=False)
    keep: bool = False
    machine: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why it did not open, and what would help: `asks` a password or a passphrase, or "".

    A password `keeps` if it can be kept on this PC at once.
    """

    error: DeskError
    asks: str = ""
    keeps: bool = False


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


def open_or_tell(doors: Doors, entry: Entry, live: Live) -> Opened | Trouble:
    """Open the desk; a server's fault is named by a look at it.  In a lane."""
    try:
        opened = open_desk(doors, entry, live)
    except DeskError as error:
        return _named(doors, entry, error)
    if entry.keep and entry.password:
        try:
            keep(doors.passwords, entry.location, entry.password)
        except DeskError as error:  # it opened: the password is asked for once more next time
            _log.warning("the password was not kept: %s", error.code)
    return opened


def open_desk(doors: Doors, entry: Entry, live: Live) -> Opened:
    """Open the desk and begin to hear; in a lane.

    Raises DeskError: what `doors.open` raises; `no_site` with the codes where there are
    several; `clock_suspect` unless the clock is right; `station_taken` on a server.
    """
    desk = doors.open(_with_secret(doors, entry))
    try:
        if desk.store.sites():
            if is_server(entry.location) and entry.machine:
                desk.enrol(entry.machine, entry.name)
            right = entry.clock_is_right
            desk.do(r.ConfirmClock() if right else r.OpenDay(), initiator="start")
        here = look_around(desk)
        desk.bus.listen(live.receive)
        feed = doors.feed(desk.store, desk.site, desk.owns)
        feed.start(desk.heard, partial(_replaced, desk, live))
    except BaseException:
        desk.close()
        raise
    return Opened(desk, feed, here)


def _with_secret(doors: Doors, entry: Entry) -> str:
    """Return the location as it is opened: with what was typed, given or kept as its password."""
    if not is_server(entry.location):
        return entry.location
    if entry.password:
        return with_password(entry.location, entry.password)
    given = doors.location  # a password on the command line is for this run alone
    if is_server(given) and has_password(given) and without_password(given) == entry.location:
        return given
    kept = kept_password(doors.passwords, entry.location)
    return with_password(entry.location, kept) if kept else entry.location


def _named(doors: Doors, entry: Entry, error: DeskError) -> Trouble:
    """Return the trouble with a name as exact as a look at the server gives."""
    if not is_server(entry.location):
        return Trouble(error)
    if error.code in _LOOKED_AT:
        found = doors.diagnose(_with_secret(doors, entry))
        error = found.error() or error
    passwords = doors.passwords
    if error.code == "password_missing" and passwords.locked and not passwords.new:
        person = error.values.get("person")
        return Trouble(DeskError("passphrase_missing", person=person), "passphrase")
    if error.code in ("password_missing", "password_wrong"):
        return Trouble(error, "password", keeps=not passwords.locked)
    return Trouble(error)


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
