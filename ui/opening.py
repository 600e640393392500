"""The way from the start to the first screen: waiting, trouble, connecting, setting up.

    opening.begin()  →  working(Opened, Here), or leave(location): go on with another database

Nothing here waits: a database is opened in the I/O lane while a page says so, and a try that
takes too long can be given up.
"""

from __future__ import annotations

import platform
import threading
import uuid
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.domain.errors import DeskError
from desktop.server_address import without_password
from ui.application import Shell
from ui.background import Job
from ui.doors import Doors, Entry, Here, Opened, Trouble, look_around, open_or_tell
from ui.kept_settings import KeptSettings
from ui.screens.connect.card import ConnectCard
from ui.screens.connect.moving import MoveCard, MoveJoint
from ui.screens.connect.page import ConnectPage, join
from ui.screens.connect.presenter import unlock
from ui.screens.connect.wording import is_server, place_words
from ui.screens.first_start import create as create_first_start
from ui.screens.opening.view import TroublePage, WaitingPage, Ways
from ui.screens.settings.surroundings import Hall, PrinterChoice, Surroundings, Where

DEMO_FILE: Final = "yimen-demo.db"


class Attempt:
    """One try to open; given up, what was opened after all is let go."""

    def __init__(self, work: Callable[[], Opened | Trouble]) -> None:
        self._work = work
        self._turn = threading.Lock()
        self._given_up = False
        self._opened: Opened | None = None
        self.job: Job | None = None

    def run(self) -> Opened | Trouble:
        """Open, in a lane."""
        opened = self._work()
        if isinstance(opened, Trouble):
            return opened
        with self._turn:
            if not self._given_up:
                self._opened = opened
                return opened
        opened.close()
        return Trouble(DeskError("database_away"))  # nobody hears: the job was cancelled

    def give_up(self) -> Opened | None:
        """Want it no more; returns what was opened already and is to be closed."""
        if self.job is not None:
            self.job.cancel()
        with self._turn:
            self._given_up = True
            opened, self._opened = self._opened, None
        return opened


