"""The last half hour: every open ticket gets a true end, by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from desktop.requests import CallTicket, FindTickets, ShowTicket
from desktop.snapshots import TicketFile
from tests.journeys.centre import Centre, Made, Workplace
from tests.journeys.keys import Key, Keyboard
from ui.commands import Needs
from ui.connection import Connection
from ui.main_window import ScreenSpec
from ui.screens.end_of_day.presenter import Shown
from ui.screens.end_of_day.screen import EndOfDayScreen

COMPANY = "杭州大和热磁电子有限公司"


class Closer(Keyboard):
    """Somebody who closes the day."""

    def __init__(self, qtbot: QtBot, centre: Centre, place: Workplace) -> None:
        super().__init__(qtbot)
        self.centre, self.place = centre, place
        self.screen = EndOfDayScreen(place.context)
        place.shell.window.add_screen(
            ScreenSpec("end_of_day", "end_of_day.title", "mdi6.calendar", lambda: self.screen)
        )
        place.shell.show()
        self.view = self.screen.view
        self.until(lambda: self.view.shown is not None)

    @property
    def shown(self) -> Shown:
        """Return what is on the screen."""
        assert self.view.shown is not None
        return self.view.shown

    @property
    def labels(self) -> list[str]:
        """Return the labels of the open tickets."""
        return [row.ticket.label for row in self.shown.rows]

    def able(self, name: str) -> bool:
        """Say whether a command can be given now."""
        return self.place.shell.commands.action(f"end_of_day.{name}").isEnabled()

    def ticket(self, label: str) -> TicketFile:
        """Return a ticket's file."""
        found = self.centre.ask(ShowTicket(label))
        assert isinstance(found, TicketFile)
        return found


@pytest.fixture
def tickets(centre: Centre) -> list[Any]:
    """Five numbers: one served, one called at counter 2, one being served at counter 3."""
    for counter, who in ((2, "LN"), (3, "WM")):
        centre.open(counter, who)
    made = [
        centre.issue(item, company=COMPANY).ticket
        for item in ("CF-02", "CF-02", "GZ-01", "CF-04", "SZ-01")
    ]
    centre.at("09:20")
    centre.serve(3, made[0])
    centre.at("09:30")
    centre.finish(3)
    centre.serve(3, made[1])
    centre.do(CallTicket(2, made[2].label))
    centre.at("16:58")
    return made


def test_every_ticket_gets_its_end_and_the_day_closes(
    qtbot: QtBot, centre: Centre, workplace: Made, tickets: list[Any]
) -> None:
    closer = Closer(qtbot, centre, workplace())
    assert closer.labels == ["C001", "E001", "F002", "F003"]
    assert closer.shown.day.figures.last == {"C": 1, "E": 1, "F": 3}
    assert not closer.able("close")

    closer.press(Key.Key_1)
    assert "2 号柜台" in closer.view.bar.hint
    closer.press(Key.Key_Return)
    assert closer.shown.rows[0].draft is not None
    assert closer.view.current is not None
    assert closer.view.current.ticket.label == "E001"
    closer.press(Key.Key_4)
    closer.say("材料没有带齐")
    closer.press(Key.Key_Return)
    assert closer.shown.undecided == 2
    assert not closer.able("close")
    assert closer.able("write")

    closer.press(Key.Key_F6)
    combo = closer.view.bar.combo
    assert isinstance(combo, QComboBox)
    combo.setCurrentIndex(combo.findData("served_on_paper"))
    closer.press(Key.Key_Return)
    assert closer.shown.undecided == 0
    assert {file.state for file in (closer.ticket(label).ticket for label in closer.labels)} == {
        "called",
        "waiting",
        "serving",
    }, "nothing is written before the close"
    closer.press(Key.Key_F8)
    closer.until(lambda: closer.shown.state == "closed")
    ends = {label: closer.ticket(label).ticket.end for label in ("C001", "F002", "F003")}
    assert ends == {"C001": "left", "F002": "served_on_paper", "F003": "served_on_paper"}
    assert closer.ticket("E001").ticket.line_day != centre.day
    assert closer.view.empty.isVisible()
    assert not closer.able("close")
    assert closer.place.notes == ["今天已日结。"]


