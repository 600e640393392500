"""The frame: places by keyboard, language and looks live, what it remembers, names everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Memory
from ui.commands import Command
from ui.connection import Connection
from ui.fonts import TextSize
from ui.language import Language
from ui.main_window import MainWindow, PrinterState, ScreenSpec
from ui.theme import Appearance, Scheme, Tone


class Place:
    """A screen with one field that notes what the frame tells it."""

    def __init__(self, name: str, told: list[tuple[str, bool]]) -> None:
        self._name = name
        self._told = told
        self._widget = QWidget()
        self.line = QLineEdit(self._widget)
        self.line.setAccessibleName(name)
        QVBoxLayout(self._widget).addWidget(self.line)

    @property
    def widget(self) -> QWidget:
        return self._widget

    def set_visible(self, visible: bool) -> None:
        self._told.append((self._name, visible))

    def take_focus(self) -> None:
        self.line.setFocus()


@pytest.fixture
def told() -> list[tuple[str, bool]]:
    return []


@pytest.fixture
def open_window(
    qtbot: QtBot,
    appearance: Appearance,
    language: Language,
    settings: Memory,
    told: list[tuple[str, bool]],
) -> Iterator[Callable[[], MainWindow]]:
    windows: list[MainWindow] = []

    def make() -> MainWindow:
        window = MainWindow(language, appearance, settings)
        windows.append(window)
        qtbot.addWidget(window)
        for name, verb in (("reception", ""), ("counter", ""), ("settings", "site.setup")):
            key = f"screen.{name}.title"
            create = partial(Place, name, told)
            window.add_screen(ScreenSpec(name, key, "mdi6.door", create, verb))
        window.begin()
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return window

    yield make
    for window in windows:
        window.close()


@pytest.fixture
def window(open_window: Callable[[], MainWindow]) -> MainWindow:
    return open_window()


def test_screens_are_made_when_first_shown_and_hear_whether_they_are_seen(
    window: MainWindow, told: list[tuple[str, bool]]
) -> None:
    assert told == [("reception", True)]
    QTest.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.current_screen == "counter"
    assert told[1:] == [("reception", False), ("counter", True)]
    assert window.rail.button("counter").isChecked()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "counter"


def test_the_rail_works_by_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    window.rail.button("reception").setFocus()
    QTest.keyClick(window.rail.button("reception"), Qt.Key.Key_Down)
    assert window.rail.button("counter").hasFocus()
    QTest.keyClick(window.rail.button("counter"), Qt.Key.Key_Space)
    assert window.current_screen == "counter"


def test_only_what_the_role_may_do_is_there(window: MainWindow) -> None:
    assert window.rail.button("settings").isVisible()
    window.set_roles(frozenset({"guide"}))
    assert not window.rail.button("settings").isVisible()
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.current_screen == "reception"
    window.set_roles(frozenset({"administrator"}))
    window.show_screen("settings")
    window.set_roles(frozenset({"window"}))
    assert window.current_screen == "reception"
    window.set_roles(None)
    assert window.rail.button("settings").isVisible()


def test_the_bar_says_everything_in_words_and_in_both_languages(window: MainWindow) -> None:
    window.show_place("仓前梦创社区", QDate(2026, 11, 23))
    window.show_person("王敏")
    window.show_connection(Connection.AWAY, waiting=3)
    window.show_printer(PrinterState.NONE)
    bar = window.bar
    assert (bar.site.text(), bar.day.text()) == ("仓前梦创社区", "11月23日 周一")
    assert bar.connection.text == "连接已断开，等待恢复（3 项待发送）"
    assert bar.connection.tone is Tone.WARN
    assert bar.printer.text == "没有打印机"
    window.commands.run("frame.language.en")
    assert bar.day.text() == "Mon 23 Nov"
    assert bar.connection.accessibleName() == "Disconnected, waiting (3 to send)"
    assert "王敏" in bar.person.accessibleName()
    window.show_connection(Connection.LOCAL)
    assert bar.connection.text == "This PC"


def test_looks_are_chosen_from_the_menu_and_remembered(
    window: MainWindow, appearance: Appearance, settings: Memory
) -> None:
    window.commands.run("frame.scheme.dark")
    window.commands.run("frame.text_size.125")
    assert (appearance.scheme, appearance.text_size) == (Scheme.DARK, TextSize.LARGE)
    assert settings.kept["frame.scheme"] == "dark"
    assert settings.kept["frame.text_size"] == "125"
    assert window.commands.action("frame.scheme.dark").isChecked()
    assert not window.commands.action("frame.scheme.light").isChecked()


def test_place_and_screen_are_found_again(
    open_window: Callable[[], MainWindow], settings: Memory
) -> None:
    first = open_window()
    first.resize(1200, 700)
    first.show_screen("counter")
    first.close()
    again = open_window()
    assert again.current_screen == "counter"
    assert again.height() == 700  # the width is Qt's to fit to the screen there is
    settings.put("frame.screen", "gone")
    settings.put("frame.geometry", "not a geometry")
    assert open_window().current_screen == "reception"


def test_the_key_sheet_lists_what_works_here_and_gives_the_focus_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    ran: list[str] = []
    window.commands.add(
        Command("reception.issue", "frame.quit", "F2", scope="reception"),
        lambda: ran.append("F2"),
    )
    window.commands.add(Command("counter.help", "frame.find", "F2", scope="counter"), window.update)
    QTest.keyClick(window, Qt.Key.Key_F1)
    sheet = QApplication.focusWidget()
    assert sheet is not None
    assert sheet.accessibleName() == "快捷键"
    counter = window.rail.button("counter").text()
    assert f"F2: 退出 ({counter}里：查找)" in sheet.accessibleDescription()
    assert any("里：查找" in label.text() for label in sheet.findChildren(QLabel))
    assert "Ctrl+2" in sheet.accessibleDescription()
    QTest.keyClick(sheet, Qt.Key.Key_F2)
    assert ran == [], "keys of what is behind the sheet do nothing"
    QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.accessibleName() == "reception"


def test_icons_come_later_and_everything_works_without(window: MainWindow) -> None:
    assert window.rail.button("reception").icon().isNull()
    pixmap = QPixmap(16, 16)
    pixmap.fill(Qt.GlobalColor.black)
    asked: list[str] = []

    def draw(name: str) -> QIcon:
        asked.append(name)
        return QIcon(pixmap)

    window.set_icons(draw)
    assert not window.rail.button("reception").icon().isNull()
    assert set(asked) == {"mdi6.door"}


def test_every_control_has_a_name(window: MainWindow) -> None:
    window.show_place("站点", QDate(2026, 11, 23))
    window.messages.done("已取号", window.messages.toasts.clear)
    controls = [
        control
        for kind in (QAbstractButton, QLineEdit)
        for control in window.findChildren(kind)
        if control.isVisible()
    ]
    assert len(controls) >= 6
    nameless = [control for control in controls if not control.accessibleName()]
    assert nameless == []


def test_tab_reaches_everything_and_comes_round(window: MainWindow) -> None:
    start = QApplication.focusWidget()
    seen: list[QWidget | None] = []
    for _ in range(30):
        QTest.keyClick(window, Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
        if seen[-1] is start:
            break
    assert seen[-1] is start
    assert window.bar.person in seen
    assert window.rail.button("reception") in seen


def test_leaving_is_said_once(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitSignal(window.closing):
        window.commands.run("frame.quit")
    assert not window.isVisible()


@pytest.mark.parametrize("size", TextSize)
@pytest.mark.parametrize("code", ["zh", "en"])
def test_the_frame_fits_a_small_office_screen(
    window: MainWindow, appearance: Appearance, size: TextSize, code: str
) -> None:
    window.language.choose(code)
    window.show_place("仓前梦创社区企业综合服务中心", QDate(2026, 11, 23))
    window.show_connection(Connection.AWAY, waiting=12)
    window.show_printer(PrinterState.TROUBLE)
    appearance.choose(text_size=size)
    window.resize(1366, 768)
    QApplication.processEvents()
    assert (window.width(), window.height()) == (1366, 768)
    assert window.bar.person.geometry().right() < window.bar.width()
    assert window.bar.printer.width() >= window.bar.printer.sizeHint().width()
