"""What happened at the desk, brought to the screens: from any thread, gathered, once per 50 ms.

The desk's bus calls `Live.receive(news)` (`bus.listen(live.receive)`) on whatever thread
committed.  The GUI
thread gathers what arrives within 50 ms and emits one frozen `Changes`.  Nothing is filtered
here: a screen that started a change itself leaves out its own echo with `changes.without(me)`.

A screen holds a `Watch`, which keeps quiet while the screen is hidden:

    self._watch = Watch(live, self)
    self._watch.changed.connect(self._on_changes)   # visible: here is what happened
    self._watch.stale.connect(self._refresh)        # shown again after something happened
    …
    self._watch.set_visible(visible)                # from Screen.set_visible
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

E = TypeVar("E")

GATHER_MS: Final = 50


class News(Protocol):
    """What the desk's bus hands over: an event, and the screen or verb that began it."""

    @property
    def event(self) -> object:
        """Return what happened."""
        ...

    @property
    def initiator(self) -> str | None:
        """Return who began it, None for another process."""
        ...


@dataclass(frozen=True, slots=True)
class Changes:
    """The news of one gathering, in the order heard."""

    news: tuple[News, ...]

    @property
    def events(self) -> tuple[object, ...]:
        """Return what happened."""
        return tuple(one.event for one in self.news)

    def without(self, initiator: str) -> Changes:
        """Return what others did."""
        return Changes(tuple(one for one in self.news if one.initiator != initiator))

    def of(self, *kinds: type[E]) -> tuple[E, ...]:
        """Return the events of these classes."""
        return tuple(one.event for one in self.news if isinstance(one.event, kinds))


class Live(QObject):
    """The one place where the desk's events enter the GUI thread; `changed` carries `Changes`.

    `replaced` says that nothing shown can be trusted any more.
    """

    changed = Signal(object)
    replaced = Signal()
    _heard = Signal()
    _renewed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._gathered: list[News] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GATHER_MS)
        self._timer.timeout.connect(self._emit)
        self._heard.connect(self._start, Qt.ConnectionType.QueuedConnection)
        self._renewed.connect(self.replaced, Qt.ConnectionType.QueuedConnection)

    def receive(self, news: Sequence[News]) -> None:
        """Take news, on any thread, without waiting; the bus's listener."""
        with self._lock:
            first = bool(news) and not self._gathered
            self._gathered.extend(news)
        if first:
            self._heard.emit()

    def renew(self) -> None:
        """Say, on any thread, that everything may be different: a backup was brought back."""
        self._renewed.emit()

    @Slot()
    def _start(self) -> None:
        self._timer.start()

    @Slot()
    def _emit(self) -> None:
        with self._lock:
            gathered, self._gathered = self._gathered, []
        if gathered:
            self.changed.emit(Changes(tuple(gathered)))


class Watch(QObject):
    """One screen's ear: passes `changed(Changes)` on while visible, else remembers `stale`.

    It begins hidden and stale, so the first `set_visible(True)` asks for the first content.
    """

    changed = Signal(object)
    stale = Signal()

    def __init__(self, live: Live, parent: QObject) -> None:
        super().__init__(parent)
        self._visible = False
        self._stale = True
        live.changed.connect(self._on_changed)
        live.replaced.connect(self._on_replaced)

    @property
    def is_stale(self) -> bool:
        """Say whether something happened that this screen has not shown."""
        return self._stale

    def set_visible(self, visible: bool) -> None:
        """Tell whether people can see the screen; emits `stale` when it shows old content."""
        self._visible = visible
        if visible and self._stale:
            self._stale = False
            self.stale.emit()

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if self._visible:
            self.changed.emit(changes)
        else:
            self._stale = True

    @Slot()
    def _on_replaced(self) -> None:
        if self._visible:
            self.stale.emit()
        else:
            self._stale = True
