"""A busy centre's program, and every scene that it can show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QWidget

from db.store import SqlStore
from desktop.clock import ManualClock
from desktop.desk import Desk, Particulars
from desktop.requests import FindEnterprises, HoldTicket
from desktop.settings import Settings
from desktop.snapshots import EnterprisesAnswer
from tests.journeys.centre import DAHE, Centre
from tests.journeys.whole_program import PaperMachine, doors_to
from ui.application import Shell
from ui.calm_style import CalmStyle
from ui.desk_printing import Printing
from ui.fonts import TextSize
from ui.items import Item, ItemKind
from ui.kept_settings import KeptSettings
from ui.language import Language
from ui.program import Program
from ui.screen_list import PLACES
from ui.screens.first_start.view import FirstStartView
from ui.screens.settings.categories import CATEGORIES
from ui.screens.settings.screen import SettingsScreen
from ui.screens.sign_in.view import SignInView
from ui.theme import Scheme

SIZE: Final = (1366, 768)
OURS: Final = 3
_PATIENCE_MS: Final = 20_000


class _Passed(QObject):
    """Counts what has come back from the lanes."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    @Slot(object)
    def came(self, _: object) -> None:
        """Count one, whatever became of it."""
        self.count += 1

    def reached(self, count: int) -> bool:
        """Say whether so many have come."""
        return self.count >= count


class Walk:
    """One program on a busy centre; `show` brings a scene to the front and waits for it."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        self.folder = folder
        self.clock = ManualClock()
        self._application = application
        self._tick = QTimer(application)
        self._tick.start(20)
        application.setStyle(CalmStyle())
        self._programs: list[tuple[Shell, Program]] = []
        self.busy_centre(folder / "desk.db")
        self.shell, self.program = self.start(folder / "desk.db", counter=str(OURS), staff="CL")
        self.window: QWidget = self.shell.window
        self.until(lambda: self.shell.window.current_screen != "")
        new, _ = self.start(folder / "new.db", staff="")
        self.until(lambda: new.window.findChild(FirstStartView) is not None)
        self.rest()

    def busy_centre(self, path: Path) -> None:
        """Make a morning: numbers waiting, held and missed, open cases, a visitor at work."""
        SqlStore(path).close()
        centre = Centre(SqlStore(path))
        centre.set_up()
        for counter, staff in enumerate(("WM", "LN", "CL"), 1):
            centre.open(counter, staff)
        centre.at("09:00")
        first = centre.issue("CF-02", company=DAHE.name)
        held = centre.issue("CF-04", company="杭州东恒律师事务所")
        for item in ("CF-04", "RC-01", "CF-02", "JR-01"):
            centre.issue(item, company="浙江潮鸣红云科技股份有限公司")
        centre.case("RC-01", DAHE.name)
        centre.serve(OURS, held.ticket)
        centre.do(HoldTicket(OURS, "去复印", 10), "CL")
        centre.at("09:20")
        centre.serve(OURS, first.ticket)
        centre.close()
        self.clock.set(centre.clock.now())

    def start(self, location: Path, **settings: str) -> tuple[Shell, Program]:
        """Begin a program on a database, with a clock and a printer of its own."""
        kept_by = Settings(self.folder / f"{location.stem}.json")
        for key, value in settings.items():
            kept_by.put(key, value)
        kept = KeptSettings(kept_by)
        shell = Shell(self._application, Language(), kept)
        kept.use(shell.lanes)
        machine = PaperMachine(self.folder)
        doors = replace(doors_to(location, self.folder), open=self._open)
        program = Program(shell, doors, kept, Printing(machine.find, machine.send))
        self._programs.append((shell, program))
        program.begin()
        shell.show()
        shell.window.resize(*SIZE)
        shell.window.activateWindow()
        return shell, program

    def show(self, scene: str) -> QWidget:
        """Bring a scene to the front; returns the window."""
        for sheet in (self.shell.window.palette_sheet, self.shell.window.key_sheet):
            sheet.close_sheet()
        self.window = self.shell.window
        SCENES[scene](self)
        self.window.activateWindow()
        self.rest()
        return self.window

    def new_pc(self) -> Shell:
        """Return the program of a PC that has no database yet."""
        shell, _ = self._programs[-1]
        self.window = shell.window
        return shell

    def wear(self, language: str = "zh", size: int = 100) -> None:
        """Choose a language and a size of the text."""
        for shell, _ in self._programs:
            shell.language.choose(language)
            shell.appearance.choose(Scheme.LIGHT, TextSize(size))
            shell.window.resize(*SIZE)
        self.rest()

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so."""
        deadline = QDeadlineTimer(_PATIENCE_MS)
        while not condition():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            assert not deadline.hasExpired(), "waited in vain"

    def rest(self) -> None:
        """Wait until what is under way has been done and shown."""
        for _ in range(2):
            passed = _Passed()
            lanes = [(shell.lanes.database, shell.lanes.io) for shell, _ in self._programs]
            for lane in (one for both in lanes for one in both):
                lane.submit(_nothing, passed.came, passed.came)
            self.until(partial(passed.reached, 2 * len(lanes)))
            QApplication.processEvents()

    def close(self) -> None:
        """End every program."""
        for shell, program in self._programs:
            shell.window.close()
            shell.close()
            program.close()
            shell.window.deleteLater()
            shell.deleteLater()
        self._tick.stop()
        QApplication.processEvents()

    def _open(self, location: str) -> Desk:
        return Desk(SqlStore(location), self.clock, Particulars())


