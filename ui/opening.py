"""The way from the start to the first screen: waiting, trouble, restoring, setting up.

    opening.begin()  →  working(Opened, Here), or leave(location): go on with another database

Nothing here waits: a database is opened in the I/O lane while a page says so, and a try that
takes too long can be given up.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import DeskError
from ui.application import Shell
from ui.background import Job
from ui.doors import Doors, Here, Opened, look_around, open_desk
from ui.kept_settings import KeptSettings
from ui.screens.first_start import create as create_first_start
from ui.screens.opening.view import TroublePage, WaitingPage

DEMO_FILE: Final = "yimen-demo.db"


class Attempt:
    """One try to open; given up, what was opened after all is let go."""

    def __init__(self, work: Callable[[], Opened]) -> None:
        self._work = work
        self._turn = threading.Lock()
        self._given_up = False
        self._opened: Opened | None = None
        self.job: Job | None = None

    def run(self) -> Opened:
        """Open, in a lane."""
        opened = self._work()
        with self._turn:
            if not self._given_up:
                self._opened = opened
                return opened
        opened.close()
        raise DeskError("database_away")  # nobody hears: the job was cancelled

    def give_up(self) -> Opened | None:
        """Want it no more; returns what was opened already and is to be closed."""
        if self.job is not None:
            self.job.cancel()
        with self._turn:
            self._given_up = True
            opened, self._opened = self._opened, None
        return opened


class Opening(QObject):
    """Opens one database; holds what it opened until `close`."""

    working = Signal(object, object)
    leave = Signal(str)

    def __init__(self, shell: Shell, doors: Doors, settings: KeptSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._doors, self._settings = shell, doors, settings
        self.location = doors.location
        self._attempt: Attempt | None = None
        self.opened: Opened | None = None

    def begin(self, clock_is_right: bool = False) -> None:
        """Open the database, with a page that says so."""
        self._give_up()
        self._page(WaitingPage(self._shell.language, self.location))
        live = self._shell.live
        work = partial(open_desk, self._doors, self.location, live, clock_is_right)
        self._attempt = Attempt(work)
        self._attempt.job = self._shell.lanes.io.submit(
            self._attempt.run, self._came, self._refused
        )

    def own_database(self) -> str:
        """Return where real work is done while this is the demo, "" otherwise."""
        here = Path(self.location)
        if here.name != DEMO_FILE:
            return ""
        return self._settings.get("own_database") or str(here.with_name("yimen.db"))

    def close(self) -> None:
        """Let the database go; the lanes have ended by now."""
        self.opened = None
        if self._attempt is not None:
            opened, self._attempt = self._attempt.give_up(), None
            if opened is not None:
                opened.close()

    def _give_up(self) -> None:
        if self._attempt is not None:
            opened, self._attempt = self._attempt.give_up(), None
            if opened is not None:
                self.opened = None
                self._shell.lanes.io.submit(opened.close, self._nothing, self._not_closed)

    @Slot(object)
    def _came(self, opened: Opened) -> None:
        self.opened = opened
        opened.desk.language = self._shell.language.code
        if opened.here.site is None:
            self._first_start(opened)
        else:
            self.working.emit(opened, opened.here)

    # ---- what can be done where it did not open ------------------------------------------

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        page = TroublePage(self._shell.language, error, shown(self.location))
        page.again.connect(self._again)
        page.other.connect(self._other)
        page.restore.connect(self._restore)
        page.site.connect(self._choose_site)
        page.clock_right.connect(self._clock_is_right)
        self._page(page)

    @Slot()
    def _again(self) -> None:
        self.begin()

    @Slot()
    def _clock_is_right(self) -> None:
        self.begin(clock_is_right=True)

    @Slot(object)
    def _other(self, path: Path) -> None:
        self.location = str(path)
        self._settings.put("database", self.location)
        self.begin()

    @Slot(str)
    def _choose_site(self, code: str) -> None:
        self._settings.put("site", code)
        self.begin()

    @Slot(object)
    def _restore(self, backup: Path) -> None:
        self._page(WaitingPage(self._shell.language, str(backup)))
        work = partial(self._doors.replace, Path(self.location), backup)
        self._shell.lanes.database.submit(work, self._restored, self._not_restored)

    @Slot(object)
    def _restored(self, kept: Path) -> None:
        words = self._shell.language.text("opening.restored", path=kept)
        self._shell.messages.note(words)
        self.begin()

    @Slot(object)
    def _not_restored(self, error: DeskError) -> None:
        self._shell.messages.refused(error)
        self.begin()

    # ---- the first start -----------------------------------------------------------------

    def _first_start(self, opened: Opened) -> None:
        demo = Path(self.location).with_name(DEMO_FILE)
        page, first = create_first_start(
            opened.desk,
            self._shell.lanes,
            self._shell.language,
            self._settings,
            self._doors.make_demo,
            demo,
        )
        first.set_up.connect(self._set_up)
        first.demo_ready.connect(self._demo_ready)
        self._page(page)

    @Slot(str)
    def _set_up(self, staff: str) -> None:
        assert self.opened is not None
        self._settings.put("staff", staff)
        work = partial(look_around, self.opened.desk)
        self._shell.lanes.database.submit(work, self._begun, self._refused)

    @Slot(object)
    def _begun(self, here: Here) -> None:
        self.working.emit(self.opened, here)

    @Slot(object)
    def _demo_ready(self, path: Path) -> None:
        self._settings.put("own_database", self.location)
        self.leave.emit(str(path))

    @Slot(object)
    def _nothing(self, _: object) -> None:
        """Nothing to say."""

    @Slot(object)
    def _not_closed(self, error: DeskError) -> None:
        """What was given up may be gone already."""

    def _page(self, page: QWidget) -> None:
        self._shell.window.show_page(page)


def shown(location: str) -> str:
    """Return a location as people may see it: a URL may hold a password."""
    return location if "://" not in location else location.partition("://")[0] + "://…"
