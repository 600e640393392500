"""How often the supervisor's figures are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.desk import Desk
from desktop.domain.events import CounterResumed, Event
from desktop.domain.site_events import SettingChanged
from ui.background import Lanes
from ui.live import Changes
from ui.screens.supervisor.presenter import AT_MOST_EVERY_MS, SupervisorPresenter


@dataclass
class Lane:
    """Notes what was asked for and answers nothing."""

    keys: list[str] = field(default_factory=list)

    def submit(self, work: Any, done: Any, failed: Any, *, key: str = "") -> None:
        """Note a read."""
        self.keys.append(key)


@dataclass
class OneLane:
    """Lanes of which only the database's is there."""

    database: Lane = field(default_factory=Lane)


@dataclass(frozen=True)
class Heard:
    """A piece of news."""

    event: Event
    initiator: str | None = None


@pytest.fixture
def lanes() -> OneLane:
    """Give lanes that do nothing."""
    return OneLane()


@pytest.fixture
def presenter(qapp: QApplication, lanes: OneLane) -> SupervisorPresenter:
    """Give a presenter with no desk behind it."""
    return SupervisorPresenter(cast("Desk", None), cast("Lanes", lanes), lambda: "")


def test_many_events_are_one_read(presenter: SupervisorPresenter, lanes: OneLane) -> None:
    for number in range(100):
        presenter.hear(Changes((Heard(CounterResumed(number)),)))
    assert lanes.database.keys == []
    (soon,) = [timer for timer in presenter.findChildren(QTimer) if timer.isActive()]
    assert soon.isSingleShot()
    assert soon.interval() == AT_MOST_EVERY_MS
    soon.timeout.emit()
    assert lanes.database.keys == ["supervisor"]
    assert not soon.isActive()


def test_what_changes_no_figure_is_passed_over(
    presenter: SupervisorPresenter, lanes: OneLane
) -> None:
    presenter.hear(Changes((Heard(SettingChanged("slip_width", "58")),)))
    presenter.set_visible(False)
    assert lanes.database.keys == []


def test_an_open_list_is_read_with_the_rest(presenter: SupervisorPresenter, lanes: OneLane) -> None:
    presenter.open_list(date(2026, 11, 23), "issued")
    presenter.refresh()
    assert lanes.database.keys == ["supervisor.list", "supervisor", "supervisor.list"]
    presenter.close_list()
    presenter.refresh()
    assert lanes.database.keys[3:] == ["supervisor"]
