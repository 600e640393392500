"""The program under the tour's hands: keys, waiting, pictures; every fault ends the tour."""

from __future__ import annotations

import logging
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from db.backup import restore_unopened
from db.change_feed import ChangeFeed
from db.diagnosis import diagnose
from db.moving import move
from db.store import SqlStore, opened
from desktop.clock import ManualClock
from desktop.demo.beside import make_demo_beside
from desktop.desk import Desk, Particulars
from desktop.domain.errors import DeskError
from desktop.journal.verifier import check_sound
from desktop.outbox import Outbox
from desktop.passwords import Passwords
from desktop.requests import Request
from desktop.settings import Settings
from tests.desktop.voice.stand import Hall
from tests.journeys.centre import MONDAY, ZONE
from tests.journeys.far import FarStore
from tests.journeys.tour.album import Album, readme_picture
from tests.journeys.whole_program import PaperMachine
from ui.application import Shell
from ui.desk_printing import Printing
from ui.doors import Doors
from ui.fonts import TextSize
from ui.kept_settings import KeptSettings
from ui.language import Language
from ui.live import GATHER_MS
from ui.program import Program
from ui.theme import Scheme

W = TypeVar("W", bound=QWidget)
Key = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
PATIENCE_MS: Final = 30_000
SIZE: Final = (1366, 768)


class StepFailed(Exception):
    """A step did not do what it should."""


@dataclass(frozen=True, slots=True)
class Look:
    """Another look that each screen is shown in after the first."""

    name: str
    language: str = "zh"
    scheme: Scheme = Scheme.LIGHT
    size: TextSize = TextSize.NORMAL


LOOKS: Final = {
    "dark": Look("dark", scheme=Scheme.DARK),
    "en": Look("en", language="en"),
    "150": Look("150", size=TextSize(150)),
    "dark-en": Look("dark-en", language="en", scheme=Scheme.DARK),
    "high-contrast": Look("high-contrast", scheme=Scheme.HIGH_CONTRAST),
}
GALLERY: Final = tuple(LOOKS.values())
EVERY: Final = ("dark", "en", "dark-en", "150")
"""Light and dark in both languages, and large text."""
README: Final = {"counter-serving": "counter", "palette": "search", "supervisor-now": "supervisor"}
"""The pictures that the README shows beside the guide desk's, by their names in the tour."""
PLAIN: Final = Look("")


class Faults(logging.Handler):
    """Hears what goes wrong where nobody is asked: in slots, in lanes, in the log."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.heard: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Note an error of the log."""
        self.heard.append(self.format(record))

    def raised(self, kind: Any, error: Any, trace: Any) -> None:
        """Note an exception that nobody caught."""
        self.heard.append("".join(traceback.format_exception(kind, error, trace)))


