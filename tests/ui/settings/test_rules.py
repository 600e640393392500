"""The rules of the settings: no-shows are tried on today's numbers while they are typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSpinBox
from pytestqt.qtbot import QtBot

from desktop import requests as r
from desktop.domain.errors import DeskError
from tests.ui.settings.stand import Stand
from ui.screens.settings.presenter import Finished
from ui.screens.settings.rules import RulesPart
from ui.widgets.live_model import LiveModel


@pytest.fixture
def stand(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Stand]:
    """A centre with its settings in front."""
    made = Stand(qapp, tmp_path, qtbot)
    yield made
    made.close()


def typed(box: QSpinBox, number: int) -> None:
    """Type a number as a person does."""
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, str(number))


def shown(model: LiveModel) -> list[list[str]]:
    """Return the words of every cell."""
    columns, words = range(model.columnCount()), Qt.ItemDataRole.DisplayRole
    return [[model.index(row, at).data(words) for at in columns] for row in range(model.rowCount())]


def test_no_shows_are_tried_on_todays_numbers(stand: Stand) -> None:
    part = stand.part("rules")
    assert isinstance(part, RulesPart)
    tried = part.missed
    stand.wait(lambda: "还没有过号" in tried.missed_says.text)
    assert "没有正在叫的号" in tried.called_says.text
    assert not tried.missed_table.isVisible()
    centre = stand.centre
    centre.open(3, "CL")
    for minute in range(31, 36):
        centre.at(f"08:{minute}")
        centre.issue("CF-02")
    for request in (r.CallNext(3), r.Recall(3), r.Recall(3), r.NoShow(3), r.CallNext(3)):
        centre.do(request)
    stand.wait(lambda: tried.missed.rowCount() == tried.called.rowCount() == 1)
    assert shown(tried.missed) == [["F001", "4", "4", "不变"]]
    assert shown(tried.called) == [["F002", "3", "1", "还不可以", "还不可以"]]
    typed(part.rules.numbers["positions_behind"], 1)
    stand.wait(lambda: shown(tried.missed) == [["F001", "4", "2", "前移 2"]])
    typed(part.rules.numbers["calls_before_no_show"], 1)
    stand.wait(lambda: shown(tried.called) == [["F002", "3", "1", "还不可以", "可以过号"]])
    assert tried.missed_table.isVisible()
    stand.work.shell.language.choose("en")
    assert shown(tried.missed) == [["F001", "4", "2", "2 forward"]]
    assert "change: 1" in tried.missed_says.text
    stand.work.shell.language.choose("zh")
    assert centre.ask(r.GetSettings()).settings["positions_behind"] == 3


def test_a_preview_that_is_refused_shows_no_old_rows(stand: Stand) -> None:
    part = stand.part("rules")
    stand.wait(lambda: part.missed.missed_says.text != "")
    part.presenter.finished.emit(Finished("preview", None, DeskError("database_away")))
    assert part.missed.missed_says.text == ""
    assert part.preview.outcome.text == stand.work.shell.language.sentence(
        DeskError("database_away")
    )
