"""Role by role: every command and every place is there for whom the table allows it, only."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.domain.roles import may
from tests.journeys.whole_program import ROLES, Running, make_site
from ui.commands import CommandButton
from ui.screens.settings.view import SettingsView
from ui.theme import Scheme


def see_every_place(running: Running) -> int:
    """Show every place that is there; returns how many commands there are then."""
    commands = running.shell.commands
    for command in commands.all():
        if command.id.startswith("go."):
            running.shell.window.show_screen(command.id.removeprefix("go."))
    return len(commands.all())


def test_each_role_has_its_commands_and_no_others(
    running: Running, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    make_site(tmp_path / "desk.db")
    program = running.start(tmp_path / "desk.db", screen="cases")
    running.at_work()
    window, commands = running.shell.window, running.shell.commands
    shown = see_every_place(running)
    window.show_screen("settings")
    guarded = [command for command in commands.all() if command.permission]
    assert len(guarded) > 10
    buttons = window.findChildren(CommandButton)
    for roles in (*(frozenset({role}) for role in ROLES), frozenset(ROLES), frozenset[str]()):
        window.set_roles(roles)
        for command in guarded:
            allowed = may(roles, command.permission)
            action = commands.action(command.id)
            assert action.isVisible() == allowed, (roles, command.id)
            assert allowed or not action.isEnabled(), (roles, command.id)
            own = [one for one in buttons if one.objectName() == f"button:{command.id}"]
            assert allowed or all(one.isHidden() for one in own), (roles, command.id)
        assert window.may_go(window.current_screen)
    window.set_roles(None)
    assert all(commands.action(command.id).isVisible() for command in guarded)
    # Somebody else comes: what is let go hears nothing more, and everything can be made anew.
    window.forget_screens()
    assert window.findChildren(SettingsView) == []
    running.shell.language.choose("en")
    running.shell.appearance.choose(Scheme.DARK)
    running.shell.live.renew()
    assert program.calm is not None
    program.calm.presence.beat()
    with qtbot.waitSignal(program.calm.presence.beaten):
        pass
    assert see_every_place(running) == shown


def test_a_guide_sees_nothing_of_supervisors(running: Running, tmp_path: Path) -> None:
    make_site(tmp_path / "desk.db")
    running.start(tmp_path / "desk.db", screen="end_of_day")
    running.at_work()
    window = running.shell.window
    window.set_roles(frozenset({"guide"}))
    assert window.current_screen == "reception"
    hidden = {place for place in ("end_of_day", "supervisor", "counter") if window.may_go(place)}
    assert hidden == set()
