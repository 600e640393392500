"""Materials ticked at the counter are noted at the desk, a moment after the last tick."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.desk import Desk, new_command
from desktop.requests import NoteMaterials
from desktop.snapshots import Answer
from ui.background import Lanes
from ui.connection import held_back

_SETTLED_MS: Final = 600


class Ticks(QObject):
    """Keeps the newest ticks of each case until they are sent.

    They hold nobody up: the commands that follow stand behind them in the lane.  While the database
    is away they wait here; a finish carries them as well.
    """

    def __init__(
        self,
        desk: Desk,
        lanes: Lanes,
        staff: Callable[[], str],
        initiator: str,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._lanes = desk, lanes
        self._staff, self._initiator = staff, initiator
        self._waiting: dict[str, tuple[str, ...]] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLED_MS)
        self._timer.timeout.connect(self.send)

    def note(self, case: str, given: tuple[str, ...]) -> None:
        """Keep what is in hand for a case; it is sent once the hand rests."""
        self._waiting[case] = given
        self._timer.start()

    @Slot()
    def send(self) -> None:
        """Send what waits, before what comes next."""
        self._timer.stop()
        if held_back(self._desk) is not None:
            return
        waiting, self._waiting = self._waiting, {}
        for case, given in waiting.items():
            work = partial(self._do, NoteMaterials(case, given), new_command())
            self._lanes.database.submit(work, self._done, self._refused)

    def _do(self, request: NoteMaterials, command: str) -> Answer:
        staff = self._staff() or None
        return self._desk.do(request, command=command, staff=staff, initiator=self._initiator)

    @Slot(object)
    def _done(self, _: object) -> None:
        """Nothing follows: the ticks stand there already."""

    @Slot(object)
    def _refused(self, _: object) -> None:
        """Nothing follows: what the case became meanwhile is shown when it is read."""
