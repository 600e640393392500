"""The whole program: opens the database, shows the page that fits, then the screens.

    status = run(doors, settings)

Nothing here waits: opening happens on the database lane while a page says so.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import QDate, QObject, QTimer, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.settings import Settings
from desktop.voice.device import Loudspeaker
from desktop.voice.ports import Player
from ui.application import Shell, create_application
from ui.calm import Calm
from ui.command_palette import CommandPalette
from ui.commands import Command
from ui.desk_printing import DeskPrinting, Printing
from ui.doors import Doors, Here, Opened, look_around
from ui.drafts import DraftKeeper
from ui.gate import Gate
from ui.interrupts import Interrupts
from ui.kept_settings import KeptSettings
from ui.language import Language
from ui.live import Changes
from ui.opening import Opening
from ui.practice import DEMO, PracticeStart
from ui.quiet_memory import QuietMemory
from ui.screen_list import screens
from ui.screens.board.board import Board
from ui.screens.board.monitors import SystemMonitors
from ui.screens.context import ScreenContext
from ui.screens.counter.help_calls import HelpCalls
from ui.screens.settings.surroundings import Surroundings
from ui.screens.settings.view import SettingsView

_log = logging.getLogger(__name__)
READY: Final = "the window can be used"
_LOOKED_FOR: Final = (
    "staff.saved",
    "staff.deactivated",
    "staff.password_set",
    "counter.opened",
    "counter.closed",
)
_LOOK_EVERY_MS: Final = 60_000  # a new day begins within a minute, whoever sits here or not


class Program(QObject):
    """One run of the program on one database; `next_location` asks for another after it."""

    def __init__(
        self,
        shell: Shell,
        doors: Doors,
        settings: KeptSettings,
        printing: Printing | None = None,
        player: Player | None = None,
    ) -> None:
        super().__init__(shell)
        self._shell, self._doors, self._settings = shell, doors, settings
        self._ways, self._player = printing, player or Loudspeaker()
        self.opening = Opening(shell, doors, settings, self)
        self.opening.working.connect(self._begin_work)
        self.opening.leave.connect(self.reopen)
        self.opening.practise.connect(self._practise)
        shell.messages.keep_reports(shell.lanes, settings.folder)
        self.drafts = DraftKeeper(
            shell.window, shell.lanes, shell.messages, shell.language, settings.folder, self
        )
        self.practice = (
            PracticeStart(shell.lanes, shell.messages, shell.language, doors.practice, parent=self)
            if doors.practice is not None
            else None
        )
        self._here = Here(None)
        self.printing: DeskPrinting | None = None
        self.calm: Calm | None = None
        self.board: Board | None = None
        self.gate: Gate | None = None
        self.next_location: str | None = None
        self._quiet: QuietMemory | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        shell.live.replaced.connect(self._look)
        shell.live.changed.connect(self._heard)
        shell.language.changed.connect(self._speak)

    @property
    def opened(self) -> Opened | None:
        """Return the open desk, None while there is none."""
        return self.opening.opened

    def begin(self) -> None:
        """Open the database, with a page that says so."""
        self.opening.begin()

    @Slot(str)
    def reopen(self, location: str) -> None:
        """Go on with another database; the window closes and comes back."""
        self._settings.put("database", location)
        self.next_location = location
        self._shell.window.close()

    def close(self) -> None:
        """Let the database go; the lanes have ended by now."""
        self._timer.stop()
        if self._quiet is not None:
            self._quiet.close()
        if self.calm is not None:
            self.calm.stop()
        if self.board is not None:
            self.board.close()
        self.drafts.end()
        self._settings.save_now()
        self.opening.close()

    # ---- work ----------------------------------------------------------------------------

    @Slot(object, object)
    def _begin_work(self, opened: Opened, here: Here) -> None:
        shell, desk = self._shell, opened.desk
        self.printing = self._make_printing(desk)
        self.calm = Calm(shell, desk, self.printing, self)
        self.printing.later = self.calm.sending.keep
        shell.window.leaving.connect(self.calm.leave)
        self.gate = gate = Gate(shell, desk, self._settings, self)
        gate.changed.connect(self._show_person)
        gate.proved(self.opening.signed_in)
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
            gate.staff,
            self._sit_down,
            shell.window.show_screen,
            self.calm.watch,
            self.calm.sending,
            self.calm.presence,
            shell.window.open_item,
            gate,
            self.printing.state_changed,
        )
        self.board = Board(context, SystemMonitors(self), self._player, self)
        self.board.trouble.connect(shell.window.hall_banner.say)
        shell.window.leaving.connect(self.board.leave)
        around = self._surroundings(self.printing, self.board)
        for spec in screens(context, around):
            shell.window.add_screen(spec)
        HelpCalls(context, self)
        self._add_commands()
        CommandPalette(shell.window, shell.lanes, desk, gate.staff, self)
        self._show_here(here)
        gate.begin()
        self.drafts.begin(gate.staff())
        shell.renew_icons()
        self._timer.start()
        self.calm.begin()
        self.printing.left.begin()
        self.board.begin()
        shell.lanes.io.submit(desk.warm_up, self._nothing, self._not_looked)
        QTimer.singleShot(0, self._say_ready)

    def _make_printing(self, desk: Desk) -> DeskPrinting:
        shell = self._shell
        made = DeskPrinting(
            desk,
            shell.lanes,
            shell.messages,
            shell.language,
            self._settings,
            shell.window,
            self._ways,
        )
        made.state_changed.connect(shell.window.show_printer)
        made.telling.show_waiting = self.show_waiting
        return made

    def _surroundings(self, printing: DeskPrinting, board: Board) -> Surroundings:
        return replace(
            self.opening.surroundings(printing, board, self.reopen),
            practise=self._practise if self.practice is not None else None,
            practising=self._doors.practising,
        )

    def _add_commands(self) -> None:
        commands = self._shell.commands
        commands.add(Command("frame.printers", "printing.command"), self.show_waiting)
        if self.practice is not None:
            commands.add(Command("frame.practice", "practice.command"), self._practise)

    @Slot()
    def _practise(self) -> None:
        if self.practice is not None:
            self.practice.begin(self.opened.desk if self._here.site and self.opened else None)

    def show_waiting(self) -> None:
        """Show the papers that wait: they stand in the settings of printers."""
        self._settings.put("settings_category", "printers")
        self._shell.window.show_screen("settings")
        for view in self._shell.window.findChildren(SettingsView):
            view.show_category("printers")

    @Slot()
    def _say_ready(self) -> None:
        self._quiet = QuietMemory(self)
        _log.info(READY)

    def _sit_down(self, code: str) -> None:
        assert self.gate is not None
        self.gate.sit_down(code)
        self._look()

    @Slot(object)
    def _heard(self, changes: Changes) -> None:
        """Look anew when people, their roles or their passwords changed, or who sits where."""
        if any(str(getattr(one, "kind", "")).startswith(_LOOKED_FOR) for one in changes.events):
            self._look()

    @Slot()
    def _look(self) -> None:
        if self.opened is not None and self.printing is not None:
            work = partial(look_around, self.opened.desk)
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
            self._say_practice(site.code)
            if self.calm is not None:
                self.calm.show_zone(site.zone)
        if self.gate is not None:
            self.gate.see(here)
        self._show_person()

    @Slot()
    def _show_person(self) -> None:
        if self.gate is None:
            return
        code = "" if self.gate.asking else self.gate.staff()
        self.drafts.show_staff(code)
        names = {person.code: person.name for person in self._here.staff}
        self._shell.window.show_person(names.get(code) or code)

    @Slot(object)
    def _not_looked(self, error: DeskError) -> None:
        _log.warning("the frame is not refreshed: %s", error)

    @Slot(object)
    def _nothing(self, _: object) -> None:
        """Nothing to say."""

    def _say_practice(self, site: str) -> None:
        key = "practice.banner" if self._doors.practising else "practice.demo"
        words = self._shell.language.text(key) if site.startswith(DEMO) else ""
        self._shell.window.show_practice(words)

    @Slot(str)
    def _speak(self, code: str) -> None:
        if self.opened is not None:
            self.opened.desk.language = code
        if self._here.site is not None:
            self._say_practice(self._here.site.site.code)


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