class _Passed(QObject):
    """Says when a job handed to a lane has come back."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    @Slot(object)
    def came(self, _: object) -> None:
        """Count one."""
        self.count += 1

    def reached(self, count: int) -> bool:
        """Say whether so many have come."""
        return self.count >= count

    @Slot(object)
    def failed(self, error: DeskError) -> None:
        """Hand the fault on."""
        raise StepFailed(str(error))


class Driver:
    """One PC with its program, its printer and its clock."""

    def __init__(self, application: QApplication, work: Path, album: Album) -> None:
        self.album, self.work = album, work
        self.clock = ManualClock()
        self.machine = PaperMachine(work)
        self.ways: Printing | None = None
        self.looks: tuple[Look, ...] = ()
        self.readme: Path | None = None
        self.far = False
        self.store: FarStore
        self.faults = Faults()
        logging.getLogger().addHandler(self.faults)
        sys.excepthook = self.faults.raised
        self._application = application
        self._tick = QTimer(application)  # wakes the waiting, which rests between events
        self._tick.start(20)
        self._settings = Settings(work / "settings.json")
        self.shell: Shell
        self.program: Program
        self.at("08:20")

    # ---- the program -----------------------------------------------------------------------

    def start(self, location: str | Path, **settings: str) -> None:
        """Start the program on a database."""
        for key, value in settings.items():
            self._settings.put(key, value)
        kept = KeptSettings(self._settings)
        self.shell = Shell(self._application, Language(), kept)
        kept.use(self.shell.lanes)
        ways = self.ways or Printing(self.machine.find, self.machine.send)
        self.program = Program(self.shell, self._doors(location), kept, ways, Hall())
        self.shell.lanes.crashed.connect(self._crashed)
        self.program.begin()
        self.shell.show()
        self.shell.window.resize(*SIZE)
        self.shell.window.activateWindow()

    def doors_open(self, location: str | Path) -> Desk:
        """Return a desk on a database that no program has open yet."""
        return self._open(str(location))

    def stop(self) -> None:
        """End the program as closing its window does."""
        self.shell.window.close()
        self.shell.close()
        self.program.close()
        self.shell.window.deleteLater()
        self.shell.deleteLater()
        QApplication.processEvents()

    def at(self, text: str) -> None:
        """Set the clock on the tour's day."""
        local = datetime.combine(MONDAY, time.fromisoformat(text), ZONE)
        self.clock.set(local.astimezone(UTC))

    @property
    def desk(self) -> Desk:
        """Return the open desk."""
        if self.program.opened is None:
            raise StepFailed("no desk is open")
        return self.program.opened.desk

    def elsewhere(self, request: Request, staff: str = "LN") -> Any:
        """Do what somebody does at another PC."""
        return self.desk.do(request, staff=staff)

    def _doors(self, location: str | Path) -> Doors:
        verify = partial(restore_unopened, verify=lambda engine: check_sound(opened(engine)))
        servers = (diagnose, Passwords(self.work), move)
        demo, own = partial(make_demo_beside, self._open), str(self.work / "yimen.db")
        way_in = (str(location), self._open, ChangeFeed, verify, demo, *servers, own)
        return Doors(*way_in, practice=_not_begun)

    def _open(self, location: str) -> Desk:
        if not self.far:
            return Desk(SqlStore(location), self.clock, Particulars())
        self.store = FarStore(Path(location))
        return Desk(self.store, self.clock, Particulars(), Outbox(self.work / "outbox"))

    def _crashed(self, crash: Any) -> None:
        self.faults.heard.append(crash.text)

    # ---- hands and eyes ----------------------------------------------------------------------

    @property
    def focus(self) -> QWidget:
        """Return what has the keyboard."""
        return QApplication.focusWidget() or self.shell.window

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        """Press keys, a modifier held."""
        for key in keys:
            QTest.keyClick(self.focus, key, held or Qt.KeyboardModifier.NoModifier)
            QApplication.processEvents()

    def write(self, text: str) -> None:
        """Type: letters by keys, Chinese by an input method."""
        if text.isascii():
            QTest.keyClicks(self.focus, text)
        else:
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(self.focus, event)
        QApplication.processEvents()

    def until(self, condition: Callable[[], object], what: str) -> None:
        """Wait until something is so; the step fails after half a minute."""
        deadline = QDeadlineTimer(PATIENCE_MS)
        while not condition():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            self._check()
            if deadline.hasExpired():
                raise StepFailed(f"waited in vain: {what}")
        self._check()

    def find(self, kind: type[W]) -> W:
        """Return the screen's widget of a class once it is there and visible."""
        found: list[W] = []

        def there() -> bool:
            found[:] = [one for one in self.shell.window.findChildren(kind) if one.isVisible()]
            return bool(found)

        self.until(there, kind.__name__)
        return found[0]

    def go(self, screen: str) -> None:
        """Go to a screen by its key."""
        self.shell.messages.toasts.clear()
        self.shell.commands.run(f"go.{screen}")
        self.until(lambda: self.shell.window.current_screen == screen, screen)
        self.rest()

    def rest(self) -> None:
        """Wait until what is under way has been done and shown."""
        for _ in range(2):
            passed = _Passed()
            for lane in (self.shell.lanes.database, self.shell.lanes.io):
                lane.submit(_nothing, passed.came, passed.failed)
            self.until(partial(passed.reached, 2), "the lanes")
            gathered = QDeadlineTimer(2 * GATHER_MS)
            self.until(gathered.hasExpired, "the news")

    def picture(self, name: str, caption: str, *, still: bool = True) -> None:
        """Take the next picture, in every look asked for."""
        if still:
            self.rest()
        numbered = self.album.number(name)
        grabbed = self.shell.window.grab()
        self.album.screen(numbered, grabbed, caption)
        if self.readme is not None and name in README:
            self.shell.messages.toasts.clear()
            readme_picture(self.shell.window.grab(), self.readme / f"{README[name]}.png")
        for look in self.looks:
            self._wear(look)
            grabbed = self.shell.window.grab()
            self.album.screen(f"{numbered}-{look.name}", grabbed, f"{caption} · {look.name}")
        if self.looks:
            self._wear(PLAIN)

    @contextmanager
    def worn(self, *names: str) -> Iterator[None]:
        """Take each picture in these looks too."""
        before, self.looks = self.looks, tuple(LOOKS[name] for name in names)
        yield
        self.looks = before

    def plain_size(self) -> None:
        """Be as large as a small office screen again."""
        self.shell.window.resize(*SIZE)

    def _wear(self, look: Look) -> None:
        self.shell.language.choose(look.language)
        self.shell.appearance.choose(look.scheme, look.size)
        self.rest()

    def _check(self) -> None:
        if self.faults.heard:
            raise StepFailed(self.faults.heard[0])


def looks_named(names: list[str]) -> tuple[Look, ...]:
    """Return the looks of these names; KeyError for one that is none."""
    return tuple(replace(LOOKS[name]) for name in names)


def _not_begun(_: Desk | None) -> tuple[str, ...]:
    """Stand for practice, which the tour offers and does not begin."""
    return ()


def _nothing() -> None:
    """Pass through a lane."""
