"""What the sheet of keys lists: those of the screen in front, and those that work everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ui.commands import Command, Commands, Standing
from ui.language import Language
from ui.widgets.key_sheet import KeyLine, KeyPart

BY_HEART: Final = ("reception", "counter")
"""Screens whose keys hands know by heart: the others say where theirs mean something else."""


def key_parts(
    commands: Commands, screen: str, titles: Mapping[str, str], language: Language
) -> list[KeyPart]:
    """Return the keys of `screen`, then those that work everywhere; without those not allowed.

    `titles`: the text keys of the screens' names.
    """
    here = [
        one
        for one in commands.all()
        if one.shortcut and one.listed and commands.standing(one.id) is not Standing.FORBIDDEN
    ]
    others = [one for one in here if one.scope in BY_HEART and one.scope != screen]
    elsewhere = {
        one.shortcut: language.text(
            "frame.key_elsewhere",
            screen=language.text(titles[one.scope]),
            words=commands.text(one.id),
        )
        for one in reversed(others)
        if one.scope in titles
    }
    own = tuple(
        _line(commands, one, elsewhere.get(one.shortcut, ""))
        for one in here
        if one.scope and one.scope == screen
    )
    common = tuple(_line(commands, one) for one in here if not one.scope)
    title = language.text(titles[screen]) if screen in titles else ""
    return [KeyPart(title, own), KeyPart(language.text("frame.everywhere"), common)]


def _line(commands: Commands, command: Command, elsewhere: str = "") -> KeyLine:
    enabled = commands.action(command.id).isEnabled()
    return KeyLine(commands.keys(command.id), commands.text(command.id), enabled, elsewhere)
