"""What we rely on below us, and what bit us before."""

from __future__ import annotations

import sys
from pathlib import Path

import PySide6
import sqlcipher3.dbapi2 as sqlite
from PySide6.QtGui import QFontDatabase, QRawFont
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

# Rare in names, and missing from fonts cut down to GBK.
RARE = "䶮"


def test_qt_calls_leave_the_count_of_none_alone(qtbot: QtBot) -> None:
    """PySide6 6.12 drops a reference to None at each void call on Python 3.10 and 3.11.

    After some thousands the interpreter aborts.  From 3.12 on None is immortal, its count fixed.
    """
    widget = QWidget()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for _ in range(1000):
        widget.update()
    assert abs(sys.getrefcount(None) - before) < 100


def test_qt_is_the_version_that_was_found_sound() -> None:
    assert PySide6.__version__ == "6.11.3"


def test_no_parts_of_qt_under_another_licence_are_installed() -> None:
    """Charts, graphs and the web engine come with PySide6-Addons; we want Essentials alone."""
    names = {path.name for path in Path(PySide6.__file__).parent.iterdir()}
    assert "QtWidgets.pyi" in names
    assert not {f"{part}.abi3.so" for part in ("QtCharts", "QtGraphs", "QtWebEngineCore")} & names


def test_sqlite_is_new_enough_and_has_what_we_use() -> None:
    """3.51.3 corrects the WAL-reset bug, which could damage a database with two writers."""
    assert sqlite.sqlite_version_info >= (3, 51, 3)
    connection = sqlite.connect(":memory:")
    try:
        options = {row[0] for row in connection.execute("PRAGMA compile_options")}
        assert "ENABLE_FTS5" in options
        assert connection.execute("SELECT json_extract('{\"a\": 7}', '$.a')").fetchone() == (7,)
        assert connection.execute("PRAGMA cipher_version").fetchone() is not None
    finally:
        connection.close()


def test_the_font_we_bring_has_rare_characters(checkout: Path, qtbot: QtBot) -> None:
    path = checkout / "resources" / "fonts" / "NotoSansSC-Regular.ttf"
    number = QFontDatabase.addApplicationFont(str(path))
    try:
        assert QFontDatabase.applicationFontFamilies(number) == ["Noto Sans SC"]
        assert QRawFont(str(path), 16).supportsCharacter(ord(RARE))
    finally:
        QFontDatabase.removeApplicationFont(number)


def test_each_font_has_its_licence_beside_it(checkout: Path) -> None:
    assert (checkout / "resources" / "fonts" / "OFL.txt").is_file()
