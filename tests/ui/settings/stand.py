"""The settings of a centre on one PC, for tests: real desk, real widgets, nothing around it."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.store import SqlStore
from tests.journeys.centre import Centre, Workplace
from ui.main_window import ScreenSpec
from ui.screens.settings.screen import SettingsScreen, create
from ui.screens.settings.surroundings import Surroundings
from ui.screens.settings.view import SettingsView


def nothing_around(folder: Path) -> Surroundings:
    """Return what the centre's own categories need of what is around: a folder."""
    around = SimpleNamespace(where=SimpleNamespace(file_here=""), folder=folder, practising=False)
    return cast("Surroundings", around)


class Stand:
    """One centre with its settings in front."""

    def __init__(self, application: QApplication, folder: Path, qtbot: QtBot | None) -> None:
        self.centre = Centre(SqlStore(folder / "desk.db"))
        self.centre.set_up()
        self.work = Workplace(application, self.centre)
        self.qtbot = qtbot
        self._made: list[SettingsScreen] = []
        self._folder = folder
        window = self.work.shell.window
        window.add_screen(
            ScreenSpec("settings", "frame.screen.settings", "mdi6.cog-outline", self._make)
        )
        self.work.shell.show()
        window.show_screen("settings")

    @property
    def view(self) -> SettingsView:
        """Return the settings."""
        return self._made[0].view

    def part(self, category: str) -> Any:
        """Return the part of a category, in front."""
        self.view.show_category(category)
        return self.view.part(category)

    def wait(self, condition: Any) -> None:
        """Wait until something is so."""
        assert self.qtbot is not None
        self.qtbot.waitUntil(condition, timeout=10_000)

    def close(self) -> None:
        """Let everything go."""
        self.work.close()
        self.centre.close()

    def _make(self) -> SettingsScreen:
        self._made.append(create(self.work.context, nothing_around(self._folder)))
        return self._made[0]
