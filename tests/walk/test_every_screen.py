"""Every screen, walked through: nothing without a name, out of reach, or cut off."""

from __future__ import annotations

from collections.abc import Iterator

import keyring
import pytest
from keyring.backends import fail
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.walk.faults import badly_ordered, cut_off, nameless, out_of_reach
from tests.walk.scenes import SCENES, SHEETS, Walk
from ui.palette_groups import PaletteGroups


@pytest.fixture(scope="module")
def walk(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # the library's own
    made = Walk(qapp, tmp_path_factory.mktemp("walk"))
    yield made
    made.close()
    keyring.set_keyring(before)


@pytest.fixture(scope="module", params=["zh 100", "en 100", "zh 150"])
def dressed(walk: Walk, request: pytest.FixtureRequest) -> Walk:
    """Give the walk in a language and a size of the text; all scenes of one look in a row."""
    language, size = str(request.param).split()
    walk.wear(language, int(size))
    return walk


@pytest.mark.parametrize("scene", SCENES)
def test_everything_has_a_name_and_room_for_its_words(dressed: Walk, scene: str) -> None:
    window = dressed.show(scene)
    found = (nameless(window), out_of_reach(window), cut_off(window))
    assert not "\n".join(line for faults in found for line in faults)


@pytest.mark.parametrize("scene", [one for one in SCENES if one not in SHEETS])
def test_tab_goes_round_once_and_never_back(walk: Walk, scene: str) -> None:
    assert not "\n".join(badly_ordered(walk.show(scene)))


@pytest.mark.parametrize("scene", SHEETS)
def test_a_sheet_keeps_the_keyboard(walk: Walk, scene: str) -> None:
    window = walk.show(scene)
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is focus
    QTest.keyClick(focus, Qt.Key.Key_Escape)
    now = QApplication.focusWidget()
    assert now is not None
    assert now is not focus
    assert window.isAncestorOf(now)


def test_every_command_is_found_by_its_words(walk: Walk) -> None:
    """So that each can be given by keyboard, whatever keys or buttons it has."""
    walk.wear()
    for place in SCENES:
        walk.show(place)
    commands, groups = walk.shell.commands, PaletteGroups(walk.shell.window)
    walk.show("reception")
    missing = [
        command.id
        for command in commands.all()
        if command.id != "frame.find"
        and not any(
            hit.id in (command.id, command.id.removeprefix("go."))
            for group in groups.of_commands(commands.text(command.id))
            for hit in group.hits
        )
    ]
    assert missing == []
