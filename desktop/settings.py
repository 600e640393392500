"""This PC's own settings: declared data, kept as one JSON file, written whole or not at all."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path

DEFAULTS: dict[str, str] = {
    "database": "",
    "own_database": "",
    "machine": "",
    "paper_folder": "",
    "backup_folder": "",
    "geometry": "",
    "site": "",
    "station": "A1",
    "language": "zh",
    "scheme": "system",
    "text_size": "100",
    "staff": "",
    "lock_after": "15",
    "counter": "",
    "printer": "",
    "slip_printer": "",
    "window": "",
    "screen": "",
    "board_open": "",
    "board_monitor": "",
    "board_scheme": "dark",
    "board_notice": "",
    "voice": "on",
    "voice_english": "",
    "voice_one": "yao",
    "voice_clips": "",
    "voice_volume": "80",
    "voice_hours": "",
}
"""Every setting with its default, as text: what a newer version added survives an older one."""


class Settings:
    """Settings in memory, read once; `save` writes them beside and renames."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._values = dict(DEFAULTS)
        self._dirty = False
        try:
            given = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return  # none yet, or one that was cut short: the defaults serve
        if isinstance(given, dict):
            self._values |= {str(k): v for k, v in given.items() if isinstance(v, str)}

    def get(self, key: str) -> str:
        """Return a setting's value, empty where it was never set."""
        return self._values.get(key, "")

    def put(self, key: str, value: str) -> None:
        """Set a value; it is kept with the next `save`."""
        if self._values.get(key) != value:
            self._values[key] = value
            self._dirty = True

    def save(self) -> None:
        """Write what changed; raises OSError where the folder cannot be written."""
        if not self._dirty:
            return
        self._dirty = False
        values = dict(self._values)  # another thread may go on setting them
        try:
            self._write(values)
        except OSError:
            self._dirty = True
            raise

    def _write(self, values: dict[str, str]) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        work = self.path.with_name(f".{self.path.name}.{secrets.token_hex(4)}")
        try:
            with work.open("w", encoding="utf-8") as file:
                json.dump(values, file, ensure_ascii=False, indent=1, sort_keys=True)
                file.flush()
                os.fsync(file.fileno())
            work.replace(self.path)
        finally:
            work.unlink(missing_ok=True)
