"""Where the data is (category database): in words, another file, a server, the move onto it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot

from ui.screens.context import ScreenContext
from ui.screens.settings.parts import CardsPart
from ui.screens.settings.surroundings import Surroundings
from ui.screens.settings.where_card import WhereCard


class DatabasePart(CardsPart):
    """`connecting` and `moving` are made elsewhere; where nothing can be moved there is none."""

    def __init__(self, context: ScreenContext, around: Surroundings) -> None:
        super().__init__(context, "database")
        self._around = around
        where = around.where
        self.where = WhereCard(context.language, where.place, where.file_here, self.widget)
        self.connecting = where.connecting()
        self.moving = where.moving() if where.moving is not None else None
        self.where.database.connect(self._reopen)
        self.where.leave.setVisible(bool(around.own_database))
        self.where.leave_demo.connect(self._leave_demo)
        self.where.show_path(where.file_here or around.database)
        moving = (self.moving,) if self.moving is not None else ()
        self.hold(self.where, self.connecting, *moving)

    @Slot(object)
    def _reopen(self, path: Path) -> None:
        if str(path) != self._around.database:
            self._around.reopen(str(path))

    @Slot()
    def _leave_demo(self) -> None:
        self._around.reopen(self._around.own_database)


def create(context: ScreenContext, around: Surroundings) -> DatabasePart:
    """Return the part."""
    return DatabasePart(context, around)
