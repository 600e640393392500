"""What the tests of the screens share: our look, the texts, and a check that no window is left."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.background import Lanes
from ui.fonts import load_bundled
from ui.language import Language
from ui.theme import Appearance, Scheme


class Memory:
    """Settings that live as long as the test."""

    def __init__(self) -> None:
        self.kept: dict[str, str] = {}

    def get(self, key: str) -> str:
        """Return what was put under `key`, "" for nothing."""
        return self.kept.get(key, "")

    def put(self, key: str, value: str) -> None:
        """Keep `value`."""
        self.kept[key] = value


@pytest.fixture(scope="session")
def family(qapp: QApplication) -> str:
    """The bundled font's family, and our style."""
    qapp.setStyle("Fusion")
    return load_bundled()


@pytest.fixture
def appearance(qapp: QApplication, family: str) -> Iterator[Appearance]:
    """Our look, light and at normal size."""
    made = Appearance(qapp, family)
    made.choose(scheme=Scheme.LIGHT)
    yield made
    made.deleteLater()


@pytest.fixture
def language() -> Language:
    """The frame's texts, beginning in Chinese; an unknown key is its own text."""
    return Language()


@pytest.fixture
def settings() -> Memory:
    """Settings that nobody wrote yet."""
    return Memory()


@pytest.fixture
def lanes(qtbot: QtBot) -> Iterator[Lanes]:
    """Both lanes, ended after the test."""
    made = Lanes()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture(autouse=True)
def _no_window_left(qapp: QApplication) -> Iterator[None]:
    """Fail a test that leaves a window on the screen."""
    yield
    shown = [widget for widget in qapp.topLevelWidgets() if widget.isVisible()]
    assert not shown, f"windows left: {shown}"
