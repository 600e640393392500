"""The settings, category by category."""

from __future__ import annotations

from tests.journeys.tour.driver import CTRL, Driver, Key, StepFailed
from ui.screens.settings.backup import BackupPart
from ui.screens.settings.categories import CATEGORIES
from ui.screens.settings.view import SettingsView


def settings(tour: Driver) -> None:
    """Show every category, find a setting by its words, and make a backup."""
    tour.go("settings")
    view = tour.find(SettingsView)
    for category in CATEGORIES:
        view.show_category(category.id)
        tour.picture(f"settings-{category.id}", f"设置：{category.id}")
    tour.press(Key.Key_F, held=CTRL)
    tour.write("guohao")
    tour.picture("settings-find", "设置：按拼音找一项设置")
    _backup(tour, view)


def _backup(tour: Driver, view: SettingsView) -> None:
    part = view.part("backup")
    if not isinstance(part, BackupPart):
        raise StepFailed("no backups")
    view.show_category("backup")
    backup = tour.work / "backup.db"
    part.backup.path.line.setText(str(backup))
    part.backup.path.line.setFocus()
    tour.press(Key.Key_Return)
    tour.until(lambda: not part.backup.outcome.running and backup.exists(), "the backup")
    tour.picture("settings-backup-done", "设置：备份，核对过才算数")
