"""What the sheet of keys lists: those of the screen in front, and those that work everywhere."""

from __future__ import annotations

from ui.commands import Command, Commands, Standing
from ui.widgets.key_sheet import KeyLine, KeyPart


def key_parts(commands: Commands, screen: str, title: str, everywhere: str) -> list[KeyPart]:
    """Return the keys of `screen` under `title`, then the others; without those not allowed."""
    here = [
        one
        for one in commands.all()
        if one.shortcut and one.listed and commands.standing(one.id) is not Standing.FORBIDDEN
    ]
    own = tuple(_line(commands, one) for one in here if one.scope and one.scope == screen)
    common = tuple(_line(commands, one) for one in here if not one.scope)
    return [KeyPart(title, own), KeyPart(everywhere, common)]


def _line(commands: Commands, command: Command) -> KeyLine:
    enabled = commands.action(command.id).isEnabled()
    return KeyLine(commands.keys(command.id), commands.text(command.id), enabled)
