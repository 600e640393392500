"""Where settings, logs and the default database live on this PC."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path


def home() -> Path:
    """Return the program's folder of this person: `YIMEN_HOME`, else the system's usual place."""
    given = os.environ.get("YIMEN_HOME")
    if given:
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", str(Path.home()))) / "Yimen"
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(data) / "yimen"


def usual_database() -> str:
    """Return the default database, in a folder that is there if it may be made."""
    with suppress(OSError):  # opening the database will say what is wrong there
        home().mkdir(parents=True, exist_ok=True)
    return str(default_database())


def default_database() -> Path:
    """Return the path of the embedded database that is used when none is named."""
    return home() / "yimen.db"
