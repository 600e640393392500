"""A supervisor looks at the hall, at what stands behind its figures, and at days back: by keys."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import cast

import pytest
from openpyxl import load_workbook
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.requests import CloseDay, DayOutcome
from tests.journeys.centre import MONDAY, Centre, Made, Workplace
from tests.journeys.far import FarStore
from tests.journeys.keys import ALT, Key, Keyboard
from ui.connection import Connection
from ui.main_window import ScreenSpec
from ui.screens.supervisor.periods import Span
from ui.screens.supervisor.screen import FOLDER, SupervisorScreen
from ui.screens.supervisor.tiles import Tile


class Supervisor(Keyboard):
    """Somebody who looks after the hall."""

    def __init__(self, qtbot: QtBot, centre: Centre, place: Workplace) -> None:
        super().__init__(qtbot)
        self.centre, self.place = centre, place
        self.screen = SupervisorScreen(place.context)
        place.shell.window.add_screen(
            ScreenSpec("supervisor", "supervisor.title", "mdi6.chart-line", lambda: self.screen)
        )
        place.shell.show()
        self.view = self.screen.view
        self.until(lambda: self.view.shown is not None and self.view.chart.is_ready)

    def number(self, name: str) -> str:
        """Return a tile's number."""
        return next(t.figure.number for t in self.view.tiles.tiles if t.figure.name == name)

    def to(self, name: str) -> None:
        """Go to a tile with the tab key."""
        for _ in range(40):
            focus = self.focus
            if isinstance(focus, Tile) and focus.figure.name == name:
                return
            self.press(Key.Key_Tab)
        raise AssertionError(f"no way to {name}")


@pytest.fixture
def two_days(centre: Centre) -> Centre:
    """Give a Monday that is over and a Tuesday with two waiting, one served, one without a
    counter.
    """
    centre.open(3, "WM")
    centre.issue("CF-01")
    left = centre.issue("CF-01").ticket
    centre.at("09:10")
    centre.do(CloseDay(outcomes=(DayOutcome(left.label, "left", "走了"),)))
    first = centre.issue("CF-01").ticket
    centre.serve(3, first)
    centre.at("09:20")
    centre.finish(3)
    for one in centre.do(CloseDay()).open:
        centre.do(CloseDay(outcomes=(DayOutcome(one.label, "left", "走了"),)))
    centre.at("08:30", MONDAY + timedelta(days=1))
    served = centre.issue("CF-01").ticket
    centre.issue("CF-01", company="杭州大和热磁电子有限公司")
    centre.issue("GZ-05")
    centre.at("08:41")
    centre.serve(3, served)
    centre.at("08:55")
    return centre


def test_tiles_open_what_stands_behind_them(
    qtbot: QtBot, two_days: Centre, workplace: Made
) -> None:
    person = Supervisor(qtbot, two_days, workplace())
    view = person.view
    assert person.number("waiting_now") == "2"
    assert person.number("longest_wait") == "25′"
    assert person.number("serving") == "1"
    assert [row.advice.reason.code for row in view.advice.rows] == ["nobody_serves", "open_another"]
    person.to("waiting_now")
    person.press(Key.Key_Return)
    person.until(lambda: view.page == "list")
    assert view.behind.count == 2
    two_days.issue("CF-04")
    person.screen.presenter.refresh()
    person.until(lambda: view.behind.count == 3)
    person.press(Key.Key_Escape)
    assert view.page == "overview"
    assert isinstance(person.focus, Tile), "back where one came from"
    assert person.focus.figure.name == "waiting_now"
    person.until(lambda: person.number("waiting_now") == "3")
    person.press(Key.Key_F8)
    assert view.shows_table
    assert view.points.hasFocus()
    person.press(Key.Key_F8, Key.Key_F4)
    assert "20 分钟" in view.definitions.page.toPlainText()
    person.press(Key.Key_Escape)
    assert view.page == "overview"


