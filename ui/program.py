"""The whole program: opens the database, shows the page that fits, then the screens.

    status = run(doors, settings)

Nothing here waits: opening happens on the database lane while a page says so.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDate, QObject, QTimer, Slot
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import DeskError
from desktop.settings import Settings
from ui.application import Shell, create_application
from ui.desk_printing import DeskPrinting, Printing
from ui.doors import Doors, Here, Opened, look_around, open_desk
from ui.interrupts import Interrupts
from ui.kept_settings import KeptSettings
from ui.language import Language
from ui.screen_list import screens
from ui.screens.context import ScreenContext
from ui.screens.first_start import create as create_first_start
from ui.screens.opening.view import TroublePage, WaitingPage
from ui.screens.settings.screen import Surroundings

_log = logging.getLogger(__name__)
READY: Final = "the window can be used"
DEMO_FILE: Final = "yimen-demo.db"
_LOOK_EVERY_MS: Final = 60_000  # a new day begins within a minute, whoever sits here or not


class Program(QObject):
    """One run of the program on one database; `next_location` asks for another after it."""

    def __init__(
        self, shell: Shell, doors: Doors, settings: KeptSettings, printing: Printing | None = None
    ) -> None:
        super().__init__(shell)
        self._shell, self._doors, self._settings = shell, doors, settings
        self._ways = printing
        self._location = doors.location
        self._opened: Opened | None = None
        self._held: list[Opened] = []
        self._here = Here(None)
        self.printing: DeskPrinting | None = None
        self.next_location: str | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        shell.live.replaced.connect(self._look)
        shell.language.changed.connect(self._speak)

    @property
    def opened(self) -> Opened | None:
        """Return the open desk, None while there is none."""
        return self._opened

    def begin(self, clock_is_right: bool = False) -> None:
        """Open the database, with a page that says so."""
        self._page(WaitingPage(self._shell.language, self._location))
        work = partial(self._open, self._location, clock_is_right)
        self._shell.lanes.database.submit(work, self._opened_desk, self._refused)

    def reopen(self, location: str) -> None:
        """Go on with another database; the window closes and comes back."""
        self._settings.put("database", location)
        self.next_location = location
        self._shell.window.close()

    def close(self) -> None:
        """Let the database go; the lanes have ended by now."""
        self._timer.stop()
        self._settings.save_now()
        self._opened = None
        while self._held:
            self._held.pop().close()

    # ---- opening -------------------------------------------------------------------------

    def _open(self, location: str, clock_is_right: bool) -> Opened:
        """Open the desk, in the database lane; held here even if the window closes meanwhile."""
        opened = open_desk(self._doors, location, self._shell.live, clock_is_right)
        self._held.append(opened)
        return opened

    @Slot(object)
    def _opened_desk(self, opened: Opened) -> None:
        self._opened = opened
        self._speak(self._shell.language.code)
        if opened.here.site is None:
            self._first_start(opened)
        else:
            self._begin_work(opened.here)

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        page = TroublePage(self._shell.language, error, shown(self._location))
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
        self._location = str(path)
        self._settings.put("database", self._location)
        self.begin()

    @Slot(str)
    def _choose_site(self, code: str) -> None:
        self._settings.put("site", code)
        self.begin()

    @Slot(object)
    def _restore(self, backup: Path) -> None:
        self._page(WaitingPage(self._shell.language, str(backup)))
        work = partial(self._doors.replace, Path(self._location), backup)
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

    def _first_start(self, opened: Opened) -> None:
        demo = Path(self._location).with_name(DEMO_FILE)
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
        assert self._opened is not None
        self._settings.put("staff", staff)
        work = partial(look_around, self._opened.desk)
        self._shell.lanes.database.submit(work, self._begin_work, self._refused)

    def _own_database(self) -> str:
        """Return where real work is done while this is the demo, "" otherwise."""
        here = Path(self._location)
        if here.name != DEMO_FILE:
            return ""
        return self._settings.get("own_database") or str(here.with_name("yimen.db"))

    @Slot(object)
    def _demo_ready(self, path: Path) -> None:
        self._settings.put("own_database", self._location)
        self.reopen(str(path))

    # ---- work ----------------------------------------------------------------------------

    @Slot(object)
    def _begin_work(self, here: Here) -> None:
        assert self._opened is not None
        shell, desk = self._shell, self._opened.desk
        self.printing = DeskPrinting(
            desk,
            shell.lanes,
            shell.messages,
            shell.language,
            self._settings,
            shell.window,
            self._ways,
        )
        self.printing.state_changed.connect(shell.window.show_printer)
        context = ScreenContext(
            desk,
            shell.lanes,
            shell.live,
            shell.commands,
            shell.messages,
            shell.language,
            shell.appearance,
            self._settings,
            self.printing,
            self._staff,
            self._sit_down,
            shell.window.show_screen,
        )
        around = Surroundings(self.printing, self._location, self._own_database(), self.reopen)
        for spec in screens(context, around):
            shell.window.add_screen(spec)
        self._show_here(here)
        shell.window.show_page(None)
        shell.window.begin()
        shell.renew_icons()
        self._timer.start()
        shell.lanes.io.submit(desk.warm_up, self._nothing, self._not_looked)
        QTimer.singleShot(0, self._say_ready)

    @Slot()
    def _say_ready(self) -> None:
        _log.info(READY)

    def _staff(self) -> str:
        return self._settings.get("staff")

    def _sit_down(self, code: str) -> None:
        self._settings.put("staff", code)
        self._show_here(self._here)
        self._look()

    @Slot()
    def _look(self) -> None:
        if self._opened is not None and self.printing is not None:
            work = partial(look_around, self._opened.desk)
            self._shell.lanes.database.submit(
                work, self._show_here, self._not_looked, key="frame.look"
            )

    @Slot(object)
    def _show_here(self, here: Here) -> None:
        self._here = here
        if here.site is not None:
            site = here.site.site
            day = QDate(site.day.year, site.day.month, site.day.day)
            self._shell.window.show_place(site.name, day)
        code = self._staff()
        names = {person.code: person.name for person in here.staff}
        self._shell.window.show_person(names.get(code) or code)

    @Slot(object)
    def _not_looked(self, error: DeskError) -> None:
        _log.warning("the frame is not refreshed: %s", error)

    @Slot(object)
    def _nothing(self, _: object) -> None:
        """Nothing to say."""

    @Slot(str)
    def _speak(self, code: str) -> None:
        if self._opened is not None:
            self._opened.desk.language = code

    def _page(self, page: QWidget) -> None:
        self._shell.window.show_page(page)


def shown(location: str) -> str:
    """Return a location as people may see it: a URL may hold a password."""
    return location if "://" not in location else location.partition("://")[0] + "://…"


def run(doors: Doors, settings: Settings) -> int:
    """Run the program until its window is closed for good; returns the exit status."""
    application = create_application(sys.argv[:1])
    interrupted = Interrupts(application)
    location: str | None = doors.location
    status = 0
    while location is not None:
        kept = KeptSettings(settings)
        shell = Shell(application, Language(), kept)
        kept.use(shell.lanes)
        program = Program(shell, replace(doors, location=location), kept)
        interrupted.window = shell.window
        program.begin()
        try:
            status = shell.run()
        finally:
            program.close()
            interrupted.window = None
        location = program.next_location
        shell.window.deleteLater()
        shell.deleteLater()
    interrupted.close()
    return status
