"""The shell: begins quickly, loads pictures afterwards, survives our faults, leaves no thread."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

import resources
from tests.ui.conftest import Memory
from ui.application import Shell, scheme_of, text_size_of
from ui.fonts import TextSize
from ui.language import Language
from ui.main_window import ScreenSpec
from ui.theme import Scheme


class Plain:
    """A screen with one field."""

    def __init__(self) -> None:
        self._line = QLineEdit()
        self._line.setAccessibleName("field")

    @property
    def widget(self) -> QWidget:
        return self._line

    def set_visible(self, visible: bool) -> None:
        """Hear it and do nothing."""

    def take_focus(self) -> None:
        self._line.setFocus()


@pytest.fixture
def shell(qapp: QApplication, family: str, language: Language) -> Iterator[Shell]:
    settings = Memory()
    settings.put("frame.language", "en")
    settings.put("frame.scheme", "dark")
    made = Shell(qapp, language, settings)
    made.window.add_screen(ScreenSpec("reception", "frame.keys", "mdi6.door-open", Plain))
    yield made
    made.window.close()
    made.close()
    made.window.deleteLater()
    made.deleteLater()


def test_the_shell_remembers_and_its_pictures_come_after_the_window(
    qtbot: QtBot, shell: Shell
) -> None:
    assert shell.language.code == "en"
    assert shell.appearance.scheme is Scheme.DARK
    with qtbot.waitSignal(shell.icons.ready, timeout=10_000):
        shell.show()
        assert shell.window.isVisible()
        assert shell.window.rail.button("reception").icon().isNull()
    assert not shell.window.rail.button("reception").icon().isNull()


def test_a_fault_of_ours_is_shown_and_the_program_lives(
    qtbot: QtBot, shell: Shell, caplog: pytest.LogCaptureFixture
) -> None:
    shell.show()
    error = KeyError("ours")
    shell._excepthook(KeyError, error, None)
    panel = shell.messages.trouble
    assert panel.isVisible()
    assert "Something went wrong" in panel.title.text()
    assert "ours" in caplog.text
    assert shell.window.isVisible()


def test_closing_the_window_ends_every_thread(qtbot: QtBot, shell: Shell) -> None:
    shell.show()
    shell.window.close()
    names = [thread.name for thread in threading.enumerate()]
    assert not [name for name in names if name.startswith(("database", "io"))]
    shell.close()


def test_damaged_settings_give_the_usual_looks() -> None:
    assert scheme_of("purple") is Scheme.LIGHT
    assert scheme_of("high_contrast") is Scheme.HIGH_CONTRAST
    assert text_size_of("") is TextSize.NORMAL
    assert text_size_of("150") is TextSize.LARGEST


def test_the_programs_picture_can_be_drawn(qapp: QApplication) -> None:
    icon = QIcon(str(resources.path("icons/yimen.svg")))
    assert not icon.pixmap(32, 32).isNull()


def test_the_shell_begins_without_heavy_imports(checkout: Path) -> None:
    code = (
        "import sys, ui.application\n"
        "heavy = {'qtawesome', 'pypdfium2', 'reportlab', 'numpy', 'sqlalchemy', 'alembic'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=checkout, capture_output=True, text=True, check=True
    )
    assert found.stdout.strip() == "[]"