def test_what_is_chosen_can_be_written_before_all_are_known(
    qtbot: QtBot, centre: Centre, workplace: Made, tickets: list[Any]
) -> None:
    closer = Closer(qtbot, centre, workplace())
    closer.press(Key.Key_2, Key.Key_Return)
    closer.press(Key.Key_F7)
    closer.until(lambda: len(closer.labels) == 3)
    assert closer.shown.state == "open"
    assert closer.ticket("C001").ticket.state == "cancelled"
    assert "还有 3 张未了" in closer.place.notes[0]


def test_choices_can_be_taken_back_and_left(
    qtbot: QtBot, centre: Centre, workplace: Made, tickets: list[Any]
) -> None:
    closer = Closer(qtbot, centre, workplace())
    closer.press(Key.Key_3, Key.Key_Escape)
    assert closer.shown.undecided == 4
    assert closer.focus is closer.view.table
    closer.press(Key.Key_3, Key.Key_Return, Key.Key_Up)
    closer.press(Key.Key_Delete)
    assert closer.shown.undecided == 4
    closer.press(Key.Key_5)
    closer.view.bar.line.clear()
    closer.press(Key.Key_Return)
    assert closer.view.bar.ticket is not None, "a reason is needed"


def test_the_language_changes_while_one_chooses(
    qtbot: QtBot, centre: Centre, workplace: Made, tickets: list[Any]
) -> None:
    closer = Closer(qtbot, centre, workplace())
    closer.press(Key.Key_4)
    closer.say("材料没有带齐")
    closer.place.shell.language.choose("en")
    assert "Counter 2" in closer.view.bar.hint
    assert closer.view.bar.combo.currentText() == "4  To tomorrow"
    assert closer.view.bar.line.text() == "材料没有带齐"


def test_a_ticket_that_finds_its_end_elsewhere_leaves_the_list(
    qtbot: QtBot, centre: Centre, workplace: Made, tickets: list[Any]
) -> None:
    closer = Closer(qtbot, centre, workplace())
    closer.view.table.select_key(tickets[1].id)
    closer.press(Key.Key_1)
    assert "3 号柜台" in closer.view.bar.hint
    centre.finish(3)
    closer.until(lambda: "F002" not in closer.labels)
    assert closer.view.bar.ticket is None, "nothing is asked about what has ended"
    assert closer.focus is closer.view.table


def test_a_number_after_the_close_reopens_the_day(
    qtbot: QtBot, centre: Centre, workplace: Made
) -> None:
    closer = Closer(qtbot, centre, workplace())
    assert closer.labels == []
    closer.press(Key.Key_F8)
    closer.until(lambda: closer.shown.state == "closed")
    centre.issue("SZ-01", company=COMPANY)
    closer.until(lambda: closer.shown.state == "reopened")
    assert closer.labels == ["E001"]
    closer.press(Key.Key_1, Key.Key_Return, Key.Key_F8)
    closer.until(lambda: closer.shown.state == "closed")
    found = centre.ask(FindTickets("E001")).tickets
    assert [ticket.state for ticket in found] == ["cancelled"]


def test_while_the_database_is_away_no_key_is_named_that_does_nothing(
    qtbot: QtBot, centre: Centre, workplace: Made
) -> None:
    closer = Closer(qtbot, centre, workplace("WM"))
    closer.until(lambda: "F8" in closer.view.task)
    closer.place.shell.commands.hold_back([Needs.DESK], "连接中断")
    closer.view.reword_task()
    assert "恢复连接后" in closer.view.task
    closer.place.shell.commands.hold_back(())
    closer.place.calm.watch.changed.emit(Connection.ONLINE)  # the screen hears it by itself
    closer.until(lambda: "F8" in closer.view.task)
