"""How the database answers, as people are told it: local, online, suspect, away.

`LinkWatch` looks at the desk's link five times a second, in memory, and emits what changed; it
never asks the database itself.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.desk import Desk
from desktop.domain.errors import DeskError
from desktop.link import LinkState
from ui.theme import Tone

LOOK_EVERY_MS: Final = 200


class Connection(StrEnum):
    """What the connection pill says; the words are those of `LinkState`."""

    LOCAL = "local"
    ONLINE = "online"
    SUSPECT = "suspect"
    AWAY = "away"

    @property
    def answers(self) -> bool:
        """Say whether the desk can be asked and told now."""
        return self in (Connection.LOCAL, Connection.ONLINE)


TONES: Final = {
    Connection.LOCAL: Tone.GOOD,
    Connection.ONLINE: Tone.GOOD,
    Connection.SUSPECT: Tone.NEUTRAL,
    Connection.AWAY: Tone.WARN,
}
"""What each state means to who works here."""


class Line(Protocol):
    """What is watched: `desktop.link.Link`."""

    def state(self) -> LinkState:
        """Return what is known at this moment."""
        ...

    def silent_for(self) -> float:
        """Return the seconds since the last answer."""
        ...


class LinkWatch(QObject):
    """Follows one link; `changed(Connection)`, and `back` when it answers again after AWAY.

    Without a link it is local.  Lives in the GUI thread.
    """

    changed = Signal(object)
    back = Signal()
    looked = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._link: Line | None = None
        self._state = Connection.LOCAL
        self._was_away = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    @property
    def state(self) -> Connection:
        """Return what was seen last."""
        return self._state

    @property
    def silent_for(self) -> float:
        """Return the seconds since the last answer."""
        return self._link.silent_for() if self._link is not None else 0.0

    def follow(self, link: Line) -> None:
        """Follow this link from now on; a local one is looked at once."""
        self._link = link
        self.look()
        if self._state is not Connection.LOCAL:
            self._timer.start()

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        """Look now; `looked` carries every look, `changed` what is new."""
        if self._link is None:
            return
        seen = Connection(self._link.state().value)
        new, self._state = seen is not self._state, seen
        self._was_away = self._was_away or seen is Connection.AWAY
        if new:
            self.changed.emit(seen)
        if self._was_away and seen.answers:
            self._was_away = False
            self.back.emit()
        self.looked.emit(seen)


def held_back(desk: Desk) -> DeskError | None:
    """Return why nothing can be written now, None while the database answers; never waits."""
    match desk.store.link.state():
        case LinkState.SUSPECT:
            return DeskError("database_busy")
        case LinkState.AWAY:
            return DeskError("database_away")
    return None
