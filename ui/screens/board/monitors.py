"""The monitors of this PC, each with a key that survives unplugging and the next start."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final, Protocol

from PySide6.QtCore import QObject, QRect, Signal, SignalInstance, Slot
from PySide6.QtGui import QGuiApplication, QScreen

AUTOMATIC: Final = ""
"""The first monitor beside the main one; a window where there is only one."""
AS_WINDOW: Final = "window"
"""A window of its own beside the others."""


@dataclass(frozen=True, slots=True)
class Monitor:
    """A monitor: its key, what people call it, where it lies, whether it is the main one."""

    key: str
    name: str
    place: QRect
    main: bool = False


class Monitors(Protocol):
    """What there is to show on; `changed` when one comes or goes."""

    changed: SignalInstance

    def all(self) -> tuple[Monitor, ...]:
        """Return the monitors, the main one first."""
        ...


class SystemMonitors(QObject):
    """The monitors that the system knows of."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.screenAdded.connect(self._changed)
        application.screenRemoved.connect(self._changed)
        application.primaryScreenChanged.connect(self._changed)

    def all(self) -> tuple[Monitor, ...]:
        """Return the monitors, the main one first; two of one name are told apart by number."""
        main = QGuiApplication.primaryScreen()
        screens = sorted(QGuiApplication.screens(), key=lambda one: one is not main)
        seen: Counter[str] = Counter()
        found: list[Monitor] = []
        for screen in screens:
            base = f"{screen.name()}/{screen.serialNumber()}".rstrip("/")
            seen[base] += 1
            key = base if seen[base] == 1 else f"{base}#{seen[base]}"
            found.append(Monitor(key, _name(screen), screen.geometry(), screen is main))
        return tuple(found)

    @Slot()
    def _changed(self) -> None:
        self.changed.emit()


def chosen(monitors: tuple[Monitor, ...], key: str) -> Monitor | None:
    """Return the monitor meant by a setting, None where there is none (or a window is wanted)."""
    if key == AUTOMATIC:
        return next((one for one in monitors if not one.main), None)
    return next((one for one in monitors if one.key == key), None)


def _name(screen: QScreen) -> str:
    size = screen.geometry().size() * screen.devicePixelRatio()
    model = f"{screen.manufacturer()} {screen.model()}".strip()
    return " · ".join(filter(None, (screen.name(), model, f"{size.width()}×{size.height()}")))