def _nothing() -> None:
    """Pass through a lane."""


# ---- scenes ------------------------------------------------------------------------------


def _place(name: str, walk: Walk) -> None:
    walk.shell.window.show_page(None)
    walk.shell.window.show_screen(name)


def _company(walk: Walk) -> None:
    _place("reception", walk)
    found = walk.program.opened
    assert found is not None
    walk.shell.window.open_item(Item(ItemKind.ENTERPRISE, _company_id(found.desk), DAHE.name))


def _today(walk: Walk) -> None:
    walk.shell.window.open_item(Item(ItemKind.TICKET, "", ""))


def _category(name: str, walk: Walk) -> None:
    _place("settings", walk)
    screen = walk.shell.window.screen_in_front
    assert isinstance(screen, SettingsScreen)
    screen.view.show_category(name)


def _palette(walk: Walk) -> None:
    _place("cases", walk)
    walk.shell.commands.run("frame.find")
    walk.shell.window.palette_sheet.line.setText("大和")
    walk.until(lambda: not walk.shell.window.palette_sheet.waits)


def _keys(walk: Walk) -> None:
    _place("counter", walk)
    walk.shell.commands.run("frame.keys")


def _sign_in(walk: Walk) -> None:
    page = SignInView(walk.shell.language, "begin")
    walk.shell.window.show_page(page)
    page.take_focus()


def _first_start(walk: Walk) -> None:
    window = walk.new_pc().window
    walk.until(lambda: window.findChild(FirstStartView) is not None)


def _connect(walk: Walk) -> None:
    _first_start(walk)
    page = walk.window.findChild(FirstStartView)
    assert page is not None
    page.connect_server.emit()


def _company_id(desk: Desk) -> str:
    answer = desk.ask(FindEnterprises(DAHE.name))
    assert isinstance(answer, EnterprisesAnswer)
    return answer.enterprises[0].id


SCENES: Final[dict[str, Callable[[Walk], None]]] = {
    **{name: partial(_place, name) for name, *_ in PLACES},
    "board": partial(_place, "board"),
    "settings": partial(_place, "settings"),
    **{f"settings: {one.id}": partial(_category, one.id) for one in CATEGORIES},
    "reception: a company": _company,
    "reception: today": _today,
    "palette": _palette,
    "keys": _keys,
    "sign_in": _sign_in,
    "first_start": _first_start,
    "connect": _connect,
}
"""Every place of the rail, by itself whenever one is added, and what lies deeper."""

SHEETS: Final = ("palette", "keys")
"""Scenes that lie over another one and keep the keyboard."""
