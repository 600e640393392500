"""This PC's settings as the screens use them: from memory at once, onto the disk in a worker."""

from __future__ import annotations

import logging
from functools import partial
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Slot
from PySide6.QtGui import QGuiApplication

from desktop.domain.errors import DeskError
from desktop.settings import Settings
from ui.background import Lanes

_SAVE_AFTER_MS: Final = 500
_FRAME: Final = "frame."
_log = logging.getLogger(__name__)


class KeptSettings(QObject):
    """`get` and `put`; what changed is saved half a second later in the I/O lane."""

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._lanes: Lanes | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SAVE_AFTER_MS)
        self._timer.timeout.connect(self._save)

    @property
    def folder(self) -> Path:
        """Return this PC's own folder: where the settings and the log are."""
        return self._settings.path.parent

    def use(self, lanes: Lanes) -> None:
        """Save in these lanes from now on."""
        self._lanes = lanes

    def get(self, key: str) -> str:
        """Return what was put under `key`, its default, or ""."""
        value = self._settings.get(key.removeprefix(_FRAME))
        if key == "frame.scheme" and value == "system":
            dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
            return "dark" if dark else "light"
        return value

    def put(self, key: str, value: str) -> None:
        """Remember `value`."""
        self._settings.put(key.removeprefix(_FRAME), value)
        self._timer.start()

    def save_now(self) -> None:
        """Save before the program ends; a folder that cannot be written is only logged."""
        self._timer.stop()
        _save(self._settings)

    @Slot()
    def _save(self) -> None:
        if self._lanes is not None:
            self._lanes.io.submit(partial(_save, self._settings), self._saved, self._refused)

    @Slot(object)
    def _saved(self, _: object) -> None:
        """Nothing to say."""

    @Slot(object)
    def _refused(self, error: DeskError) -> None:
        _log.warning("settings were not saved: %s", error)


def _save(settings: Settings) -> None:
    try:
        settings.save()
    except OSError as error:  # work goes on without
        _log.warning("settings were not saved: %s", error)
