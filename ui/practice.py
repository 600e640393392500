"""Practice is begun: another window, on a throw-away copy of this site's set-up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QProcess, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from ui.background import Lanes
from ui.doors import Practice
from ui.language import Language
from ui.messages import Messages
from ui.theme import Tone

DEMO: Final = "DEMO"
"""How the code of a site begins at which nothing is real."""

Launch = Callable[[Sequence[str]], bool]


def launched(command: Sequence[str]) -> bool:
    """Begin a program of its own, which lives on when this one ends; says whether it began."""
    began, _ = QProcess.startDetached(command[0], list(command[1:]))
    return began


class PracticeStart(QObject):
    """Begins practice; only one copy is made at a time.  Lives in the GUI thread."""

    def __init__(
        self,
        lanes: Lanes,
        messages: Messages,
        language: Language,
        practice: Practice,
        launch: Launch = launched,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._lanes, self._messages, self._language = lanes, messages, language
        self._practice, self._launch = practice, launch
        self._busy = False

    def begin(self, desk: Desk | None) -> None:
        """Copy the set-up in the database lane (None: the built-in one), then open the window."""
        if self._busy:
            return
        self._busy = True
        work = partial(self._practice, desk)
        self._lanes.database.submit(work, self._ready, self._refused, ended=self._ended)

    @Slot(object)
    def _ready(self, command: tuple[str, ...]) -> None:
        if self._launch(command):
            self._messages.done(self._language.text("practice.started"))
        else:
            self._messages.note(self._language.text("practice.not_started"), Tone.BAD)

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        self._messages.refused(error)

    @Slot()
    def _ended(self) -> None:
        self._busy = False