def test_days_back_and_a_file_by_keys(
    qtbot: QtBot, two_days: Centre, workplace: Made, tmp_path: Path
) -> None:
    person = Supervisor(qtbot, two_days, workplace(**{FOLDER: str(tmp_path)}))
    view = person.view
    person.press(Key.Key_F6)
    person.until(lambda: view.shown is not None and len(view.shown.figures.days) == 2)
    assert person.number("issued") == "6"
    person.to("issued")
    person.press(Key.Key_Return)
    assert view.behind.count == 2
    person.press(Key.Key_Return)
    person.until(lambda: view.shown is not None and view.shown.period.anchor == MONDAY)
    person.until(lambda: view.behind.table is not None and view.behind.count == 3)
    person.press(Key.Key_Escape)
    assert person.number("issued") == "3"
    person.press(Key.Key_F9)
    person.press(Key.Key_Return)
    person.until(lambda: person.place.notes)
    (file,) = tmp_path.glob("*.xlsx")
    assert load_workbook(file).worksheets[0]["B2"].value == 3
    assert not view.export.isVisible()
    person.press(Key.Key_Right, held=ALT)
    person.until(lambda: view.shown is not None and view.shown.now is not None)


def test_figures_go_straight_to_the_printer(
    qtbot: QtBot, two_days: Centre, workplace: Made
) -> None:
    person = Supervisor(qtbot, two_days, workplace())
    bar = person.view.export
    person.press(Key.Key_F7)
    person.until(lambda: person.view.shown is not None and len(person.view.shown.figures.days) == 2)
    person.press(Key.Key_F9)
    for _ in range(10):
        if person.focus is bar.print:
            break
        person.press(Key.Key_Tab)
    person.press(Key.Key_Return)
    person.until(lambda: person.place.papers.pages)
    ((title, pdf),) = person.place.papers.pages
    assert title == "窗口运行 2026-11-01 至 2026-11-24"
    assert pdf.startswith(b"%PDF")
    assert not bar.isVisible()
    person.until(lambda: not person.screen.presenter.saving.running)


@pytest.fixture
def far(
    qapp: QApplication, made_centre: Path, tmp_path: Path
) -> Iterator[tuple[Centre, Workplace]]:
    """A centre whose database is on another machine, and a PC there."""
    centre = Centre(FarStore(Path(shutil.copy(made_centre, tmp_path / "far.db"))))
    centre.at("09:00")
    centre.issue("CF-01")
    place = Workplace(qapp, centre)
    place.calm.begin()
    yield centre, place
    cast("FarStore", centre.store).mend()
    place.close()
    centre.close()


def test_while_the_database_is_away_the_last_figures_stay(
    qtbot: QtBot, far: tuple[Centre, Workplace]
) -> None:
    centre, place = far
    person = Supervisor(qtbot, centre, place)
    assert person.number("waiting_now") == "1"
    store = cast("FarStore", centre.store)
    store.cut()
    person.until(lambda: place.calm.watch.state is Connection.AWAY)
    person.screen.presenter.refresh()
    person.press(Key.Key_F6)
    assert person.number("waiting_now") == "1"
    assert "连接已断开" in place.shell.window.banner.words
    assert place.notes == []
    store.mend()
    person.until(lambda: place.calm.watch.state is Connection.ONLINE)
    person.until(lambda: person.view.shown is not None and person.view.shown.now is None)
    assert person.screen.presenter.period is not None
    assert person.screen.presenter.period.span is Span.WEEK, "the week asked for meanwhile"


def test_a_day_without_visits_says_what_comes(
    qtbot: QtBot, centre: Centre, workplace: Made
) -> None:
    person = Supervisor(qtbot, centre, workplace())
    assert person.view.empty.isVisible()
    assert person.view.empty.accessibleName() == "今天还没有来访"
    centre.issue("CF-01")
    person.screen.presenter.refresh()
    person.until(lambda: not person.view.empty.isVisible())
    person.place.shell.language.choose("en")
    assert person.view.tiles.tiles[0].figure.words == "Waiting"


def test_whoever_hears_the_screen_hears_all_of_it(
    qtbot: QtBot, two_days: Centre, workplace: Made
) -> None:
    person = Supervisor(qtbot, two_days, workplace())
    buttons = person.view.findChildren(QAbstractButton)
    shown = [one for one in buttons if one.isVisible() and one.focusPolicy()]
    assert all(_name(one) for one in shown)
    assert "08:30" in person.view.chart.accessibleDescription()
    assert _name(person.view.windows) == "各窗口"


def _name(widget: QWidget) -> str:
    found: QAccessibleInterface = QAccessible.queryAccessibleInterface(widget)
    return found.text(QAccessible.Text.Name)
