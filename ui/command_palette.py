"""Ctrl+K: one line that finds companies, today's numbers, cases, commands and places.

    CommandPalette(shell.window, shell.lanes, desk, staff, parent)

Commands and places are found in memory with each key; the desk is asked on the database lane,
where only the newest text counts.  Both are shown together, or, when the desk takes longer than
a tenth of a second, what is known first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from ui.background import Lanes
from ui.command_words import names_to_spell
from ui.commands import Command, Needs, Standing
from ui.desk_search import SEARCHES, Found, cleaned, search
from ui.items import Item, ItemKind
from ui.main_window import MainWindow
from ui.palette_groups import COMMAND, PLACE, PaletteGroups
from ui.widgets.hit_rows import Group, Hit

FIND: Final = "frame.find"
PATIENCE_MS: Final = 100
_TYPING_MS: Final = 15


class CommandPalette(QObject):
    """Decides what the sheet shows and what follows from what is taken."""

    def __init__(
        self,
        window: MainWindow,
        lanes: Lanes,
        desk: Desk,
        staff: Callable[[], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window, self._lanes, self._desk, self._staff = window, lanes, desk, staff
        self._groups = PaletteGroups(window)
        self._found = Found("")
        self._text = ""
        self._typing = self._timer(_TYPING_MS, self._ask)
        self._patience = self._timer(PATIENCE_MS, self._show_known)
        self.sheet = window.palette_sheet
        self.sheet.typed.connect(self._typed)
        self.sheet.taken.connect(self._taken)
        window.commands.add(Command(FIND, FIND, "Ctrl+K", "mdi6.magnify"), self.open)
        window.bar.search.clicked.connect(window.commands.action(FIND).trigger)
        window.language.changed.connect(self._retranslate)
        self._retranslate()
        window.offer_search()

    @property
    def spells(self) -> bool:
        """Say whether the pinyin of the commands' words is known."""
        return not self._groups.unspelled(names_to_spell)

    @Slot()
    def open(self) -> None:
        """Begin to look for something."""
        names = self._groups.unspelled(names_to_spell)
        if names:
            work = partial(self._desk.spellings, names)
            self._lanes.io.submit(work, self._spelled, self._refused, key="frame.spellings")
        self.sheet.open()
        self._typed("")

    @Slot(str)
    def _typed(self, typed: str) -> None:
        self._text = cleaned(typed)
        self.sheet.wait()
        self._typing.stop()
        self._patience.stop()
        if self._text and self._allowed():
            self._typing.start()
            self._patience.start()
        else:
            self._found = Found(self._text)
            self._show_all()

    @Slot()
    def _ask(self) -> None:
        staff = self._staff() or None
        work = partial(search, self._desk, self._text, staff, self._allowed())
        self._lanes.database.submit(work, self._answered, self._refused, key=FIND)

    @Slot(object)
    def _answered(self, found: Found) -> None:
        if found.text == self._text:
            self._patience.stop()
            self._found = found
            self._show_all()

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self._patience.stop()
        self._found = Found(self._text)
        self._show(self._window.language.sentence(error))

    @Slot()
    def _show_known(self) -> None:
        """Show what needs no desk while the desk is still looking."""
        words = self._window.language.text("frame.palette.looking")
        self.sheet.show_groups(self._known(), words, more_to_come=True)

    def _show_all(self) -> None:
        self._show("")

    def _show(self, message: str) -> None:
        groups = [*self._groups.of_desk(self._found), *self._known()]
        if not message and not any(group.hits for group in groups):
            message = self._window.language.text("frame.palette.nothing", text=self._text)
        # Enter on an empty line must do nothing: the first thing here may issue a number.
        self.sheet.show_groups(groups, message, choose=bool(self._text))

    def _known(self) -> list[Group]:
        return self._groups.of_commands(self._text)

    def _allowed(self) -> frozenset[str]:
        """Return the searches that the person may ask for."""
        allows = self._window.commands.allows
        return frozenset(one.verb for one in SEARCHES if allows(one.verb))

    @Slot(object)
    def _spelled(self, spellings: Mapping[str, tuple[str, ...]]) -> None:
        self._groups.learn(spellings)

    @Slot(object)
    def _taken(self, hit: Hit) -> None:
        if not hit.able:
            self.sheet.say(hit.detail)
            return
        self.sheet.close_sheet()
        if hit.kind == PLACE:
            self._window.show_screen(hit.id)
        elif hit.kind == COMMAND:
            self._run(hit.id)
        else:
            self._window.open_item(Item(ItemKind(hit.kind), hit.id, hit.name))

    def _run(self, command_id: str) -> None:
        """Do it; what writes on another screen waits until that screen has been seen."""
        commands = self._window.commands
        command = commands.command(command_id)
        if commands.standing(command_id) is Standing.ELSEWHERE:
            self._window.show_screen(command.scope)
            if command.needs is not Needs.NOTHING:
                return
        commands.run(command_id)

    @Slot()
    def _retranslate(self) -> None:
        text = self._window.language.text
        name, keys = text(FIND), self._window.commands.keys(FIND)
        hint = text("frame.palette.hint")
        self.sheet.set_words(name, text("frame.palette.prompt"), hint)
        self._window.bar.search.set_words(text("frame.palette.field", keys=keys), name, keys)
        if not self.sheet.isHidden() and not self.sheet.waits:
            self._show_all()

    def _timer(self, ms: int, run: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(ms)
        timer.timeout.connect(run)
        return timer
