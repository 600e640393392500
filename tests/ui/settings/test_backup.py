"""A backup from the settings: how far it is, and stopped by a person."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from desktop.desk import Desk
from desktop.snapshots import CopyAnswer
from ui.background import Lanes
from ui.screens.settings.presenter import SettingsPresenter


class SlowDesk:
    """Copies as long as it is let."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def back_up_to(
        self, path: Path, progress: Callable[[int, int], None], cancelled: Callable[[], bool]
    ) -> CopyAnswer | None:
        """Tell one step, then wait."""
        progress(3, 10)
        self.go_on.wait(5)
        return None if cancelled() else CopyAnswer(str(path), True)


def test_a_backup_says_how_far_it_is_and_may_be_stopped(
    qtbot: QtBot, lanes: Lanes, tmp_path: Path
) -> None:
    desk, parent = SlowDesk(), QObject()
    presenter = SettingsPresenter(cast(Desk, desk), lanes, lambda: "", parent)
    with qtbot.waitSignal(presenter.step) as step:
        presenter.back_up(tmp_path / "a.db", tmp_path / "backups")
    assert (step.args[0].done, step.args[0].total) == (3, 10)
    presenter.stop_backup()
    with qtbot.waitSignal(presenter.finished) as finished:
        desk.go_on.set()
    assert finished.args[0].stopped
    with qtbot.waitSignal(presenter.finished) as finished:
        presenter.back_up(tmp_path / "a.db", tmp_path / "backups")
    assert finished.args[0].answer == CopyAnswer(str(tmp_path / "a.db"), True)
    parent.deleteLater()
