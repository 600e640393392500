"""What a screen reader is told, by AT-SPI itself on an X server without a screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from db.store import SqlStore
from tests.journeys.centre import Centre
from tests.source_code import CHECKOUT

PACKAGES: Final = {
    "Xvfb": "xvfb",
    "dbus-run-session": "dbus",
    "gdbus": "libglib2.0-bin",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
    "/usr/libexec/at-spi2-registryd": "at-spi2-core",
}
WANTED: Final = ("找企业", "取号并打印", "导服台")


def lacking() -> set[str]:
    """Return the packages without which nothing can be heard here."""
    return {package for tool, package in PACKAGES.items() if shutil.which(tool) is None}


def test_a_screen_reader_hears_the_names(tmp_path: Path) -> None:
    missing = lacking()
    if missing:  # nobody can listen here: the names are tested in process by the walk
        assert missing <= set(PACKAGES.values()), f"to hear it install {sorted(missing)}"
        return
    SqlStore(tmp_path / "desk.db").close()
    centre = Centre(SqlStore(tmp_path / "desk.db"))
    centre.set_up()
    centre.close()
    (tmp_path / "settings.json").write_text(json.dumps({"staff": "WM"}), "utf-8")
    read, write = os.pipe()
    order = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1366x768x24", "-nolisten", "tcp"]
    screen = subprocess.Popen(order, pass_fds=(write,), stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as said:
            display = f":{said.readline().strip()}"
        quiet = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "YIMEN_HOME": str(tmp_path)}
        program = [sys.executable, "-m", "tests.walk.spoken", str(tmp_path / "desk.db")]
        heard = subprocess.run(
            ["dbus-run-session", "--", *program, *WANTED],
            env={**os.environ, **quiet},
            cwd=CHECKOUT,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    finally:
        screen.terminate()
        screen.wait(10)
    assert heard.returncode == 0, heard.stderr
