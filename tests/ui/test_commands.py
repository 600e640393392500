"""Commands are registered once; buttons, menus, keys and the sheet of keys agree."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon, QKeySequence, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.commands import Command, CommandButton, Commands, Needs, Standing
from ui.language import Language
from ui.theme import Appearance, Scheme, tokens


def _nothing() -> None:
    """Stand for what a command does where it does not matter."""


def _wears(button: CommandButton, colour: str) -> bool:
    return button.grab().toImage().pixelColor(8, 8).name().upper() == colour


@pytest.fixture
def host(qtbot: QtBot, appearance: Appearance) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def commands(host: QWidget, language: Language) -> Commands:
    return Commands(host, language)


def test_one_key_means_one_thing_in_one_place(
    qtbot: QtBot, host: QWidget, commands: Commands
) -> None:
    ran: list[str] = []
    commands.add(Command("a.call", "frame.keys", "F5", scope="a"), lambda: ran.append("a"))
    commands.add(Command("b.load", "frame.quit", "F5", scope="b"), lambda: ran.append("b"))
    with qtbot.waitActive(host):
        host.show()
        host.activateWindow()
    for scope in ("a", "b", ""):
        commands.set_scope(scope)
        QTest.keyClick(host, Qt.Key.Key_F5)
    assert ran == ["a", "b"]


@pytest.mark.parametrize("scope", ["a", ""])
def test_a_key_is_not_given_twice_where_both_would_hear_it(commands: Commands, scope: str) -> None:
    commands.add(Command("a.call", "frame.keys", "F5", scope="a"), _nothing)
    with pytest.raises(ValueError, match="taken by"):
        commands.add(Command("other", "frame.quit", "F5", scope=scope), _nothing)
    with pytest.raises(ValueError, match="already"):
        commands.add(Command("a.call", "frame.keys"), _nothing)


def test_a_button_follows_its_command(
    qtbot: QtBot, host: QWidget, commands: Commands, language: Language
) -> None:
    ran: list[None] = []
    commands.add(Command("x", "frame.quit", "F2"), lambda: ran.append(None))
    button = CommandButton(commands, "x", host, primary=True)
    assert (button.text(), button.accessibleName()) == ("F2  退出", "退出")
    assert button.accessibleDescription() == "F2"
    assert button.toolTip() == "退出 (F2)"
    language.choose("en")
    assert button.accessibleName() == "Quit"
    button.click()
    commands.set_enabled("x", False)
    assert not button.isEnabled()
    button.click()
    assert len(ran) == 1


def test_the_primary_button_wears_the_accent_in_every_scheme(
    qtbot: QtBot, host: QWidget, commands: Commands, appearance: Appearance
) -> None:
    commands.add(Command("x", "frame.quit"), _nothing)
    button = CommandButton(commands, "x", host, primary=True)
    button.resize(200, 40)
    host.show()
    for scheme in (Scheme.DARK, Scheme.HIGH_CONTRAST, Scheme.LIGHT):
        appearance.choose(scheme=scheme)
        accent = tokens(scheme).accent
        qtbot.waitUntil(partial(_wears, button, accent))


def test_roles_hide_what_they_do_not_allow(host: QWidget, commands: Commands) -> None:
    commands.add(Command("free", "frame.keys"), _nothing)
    commands.add(Command("set", "frame.quit", permission="site.setup"), _nothing)
    menu = commands.menu(host, ["free", "", "set"])
    shown = [action.objectName() for action in menu.actions() if action.isVisible()]
    assert [name for name in shown if name] == ["free", "set"]
    commands.set_roles({"guide"})
    assert not commands.action("set").isVisible()
    assert not commands.action("set").isEnabled()
    commands.set_roles({"guide", "administrator"})
    assert commands.action("set").isEnabled()
    commands.set_roles(None)
    assert commands.permitted("set")


def test_a_button_is_there_only_for_who_may(
    qtbot: QtBot, host: QWidget, commands: Commands
) -> None:
    commands.add(Command("set", "frame.quit", permission="site.setup"), _nothing)
    commands.set_roles({"guide"})
    button = CommandButton(commands, "set")
    QVBoxLayout(host).addWidget(button)
    host.show()
    assert not button.isVisible()
    button.setVisible(True)
    assert not button.isVisible()
    commands.set_roles({"administrator"})
    assert button.isVisible()
    button.setVisible(False)
    commands.set_roles({"guide"})
    commands.set_roles(None)
    assert not button.isVisible()


def test_a_permission_is_a_verb_of_the_desk(commands: Commands) -> None:
    with pytest.raises(ValueError, match="no verb"):
        commands.add(Command("set", "frame.quit", permission="administrator"), _nothing)


def test_a_command_tells_what_stands_in_its_way(commands: Commands) -> None:
    commands.add(
        Command("x", "frame.quit", scope="a", permission="counter.start", needs=Needs.DESK),
        _nothing,
    )
    assert commands.standing("x") is Standing.ELSEWHERE
    commands.set_scope("a")
    assert commands.standing("x") is Standing.READY
    commands.hold_back({Needs.DESK}, "the database is away")
    assert commands.standing("x") is Standing.HELD
    assert commands.why_not("x") == "the database is away"
    commands.hold_back(())
    commands.set_enabled("x", False, "nobody waits")
    assert commands.standing("x") is Standing.NOT_NOW
    assert commands.why_not("x") == "nobody waits"
    commands.set_enabled("x", True)
    assert commands.why_not("x") == ""
    commands.set_roles({"guide"})
    assert commands.standing("x") is Standing.FORBIDDEN


def test_keys_are_written_as_the_system_writes_them(commands: Commands) -> None:
    commands.add(Command("x", "frame.quit", "Ctrl+K"), _nothing)
    native = QKeySequence("Ctrl+K").toString(QKeySequence.SequenceFormat.NativeText)
    assert commands.keys("x") == native
    assert [command.id for command in commands.all()] == ["x"]


def test_what_is_registered_later_has_its_picture_as_well(commands: Commands) -> None:
    pixmap = QPixmap(4, 4)
    pixmap.fill(Qt.GlobalColor.black)
    commands.set_icons(lambda _: QIcon(pixmap))
    late = commands.add(Command("a.late", "frame.keys", icon="mdi6.door"), _nothing)
    assert not late.icon().isNull()


def test_arrows_are_written_as_arrows(host: QWidget, commands: Commands) -> None:
    commands.add(Command("a.back", "frame.keys", "Alt+Left"), _nothing)
    assert commands.keys("a.back") == "Alt+←"
    assert CommandButton(commands, "a.back", host).text().startswith("Alt+←  ")