class Opening(QObject):
    """Opens one database; holds what it opened until `close`.

    `signed_in` is the code of who gave themselves the first password at set-up, "" for nobody.
    """

    working = Signal(object, object)
    leave = Signal(str)
    practise = Signal()

    def __init__(self, shell: Shell, doors: Doors, settings: KeptSettings, parent: QObject) -> None:
        super().__init__(parent)
        self._shell, self._doors, self._settings = shell, doors, settings
        self.location = bare(doors.location)
        self._attempt: Attempt | None = None
        self._trouble: Trouble | None = None
        self._waiting = False
        self.opened: Opened | None = None
        self.signed_in = ""

    def begin(
        self, *, clock_is_right: bool = False, password: str = "", keep: bool = False
    ) -> None:
        """Open the database, with a page that says so."""
        self._give_up()
        page = WaitingPage(self._shell.language, self._place, server=is_server(self.location))
        page.stop.connect(self._stop)
        self._page(page)
        entry = Entry(
            self.location, clock_is_right, password, keep, self._machine(), platform.node()
        )
        work = partial(open_or_tell, self._doors, entry, self._shell.live)
        self._attempt = Attempt(work)
        self._waiting = True
        self._attempt.job = self._shell.lanes.io.submit(
            self._attempt.run, self._came, self._refused, ended=self._ended
        )

    def own_database(self) -> str:
        """Return where real work is done while this is the demo, "" otherwise."""
        if is_server(self.location) or Path(self.location).name != DEMO_FILE:
            return ""
        kept = self._settings.get("own_database")
        return kept or str(Path(self.location).with_name("yimen.db"))

    def file_here(self) -> str:
        """Return this PC's database of its own while we are on a server, "" otherwise."""
        if not is_server(self.location):
            return ""
        kept = self._settings.get("own_database")
        return kept if kept and not is_server(kept) else self._doors.own

    def use_server(self, address: str) -> None:
        """Remember which file was worked on, and that this server is worked on now."""
        if not is_server(self.location) and not self.own_database():
            self._settings.put("own_database", self.location)
        self._settings.put("database", address)

    def surroundings(
        self, printers: PrinterChoice, hall: Hall, reopen: Callable[[str], None]
    ) -> Surroundings:
        """Return what the settings are told of where the data is."""
        server = is_server(self.location)
        moving = None if server or self.own_database() else self._moving_card
        where = Where(self._place, self.file_here(), self._connecting_card, moving)
        folder = Path(self._doors.own if server else self.location).parent
        own = self.own_database()
        return Surroundings(printers, self.location, own, reopen, where, folder, hall)

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
    def _came(self, came: Opened | Trouble) -> None:
        self._waiting = False
        if isinstance(came, Trouble):
            self.show_trouble(came)
            return
        self.opened = came
        came.desk.language = self._shell.language.code
        if came.here.site is None:
            self._first_start()
        else:
            self.working.emit(came, came.here)

    @Slot()
    def _ended(self) -> None:
        """Leave nobody waiting after a fault of ours, which was told already."""
        if self._waiting:
            self.show_trouble(Trouble(DeskError("internal")))

    @Slot()
    def _stop(self) -> None:
        self._give_up()
        self.show_trouble(None)

    def _connecting_card(self) -> ConnectCard:
        away = is_server(self.location) or self.own_database()
        card = ConnectCard(self._shell.language, "join" if away else "join_instead")
        made = join(card, self._shell.lanes, self._doors.servers, self.location)
        made.chosen.connect(self._leave_for)
        return card

    def _moving_card(self) -> ConnectCard:
        card = MoveCard(self._shell.language, self.location)
        made = MoveJoint(card, self._shell.lanes, self._doors.servers, self.location)
        made.chosen.connect(self._leave_for)
        return card

    @Slot(str)
    def _leave_for(self, address: str) -> None:
        self.use_server(address)
        self.leave.emit(address)

    def _place(self) -> str:
        return place_words(self._shell.language, self.location)

    def _machine(self) -> str:
        """Return what tells this PC from others with the same code, made at the first need.

        With the PC's name: a disk that was copied to another PC brings the rest along.
        """
        if not self._settings.get("machine"):
            self._settings.put("machine", uuid.uuid4().hex)
        return f"{self._settings.get('machine')} {platform.node()}"

    # ---- what can be done where it did not open ------------------------------------------

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self.show_trouble(Trouble(error))

    def show_trouble(self, trouble: Trouble | None) -> None:
        """Show what is wrong; None: it was given up."""
        self._waiting = False
        self._trouble = trouble
        error = None if trouble is None else trouble.error
        asks = "" if trouble is None else trouble.asks
        if error is not None and error.code == "station_taken":
            asks = "station"
        keeps = trouble is not None and trouble.keeps
        ways = Ways(is_server(self.location), self.file_here(), asks, keeps)
        page = TroublePage(self._shell.language, error, self._place, ways)
        page.again.connect(self._again)
        page.other.connect(self._other)
        page.restore.connect(self._restore)
        page.site.connect(self._choose_site)
        page.clock_right.connect(self._clock_is_right)
        page.change.connect(self._change)
        page.own.connect(self._use_own)
        page.answered.connect(self._answered)
        page.forgotten.connect(self._forgotten)
        self._page(page)

    @Slot(str, bool)
    def _answered(self, text: str, keep: bool) -> None:
        error = None if self._trouble is None else self._trouble.error
        if error is not None and error.code == "station_taken":
            self._settings.put("station", text)
            self.begin()
        elif self._trouble is not None and self._trouble.asks == "passphrase":
            self._page(WaitingPage(self._shell.language, self._place))
            work = partial(unlock, self._doors.servers, text)
            self._shell.lanes.io.submit(work, self._unlocked, self._not_unlocked)
        else:
            self.begin(password=text, keep=keep)

    @Slot(object)
    def _unlocked(self, _: object) -> None:
        self.begin()

    @Slot(object)
    def _not_unlocked(self, error: DeskError) -> None:
        self.show_trouble(Trouble(error, "passphrase"))

    @Slot()
    def _forgotten(self) -> None:
        person = self._trouble.error.values.get("person") if self._trouble is not None else None
        self.show_trouble(Trouble(DeskError("password_missing", person=person), "password"))

    @Slot()
    def _change(self) -> None:
        page = ConnectPage(self._shell.language)
        join(page.card, self._shell.lanes, self._doors.servers, self.location).chosen.connect(
            self._join_server
        )
        page.back.connect(self._leave_connecting)
        self._page(page)

    @Slot(str)
    def _join_server(self, address: str) -> None:
        self.use_server(address)
        self.location = address
        self.begin()

    @Slot()
    def _leave_connecting(self) -> None:
        if self.opened is not None:
            self._first_start()
        else:
            self.show_trouble(self._trouble)

    @Slot()
    def _use_own(self) -> None:
        self._other(Path(self.file_here()))

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
        self._page(WaitingPage(self._shell.language, partial(str, backup)))
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

    def _first_start(self) -> None:
        assert self.opened is not None
        server = is_server(self.location)
        demo = Path(self._doors.own if server else self.location).with_name(DEMO_FILE)
        page, first = create_first_start(
            self.opened.desk,
            self._shell.lanes,
            self._shell.language,
            self._settings,
            self._doors.make_demo,
            demo,
            self._place if server else None,
        )
        page.connect_server.connect(self._change)
        page.demo.practise.connect(self.practise)
        first.set_up.connect(self._set_up)
        first.signed_in.connect(self._signed_in)
        first.demo_ready.connect(self._demo_ready)
        self._page(page)

    @Slot(str)
    def _set_up(self, staff: str) -> None:
        assert self.opened is not None
        self._settings.put("staff", staff)
        work = partial(look_around, self.opened.desk)
        self._shell.lanes.database.submit(work, self._begun, self._refused)

    @Slot(str)
    def _signed_in(self, staff: str) -> None:
        self.signed_in = staff

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


def bare(location: str) -> str:
    """Return a location without a password; a faulty address stays, and is shown nowhere."""
    try:
        return without_password(location) if is_server(location) else location
    except DeskError:
        return location
