"""The whole program for journeys: real database, real feed, printers that print into files."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.backup import restore_unopened
from db.change_feed import ChangeFeed
from db.diagnosis import diagnose
from db.moving import move
from db.store import SqlStore, opened
from desktop.clock import RealClock
from desktop.demo.beside import make_demo_beside
from desktop.desk import Desk, Particulars
from desktop.domain.errors import DeskError
from desktop.journal.verifier import check_sound
from desktop.outbox import Outbox
from desktop.passwords import Passwords
from desktop.requests import AddStaff, CounterFields, SetUpSite
from desktop.settings import Settings
from desktop.thermal.address import is_network
from desktop.thermal.escpos import Health
from desktop.voice.ports import Player
from ui.application import Shell
from ui.desk_printing import Printing
from ui.doors import Doors, Practice
from ui.kept_settings import KeptSettings
from ui.language import Language
from ui.paper_ways import Send
from ui.printing import Printers, print_to_file
from ui.program import Program

WINDOWS = ("DQ", "CY", "GZ", "RC", "SZ", "CF", "PP", "RW", "JR")
ROLES = ("guide", "window", "supervisor", "administrator")


class PaperMachine:
    """A printer whose paper is PDF files in a folder; without names there is no printer."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: tuple[str, ...] = ("Front desk",)
        self.jammed = False
        self.jobs: list[str] = []
        self.network: Send | None = None

    def find(self) -> Printers:
        """Return what the system would."""
        return Printers(self.names, self.names[0] if self.names else "")

    def send(self, pdf: bytes, printer: str, job: str) -> Health | None:
        """Print into the next file, the way a printer is printed to; `network` has its own."""
        if self.network is not None and is_network(printer):
            return self.network(pdf, printer, job)
        if self.jammed:
            raise DeskError("printer_unavailable", printer=printer)
        print_to_file(pdf, self.folder / f"{len(self.jobs) + 1}.pdf")
        self.jobs.append(job)
        return None


def make_desk(location: str, home: Path | None = None) -> Desk:
    """Open a desk as `main.py` does, with an outbox in this PC's home if there is one."""
    outbox = Outbox(home / "outbox") if home is not None else None
    return Desk(SqlStore(location), RealClock(), Particulars(), outbox)


def doors_to(location: str | Path, folder: Path | None = None) -> Doors:
    """Return the doors that `main.py` hands in, to this database; `folder` is this PC's home."""
    home = folder or Path(location).parent
    mend = partial(restore_unopened, verify=lambda engine: check_sound(opened(engine)))
    demo = partial(make_demo_beside, make_desk)
    servers = (diagnose, Passwords(home), move)
    own = str(home / "yimen.db")
    opener = partial(make_desk, home=home)
    return Doors(str(location), opener, ChangeFeed, mend, demo, *servers, own)


def make_site(location: str | Path) -> None:
    """Set up a site as first start does."""
    desk = make_desk(str(location))
    counters = tuple(CounterFields(n, (code,)) for n, code in enumerate(WINDOWS, start=1))
    desk.do(SetUpSite("QC", "仓前梦创社区", counters))
    desk.do(AddStaff("A01", "王敏", ROLES))
    desk.store.close()


class Running:
    """One program from its start to its end."""

    def __init__(self, application: QApplication, qtbot: QtBot, folder: Path) -> None:
        self.qtbot, self.folder = qtbot, folder
        self.machine = PaperMachine(folder)
        self.ways: Printing | None = None
        self.practising = False
        self.practice: Practice | None = None
        self.player: Player | None = None
        self.settings = Settings(folder / "settings.json")
        self.settings.put("staff", "A01")
        self._application = application
        self._programs: list[tuple[Shell, Program]] = []

    def start(self, location: str | Path, **settings: str) -> Program:
        """Begin on a database; the page or the first screen may still be on its way."""
        for key, value in settings.items():
            self.settings.put(key, value)
        self._application.setStyle("Fusion")
        kept = KeptSettings(self.settings)
        shell = Shell(self._application, Language(), kept)
        kept.use(shell.lanes)
        ways = self.ways or Printing(self.machine.find, self.machine.send)
        doors = replace(
            doors_to(location, self.folder), practising=self.practising, practice=self.practice
        )
        program = Program(shell, doors, kept, ways, self.player)
        self._programs.append((shell, program))
        program.begin()
        shell.show()
        self.shell = shell
        return program

    def wait(self, done: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(done, timeout=20_000)

    def page(self, kind: type[QWidget]) -> QWidget:
        """Return the page of a kind once it is in front."""
        self.wait(lambda: self.shell.window.findChild(kind) is not None)
        found = self.shell.window.findChild(kind)
        assert isinstance(found, kind)
        return found

    def at_work(self) -> None:
        """Wait for the first screen."""
        self.wait(lambda: self.shell.window.current_screen != "")

    @property
    def notes(self) -> list[str]:
        """Return the words of the toasts on the screen."""
        return [toast.note.words for toast in self.shell.messages.toasts.shown]

    def stop(self) -> None:
        """End the program that was begun last, as closing its window does."""
        shell, program = self._programs[-1]
        shell.window.close()
        shell.close()
        program.close()

    def close(self) -> None:
        """End every program that was begun; no thread is left."""
        for shell, program in self._programs:
            shell.window.close()
            shell.close()
            program.close()
            shell.window.deleteLater()
            shell.deleteLater()
        names = [thread.name for thread in threading.enumerate()]
        assert "change-feed" not in names


def copied(made: Path, folder: Path) -> Path:
    """Return a copy of a database that nobody has open."""
    return Path(shutil.copy(made, folder / "desk.db"))
