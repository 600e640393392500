"""Ctrl+K: everything is one line away, by keyboard alone."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.journeys.centre import DAHE, Centre, Made, Workplace
from tests.journeys.keys import ALT, CTRL, Key, Keyboard
from ui.command_palette import CommandPalette
from ui.main_window import ScreenSpec
from ui.screens import cases, reception
from ui.screens.cases.screen import CasesScreen
from ui.screens.reception.screen import ReceptionScreen
from ui.widgets.palette_sheet import PaletteSheet

MARK = "\u202e"
"""Turns the direction of what follows; it comes with text pasted from elsewhere."""


class Desk:
    """The hands of somebody who looks for things."""

    def __init__(self, place: Workplace, keyboard: Keyboard) -> None:
        self.place, self.keys = place, keyboard
        self.window = place.shell.window
        self.palette = CommandPalette(
            self.window, place.shell.lanes, place.context.desk, place.context.staff, place.shell
        )

    @property
    def sheet(self) -> PaletteSheet:
        """Return the sheet."""
        return self.palette.sheet

    @property
    def titles(self) -> list[str]:
        """Return what is on offer, without the second lines."""
        return [hit.title for hit in self.sheet.hits]

    def opens(self) -> None:
        """Begin to look for something."""
        self.keys.press(Key.Key_K, held=CTRL)
        assert self.sheet.line.hasFocus()

    def types(self, text: str) -> None:
        """Write into the line and wait until what is shown belongs to it."""
        self.sheet.line.clear()
        if text.isascii():
            QTest.keyClicks(self.sheet.line, text)
        else:
            self.keys.say(text)
        self.keys.until(lambda: not self.sheet.waits)


@pytest.fixture
def desk(centre: Centre, workplace: Made, qtbot: QtBot) -> Desk:
    centre.issue("CF-02", company=DAHE.name)
    centre.case("RC-01", DAHE.name)
    place = workplace()
    window = place.shell.window
    for name, screen in (("reception", reception), ("cases", cases)):
        create = partial(screen.create, place.context)
        window.add_screen(ScreenSpec(name, f"frame.screen.{name}", "", create))
    made = Desk(place, Keyboard(qtbot))
    window.begin()
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    return made


def test_a_company_a_number_and_a_case_are_opened_where_they_are_looked_at(desk: Desk) -> None:
    desk.opens()
    desk.types("hzdh")
    hit = desk.sheet.current
    assert hit is not None
    assert (hit.kind, hit.title) == ("enterprise", DAHE.name)
    desk.keys.press(Key.Key_Return)
    assert not desk.sheet.isVisible()
    desk.keys.until(lambda: "杭州大和" in _said(desk.window))

    desk.opens()
    desk.types("f1")
    assert desk.titles[0].startswith("F001")
    desk.keys.press(Key.Key_Return)
    screen = desk.window.screen_in_front
    assert isinstance(screen, ReceptionScreen)
    assert screen.view.shows_today
    desk.keys.until(lambda: screen.view.today.ticket is not None)
    assert screen.view.today.line.text() == "F001"

    desk.opens()
    desk.types("RC-")
    number = next(hit.title for hit in desk.sheet.hits if hit.kind == "case")
    desk.types(number)
    desk.keys.press(Key.Key_Return)
    found = desk.window.screen_in_front
    assert isinstance(found, CasesScreen)
    desk.keys.until(lambda: found.presenter.file is not None)
    assert found.presenter.file is not None
    assert found.presenter.file.case.number == number


def test_enter_before_the_answer_takes_the_first_when_it_comes(desk: Desk) -> None:
    desk.opens()
    desk.keys.say("大和热磁")
    desk.keys.press(Key.Key_Return)
    assert desk.sheet.isVisible()
    desk.keys.until(lambda: not desk.sheet.isVisible())
    desk.keys.until(lambda: "杭州大和" in _said(desk.window))


def test_commands_are_found_in_both_languages_by_pinyin_and_initials(desk: Desk) -> None:
    desk.opens()
    desk.keys.until(lambda: desk.palette.spells)
    for typed in ("深色", "shense", "dark", "Dark", "ss"):
        desk.types(typed)
        assert "深色" in desk.titles, typed
    while desk.sheet.current is not None and desk.sheet.current.title != "深色":
        desk.keys.press(Key.Key_Down)
    desk.keys.press(Key.Key_Return)
    assert desk.place.shell.appearance.scheme.value == "dark"


def test_what_cannot_be_done_now_says_why_and_stays(desk: Desk) -> None:
    desk.opens()
    desk.types("撤销")
    hit = next(hit for hit in desk.sheet.hits if hit.id == "reception.undo")
    assert not hit.able
    assert hit.detail == "现在不能用"
    assert hit.note == desk.place.shell.commands.keys("reception.undo")


def test_what_belongs_to_another_screen_leads_there_first(desk: Desk) -> None:
    desk.window.show_screen("cases")
    desk.opens()
    desk.types("取号并打印")
    hit = next(hit for hit in desk.sheet.hits if hit.id == "reception.issue")
    assert hit.detail == "在“导服台”"
    desk.keys.press(Key.Key_Return)
    assert desk.window.current_screen == "reception"
    assert desk.place.papers.printed == []


def test_nothing_found_is_said(desk: Desk) -> None:
    desk.opens()
    desk.types("%")
    assert {hit.id.rpartition(".")[0] for hit in desk.sheet.hits} == {"frame.text_size"}
    for typed in ("%%", "_", "'; --", "\\", "x" * 500, MARK + "~", "没有这家"):
        desk.sheet.line.setText(typed)
        desk.keys.until(lambda: not desk.sheet.waits)
        assert desk.sheet.hits == (), typed
        assert desk.sheet.message.startswith("没有找到"), typed
    desk.keys.press(Key.Key_Return)
    assert desk.sheet.isVisible()
    desk.sheet.line.setText(f" {MARK}\u200f 大和热磁\u200b ")
    desk.keys.until(lambda: not desk.sheet.waits)
    assert DAHE.name in desk.titles


def test_keys_of_what_is_behind_do_nothing_and_the_focus_comes_back(desk: Desk) -> None:
    before = desk.keys.focus
    desk.opens()
    assert desk.titles[-2:] == ["导服台", "办件"], "places are there before anything is typed"
    desk.keys.press(Key.Key_F2, Key.Key_F4)
    desk.keys.press(Key.Key_2, held=CTRL)
    desk.keys.press(Key.Key_1, held=ALT)
    desk.keys.press(Key.Key_Tab)
    assert desk.sheet.line.hasFocus()
    assert desk.window.current_screen == "reception"
    desk.keys.press(Key.Key_Escape)
    assert not desk.sheet.isVisible()
    assert desk.keys.focus is before
    desk.window.bar.search.click()
    assert desk.sheet.isVisible()
    desk.keys.press(Key.Key_K, held=CTRL)
    assert not desk.sheet.isVisible()


def test_only_what_the_roles_allow_is_found(desk: Desk) -> None:
    desk.window.set_roles(frozenset({"administrator"}))
    desk.opens()
    desk.types("f1")
    assert [hit.kind for hit in desk.sheet.hits if hit.kind == "ticket"] == []


def _said(widget: QWidget) -> str:
    return " ".join(one.accessibleName() for one in widget.findChildren(QWidget) if one.isVisible())
